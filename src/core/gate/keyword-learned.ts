/**
 * The second reader of free text: two linear models over words, concepts and letters (keyword-features), trained offline
 * by scripts/train-keyword-model.ts on the labelled lines of corpus/keyword-lines. One hears that somebody wants no more
 * texts, the other that the texts reach somebody else. They hear what the patterns did not foresee and doubt what those
 * took too literally; the patterns stay the first reader, and what they said counts in each sum.
 * Pure: the same text gives the same number, and the words that weighed most are named.
 */
import json from './data/keyword-model.json' with { type: 'json' };
import type { FirstReading } from './keyword-first-reading.ts';
import { boundlessFeatures, segmentsOf } from './keyword-features.ts';

/** What a text may be heard as: an end to texts, or somebody who is not the caller. */
type Wish = 'end' | 'stranger';

interface Weighing {
  readonly bias: number;
  /** What one step of a weight is worth. */
  readonly unit: number;
  readonly blend: {
    readonly base: number;
    readonly whole: number;
    readonly best: number;
    readonly said: Readonly<Record<FirstReading['says'], number>>;
  };
  /** From these sums on: ask; act; act when the sayings heard the wish too. */
  readonly ask: number;
  readonly act: number;
  readonly presumed: number;
  /** Steps, and the features that weigh so many, parted by `|`; strongest first. */
  readonly weights: readonly (readonly [number, string])[];
}
const MODEL = json as unknown as Readonly<Record<Wish, Weighing>>;

export interface LearnedReading {
  /** How likely this is an opt-out (or, when it says so, somebody else): 0 to 1, two places; the first reading weighed in. */
  readonly probability: number;
  /** What to make of it: an end, somebody else, a question, or nothing. */
  readonly says: 'stop' | 'wrong-party' | 'ask' | 'nothing';
  /** The words that weighed most, strongest first, as they were read; worked out only when asked. */
  readonly because: () => readonly string[];
}

export function learnedReading(folded: string, first: FirstReading['says']): LearnedReading {
  const segments = segmentsOf(folded).map(({ text, features }) => ({ text, ...scoresOf(features) }));
  const end = heard('end', segments, first);
  const stranger = heard('stranger', segments, first);
  const says = judge(end.sum, stranger.sum, first);
  const told = says === 'wrong-party' ? stranger : end;
  return {
    probability: Math.round(100 / (1 + Math.exp(-told.sum))) / 100,
    says,
    because: () => strongest(told.best.split(' '), told === end ? 'end' : 'stranger'),
  };
}

/**
 * The bars were set on strangers' lines (the script says how), on the scale of the sum, where 0 is even odds. What the
 * sayings heard is presumed; a doubt that they heard is asked about unless next to nothing speaks for an end.
 */
function judge(end: number, stranger: number, first: FirstReading['says']): LearnedReading['says'] {
  const { end: ends, stranger: strangers } = MODEL;
  if (stranger >= (first === 'wrong-party' ? strangers.presumed : strangers.act)) return 'wrong-party';
  if (end >= (first === 'revocation' ? ends.presumed : ends.act)) return 'stop';
  const doubt = first === 'ambiguous' ? Math.min(DISMISSED, ends.ask) : ends.ask;
  return end >= doubt || stranger >= strangers.ask ? 'ask' : 'nothing';
}
const DISMISSED = -3;

type Scored = Readonly<Record<Wish, number>> & { readonly text: string };

/** The model's own sums and the first reading in one number, and the thought that spoke for it most. */
function heard(
  wish: Wish,
  segments: readonly Scored[],
  first: FirstReading['says'],
): { readonly sum: number; readonly best: string } {
  const { base, whole, best, said } = MODEL[wish].blend;
  const most = segments.reduce<Scored | undefined>(
    (a, b) => (a === undefined || b[wish] > a[wish] ? b : a),
    undefined,
  );
  const sum = base + whole * (segments[0]?.[wish] ?? 0) + best * (most?.[wish] ?? 0) + said[first];
  return { sum, best: most?.text ?? '' };
}

function scoresOf(features: readonly string[]): Readonly<Record<Wish, number>> {
  let [end, stranger] = [0, 0];
  const { at, ends, strangers } = weights();
  for (const feature of features) {
    const place = at.get(feature);
    if (place === undefined) continue;
    end += ends[place] ?? 0;
    stranger += strangers[place] ?? 0;
  }
  const scale = Math.sqrt(features.length);
  return {
    end: MODEL.end.bias + (end * MODEL.end.unit) / scale,
    stranger: MODEL.stranger.bias + (stranger * MODEL.stranger.unit) / scale,
  };
}

interface Read {
  readonly at: ReadonlyMap<string, number>;
  readonly ends: Int8Array;
  readonly strangers: Int8Array;
}

/** Read once: the file groups features by weight, strongest first. */
function weights(): Read {
  if (read !== undefined) return read;
  const at = new Map<string, number>();
  const steps: Record<Wish, (readonly [number, number])[]> = { end: [], stranger: [] };
  for (const wish of ['end', 'stranger'] as const)
    for (const [step, features] of MODEL[wish].weights)
      for (const feature of features.split('|')) {
        const place = at.get(feature) ?? at.size;
        at.set(feature, place);
        steps[wish].push([place, step]);
      }
  const of = (wish: Wish): Int8Array => {
    const all = new Int8Array(at.size);
    for (const [place, step] of steps[wish]) all[place] = step;
    return all;
  };
  read = { at, ends: of('end'), strangers: of('stranger') };
  return read;
}
let read: Read | undefined;

/** The two stretches of one to four words that speak most for the wish and do not overlap. */
function strongest(words: readonly string[], wish: Wish): readonly string[] {
  const sums = speaking(words.slice(0, 120), wish);
  const stretches: { from: number; to: number; sum: number }[] = [];
  for (let from = 0; from < sums.length; from += 1) {
    let sum = 0;
    for (
      let to = from + 1;
      to <= Math.min(sums.length, from + 4) && !MARK.test(words[to - 1] ?? '');
      to += 1
    ) {
      sum += sums[to - 1] ?? 0;
      stretches.push({ from, to, sum });
    }
  }
  stretches.sort((a, b) => b.sum - a.sum || a.from - b.from);
  const [first] = stretches;
  if (first === undefined) return [];
  const second = stretches.find(({ from, to, sum }) => sum > 0 && (from >= first.to || to <= first.from));
  return [first, ...(second === undefined || second.sum < first.sum / 3 ? [] : [second])].map(
    ({ from, to }) => words.slice(from, to).join(' '),
  );
}
const MARK = /^[.,?]$/;

/** How much each word speaks for the wish: alone, and its share of the pairs and triples it stands in. */
function speaking(words: readonly string[], wish: Wish): readonly number[] {
  const { at, ends, strangers } = weights();
  const steps = wish === 'end' ? ends : strangers;
  const weigh = (feature: string): number => steps[at.get(feature) ?? -1] ?? 0;
  const sums = words.map((word) =>
    boundlessFeatures([word]).reduce((total, feature) => total + weigh(feature), 0),
  );
  for (let size = 2; size <= 3; size += 1)
    for (let from = 0; from + size <= words.length; from += 1) {
      const share = weigh(words.slice(from, from + size).join(' ')) / size;
      for (let place = from; place < from + size; place += 1) sums[place] = (sums[place] ?? 0) + share;
    }
  return sums;
}
