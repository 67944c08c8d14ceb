/**
 * Which lines the learned reader is trained on, and a hash over them: the tuning half, every `tuning-` and `training-`
 * file, the older corpus, and lines made by recombination. Never the test half, `confirm-` or `held-out-` files.
 */
import { createHash } from 'node:crypto';
import corpus from '../../src/core/gate/keyword-corpus.json' with { type: 'json' };
import { joined, recombined, type MadeLine } from './recombine.ts';
import { halfOf, type LabelledLine } from './labelled-lines.ts';

export interface TrainingLine {
  readonly text: string;
  readonly language: LabelledLine['language'];
  readonly label: LabelledLine['label'];
  /** `stranger`: written by people who did not write the patterns; what the decision is weighed on. `settled`: by tests. */
  readonly origin: 'own' | 'settled' | 'stranger' | 'made';
  /** Which of the folds reads a stranger's line without having been trained on it: lines of one hand stay together. */
  readonly fold?: number;
}

export interface LabelledFile {
  readonly name: string;
  readonly lines: readonly LabelledLine[];
}

export const FOLDS = 3;

export function trainingSet(files: readonly LabelledFile[]): readonly TrainingLine[] {
  const written = files
    .filter(({ name }) => !/^(?:confirm|held-out)-/.test(name))
    .flatMap(({ name, lines }) =>
      lines
        .filter((line) => /^(?:tuning|training)-/.test(name) || halfOf(line) === 'tuning')
        .map(({ text, language, label }, at): TrainingLine => ({
          text,
          language,
          label,
          ...(name.includes('strangers')
            ? { origin: 'stranger', fold: foldOf(name, at) }
            : { origin: 'own' }),
        })),
    );
  const older = corpus.map(({ text, classification }): TrainingLine => ({
    text,
    language: 'en',
    label: OLDER[classification] ?? 'ambiguous',
    origin: 'settled',
  }));
  // The strangers' lines stay out of the joining: they are held out in turn when the decision is weighed.
  const simple = written
    .filter(({ origin }) => origin !== 'stranger')
    .flatMap(({ text, language, label }): MadeLine[] => {
      if (label === 'opt-out') return [{ text, language, label }];
      return label === 'not-consent' ? [{ text, language, label: 'none' }] : [];
    });
  const made = [...recombined(12, 7), ...joined(simple, 500, 11)].map(
    ({ text, language, label }): TrainingLine => ({
      text,
      language,
      label: label === 'none' ? 'not-consent' : label,
      origin: 'made',
    }),
  );
  return [...written, ...older, ...made];
}

/** The English of each file is by one hand; Spanish and French of the fourth are, so blocks of it are parted. */
function foldOf(name: string, at: number): number {
  if (name.includes('second')) return 1;
  if (name.includes('third')) return 2;
  return name.includes('fourth') ? 1 + (Math.floor(at / 100) % 2) : 0;
}

/** How the older corpus names its classes. */
const OLDER: Readonly<Record<string, TrainingLine['label']>> = {
  revocation: 'opt-out',
  'not-revocation': 'not-consent',
  'wrong-party': 'wrong-number',
  ambiguous: 'ambiguous',
};

export function hashOf(lines: readonly TrainingLine[]): string {
  const hash = createHash('sha256');
  for (const { text, language, label } of lines) hash.update(`${language}\t${label}\t${text}\n`);
  return hash.digest('hex');
}
