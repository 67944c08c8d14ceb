/** The rule pack, in the order of catalogue section 4: that order settles which finding gives the reason. */
import type { Rule } from '../rule.ts';
import { tcpaCore } from './tcpa-core.ts';
import { tcpaPriorExpressConsent } from './tcpa-prior-express-consent.ts';
import { fcc2015OnDemandText } from './fcc-2015-on-demand-text.ts';
import { imcVFccOneToOne } from './imc-v-fcc-one-to-one.ts';
import { tcpaPewcMarketing } from './tcpa-pewc-marketing.ts';
import { fcc2424Revocation } from './fcc-24-24-revocation.ts';
import { fccRevokeAll } from './fcc-revoke-all.ts';
import { fccOptOutConfirmation } from './fcc-opt-out-confirmation.ts';
import { quietHoursFederal } from './quiet-hours-federal.ts';
import { dncNational } from './dnc-national.ts';
import { internalDnc } from './internal-dnc.ts';
import { dncState } from './dnc-state.ts';
import { tsrTelemarketing } from './tsr-telemarketing.ts';
import { tcpaAiVoice } from './tcpa-ai-voice.ts';
import { reassignedNumbers } from './reassigned-numbers.ts';
import { stirShaken } from './stir-shaken.ts';
import { ctiaMessagingPrinciples } from './ctia-messaging-principles.ts';
import { tcr10dlc } from './tcr-10dlc.ts';
import { tollFreeVerification } from './toll-free-verification.ts';
import { shortCodeCsc } from './short-code-csc.ts';
import { carrierContent } from './carrier-content.ts';
import { whatsappBusiness } from './whatsapp-business.ts';
import { stateQuietHours } from './state-quiet-hours.ts';
import { flFtsa } from './fl-ftsa.ts';
import { okOtsa } from './ok-otsa.ts';
import { waCema } from './wa-cema.ts';
import { txSb140 } from './tx-sb140.ts';
import { ctTelemarketing } from './ct-telemarketing.ts';
import { mdSpamCalls } from './md-spam-calls.ts';
import { orHb3865 } from './or-hb3865.ts';
import { vaVtppa } from './va-vtppa.ts';
import { nyGbl399z } from './ny-gbl-399z.ts';
import { laEmergency } from './la-emergency.ts';
import { njTelemarketing } from './nj-telemarketing.ts';
import { recordingConsent } from './recording-consent.ts';
import { caCipaVendor } from './ca-cipa-vendor.ts';
import { pciSadStorage } from './pci-sad-storage.ts';
import { pciEndUserMessaging } from './pci-end-user-messaging.ts';
import { hipaaMinNecessary } from './hipaa-min-necessary.ts';
import { hipaaBaa } from './hipaa-baa.ts';
import { hipaaDeid } from './hipaa-deid.ts';
import { hipaaMarketingAuthorization } from './hipaa-marketing-authorization.ts';
import { stateTelemedicine } from './state-telemedicine.ts';
import { deaTelemedicine } from './dea-telemedicine.ts';
import { fdaDtc202 } from './fda-dtc-202.ts';
import { fcraPermissiblePurpose } from './fcra-permissible-purpose.ts';
import { ecoaRegB } from './ecoa-reg-b.ts';
import { fairHousing } from './fair-housing.ts';
import { cfpbUdaap } from './cfpb-udaap.ts';
import { finra2210 } from './finra-2210.ts';
import { finra3110 } from './finra-3110.ts';
import { finra3230 } from './finra-3230.ts';
import { coppa } from './coppa.ts';
import { ftcFranchiseRule } from './ftc-franchise-rule.ts';
import { fddItem12 } from './fdd-item-12.ts';
import { fddItem19 } from './fdd-item-19.ts';
import { stateFranchiseRegistration } from './state-franchise-registration.ts';
import { stateFranchiseRelationship } from './state-franchise-relationship.ts';
import { ccpaCpra } from './ccpa-cpra.ts';
import { ccpaAdmt } from './ccpa-admt.ts';
import { usStatePrivacy } from './us-state-privacy.ts';
import { gdprArt6 } from './gdpr-art-6.ts';
import { gdprArt7 } from './gdpr-art-7.ts';
import { gdprArt22 } from './gdpr-art-22.ts';
import { lgpd } from './lgpd.ts';
import { dpdp } from './dpdp.ts';
import { pipeda } from './pipeda.ts';
import { quebecLaw25 } from './quebec-law-25.ts';
import { casl } from './casl.ts';
import { bipa } from './bipa.ts';
import { euAiActArt50 } from './eu-ai-act-art-50.ts';
import { usStateAiDisclosure } from './us-state-ai-disclosure.ts';
import { llmZeroRetention } from './llm-zero-retention.ts';
import { urgentEscalation } from './urgent-escalation.ts';
import { textbackDedup } from './textback-dedup.ts';
import { callerFatigue } from './caller-fatigue.ts';
import { unreachableNumber } from './unreachable-number.ts';
import { crmWriteMinimum } from './crm-write-minimum.ts';

export const RULES: readonly Rule[] = [
  tcpaCore,
  tcpaPriorExpressConsent,
  fcc2015OnDemandText,
  imcVFccOneToOne,
  tcpaPewcMarketing,
  fcc2424Revocation,
  fccRevokeAll,
  fccOptOutConfirmation,
  quietHoursFederal,
  dncNational,
  internalDnc,
  dncState,
  tsrTelemarketing,
  tcpaAiVoice,
  reassignedNumbers,
  stirShaken,
  ctiaMessagingPrinciples,
  tcr10dlc,
  tollFreeVerification,
  shortCodeCsc,
  carrierContent,
  whatsappBusiness,
  stateQuietHours,
  flFtsa,
  okOtsa,
  waCema,
  txSb140,
  ctTelemarketing,
  mdSpamCalls,
  orHb3865,
  vaVtppa,
  nyGbl399z,
  laEmergency,
  njTelemarketing,
  recordingConsent,
  caCipaVendor,
  pciSadStorage,
  pciEndUserMessaging,
  hipaaMinNecessary,
  hipaaBaa,
  hipaaDeid,
  hipaaMarketingAuthorization,
  stateTelemedicine,
  deaTelemedicine,
  fdaDtc202,
  fcraPermissiblePurpose,
  ecoaRegB,
  fairHousing,
  cfpbUdaap,
  finra2210,
  finra3110,
  finra3230,
  coppa,
  ftcFranchiseRule,
  fddItem12,
  fddItem19,
  stateFranchiseRegistration,
  stateFranchiseRelationship,
  ccpaCpra,
  ccpaAdmt,
  usStatePrivacy,
  gdprArt6,
  gdprArt7,
  gdprArt22,
  lgpd,
  dpdp,
  pipeda,
  quebecLaw25,
  casl,
  bipa,
  euAiActArt50,
  usStateAiDisclosure,
  llmZeroRetention,
  urgentEscalation,
  textbackDedup,
  callerFatigue,
  unreachableNumber,
  crmWriteMinimum,
];
