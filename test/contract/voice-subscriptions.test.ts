/**
 * Ending push subscriptions at their vendors, and the one that only Vonage makes. If it fails, a shop that left Ringback or changed its account goes on
 * sending every call of its customers to us, or a vendor that was merely away is taken for one that obeyed.
 */
import { describe, expect, test } from 'vitest';
import avaya from '../../src/connectors/voice/avaya-cloud.ts';
import goTo from '../../src/connectors/voice/goto-connect.ts';
import ringcentral from '../../src/connectors/voice/ringcentral.ts';
import teams from '../../src/connectors/voice/msteams-phone.ts';
import vonage from '../../src/connectors/voice/vonage.ts';
import webex from '../../src/connectors/voice/webex-calling.ts';
import { erase } from '../../src/connectors/shared/erase.ts';
import type { OutboundDeps } from '../../src/ports/connector.ts';
import type { VoiceSurface } from '../../src/ports/voice.ts';
import { surfacesUnderTest } from './voice-surfaces.ts';

const SECRET = 'correct-horse-battery-staple';
const ID = 'sub/1';

const SUBSCRIBING: readonly {
  readonly surface: VoiceSurface;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly path: string;
}[] = [
  ...[ringcentral, avaya].map((surface) => ({
    surface: erase<VoiceSurface>(surface),
    settings: { verificationToken: SECRET, clientId: 'app', clientSecret: SECRET, jwt: `${SECRET}.jwt` },
    path: 'https://platform.ringcentral.com/restapi/v1.0/subscription/sub%2F1',
  })),
  {
    surface: erase<VoiceSurface>(teams),
    settings: { clientState: SECRET, tenantId: 't', clientId: 'c', clientSecret: SECRET },
    path: 'https://graph.microsoft.com/v1.0/subscriptions/sub%2F1',
  },
  {
    surface: erase<VoiceSurface>(webex),
    settings: { webhookSecret: SECRET, clientId: 'c', clientSecret: SECRET, refreshToken: SECRET },
    path: 'https://webexapis.com/v1/webhooks/sub%2F1',
  },
  {
    surface: erase<VoiceSurface>(goTo),
    settings: {
      accessToken: SECRET,
      clientId: 'c',
      clientSecret: SECRET,
      refreshToken: SECRET,
      accountKey: '1',
    },
    path: 'https://api.goto.com/notification-channel/v1/channels/ringback/sub%2F1',
  },
  {
    surface: erase<VoiceSurface>(vonage),
    settings: {
      businessSigningKey: SECRET,
      businessUser: 'api_user',
      businessPassword: SECRET,
      clientId: 'c',
      clientSecret: SECRET,
    },
    path: 'https://api.vonage.com/t/vbc.prod/vis/v1/self/webhooks/sub%2F1',
  },
];

function world(status: number): { readonly deps: OutboundDeps; readonly asked: string[] } {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const method = init?.method ?? 'GET';
    if (method !== 'DELETE')
      return Promise.resolve(Response.json({ access_token: 'short-lived', expires_in: 3600 }));
    asked.push(`${new Headers(init?.headers).get('authorization') ?? ''} ${input as string}`);
    return Promise.resolve(new Response(status === 204 ? null : SECRET, { status }));
  };
  const now = (): Date => new Date('2026-11-20T18:42:00Z');
  return { deps: { fetch, now, signal: AbortSignal.timeout(60_000) }, asked };
}

describe.each(SUBSCRIBING)('$surface.meta.id', ({ surface, settings, path }) => {
  const cancel = async (status: number): Promise<{ readonly said: unknown; readonly asked: string[] }> => {
    const { deps, asked } = world(status);
    const said = await surface.subscription?.cancel?.(
      surface.config.parse(settings),
      { id: ID, expiresAt: null },
      deps,
    );
    expect(JSON.stringify(said)).not.toMatch(/correct-horse|short-lived/);
    return { said, asked };
  };

  test('asks the vendor to delete it under a token of its own', async () => {
    const { said, asked } = await cancel(204);
    expect(said).toEqual({ result: 'gone' });
    expect(asked).toEqual([`Bearer short-lived ${path}`]);
  });

  test('one that the vendor does not know any more is gone', async () => {
    expect((await cancel(404)).said).toEqual({ result: 'gone' });
  });

  test('a refusal and an outage are not taken for done', async () => {
    expect((await cancel(403)).said).toMatchObject({
      result: 'refused',
      remedy: expect.any(String) as string,
    });
    expect((await cancel(503)).said).toMatchObject({ result: 'try-later' });
  });

  test('without credentials nobody is asked', async () => {
    const { deps, asked } = world(204);
    const said = await surface.subscription?.cancel?.(
      surface.config.parse({}),
      { id: ID, expiresAt: null },
      deps,
    );
    expect(said).toMatchObject({ result: 'not-configured' });
    expect(asked).toEqual([]);
  });
});

test('every surface that subscribes can also end it', async () => {
  const without = (await surfacesUnderTest())
    .filter(([, { subscription }]) => subscription !== undefined && subscription.cancel === undefined)
    .map(([id]) => id);
  expect(without).toEqual([]);
});

describe('Graph cannot change the address of a subscription', () => {
  const current = { id: 's1', expiresAt: null };
  const url = 'https://shop.example.test/hooks/voice/main';
  const ensure = async (
    clientId: string,
    answers: readonly Response[],
  ): Promise<{ readonly said: unknown; readonly methods: string[] }> => {
    const methods: string[] = [];
    const left = [Response.json({ access_token: 't', expires_in: 3600 }), ...answers];
    const fetch: typeof globalThis.fetch = (_input, init) => {
      methods.push(init?.method ?? 'GET');
      const answer = left.shift();
      return answer === undefined ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(answer);
    };
    const config = teams.config.parse({ ...SUBSCRIBING[2]?.settings, clientId });
    const deps = { ...world(200).deps, fetch };
    const said = await teams.subscription?.ensure(config, { url, current, changed: true }, deps);
    return { said, methods: methods.slice(1) };
  };
  const made = (): Response => Response.json({ id: 's2', expirationDateTime: '2026-11-23T16:30:00Z' });

  test('with another one it is made anew', async () => {
    const { said, methods } = await ensure('changed', [made()]);
    expect(said).toMatchObject({ id: 's2' });
    expect(methods).toEqual(['POST']);
  });

  test('where one must go before the next comes, it goes', async () => {
    const conflict = Response.json({}, { status: 409 });
    const { said, methods } = await ensure('one-at-a-time', [
      conflict,
      new Response(null, { status: 204 }),
      made(),
    ]);
    expect(said).toMatchObject({ id: 's2' });
    expect(methods).toEqual(['POST', 'DELETE', 'POST']);
  });
});

describe('the notification channel of GoTo', () => {
  const url = 'https://shop.example.test/hooks/voice/main';
  const channelOf = (channelLifetime: number): Response =>
    Response.json({ channelId: 'Webhook.1', channelLifetime }, { status: 201 });
  const took = (status: number): Response =>
    Response.json({ accountKeys: [{ id: '1', status, message: SECRET }] }, { status: 207 });
  const ensure = async (
    answers: readonly Response[],
    current: string | null = null,
  ): Promise<{ readonly said: unknown; readonly asked: readonly string[] }> => {
    const asked: string[] = [];
    const left = [...answers];
    const fetch: typeof globalThis.fetch = (input, init) => {
      if ((input as string).includes('/oauth/'))
        return Promise.resolve(Response.json({ access_token: 'short-lived', expires_in: 3600 }));
      asked.push(`${init?.method ?? 'GET'} ${(input as string).replace('https://api.goto.com', '')}`);
      const answer = left.shift();
      return answer === undefined ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(answer);
    };
    const said = await goTo.subscription?.ensure(
      goTo.config.parse(SUBSCRIBING.find(({ surface }) => surface.meta.id === 'goto-connect')?.settings),
      { url, current: current === null ? null : { id: current, expiresAt: null } },
      { ...world(200).deps, fetch },
    );
    expect(JSON.stringify(said)).not.toMatch(/correct-horse|short-lived/);
    return { said, asked };
  };
  const made = [
    'POST /notification-channel/v1/channels/ringback',
    'POST /call-events/v1/subscriptions',
    'POST /call-events-report/v1/subscriptions',
  ];

  test('is made with both subscriptions, and its end is known', async () => {
    const { said, asked } = await ensure([channelOf(86_400), took(200), Response.json({ items: [] })]);
    expect(said).toEqual({ result: 'active', id: 'Webhook.1', expiresAt: '2026-11-21T18:42:00.000Z' });
    expect(asked).toEqual(made);
  });

  test('the same channel gets more time', async () => {
    const more = Response.json({ channelLifetime: 172_800 });
    const { said, asked } = await ensure([channelOf(60), took(200), Response.json({}), more], 'Webhook.1');
    expect(said).toMatchObject({ expiresAt: '2026-11-22T18:42:00.000Z' });
    expect(asked).toEqual([
      ...made,
      'PUT /notification-channel/v1/channels/ringback/Webhook.1/channel-lifetime',
    ]);
  });

  test('one of 68 years is looked at all the same', async () => {
    const { said } = await ensure([channelOf(2_147_483_647), took(200), Response.json({})]);
    expect(said).toMatchObject({ result: 'active', expiresAt: null });
  });

  test('an account that was refused inside a 207 is not taken for subscribed', async () => {
    const { said } = await ensure([channelOf(86_400), took(403)]);
    expect(said).toMatchObject({ result: 'refused', detail: expect.stringContaining('403') as string });
  });
});

describe('the webhook of Vonage Business Communications', () => {
  const url = 'https://shop.example.test/hooks/voice/main';
  let accounts = 0;
  const ensure = async (
    answers: readonly Response[],
    current: string | null = null,
    settings: Readonly<Record<string, unknown>> = {},
    changed = false,
  ): Promise<{
    readonly said: unknown;
    readonly asked: readonly string[];
    readonly sent: readonly string[];
  }> => {
    const [asked, sent]: [string[], string[]] = [[], []];
    const left = [Response.json({ access_token: 'short-lived', expires_in: 3600 }), ...answers];
    const fetch: typeof globalThis.fetch = (input, init) => {
      asked.push(`${init?.method ?? 'GET'} ${input as string}`);
      sent.push(typeof init?.body === 'string' ? init.body : '');
      const answer = left.shift();
      return answer === undefined ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(answer);
    };
    const config = vonage.config.parse({
      businessSigningKey: SECRET,
      businessUser: `api_user_${(accounts += 1)}`,
      businessPassword: SECRET,
      clientId: 'c',
      clientSecret: SECRET,
      ...settings,
    });
    const said = await vonage.subscription?.ensure(
      config,
      { url, current: current === null ? null : { id: current, expiresAt: null }, changed },
      { ...world(200).deps, fetch },
    );
    expect(JSON.stringify(said)).not.toMatch(/correct-horse|short-lived/);
    return { said, asked, sent };
  };
  const made = (): Response =>
    Response.json({ id: 'w-1', expireAt: '2026-11-30T18:42:00.000Z' }, { status: 201 });

  test('is made with our signing key by a user of the account', async () => {
    const { said, asked, sent } = await ensure([made()]);
    expect(said).toEqual({ result: 'active', id: 'w-1', expiresAt: '2026-11-30T18:42:00.000Z' });
    expect(asked).toEqual([
      'POST https://api.vonage.com/token',
      'POST https://api.vonage.com/t/vbc.prod/vis/v1/self/webhooks',
    ]);
    const form = new URLSearchParams(sent[0]);
    expect(form.get('grant_type')).toBe('password');
    expect(form.get('username')).toMatch(/^api_user_\d+@vbc\.prod$/);
    expect(JSON.parse(sent[1] ?? '')).toEqual({
      url,
      events: ['CALL'],
      signingAlgo: 'HMAC_SHA256',
      signingKey: SECRET,
      metadataPolicy: 'BODY',
    });
  });

  test('is renewed, and made anew when it is gone or nothing about it could be changed', async () => {
    const renewed = await ensure([made()], 'w-1');
    expect(renewed.asked[1]).toBe('PUT https://api.vonage.com/t/vbc.prod/vis/v1/self/webhooks/w-1/renew');
    const gone = await ensure([new Response(null, { status: 404 }), made()], 'w-0');
    expect(gone.said).toMatchObject({ id: 'w-1' });
    const changed = await ensure([made()], 'w-0', {}, true);
    expect(changed.asked).toHaveLength(2);
    expect(changed.said).toMatchObject({ id: 'w-1' });
  });

  test('what is missing is named, a refusal has a remedy, an outage is waited for', async () => {
    expect((await ensure([], null, { businessSigningKey: undefined })).said).toMatchObject({
      result: 'not-configured',
    });
    expect((await ensure([], null, { businessPassword: undefined })).said).toMatchObject({
      result: 'not-configured',
    });
    expect((await ensure([new Response(SECRET, { status: 403 })])).said).toMatchObject({ result: 'refused' });
    expect((await ensure([])).said).toMatchObject({ result: 'try-later' });
  });
});
