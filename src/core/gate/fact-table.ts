/**
 * The names and types of every fact a rule may read. A fact that is not known is `undefined`; see `facts.ts` for how
 * each is derived from the GateInput.
 */
import type { PrivacyFacts } from './facts-privacy.ts';
import type { RecordingFacts } from './facts-recording.ts';
import type { RegistryFacts } from './facts-registries.ts';
import type { TextFacts } from './facts-texts.ts';
import type { TradeFacts } from './facts-trades.ts';
import type { ActionKind } from './input.ts';
import type { Exemption } from './quiet-hours.ts';

export type FactValue = boolean | number | string | readonly string[];

export const STATES_WITH_OWN_RULE = [
  'CT',
  'FL',
  'LA',
  'MD',
  'NJ',
  'NY',
  'OK',
  'OR',
  'TX',
  'VA',
  'WA',
] as const;
export type StateWithOwnRule = (typeof STATES_WITH_OWN_RULE)[number];

/** `by-choice`: not asked, because the operator chose on record to run without. It never makes a rule pass. */
export type LookupState = 'answered' | 'waiting' | 'gave-up' | 'by-choice';

export interface FactTable extends RegistryFacts, TextFacts, RecordingFacts, TradeFacts, PrivacyFacts {
  /** Kind as judged: a call spoken by an AI voice is `call.ai-voice`, and so is one of which that is not known. */
  'action.kind': ActionKind;
  'action.messageClass': string;
  'action.category': string;
  'action.brandNamed': boolean;
  'action.optOutInstruction': boolean;
  'action.identifiesSeller': boolean;
  /** Marketing, or not provably anything else. Always known. */
  solicitation: boolean;
  automated: boolean;
  'ai.voice': boolean;

  'recipient.country': string;
  'recipient.countryHasRulePack': boolean;
  'recipient.lineType': string;
  'recipient.states': readonly string[];
  'recipient.placesAssumed': boolean;
  'recipient.existingCustomer': boolean;
  'recipient.lastInquiryDaysAgo': number;
  'recipient.lastTransactionDaysAgo': number;

  'call.fromPresentation': string;
  'call.attestation': string;
  'call.verstat': string;
  'call.verstatFailed': boolean;
  'call.corroborated': boolean;
  'call.endedSecondsAgo': number;
  /** When the Gate first saw the action, in seconds after the call ended; only on a re-run. */
  'call.firstEvaluatedSecondsAfterEnd': number;
  'call.freshnessExceeded': boolean;
  'call.firstSeenFresh': boolean;

  'consent.state': string;
  'consent.effective': string;
  'consent.noticed': boolean;
  'consent.calledOnly': boolean;
  'consent.optOutOnFile': boolean;
  'consent.optOutReaches': boolean;
  'consent.optOutUnrelated': boolean;
  'consent.optOutMinutesAgo': number;
  'consent.optOutDaysAgo': number;
  'consent.pewcValid': boolean;
  'consent.pewcArtificialVoice': boolean;
  'consent.optInConfirmationSent': boolean;
  'location.noNoticeCounselApproval': boolean;
  'location.counselExemptions': readonly string[];

  'dnc.internal': boolean;
  'dnc.stateListed': readonly string[];
  emergencyStates: readonly string[];

  'sender.type': string;
  'sender.brandStatus': string;
  'sender.campaignStatus': string;
  'sender.useCase': string;
  'sender.numberLinked': boolean;
  'sender.optInFlowMatches': boolean;
  'sender.tollfreeVerified': boolean;

  'history.textbacksForThisCall': number;
  'history.textbacksThisNumberLocation24h': number;
  'history.nudgesSent': number;
  'history.optoutConfirmationsSent': number;
  'history.minutesSinceInbound': number;
  'history.textedUsWithinDay': boolean;
  'history.repliedSinceCall': boolean;
  'history.outboundKnown': boolean;

  'caps.threePerDayReached': boolean;
  'caps.threePerDayOpensAt': string;
  'caps.sameSubject': boolean;
  'caps.nudgeSpacingReached': boolean;
  'caps.nudgeSpacingOpensAt': string;
  'caps.nudgeDayReached': boolean;
  'caps.nudgeDayOpensAt': string;
  /** The latest of the caps that hold this contact back under `caller-fatigue`. */
  'caps.fatigueOpensAt': string;

  'lookup.lineType': LookupState;
  'lookup.attestation': LookupState;
  'lookup.retryAt': string;

  'quietHours.exemption': Exemption;
  'quietHours.federalBinds': boolean;
  'quietHours.stateBinds': boolean;
  'quietHours.federalOpen': boolean;
  'quietHours.stateOpen': boolean;
  'quietHours.hasOpening': boolean;
  'quietHours.nextOpening': string;
  'quietHours.clocks': readonly string[];
  'quietHours.closedClocks': readonly string[];
  'quietHours.tableDate': string;

  'rulePack.date': string;
  'rulePack.knowsRevokeAll': boolean;
  'rulePack.revokeAllInForce': boolean;

  /** Filled in after every other rule has spoken: can this first text go out within 24 h after the call ended? */
  'schedule.withinADayOfCall': boolean;

  'state.CT.open': boolean;
  'state.FL.open': boolean;
  'state.LA.open': boolean;
  'state.MD.open': boolean;
  'state.NJ.open': boolean;
  'state.NY.open': boolean;
  'state.OK.open': boolean;
  'state.OR.open': boolean;
  'state.TX.open': boolean;
  'state.VA.open': boolean;
  'state.WA.open': boolean;
}
export type FactName = keyof FactTable;
export type Facts = { readonly [Name in FactName]: FactTable[Name] | undefined };
