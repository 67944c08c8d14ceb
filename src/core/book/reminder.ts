/**
 * Whether a reminder is still true when its time has come. The booking is read again at that moment: a cancelled or
 * moved visit never reminds of the old time (FIELD 5).
 */
import type { Decision } from '../model/decision.ts';

export const REMINDER_VERSION = 1;

export interface ReminderCheckFacts {
  readonly bookingState: string | null;
  readonly startAt: string | null;
  readonly minutesBefore: number;
  readonly hasPhone: boolean;
  readonly mode: 'live' | 'shadow' | 'off';
  readonly locationRemoved?: true;
  readonly now: string;
}

export type ReminderVerdict =
  | { readonly do: 'remind' }
  | { readonly do: 'wait'; readonly until: string }
  | { readonly do: 'stop'; readonly code: string };

export function decideReminder(facts: ReminderCheckFacts): Decision<ReminderVerdict, ReminderCheckFacts> {
  const [outcome, explanation] = judge(facts);
  return {
    kind: 'reminder',
    version: REMINDER_VERSION,
    facts,
    outcome,
    confidence: 1,
    explanation,
    citations: [],
  };
}

function judge(facts: ReminderCheckFacts): readonly [ReminderVerdict, string] {
  const stop = (code: string, why: string): readonly [ReminderVerdict, string] => [{ do: 'stop', code }, why];
  if (facts.bookingState !== 'confirmed' || facts.startAt === null)
    return stop('not-booked', 'The booking does not stand any more.');
  if (facts.locationRemoved === true)
    return stop(
      'location-removed',
      'The location was removed from the organisation; the reminder was not sent.',
    );
  if (!facts.hasPhone) return stop('no-number', 'There is no number to remind.');
  const dueAt = Date.parse(facts.startAt) - facts.minutesBefore * 60_000;
  if (Date.parse(facts.now) >= Date.parse(facts.startAt)) return stop('over', 'The visit has begun.');
  if (Date.parse(facts.now) < dueAt)
    return [
      { do: 'wait', until: new Date(dueAt).toISOString() },
      'The visit was moved to later; so is the reminder.',
    ];
  if (facts.mode !== 'live') return stop('not-live', 'This location does not send texts at the moment.');
  return [{ do: 'remind' }, 'The booking stands; the reminder is due.'];
}
