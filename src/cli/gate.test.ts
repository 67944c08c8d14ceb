/**
 * The filters that scripts and auditors pipe into. If these fail, a bad line swallows the good ones, an error cannot be
 * traced to its line and field, or a script takes an unanswered question for an answer.
 */
import { describe, expect, it } from 'vitest';
import { SAMPLE, sampleWith } from '../core/gate/sample-input.ts';
import type { FilterIo } from './filter-input.ts';
import { run as gate } from './gate.ts';
import { run as segments } from './segments.ts';

type Run = (args: string[], io: FilterIo) => Promise<number>;

async function call(run: Run, args: string[], input: string | Uint8Array) {
  const out: string[] = [];
  const err: string[] = [];
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const code = await run(args, {
    stdin: (async function* () {
      yield await Promise.resolve(bytes.slice(0, 11));
      yield bytes.slice(11);
    })(),
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
  });
  const lines = (texts: string[]): unknown[] =>
    texts
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as unknown);
  return { code, out: lines(out), err: lines(err) };
}

describe('ringback gate', () => {
  it('answers one object, pretty-printed or not', async () => {
    for (const text of [
      JSON.stringify(SAMPLE),
      JSON.stringify(SAMPLE, null, 2),
      `\n${JSON.stringify(SAMPLE)}\n\n`,
    ]) {
      const { code, out, err } = await call(gate, [], text);
      expect({ code, err }).toEqual({ code: 0, err: [] });
      expect(out).toMatchObject([{ decision: 'pass', obligations: [] }]);
    }
  });

  it('judges as if it were another moment: by the clocks and by the rules of then', async () => {
    const at = (instant: string) => call(gate, ['--at', instant], JSON.stringify(SAMPLE));
    const night = await at('2026-11-21T08:00:00Z');
    expect(night.out).toMatchObject([{ decision: 'defer-until', until: '2026-11-21T13:00:00Z' }]);
    // The same moment on another clock, written in one word.
    const same = await call(gate, ['--at=2026-11-21T03:00:00-05:00'], JSON.stringify(SAMPLE));
    expect(same.out).toEqual(night.out);
    // When the waiver of revoke-all ends, the rule flips by itself, and this rule pack asks counsel about it.
    const reminder = JSON.stringify(
      sampleWith({
        'action.kind': 'sms.reminder',
        'action.messageClass': 'transactional',
        'action.category': 'appointment-reminder',
        'consent.state': 'OPTED_OUT',
        'consent.optOut': { daysAgo: 3, scope: 'category', brand: 'brand-a', inReplyToCategory: 'marketing' },
        'policy.optOutScope': 'category',
      }),
    );
    const [before, after] = [
      await call(gate, ['--at', '2027-01-30T18:00:00Z'], reminder),
      await call(gate, ['--at', '2027-02-01T18:00:00Z'], reminder),
    ];
    expect(before.out).toMatchObject([{ decision: 'pass' }]);
    expect(after.out).toMatchObject([{ decision: 'route-to-counsel', reason: 'rule-pack-outdated' }]);
    for (const said of ['yesterday', '2026-11-21', '2026-11-21T08:00:00', '', '+999999-01-01T00:00:00Z'])
      expect(await call(gate, ['--at', said], JSON.stringify(SAMPLE))).toMatchObject({ code: 2, out: [] });
    const segment = await call(gate, ['--at', '2027-02-02T18:00:00Z'], '{"check":"segments","body":"Hi"}');
    expect(segment).toMatchObject({ code: 0, out: [{ segments: 1 }] });
  });

  it('explains as if it were another moment', async () => {
    const told: string[] = [];
    const code = await gate(['explain', '--at', '2026-11-21T08:00:00Z'], {
      stdin: (async function* () {
        yield await Promise.resolve(new TextEncoder().encode(JSON.stringify(SAMPLE)));
      })(),
      stdout: (text) => told.push(text),
      stderr: (text) => told.push(text),
    });
    expect(code).toBe(0);
    expect(told.join('')).toContain('at 2026-11-21T08:00:00Z: defer-until');
    expect(await call(gate, ['explain', '--at'], JSON.stringify(SAMPLE))).toMatchObject({
      code: 2,
      err: [{ message: expect.stringContaining('--at') as string }],
    });
  });

  it('answers JSON lines in order, by their check', async () => {
    const lines = [
      { check: 'segments', body: 'Hi' },
      { check: 'keyword-classification', text: 'STOP' },
      SAMPLE,
    ];
    const { code, out } = await call(
      gate,
      ['--engine', 'native'],
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    expect(code).toBe(0);
    expect(out).toMatchObject([
      { encoding: 'GSM-7', segments: 1, units: 2 },
      { classification: 'revocation', effect: 'OPTED_OUT' },
      { decision: 'pass' },
    ]);
  });

  it('answers the checks of records, drafts and erasures', async () => {
    const lines = [
      { check: 'retention', fieldClass: 'cvv' },
      { check: 'crm-write', field: 'note', text: 'my card is 4111 1111 1111 1111 cvv 123' },
      { check: 'reply-check', inbound: 'bot?', draft: 'Let me check', ai: { converses: true } },
      { check: 'erasure', jurisdiction: 'UK', classes: ['transcript', 'tax'] },
    ];
    const { code, out } = await call(gate, [], lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(code).toBe(0);
    expect(out).toMatchObject([
      { action: 'never-store', retentionDays: 0, findings: [{ rule: 'pci-sad-storage' }] },
      { decision: 'deny', redactedWrite: 'my card is [PAN ****1111] cvv [SAD removed]' },
      { decision: 'deny', reason: 'human-claim', fallback: 'fixed-template' },
      { transcript: 'crypto-shred', tax: 'keep-until-legal-period', findings: [{ rule: 'gdpr-art-17' }] },
    ]);
  });

  it('names line and field of a bad line, and answers the others', async () => {
    const bad = { ...SAMPLE, call: { ...SAMPLE.call, endedSecondsAgo: 'soon' } };
    const input = [
      JSON.stringify(SAMPLE),
      '{"action":',
      JSON.stringify(bad),
      '[]',
      '{"check":"party"}',
      JSON.stringify(SAMPLE),
    ].join('\n');
    const { code, out, err } = await call(gate, [], input);
    expect(code).toBe(2);
    expect(out).toHaveLength(2);
    expect(err).toMatchObject([
      { code: 'bad-json', line: 2 },
      { code: 'invalid-input', line: 3, path: 'call.endedSecondsAgo' },
      { code: 'invalid-input', line: 4, path: 'check' },
      { code: 'invalid-input', line: 5, path: 'check' },
    ]);
    for (const problem of err) expect(problem).toHaveProperty('remedy');
  });

  it.each([
    ['empty input', '', 'bad-json'],
    ['a truncated document', JSON.stringify(SAMPLE, null, 2).slice(0, 300), 'bad-json'],
    ['a text that is not JSON', 'hello', 'bad-json'],
    ['a number', '5', 'invalid-input'],
    ['no action', '{"nowUtc":"2026-11-20T17:00:00Z"}', 'invalid-input'],
    [
      'an instant that does not exist',
      JSON.stringify({ ...SAMPLE, nowUtc: '2026-13-45T17:00:00Z' }),
      'invalid-input',
    ],
    [
      'an unheard-of action',
      JSON.stringify({ ...SAMPLE, action: { ...SAMPLE.action, kind: 'sms.party' } }),
      'invalid-input',
    ],
  ])('refuses %s with one typed answer', async (_, input, code) => {
    const answer = await call(gate, [], input);
    expect(answer).toMatchObject({ code: 2, out: [] });
    expect(answer.err).toHaveLength(1);
    expect(answer.err).toMatchObject([{ code }]);
  });

  it('refuses bytes that are not UTF-8, engines it has not, and options it does not know', async () => {
    expect((await call(gate, [], new Uint8Array([0x7b, 0xff, 0x7d]))).err).toMatchObject([
      { code: 'bad-charset' },
    ]);
    expect(await call(gate, ['--engine', 'opa'], '{}')).toMatchObject({ code: 2, out: [] });
    expect(await call(gate, ['--verbose'], '{}')).toMatchObject({ code: 2, out: [] });
    expect(await call(gate, ['/nowhere/input.json'], '')).toMatchObject({ code: 2, out: [] });
  });
});

describe('ringback segments', () => {
  it('counts a text and the cost of each character', async () => {
    const { code, out } = await call(segments, [], 'a€\n');
    expect(code).toBe(0);
    expect(out).toEqual([
      {
        encoding: 'GSM-7',
        segments: 1,
        units: 3,
        characters: [
          { character: 'a', units: 1, segment: 1, inGsm: true },
          { character: '€', units: 2, segment: 1, inGsm: true },
        ],
      },
    ]);
  });

  it('keeps the last line break when asked to, and counts nothing for nothing', async () => {
    expect((await call(segments, ['--raw'], 'a\n')).out).toMatchObject([{ units: 2 }]);
    expect((await call(segments, [], '')).out).toMatchObject([{ encoding: 'GSM-7', segments: 0, units: 0 }]);
    expect(await call(segments, [], new Uint8Array([0xff]))).toMatchObject({ code: 2, out: [] });
  });
});
