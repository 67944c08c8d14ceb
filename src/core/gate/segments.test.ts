/**
 * The bill. If these fail, the editor promises one part and the carrier charges two, or a curly quote doubles the price
 * unseen.
 */
import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { countSegments, explainSegments, normaliseForGsm } from './segments.ts';

const EXTENDED = '^{}\\[~]|€';

describe('counting', () => {
  it.each([
    ['nothing', '', 'GSM-7', 0, 0],
    ['160 septets', 'A'.repeat(160), 'GSM-7', 1, 160],
    ['161 septets', 'A'.repeat(161), 'GSM-7', 2, 161],
    ['two full parts', 'A'.repeat(306), 'GSM-7', 2, 306],
    ['one more', 'A'.repeat(307), 'GSM-7', 3, 307],
    ['an extension pair is never split', `${'A'.repeat(152)}€${'A'.repeat(151)}`, 'GSM-7', 2, 305],
    ['and may cost a part', `${'A'.repeat(152)}€${'A'.repeat(152)}`, 'GSM-7', 3, 306],
    ['80 euro signs', '€'.repeat(80), 'GSM-7', 1, 160],
    ['70 units', 'ж'.repeat(70), 'UCS-2', 1, 70],
    ['71 units', 'ж'.repeat(71), 'UCS-2', 2, 71],
    ['an emoji is two units', `${'A'.repeat(68)}👋`, 'UCS-2', 1, 70],
    ['a surrogate pair is never split', `${'ж'.repeat(66)}👋${'ж'.repeat(66)}`, 'UCS-2', 3, 134],
    ['a backtick is not GSM', '`', 'UCS-2', 1, 1],
    ['nor is a tab', 'a\tb', 'UCS-2', 1, 3],
    ['nor a lower-case ç', 'ça', 'UCS-2', 1, 2],
    ['an upper-case Ç is', 'Ç', 'GSM-7', 1, 1],
    ['a form feed is an extension', '\f', 'GSM-7', 1, 2],
    ['a line break is basic', 'a\nb', 'GSM-7', 1, 3],
    ['é è ù ì ò are', 'éèùìò', 'GSM-7', 1, 5],
    ['a lone surrogate is one unit', 'a\ud83d', 'UCS-2', 1, 2],
  ])('%s', (_, body, encoding, segments, units) => {
    expect(countSegments(body)).toEqual({ encoding, segments, units });
  });

  it('agrees with the calculator of a carrier wherever their rules do', () => {
    // Its grapheme rule keeps joined emoji together; plain letters, GSM and UCS-2, have no such difference.
    const letter = fc.constantFrom(...Array.from(`abc XYZ 019.,!?\néÄñ@£${EXTENDED}жшф漢字`));
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 700 }), (letters) => {
        const body = letters.join('');
        const theirs = new SegmentedMessage(body);
        expect(countSegments(body)).toMatchObject({
          encoding: theirs.encodingName,
          segments: theirs.segmentsCount,
        });
      }),
      { numRuns: 150 },
    );
  });

  it('accounts for every unit, and no part overflows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (body) => {
        const { characters, encoding, segments, units } = explainSegments(body);
        expect(characters.map((one) => one.character).join('')).toBe(body);
        expect(characters.reduce((sum, one) => sum + one.units, 0)).toBe(units);
        const room = encoding === 'GSM-7' ? (segments > 1 ? 153 : 160) : segments > 1 ? 67 : 70;
        for (let part = 1; part <= segments; part += 1) {
          expect(
            characters.filter((one) => one.segment === part).reduce((sum, one) => sum + one.units, 0),
          ).toBeLessThanOrEqual(room);
        }
      }),
    );
  });
});

describe('normalising for GSM', () => {
  it('turns what phones and word processors put in into plain signs', () => {
    expect(normaliseForGsm('“We’re open” – 8…9\u00a0pm\u200b')).toBe('"We\'re open" - 8...9 pm');
    expect(countSegments(normaliseForGsm('It’s “fine” — really…')).encoding).toBe('GSM-7');
  });

  it('leaves alone what GSM has and what has no equal', () => {
    expect(normaliseForGsm('Café €5 [ok] 👋 漢')).toBe('Café €5 [ok] 👋 漢');
    expect(normaliseForGsm('Cafe\u0301')).toBe('Café');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => normaliseForGsm(normaliseForGsm(text)) === normaliseForGsm(text),
      ),
    );
  });
});
