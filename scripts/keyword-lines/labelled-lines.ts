/**
 * The labelled lines of corpus/keyword-lines, one JSON object a line, and which half a line belongs to. A hash of the
 * cleaned text puts a line, and all that differ from it only in case and punctuation, into the half that patterns may be
 * made from (`tuning`) or the half that only ever gives numbers (`test`).
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const LINES = new URL('../../corpus/keyword-lines/', import.meta.url);

export const LabelledLine = z.strictObject({
  text: z.string(),
  language: z.enum(['en', 'es', 'fr']),
  label: z.enum([
    'exact',
    'opt-out',
    'ambiguous',
    'start',
    'start-request',
    'help',
    'wrong-number',
    'not-consent',
    /** less of it, other hours, another kind: neither an end to every text nor nothing */
    'narrow',
  ]),
  /** all: every text; contact: calls too; marketing, reminders: that kind of text only */
  scope: z.enum(['all', 'contact', 'marketing', 'reminders']).optional(),
  kind: z.string().optional(),
});
export type LabelledLine = z.infer<typeof LabelledLine>;

export function halfOf(line: Pick<LabelledLine, 'text'>): 'tuning' | 'test' {
  const byte = createHash('sha256').update(wholeWordForSplit(line.text)).digest()[0] ?? 0;
  return byte % 2 === 0 ? 'tuning' : 'test';
}

/** Fixed for ever: the split must not move when the classifier's own cleaning does. */
function wholeWordForSplit(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}

export function readLines(jsonLines: string): readonly LabelledLine[] {
  return jsonLines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => LabelledLine.parse(JSON.parse(line)));
}
