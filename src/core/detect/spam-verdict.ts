import type { Call, ClassFinding, SpamAssessment } from '../model/attempt.ts';
import { DEFAULTS } from './options.ts';
import type { DetectOptions } from './options.ts';
import { assessSpam, spamInWords } from './spam.ts';

/** What the spam score of a caller means for the attempt: a class, a word in the explanation, or nothing. */

/** One verdict on the caller for the whole attempt, from all that its missed calls brought; null without any. */
export function spamOf(
  missed: readonly Call[],
  from: string | null,
  options: DetectOptions,
): SpamAssessment | null {
  const [first] = missed;
  if (first === undefined) return null;
  const call = { events: missed.flatMap(({ events }) => events), startedAt: first.startedAt };
  if (from === null) return assessSpam(call, null);
  const known = options.caller?.(from) ?? null;
  if (options.isKnownSpam?.(from) !== true) return assessSpam(call, known);
  const unknown = { number: from, customer: null, firstSeenAt: first.startedAt, lists: [], recent: [] };
  const caller = known ?? unknown;
  return assessSpam(call, { ...caller, lists: [{ list: 'of known spam', label: null }, ...caller.lists] });
}

export function spamFinding(spam: SpamAssessment | null, options: DetectOptions): readonly ClassFinding[] {
  if (!isSpam(spam, options) || spam.spared !== null) return [];
  const because = `Looks like spam (${Math.round(spam.score * 100)} of 100): ${spamInWords(spam)}.`;
  return [{ class: 'known-spam', confidence: Math.min(0.99, spam.score), because }];
}

/** A customer who looks like spam is answered all the same, and the record says why. */
export function sparedInWords(spam: SpamAssessment | null, options: DetectOptions): string {
  if (!isSpam(spam, options) || spam.spared === null) return '';
  return ` It looks like spam (${spamInWords(spam)}), but the caller ${spam.spared}, so nothing is held back.`;
}

function isSpam(spam: SpamAssessment | null, options: DetectOptions): spam is SpamAssessment {
  return spam !== null && spam.score >= (options.spamScore ?? DEFAULTS.spamScore);
}
