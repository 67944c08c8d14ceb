import { describe, expect, test } from 'vitest';
import type { OutboundDeps } from '../../ports/connector.ts';
import { accessToken, forgetToken } from './oauth.ts';
import type { OAuthClient, OAuthGrant } from './oauth.ts';

/**
 * If this fails, polls and subscriptions of every vendor with OAuth stop, hammer its token endpoint, go on with a token
 * of credentials that were replaced, or print a secret on the Health page.
 */
const SECRET = 'correct-horse-battery-staple';
let next = 0;
const client = (more: Partial<OAuthClient> = {}): OAuthClient => ({
  vendor: 'Acme',
  tokenUrl: `https://login.example.test/${(next += 1)}/token`,
  clientId: 'app-1',
  clientSecret: SECRET,
  ...more,
});
const plain: OAuthGrant = { grant: 'client-credentials' };

interface Asked {
  readonly url: string;
  readonly authorization: string | null;
  readonly form: Record<string, string>;
}

function world(answers: readonly (() => Response)[]): {
  deps: OutboundDeps;
  asked: Asked[];
  clock: { at: number };
} {
  const asked: Asked[] = [];
  const clock = { at: Date.parse('2026-11-20T18:00:00Z') };
  const fake: typeof fetch = (input, init) => {
    const text = typeof init?.body === 'string' ? init.body : '';
    asked.push({
      url: input instanceof Request ? input.url : String(input),
      authorization: new Headers(init?.headers).get('authorization'),
      form: Object.fromEntries(new URLSearchParams(text)),
    });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return answer === undefined ? Promise.reject(new Error('no answer')) : Promise.resolve(answer());
  };
  return {
    deps: { fetch: fake, now: () => new Date(clock.at), signal: AbortSignal.timeout(60_000) },
    asked,
    clock,
  };
}
const granted =
  (token: string, more: Record<string, unknown> = {}) =>
  (): Response =>
    Response.json({ access_token: token, expires_in: 3600, ...more });
const refused =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (): Response =>
    Response.json(body, { status, headers });

describe('access tokens', () => {
  test('are asked for once and kept until a minute before their end', async () => {
    const { deps, asked, clock } = world([granted('one'), granted('two')]);
    const app = client();
    expect(await accessToken(app, plain, deps)).toMatchObject({ result: 'token', token: 'one' });
    clock.at += 3539_000;
    expect(await accessToken(app, plain, deps)).toMatchObject({ token: 'one' });
    clock.at += 2000;
    expect(await accessToken(app, plain, deps)).toMatchObject({ token: 'two' });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual({
      url: app.tokenUrl,
      authorization: `Basic ${btoa(`app-1:${SECRET}`)}`,
      form: { grant_type: 'client_credentials' },
    });
  });

  test('of other credentials are never shared', async () => {
    const { deps, asked } = world([granted('one'), granted('two')]);
    const app = client();
    await accessToken(app, plain, deps);
    expect(await accessToken({ ...app, clientSecret: 'changed' }, plain, deps)).toMatchObject({
      token: 'two',
    });
    expect(asked).toHaveLength(2);
  });

  test('that the vendor refused are forgotten', async () => {
    const { deps } = world([granted('one'), granted('two')]);
    const app = client();
    await accessToken(app, plain, deps);
    forgetToken(app, plain);
    expect(await accessToken(app, plain, deps)).toMatchObject({ token: 'two' });
  });

  test('by JWT bearer, with the client in the form', async () => {
    const { deps, asked } = world([granted('one')]);
    await accessToken(client({ clientIn: 'form' }), { grant: 'jwt-bearer', assertion: 'a.b.c' }, deps);
    expect(asked[0]).toMatchObject({
      authorization: null,
      form: {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: 'a.b.c',
        client_id: 'app-1',
        client_secret: SECRET,
      },
    });
  });

  test('by refresh token, going on with the one handed back last', async () => {
    const { deps, asked, clock } = world([granted('one', { refresh_token: 'r2' }), granted('two')]);
    const app = client();
    const grant: OAuthGrant = { grant: 'refresh-token', refreshToken: 'r1' };
    await accessToken(app, grant, deps);
    clock.at += 3_600_000;
    await accessToken(app, grant, deps);
    expect(asked.map((call) => call.form['refresh_token'])).toEqual(['r1', 'r2']);
  });

  test('by password grant', async () => {
    const { deps, asked } = world([granted('one')]);
    await accessToken(client(), { grant: 'password', username: 'key', password: 'pass' }, deps);
    expect(asked[0]?.form).toEqual({ grant_type: 'password', username: 'key', password: 'pass' });
  });
});

describe('a vendor that gives no token', () => {
  const ask = async (answer: () => Response): Promise<unknown> =>
    accessToken(client(), plain, world([answer]).deps);

  test('because of the credentials is a refusal with a remedy and no secret', async () => {
    const result = await ask(
      refused(400, { error: 'invalid_client', error_description: `bad secret ${SECRET}` }),
    );
    expect(result).toMatchObject({
      result: 'refused',
      detail: 'Acme answered 400 when asked for the access token (invalid_client).',
    });
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(JSON.stringify(await ask(refused(401, { error: SECRET })))).not.toContain(SECRET);
  });

  test('because it is busy is asked later', async () => {
    expect(await ask(refused(429, {}, { 'retry-after': '7' }))).toMatchObject({
      result: 'try-later',
      afterMs: 7000,
    });
    expect(await ask(refused(503, {}))).toMatchObject({ result: 'try-later' });
    expect(await accessToken(client(), plain, world([]).deps)).toMatchObject({ result: 'try-later' });
  });

  test('but an answer without one is asked later, too', async () => {
    expect(await ask(() => Response.json({ token: 'x' }))).toMatchObject({ result: 'try-later' });
    expect(await ask(() => new Response('<html>'))).toMatchObject({ result: 'try-later' });
  });
});
