import type { SpamAssessment } from '../model/attempt.ts';
import type { CallEvent } from '../model/call-event.ts';
import { wholeDays } from '../model/days.ts';
import model from './data/spam-model.json' with { type: 'json' };
import type { CallerFacts } from './caller-facts.ts';

/**
 * How much a call looks like spam: signs that each weigh something, added up. The weights are data; every sign says in
 * words what it saw. A caller whom the shop knows may look as he likes: the score never holds back a customer.
 */
export interface ScoredCall {
  readonly events: readonly CallEvent[];
  readonly startedAt: string;
}

type Sign = keyof typeof model.weights;
type Found = readonly [Sign, string];

export const SPAM_THRESHOLD = model.threshold;
/** Below this nobody would ask why a call was not taken for spam. */
export const SPAM_SHOWN_FROM = model.shownFrom;

export function assessSpam(call: ScoredCall, caller: CallerFacts | null): SpamAssessment {
  const found = [
    ...onLists(caller),
    ...vendorsWord(call.events),
    ...networksWord(call.events),
    ...acquaintance(call, caller),
    ...burst(call, caller),
    ...duration(call, caller),
  ];
  const reasons = found
    .map(([sign, because]) => ({ sign, weight: model.weights[sign], because }))
    .sort((a, b) => b.weight - a.weight);
  const sum = reasons.reduce((total, { weight }) => total + weight, model.start);
  return {
    score: Math.round(1000 / (1 + Math.exp(-sum))) / 1000,
    reasons,
    spared: caller?.customer ?? null,
  };
}

/** What speaks for spam, the weightiest first, as one clause. */
export function spamInWords(assessment: SpamAssessment): string {
  return assessment.reasons
    .filter(({ weight }) => weight > 0)
    .slice(0, 4)
    .map(({ because }) => because)
    .join('; ');
}

function onLists(caller: CallerFacts | null): readonly Found[] {
  const [first, ...more] = caller?.lists ?? [];
  if (first === undefined) return [];
  const label = first.label === null ? '' : ` (${first.label})`;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return [['listed', `the number is on the list ${first.list}${label}${others}`]];
}

const HARMLESS = new RegExp(model.labels.harmless, 'i');
const NUISANCE = new RegExp(model.labels.nuisance, 'i');

function vendorsWord(events: readonly CallEvent[]): readonly Found[] {
  const found: Found[] = [];
  const labels = [...new Set(events.flatMap((event) => event.spam?.label?.trim() ?? []))].filter(
    (label) => label !== '',
  );
  const bad = labels.filter((label) => !HARMLESS.test(label)).sort();
  const certain = bad.find((label) => !NUISANCE.test(label));
  if (certain !== undefined) found.push(['label-certain', `the phone system says "${certain}"`]);
  else if (bad[0] !== undefined) found.push(['label-nuisance', `the phone system says "${bad[0]}"`]);
  else if (labels[0] !== undefined) found.push(['label-harmless', `the phone system says "${labels[0]}"`]);
  const scores = events.flatMap((event) => event.spam?.score ?? []);
  if (scores.length === 0) return found;
  const score = Math.max(...scores);
  const share = score > 1 ? score / 100 : score;
  const words = `the phone system's spam score is ${score}`;
  if (share >= 0.8) found.push(['vendor-score-high', words]);
  else if (share >= 0.5) found.push(['vendor-score-middle', words]);
  else if (share <= 0.2) found.push(['vendor-score-low', words]);
  return found;
}

/** STIR/SHAKEN: A, the carrier knows caller and number; B, the caller; C, neither. Many robocalls carry an A. */
function networksWord(events: readonly CallEvent[]): readonly Found[] {
  const failed = events.some((event) => /fail|invalid/i.test(event.verstat ?? ''));
  if (failed) return [['attestation-failed', 'the network says that the number is not genuine']];
  const levels = new Set(events.map((event) => event.attestation));
  if (levels.has('A')) return [['attestation-a', 'the network vouches for the number']];
  if (levels.has('B')) return [];
  return levels.has('C') ? [['attestation-c', 'the network only passes the number on (attestation C)']] : [];
}

function acquaintance(call: ScoredCall, caller: CallerFacts | null): readonly Found[] {
  if (caller === null) return [];
  const knownMs =
    caller.firstSeenAt === null ? 0 : Date.parse(call.startedAt) - Date.parse(caller.firstSeenAt);
  if (knownMs <= 0) return [['first-seen', 'it is the first call from this number']];
  const days = wholeDays(knownMs);
  return days >= model.longKnownDays ? [['long-known', `the number is known for ${days} days`]] : [];
}

function burst(call: ScoredCall, caller: CallerFacts | null): readonly Found[] {
  const atMs = Date.parse(call.startedAt);
  const near = (caller?.recent ?? []).filter(
    ({ at }) => Math.abs(Date.parse(at) - atMs) <= model.burstMinutes * 60_000,
  );
  const locations = new Set(near.map(({ location }) => location)).size;
  const found: Found[] = [];
  const where = `it rang ${locations} of your locations within an hour`;
  if (locations >= 5) found.push(['burst-5-locations', where]);
  else if (locations >= 3) found.push(['burst-3-locations', where]);
  else if (locations === 2) found.push(['burst-2-locations', where]);
  const often = `it called ${near.length} times within an hour`;
  if (near.length >= 30) found.push(['burst-30-calls', often]);
  else if (near.length >= 10) found.push(['burst-10-calls', often]);
  return found;
}

/** Surfaces date the same ring seconds apart. */
const SAME_CALL_MS = 60_000;

function duration(call: ScoredCall, caller: CallerFacts | null): readonly Found[] {
  const lengths = (caller?.recent ?? []).flatMap(({ seconds }) => seconds ?? []);
  const short = lengths.filter((seconds) => seconds < model.shortSeconds).length;
  if (short >= 3 && short === lengths.length)
    return [['short-always', `each of its ${short} calls ended within ${model.shortSeconds} seconds`]];
  const atMs = Date.parse(call.startedAt);
  const own =
    (caller?.recent ?? []).find(({ at }) => Math.abs(Date.parse(at) - atMs) < SAME_CALL_MS)?.seconds ?? null;
  return own !== null && own < model.shortSeconds
    ? [['short-once', `it ended within ${model.shortSeconds} seconds`]]
    : [];
}
