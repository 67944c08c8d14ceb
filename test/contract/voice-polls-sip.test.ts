import { describe, expect, test } from 'vitest';
import lsa from '../../src/connectors/voice/google-lsa.ts';
import threecx from '../../src/connectors/voice/3cx.ts';
import type { OutboundDeps } from '../../src/ports/connector.ts';
import type { PollResult, VoiceSurface } from '../../src/ports/voice.ts';

/**
 * The polls of 3CX and Local Services Ads against a vendor of our own. If it fails, calls of these products are missed
 * between two looks, a shop is asked for more than the vendor allows, or a secret shows up on Health.
 */
interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

function vendor(answers: Response[]): { deps: OutboundDeps; asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    deps: {
      fetch: async (url, init) => {
        await Promise.resolve();
        const body = typeof init?.body === 'string' ? init.body : '';
        asked.push({
          url: url instanceof Request ? url.url : url.toString(),
          headers: new Headers(init?.headers),
          body,
        });
        return answers.shift() ?? new Response('', { status: 500 });
      },
      now: () => new Date('2026-11-20T18:45:00Z'),
      signal: new AbortController().signal,
    },
  };
}
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const token = (): Response => json({ access_token: 'short-lived', token_type: 'Bearer', expires_in: 60 });
const position = (cursor: string | null = null) => ({
  cursor,
  from: '2026-11-20T17:45:00Z',
  to: '2026-11-20T18:45:00Z',
});
const NO_SECRETS = /client-secret|refresh-token|developer-token-|short-lived/;

let run = 0;
function ask(surface: VoiceSurface, settings: object, answers: Response[], cursor: string | null = null) {
  run += 1;
  const { deps, asked } = vendor(answers);
  // Tokens are remembered per credentials: every test has its own.
  const config = surface.config.parse(JSON.parse(JSON.stringify(settings).replaceAll('RUN', String(run))));
  const result =
    surface.poll?.fetchPage(config, position(cursor), deps) ?? Promise.reject(new Error('no poll'));
  return { asked, result };
}

const PBX = {
  pbxUrl: 'https://shop.example.test/',
  clientId: 'ringback-RUN',
  clientSecret: 'client-secret-1',
};
const ADS = {
  customerId: '123-456-7890',
  loginCustomerId: '999-888-7777',
  clientId: 'client-RUN',
  clientSecret: 'client-secret-1',
  refreshToken: 'refresh-token-1',
  developerToken: 'developer-token-1',
};

describe.each([
  ['3cx', threecx as VoiceSurface, PBX],
  ['google-lsa', lsa as VoiceSurface, ADS],
])('%s', (_id, surface, settings) => {
  test('says what is missing before it asks anybody', async () => {
    const { asked, result } = ask(surface, {}, []);
    expect(await result).toMatchObject({ result: 'not-configured' });
    expect(asked).toEqual([]);
  });

  test.each([
    ['the credentials are refused', [json({ error: 'invalid_client' }, 401)], 'refused'],
    ['the account is not shown', [token(), json({}, 403)], 'refused'],
    [
      'too many questions',
      [token(), new Response('', { status: 429, headers: { 'retry-after': '30' } })],
      'try-later',
    ],
    ['a fault at the vendor', [token(), json({}, 503)], 'try-later'],
    ['something that is not JSON', [token(), new Response('<html>')], 'try-later'],
  ] as const)('%s', async (_what, answers, wanted) => {
    const result = await ask(
      surface,
      settings,
      answers.map((answer) => answer.clone()),
    ).result;
    expect(result.result).toBe(wanted);
    if (result.result === 'try-later' && answers[1]?.status === 429) expect(result.afterMs).toBe(30_000);
    expect(JSON.stringify(result)).not.toMatch(NO_SECRETS);
  });
});

describe('3cx', () => {
  test('asks with the token for the stretch of time, page by page, and gives the page as it came', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => ({
      SegmentId: index,
      CallHistoryId: `h-${index}`,
    }));
    const first = ask(threecx as VoiceSurface, PBX, [token(), json({ value: rows })]);
    expect(await first.result).toEqual<PollResult>({
      result: 'page',
      body: { contentType: 'application/json', text: JSON.stringify({ value: rows }) },
      next: '500',
    });
    expect(first.asked[0]?.url).toBe('https://shop.example.test/connect/token');
    expect(first.asked[0]?.body).toContain('grant_type=client_credentials');
    expect(first.asked[1]?.url).toContain(
      '/xapi/v1/ReportCallLogData/Pbx.GetCallLogData(periodFrom=2026-11-20T17%3A45%3A00Z,',
    );
    expect(first.asked[1]?.headers.get('authorization')).toBe('Bearer short-lived');
    const last = ask(threecx as VoiceSurface, PBX, [token(), json({ value: rows.slice(0, 3) })], '500');
    expect(await last.result).toMatchObject({ next: null });
    expect(last.asked[1]?.url).toContain('$skip=500');
  });

  test('nothing happened: no page for the inbox', async () => {
    expect(await ask(threecx as VoiceSurface, PBX, [token(), json({ value: [] })]).result).toEqual({
      result: 'page',
      body: null,
      next: null,
    });
  });
});

describe('google-lsa', () => {
  test("asks for phone conversations, a day around the stretch, with the manager's id and the page token", async () => {
    const page = { results: [{ localServicesLeadConversation: { id: '1' } }], nextPageToken: 'p2' };
    const { asked, result } = ask(lsa as VoiceSurface, ADS, [token(), json(page)], 'p1');
    expect(await result).toEqual<PollResult>({
      result: 'page',
      body: { contentType: 'application/json', text: JSON.stringify(page) },
      next: 'p2',
    });
    expect(asked[1]?.url).toMatch(/\/v\d+\/customers\/1234567890\/googleAds:search$/);
    expect(asked[1]?.headers.get('login-customer-id')).toBe('9998887777');
    expect(asked[1]?.headers.get('developer-token')).toBe('developer-token-1');
    const body = JSON.parse(asked[1]?.body ?? '{}') as { query: string; pageToken: string };
    expect(body.pageToken).toBe('p1');
    expect(body.query).toContain("event_date_time >= '2026-11-19 00:00:00'");
    expect(body.query).toContain("event_date_time <= '2026-11-21 23:59:59'");
  });
});
