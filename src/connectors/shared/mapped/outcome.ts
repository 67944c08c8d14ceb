import type { Disposition } from '../../../core/model/call-event.ts';
import { flagOf } from '../body.ts';
import { loose, valuesAt } from './paths.ts';
import type { Fields } from './paths.ts';
import { holds } from './rules.ts';
import type { Mapping } from './schema.ts';
import { commonStatus } from './words.ts';

/**
 * What became of a call, from everything the delivery says about it. The order of belief:
 *
 * 1. A message was left: voicemail, whatever else is said, because a mailbox answers calls too.
 * 2. The status word, when it says anything but answered: it names the reason.
 * 3. The answered rule, or without one a flag, an answer time or a talk time. An answer needs every voice to agree: a
 *    status of `answered` with a rule that does not hold is a call that nobody took.
 *
 * An answer by a machine or a menu, where a field says so, is nobody's.
 *
 * A word that says only that the call is over (`completed`) decides nothing. What is left is `unknown`, with the word.
 */
export interface Outcome {
  readonly disposition: Disposition;
  /** The vendor's own word, null when it sent none. */
  readonly raw: string | null;
  readonly final: boolean;
  /** A message was left, as far as the delivery tells; null when it does not speak of one. */
  readonly voicemail: boolean | null;
}

/** What the delivery says besides words. */
export interface Evidence {
  readonly answeredAt: boolean;
  readonly talkSeconds: number | null;
  /** An end time or a length: the call is over. */
  readonly over: boolean;
  readonly voicemailUrl: boolean;
}

export function outcomeOf(fields: Fields, mapping: Mapping, evidence: Evidence): Outcome {
  const { meaning, raw } = statusOf(fields, mapping);
  const voicemail = voicemailOf(fields, mapping, evidence);
  const told = dispositionOf(meaning, voicemail, answeredOf(fields, mapping, evidence), {
    ...evidence,
    silent: raw === null,
  });
  const disposition = told === 'answered' ? (machineOf(fields, mapping) ?? told) : told;
  return { disposition, raw, final: finalOf(fields, mapping, disposition, meaning, evidence), voicemail };
}

function dispositionOf(
  meaning: Disposition | 'over' | null,
  voicemail: boolean | null,
  answered: boolean | null,
  told: Evidence & { readonly silent: boolean },
): Disposition {
  if (voicemail === true) return 'voicemail';
  if (meaning === 'in_progress' || (meaning === null && told.silent && !told.over && answered === null))
    return 'in_progress';
  if (meaning !== null && meaning !== 'answered' && meaning !== 'over' && meaning !== 'unknown')
    return meaning;
  if (answered !== null) return answered ? 'answered' : 'no_answer';
  return meaning === 'answered' ? 'answered' : 'unknown';
}

/** Something other than a person picked up, says a field of that name; an operator's own rule knows better. */
function machineOf(fields: Fields, mapping: Mapping): Disposition | null {
  if (mapping.answered !== undefined) return null;
  const words = valuesAt(fields, ANSWERED_BY).map(({ value }) => loose(String(value)));
  if (words.some((word) => /voice ?mail|mail ?box|machine|fax/.test(word))) return 'voicemail';
  return words.some((word) => /^ivr|^menu|auto ?(attendant|receptionist)/.test(word))
    ? 'ivr_abandoned'
    : null;
}

const ANSWERED_BY = ['answered_by', 'answeredBy', 'AnsweredBy', 'answer_type', 'answerType'];

/** The first status field whose word is known; else the first that has one, for `dispositionRaw`. */
function statusOf(
  fields: Fields,
  mapping: Mapping,
): { readonly meaning: Disposition | 'over' | null; readonly raw: string | null } {
  const own = new Map(Object.entries(mapping.statuses ?? {}).map(([word, means]) => [loose(word), means]));
  const words = valuesAt(fields, mapping.fields?.status ?? []).map(({ value }) => String(value));
  let over: string | null = null;
  for (const word of words) {
    const meaning = own.get(loose(word)) ?? commonStatus(word);
    if (meaning === 'over') over ??= word;
    else if (meaning !== null) return { meaning, raw: word.slice(0, 200) };
  }
  const raw = (over ?? words[0] ?? null)?.slice(0, 200) ?? null;
  return { meaning: over === null ? null : 'over', raw };
}

function answeredOf(fields: Fields, mapping: Mapping, evidence: Evidence): boolean | null {
  const ruled = mapping.answered === undefined ? null : holds(mapping.answered, fields);
  if (ruled !== null) return ruled;
  const missed = flagAt(fields, mapping.fields?.missed);
  const flag = flagAt(fields, mapping.fields?.answered) ?? (missed === null ? null : !missed);
  if (flag !== null) return flag;
  if (evidence.talkSeconds !== null && evidence.talkSeconds > 0) return true;
  if (evidence.answeredAt) return true;
  return evidence.talkSeconds === 0 ? false : null;
}

function voicemailOf(fields: Fields, mapping: Mapping, evidence: Evidence): boolean | null {
  const ruled = mapping.voicemail === undefined ? null : holds(mapping.voicemail, fields);
  return ruled ?? flagAt(fields, mapping.fields?.voicemail) ?? (evidence.voicemailUrl ? true : null);
}

function finalOf(
  fields: Fields,
  mapping: Mapping,
  disposition: Disposition,
  meaning: Disposition | 'over' | null,
  evidence: Evidence,
): boolean {
  const ruled = mapping.final === undefined ? null : holds(mapping.final, fields);
  // A rule cannot make a ringing call final: `in_progress` is no outcome.
  if (disposition === 'in_progress') return false;
  return ruled ?? (disposition !== 'unknown' || meaning === 'over' || evidence.over);
}

/** Yes and no in the ways of JSON, forms and databases. */
export function flagAt(fields: Fields, paths: readonly string[] | undefined): boolean | null {
  for (const { value } of valuesAt(fields, paths ?? [])) {
    const flag = flagOf(value) ?? FLAGS.get(String(value).toLowerCase());
    if (flag !== undefined) return flag;
  }
  return null;
}

const FLAGS = new Map([
  ['y', true],
  ['t', true],
  ['on', true],
  ['answered', true],
  ['n', false],
  ['f', false],
  ['off', false],
  ['none', false],
  ['not answered', false],
  ['unanswered', false],
]);
