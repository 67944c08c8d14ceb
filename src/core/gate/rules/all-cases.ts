/** Cases of every rule by its id, for the tests and for the rule book. */
import type { RuleCase } from './rule-case.ts';
import { tcpaPewcMarketingCases } from './tcpa-pewc-marketing.cases.ts';
import { tollFreeVerificationCases } from './toll-free-verification.cases.ts';
import { shortCodeCscCases } from './short-code-csc.cases.ts';
import { tcpaCoreCases } from './tcpa-core.cases.ts';
import { tcpaPriorExpressConsentCases } from './tcpa-prior-express-consent.cases.ts';
import { fcc2015OnDemandTextCases } from './fcc-2015-on-demand-text.cases.ts';
import { fcc2424RevocationCases } from './fcc-24-24-revocation.cases.ts';
import { fccRevokeAllCases } from './fcc-revoke-all.cases.ts';
import { fccOptOutConfirmationCases } from './fcc-opt-out-confirmation.cases.ts';
import { quietHoursFederalCases } from './quiet-hours-federal.cases.ts';
import { internalDncCases } from './internal-dnc.cases.ts';
import { stirShakenCases } from './stir-shaken.cases.ts';
import { ctiaMessagingPrinciplesCases } from './ctia-messaging-principles.cases.ts';
import { tcr10dlcCases } from './tcr-10dlc.cases.ts';
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
import { textbackDedupCases } from './textback-dedup.cases.ts';
import { callerFatigueCases } from './caller-fatigue.cases.ts';
import { unreachableNumberCases } from './unreachable-number.cases.ts';

export const CASES: Readonly<Record<string, readonly RuleCase[]>> = {
  'tcpa-core': tcpaCoreCases,
  'tcpa-prior-express-consent': tcpaPriorExpressConsentCases,
  'fcc-2015-on-demand-text': fcc2015OnDemandTextCases,
  'fcc-24-24-revocation': fcc2424RevocationCases,
  'fcc-revoke-all': fccRevokeAllCases,
  'fcc-opt-out-confirmation': fccOptOutConfirmationCases,
  'quiet-hours-federal': quietHoursFederalCases,
  'internal-dnc': internalDncCases,
  'stir-shaken': stirShakenCases,
  'ctia-messaging-principles': ctiaMessagingPrinciplesCases,
  'tcr-10dlc': tcr10dlcCases,
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
  'textback-dedup': textbackDedupCases,
  'caller-fatigue': callerFatigueCases,
  'unreachable-number': unreachableNumberCases,
  'tcpa-pewc-marketing': tcpaPewcMarketingCases,
  'toll-free-verification': tollFreeVerificationCases,
  'short-code-csc': shortCodeCscCases,
};
