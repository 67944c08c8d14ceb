/**
 * How far the answer to an attempt has come, and whether news of the call still changes it.
 */
import type { AnswerState } from '../core/model/attempt.ts';
import type { AttemptRow } from '../store/attempts.ts';

/** States that only a timer ends. */
export const WAITING: ReadonlySet<AnswerState> = new Set(['scheduled', 'deferred']);
/** States that a caller who got through after all may end. */
export const CANCELLABLE: ReadonlySet<AnswerState> = new Set(['none', 'scheduled', 'deferred', 'counsel']);

/** Once something was decided for an attempt, more events of it schedule nothing again... */
const DECIDED: ReadonlySet<AnswerState> = new Set([
  'scheduled',
  'deferred',
  'counsel',
  'sending',
  'sent',
  'shadow',
  'held',
  'cancelled',
]);
/**
 * ...unless it was decided for lack of evidence, or because the call did not seem missed: then it would hang on the order
 * of webhooks who gets a text. The whole of it is judged again, and the Gate with it.
 */
const OPEN_TO_NEWS: Partial<Record<AnswerState, ReadonlySet<string>>> = {
  held: new Set(['uncorroborated-trigger', 'unreachable', 'withheld', 'not-a-number', 'end-unknown']),
  counsel: new Set(['no-notice']),
  cancelled: new Set(['answered', 'recovered-by-caller', 'not-missed']),
};

/** Nothing that is heard now changes the answer. */
export function isSettled(standing: AttemptRow | undefined): boolean {
  if (standing === undefined || !DECIDED.has(standing.answer)) return false;
  return OPEN_TO_NEWS[standing.answer]?.has(standing.answer_code ?? '') !== true;
}

const PROGRESS: readonly AnswerState[] = [
  'none',
  'cancelled',
  'held',
  'scheduled',
  'shadow',
  'deferred',
  'counsel',
  'sending',
  'sent',
];

/** Of attempts that turn out to be one: the one whose answer has come furthest. */
export function furthest(rows: readonly AttemptRow[]): AttemptRow | undefined {
  return [...rows].sort((a, b) => PROGRESS.indexOf(b.answer) - PROGRESS.indexOf(a.answer))[0];
}
