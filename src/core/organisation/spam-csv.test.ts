/** If this fails: a list of spam callers is refused for a column nobody needs, or a number of it is lost without a word. */
import { expect, it } from 'vitest';
import { readSpamList } from './spam-csv.ts';

it('reads the published complaint data, passing over what it does not need', () => {
  const text = [
    '"Company_Phone_Number","Created_Date","Consumer_State","Subject","Recorded_Message_Or_Robocall"',
    '"3105550142","2026-11-01","Texas","Warranties & protection plans","Y"',
    '"","2026-11-01","Ohio","Other","N"',
    '"12","2026-11-01","Ohio","Other","N"',
    '"(310) 555-0142","2026-11-02","Texas","Reducing your debt","Y"',
  ].join('\r\n');
  expect(readSpamList(text)).toEqual({
    good: [{ line: 5, phone: '+13105550142', label: 'Reducing your debt' }],
    bad: [{ line: 4, message: 'phone: not a phone number', remedy: 'Write +13105550142 or (310) 555-0142.' }],
  });
});

it('reads bare numbers, one to a line', () => {
  expect(readSpamList('\uFEFF+13105550142\n(310) 555-0143\n\nnobody\n')).toMatchObject({
    good: [
      { line: 1, phone: '+13105550142' },
      { line: 2, phone: '+13105550143' },
    ],
    bad: [{ line: 4 }],
  });
});

it('says what is missing', () => {
  expect(readSpamList('name,date\nAna,2026-11-01')).toMatchObject({ good: [], bad: [{ line: 1 }] });
  expect(readSpamList('')).toMatchObject({ good: [], bad: [{ line: 1 }] });
  expect(readSpamList('phone\n"+13105550142').bad).toMatchObject([{ line: 2 }]);
});
