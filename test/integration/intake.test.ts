/**
 * If this fails: a vendor's webhook is lost, stored twice, believed without a signature, or refused although it is
 * genuine; or the operator cannot see why.
 */
import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signTwilio } from '../../src/simulate/vendors/twilio.ts';
import { ALL_TENANTS } from '../../src/store/database.ts';
import { organise } from '../support/deliver.ts';
import {
  ADMIN_KEY,
  errorOf,
  PUBLIC,
  served,
  type Answer,
  type Client,
  type Served,
} from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let site: Served;
let tenantId: string;
let owner: Client;
let port: number;

beforeAll(async () => {
  site = await served();
  tenantId = await organise(site, shopConfig());
  owner = await site.as(tenantId, 'owner');
  port = await site.server.start(0);
});
afterAll(() => site.close());

let calls = 0;
function miss(): Record<string, string> {
  calls += 1;
  return {
    CallSid: `CA${String(calls).padStart(32, '0')}`,
    AccountSid: `AC${'1'.repeat(32)}`,
    From: SHOP.caller,
    To: SHOP.main,
    Direction: 'inbound',
    CallStatus: 'completed',
    DialCallStatus: 'no-answer',
    Timestamp: 'Wed, 18 Nov 2026 18:00:00 +0000',
  };
}

const TWILIO = '/hooks/voice/shop-twilio';

/** Signed by our own signer, which the contract tests hold against Twilio's official library. */
function twilio(
  fields: Record<string, string>,
  options: { path?: string; token?: string; url?: string } = {},
): RequestInit & { path: string } {
  const path = options.path ?? TWILIO;
  const body = new URLSearchParams(fields).toString();
  const delivery = {
    surface: 'twilio' as const,
    at: new Date(),
    what: '',
    contentType: 'application/x-www-form-urlencoded',
    body,
  };
  const signed = signTwilio(delivery, options.url ?? PUBLIC + path, options.token ?? SHOP.twilioToken);
  return { path, method: 'POST', headers: signed.headers, body: signed.body };
}

const post = (given: RequestInit & { path: string }): Promise<Answer> => site.raw(given.path, given);

async function stored(): Promise<
  { kind: string; state: string; url: string; headers: Record<string, string>; body: string }[]
> {
  const rows = await site.pipeline.store.tx(ALL_TENANTS, (tx) =>
    tx.selectFrom('inbox').selectAll().orderBy('id').execute(),
  );
  return rows.map((row) => ({
    kind: row.kind,
    state: row.state,
    url: row.url,
    headers: row.headers as Record<string, string>,
    body: row.body.toString(),
  }));
}

describe('a genuine webhook', () => {
  it('is stored with its raw bytes before it is answered in the vendor’s own words', async () => {
    const before = (await stored()).length;
    const given = twilio(miss());
    const answer = await post(given);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('xml');
    expect(answer.text).toContain('<Response/>');
    const rows = await stored();
    expect(rows).toHaveLength(before + 1);
    expect(rows.at(-1)).toMatchObject({ kind: 'voice', url: PUBLIC + TWILIO, body: given.body });
    expect(rows.at(-1)?.headers).not.toHaveProperty('host');
    expect(rows.at(-1)?.headers).toHaveProperty('x-twilio-signature');
  });

  it('is stored once however often and however parallel it comes', async () => {
    const before = (await stored()).length;
    const given = twilio(miss());
    const answers = await Promise.all(Array.from({ length: 40 }, () => post(given)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await post(given)).toMatchObject({ status: 200 });
    expect(await stored()).toHaveLength(before + 1);
  });

  it('is stored in order of arrival when many come together', async () => {
    const given = Array.from({ length: 60 }, () => twilio(miss()));
    await Promise.all(given.map(post));
    const rows = await stored();
    expect(rows.slice(-60).map((row) => row.body)).toEqual(given.map((each) => each.body));
  });

  it('may come as GET, where everything is in the query', async () => {
    const path = `${TWILIO}?${new URLSearchParams(miss()).toString()}`;
    const signature = createHmac('sha1', SHOP.twilioToken)
      .update(PUBLIC + path)
      .digest('base64');
    expect(await site.raw(path, { headers: { 'x-twilio-signature': signature } })).toMatchObject({
      status: 200,
    });
  });

  it('is recognised behind a proxy: the configured address counts, never the Host header', async () => {
    const given = twilio(miss());
    const answer = await over({
      path: TWILIO,
      method: 'POST',
      headers: { ...(given.headers as Record<string, string>), host: 'evil.example' },
      body: given.body as string,
    });
    expect(answer.status).toBe(200);
    const forged = twilio(miss(), { url: `https://evil.example${TWILIO}` });
    const refused = await over({
      path: TWILIO,
      method: 'POST',
      headers: { ...(forged.headers as Record<string, string>), host: 'evil.example' },
      body: forged.body as string,
    });
    expect(refused.status).toBe(401);
  });

  it('whose body makes no sense is stored all the same, and Health says what is wrong with it', async () => {
    const broken = '{"CallSid": "CA1", ';
    const path = `${TWILIO}?bodySHA256=${createHash('sha256').update(broken).digest('hex')}`;
    const header = createHmac('sha1', SHOP.twilioToken)
      .update(PUBLIC + path)
      .digest('base64');
    const answer = await site.raw(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-twilio-signature': header },
      body: broken,
    });
    expect(answer.status).toBe(200);
    await site.settle();
    const health = await owner.ok<{
      inbox: { trouble: { state: string; preview: string; detail: { issues: { message: string }[] } }[] };
    }>('GET', '/api/v1/health');
    const trouble = health.inbox.trouble.find((each) => each.preview === broken);
    expect(trouble?.state).toBe('malformed');
    expect(trouble?.detail.issues[0]?.message).toMatch(/JSON/);
  });
});

describe('the handshake of RingCentral', () => {
  it('echoes the validation token without storing anything', async () => {
    const before = (await stored()).length;
    const answer = await site.raw('/hooks/voice/shop-ringcentral', {
      method: 'POST',
      headers: { 'validation-token': 'abc-123' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('validation-token')).toBe('abc-123');
    expect(await stored()).toHaveLength(before);
  });
});

describe('what is refused says why', () => {
  it('names an unknown source, and a source of the other kind', async () => {
    expect(errorOf(await post(twilio(miss(), { path: '/hooks/voice/nobody' }))).code).toBe('unknown-source');
    const wrong = errorOf(await site.raw('/hooks/messaging/shop-twilio', { method: 'POST', body: 'x' }));
    expect(wrong).toMatchObject({ code: 'unknown-source' });
    expect(wrong.message).toContain('/hooks/voice/shop-twilio');
    expect(errorOf(await site.raw('/hooks/fax/x', { method: 'POST' })).code).toBe('not-found');
    expect(errorOf(await site.raw('/hooks/voice/a%00b', { method: 'POST' }))).toBeTruthy();
  });

  it('allows only the methods that vendors use', async () => {
    const answer = await site.raw(TWILIO, { method: 'PUT', body: 'x' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, POST, OPTIONS');
    expect(errorOf(answer).code).toBe('wrong-method');
  });

  it('tells a vendor that asks first, as GoTo does, what the address takes, and stores nothing', async () => {
    const before = (await stored()).length;
    for (const base of ['', `http://127.0.0.1:${port}`]) {
      const answer =
        base === ''
          ? await site.raw(TWILIO, { method: 'OPTIONS' })
          : await fetch(base + TWILIO, { method: 'OPTIONS' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('allow')).toBe('GET, POST, OPTIONS');
    }
    expect((await site.raw('/hooks/voice/nobody', { method: 'OPTIONS' })).status).toBe(404);
    expect((await stored()).length).toBe(before);
  });

  it('refuses unsigned and wrongly signed deliveries, and shows the last one with the URL we computed', async () => {
    const before = (await stored()).length;
    const unsigned = await site.raw(TWILIO, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'CallSid=CA1',
    });
    expect(unsigned.status).toBe(401);
    expect(errorOf(unsigned).code).toBe('signature-missing');
    const wrong = await post(twilio(miss(), { token: 'another-token' }));
    expect(wrong.status).toBe(401);
    expect(errorOf(wrong)).toMatchObject({ code: 'signature-invalid' });
    expect(await stored()).toHaveLength(before);
    await flushed(async () => {
      const health = await owner.ok<{
        sources: {
          key: string;
          refused: number;
          accepted: number;
          lastFailure: { code: string; computedUrl: string } | null;
        }[];
      }>('GET', '/api/v1/health');
      const source = health.sources.find((each) => each.key === 'shop-twilio');
      expect(source?.refused).toBeGreaterThanOrEqual(2);
      expect(source?.accepted).toBeGreaterThan(0);
      expect(source?.lastFailure).toMatchObject({ code: 'signature-invalid', computedUrl: PUBLIC + TWILIO });
    });
  });

  it('speaks of the character set, not of the secret, when that is what is wrong', async () => {
    const before = (await stored()).length;
    const genuine = twilio({ ...miss(), CallerName: 'Jose' });
    const latin = await post({
      ...genuine,
      headers: {
        ...(genuine.headers as Record<string, string>),
        'content-type': 'application/x-www-form-urlencoded; charset=ISO-8859-1',
      },
    });
    expect(latin.status).toBe(415);
    const error = errorOf(latin);
    expect(error).toMatchObject({ code: 'bad-charset' });
    expect(error.message).toContain('iso-8859-1');
    expect(`${error.message} ${error.remedy}`).toMatch(/UTF-8/);
    expect(`${error.message} ${error.remedy}`).not.toMatch(/secret|token/);
    expect(await stored()).toHaveLength(before);
    await flushed(async () => {
      const health = await owner.ok<{
        sources: { key: string; lastFailure: { code: string; remedy: string } | null }[];
      }>('GET', '/api/v1/health');
      expect(health.sources.find((each) => each.key === 'shop-twilio')?.lastFailure).toMatchObject({
        code: 'bad-charset',
        remedy: expect.stringContaining('UTF-8') as string,
      });
    });
  });

  it('keeps no secret that a vendor without signatures repeats in its address or headers', async () => {
    const token = 'a-long-random-text/of+ours';
    await owner.ok('POST', '/api/v1/sources', {
      key: 'shop-mapped',
      connector: 'mapped-http',
      settings: { accessToken: token },
    });
    const path = '/hooks/voice/shop-mapped';
    const send = (target: string, headers: Record<string, string> = {}): Promise<Answer> =>
      site.raw(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ target, from: SHOP.caller, to: SHOP.main, status: 'missed' }),
      });
    const before = (await stored()).length;
    const inQuery = `${path}?shop=1&token=${encodeURIComponent(token)}`;
    await flushed(async () => expect((await send(inQuery)).status).toBe(200));
    expect((await send(path, { authorization: `Bearer ${token}`, 'x-copy': token })).status).toBe(200);
    const rows = (await stored()).slice(before);
    expect(rows.map((row) => row.url)).toEqual([`${PUBLIC}${path}?shop=1&token=***`, PUBLIC + path]);
    expect(JSON.stringify(rows.map((row) => row.headers))).not.toContain(token);

    const wrong = await send(`${path}?token=slip-of-the-finger`);
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic /);
    const atTheEnd = await send(`${path}/slip-of-the-finger`);
    expect(errorOf(atTheEnd).code).toBe('signature-invalid');
    await flushed(async () => {
      const health = await owner.ok<{
        sources: { key: string; lastFailure: { computedUrl: string } | null }[];
      }>('GET', '/api/v1/health');
      const failure = health.sources.find((each) => each.key === 'shop-mapped')?.lastFailure;
      expect(failure?.computedUrl).toBe(`${PUBLIC}${path}/***`);
    });
  });

  it('leaves an address whole whose numbers happen to hold a short signing key', async () => {
    await owner.ok('POST', '/api/v1/sources', {
      key: 'shop-short-key',
      connector: 'mapped-http',
      settings: { accessToken: 'another-long-random-text', signingKey: '555' },
    });
    const body = JSON.stringify({ from: SHOP.caller, to: SHOP.main, status: 'missed' });
    const target = '/hooks/voice/shop-short-key?call=15550142';
    const signature = createHmac('sha256', '555').update(body).digest('hex');
    const before = (await stored()).length;
    const answer = await site.raw(target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer another-long-random-text',
        'x-signature': signature,
        'x-call': '15550142',
      },
      body,
    });
    expect(answer.status).toBe(200);
    const [row] = (await stored()).slice(before);
    expect(row).toMatchObject({ url: PUBLIC + target, headers: { 'x-call': '15550142' } });
  });

  it('refuses more than one MiB, announced or not, and stays alive', async () => {
    const big = 'x'.repeat(1024 * 1024 + 1);
    expect(errorOf(await site.raw(TWILIO, { method: 'POST', body: big })).code).toBe('body-too-large');
    const announced = await over({
      path: TWILIO,
      method: 'POST',
      headers: { 'content-length': '999999999' },
      body: 'x',
      cut: true,
    });
    expect(announced.status).toBe(413);
    const chunked = await over({
      path: TWILIO,
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
      body: big,
    });
    expect(chunked.status).toBe(413);
    // Refused unread, and an operator sees on Health that something of this source does not get in.
    await flushed(async () => {
      const health = await owner.ok<{ sources: { key: string; lastFailure: { code: string } | null }[] }>(
        'GET',
        '/api/v1/health',
      );
      expect(health.sources.find((each) => each.key === 'shop-twilio')?.lastFailure?.code).toBe(
        'body-too-large',
      );
    });
    expect(await post(twilio(miss()))).toMatchObject({ status: 200 });
  });

  it('refuses compressed bodies, because nobody signs those', async () => {
    const answer = await over({
      path: TWILIO,
      method: 'POST',
      headers: { 'content-encoding': 'gzip' },
      body: 'x',
    });
    expect(answer.status).toBe(415);
  });
});

describe('normalised calls through the API', () => {
  const event = (id: string, changes: Record<string, unknown> = {}) => ({
    surface: 'pbx',
    eventId: id,
    callId: id,
    linkedCallIds: [],
    direction: 'inbound',
    from: '+13125550177',
    fromWithheld: false,
    to: SHOP.main,
    occurredAt: '2026-11-18T17:59:00Z',
    timePrecision: 's',
    final: true,
    disposition: 'no_answer',
    attribution: {},
    ...changes,
  });

  it('are stored one by one, counted, and become calls', async () => {
    expect(await owner.ok('POST', '/api/v1/call-events', event('e1'))).toEqual({
      accepted: 1,
      duplicates: 0,
    });
    expect(
      await owner.ok('POST', '/api/v1/call-events', [event('e1'), event('e2', { from: '+13125550178' })]),
    ).toEqual({ accepted: 1, duplicates: 1 });
    await site.settle();
    const { items } = await owner.ok<{ items: { surfaces: string[] }[] }>('GET', '/api/v1/calls?q=5550177');
    expect(items[0]?.surfaces).toEqual(['pbx']);
  });

  it('names the field of a normalised event that is not right, whatever is wrong with it', async () => {
    const issues = async (body: unknown): Promise<unknown> => {
      const answer = await owner.send('POST', '/api/v1/call-events', body);
      expect(answer.status).toBe(400);
      return (errorOf(answer).issues ?? []).map((issue) => issue.path);
    };
    const without = (name: string): Record<string, unknown> =>
      Object.fromEntries(Object.entries(event('n1')).filter(([key]) => key !== name));
    expect(await issues(without('direction'))).toEqual(['direction']);
    expect(await issues({ ...event('n2'), disposition: 'teleported' })).toEqual(['disposition']);
    expect(await issues({ ...event('n3'), occurredAt: '2026-02-31T00:00:00Z' })).toEqual(['occurredAt']);
    expect(await issues({ ...event('n4'), occurredAt: '0001-01-01T00:00:00Z' })).toEqual(['occurredAt']);
    expect(await issues([event('n5'), { ...event('n6'), final: 'yes' }])).toEqual(['1.final']);
  });

  it('are refused by field, and the good ones of a bad list are not half taken', async () => {
    const answer = await owner.send('POST', '/api/v1/call-events', [event('e9'), event('e10', { to: '12' })]);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).code).toBe('invalid-input');
    const { duplicates } = await owner.ok<{ duplicates: number }>('POST', '/api/v1/call-events', event('e9'));
    expect(duplicates).toBe(0);
  });

  it('take an API key, and the admin key for the organisation it names', async () => {
    expect(
      errorOf(
        await site.raw('/api/v1/call-events', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        }),
      ).code,
    ).toBe('unauthorized');
    const headers = {
      authorization: `Bearer ${ADMIN_KEY}`,
      'content-type': 'application/json',
      'x-ringback-tenant': 'shop',
    };
    expect(
      await site.raw('/api/v1/call-events', { method: 'POST', headers, body: JSON.stringify(event('e11')) }),
    ).toMatchObject({ status: 200 });
  });
});

interface OverTheWire {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Send the body but never the end of the request. */
  readonly cut?: boolean;
}

/** A request over a real socket, where headers can be what `fetch` forbids. */
function over(given: OverTheWire): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path: given.path,
        method: given.method,
        headers: given.headers,
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          request.destroy();
          done({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
        });
      },
    );
    request.on('error', (error) => (request.destroyed ? undefined : fail(error)));
    request.write(given.body);
    if (given.cut !== true) request.end();
  });
}

/** Source health is written about once a second. */
async function flushed(check: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await check();
      return;
    } catch (error) {
      if (tries > 40) throw error;
      await new Promise((next) => setTimeout(next, 100));
    }
  }
}
