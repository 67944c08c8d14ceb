/** Cases of every rule by its id, for the tests and for the rule book. */
import type { RuleCase } from './rule-case.ts';
import { tcpaCoreCases } from './tcpa-core.cases.ts';
import { tcpaPriorExpressConsentCases } from './tcpa-prior-express-consent.cases.ts';
import { fcc2015OnDemandTextCases } from './fcc-2015-on-demand-text.cases.ts';
import { imcVFccOneToOneCases } from './imc-v-fcc-one-to-one.cases.ts';
import { tcpaPewcMarketingCases } from './tcpa-pewc-marketing.cases.ts';
import { fcc2424RevocationCases } from './fcc-24-24-revocation.cases.ts';
import { fccRevokeAllCases } from './fcc-revoke-all.cases.ts';
import { fccOptOutConfirmationCases } from './fcc-opt-out-confirmation.cases.ts';
import { quietHoursFederalCases } from './quiet-hours-federal.cases.ts';
import { dncNationalCases } from './dnc-national.cases.ts';
import { internalDncCases } from './internal-dnc.cases.ts';
import { dncStateCases } from './dnc-state.cases.ts';
import { tsrTelemarketingCases } from './tsr-telemarketing.cases.ts';
import { tcpaAiVoiceCases } from './tcpa-ai-voice.cases.ts';
import { reassignedNumbersCases } from './reassigned-numbers.cases.ts';
import { stirShakenCases } from './stir-shaken.cases.ts';
import { ctiaMessagingPrinciplesCases } from './ctia-messaging-principles.cases.ts';
import { tcr10dlcCases } from './tcr-10dlc.cases.ts';
import { tollFreeVerificationCases } from './toll-free-verification.cases.ts';
import { shortCodeCscCases } from './short-code-csc.cases.ts';
import { carrierContentCases } from './carrier-content.cases.ts';
import { whatsappBusinessCases } from './whatsapp-business.cases.ts';
import { stateQuietHoursCases } from './state-quiet-hours.cases.ts';
import { flFtsaCases } from './fl-ftsa.cases.ts';
import { okOtsaCases } from './ok-otsa.cases.ts';
import { waCemaCases } from './wa-cema.cases.ts';
import { txSb140Cases } from './tx-sb140.cases.ts';
import { ctTelemarketingCases } from './ct-telemarketing.cases.ts';
import { mdSpamCallsCases } from './md-spam-calls.cases.ts';
import { orHb3865Cases } from './or-hb3865.cases.ts';
import { vaVtppaCases } from './va-vtppa.cases.ts';
import { nyGbl399zCases } from './ny-gbl-399z.cases.ts';
import { laEmergencyCases } from './la-emergency.cases.ts';
import { njTelemarketingCases } from './nj-telemarketing.cases.ts';
import { recordingConsentCases } from './recording-consent.cases.ts';
import { caCipaVendorCases } from './ca-cipa-vendor.cases.ts';
import { pciSadStorageCases } from './pci-sad-storage.cases.ts';
import { pciEndUserMessagingCases } from './pci-end-user-messaging.cases.ts';
import { hipaaMinNecessaryCases } from './hipaa-min-necessary.cases.ts';
import { hipaaBaaCases } from './hipaa-baa.cases.ts';
import { hipaaDeidCases } from './hipaa-deid.cases.ts';
import { hipaaMarketingAuthorizationCases } from './hipaa-marketing-authorization.cases.ts';
import { stateTelemedicineCases } from './state-telemedicine.cases.ts';
import { deaTelemedicineCases } from './dea-telemedicine.cases.ts';
import { fdaDtc202Cases } from './fda-dtc-202.cases.ts';
import { fcraPermissiblePurposeCases } from './fcra-permissible-purpose.cases.ts';
import { ecoaRegBCases } from './ecoa-reg-b.cases.ts';
import { fairHousingCases } from './fair-housing.cases.ts';
import { cfpbUdaapCases } from './cfpb-udaap.cases.ts';
import { finra2210Cases } from './finra-2210.cases.ts';
import { finra3110Cases } from './finra-3110.cases.ts';
import { finra3230Cases } from './finra-3230.cases.ts';
import { coppaCases } from './coppa.cases.ts';
import { ftcFranchiseRuleCases } from './ftc-franchise-rule.cases.ts';
import { fddItem12Cases } from './fdd-item-12.cases.ts';
import { fddItem19Cases } from './fdd-item-19.cases.ts';
import { stateFranchiseRegistrationCases } from './state-franchise-registration.cases.ts';
import { stateFranchiseRelationshipCases } from './state-franchise-relationship.cases.ts';
import { ccpaCpraCases } from './ccpa-cpra.cases.ts';
import { ccpaAdmtCases } from './ccpa-admt.cases.ts';
import { usStatePrivacyCases } from './us-state-privacy.cases.ts';
import { gdprArt6Cases } from './gdpr-art-6.cases.ts';
import { gdprArt7Cases } from './gdpr-art-7.cases.ts';
import { gdprArt22Cases } from './gdpr-art-22.cases.ts';
import { lgpdCases } from './lgpd.cases.ts';
import { dpdpCases } from './dpdp.cases.ts';
import { pipedaCases } from './pipeda.cases.ts';
import { quebecLaw25Cases } from './quebec-law-25.cases.ts';
import { caslCases } from './casl.cases.ts';
import { bipaCases } from './bipa.cases.ts';
import { euAiActArt50Cases } from './eu-ai-act-art-50.cases.ts';
import { usStateAiDisclosureCases } from './us-state-ai-disclosure.cases.ts';
import { llmZeroRetentionCases } from './llm-zero-retention.cases.ts';
import { urgentEscalationCases } from './urgent-escalation.cases.ts';
import { textbackDedupCases } from './textback-dedup.cases.ts';
import { callerFatigueCases } from './caller-fatigue.cases.ts';
import { unreachableNumberCases } from './unreachable-number.cases.ts';
import { crmWriteMinimumCases } from './crm-write-minimum.cases.ts';

export const CASES: Readonly<Record<string, readonly RuleCase[]>> = {
  'tcpa-core': tcpaCoreCases,
  'tcpa-prior-express-consent': tcpaPriorExpressConsentCases,
  'fcc-2015-on-demand-text': fcc2015OnDemandTextCases,
  'imc-v-fcc-one-to-one': imcVFccOneToOneCases,
  'tcpa-pewc-marketing': tcpaPewcMarketingCases,
  'fcc-24-24-revocation': fcc2424RevocationCases,
  'fcc-revoke-all': fccRevokeAllCases,
  'fcc-opt-out-confirmation': fccOptOutConfirmationCases,
  'quiet-hours-federal': quietHoursFederalCases,
  'dnc-national': dncNationalCases,
  'internal-dnc': internalDncCases,
  'dnc-state': dncStateCases,
  'tsr-telemarketing': tsrTelemarketingCases,
  'tcpa-ai-voice': tcpaAiVoiceCases,
  'reassigned-numbers': reassignedNumbersCases,
  'stir-shaken': stirShakenCases,
  'ctia-messaging-principles': ctiaMessagingPrinciplesCases,
  'tcr-10dlc': tcr10dlcCases,
  'toll-free-verification': tollFreeVerificationCases,
  'short-code-csc': shortCodeCscCases,
  'carrier-content': carrierContentCases,
  'whatsapp-business': whatsappBusinessCases,
  'state-quiet-hours': stateQuietHoursCases,
  'fl-ftsa': flFtsaCases,
  'ok-otsa': okOtsaCases,
  'wa-cema': waCemaCases,
  'tx-sb140': txSb140Cases,
  'ct-telemarketing': ctTelemarketingCases,
  'md-spam-calls': mdSpamCallsCases,
  'or-hb3865': orHb3865Cases,
  'va-vtppa': vaVtppaCases,
  'ny-gbl-399z': nyGbl399zCases,
  'la-emergency': laEmergencyCases,
  'nj-telemarketing': njTelemarketingCases,
  'recording-consent': recordingConsentCases,
  'ca-cipa-vendor': caCipaVendorCases,
  'pci-sad-storage': pciSadStorageCases,
  'pci-end-user-messaging': pciEndUserMessagingCases,
  'hipaa-min-necessary': hipaaMinNecessaryCases,
  'hipaa-baa': hipaaBaaCases,
  'hipaa-deid': hipaaDeidCases,
  'hipaa-marketing-authorization': hipaaMarketingAuthorizationCases,
  'state-telemedicine': stateTelemedicineCases,
  'dea-telemedicine': deaTelemedicineCases,
  'fda-dtc-202': fdaDtc202Cases,
  'fcra-permissible-purpose': fcraPermissiblePurposeCases,
  'ecoa-reg-b': ecoaRegBCases,
  'fair-housing': fairHousingCases,
  'cfpb-udaap': cfpbUdaapCases,
  'finra-2210': finra2210Cases,
  'finra-3110': finra3110Cases,
  'finra-3230': finra3230Cases,
  coppa: coppaCases,
  'ftc-franchise-rule': ftcFranchiseRuleCases,
  'fdd-item-12': fddItem12Cases,
  'fdd-item-19': fddItem19Cases,
  'state-franchise-registration': stateFranchiseRegistrationCases,
  'state-franchise-relationship': stateFranchiseRelationshipCases,
  'ccpa-cpra': ccpaCpraCases,
  'ccpa-admt': ccpaAdmtCases,
  'us-state-privacy': usStatePrivacyCases,
  'gdpr-art-6': gdprArt6Cases,
  'gdpr-art-7': gdprArt7Cases,
  'gdpr-art-22': gdprArt22Cases,
  lgpd: lgpdCases,
  dpdp: dpdpCases,
  pipeda: pipedaCases,
  'quebec-law-25': quebecLaw25Cases,
  casl: caslCases,
  bipa: bipaCases,
  'eu-ai-act-art-50': euAiActArt50Cases,
  'us-state-ai-disclosure': usStateAiDisclosureCases,
  'llm-zero-retention': llmZeroRetentionCases,
  'urgent-escalation': urgentEscalationCases,
  'textback-dedup': textbackDedupCases,
  'caller-fatigue': callerFatigueCases,
  'unreachable-number': unreachableNumberCases,
  'crm-write-minimum': crmWriteMinimumCases,
};
