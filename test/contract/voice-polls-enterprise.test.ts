import { describe, expect, test } from 'vitest';
import teams from '../../src/connectors/voice/msteams-phone.ts';
import webex from '../../src/connectors/voice/webex-calling.ts';
import zoom from '../../src/connectors/voice/zoom-phone.ts';
import type { OutboundDeps } from '../../src/ports/connector.ts';
import type { Poll, PollPosition, PollResult, VoiceSurface } from '../../src/ports/voice.ts';

/**
 * Polls and subscriptions of enterprise voice against a fake of each API. If it fails, calls are fetched twice, not at
 * all, or only their first page; a refused login is asked for ever; or a secret ends up on Health.
 */
const SECRETS = ['client-secret-1', 'refresh-token-1', 'long-random-text-1', 'token-1'];
const NOW = new Date('2026-11-20T19:00:00Z');
const WINDOW: PollPosition = { cursor: null, from: '2026-11-20T17:00:00Z', to: '2026-11-20T19:00:00Z' };

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly authorization: string;
}
type Answer = (asked: Asked) => Response;

function world(answer: Answer): { readonly deps: OutboundDeps; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const fake = (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const headers = new Headers(init?.headers);
    const call: Asked = {
      method: init?.method ?? 'GET',
      url: url instanceof Request ? url.url : String(url),
      body: typeof init?.body === 'string' ? init.body : '',
      authorization: headers.get('authorization') ?? '',
    };
    if (/oauth|access_token/.test(call.url)) {
      expect(call.method).toBe('POST');
      return Promise.resolve(json({ access_token: 'token-1', expires_in: 3600 }));
    }
    expect(call.authorization).toBe('Bearer token-1');
    asked.push(call);
    return Promise.resolve(answer(call));
  };
  return { deps: { fetch: fake, now: () => NOW, signal: new AbortController().signal }, asked };
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

async function everyPage<Config>(poll: Poll<Config>, config: Config, deps: OutboundDeps): Promise<string[]> {
  const bodies: string[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 20; pages += 1) {
    const page: PollResult = await poll.fetchPage(config, { ...WINDOW, cursor }, deps);
    if (page.result !== 'page') throw new Error(JSON.stringify(page));
    if (page.body !== null) bodies.push(page.body.text);
    if (page.next === null) return bodies;
    cursor = page.next;
  }
  throw new Error('the look does not end');
}

function pollOf<Config>(surface: VoiceSurface<Config>): Poll<Config> {
  if (surface.poll === undefined) throw new Error('no poll');
  return surface.poll;
}

const surfaces = [
  ['zoom-phone', zoom, { accountId: 'a', clientId: 'zoom-id', clientSecret: 'client-secret-1' }],
  [
    'webex-calling',
    webex,
    {
      clientId: 'webex-id',
      clientSecret: 'client-secret-1',
      refreshToken: 'refresh-token-1',
      webhookSecret: 'long-random-text-1',
    },
  ],
  [
    'msteams-phone',
    teams,
    {
      tenantId: 't',
      clientId: 'graph-id',
      clientSecret: 'client-secret-1',
      clientState: 'long-random-text-1',
    },
  ],
] as unknown as readonly (readonly [string, VoiceSurface, Record<string, unknown>])[];

describe.each(surfaces)('%s', (_id, surface, settings) => {
  const poll = pollOf(surface);
  const config = surface.config.parse(settings);

  test('without credentials it says what is missing and asks nobody', async () => {
    const { deps, asked } = world(() => json({}));
    expect(await poll.fetchPage(surface.config.parse({}), WINDOW, deps)).toMatchObject({
      result: 'not-configured',
    });
    expect(asked).toEqual([]);
  });

  test.each([
    [401, 'refused'],
    [403, 'refused'],
    [429, 'try-later'],
    [503, 'try-later'],
  ])('%i is %s, and no secret is repeated', async (status, result) => {
    const { deps } = world(() =>
      json({ error: SECRETS.join(' ') }, status, status === 429 ? { 'retry-after': '7' } : {}),
    );
    const answer = await poll.fetchPage(config, WINDOW, deps);
    expect(answer.result).toBe(result);
    if (status === 429) expect(answer).toMatchObject({ afterMs: 7000 });
    if (answer.result === 'refused') expect(answer.remedy.length).toBeGreaterThan(20);
    for (const secret of SECRETS) expect(JSON.stringify(answer)).not.toContain(secret);
  });

  test('an answer that is no page is asked for again later', async () => {
    const { deps } = world(() => new Response('<html>'));
    expect(await poll.fetchPage(config, WINDOW, deps)).toMatchObject({ result: 'try-later' });
  });
});

test('zoom-phone: pages follow the token, an empty page is none', async () => {
  const { deps, asked } = world(({ url }) =>
    url.includes('next_page_token=n1')
      ? json({ call_logs: [], next_page_token: '' })
      : json({ call_logs: [{ id: 'r1' }], next_page_token: 'n1' }),
  );
  const config = zoom.config.parse({
    accountId: 'a',
    clientId: 'zoom-pages',
    clientSecret: 'client-secret-1',
  });
  expect(await everyPage(pollOf(zoom), config, deps)).toEqual([
    '{"call_logs":[{"id":"r1"}],"next_page_token":"n1"}',
  ]);
  expect(asked[0]?.url).toContain('from=2026-11-20T17%3A00%3A00Z');
});

describe('webex-calling', () => {
  const config = webex.config.parse({
    clientId: 'webex-pages',
    clientSecret: 'client-secret-1',
    refreshToken: 'refresh-token-1',
    webhookSecret: 'long-random-text-1',
  });

  test('the feed is asked in windows of twelve hours, up to five minutes ago, page by page', async () => {
    const { deps, asked } = world(({ url }) => {
      const start = new URL(url).searchParams.get('startTime');
      const link = '<https://analytics-calling.webexapis.com/v1/cdr_feed?page=2>; rel="next"';
      if (start === '2026-11-19T17:00:00.000Z') return json({ items: [{ a: 1 }] }, 200, { link });
      return json({ items: url.includes('page=2') ? [{ a: 2 }] : [] });
    });
    const poll = pollOf(webex);
    const from = '2026-11-19T17:00:00Z';
    const bodies: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const page: PollResult = await poll.fetchPage(config, { ...WINDOW, from, cursor }, deps);
      if (page.result !== 'page') throw new Error(page.result);
      bodies.push(page.body?.text ?? null);
      cursor = page.next;
    } while (cursor !== null);
    expect(bodies).toEqual(['{"items":[{"a":1}]}', '{"items":[{"a":2}]}', null, null]);
    expect(asked.map(({ url }) => new URL(url).searchParams.get('endTime'))).toEqual([
      '2026-11-20T05:00:00.000Z',
      null,
      '2026-11-20T17:00:00.000Z',
      '2026-11-20T18:55:00.000Z',
    ]);
  });

  test('a next page on another host is not followed, another region is named', async () => {
    const { deps, asked } = world(() => json({}, 451));
    const elsewhere = { ...WINDOW, cursor: '2026-11-20T17:00:00Z https://evil.example.test/x' };
    expect(await pollOf(webex).fetchPage(config, elsewhere, deps)).toMatchObject({ result: 'refused' });
    expect(asked).toEqual([]);
    expect(await pollOf(webex).fetchPage(config, WINDOW, deps)).toMatchObject({ result: 'refused' });
  });

  test('a webhook is made, woken again, and made anew when it is gone', async () => {
    const given = { url: 'https://shop.example.test/hooks/voice/main', current: null };
    const made = world(() => json({ id: 'w1' }));
    const active = { result: 'active', id: 'w1', expiresAt: null };
    expect(await webex.subscription?.ensure(config, given, made.deps)).toEqual(active);
    expect(made.asked[0]?.method).toBe('POST');
    expect(JSON.parse(made.asked[0]?.body ?? '')).toMatchObject({
      targetUrl: given.url,
      resource: 'telephony_calls',
      event: 'all',
    });
    const gone = world(({ method }) => (method === 'PUT' ? json({}, 404) : json({ id: 'w2' })));
    const again = { ...given, current: { id: 'w1', expiresAt: null } };
    expect(await webex.subscription?.ensure(config, again, gone.deps)).toEqual({ ...active, id: 'w2' });
    expect(gone.asked.map(({ method }) => method)).toEqual(['PUT', 'POST']);
  });
});

describe('msteams-phone', () => {
  const config = teams.config.parse({
    tenantId: 't',
    clientId: 'graph-pages',
    clientSecret: 'client-secret-1',
    clientState: 'long-random-text-1',
  });

  test('PSTN log, Direct Routing log, then each call record; one that is gone takes nothing along', async () => {
    const { deps } = world(({ url }) => {
      if (url.includes('getPstnCalls') && !url.includes('skip')) {
        const nextLink = 'https://graph.microsoft.com/v1.0/communications/callRecords/getPstnCalls?skip=1';
        return json({ value: [{ id: 1 }], '@odata.nextLink': nextLink });
      }
      if (url.includes('getPstnCalls')) return json({ value: [{ id: 2 }] });
      if (url.includes('getDirectRoutingCalls')) return json({ value: [] });
      if (url.includes('$expand')) return url.includes('/gone?') ? json({}, 404) : json({ id: 'record' });
      return json({ value: [{ id: 'gone' }, { id: 'there' }] });
    });
    const bodies = await everyPage(pollOf(teams), config, deps);
    expect(bodies.map((body) => body.slice(0, 24))).toEqual([
      '{"value":[{"id":1}],"@od',
      '{"value":[{"id":2}]}',
      '{"id":"record"}',
    ]);
  });

  test('a link to another host is not followed', async () => {
    const { deps, asked } = world(() => json({}));
    const elsewhere = { ...WINDOW, cursor: 'pstn https://evil.example.test/x' };
    expect(await pollOf(teams).fetchPage(config, elsewhere, deps)).toMatchObject({ result: 'refused' });
    expect(asked).toEqual([]);
  });

  test('the subscription ends within 4230 minutes, is renewed, and made anew when it is gone', async () => {
    const given = { url: 'https://shop.example.test/hooks/voice/main', current: null };
    const answer = { id: 's1', expirationDateTime: '2026-11-23T16:30:00.0000000Z' };
    const made = world(() => json(answer, 201));
    expect(await teams.subscription?.ensure(config, given, made.deps)).toEqual({
      result: 'active',
      id: 's1',
      expiresAt: '2026-11-23T16:30:00.000Z',
    });
    const sent = JSON.parse(made.asked[0]?.body ?? '') as Record<string, string>;
    expect(sent).toMatchObject({
      resource: '/communications/callRecords',
      clientState: 'long-random-text-1',
    });
    const lasts = Date.parse(sent['expirationDateTime'] ?? '') - NOW.getTime();
    expect(lasts).toBeLessThan(4230 * 60_000);
    expect(lasts).toBeGreaterThan(teams.subscription?.renewBeforeSeconds ?? 0);
    const gone = world(({ method }) => (method === 'PATCH' ? json({}, 404) : json(answer, 201)));
    await teams.subscription?.ensure(
      config,
      { ...given, current: { id: 'old', expiresAt: null } },
      gone.deps,
    );
    expect(gone.asked.map(({ method }) => method)).toEqual(['PATCH', 'POST']);
  });
});
