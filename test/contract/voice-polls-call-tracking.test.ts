import { describe, expect, test } from 'vitest';
import callrail from '../../src/connectors/voice/callrail.ts';
import calltrackingmetrics from '../../src/connectors/voice/calltrackingmetrics.ts';
import gotoConnect from '../../src/connectors/voice/goto-connect.ts';
import invoca from '../../src/connectors/voice/invoca.ts';
import marchex from '../../src/connectors/voice/marchex.ts';
import whatconverts from '../../src/connectors/voice/whatconverts.ts';
import type { OutboundDeps } from '../../src/ports/connector.ts';
import type { PollResult, VoiceSurface } from '../../src/ports/voice.ts';

/**
 * The looks into vendors' lists of calls. If it fails, a missed call whose webhook was lost is never found, a look never
 * ends, a revoked key is asked with for ever, or a key gets into the log.
 */
const KEY = 'correct-horse-battery-staple';
const SPAN = { from: '2026-11-20T16:00:00Z', to: '2026-11-20T18:30:00Z' };
const NOW = new Date('2026-11-20T18:30:00Z');

interface Asked {
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}
type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly json: unknown };

interface Case {
  readonly surface: VoiceSurface;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Pages in order, and the cursor that leads to the second. */
  readonly pages: readonly [unknown, unknown];
  readonly empty: unknown;
  readonly next: string;
  /** What the first and the second question must say. */
  readonly first: (asked: Asked) => void;
  readonly second: (asked: Asked) => void;
  /** Earlier answers, such as an access token. */
  readonly login?: readonly Answer[];
}

const full = Array.from({ length: 1000 }, (_, index) => ({ transaction_id: `T${index}` }));
const CASES: Readonly<Record<string, Case>> = {
  callrail: {
    surface: callrail as VoiceSurface,
    settings: { apiKey: KEY, accountId: 'ACC1' },
    pages: [
      { page: 1, total_pages: 2, calls: [{ id: 'CAL1' }] },
      { page: 2, total_pages: 2, calls: [{ id: 'CAL2' }] },
    ],
    empty: { page: 1, total_pages: 1, calls: [] },
    next: '2',
    first: ({ url, headers }) => {
      expect(url.origin + url.pathname).toBe('https://api.callrail.com/v3/a/ACC1/calls.json');
      expect(headers.get('authorization')).toBe(`Token token="${KEY}"`);
      expect(url.searchParams.get('start_date')).toBe(SPAN.from);
      expect(url.searchParams.get('end_date')).toBe(SPAN.to);
      expect(url.searchParams.get('fields')).toContain('call_type');
    },
    second: ({ url }) => expect(url.searchParams.get('page')).toBe('2'),
  },
  calltrackingmetrics: {
    surface: calltrackingmetrics as VoiceSurface,
    settings: { apiKey: 'AK', apiSecret: KEY, accountId: '42' },
    pages: [
      { calls: [{ id: 1 }], next_page: 'https://api.calltrackingmetrics.com/next?page=2' },
      { calls: [{ id: 2 }], next_page: null, total_pages: 2 },
    ],
    empty: { calls: [], next_page: null },
    next: '2',
    first: ({ url, headers }) => {
      expect(url.pathname).toBe('/api/v1/accounts/42/calls.json');
      expect(headers.get('authorization')).toBe(`Basic ${Buffer.from(`AK:${KEY}`).toString('base64')}`);
      expect(url.searchParams.get('start_date')).toBe('2026-11-20');
      expect(url.searchParams.get('end_date')).toBe('2026-11-21');
    },
    second: ({ url }) => expect(url.searchParams.get('page')).toBe('2'),
  },
  whatconverts: {
    surface: whatconverts as VoiceSurface,
    settings: { apiToken: 'T', apiSecret: KEY },
    pages: [
      { page_number: 1, total_pages: 2, leads: [{ lead_id: 1 }] },
      { page_number: 2, total_pages: 2, leads: [{ lead_id: 2 }] },
    ],
    empty: { page_number: 1, total_pages: 0, leads: [] },
    next: '2',
    first: ({ url, headers }) => {
      expect(url.origin + url.pathname).toBe('https://app.whatconverts.com/api/v1/leads');
      expect(url.searchParams.get('lead_type')).toBe('phone_call');
      expect(headers.get('authorization')).toMatch(/^Basic /);
    },
    second: ({ url }) => expect(url.searchParams.get('page_number')).toBe('2'),
  },
  marchex: {
    surface: marchex as VoiceSurface,
    settings: { organizationToken: KEY, subscriptionKey: 'SUB' },
    pages: [
      { paging: { pageNumber: 1, pageSize: 1000, total: 1001 }, results: [{ id: 1 }] },
      { paging: { pageNumber: 2, pageSize: 1000, total: 1001 }, results: [{ id: 2 }] },
    ],
    empty: { paging: { total: 0 }, results: [] },
    next: '2',
    first: ({ url, headers }) => {
      expect(url.origin).toBe('https://edgeapi.marchex.io');
      expect(headers.get('x-organization-token')).toBe(KEY);
      expect(headers.get('subscription-key')).toBe('SUB');
      expect(url.searchParams.get('startdateutc')).toBe('2026-11-20T16:00');
    },
    second: ({ url }) => expect(url.searchParams.get('pageNumber')).toBe('2'),
  },
  invoca: {
    surface: invoca as VoiceSurface,
    settings: {
      oauthToken: KEY,
      host: 'mynetwork.invoca.net',
      transactionsOf: 'advertisers/transactions/33',
    },
    pages: [full, [{ transaction_id: 'T1000' }]],
    empty: [],
    next: 'T999',
    first: ({ url, headers }) => {
      expect(url.origin).toBe('https://mynetwork.invoca.net');
      expect(url.pathname).toMatch(/^\/api\/[\d-]+\/advertisers\/transactions\/33\.json$/);
      expect(headers.get('authorization')).toBe(KEY);
      expect(url.searchParams.get('transaction_type')).toBe('Call');
    },
    second: ({ url }) => expect(url.searchParams.get('start_after_transaction_id')).toBe('T999'),
  },
  'goto-connect': {
    surface: gotoConnect as VoiceSurface,
    settings: { clientId: 'c', clientSecret: KEY, refreshToken: 'poll', accountKey: '42' },
    login: [{ json: { access_token: 'short-lived', expires_in: 3600 } }],
    pages: [
      { items: [{ conversationSpaceId: 'a' }], nextPageMarker: 'm2' },
      { items: [{ conversationSpaceId: 'b' }] },
    ],
    empty: { items: [] },
    next: 'm2',
    first: ({ url, headers }) => {
      expect(url.pathname).toBe('/call-events-report/v1/report-summaries');
      expect(headers.get('authorization')).toBe('Bearer short-lived');
      expect(url.searchParams.get('startTime')).toBe(SPAN.from);
      expect(url.searchParams.get('accountKey')).toBe('42');
    },
    second: ({ url }) => expect(url.searchParams.get('pageMarker')).toBe('m2'),
  },
};

describe.each(Object.entries(CASES))('%s', (_id, entry) => {
  const { surface, settings, login = [] } = entry;

  test('reads page after page and stops', async () => {
    const world = vendor([...login, { json: entry.pages[0] }, { json: entry.pages[1] }]);
    const one = await look(surface, settings, null, world.deps);
    expect(one).toMatchObject({ result: 'page', next: entry.next });
    if (one.result === 'page') expect(JSON.parse(one.body?.text ?? '')).toEqual(entry.pages[0]);
    entry.first(world.last());
    expect(await look(surface, settings, entry.next, world.deps)).toMatchObject({
      result: 'page',
      next: null,
    });
    entry.second(world.last());
  });

  test('nothing happened: nothing is kept', async () => {
    const world = vendor([...login, { json: entry.empty }]);
    expect(await look(surface, changed(settings, 'e'), null, world.deps)).toEqual({
      result: 'page',
      body: null,
      next: null,
    });
  });

  test.each([401, 403])('%i is a refusal with a remedy and no secret', async (status) => {
    const world = vendor([...login, { status, json: { error: `bad key ${KEY}` } }]);
    const result = await look(surface, changed(settings, String(status)), null, world.deps);
    expect(result.result).toBe('refused');
    if (result.result === 'refused') expect(result.remedy.length).toBeGreaterThan(10);
    expect(JSON.stringify(result)).not.toContain(KEY);
  });

  test('429 waits as long as the vendor says, a fault and a broken line are tried later', async () => {
    const busy = vendor([...login, { status: 429, headers: { 'retry-after': '30' }, json: {} }]);
    expect(await look(surface, changed(settings, '429'), null, busy.deps)).toMatchObject({
      result: 'try-later',
      afterMs: 30_000,
    });
    const broken = vendor([...login, { status: 503, json: { error: KEY } }]);
    const result = await look(surface, changed(settings, '503'), null, broken.deps);
    expect(result.result).toBe('try-later');
    expect(JSON.stringify(result)).not.toContain(KEY);
    const gone = vendor([]);
    expect((await look(surface, changed(settings, 'gone'), null, gone.deps)).result).toBe('try-later');
  });

  test('without credentials the vendor is not asked', async () => {
    const world = vendor([]);
    expect((await look(surface, {}, null, world.deps)).result).toBe('not-configured');
    expect(world.asked).toHaveLength(0);
  });
});

describe('goto-connect subscription', () => {
  const settings = { accessToken: 'hook-token-1', clientId: 'c', clientSecret: KEY, accountKey: '42' };
  const ensure = (refreshToken: string, deps: OutboundDeps) =>
    gotoConnect.subscription?.ensure(
      gotoConnect.config.parse({ ...settings, refreshToken }),
      { url: 'https://shop.example.test/hooks/voice/main', current: null },
      deps,
    );

  test('makes a channel to the address with the token, and both subscriptions', async () => {
    const world = vendor([
      { json: { access_token: 'short-lived', expires_in: 3600 } },
      { status: 201, json: { channelId: 'Webhook.1', channelLifetime: 86_400 } },
      { status: 207, json: {} },
      { status: 201, json: {} },
    ]);
    expect(await ensure('subscribe', world.deps)).toEqual({
      result: 'active',
      id: 'Webhook.1',
      expiresAt: '2026-11-21T18:30:00.000Z',
    });
    expect(world.asked.map(({ url }) => url.pathname).slice(1)).toEqual([
      '/notification-channel/v1/channels/ringback',
      '/call-events/v1/subscriptions',
      '/call-events-report/v1/subscriptions',
    ]);
    expect(world.asked[1]?.body).toContain('https://shop.example.test/hooks/voice/main?token=hook-token-1');
    expect(world.asked[3]?.body).toContain('REPORT_SUMMARY');
  });

  test('a refusal names no secret', async () => {
    const world = vendor([
      { json: { access_token: 'short-lived', expires_in: 3600 } },
      { status: 403, json: { error: KEY } },
    ]);
    const result = await ensure('refused', world.deps);
    expect(result?.result).toBe('refused');
    expect(JSON.stringify(result)).not.toMatch(/correct-horse|hook-token|short-lived/);
  });
});

async function look(
  surface: VoiceSurface,
  settings: Readonly<Record<string, unknown>>,
  cursor: string | null,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { poll } = surface;
  if (poll === undefined) throw new Error('no poll');
  return poll.fetchPage(surface.config.parse(settings), { cursor, ...SPAN }, deps);
}

/** Access tokens are remembered by their credentials; other credentials make the vendor ask anew. */
function changed(
  settings: Readonly<Record<string, unknown>>,
  mark: string,
): Readonly<Record<string, unknown>> {
  return 'refreshToken' in settings ? { ...settings, refreshToken: mark } : settings;
}

function vendor(answers: readonly Answer[]): {
  readonly deps: OutboundDeps;
  readonly asked: readonly Asked[];
  readonly last: () => Asked;
} {
  const asked: Asked[] = [];
  const left = [...answers];
  const fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    asked.push({
      url,
      headers: new Headers(init?.headers),
      body: typeof init?.body === 'string' ? init.body : '',
    });
    const answer = left.shift();
    if (answer === undefined) return Promise.reject(new TypeError('fetch failed'));
    return Promise.resolve(
      new Response(JSON.stringify(answer.json), {
        status: answer.status ?? 200,
        headers: answer.headers ?? {},
      }),
    );
  };
  const last = (): Asked => {
    const found = asked.at(-1);
    if (found === undefined) throw new Error('nothing was asked');
    return found;
  };
  return { deps: { fetch, now: () => NOW, signal: new AbortController().signal }, asked, last };
}
