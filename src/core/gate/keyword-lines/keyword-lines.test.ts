/**
 * If these fail, the classifier reads fewer of the labelled lines than it did: people who said stop go on getting texts,
 * or customers who moved an appointment fall silent. Lines whose text hashes to the test half, and every line of the
 * `confirm-` file, are never looked at when patterns are written; only their numbers are printed here.
 *
 * The aim is 99.5 % recall and at most 0.5 % false opt-outs. The tuning lines meet it and are held to it. The test half
 * and the confirming set do not reach 99.5 % recall (docs/decisions/2026-11-21-keyword-reading.md): they are held to what
 * they reach, so that they cannot fall unseen.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import keywords from '../data/keywords.json' with { type: 'json' };
import { classifyKeyword } from '../keyword-classification.ts';
import { halfOf, percent, readLines, score, type LabelledLine, type Score, type Share } from './score.ts';

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.jsonl'));
const linesOf = (name: string): readonly LabelledLine[] =>
  readLines(readFileSync(`${import.meta.dirname}/${name}`, 'utf8'));
const split = files.filter((name) => !/^(?:tuning|confirm)-/.test(name)).flatMap(linesOf);
const sets: Readonly<Record<'tuning' | 'test' | 'confirm', readonly LabelledLine[]>> = {
  tuning: [
    ...split.filter((line) => halfOf(line) === 'tuning'),
    ...files.filter((name) => name.startsWith('tuning-')).flatMap(linesOf),
  ],
  test: split.filter((line) => halfOf(line) === 'test'),
  confirm: files.filter((name) => name.startsWith('confirm-')).flatMap(linesOf),
};

describe('labelled lines', () => {
  it('are many, in three languages, each text labelled once', () => {
    expect(split.length).toBeGreaterThanOrEqual(1500);
    for (const language of ['en', 'es', 'fr'] as const)
      expect(split.filter((line) => line.language === language).length).toBeGreaterThan(300);
    const texts = Object.values(sets)
      .flat()
      .map((line) => `${line.language} ${line.text}`);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('of the tuning half meet the aim', () => {
    const measured = print('tuning');
    expect(rate(measured.recall)).toBeGreaterThanOrEqual(0.995);
    expect(rate(measured.falseOptOuts)).toBeLessThanOrEqual(0.005);
    expect(rate(measured.needlessQuestions)).toBeLessThanOrEqual(0.01);
    expect(rate(measured.ambiguousAsked)).toBeGreaterThanOrEqual(0.98);
    expect(rate(measured.scopeTooNarrow)).toBeLessThanOrEqual(0.005);
  });

  it('of the test half, never tuned on, are read as well as they have been', () => {
    const measured = print('test');
    expect(rate(measured.recall)).toBeGreaterThanOrEqual(0.97);
    expect(rate(measured.falseOptOuts)).toBeLessThanOrEqual(0.005);
    expect(rate(measured.ambiguousAsked)).toBeGreaterThanOrEqual(0.95);
    expect(rate(measured.scopeTooNarrow)).toBeLessThanOrEqual(0.01);
  });

  it('of the confirming set, written last and only measured, are read as well as they have been', () => {
    const measured = print('confirm');
    expect(rate(measured.recall)).toBeGreaterThanOrEqual(0.89);
    expect(rate(measured.unheard)).toBeLessThanOrEqual(0.08);
    expect(rate(measured.falseOptOuts)).toBeLessThanOrEqual(0.02);
    expect(rate(measured.needlessQuestions)).toBeLessThanOrEqual(0.02);
  });

  it.each(['tuning', 'test'] as const)('that are exact keywords in the %s half are all heard', (half) => {
    const { exact, keywordsAnswered } = score(sets[half]);
    expect(exact.hits).toBe(exact.of);
    expect(keywordsAnswered.hits).toBe(keywordsAnswered.of);
  });
});

describe('an exact keyword', () => {
  it('is heard in any case, with any punctuation, blanks and quotes, in full-width letters and with accents', () => {
    const dress = fc.record({
      word: fc.constantFrom(...keywords.optOutExact),
      letters: fc.array(fc.constantFrom('lower', 'upper', 'wide', 'acute'), { minLength: 20, maxLength: 20 }),
      before: fc.constantFrom('', ' ', '\n', '"', '“', '«', '(', '¡', '*', '  '),
      after: fc.constantFrom('', '.', '!!', '?', ' 🙏', '"', '”', '»', ')', '…', ' \n', '!', ' 🛑', '*'),
      between: fc.constantFrom(' ', '  ', '\u00a0'),
    });
    fc.assert(
      fc.property(dress, ({ word, letters, before, after, between }) => {
        const dressed = Array.from(word, (letter, at) => change(letter, letters[at] ?? 'lower')).join('');
        const text = `${before}${dressed.replaceAll(' ', between)}${after}`;
        expect(classifyKeyword({ text })).toMatchObject({
          method: 'exact',
          effect: 'OPTED_OUT',
          scope: 'all',
        });
      }),
      { numRuns: 600 },
    );
  });
});

describe('a decision', () => {
  it('names the words that decided it, and what they mean', () => {
    expect(classifyKeyword({ text: 'I moved to Oregon, so please lose my number' })).toMatchObject({
      classification: 'revocation',
      phrase: 'lose my number',
      means: 'take me off the list',
    });
    expect(classifyKeyword({ text: 'STOP' })).toMatchObject({ phrase: 'stop' });
    for (const line of sets.tuning) {
      const verdict = classifyKeyword(line);
      if (verdict.effect !== 'NONE') expect(verdict.phrase, line.text).toBeTruthy();
    }
  });
});

function change(letter: string, how: string): string {
  if (how === 'upper') return letter.toUpperCase();
  if (how === 'wide' && /[A-Za-z]/.test(letter)) return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
  if (how === 'acute' && /[A-Za-z]/.test(letter)) return `${letter}\u0301`;
  return letter.toLowerCase();
}

const rate = (share: Share): number => (share.of === 0 ? 1 : share.hits / share.of);

/** The numbers of a set, over all languages and per language, on the test's output. */
function print(name: keyof typeof sets): Score {
  const rows = (['all', 'en', 'es', 'fr'] as const).map((language) => {
    const measured = score(sets[name].filter((line) => language === 'all' || line.language === language));
    return `${name} ${language}: ${String(measured.lines)} lines, recall ${percent(measured.recall)}, unheard ${percent(measured.unheard)}, false opt-outs ${percent(measured.falseOptOuts)}, needless questions ${percent(measured.needlessQuestions)}, ambiguous asked ${percent(measured.ambiguousAsked)}, wrong number ${percent(measured.wrongNumberBlocked)}, scope too narrow ${percent(measured.scopeTooNarrow)}`;
  });
  process.stdout.write(`${rows.join('\n')}\n`);
  return score(sets[name]);
}
