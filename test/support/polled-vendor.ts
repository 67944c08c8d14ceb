import { z } from 'zod';
import { erase } from '../../src/connectors/shared/erase.ts';
import type { CallEvent } from '../../src/core/model/call-event.ts';
import type { IncomingRequest, ParseResult } from '../../src/ports/connector.ts';
import { secret } from '../../src/ports/connector.ts';
import { defineVoiceSurface, type VendorRefusal, type VoiceSurface } from '../../src/ports/voice.ts';

/**
 * A vendor of our own that is looked at and subscribed to: its connector, and the vendor behind it as a fetch. It
 * answers with what the test put on its pages, and writes down every request.
 */
export interface PolledVendor {
  readonly surface: VoiceSurface;
  readonly fetch: typeof fetch;
  /** One list of call ids per page of the next look; what is not given is empty. */
  pages: string[][];
  /** What the vendor says instead, request by request; null answers as usual. */
  moods: (null | Mood)[];
  /** Status that calls on the pages have. */
  status: string;
  readonly asked: { path: string; from: string; to: string; cursor: string | null; key: string }[];
  readonly subscribed: { current: string | null; url: string; changed: boolean }[];
  /** Subscriptions it was asked to end, with the key it was asked under. */
  readonly cancelled: { id: string; key: string }[];
  /** Accounts, by their key: each knows only the subscriptions that it made. */
  readonly living: Map<string, Set<string>>;
  /** Reports that are not ready for so many looks. */
  preparing: number;
  /** How long a subscription lasts, in seconds. */
  lifetimeSeconds: number | null;
  /** Runs while a request is on its way. */
  during: () => Promise<void>;
}
type Mood = 'refuse' | 'busy' | 'break' | 'throw' | 'same-mark' | 'forgot';

const Config = z.strictObject({
  token: secret(z.string(), 'Token of deliveries').optional(),
  apiKey: secret(z.string(), 'Key for the call log').optional(),
});
type Config = z.infer<typeof Config>;

export function polledVendor(
  now: () => Date,
  rates: { everySeconds: number; requestsPerMinute: number; overlapSeconds: number } = {
    everySeconds: 60,
    requestsPerMinute: 60,
    overlapSeconds: 300,
  },
): PolledVendor {
  let made = 0;
  const vendor: PolledVendor = {
    pages: [],
    moods: [],
    status: 'missed',
    asked: [],
    subscribed: [],
    cancelled: [],
    living: new Map(),
    preparing: 0,
    lifetimeSeconds: 3600,
    during: () => Promise.resolve(),
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const key = new Headers(init?.headers).get('authorization') ?? '';
      const cursor = url.searchParams.get('cursor');
      vendor.asked.push({
        path: url.pathname,
        from: url.searchParams.get('from') ?? '',
        to: url.searchParams.get('to') ?? '',
        cursor,
        key,
      });
      await vendor.during();
      const mood = vendor.moods.shift() ?? null;
      if (mood === 'break') throw new TypeError('fetch failed', { cause: new Error('reset') });
      if (mood === 'refuse') return new Response('no', { status: 401 });
      if (mood === 'forgot') return new Response('gone', { status: 410 });
      if (mood === 'busy') return new Response('later', { status: 429, headers: { 'retry-after': '120' } });
      if (url.pathname.startsWith('/subscriptions')) return subscriptions(url, init?.method ?? 'GET', key);
      if (url.pathname === '/calls' && vendor.preparing > 0) {
        vendor.preparing -= 1;
        return new Response(null, { status: 202 });
      }
      const at = Number(cursor ?? '0');
      const next = mood === 'same-mark' ? cursor : at + 1 < vendor.pages.length ? String(at + 1) : null;
      return Response.json({
        calls: (vendor.pages[at] ?? []).map((id) => ({
          id,
          status: vendor.status,
          at: '2026-11-18T17:59:00Z',
        })),
        next,
      });
    },
    surface: erase<VoiceSurface>(
      defineVoiceSurface<Config>({
        meta: {
          id: 'polled',
          name: 'Polled Vendor',
          family: 'generic',
          delivery: 'poll',
          signature: 'none',
          clockToleranceSeconds: 5,
          maturity: 'documented',
          checkedHow: 'made up for tests',
          lastChecked: '2026-11-21',
          docs: [],
          setup: ['Paste {url}.'],
        },
        config: Config,
        verify: () => ({ ok: true }),
        parse,
        poll: {
          role: 'primary',
          what: 'call log',
          ...rates,
          fetchPage: async (config, position, deps) => {
            if (config.apiKey === undefined)
              return { result: 'not-configured', detail: 'The API key is missing.' };
            if (vendor.moods[0] === 'throw') {
              vendor.moods.shift();
              throw new RangeError(`a bug that quotes ${config.apiKey}`);
            }
            const query = new URLSearchParams({ from: position.from, to: position.to });
            if (position.cursor !== null) query.set('cursor', position.cursor);
            const answer = await ask(deps.fetch, `/calls?${query.toString()}`, config.apiKey);
            if (answer === '') return { result: 'preparing', mark: position.cursor ?? '0', afterMs: 10_000 };
            if (typeof answer !== 'string') return answer;
            const page = JSON.parse(answer) as { calls: unknown[]; next: string | null };
            return {
              result: 'page',
              body: page.calls.length === 0 ? null : { contentType: 'application/json', text: answer },
              next: page.next,
            };
          },
        },
        subscription: {
          renewBeforeSeconds: 600,
          ensure: async (config, given, deps) => {
            const { url, current, changed = false } = given;
            vendor.subscribed.push({ current: current?.id ?? null, url, changed });
            const path = current === null ? '/subscriptions' : `/subscriptions/${current.id}`;
            const answer = await ask(deps.fetch, path, config.apiKey ?? '');
            if (typeof answer !== 'string') return answer;
            const { id } = JSON.parse(answer) as { id: string };
            const { lifetimeSeconds } = vendor;
            return {
              result: 'active',
              id,
              expiresAt:
                lifetimeSeconds === null
                  ? null
                  : new Date(now().getTime() + lifetimeSeconds * 1000).toISOString(),
            };
          },
          cancel: async (config, current, deps) => {
            const answer = await ask(
              deps.fetch,
              `/subscriptions/${current.id}`,
              config.apiKey ?? '',
              'DELETE',
            );
            return typeof answer === 'string' ? { result: 'gone' } : answer;
          },
        },
      }),
    ),
  };
  return vendor;

  function subscriptions(url: URL, method: string, key: string): Response {
    const account = vendor.living.get(key) ?? new Set<string>();
    vendor.living.set(key, account);
    const id = url.pathname.split('/')[2];
    if (id === undefined) {
      const fresh = `sub-${(made += 1)}`;
      account.add(fresh);
      return Response.json({ id: fresh });
    }
    // Somebody else's, as far as this account can tell.
    if (!account.has(id)) return new Response('no', { status: 401 });
    if (method === 'DELETE') {
      account.delete(id);
      vendor.cancelled.push({ id, key });
    }
    return Response.json({ id });
  }
}

async function ask(
  fetcher: typeof fetch,
  path: string,
  key: string,
  method = 'GET',
): Promise<string | VendorRefusal> {
  const url = `https://vendor.example.test${path}`;
  const response = await fetcher(url, { method, headers: { authorization: key } });
  if (response.status === 401)
    return { result: 'refused', detail: 'The vendor refuses the API key.', remedy: 'Make a new key.' };
  if (response.status === 410)
    return { result: 'try-later', detail: 'the vendor forgot the report', markLost: true };
  if (response.status === 429)
    return {
      result: 'try-later',
      detail: 'too many requests',
      afterMs: Number(response.headers.get('retry-after')) * 1000,
    };
  return response.text();
}

function parse(request: IncomingRequest): ParseResult<CallEvent> {
  const page = JSON.parse(Buffer.from(request.body).toString('utf8')) as {
    calls: { id: string; status: string; at: string }[];
  };
  return {
    result: 'events',
    events: page.calls.map((call) => ({
      surface: 'polled',
      eventId: `${call.id}:${call.status}`,
      callId: call.id,
      linkedCallIds: [],
      direction: 'inbound',
      from: '+13125550142',
      fromWithheld: false,
      to: '+13125550100',
      occurredAt: call.at,
      timePrecision: 's',
      final: true,
      disposition: call.status === 'missed' ? 'no_answer' : 'unknown',
      dispositionRaw: call.status,
      attribution: {},
    })),
  };
}
