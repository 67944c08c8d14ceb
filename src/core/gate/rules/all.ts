/** The rule pack, in the order of catalogue section 4: that order settles which finding gives the reason. */
import type { Rule } from '../rule.ts';
import { tcpaCore } from './tcpa-core.ts';
import { tcpaPriorExpressConsent } from './tcpa-prior-express-consent.ts';
import { fcc2015OnDemandText } from './fcc-2015-on-demand-text.ts';
import { tcpaPewcMarketing } from './tcpa-pewc-marketing.ts';
import { fcc2424Revocation } from './fcc-24-24-revocation.ts';
import { fccRevokeAll } from './fcc-revoke-all.ts';
import { fccOptOutConfirmation } from './fcc-opt-out-confirmation.ts';
import { quietHoursFederal } from './quiet-hours-federal.ts';
import { internalDnc } from './internal-dnc.ts';
import { stirShaken } from './stir-shaken.ts';
import { ctiaMessagingPrinciples } from './ctia-messaging-principles.ts';
import { tcr10dlc } from './tcr-10dlc.ts';
import { tollFreeVerification } from './toll-free-verification.ts';
import { shortCodeCsc } from './short-code-csc.ts';
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
import { textbackDedup } from './textback-dedup.ts';
import { callerFatigue } from './caller-fatigue.ts';
import { unreachableNumber } from './unreachable-number.ts';

export const RULES: readonly Rule[] = [
  tcpaCore,
  tcpaPriorExpressConsent,
  fcc2015OnDemandText,
  tcpaPewcMarketing,
  fcc2424Revocation,
  fccRevokeAll,
  fccOptOutConfirmation,
  quietHoursFederal,
  internalDnc,
  stirShaken,
  ctiaMessagingPrinciples,
  tcr10dlc,
  tollFreeVerification,
  shortCodeCsc,
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
  textbackDedup,
  callerFatigue,
  unreachableNumber,
];
