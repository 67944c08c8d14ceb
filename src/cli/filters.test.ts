import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FilterIo } from './filter-input.ts';
import { run as detect } from './detect.ts';
import { run as normalize } from './normalize.ts';
import { run as segments } from './segments.ts';
import { run as verify } from './verify.ts';

/**
 * The filter commands people pipe together. If these fail, an operator cannot see what a vendor's delivery means to us,
 * or a script takes a forged delivery for a genuine one because the exit code is wrong.
 */
type Run = (args: string[], io: FilterIo) => Promise<number>;

async function call(
  run: Run,
  args: string[],
  input: string | Uint8Array,
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const code = await run(args, {
    // In two pieces, as a pipe would.
    stdin: (async function* () {
      yield await Promise.resolve(bytes.slice(0, 7));
      yield bytes.slice(7);
    })(),
    stdout: (text) => (out += text),
    stderr: (text) => (err += text),
  });
  return { code, out, err };
}
const json = (text: string): unknown => JSON.parse(text);

const FORM =
  'CallSid=CA1&CallStatus=busy&Direction=inbound&From=%2B13105550142&To=%2B12125550100&Timestamp=Fri%2C+20+Nov+2026+18%3A42%3A11+%2B0000';

describe('normalize', () => {
  test('prints one JSON object with the events', async () => {
    const { code, out } = await call(normalize, ['twilio'], FORM);
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(json(out)).toMatchObject({
      result: 'events',
      events: [{ callId: 'CA1', disposition: 'busy', from: '+13105550142' }],
    });
  });

  test('reads a GET from its URL', async () => {
    const { out } = await call(
      normalize,
      ['twilio', '--method', 'GET', '--url', `https://shop.example.test/hook?${FORM}`],
      '',
    );
    expect(json(out)).toMatchObject({ result: 'events' });
  });

  test('a record that cannot be read stands beside those that can', async () => {
    const row = {
      sid: 'CA1',
      status: 'busy',
      direction: 'inbound',
      from: '+13105550142',
      to: '+12125550100',
    };
    const dated = {
      ...row,
      start_time: 'Fri, 20 Nov 2026 18:42:11 +0000',
      end_time: 'Fri, 20 Nov 2026 18:42:31 +0000',
    };
    const page = JSON.stringify({ calls: [dated, { ...dated, sid: undefined }] });
    const { code, out, err } = await call(normalize, ['twilio', '--content-type', 'application/json'], page);
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({
      result: 'events',
      events: [{ callId: 'CA1' }],
      issues: [{ path: expect.stringMatching(/^1\./) as string }],
    });
    expect(err).toMatch(/^not read: 1\./);
  });

  test('says what it ignored and what was malformed', async () => {
    const ignored = await call(
      normalize,
      ['ringcentral'],
      '{"uuid":"1","event":"/restapi/v1.0/subscription/~"}',
    );
    expect(ignored.code).toBe(0);
    expect(json(ignored.out)).toMatchObject({ result: 'ignored' });
    const malformed = await call(
      normalize,
      ['callrail', '--content-type', 'application/json'],
      '{"answered":',
    );
    expect(malformed.code).toBe(2);
    expect(json(malformed.out)).toMatchObject({ result: 'malformed', issues: [{ path: 'body' }] });
  });

  test.each([
    [[]],
    [['nokia']],
    [['twilio', '--zone', 'Mars/Olympus']],
    [['twilio', '--header', 'nonsense']],
    [['twilio', '--wat']],
    [['twilio', '/nowhere/two']],
    [['twilio', '/nowhere/two', 'three']],
  ])('refuses %j as usage', async (args) => {
    const { code, out, err } = await call(normalize, args, FORM);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^ringback normalize: .+\nusage: /);
  });
});

describe('verify', () => {
  const body = '{"resource_id":"CAL1","timestamp":"2026-11-20T13:42:40.000-05:00"}';
  const secret = 'very-secret-key';
  const signature = createHmac('sha1', secret).update(body).digest('base64');
  const args = (...more: string[]): string[] => [
    'callrail',
    '--secret',
    secret,
    '--header',
    `Signature: ${signature}`,
    ...more,
  ];

  test('genuine is 0, forged is 1, and no secret is ever printed', async () => {
    const genuine = await call(verify, args('--at', '2026-11-20T18:43:00Z'), body);
    expect([genuine.code, json(genuine.out)]).toMatchObject([0, { ok: true, verdict: 'genuine' }]);
    const forged = await call(verify, args(), `${body} `);
    expect([forged.code, json(forged.out)]).toMatchObject([1, { ok: false, code: 'signature-invalid' }]);
    const unsigned = await call(verify, ['callrail', '--secret', secret], body);
    expect([unsigned.code, json(unsigned.out)]).toMatchObject([1, { code: 'signature-missing' }]);
    const unset = await call(verify, ['callrail', '--header', `Signature: ${signature}`], body);
    expect([unset.code, json(unset.out)]).toMatchObject([1, { code: 'secret-not-configured' }]);
    for (const { out, err } of [genuine, forged, unsigned, unset]) expect(out + err).not.toContain(secret);
  });

  test('age is judged only against --at', async () => {
    expect(await call(verify, args('--at', '2026-11-22T00:00:00Z'), body)).toMatchObject({ code: 1 });
    expect(await call(verify, args(), body)).toMatchObject({ code: 0 });
  });

  test('wrong usage is 2 and does not repeat the secret', async () => {
    for (const more of [['--at', 'noon'], ['--wat'], ['extra'], [`--secret${secret}`]]) {
      const { code, out, err } = await call(verify, args(...more), body);
      expect([code, out]).toEqual([2, '']);
      expect(err).not.toContain(secret);
    }
    expect(await call(verify, ['ringcentral', '--secret', 'short'], body)).toMatchObject({ code: 2 });
  });
});

describe('detect', () => {
  const event = {
    surface: 'twilio',
    eventId: 'e1',
    callId: 'CA1',
    linkedCallIds: [],
    direction: 'inbound',
    from: '+13105550142',
    fromWithheld: false,
    to: '+12125550100',
    occurredAt: '2026-11-20T18:42:11Z',
    timePrecision: 's',
    final: true,
    disposition: 'busy',
    attribution: {},
  };

  test('prints one attempt per line, the same in any order', async () => {
    const lines = [event, { ...event, eventId: 'e2', callId: 'CA2', occurredAt: '2026-11-20T18:43:11Z' }].map(
      (entry) => JSON.stringify(entry),
    );
    const forth = await call(detect, [], lines.join('\n'));
    const back = await call(detect, [], [...lines].reverse().join('\r\n'));
    expect(forth.code).toBe(0);
    expect(forth.out).toBe(back.out);
    expect(json(forth.out)).toMatchObject({
      from: '+13105550142',
      to: '+12125550100',
      missed: true,
      primaryClass: 'rep-busy',
      classes: ['rep-busy', 'during-business-hours'],
      events: ['e1', 'e2'],
    });
  });

  test('reads what normalize prints', async () => {
    const { out } = await call(normalize, ['twilio'], FORM);
    expect(json((await call(detect, [], out)).out)).toMatchObject({ missed: true, primaryClass: 'rep-busy' });
  });

  test('a bad line is named and the others still count', async () => {
    const { code, out, err } = await call(
      detect,
      [],
      ['{', JSON.stringify(event), JSON.stringify({ ...event, to: 'nobody' })].join('\n'),
    );
    expect(code).toBe(2);
    expect(json(out)).toMatchObject({ events: ['e1'] });
    const problems = err.trim().split('\n').map(json);
    expect(problems).toMatchObject([
      { code: 'bad-json', line: 1 },
      { code: 'invalid-input', line: 3, field: 'to' },
    ]);
  });

  test('a list, a file, and events without links and attribution are read too', async () => {
    const bare = Object.fromEntries(
      Object.entries(event).filter(([name]) => name !== 'linkedCallIds' && name !== 'attribution'),
    );
    const list = JSON.stringify([bare, { ...bare, eventId: 'e2', callId: 'CA2' }], null, 2);
    expect(json((await call(detect, [], list)).out)).toMatchObject({ events: ['e1', 'e2'] });
    const file = join(await mkdtemp(join(tmpdir(), 'ringback-')), 'events.jsonl');
    await writeFile(file, JSON.stringify(event));
    expect(json((await call(detect, [file], '')).out)).toMatchObject({ events: ['e1'] });
  });

  test('bytes that are no UTF-8, and arguments that make no sense, are refused with what to do', async () => {
    const { code, out, err } = await call(detect, [], Uint8Array.of(0xff, 0xfe, 1));
    expect([code, out, json(err)]).toMatchObject([
      2,
      '',
      { code: 'bad-charset', remedy: expect.stringContaining('UTF-8') as string },
    ]);
    expect(await call(detect, ['/nowhere/file.jsonl'], '')).toMatchObject({ code: 2, out: '' });
    expect(await call(detect, ['--wat'], '')).toMatchObject({ code: 2, out: '' });
    expect(await call(detect, [], '')).toMatchObject({ code: 0, out: '' });
  });
});

describe('the program', () => {
  const program = (args: readonly string[]): ReturnType<typeof spawn> =>
    spawn(process.execPath, [join(import.meta.dirname, '../main.ts'), ...args]);

  test('a reader who has seen enough (| head) is no failure', async () => {
    const child = program(['gate']);
    let complaints = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    child.stdout?.once('data', () => child.stdout?.destroy());
    child.stdin?.end('{"check":"segments","body":"Hi"}\n'.repeat(5000));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, complaints]).toEqual([0, '']);
  });

  test('an interrupted run does not end like one that went well', async () => {
    const launcher = join(import.meta.dirname, '../../bin/ringback');
    const child = spawn(process.execPath, [launcher, 'segments']);
    await new Promise((done) => setTimeout(done, 400));
    child.kill('SIGINT');
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect([code, signal]).not.toEqual([0, null]);
  });

  test('an option that a command does not have is answered with its usage', async () => {
    const child = program(['worker', '--wat']);
    let complaints = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(2);
    expect(complaints).toMatch(/--wat[^]*usage: ringback worker/);
  });
});

test('segments of something that is no text message is refused, not a crash', async () => {
  const { code, out, err } = await call(segments, [], 'a'.repeat(1_000_001));
  expect([code, out, json(err)]).toMatchObject([2, '', { code: 'body-too-large' }]);
});
