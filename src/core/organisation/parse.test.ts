/**
 * If this fails: somebody who edits ringback.yaml would get one problem at a time, at the wrong line or in words that do
 * not help; a typo could switch a safeguard off; or a secret could appear in an error message.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig, type ConfigIssue } from './parse.ts';
import { renderConfig } from './render.ts';

const GOOD = `version: 1
tenant: { key: acme, name: Acme }
banners:
  - key: acme
    name: Acme Detailing
    legalEntity: Acme LLC
    locations:
      - key: main-street
        name: Main Street
        zone: America/Chicago
        address: { city: Austin, state: TX }
        numbers:
          - { number: "+15125550101", sms: true }
        hours:
          mon: [{ open: "08:00", close: "18:00" }]
        services:
          - { key: wash, name: Wash, minutes: 30, skills: [wash] }
        reps:
          - { key: ana, name: Ana, skills: [wash] }
        sender: { number: "+15125550101", provider: handset, legalEntity: Acme LLC }
        textback:
          mode: shadow
          nudges: [{ afterMinutes: 240 }, { afterMinutes: 1440 }]
sources:
  - { key: acme-twilio, kind: voice, connector: twilio, settings: { authToken: "\${TWILIO_AUTH_TOKEN}" } }
`;

function issuesOf(text: string): readonly ConfigIssue[] {
  const parsed = parseConfig(text, { voice: ['twilio', 'callrail'], messaging: ['twilio'] });
  return parsed.ok ? [] : parsed.issues;
}

/** One problem: the good file with one piece replaced, and what must be said where. */
function problem(from: string, to: string): ConfigIssue {
  expect(GOOD).toContain(from);
  const [first, ...more] = issuesOf(GOOD.replace(from, to));
  expect(more).toEqual([]);
  if (first === undefined) throw new Error('no problem was found');
  return first;
}
const lineOf = (text: string): number => GOOD.slice(0, GOOD.indexOf(text)).split('\n').length;

describe('parseConfig', () => {
  it('reads a good file', () => {
    const parsed = parseConfig(GOOD);
    expect(parsed).toMatchObject({ ok: true, config: { tenant: { key: 'acme', simulated: false } } });
  });

  it.each([
    [
      'a misspelt setting',
      '          mode: shadow',
      '          moed: shadow',
      { message: 'there is no setting "moed" here', remedy: 'Did you mean "mode"?', column: 11 },
    ],
    [
      'a misspelt choice',
      '          mode: shadow',
      '          mode: shaddow',
      { remedy: 'Did you mean "shadow"?' },
    ],
    [
      'a zone that does not exist',
      '        zone: America/Chicago',
      '        zone: America/Chigaco',
      { message: 'this time zone does not exist', remedy: 'Did you mean "America/Chicago"?' },
    ],
    [
      'hours that overlap',
      '          mon: [{ open: "08:00", close: "18:00" }]',
      '          mon: [{ open: "08:00", close: "18:00" }, { open: "17:00", close: "20:00" }]',
      { message: '17:00-20:00 overlaps 08:00-18:00' },
    ],
    [
      'hours that end before they begin',
      '          mon: [{ open: "08:00", close: "18:00" }]',
      '          mon: [{ open: "20:00", close: "02:00" }]',
      { message: 'closes at 02:00, which is not after it opens at 20:00' },
    ],
    [
      'a number in another form',
      '          - { number: "+15125550101", sms: true }',
      '          - { number: "+15125550101" }\n          - { number: "(512) 555-0102" }',
      { message: 'not a phone number in the form +13105550142', remedy: 'Write "+15125550102".' },
    ],
    [
      'a skill nobody has',
      '          - { key: wash, name: Wash, minutes: 30, skills: [wash] }',
      '          - { key: wash, name: Wash, minutes: 30, skills: [wahs] }',
      { message: 'no rep here has the skill "wahs"', remedy: 'Did you mean "wash"?' },
    ],
    [
      'a sender that is not listed',
      '        sender: { number: "+15125550101"',
      '        sender: { number: "+15125550109"',
      { message: "the sender's number is not among the numbers of this location" },
    ],
    [
      'a sender without a source',
      'provider: handset',
      'provider: acme-sms',
      { message: 'there is no messaging source "acme-sms"' },
    ],
    [
      'follow-ups in the wrong order',
      '{ afterMinutes: 1440 }',
      '{ afterMinutes: 200 }',
      { message: 'the second follow-up comes after 200 minutes, not later than the first (240)' },
    ],
    ['an unknown connector', 'connector: twilio', 'connector: twillio', { remedy: 'Did you mean "twilio"?' }],
    ['a missing name', 'key: acme-twilio, ', '', { message: 'missing', path: 'sources.0.key' }],
  ] as const)('names %s', (_name, from, to, expected) => {
    const found = problem(from, to);
    expect(found).toMatchObject(expected);
    expect(found.line).toBeGreaterThanOrEqual(lineOf(from));
    expect(found.line).toBeLessThanOrEqual(lineOf(from) + to.split('\n').length - 1);
  });

  it('finds a number that two locations claim, and says who has it', () => {
    const second = GOOD.slice(GOOD.indexOf('      - key: main-street'), GOOD.indexOf('sources:'))
      .replace('main-street', 'second')
      .replace('Main Street', 'Second Street');
    const issues = issuesOf(GOOD.replace('sources:', `${second}sources:`));
    expect(issues.map((issue) => issue.message)).toEqual([
      'number +15125550101 is already claimed by Main Street',
    ]);
  });

  it('finds two entries for one day, and a source for a location that is not there', () => {
    const days = GOOD.replace(
      '        services:',
      '        exceptions:\n          - { date: 2026-12-25, hours: [] }\n          - { date: 2026-12-25, hours: [{ open: "08:00", close: "12:00" }] }\n        services:',
    );
    expect(issuesOf(days).map((issue) => [issue.line, issue.message])).toEqual([
      [18, '2026-12-25 has two different entries'],
    ]);
    expect(problem('connector: twilio,', 'connector: twilio, location: main-stret,')).toMatchObject({
      remedy: 'Did you mean "main-street"?',
    });
  });

  it('reports everything at once, in the order of the file', () => {
    const issues = issuesOf(
      GOOD.replace('America/Chicago', 'Nowhere')
        .replace('minutes: 30', 'minutes: 3')
        .replace('mode: shadow', 'mode: on'),
    );
    expect(issues).toHaveLength(3);
    expect(issues.map((issue) => issue.line)).toEqual(
      [...issues.map((issue) => issue.line)].sort((a, b) => (a ?? 0) - (b ?? 0)),
    );
  });

  it('refuses a setting given twice, broken YAML, an empty file, and a file that explodes', () => {
    expect(
      issuesOf(
        GOOD.replace(
          '        zone: America/Chicago',
          '        zone: America/Chicago\n        zone: America/Denver',
        ),
      ),
    ).toMatchObject([{ line: 11, message: 'this setting is given twice; the second would silently win' }]);
    expect(issuesOf('tenant: [1, 2').length).toBeGreaterThan(0);
    expect(issuesOf('')).toMatchObject([{ message: 'the file is empty or not a list of settings' }]);
    const bomb = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`),
    ].join('\n');
    expect(issuesOf(bomb)).toMatchObject([{ message: 'the file repeats its own parts too often' }]);
  });

  it('never repeats a value in a message', () => {
    const secret = 'sk_live_never_print_me';
    for (const broken of [
      GOOD.replace('"${TWILIO_AUTH_TOKEN}"', `"${secret}`),
      GOOD.replace('settings: { authToken: "${TWILIO_AUTH_TOKEN}" }', `settings: ${secret}`),
      GOOD.replace(
        'sources:',
        `notify: { webhook: { url: ${secret}, secret: ${secret.slice(0, 7)} } }\nsources:`,
      ),
    ]) {
      const issues = issuesOf(broken);
      expect(issues.length).toBeGreaterThan(0);
      expect(JSON.stringify(issues)).not.toContain('sk_live');
    }
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.nat(GOOD.length), fc.nat(40), fc.string({ maxLength: 12 }), (at, cut, junk) => {
        const parsed = parseConfig(GOOD.slice(0, at) + junk + GOOD.slice(at + cut));
        expect(typeof parsed.ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });

  it('reads the example that we publish, and renders it to text that means the same', () => {
    const example = readFileSync(new URL('../../../examples/ringback.yaml', import.meta.url), 'utf8');
    const parsed = parseConfig(example);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const again = parseConfig(renderConfig(parsed.config));
    expect(again).toEqual(parsed);
    expect(example.split('\n')[0]).toBe('# yaml-language-server: $schema=../schema/ringback.schema.json');
  });
});
