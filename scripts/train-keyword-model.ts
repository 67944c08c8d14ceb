/**
 * Trains the second reader of free text and writes src/core/gate/data/keyword-model.json. Run after lines, features or
 * folding change: `node scripts/train-keyword-model.ts`. The same lines give the same file, byte for byte. Takes about
 * half a minute; keyword-lines.test.ts checks that the file was made from the lines as they are.
 *
 * Logistic regression by AdaGrad with L2, every opt-out read as a whole and by its best thought, everything else by all
 * its thoughts. How much the patterns' own reading counts, and where to stop or ask, is fitted on strangers' lines that
 * the fold in question was not trained on. The held-out, confirming and test lines are never opened.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { firstReading, type FirstReading } from '../src/core/gate/keyword-first-reading.ts';
import { foldText } from '../src/core/gate/keyword-fold.ts';
import { segmentsOf } from '../src/core/gate/keyword-features.ts';
import { generator } from './keyword-lines/recombine.ts';
import { LINES, readLines } from './keyword-lines/labelled-lines.ts';
import { hashOf, trainingSet, type TrainingLine } from './keyword-lines/training-set.ts';

const MODEL = new URL('../src/core/gate/data/keyword-model.json', import.meta.url);
const EPOCHS = 12;
const RATE = 0.2;
const L2 = 3e-4;
const FOLDS = 4;
const KEPT = 37_000;
/** At most this share of the strangers' innocent lines may be silenced, or asked about. */
const FALSE_OPT_OUTS = 0.005;
const QUESTIONS = 0.03;
/** And never with less than four to one for an opt-out, however well that went with the few lines there are. */
const LEAST = 1.5;

const SAID = ['revocation', 'wrong-party', 'ambiguous', 'explained'] as const;
/** What each label teaches, and how loudly; what may be an opt-out pulls to the middle, where the one question is. */
const TARGETS: Readonly<Record<TrainingLine['label'], readonly [number | undefined, number]>> = {
  exact: [1, 1],
  'opt-out': [1, 1],
  'not-consent': [0, 1],
  start: [0, 1],
  'start-request': [0, 1],
  help: [0, 1],
  ambiguous: [0.5, 0.5],
  narrow: [0.5, 0.5],
  'wrong-number': [0.5, 0.5],
};

const ids = new Map<string, number>();
const names: string[] = [];

interface Example {
  readonly line: TrainingLine;
  readonly segments: readonly Int32Array[];
  readonly target: number | undefined;
  readonly weight: number;
}
interface Weights {
  readonly of: Float64Array;
  readonly bias: number;
}

const files = readdirSync(LINES)
  .filter((name) => name.endsWith('.jsonl') && !/^(?:confirm|held-out)-/.test(name))
  .sort()
  .map((name) => ({ name, lines: readLines(readFileSync(new URL(name, LINES), 'utf8')) }));
const lines = trainingSet(files);
const examples = lines.map(exampleOf);
const strangers = examples.filter(({ line }) => line.origin === 'stranger');

const folds = foldModels();
const decision = weigh(strangers.map((example, at) => ({ example, ...scored(example, folds[at % FOLDS]) })));
const model = quantised(train(examples));
writeFileSync(
  MODEL,
  `${JSON.stringify({ corpus: hashOf(lines), lines: lines.length, bias: model.bias, unit: model.unit, ...decision, weights: model.weights }, null, 1)}\n`,
);
process.stdout.write(
  `${lines.length} lines, ${names.length} features, kept ${KEPT}\n${JSON.stringify(decision)}\n`,
);

function exampleOf(line: TrainingLine): Example {
  const segments = segmentsOf(foldText(line.text)).map(({ features }) => Int32Array.from(features, idOf));
  const [target, weight] = TARGETS[line.label];
  return { line, segments, target, weight: weight * (line.origin === 'made' ? 0.5 : 1) };
}

function idOf(feature: string): number {
  const known = ids.get(feature);
  if (known !== undefined) return known;
  ids.set(feature, names.length);
  names.push(feature);
  return names.length - 1;
}

/** One model a fold, trained on everything but that fold of the strangers. */
function foldModels(): readonly Weights[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const held = new Set(strangers.filter((__, at) => at % FOLDS === fold));
    return train(examples.filter((example) => !held.has(example)));
  });
}

function train(among: readonly Example[]): Weights {
  const data = among.filter(({ target }) => target !== undefined);
  const random = generator(12_345);
  const of = new Float64Array(names.length);
  const seen = new Float64Array(names.length).fill(1e-8);
  let [bias, seenBias] = [0, 1e-8];
  const order = data.map((_, at) => at);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, random);
    for (const at of order) {
      const { segments, target = 0, weight } = data[at] as Example;
      for (const segment of read(segments, target, epoch)) {
        const scale = 1 / Math.sqrt(segment.length);
        const error = (sigmoid(sumOf(segment)) - target) * weight;
        for (const id of segment) {
          const gradient = error * scale + L2 * (of[id] ?? 0);
          const total = (seen[id] ?? 0) + gradient * gradient;
          seen[id] = total;
          of[id] = (of[id] ?? 0) - (RATE * gradient) / Math.sqrt(total);
        }
        seenBias += error * error;
        bias -= (RATE * error) / Math.sqrt(seenBias);
      }
    }
  }
  return { of, bias };

  function sumOf(segment: Int32Array): number {
    return dot({ of, bias }, segment);
  }
  /** An opt-out is one somewhere: whole and best thought. What is none is none in every thought. */
  function read(segments: readonly Int32Array[], target: number, epoch: number): readonly Int32Array[] {
    const [whole, ...thoughts] = segments;
    if (whole === undefined || target < 0.9 || thoughts.length === 0) return segments;
    if (epoch === 0) return [whole];
    return [whole, thoughts.reduce((a, b) => (sumOf(b) > sumOf(a) ? b : a))];
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
}

function dot({ of, bias }: Weights, segment: Int32Array): number {
  let sum = 0;
  for (const id of segment) sum += of[id] ?? 0;
  return bias + sum / Math.sqrt(segment.length);
}

interface Scored {
  readonly example: Example;
  readonly whole: number;
  readonly best: number;
  readonly first: FirstReading['says'];
}

function scored({ line, segments }: Example, weights: Weights | undefined): Omit<Scored, 'example'> {
  if (weights === undefined) throw new Error('no model for this fold');
  const scores = segments.map((segment) => dot(weights, segment));
  return {
    whole: scores[0] ?? 0,
    best: Math.max(...scores),
    first: firstReading(line.text, foldText(line.text)).says,
  };
}

/** How to weigh whole, best thought and first reading, and from which sums on to ask and to stop. */
function weigh(all: readonly Scored[]): object {
  const judged = all.filter(({ example: { line } }) =>
    ['exact', 'opt-out', 'not-consent', 'start-request'].includes(line.label),
  );
  const columns = ({ whole, best, first }: Omit<Scored, 'example'>): readonly number[] => [
    1,
    whole,
    best,
    ...SAID.map((said) => (said === first ? 1 : 0)),
  ];
  const optOut = ({ example }: Scored): boolean => ['exact', 'opt-out'].includes(example.line.label);
  const by = new Float64Array(3 + SAID.length);
  for (let step = 0; step < 6000; step += 1) {
    const gradient = new Float64Array(by.length);
    for (const each of judged) {
      const error = sigmoid(total(by, columns(each))) - (optOut(each) ? 1 : 0);
      columns(each).forEach((value, at) => (gradient[at] = (gradient[at] ?? 0) + error * value));
    }
    by.forEach((value, at) => (by[at] = value - 0.3 * ((gradient[at] ?? 0) / judged.length + 1e-3 * value)));
  }
  const innocent = judged
    .filter((each) => !optOut(each))
    .map((each) => total(by, columns(each)))
    .sort((a, b) => b - a);
  const above = (share: number): number => round((innocent[Math.floor(innocent.length * share)] ?? 0) + 1e-3);
  const [base = 0, whole = 0, best = 0, ...said] = Array.from(by, round);
  return {
    blend: {
      base,
      whole,
      best,
      said: { ...Object.fromEntries(SAID.map((name, at) => [name, said[at] ?? 0])), nothing: 0 },
    },
    stop: Math.max(above(FALSE_OPT_OUTS), LEAST),
    ask: above(QUESTIONS + FALSE_OPT_OUTS),
  };
}

function total(by: Float64Array, values: readonly number[]): number {
  return values.reduce((sum, value, at) => sum + value * (by[at] ?? 0), 0);
}
function sigmoid(sum: number): number {
  return 1 / (1 + Math.exp(-sum));
}
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The heaviest features by how much they move the training lines, in 127 steps either way. */
function quantised({ of, bias }: Weights): { bias: number; unit: number; weights: [number, string][] } {
  const used = new Float64Array(names.length);
  for (const { segments, target } of examples)
    if (target !== undefined) for (const id of segments[0] ?? []) used[id] = (used[id] ?? 0) + 1;
  const kept = names
    .map((name, id) => ({
      name,
      weight: of[id] ?? 0,
      moves: Math.abs(of[id] ?? 0) * Math.sqrt(used[id] ?? 0),
    }))
    .sort((a, b) => b.moves - a.moves || (a.name < b.name ? -1 : 1))
    .slice(0, KEPT);
  const unit = Math.max(...kept.map(({ weight }) => Math.abs(weight))) / 127;
  const groups = new Map<number, string[]>();
  for (const { name, weight } of kept) {
    const step = Math.round(weight / unit);
    if (step !== 0) groups.set(step, [...(groups.get(step) ?? []), name]);
  }
  return {
    bias: round(bias),
    unit: Number(unit.toPrecision(6)),
    weights: [...groups]
      .sort(([a], [b]) => b - a)
      .map(([step, features]) => [step, features.sort().join('|')]),
  };
}
