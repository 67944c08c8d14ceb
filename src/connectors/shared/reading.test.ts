import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonObject, secondsOf } from './body.ts';
import { readParty, toE164 } from './phone.ts';
import { readBareUtc, readEpoch, readIso, readLocal, readRfc2822, shift } from './time.ts';

/**
 * How numbers, times and ids are read. If these fail, calls are filed under the wrong hour or the wrong customer, or a
 * hidden number is taken for a real one and texted.
 */
describe('times', () => {
  test.each([
    ['2026-11-20T18:42:11.361Z', '2026-11-20T18:42:11.361Z', 'ms'],
    ['2026-11-20T13:42:00.236-05:00', '2026-11-20T18:42:00.236Z', 'ms'],
    ['2026-11-20T13:42:00-0500', '2026-11-20T18:42:00Z', 's'],
    ['2026-11-20 13:42:00-05', '2026-11-20T18:42:00Z', 's'],
    ['2026-11-20T18:42Z', '2026-11-20T18:42:00Z', 'min'],
    ['2026-11-20T18:42:11.123456789Z', '2026-11-20T18:42:11.123Z', 'ms'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z', 's'],
  ])('%s', (text, at, precision) => {
    expect(readIso(text)).toEqual({ at, precision });
  });

  test.each([
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '1999-12-31T23:59:59Z',
    '2100-01-01T00:00:00Z',
    '2026-11-20T25:00:00Z',
    'yesterday',
    '',
    '2026-11-20',
    '1763664131',
  ])('%s is no time', (text) => {
    expect(readIso(text)).toBeNull();
  });

  test.each([
    ['2026-11-20 13:42:11', 'America/New_York', '2026-11-20T18:42:11Z', 's'],
    ['2026/11/20 13:42:11.5', 'America/New_York', '2026-11-20T18:42:11.500Z', 'ms'],
    ['2026-07-01T10:00', 'America/Chicago', '2026-07-01T15:00:00Z', 'min'],
    ['2026-11-01 01:30:00', 'America/New_York', '2026-11-01T05:30:00Z', 's'],
    ['2026-03-08 02:30:00', 'America/New_York', '2026-03-08T07:30:00Z', 's'],
    ['2026-11-20 23:30:00', 'Asia/Kolkata', '2026-11-20T18:00:00Z', 's'],
  ])('the wall clock %s in %s', (text, zone, at, precision) => {
    expect(readLocal(text, zone)).toEqual({ at, precision });
  });

  test.each([
    '2026-02-30 10:00:00',
    '2026-11-20 25:00:00',
    '2026-11-20T10:00:00Z',
    '0000-00-00 00:00:00',
    '',
  ])('%s is no wall clock', (text) => {
    expect(readLocal(text, 'UTC')).toBeNull();
  });

  test('a zone that does not exist is no reason to throw', () => {
    expect(readLocal('2026-11-20 10:00:00', 'Mars/Olympus')).toBeNull();
  });

  test.each([
    [1795200131, '2026-11-20T18:42:11Z', 's'],
    ['1795200131.361', '2026-11-20T18:42:11.361Z', 'ms'],
    [1795200131361, '2026-11-20T18:42:11.361Z', 'ms'],
    ['1795200131361999', '2026-11-20T18:42:11.361Z', 'ms'],
  ])('%s since 1970', (value, at, precision) => {
    expect(readEpoch(value)).toEqual({ at, precision });
  });

  test.each([0, '0', 12345, -1795200131, '', 'soon', null, { at: 1795200131 }, '99999999999999999'])(
    '%s is no epoch',
    (value) => {
      expect(readEpoch(value)).toBeNull();
    },
  );

  test('RFC 2822 and bare UTC', () => {
    expect(readRfc2822('Fri, 20 Nov 2026 18:42:11 +0000')).toEqual({
      at: '2026-11-20T18:42:11Z',
      precision: 's',
    });
    expect(readRfc2822('20 Nov 2026 13:42:11 -0500')).toEqual({ at: '2026-11-20T18:42:11Z', precision: 's' });
    expect(readRfc2822('Fri, 31 Nov 2026 18:42:11 +0000')).toBeNull();
    expect(readRfc2822('Fri, 20 Nxx 2026 18:42:11 +0000')).toBeNull();
    expect(readBareUtc('2026-11-20 18:42:00')).toEqual({ at: '2026-11-20T18:42:00Z', precision: 's' });
    expect(shift('2026-11-20T18:42:11Z', -31)).toBe('2026-11-20T18:41:40Z');
  });

  test('nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => [readIso(text), readRfc2822(text), readBareUtc(text)].length === 3),
    );
  });
});

describe('numbers', () => {
  test.each([
    ['+13105550142', '+13105550142'],
    ['13105550142', '+13105550142'],
    ['3105550142', '+13105550142'],
    ['(310) 555-0142', '+13105550142'],
    ['310.555.0142', '+13105550142'],
    ['tel:+13105550142', '+13105550142'],
    ['sip:+13105550142@10.0.0.1:5060;user=phone', '+13105550142'],
    ['"Maria" <sip:13105550142@carrier.example.test>', '+13105550142'],
    ['sip:%2B13105550142@carrier.example.test', '+13105550142'],
    ['+442079460123', '+442079460123'],
    ['442079460123', '+442079460123'],
    ['sip:442079460123@carrier.example.test', '+442079460123'],
    ['0044 20 7946 0123', '+442079460123'],
  ])('%s', (text, number) => {
    expect(readParty(text)).toEqual({ number, withheld: false });
  });

  test.each([
    'anonymous',
    'Anonymous',
    'Restricted',
    'PRIVATE',
    'unavailable',
    'Unknown',
    'Private Number',
    'Anonymous Caller',
    'No Caller ID',
    'Caller ID Unavailable',
    'Number Withheld',
    'Hidden',
    'Out of Area',
    'null',
    '+',
    '+266696687',
    '266696687',
    '+7378742833',
    '+2562533',
    '+8656696',
    '+86282452253',
    'sip:anonymous@anonymous.invalid',
    '',
    undefined,
    null,
  ])('%s is withheld', (text) => {
    expect(readParty(text)).toEqual({ number: null, withheld: true });
  });

  test.each([
    'client:alice',
    'the front desk',
    '911',
    '12345',
    '+1',
    '+1310555',
    '+11105550142',
    '++13105550142',
    '+0123456789',
    '102',
    '66',
    '443336',
    'Number 9',
    'NaN',
    '1'.repeat(60),
  ])('%s is no dialable number', (text) => {
    expect(readParty(text)).toEqual({ number: null, withheld: false });
  });

  test('whatever comes, it is E.164 or nothing', () => {
    fc.assert(fc.property(fc.string(), (text) => /^\+[1-9]\d{6,14}$/.test(toE164(text) ?? '+13105550142')));
  });
});

describe('bodies', () => {
  const read = (text: string): unknown =>
    readJsonObject({
      method: 'POST',
      url: 'https://x.example.test',
      headers: {},
      body: new TextEncoder().encode(text),
      receivedAt: '',
    });

  test('integers beyond 2^53 keep every digit, also nested; decimals and text stay', () => {
    expect(
      read('{"id":9223372036854775807,"a":[-9223372036854775808],"b":1.5,"c":"9223372036854775807","d":12}'),
    ).toEqual({
      ok: true,
      value: {
        id: '9223372036854775807',
        a: ['-9223372036854775808'],
        b: 1.5,
        c: '9223372036854775807',
        d: 12,
      },
    });
  });

  test('a hostile body gets an answer', () => {
    for (const text of [
      '',
      '[]',
      'null',
      '"x"',
      '{',
      '{"a":',
      '['.repeat(100_000),
      `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    ]) {
      expect(read(text)).toMatchObject({ ok: false });
    }
    expect(read('{"__proto__":{"polluted":true}}')).toMatchObject({ ok: true });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('seconds are whole days at most', () => {
    expect([
      secondsOf('13'),
      secondsOf(13),
      secondsOf('1.5'),
      secondsOf('-1'),
      secondsOf('1e3'),
      secondsOf('999999'),
      secondsOf(''),
    ]).toEqual([13, 13, 1.5, null, null, null, null]);
  });
});
