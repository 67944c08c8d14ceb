/**
 * Makes a text fit its segment budget, politely: optional sentences go first, then longer wordings give way to shorter
 * ones. The brand, the opt-out line and (where the assistant answers) its disclosure are never among what goes.
 * Counting happens last, on exactly what will be sent: after merge fields, after the opt-out line, after cleaning.
 */
import { countSegments, normaliseForGsm } from '../gate/segments.ts';
import { tidy } from './template.ts';

export interface FittedText {
  readonly body: string;
  readonly segments: number;
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Which attempt fitted: 0 is the full wording; `overBudget` when even the shortest did not. */
  readonly shortened: number;
  readonly overBudget: boolean;
}

/** The first wording, best first, that fits; when none does, the one with the fewest segments. */
export function fit(wordings: readonly (readonly string[])[], maxSegments: number): FittedText {
  let best: FittedText | undefined;
  for (const [index, sentences] of wordings.entries()) {
    const text = measure(sentences, index, maxSegments);
    if (!text.overBudget) return text;
    if (best === undefined || text.segments < best.segments) best = text;
  }
  return best ?? measure([], 0, maxSegments);
}

export function cleanText(text: string): string {
  return normaliseForGsm(text);
}

function measure(sentences: readonly string[], shortened: number, maxSegments: number): FittedText {
  const body = cleanText(tidy(sentences.filter((sentence) => sentence !== '').join(' ')));
  const count = countSegments(body);
  return {
    body,
    segments: count.segments,
    encoding: count.encoding,
    shortened,
    overBudget: count.segments > maxSegments,
  };
}
