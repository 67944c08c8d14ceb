/** If these fail, a registered number counts as free to call because its line was misread, or a bad line is lost unseen. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineTypeOf, NUMBER_TOPICS, readNumberFile } from './number-files.ts';

describe("the registry's flat file", () => {
  it('is area code and number, and says which area codes it speaks of', () => {
    expect(readNumberFile('310,5550142\n310,5550143\n213,5550110\n', 'national-dnc')).toEqual({
      numbers: ['+13105550142', '+13105550143', '+12135550110'].map((phone) => ({ phone, answer: 'listed' })),
      bad: [],
      areaCodes: ['213', '310'],
      changes: false,
    });
  });

  it('of changes says what came and what went', () => {
    const { numbers, changes } = readNumberFile(
      '310,5550142,2026-11-01,A\r\n310,5550143,2026-11-02,D\r\n',
      'national-dnc',
    );
    expect(changes).toBe(true);
    expect(numbers).toEqual([
      { phone: '+13105550142', answer: 'listed' },
      { phone: '+13105550143', answer: 'listed', gone: true },
    ]);
  });

  it('names lines that it cannot read, and keeps the others', () => {
    const { numbers, bad } = readNumberFile('310,5550142\nhello\n12,34\n\n213,5550110', 'national-dnc');
    expect(numbers).toHaveLength(2);
    expect(bad.map(({ line }) => line)).toEqual([2, 3]);
  });
});

it('finds the phone column under its many names, whole numbers and apostrophes of spreadsheets', () => {
  const text = 'case,Phone_Number,name\nX-1,\'+1 (310) 555-0142,"Doe"\nX-2,213-555-0110,Roe';
  expect(readNumberFile(text, 'litigator').numbers.map(({ phone }) => phone)).toEqual([
    '+13105550142',
    '+12135550110',
  ]);
});

it('reads answers of the Reassigned Numbers Database', () => {
  const text =
    'phone,date,response\n3105550142,2026-01-02,yes\n3105550143,2026-01-02,no_data\n3105550144,2026-01-02,maybe';
  const { numbers, bad } = readNumberFile(text, 'reassigned');
  expect(numbers.map(({ answer }) => answer)).toEqual(['yes', 'no-data']);
  expect(bad).toEqual([{ line: 4, message: 'the answer must be yes, no or no data' }]);
});

it('reads line types in the words of several vendors', () => {
  expect(['nonFixedVoip', 'fixed line', 'Wireless', 'toll free', 'pager'].map(lineTypeOf)).toEqual([
    'voip',
    'landline',
    'mobile',
    'tollfree',
    null,
  ]);
});

it('never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom(...NUMBER_TOPICS),
      (text, topic) => {
        expect(readNumberFile(text, topic).numbers).toBeInstanceOf(Array);
      },
    ),
  );
});
