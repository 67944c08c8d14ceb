import { createHash, createHmac, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import aircall from '../../src/connectors/voice/aircall.ts';
import bandwidth from '../../src/connectors/voice/bandwidth.ts';
import dialpad from '../../src/connectors/voice/dialpad.ts';
import plivo from '../../src/connectors/voice/plivo.ts';
import telnyx from '../../src/connectors/voice/telnyx.ts';
import vonage from '../../src/connectors/voice/vonage.ts';
import type { IncomingRequest, Verdict } from '../../src/ports/connector.ts';
import { keyFrom } from './voice-signers/telnyx.ts';

/**
 * What only these vendors' schemes have: nonces, windows, algorithms that must not be talked into. If it fails, forged or
 * old deliveries of Plivo, Telnyx, Vonage, Dialpad, Aircall or Bandwidth are believed, or all genuine ones refused.
 */
const NOW = new Date('2026-11-20T18:42:00.000Z');
const NOW_SECONDS = NOW.getTime() / 1000;
const SECRET = 'correct-horse-battery-staple';
const FORM = 'application/x-www-form-urlencoded';

describe('plivo', () => {
  const verify = (
    url: string,
    headers: Record<string, string>,
    authToken: string,
    fields: Record<string, string> = {},
    settings: Record<string, unknown> = {},
  ): Verdict =>
    plivo.verify(
      request({
        url,
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': FORM, ...headers },
      }),
      plivo.config.parse({ authToken, ...settings }),
      NOW,
    );
  const v2 = (signature: string, nonce: string): Record<string, string> => ({
    'x-plivo-signature-v2': signature,
    'x-plivo-signature-v2-nonce': nonce,
  });

  // Key, address, nonce and signature as published in plivo/plivo-node, test/utils.js.
  test('the published V2 examples verify, and not for another port or nonce', () => {
    const plain = v2('ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=', '12345');
    const withPort = v2('LDphWoWimP4QM5AoWI1uwP6WmlWtt5ITPZjXIWYvCNU=', '24725744043720739450');
    expect(verify('https://answer.url', plain, 'my_auth_token')).toEqual({ ok: true });
    expect(verify('https://answer.url:8000', withPort, 'my_auth_token')).toEqual({ ok: true });
    expect(verify('https://answer.url:8000', plain, 'my_auth_token').ok).toBe(false);
    expect(
      verify('https://answer.url', { ...plain, 'x-plivo-signature-v2-nonce': '123456' }, 'my_auth_token').ok,
    ).toBe(false);
    expect(verify('https://answer.url', plain, 'my_auth_tokens').ok).toBe(false);
  });

  test('the published V1 example verifies, and not with other fields', () => {
    const headers = { 'x-plivo-signature': 'EJEt0ELanhr8hjMPIJnLNLex0dE=' };
    const fields = { CallUUID: '97ceeb52-58b6-11e1-86da-77300b68f8bb', Duration: '300' };
    expect(verify('http://foo.com/answer/', headers, 'MAXXXXXXXXXXXXXXXXXX', fields)).toEqual({ ok: true });
    expect(
      verify('http://foo.com/answer/', headers, 'MAXXXXXXXXXXXXXXXXXX', { ...fields, Duration: '301' }).ok,
    ).toBe(false);
  });

  test('V3 covers query and fields, in any of several signatures and under the main account', () => {
    const url = 'https://shop.example.test/hooks/voice/main?b=2&a=1';
    const text = 'https://shop.example.test/hooks/voice/main?a=1&b=2.CallUUIDu1From13105550142.777';
    const signature = createHmac('sha256', SECRET).update(text).digest('base64');
    const nonce = { 'x-plivo-signature-v3-nonce': '777' };
    const fields = { From: '13105550142', CallUUID: 'u1' };
    expect(verify(url, { ...nonce, 'x-plivo-signature-v3': signature }, SECRET, fields)).toEqual({
      ok: true,
    });
    expect(verify(url, { ...nonce, 'x-plivo-signature-v3': `AAAA,${signature}` }, SECRET, fields)).toEqual({
      ok: true,
    });
    expect(verify(url, { ...nonce, 'x-plivo-signature-ma-v3': signature }, SECRET, fields)).toEqual({
      ok: true,
    });
    expect(verify(`${url}&c=3`, { ...nonce, 'x-plivo-signature-v3': signature }, SECRET, fields).ok).toBe(
      false,
    );
    expect(verify(url, { 'x-plivo-signature-v3': signature }, SECRET, fields)).toMatchObject({
      code: 'signature-missing',
    });
  });

  test('a wrong V3 is not saved by a right V2, and V2 alone can be switched off', () => {
    const plain = v2('ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=', '12345');
    const wrong = { ...plain, 'x-plivo-signature-v3': 'AAAA', 'x-plivo-signature-v3-nonce': '1' };
    expect(verify('https://answer.url', wrong, 'my_auth_token')).toMatchObject({ code: 'signature-invalid' });
    expect(verify('https://answer.url', plain, 'my_auth_token', {}, { requireV3: true })).toMatchObject({
      code: 'signature-missing',
    });
  });
});

describe('telnyx', () => {
  const body = '{"data":{"event_type":"call.hangup"}}';
  const { privateKey, publicKey } = keyFrom(SECRET);
  const verify = (
    signedAt: number,
    changes: Record<string, string | undefined> = {},
    settings = { publicKey },
  ): Verdict => {
    const signature = sign(null, Buffer.from(`${signedAt}|${body}`), privateKey).toString('base64');
    const headers: Record<string, string | undefined> = {
      'telnyx-signature-ed25519': signature,
      'telnyx-timestamp': String(signedAt),
      ...changes,
    };
    const given = Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return telnyx.verify(
      request({ body, headers: Object.fromEntries(given) }),
      telnyx.config.parse(settings),
      NOW,
    );
  };

  test('300 seconds either way, and not one more', () => {
    expect(verify(NOW_SECONDS)).toEqual({ ok: true });
    expect(verify(NOW_SECONDS - 300)).toEqual({ ok: true });
    expect(verify(NOW_SECONDS + 300)).toEqual({ ok: true });
    expect(verify(NOW_SECONDS - 301)).toMatchObject({ code: 'signature-expired' });
    expect(verify(NOW_SECONDS + 301)).toMatchObject({ code: 'signature-expired' });
  });

  test('a moved timestamp is a forgery', () => {
    expect(verify(NOW_SECONDS - 4000, { 'telnyx-timestamp': String(NOW_SECONDS) })).toMatchObject({
      code: 'signature-invalid',
    });
    expect(verify(NOW_SECONDS, { 'telnyx-timestamp': undefined })).toMatchObject({
      code: 'signature-missing',
    });
    expect(verify(NOW_SECONDS, { 'telnyx-timestamp': '1e9' })).toMatchObject({ code: 'signature-invalid' });
  });

  test('the headers may come under their Standard Webhooks names; a key that is none refuses', () => {
    const signature = sign(null, Buffer.from(`${NOW_SECONDS}|${body}`), privateKey).toString('base64');
    const renamed = {
      'telnyx-signature-ed25519': undefined,
      'telnyx-timestamp': undefined,
      'webhook-signature': signature,
      'webhook-timestamp': String(NOW_SECONDS),
    };
    expect(verify(NOW_SECONDS, renamed)).toEqual({ ok: true });
    expect(verify(NOW_SECONDS, {}, { publicKey: 'x'.repeat(44) }).ok).toBe(false);
  });
});

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function jwt(claims: unknown, secret: string, alg = 'HS256', hash = 'sha256'): string {
  const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${alg === 'none' ? '' : createHmac(hash, secret).update(signed).digest('base64url')}`;
}

describe('vonage', () => {
  const body = '{"status":"completed"}';
  const hash = createHash('sha256').update(body).digest('hex');
  const verify = (token: string, sent = body, settings: Record<string, unknown> = {}): Verdict =>
    vonage.verify(
      request({ body: sent, headers: { authorization: `Bearer ${token}` } }),
      vonage.config.parse({ signatureSecret: SECRET, ...settings }),
      NOW,
    );
  const claims = { iat: NOW_SECONDS, iss: 'Vonage', payload_hash: hash };

  test('the body must be the one that payload_hash names', () => {
    expect(verify(jwt(claims, SECRET))).toEqual({ ok: true });
    expect(verify(jwt(claims, SECRET), body.replace('completed', 'answered'))).toMatchObject({
      code: 'signature-invalid',
    });
    expect(verify(jwt({ iat: NOW_SECONDS }, SECRET))).toMatchObject({ code: 'signature-invalid' });
    expect(verify(jwt({ iat: NOW_SECONDS }, SECRET), '')).toEqual({ ok: true });
  });

  test('no other algorithm is believed, whatever the token says of itself', () => {
    for (const [alg, algorithm] of [
      ['none', 'sha256'],
      ['HS512', 'sha512'],
      ['HS384', 'sha384'],
      ['RS256', 'sha256'],
      ['hs256', 'sha256'],
    ])
      expect(verify(jwt(claims, SECRET, alg, algorithm))).toMatchObject({ code: 'signature-invalid' });
  });

  test('old, future and run-out tokens are refused', () => {
    expect(verify(jwt({ ...claims, iat: NOW_SECONDS - 3601 }, SECRET))).toMatchObject({
      code: 'signature-expired',
    });
    expect(verify(jwt({ ...claims, iat: NOW_SECONDS + 301 }, SECRET))).toMatchObject({
      code: 'signature-expired',
    });
    expect(verify(jwt({ ...claims, exp: NOW_SECONDS - 1 }, SECRET))).toMatchObject({
      code: 'signature-expired',
    });
    expect(verify(jwt({ ...claims, iat: 1 }, SECRET), body, { replayWindowSeconds: 0 })).toEqual({
      ok: true,
    });
  });
});

describe('dialpad', () => {
  const verify = (body: string, settings: Record<string, unknown> = {}): Verdict =>
    dialpad.verify(request({ body }), dialpad.config.parse({ webhookSecret: SECRET, ...settings }), NOW);
  const claims = { call_id: 1, state: 'hangup', event_timestamp: NOW.getTime() };

  test('the whole body is the token; plain JSON and other algorithms are refused', () => {
    expect(verify(jwt(claims, SECRET))).toEqual({ ok: true });
    expect(verify(`${jwt(claims, SECRET)}\n`)).toEqual({ ok: true });
    expect(verify(JSON.stringify(claims))).toMatchObject({ code: 'signature-missing' });
    expect(verify(jwt(claims, SECRET, 'none'))).toMatchObject({ code: 'signature-invalid' });
    expect(verify(jwt(claims, SECRET, 'HS512', 'sha512'))).toMatchObject({ code: 'signature-invalid' });
  });

  test('an old event is refused, unless that is switched off', () => {
    const old = jwt({ ...claims, event_timestamp: NOW.getTime() - 86_401_000 }, SECRET);
    expect(verify(old)).toMatchObject({ code: 'signature-expired' });
    expect(verify(old, { replayWindowSeconds: 0 })).toEqual({ ok: true });
    expect(verify(jwt({ ...claims, event_timestamp: NOW.getTime() + 301_000 }, SECRET))).toMatchObject({
      code: 'signature-expired',
    });
  });
});

describe('aircall', () => {
  const verify = (body: string): Verdict =>
    aircall.verify(request({ body }), aircall.config.parse({ webhookToken: SECRET }), NOW);

  test('only the token of the body counts, and only at its top', () => {
    expect(verify(JSON.stringify({ token: SECRET, event: 'call.ended' }))).toEqual({ ok: true });
    expect(verify(JSON.stringify({ token: 'another', event: 'call.ended' }))).toMatchObject({
      code: 'signature-invalid',
    });
    expect(verify(JSON.stringify({ data: { token: SECRET } }))).toMatchObject({ code: 'signature-missing' });
    expect(verify('not json')).toMatchObject({ code: 'signature-missing' });
  });
});

describe('vonage business communications', () => {
  const KEY = `${SECRET}-vbc`;
  const event = { state: 'MISSED', id: 'vis-1', type: 'CALL', phoneNumber: '13105550142', duration: 0 };
  /** Written out by hand, as the guide says: by name, no blanks. */
  const signed = '{"duration":0,"id":"vis-1","phoneNumber":"13105550142","state":"MISSED","type":"CALL"}';
  const hex = (text: string, key = KEY): string => createHmac('sha256', key).update(text).digest('hex');
  const verify = (body: unknown, headers: Record<string, string> = {}, settings = {}): Verdict =>
    vonage.verify(
      request({ body: JSON.stringify(body), headers }),
      vonage.config.parse({ businessSigningKey: KEY, ...settings }),
      NOW,
    );

  test('the signature covers the event, wherever it travels and however its properties are ordered', () => {
    const signature = hex(signed);
    expect(verify({ event, metadata: { attempt: 2, signature } })).toEqual({ ok: true });
    expect(verify({ event }, { 'x-von-signature': signature.toUpperCase() })).toEqual({ ok: true });
    expect(verify(event, { 'x-von-signature': signature })).toEqual({ ok: true });
    // As the guide prints its own example.
    const printed = signed.replaceAll('":', '": ');
    expect(verify({ event, metadata: { signature: hex(printed) } })).toEqual({ ok: true });
  });

  test('another event, another key, no signature and no key are refused', () => {
    const metadata = { signature: hex(signed) };
    const code = (verdict: Verdict): unknown => (verdict.ok ? 'ok' : verdict.code);
    expect(code(verify({ event: { ...event, state: 'ANSWERED' }, metadata }))).toBe('signature-invalid');
    expect(code(verify({ event: { ...event, more: 1 }, metadata }))).toBe('signature-invalid');
    expect(code(verify({ event, metadata: { signature: hex(signed, SECRET) } }))).toBe('signature-invalid');
    expect(code(verify({ metadata }))).toBe('signature-invalid');
    expect(code(verify({ event }, {}, { signatureSecret: SECRET }))).toBe('signature-missing');
    expect(code(verify({ event, metadata }, {}, { businessSigningKey: undefined }))).toBe(
      'secret-not-configured',
    );
  });

  test('a secret of the Voice API does not open the door for these events, nor the other way round', () => {
    const both = { signatureSecret: SECRET };
    expect(verify({ event, metadata: { signature: hex(signed, SECRET) } }, {}, both)).toMatchObject({
      code: 'signature-invalid',
    });
    const body = { event };
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const token = jwt({ iat: NOW_SECONDS, payload_hash: hash }, KEY);
    expect(verify(body, { authorization: `Bearer ${token}` }, both)).toMatchObject({
      code: 'signature-invalid',
    });
  });
});

describe('bandwidth', () => {
  const config = bandwidth.config.parse({ accessToken: SECRET });

  test('the first post comes without credentials and must be told that they are missing, not that they are wrong', () => {
    expect(bandwidth.verify(request({ body: '{}' }), config, NOW)).toMatchObject({
      code: 'signature-missing',
    });
    const basic = `Basic ${Buffer.from(`ringback:${SECRET}`).toString('base64')}`;
    expect(bandwidth.verify(request({ body: '{}', headers: { authorization: basic } }), config, NOW)).toEqual(
      { ok: true },
    );
  });
});

function request(parts: { url?: string; body: string; headers?: Record<string, string> }): IncomingRequest {
  return {
    method: 'POST',
    url: parts.url ?? 'https://shop.example.test/hooks/voice/main',
    headers: { 'content-type': 'application/json', ...parts.headers },
    body: new TextEncoder().encode(parts.body),
    receivedAt: NOW.toISOString(),
  };
}
