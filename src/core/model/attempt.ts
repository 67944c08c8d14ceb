import type { CallEvent } from './call-event.ts';

/**
 * The 15 standing missed-call classes of the original description, in both namings it uses: one list splits "voicemail
 * left" by whether a callback was asked for, the other adds "voicemail not left". Several may hold at once; one is
 * primary. Exactly one of `during-business-hours` and `after-hours` holds for every missed call.
 */
export const MISSED_CALL_CLASSES = [
  'no-answer',
  'rep-busy',
  'ivr-drop',
  'queue-abandon',
  'voicemail-left-with-callback',
  'voicemail-left-without-callback',
  'voicemail-not-left',
  'after-hours',
  'during-business-hours',
  'short-duration',
  'prolonged-ring',
  'callback-in-progress',
  'blocked-caller',
  'known-spam',
  'skill-mismatch',
  'language-mismatch',
] as const;
export type MissedCallClass = (typeof MISSED_CALL_CLASSES)[number];

/** One class with the facts it rests on, so that a person can check it. */
export interface ClassFinding {
  readonly class: MissedCallClass;
  readonly confidence: number;
  readonly because: string;
}

/** One ring: the events of one call over all its legs and surfaces. A redial is another Call of the same Attempt. */
export interface Call {
  readonly callKey: string;
  readonly events: readonly CallEvent[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: 'missed' | 'answered' | 'in-progress' | 'undecided';
}

/** How sure correlation is that these events belong together, and why. */
export interface CorrelationLink {
  readonly eventIds: readonly [string, string];
  readonly rule: 'same-call-id' | 'linked-id' | 'forwarding-chain' | 'same-try' | 'redial';
  readonly confidence: number;
  readonly because: string;
}

/** How much a caller looks like spam, sign by sign, so that a person can check it. */
export interface SpamAssessment {
  /** 0 to 1. */
  readonly score: number;
  /** What was seen, the weightiest first; negative weights speak for the caller. */
  readonly reasons: readonly { readonly sign: string; readonly weight: number; readonly because: string }[];
  /** Why the score holds nothing back: the shop knows this caller. Follows "the caller ...". */
  readonly spared: string | null;
}

export type AttemptState = 'in-progress' | 'missed' | 'answered' | 'recovered-by-caller' | 'undecided';

/** One customer's try to reach one location, as the pure core sees it. */
export interface AttemptView {
  readonly locationKey: string;
  readonly from: string | null;
  readonly to: string;
  readonly calls: readonly Call[];
  readonly links: readonly CorrelationLink[];
  readonly state: AttemptState;
  readonly missed: boolean;
  /** When the last missed call of the attempt ended; null while nothing is missed. */
  readonly missedAt: string | null;
  readonly classes: readonly ClassFinding[];
  readonly primaryClass: MissedCallClass | null;
  /** 'high' when ids link the events, 'medium' when numbers and times do, 'low' when only one of them does. */
  readonly confidence: 'high' | 'medium' | 'low';
  readonly explanation: string;
  /** Only where the caller looks somewhat like spam. */
  readonly spam?: SpamAssessment;
}

/**
 * Where the answer to an attempt stands. `held` means that nothing will be sent and says why; `shadow` that it would
 * have been sent; `sending` that the intent is committed and the provider has not answered yet.
 */
export type AnswerState =
  'none' | 'scheduled' | 'deferred' | 'counsel' | 'sending' | 'sent' | 'shadow' | 'held' | 'cancelled';
