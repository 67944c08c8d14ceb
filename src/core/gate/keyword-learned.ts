/**
 * The second reader of free text: a linear model over words, concepts and letters (keyword-features), trained offline by
 * scripts/train-keyword-model.ts on the labelled lines of corpus/keyword-lines. It hears what the patterns did not foresee
 * and doubts what they took too literally; the patterns stay the first reader, and what they said counts in its sum.
 * Pure: the same text gives the same number, and the words that weighed most are named.
 */
import json from './data/keyword-model.json' with { type: 'json' };
import type { FirstReading } from './keyword-first-reading.ts';
import { boundlessFeatures, segmentsOf } from './keyword-features.ts';

interface Model {
  readonly bias: number;
  /** What one step of a weight is worth. */
  readonly unit: number;
  readonly blend: {
    readonly base: number;
    readonly whole: number;
    readonly best: number;
    readonly said: Readonly<Record<FirstReading['says'], number>>;
  };
  /** From these sums on: ask, stop. */
  readonly ask: number;
  readonly stop: number;
  /** Steps, and the features that weigh so many, parted by `|`; strongest first. */
  readonly weights: readonly (readonly [number, string])[];
}
const MODEL = json as unknown as Model;

export interface LearnedReading {
  /** How likely this is an opt-out, the first reading weighed in: 0 to 1, two places. */
  readonly probability: number;
  /** What to make of it: an end, a question, or nothing. */
  readonly says: 'stop' | 'ask' | 'nothing';
  /** The words that weighed most, strongest first, as they were read; worked out only when asked. */
  readonly because: () => readonly string[];
}

export function learnedReading(folded: string, first: FirstReading['says']): LearnedReading {
  const segments = segmentsOf(folded).map((segment) => ({ ...segment, score: scoreOf(segment.features) }));
  const whole = segments[0]?.score ?? MODEL.bias;
  const best = segments.reduce((a, b) => (b.score > a.score ? b : a), { text: folded, score: whole });
  const sum = blend({ whole, best: best.score, first });
  const probability = Math.round(100 / (1 + Math.exp(-sum))) / 100;
  return {
    probability,
    says: judge(sum, first),
    because: () => strongest(best.text.split(' ')),
  };
}

/**
 * The bars, on the scale of the sum (0 is even odds). What the sayings took for an end is presumed to be one; only where
 * everything else speaks against it, it is asked about, and dismissed below one in fifty. What the sayings
 * explained as something else, and doubt that they heard, is overruled only when an end is all but certain.
 */
function judge(sum: number, first: FirstReading['says']): LearnedReading['says'] {
  if (first === 'revocation') return sum >= EVEN ? 'stop' : sum >= DISMISSED ? 'ask' : 'nothing';
  if (first === 'ambiguous') return sum >= CERTAIN ? 'stop' : 'ask';
  if (first === 'explained') return sum >= OVERRULED ? 'stop' : sum >= EVEN ? 'ask' : 'nothing';
  return sum >= MODEL.stop ? 'stop' : sum >= MODEL.ask ? 'ask' : 'nothing';
}
const EVEN = 0;
const DISMISSED = -4;
const OVERRULED = 3;
const CERTAIN = 4;

/** The model's own sums and the first reading in one number; zero is even odds. */
export function blend(read: { whole: number; best: number; first: FirstReading['says'] }): number {
  const { base, whole, best, said } = MODEL.blend;
  return base + whole * read.whole + best * read.best + said[read.first];
}

export function scoreOf(features: readonly string[]): number {
  let sum = 0;
  for (const feature of features) sum += weights().get(feature) ?? 0;
  return MODEL.bias + (sum * MODEL.unit) / Math.sqrt(features.length);
}

/** Read once: the file groups features by weight, strongest first. */
function weights(): ReadonlyMap<string, number> {
  read ??= new Map(
    MODEL.weights.flatMap(([weight, features]) =>
      features.split('|').map((feature): [string, number] => [feature, weight]),
    ),
  );
  return read;
}
let read: ReadonlyMap<string, number> | undefined;

/** The two stretches of one to four words that speak most for an opt-out and do not overlap. */
function strongest(words: readonly string[]): readonly string[] {
  const stretches: { from: number; to: number; sum: number }[] = [];
  for (let from = 0; from < Math.min(words.length, 120); from += 1) {
    for (let to = from + 1; to <= Math.min(words.length, from + 4); to += 1) {
      const part = words.slice(from, to);
      if (/^[.,?]$/.test(part.at(-1) ?? '') || /^[.,?]$/.test(part[0] ?? '')) continue;
      const sum = boundlessFeatures(part).reduce(
        (total, feature) => total + (weights().get(feature) ?? 0),
        0,
      );
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
