/**
 * If these fail: a registered number counts as free because a list is old, covers other area codes or could not be read;
 * a vendor's refusal is taken for an answer; or a kind of line is misread.
 */
import { createServer, type Server } from 'node:http';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboundDeps } from '../../ports/connector.ts';
import dncFile from './dnc-file.ts';
import litigatorFile from './litigator-file.ts';
import rndFile from './rnd-file.ts';
import telnyx from './telnyx-number-lookup.ts';
import twilio from './twilio-lookup.ts';

let server: Server;
let apiUrl = '';
let folder = '';
let answer: { status: number; body: unknown; headers?: Record<string, string> } = { status: 200, body: {} };
let asked: { url: string; authorization: string } = { url: '', authorization: '' };
const now = new Date('2026-11-21T12:00:00Z');
const deps = (): OutboundDeps => ({ fetch, now: () => now, signal: AbortSignal.timeout(5000) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookup-'));
  server = createServer((request, response) => {
    asked = { url: request.url ?? '', authorization: request.headers.authorization ?? '' };
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  apiUrl = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const phone = '+13105550142';

describe('Twilio Lookup', () => {
  const config = () =>
    twilio.config.parse({
      apiKeySid: `SK${'a'.repeat(32)}`,
      apiKeySecret: 's'.repeat(32),
      reassigned: true,
      apiUrl,
    });
  const find = (knownSince?: string) =>
    twilio.find({ phone, ...(knownSince === undefined ? {} : { knownSince }) }, config(), deps());

  it('asks for the line and, since a date, for reassignment', async () => {
    answer = {
      status: 200,
      body: {
        valid: true,
        line_type_intelligence: { type: 'nonFixedVoip', error_code: null },
        reassigned_number: { is_number_reassigned: 'yes', error_code: null },
      },
    };
    expect(await find('2026-03-04')).toEqual({
      status: 'answered',
      answers: [
        { topic: 'line-type', answer: 'voip', validDays: 90 },
        { topic: 'reassigned', answer: 'yes', validDays: 30, since: '2026-03-04' },
      ],
    });
    expect(asked.url).toBe(
      '/v2/PhoneNumbers/%2B13105550142?Fields=line_type_intelligence%2Creassigned_number&LastVerifiedDate=20260304',
    );
    expect(asked.authorization).toMatch(/^Basic /);
    await find();
    expect(asked.url).not.toContain('reassigned');
  });

  it.each([
    [
      'a package that failed',
      200,
      { line_type_intelligence: { type: 'mobile', error_code: 60601 } },
      'unknown',
    ],
    ['an invalid number', 200, { valid: false }, 'unknown'],
    ['an unknown number', 404, {}, 'unknown'],
    ['a wrong key', 401, {}, 'unavailable'],
    ['too many questions', 429, {}, 'unavailable'],
    ['a broken server', 503, {}, 'unavailable'],
    ['no JSON', 200, '<html>', 'unavailable'],
    ['another form', 200, [1, 2], 'unavailable'],
  ])('%s is no answer', async (_, status, body, expected) => {
    answer = { status, body, headers: { 'retry-after': '7' } };
    const reply = await find('2026-03-04');
    expect(reply.status).toBe(expected);
    if (status === 429) expect(reply).toMatchObject({ retryable: true, afterMs: 7000 });
    if (status === 401) expect(reply).toMatchObject({ retryable: false });
  });
});

describe('Telnyx Number Lookup', () => {
  const config = () => telnyx.config.parse({ apiKey: 'KEY0123456789', apiUrl });

  it('believes portability before the block of numbers', async () => {
    answer = {
      status: 200,
      body: { data: { carrier: { type: 'fixed line' }, portability: { line_type: 'mobile' } } },
    };
    expect(await telnyx.find({ phone }, config(), deps())).toEqual({
      status: 'answered',
      answers: [{ topic: 'line-type', answer: 'mobile', validDays: 90 }],
    });
    expect(asked).toEqual({
      url: '/v2/number_lookup/%2B13105550142?type=carrier',
      authorization: 'Bearer KEY0123456789',
    });
  });

  it('does not guess when the vendor cannot tell', async () => {
    answer = { status: 200, body: { data: { carrier: { type: 'fixed line or mobile' } } } };
    expect((await telnyx.find({ phone }, config(), deps())).status).toBe('unknown');
  });
});

describe('a list in a file', () => {
  const file = async (name: string, text: string, daysOld: number) => {
    const path = join(folder, name);
    await writeFile(path, text);
    const at = new Date(now.getTime() - daysOld * 86_400_000);
    await utimes(path, at, at);
    return path;
  };

  it('of the registry answers for the area codes that it covers, while it is current', async () => {
    const path = await file('dnc.txt', '310,5550142\n310,5550199\n', 3);
    const ask = (number: string) => dncFile.find({ phone: number }, dncFile.config.parse({ path }), deps());
    expect(await ask(phone)).toEqual({
      status: 'answered',
      answers: [{ topic: 'national-dnc', answer: 'listed', validDays: 28, asOf: '2026-11-18' }],
    });
    expect(await ask('+13105550143')).toMatchObject({ answers: [{ answer: 'not-listed' }] });
    expect((await ask('+12135550143')).status).toBe('unknown');
  });

  it('that is too old, is a change list or is gone answers nothing', async () => {
    const ask = async (path: string) =>
      (await dncFile.find({ phone }, dncFile.config.parse({ path }), deps())).status;
    expect(await ask(await file('old.txt', '310,5550142\n', 32))).toBe('unavailable');
    expect(await ask(await file('changes.txt', '310,5550142,2026-11-01,A\n', 1))).toBe('unavailable');
    expect(await ask(join(folder, 'nowhere.txt'))).toBe('unavailable');
  });

  it('of answers about reassignment answers only for its numbers', async () => {
    const path = await file('rnd.csv', 'phone,date,response\n3105550142,2026-01-02,no\n', 1);
    const ask = (number: string) => rndFile.find({ phone: number }, rndFile.config.parse({ path }), deps());
    expect(await ask(phone)).toMatchObject({ answers: [{ topic: 'reassigned', answer: 'no' }] });
    expect((await ask('+13105550143')).status).toBe('unknown');
  });

  it('of litigators is read again when it changes', async () => {
    const path = await file('litigators.csv', 'phone,name\n3105550142,Doe\n', 2);
    const ask = (number: string) =>
      litigatorFile.find({ phone: number }, litigatorFile.config.parse({ path }), deps());
    expect(await ask('+13105550143')).toMatchObject({ answers: [{ answer: 'not-listed' }] });
    await file('litigators.csv', 'phone,name\n3105550143,Roe\n', 1);
    expect(await ask('+13105550143')).toMatchObject({ answers: [{ answer: 'listed' }] });
  });

  it('says how it stands', async () => {
    const path = await file('checked.txt', '310,5550142\nnonsense\n', 40);
    expect(await dncFile.check(dncFile.config.parse({ path }), deps())).toMatchObject({
      ok: false,
      detail: expect.stringContaining('40 days old') as string,
    });
  });
});
