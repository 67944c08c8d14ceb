import { describe, expect, test } from 'vitest';
import aircall from '../../src/connectors/voice/aircall.ts';
import dialpad from '../../src/connectors/voice/dialpad.ts';
import eightByEight from '../../src/connectors/voice/8x8.ts';
import jambonz from '../../src/connectors/voice/jambonz.ts';
import twilio from '../../src/connectors/voice/twilio.ts';
import vapi from '../../src/connectors/voice/vapi.ts';
import { erase } from '../../src/connectors/shared/erase.ts';
import type { VoiceSurface } from '../../src/ports/voice.ts';

/**
 * The polls of Twilio, Aircall, Dialpad, 8x8 Work, Vapi and jambonz against a stand-in for the vendor. If it fails, calls
 * whose push got lost (or all calls of 8x8 Work) are never heard of, pages are left out, or a password turns up on the
 * Health page.
 */
const SECRET = 'correct-horse-battery-staple';
const NOW = new Date('2026-11-20T19:00:00.000Z');
const LOOK = { from: '2026-11-20T18:00:00.000Z', to: '2026-11-20T19:00:00.000Z' };
const SID = `AC${'0'.repeat(31)}f`;

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** Answers in turn; the last answer stays. */
function vendor(...answers: readonly (Response | Error)[]): {
  readonly asked: Asked[];
  readonly fetch: typeof fetch;
} {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: (input, init) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push({
        method: init?.method ?? 'GET',
        url: new URL(input instanceof Request ? input.url : input),
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? init.body : '',
      });
      if (answer instanceof Error || answer === undefined)
        return Promise.reject(answer ?? new Error('nothing left'));
      return Promise.resolve(answer.clone());
    },
  };
}

const json = (value: unknown): Response => Response.json(value);
const token = (name: string): Response =>
  json({ access_token: name, token_type: 'bearer', expires_in: 1800 });

interface Polled {
  readonly surface: VoiceSurface;
  readonly settings: (mark: string) => Readonly<Record<string, unknown>>;
  /** Answers that come before the first page. */
  readonly before: readonly Response[];
  readonly first: unknown;
  readonly last: unknown;
  readonly empty: unknown;
  readonly cursor: string;
  readonly check: (first: Asked, second: Asked) => void;
}

const SURFACES: Readonly<Record<string, Polled>> = {
  twilio: {
    surface: erase<VoiceSurface>(twilio),
    settings: (mark) => ({ accountSid: SID, authToken: SECRET + mark }),
    before: [],
    first: {
      calls: [{ sid: 'CA1' }],
      next_page_uri: `/2010-04-01/Accounts/${SID}/Calls.json?Page=1&PageToken=PT1`,
    },
    last: { calls: [{ sid: 'CA2' }], next_page_uri: null },
    empty: { calls: [], next_page_uri: null },
    cursor: `/2010-04-01/Accounts/${SID}/Calls.json?Page=1&PageToken=PT1`,
    check: (first, second) => {
      expect(first.url.origin + first.url.pathname).toBe(
        `https://api.twilio.com/2010-04-01/Accounts/${SID}/Calls.json`,
      );
      expect(first.url.searchParams.get('StartTime>')).toBe('2026-11-20T18:00:00Z');
      expect(first.url.searchParams.get('StartTime<')).toBe('2026-11-20T19:00:00Z');
      expect(first.headers.get('authorization')).toMatch(/^Basic /);
      expect(second.url.searchParams.get('PageToken')).toBe('PT1');
    },
  },
  aircall: {
    surface: erase<VoiceSurface>(aircall),
    settings: (mark) => ({ apiId: 'id', apiToken: SECRET + mark }),
    before: [],
    first: { meta: { next_page_link: 'https://api.aircall.io/v1/calls?page=2' }, calls: [{ id: 1 }] },
    last: { meta: { next_page_link: null }, calls: [{ id: 2 }] },
    empty: { meta: { next_page_link: null }, calls: [] },
    cursor: '2',
    check: (first, second) => {
      expect(first.url.origin + first.url.pathname).toBe('https://api.aircall.io/v1/calls');
      expect(first.url.searchParams.get('from')).toBe('1795197600');
      expect(first.url.searchParams.get('to')).toBe('1795201200');
      expect(second.url.searchParams.get('page')).toBe('2');
    },
  },
  dialpad: {
    surface: erase<VoiceSurface>(dialpad),
    settings: (mark) => ({ apiKey: SECRET + mark }),
    before: [],
    first: { items: [{ call_id: 1 }], cursor: 'next-one' },
    last: { items: [{ call_id: 2 }], cursor: null },
    empty: { items: [], cursor: 'leads-nowhere' },
    cursor: 'next-one',
    check: (first, second) => {
      expect(first.url.origin + first.url.pathname).toBe('https://dialpad.com/api/v2/call');
      expect(first.url.searchParams.get('started_after')).toBe('1795197600000');
      expect(first.headers.get('authorization')).toMatch(/^Bearer /);
      expect(second.url.searchParams.get('cursor')).toBe('next-one');
    },
  },
  vapi: {
    surface: erase<VoiceSurface>(vapi),
    settings: (mark) => ({ apiKey: SECRET + mark }),
    before: [],
    first: Array.from({ length: 25 }, (_, index) => ({
      id: `v${index}`,
      createdAt: `2026-11-20T18:${59 - index}:00.000Z`,
    })),
    last: [{ id: 'v24', createdAt: '2026-11-20T18:35:00.000Z' }],
    empty: [],
    cursor: '2026-11-20T18:35:00.000Z',
    check: (first, second) => {
      expect(first.url.origin + first.url.pathname).toBe('https://api.vapi.ai/call');
      expect(first.url.searchParams.get('createdAtGe')).toBe(LOOK.from);
      expect(first.url.searchParams.get('createdAtLe')).toBe(LOOK.to);
      expect(first.headers.get('authorization')).toMatch(/^Bearer /);
      expect(second.url.searchParams.get('createdAtLe')).toBe('2026-11-20T18:35:00.000Z');
    },
  },
  jambonz: {
    surface: erase<VoiceSurface>(jambonz),
    settings: (mark) => ({
      apiUrl: 'https://jambonz.example.test/api/v1/',
      accountSid: 'ac-1',
      apiKey: SECRET + mark,
    }),
    before: [],
    first: {
      total: 201,
      page_size: '200',
      page: '1',
      data: Array.from({ length: 200 }, (_, index) => ({ call_sid: `j${index}`, answered: false })),
    },
    last: { total: 201, page_size: '200', page: '2', data: [{ call_sid: 'j200', answered: false }] },
    empty: { total: 0, page_size: '200', page: '1', data: [] },
    cursor: '2',
    check: (first, second) => {
      expect(first.url.origin + first.url.pathname).toBe(
        'https://jambonz.example.test/api/v1/Accounts/ac-1/RecentCalls',
      );
      expect(Object.fromEntries(first.url.searchParams)).toEqual({
        page: '1',
        count: '200',
        start: LOOK.from,
        end: LOOK.to,
      });
      expect(first.headers.get('authorization')).toBe(`Bearer ${SECRET}pages`);
      expect(second.url.searchParams.get('page')).toBe('2');
      expect(second.url.searchParams.get('end')).toBe(LOOK.to);
    },
  },
  '8x8': {
    surface: erase<VoiceSurface>(eightByEight),
    settings: (mark) => ({
      apiKey: 'key',
      username: 'reporter',
      password: SECRET + mark,
      pbxId: 'detailworks',
    }),
    before: [token('t1')],
    first: { meta: { totalRecordCount: 60, scrollId: 'scroll-1' }, data: [{ callId: '1' }] },
    last: { meta: { totalRecordCount: 60, scrollId: 'No Data' }, data: [{ callId: '2' }] },
    empty: { meta: { totalRecordCount: 0, scrollId: 'No Data' }, data: [] },
    cursor: 'scroll-1',
    check: (first, second) => {
      expect(first.url.origin + first.url.pathname).toBe(
        'https://api.8x8.com/analytics/work/v2/call-records',
      );
      expect(first.url.searchParams.get('startTime')).toBe('2026-11-20 18:00:00');
      expect(first.url.searchParams.get('timeZone')).toBe('UTC');
      expect(first.headers.get('8x8-apikey')).toBe('key');
      expect(first.headers.get('authorization')).toBe('Bearer t1');
      expect(second.url.searchParams.get('scrollId')).toBe('scroll-1');
    },
  },
};

describe.each(Object.entries(SURFACES))('%s', (id, polled) => {
  const { surface, before } = polled;
  const ask = (
    mark: string,
    cursor: string | null,
    fake: { readonly fetch: typeof fetch },
    settings?: Readonly<Record<string, unknown>>,
  ): ReturnType<NonNullable<VoiceSurface['poll']>['fetchPage']> => {
    if (surface.poll === undefined) throw new Error(`${id} has no poll`);
    const config = surface.config.parse(settings ?? polled.settings(mark));
    const deps = { fetch: fake.fetch, now: () => NOW, signal: new AbortController().signal };
    return surface.poll.fetchPage(config, { cursor, ...LOOK }, deps);
  };

  test('goes from page to page and keeps each word for word', async () => {
    const fake = vendor(...before, json(polled.first), json(polled.last));
    const first = await ask('pages', null, fake);
    expect(first).toEqual({
      result: 'page',
      body: { contentType: 'application/json', text: JSON.stringify(polled.first) },
      next: polled.cursor,
    });
    expect(await ask('pages', polled.cursor, fake)).toMatchObject({ result: 'page', next: null });
    const [one, two] = fake.asked.slice(before.length);
    if (one === undefined || two === undefined) throw new Error('two pages were to be asked for');
    expect(fake.asked).toHaveLength(before.length + 2);
    polled.check(one, two);
  });

  test('an empty page is nothing, and the last one', async () => {
    expect(await ask('empty', null, vendor(...before, json(polled.empty)))).toEqual({
      result: 'page',
      body: null,
      next: null,
    });
  });

  test('no credentials, a no, a fault and a broken line are told apart, and no secret is told', async () => {
    const results = [
      await ask('none', null, vendor(), {}),
      await ask('401', null, vendor(...before, new Response(SECRET, { status: 401 }))),
      await ask(
        '429',
        null,
        vendor(...before, new Response(SECRET, { status: 429, headers: { 'retry-after': '7' } })),
      ),
      await ask('503', null, vendor(...before, new Response(SECRET, { status: 503 }))),
      await ask('line', null, vendor(...before, new Error(`broke while sending ${SECRET}`))),
      await ask('html', null, vendor(...before, new Response('<html>'))),
    ];
    expect(results.map((result) => result.result)).toEqual([
      'not-configured',
      'refused',
      'try-later',
      'try-later',
      'try-later',
      'try-later',
    ]);
    expect(results[1]).toHaveProperty('remedy');
    expect(results[2]).toMatchObject({ afterMs: 7000 });
    expect(JSON.stringify(results)).not.toContain(SECRET);
  });
});

test('Vapi: calls made in one moment, more than a page, do not keep the look going for ever', async () => {
  const same = Array.from({ length: 25 }, (_, index) => ({ id: `v${index}`, createdAt: LOOK.from }));
  const deps = { fetch: vendor(json(same)).fetch, now: () => NOW, signal: new AbortController().signal };
  const config = vapi.config.parse({ apiKey: SECRET });
  expect(await vapi.poll?.fetchPage(config, { cursor: LOOK.from, ...LOOK }, deps)).toMatchObject({
    next: null,
  });
});

test('Vapi: a page is read like the messages that it stands for', () => {
  const call = {
    id: 'call-1',
    type: 'inboundPhoneCall',
    status: 'ended',
    endedReason: 'customer-ended-call',
    createdAt: '2026-11-20T18:42:00.000Z',
    startedAt: '2026-11-20T18:42:01.000Z',
    endedAt: '2026-11-20T18:42:31.000Z',
    customer: { number: '+13105550142' },
    phoneNumber: { number: '+12125550133' },
    artifact: { messages: [{ role: 'bot', message: 'Hello' }] },
  };
  const read = (body: unknown): unknown =>
    vapi.parse(
      {
        method: 'POST',
        url: 'https://calls.example.test/hooks/voice/main',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(body)),
        receivedAt: NOW.toISOString(),
      },
      vapi.config.parse({}),
      { source: 'main', zone: 'UTC' },
    );
  const told = { callId: 'call-1', from: '+13105550142', to: '+12125550133', disposition: 'ivr_abandoned' };
  expect(read([call])).toMatchObject({ result: 'events', events: [told] });
  expect(read({ message: { ...call, type: 'end-of-call-report', call } })).toMatchObject({
    result: 'events',
    events: [told],
  });
});

test('jambonz: an answer without a list is no empty list, and a strange cursor begins anew', async () => {
  const fake = vendor(json({ msg: 'ok' }));
  const config = jambonz.config.parse({
    apiUrl: 'https://jambonz.example.test',
    accountSid: '../x',
    apiKey: SECRET,
  });
  const deps = { fetch: fake.fetch, now: () => NOW, signal: new AbortController().signal };
  const result = await jambonz.poll?.fetchPage(config, { cursor: '2&count=1', ...LOOK }, deps);
  expect(result).toMatchObject({ result: 'try-later' });
  expect(fake.asked[0]?.url.pathname).toBe('/v1/Accounts/..%2Fx/RecentCalls');
  expect(fake.asked[0]?.url.searchParams.get('page')).toBe('1');
});

test('a cursor that leads elsewhere never takes the credentials of Twilio along', async () => {
  const fake = vendor(json({ calls: [], next_page_uri: null }));
  const config = twilio.config.parse({ accountSid: SID, authToken: SECRET });
  const deps = { fetch: fake.fetch, now: () => NOW, signal: new AbortController().signal };
  await twilio.poll?.fetchPage(config, { cursor: '@evil.example.test/x', ...LOOK }, deps);
  expect(fake.asked[0]?.url.host).toBe('api.twilio.com');
  expect(fake.asked[0]?.url.pathname).toBe(`/2010-04-01/Accounts/${SID}/Calls.json`);
});

test('8x8: a token serves until it runs out, and a refused grant is refused', async () => {
  const settings = { apiKey: 'key', username: 'reporter', password: `${SECRET}-again` };
  const config = eightByEight.config.parse(settings);
  const page = json({ meta: { scrollId: 'No Data' }, data: [] });
  const fake = vendor(token('t1'), page, page, token('t2'), page);
  const look = (at: string): Promise<unknown> | undefined =>
    eightByEight.poll?.fetchPage(
      config,
      { cursor: null, ...LOOK },
      { fetch: fake.fetch, now: () => new Date(at), signal: new AbortController().signal },
    );
  await look('2026-11-20T19:00:00Z');
  await look('2026-11-20T19:20:00Z');
  await look('2026-11-20T19:30:00Z');
  expect(fake.asked.map((one) => one.url.pathname.split('/').at(-1))).toEqual([
    'token',
    'call-records',
    'call-records',
    'token',
    'call-records',
  ]);
  expect(fake.asked[0]?.headers.get('8x8-apikey')).toBe('key');
  expect(new URLSearchParams(fake.asked[0]?.body).get('username')).toBe('reporter');

  const refused = await eightByEight.poll?.fetchPage(
    eightByEight.config.parse({ ...settings, password: `${SECRET}-wrong` }),
    { cursor: null, ...LOOK },
    {
      fetch: vendor(new Response(SECRET, { status: 401 })).fetch,
      now: () => NOW,
      signal: new AbortController().signal,
    },
  );
  expect(refused).toMatchObject({ result: 'refused' });
  expect(JSON.stringify(refused)).not.toContain(SECRET);
});
