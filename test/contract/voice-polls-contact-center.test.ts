import { describe, expect, test } from 'vitest';
import type { OutboundDeps } from '../../src/ports/connector.ts';
import type { PollResult, VoiceSurface } from '../../src/ports/voice.ts';
import genesysCloud from '../../src/connectors/voice/genesys-cloud.ts';
import niceCxone from '../../src/connectors/voice/nice-cxone.ts';
import ringcentral from '../../src/connectors/voice/ringcentral.ts';

/**
 * What is asked of contact centers that do not push, or never push twice. If it fails, a shop whose only news come by
 * asking hears of no missed call, hears of each page for ever, or shows its API secret on the Health page.
 */
const SECRET = 'correct-horse-battery-staple';
const POSITION = { cursor: null, from: '2026-11-20T18:00:00Z', to: '2026-11-20T18:42:00Z' };
const CONTEXT = { source: 'main', zone: 'America/New_York' };

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | null;
  readonly body: string;
}
type Answer = (call: Call) => Response | null;

/** A vendor on this machine: the first answer that is not null is given. */
function vendor(...answers: readonly Answer[]): { deps: OutboundDeps; calls: Call[] } {
  const calls: Call[] = [];
  const fake: typeof fetch = (input, init) => {
    const call = {
      method: init?.method ?? 'GET',
      url: new URL(input instanceof Request ? input.url : String(input)),
      authorization: new Headers(init?.headers).get('authorization'),
      body: typeof init?.body === 'string' ? init.body : '',
    };
    calls.push(call);
    for (const answer of answers) {
      const response = answer(call);
      if (response !== null) return Promise.resolve(response);
    }
    return Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } }));
  };
  return {
    deps: { fetch: fake, now: () => new Date('2026-11-20T18:42:00Z'), signal: AbortSignal.timeout(60_000) },
    calls,
  };
}
const on =
  (path: string, body: unknown, init: ResponseInit = {}): Answer =>
  (call) =>
    call.url.pathname.endsWith(path) ? Response.json(body, init) : null;
const token = (path: string, value = 'T1'): Answer => on(path, { access_token: value, expires_in: 3600 });

let hosts = 0;
/** A host of its own per test, so that no test lives on the token of another. */
const host = (): string => `https://h${(hosts += 1)}.example.test`;

async function poll<C>(
  surface: VoiceSurface<C>,
  settings: Record<string, unknown>,
  deps: OutboundDeps,
  cursor: string | null = null,
): Promise<PollResult> {
  if (surface.poll === undefined) throw new Error('no poll');
  const result = await surface.poll.fetchPage(surface.config.parse(settings), { ...POSITION, cursor }, deps);
  expect(JSON.stringify(result)).not.toContain(SECRET);
  return result;
}

function parsed<C>(surface: VoiceSurface<C>, settings: Record<string, unknown>, result: PollResult): unknown {
  if (result.result !== 'page' || result.body === null) throw new Error('no page');
  const request = {
    method: 'POST',
    url: 'https://hooks.example.test/',
    headers: { 'content-type': result.body.contentType },
    body: new TextEncoder().encode(result.body.text),
    receivedAt: '2026-11-20T18:42:00Z',
  };
  return surface.parse(request, surface.config.parse(settings), CONTEXT);
}

describe('nice-cxone', () => {
  const contact = (id: number): unknown => ({
    contactId: id,
    contactStart: '2026-11-20T18:40:00Z',
    fromAddr: '3105550142',
    toAddr: '2125550100',
    isOutbound: false,
    mediaType: 4,
    abandoned: true,
    inQueueSeconds: 4,
  });
  const rows = (count: number): unknown => ({
    totalRecords: 501,
    completedContacts: Array.from({ length: count }, (_, index) => contact(1000 + index)),
  });
  const settings = (base: string): Record<string, unknown> => ({
    accessKeyId: 'KEY',
    accessKeySecret: SECRET,
    apiBase: base,
    tokenUrl: `${base}/authentication/v1/token/access-key`,
  });
  const path = '/contacts/completed';

  test('a full page leads to the next, a short one ends the look', async () => {
    const config = settings(host());
    const { deps, calls } = vendor(token('/access-key'), (call) =>
      call.url.pathname.endsWith(path)
        ? Response.json(rows(call.url.searchParams.get('skip') === '0' ? 500 : 1))
        : null,
    );
    const first = await poll(niceCxone, config, deps);
    expect(first).toMatchObject({ result: 'page', next: '500' });
    const second = await poll(niceCxone, config, deps, '500');
    expect(second).toMatchObject({ result: 'page', next: null });
    expect(calls.map((call) => call.method)).toEqual(['POST', 'GET', 'GET']);
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ accessKeyId: 'KEY', accessKeySecret: SECRET });
    expect(calls[1]?.authorization).toBe('Bearer T1');
    expect(calls[1]?.url.searchParams.get('updatedSince')).toBe(POSITION.from);
    expect(calls[1]?.url.pathname).toBe('/incontactapi/services/v31.0/contacts/completed');
    expect(parsed(niceCxone, config, second)).toMatchObject({
      result: 'events',
      events: [{ callId: '1000', disposition: 'queue_abandoned', final: true }],
    });
  });

  test('nothing completed is an empty page', async () => {
    const { deps } = vendor(token('/access-key'), () => new Response(null, { status: 204 }));
    expect(await poll(niceCxone, settings(host()), deps)).toEqual({ result: 'page', body: null, next: null });
  });

  test('a refused token is asked for anew; a refused user needs a person; a busy vendor needs time', async () => {
    const config = settings(host());
    const { deps, calls } = vendor(token('/access-key'), on(path, { error: SECRET }, { status: 401 }));
    expect(await poll(niceCxone, config, deps)).toMatchObject({ result: 'refused' });
    await poll(niceCxone, config, deps);
    expect(calls.filter((call) => call.method === 'POST')).toHaveLength(2);
    const busy = vendor(token('/access-key'), on(path, {}, { status: 429, headers: { 'retry-after': '9' } }));
    expect(await poll(niceCxone, settings(host()), busy.deps)).toMatchObject({
      result: 'try-later',
      afterMs: 9000,
    });
    const denied = vendor(on('/access-key', { error: 'invalid_client' }, { status: 400 }));
    expect(await poll(niceCxone, settings(host()), denied.deps)).toMatchObject({ result: 'refused' });
    expect(await poll(niceCxone, settings(host()), vendor().deps)).toMatchObject({ result: 'try-later' });
  });

  test('without credentials nothing is asked', async () => {
    const { deps, calls } = vendor();
    expect(await poll(niceCxone, {}, deps)).toMatchObject({ result: 'not-configured' });
    expect(calls).toHaveLength(0);
  });

  test('a registered application gets its token with the access key as password', async () => {
    const base = host();
    const { deps, calls } = vendor(token('/auth/token'), on(path, rows(1)));
    const config = {
      ...settings(base),
      clientId: 'app',
      clientSecret: SECRET,
      tokenUrl: `${base}/auth/token`,
    };
    expect(await poll(niceCxone, config, deps)).toMatchObject({ result: 'page', next: null });
    expect(calls[0]?.authorization).toBe(`Basic ${btoa(`app:${SECRET}`)}`);
    expect(calls[0]?.body).toContain('grant_type=password&username=KEY');
  });
});

describe('genesys-cloud', () => {
  const conversation = {
    conversationId: 'c-1',
    conversationStart: '2026-11-20T18:29:00.000Z',
    conversationEnd: '2026-11-20T18:30:00.000Z',
    originatingDirection: 'inbound',
    participants: [
      {
        purpose: 'customer',
        sessions: [{ mediaType: 'voice', ani: 'tel:+13105550142', dnis: 'tel:+12125550100', segments: [] }],
      },
    ],
  };
  const settings = (region: string): Record<string, unknown> => ({
    clientId: 'app',
    clientSecret: SECRET,
    region,
  });
  const region = (): string => new URL(host()).host;
  const path = '/api/v2/analytics/conversations/details/query';

  test('asks the region for voice conversations of the stretch, page by page', async () => {
    const config = settings(region());
    const { deps, calls } = vendor(token('/oauth/token'), (call) => {
      if (!call.url.pathname.endsWith(path)) return null;
      const asked = JSON.parse(call.body) as { paging: { pageNumber: number } };
      const count = asked.paging.pageNumber === 1 ? 100 : 1;
      return Response.json({ conversations: Array.from({ length: count }, () => conversation) });
    });
    expect(await poll(genesysCloud, config, deps)).toMatchObject({ result: 'page', next: '2' });
    const last = await poll(genesysCloud, config, deps, '2');
    expect(last).toMatchObject({ result: 'page', next: null });
    expect(calls[0]?.url.host).toBe(`login.${String(config['region'])}`);
    expect(calls[0]?.body).toBe('grant_type=client_credentials');
    expect(calls[1]?.url.host).toBe(`api.${String(config['region'])}`);
    expect(JSON.parse(calls[1]?.body ?? '')).toMatchObject({ interval: `${POSITION.from}/${POSITION.to}` });
    expect(parsed(genesysCloud, config, last)).toMatchObject({
      events: [{ callId: 'c-1', to: '+12125550100', disposition: 'no_answer', final: true }],
    });
  });

  test('no conversation, no page; no permission, a remedy', async () => {
    const quiet = vendor(token('/oauth/token'), on(path, { totalHits: 0 }));
    expect(await poll(genesysCloud, settings(region()), quiet.deps)).toEqual({
      result: 'page',
      body: null,
      next: null,
    });
    const denied = vendor(token('/oauth/token'), on(path, {}, { status: 403 }));
    expect(await poll(genesysCloud, settings(region()), denied.deps)).toMatchObject({
      result: 'refused',
      remedy: expect.stringContaining('conversationDetail') as string,
    });
    expect(await poll(genesysCloud, {}, denied.deps)).toMatchObject({ result: 'not-configured' });
  });
});

describe('ringcentral', () => {
  const settings = (server: string): Record<string, unknown> => ({
    clientId: 'app',
    clientSecret: SECRET,
    jwt: `${SECRET}.jwt`,
    verificationToken: `${SECRET}-token`,
    server,
    voicemailExtensionIds: ['62000001'],
  });
  const url = 'https://hooks.example.test/hooks/voice/main';
  const ensure = async (
    config: Record<string, unknown>,
    deps: OutboundDeps,
    current: string | null = null,
  ): Promise<unknown> => {
    const result = await ringcentral.subscription?.ensure(
      ringcentral.config.parse(config),
      { url, current: current === null ? null : { id: current, expiresAt: null } },
      deps,
    );
    expect(JSON.stringify(result)).not.toContain(SECRET);
    return result;
  };
  const active = { id: 'sub-1', status: 'Active', expirationTime: '2026-11-27T18:42:00.000Z' };

  test('the call log is read page by page with a token by JWT', async () => {
    const config = settings(host());
    const record = {
      id: 'L1',
      telephonySessionId: 's-1',
      startTime: '2026-11-20T18:40:00.000Z',
      duration: 9,
      type: 'Voice',
      direction: 'Inbound',
      result: 'Missed',
      from: { phoneNumber: '+13105550142' },
      to: { phoneNumber: '+12125550100' },
    };
    const { deps, calls } = vendor(token('/oauth/token'), (call) => {
      if (!call.url.pathname.endsWith('/account/~/call-log')) return null;
      const first = call.url.searchParams.get('page') === '1';
      return Response.json({ records: [record], navigation: first ? { nextPage: { uri: 'x' } } : {} });
    });
    expect(await poll(ringcentral, config, deps)).toMatchObject({ result: 'page', next: '2' });
    const last = await poll(ringcentral, config, deps, '2');
    expect(last).toMatchObject({ result: 'page', next: null });
    const form = new URLSearchParams(calls[0]?.body);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(form.get('assertion')).toBe(`${SECRET}.jwt`);
    expect(calls[1]?.url.searchParams.get('dateFrom')).toBe(POSITION.from);
    expect(parsed(ringcentral, config, last)).toMatchObject({
      events: [{ callId: 's-1', disposition: 'no_answer', final: true }],
    });
  });

  test('a subscription is made once and renewed afterwards', async () => {
    const config = settings(host());
    const { deps, calls } = vendor(
      token('/oauth/token'),
      on('/subscription', active),
      on('/subscription/sub-1', { ...active, expirationTime: '2026-12-04T18:42:00.000Z' }),
    );
    expect(await ensure(config, deps)).toEqual({
      result: 'active',
      id: 'sub-1',
      expiresAt: '2026-11-27T18:42:00.000Z',
    });
    expect(await ensure(config, deps, 'sub-1')).toMatchObject({ expiresAt: '2026-12-04T18:42:00.000Z' });
    expect(calls.map((call) => call.method)).toEqual(['POST', 'POST', 'PUT']);
    expect(JSON.parse(calls[1]?.body ?? '')).toMatchObject({
      eventFilters: [
        '/restapi/v1.0/account/~/telephony/sessions',
        '/restapi/v1.0/account/~/extension/62000001/voicemail',
      ],
      deliveryMode: { transportType: 'WebHook', address: url, verificationToken: `${SECRET}-token` },
    });
  });

  test.each([
    ['gone', on('/subscription/old', {}, { status: 404 })],
    ['blacklisted', on('/subscription/old', { id: 'old', status: 'Blacklisted' })],
  ])('one that is %s is made anew', async (_name, answer) => {
    const { deps } = vendor(token('/oauth/token'), answer, on('/subscription', active));
    expect(await ensure(settings(host()), deps, 'old')).toMatchObject({ result: 'active', id: 'sub-1' });
  });

  test('trouble while renewing does not make a second one', async () => {
    const { deps, calls } = vendor(token('/oauth/token'), on('/subscription/old', {}, { status: 503 }));
    expect(await ensure(settings(host()), deps, 'old')).toMatchObject({ result: 'try-later' });
    expect(calls.filter((call) => call.url.pathname.endsWith('/subscription'))).toHaveLength(0);
  });

  test('refusals name the remedy, missing settings are named', async () => {
    const { deps } = vendor(token('/oauth/token'), on('/subscription', { message: SECRET }, { status: 403 }));
    expect(await ensure(settings(host()), deps)).toMatchObject({ result: 'refused' });
    expect(await ensure({ ...settings(host()), jwt: undefined }, deps)).toMatchObject({
      result: 'not-configured',
    });
    expect(await ensure({ ...settings(host()), verificationToken: undefined }, deps)).toMatchObject({
      result: 'not-configured',
    });
  });
});
