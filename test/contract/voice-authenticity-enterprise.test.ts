import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import avaya from '../../src/connectors/voice/avaya-cloud.ts';
import teams from '../../src/connectors/voice/msteams-phone.ts';
import retell from '../../src/connectors/voice/retell-ai.ts';
import synthflow from '../../src/connectors/voice/synthflow.ts';
import vapi from '../../src/connectors/voice/vapi.ts';
import zoom from '../../src/connectors/voice/zoom-phone.ts';
import type { IncomingRequest, Verdict } from '../../src/ports/connector.ts';

/**
 * Authenticity of enterprise voice and AI receptionists beyond what the common suite asks: published vectors, replay
 * windows, the several places a token may stand in, and handshakes. If it fails, a vendor's subscription cannot be set up
 * at all, or forged and replayed calls are believed.
 */
const KEY = 'correct-horse-battery-staple';
const NOW = new Date('2026-11-20T18:42:12.500Z');

describe('retell-ai', () => {
  // Key, time, body and digest as published in tests/webhook-auth.test.ts of RetellAI/retell-typescript-sdk.
  const body = '{"event":"call_ended"}';
  const at = 1_700_000_000_000;
  const digest = '07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e';
  const verify = (signature: string, now: number, settings: Record<string, unknown> = {}): Verdict =>
    retell.verify(
      request({ body, headers: { 'x-retell-signature': signature } }),
      retell.config.parse({ apiKey: 'test-api-key', ...settings }),
      new Date(now),
    );

  test('the published digest verifies, in the window and not after it, in both directions', () => {
    expect(verify(`v=${at},d=${digest}`, at)).toEqual({ ok: true });
    expect(verify(`v=${at},d=${digest}`, at + 300_000)).toEqual({ ok: true });
    expect(verify(`v=${at},d=${digest}`, at + 300_001)).toMatchObject({ code: 'signature-expired' });
    expect(verify(`v=${at},d=${digest}`, at - 300_001)).toMatchObject({ code: 'signature-expired' });
    expect(verify(`v=${at},d=${digest}`, at * 2, { replayWindowSeconds: 0 })).toEqual({ ok: true });
  });

  test.each([
    `v=${at}`,
    `d=${digest},v=${at}`,
    `v=${at},d=${digest}x`,
    `v=${at + 1},d=${digest}`,
    `v=${at},d=${digest.slice(2)}`,
  ])('%s is forged', (signature) => {
    expect(verify(signature, at)).toMatchObject({ code: 'signature-invalid' });
  });
});

describe('vapi', () => {
  const body = '{"message":{"type":"hang"}}';
  const stamp = String(NOW.getTime());
  const verify = (
    headers: Record<string, string>,
    settings: Record<string, unknown> = {},
    now = NOW,
  ): Verdict =>
    vapi.verify(request({ body, headers }), vapi.config.parse({ accessToken: KEY, ...settings }), now);

  test('the older X-Vapi-Secret and a bearer token verify, and only the right ones', () => {
    expect(verify({ 'x-vapi-secret': KEY })).toEqual({ ok: true });
    expect(verify({ authorization: `Bearer ${KEY}` })).toEqual({ ok: true });
    expect(verify({ 'x-vapi-secret': `${KEY}x` })).toMatchObject({ code: 'signature-invalid' });
  });

  test('a signature made in any of the offered ways verifies', () => {
    const signed = hmac('sha256', `${stamp}.${body}`);
    expect(verify({ 'x-signature': signed.hex, 'x-timestamp': stamp })).toEqual({ ok: true });
    expect(verify({ 'x-signature': `sha256=${signed.hex}`, 'x-timestamp': stamp })).toEqual({ ok: true });
    expect(verify({ 'x-signature': signed.base64, 'x-timestamp': stamp })).toEqual({ ok: true });
    expect(verify({ 'x-vapi-signature': hmac('sha256', body).hex })).toEqual({ ok: true });
    const settings = { algorithm: 'sha512', signatureHeader: 'X-Own' };
    expect(verify({ 'x-own': hmac('sha512', body).hex }, settings)).toEqual({ ok: true });
  });

  test('a wrong signature is not saved by a right token, and an old one is refused', () => {
    expect(verify({ 'x-signature': 'ab', 'x-vapi-secret': KEY })).toMatchObject({
      code: 'signature-invalid',
    });
    const headers = { 'x-signature': hmac('sha256', `${stamp}.${body}`).hex, 'x-timestamp': stamp };
    expect(verify(headers, {}, new Date(NOW.getTime() + 301_000))).toMatchObject({
      code: 'signature-expired',
    });
    expect(verify({ ...headers, 'x-timestamp': String(NOW.getTime() + 1) })).toMatchObject({
      code: 'signature-invalid',
    });
  });
});

describe('synthflow', () => {
  const body = '{"status":"completed","call":{"call_id":"sf-1","status":"completed"}}';
  const verify = (header: string, signature: string): Verdict =>
    synthflow.verify(
      request({ body, headers: { [header]: signature } }),
      synthflow.config.parse({ webhookSecret: KEY }),
      NOW,
    );

  test('the header is read as it is on the wire and as the documentation writes it', () => {
    const { base64 } = hmac('sha256', 'sf-1');
    expect(verify('synthflow-signature', base64)).toEqual({ ok: true });
    expect(verify('http_synthflow_signature', base64)).toEqual({ ok: true });
  });

  test('the signature of another call is refused', () => {
    expect(verify('synthflow-signature', hmac('sha256', 'sf-2').base64)).toMatchObject({
      code: 'signature-invalid',
    });
  });
});

describe('zoom-phone', () => {
  const config = zoom.config.parse({ secretToken: KEY });
  const challenge = (plainToken: unknown): string =>
    JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken }, event_ts: 1 });

  test('the address is validated with the HMAC of the plain token', () => {
    const reply = zoom.handshake?.(request({ body: challenge('qgg8vlvZRS6UYooatFL8Aw') }), config);
    expect(reply?.status).toBe(200);
    expect(JSON.parse(reply?.body ?? '')).toEqual({
      plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
      encryptedToken: hmac('sha256', 'qgg8vlvZRS6UYooatFL8Aw').hex,
    });
  });

  test('nobody gets an event signed by way of the validation', () => {
    const ask = (body: string, headers = {}, settings: unknown = { secretToken: KEY }): unknown =>
      zoom.handshake?.(request({ body, headers }), zoom.config.parse(settings));
    expect(ask(challenge('v0:1795200132:{"event":"phone.callee_missed"}'))).toBeNull();
    expect(ask(challenge(''))).toBeNull();
    expect(ask(challenge({}))).toBeNull();
    expect(ask(challenge('abc'), { 'x-zm-signature': 'v0=00', 'x-zm-request-timestamp': '1' })).toBeNull();
    expect(ask(challenge('abc'), {}, {})).toBeNull();
    expect(ask('{"event":"phone.callee_missed","payload":{"plainToken":"abc"}}')).toBeNull();
  });

  test('a replay is refused once it is older than the window', () => {
    const body = '{"event":"phone.callee_missed"}';
    const stamp = '1795200132';
    const headers = {
      'x-zm-request-timestamp': stamp,
      'x-zm-signature': `v0=${hmac('sha256', `v0:${stamp}:${body}`).hex}`,
    };
    const verify = (now: Date): Verdict => zoom.verify(request({ body, headers }), config, now);
    expect(verify(NOW)).toEqual({ ok: true });
    expect(verify(new Date(1795200132_000 + 301_000))).toMatchObject({ code: 'signature-expired' });
    expect(verify(new Date(1795200132_000 - 301_000))).toMatchObject({ code: 'signature-expired' });
  });
});

describe('msteams-phone', () => {
  const config = teams.config.parse({ clientState: KEY, tenantId: 'tenant-1' });
  const verify = (...value: readonly unknown[]): Verdict =>
    teams.verify(request({ body: JSON.stringify({ value }) }), config, NOW);
  const notice = { subscriptionId: 's', clientState: KEY, tenantId: 'tenant-1', changeType: 'created' };

  test('the validation token is echoed as plain text', () => {
    const url =
      'https://shop.example.test/hooks/voice/main?validationToken=Validation%3A+Testing%20client%3Cb%3E';
    const reply = teams.handshake?.(request({ url, body: '' }), config);
    expect(reply).toMatchObject({ status: 200, body: 'Validation: Testing client<b>' });
    expect(reply?.headers['Content-Type']).toBe('text/plain');
    expect(teams.handshake?.(request({ url, body: '{"value":[]}' }), config)).toBeNull();
    expect(teams.handshake?.(request({ body: '' }), config)).toBeNull();
  });

  test('every notification must carry the right clientState, and come from the right tenant', () => {
    expect(verify(notice, notice)).toEqual({ ok: true });
    expect(verify(notice, { ...notice, clientState: 'other' })).toMatchObject({ code: 'signature-invalid' });
    expect(verify(notice, { subscriptionId: 's' })).toMatchObject({ code: 'signature-invalid' });
    expect(verify(notice, { id: 'row', callType: 'user_in' })).toMatchObject({ code: 'signature-invalid' });
    expect(verify({ ...notice, tenantId: 'tenant-2' })).toMatchObject({ code: 'signature-invalid' });
    expect(verify({ subscriptionId: 's' })).toMatchObject({ code: 'signature-missing' });
    expect(verify()).toMatchObject({ code: 'signature-missing' });
  });
});

describe('avaya-cloud', () => {
  test('the validation token of Cloud Office is echoed, and a token in the address verifies CPaaS', () => {
    const config = avaya.config.parse({ verificationToken: KEY });
    const asked = request({ body: '', headers: { 'validation-token': 'abc-1' } });
    expect(avaya.handshake?.(asked, config)?.headers['Validation-Token']).toBe('abc-1');
    expect(avaya.handshake?.({ ...asked, body: new Uint8Array(9) }, config)).toBeNull();
    const url = `https://shop.example.test/hooks/voice/main?token=${KEY}`;
    expect(avaya.verify(request({ url, body: 'CallSid=1' }), config, NOW)).toEqual({ ok: true });
    expect(avaya.verify(request({ url: `${url}x`, body: 'CallSid=1' }), config, NOW)).toMatchObject({
      code: 'signature-invalid',
    });
  });
});

function hmac(algorithm: string, data: string): { readonly hex: string; readonly base64: string } {
  const digest = createHmac(algorithm, KEY).update(data).digest();
  return { hex: digest.toString('hex'), base64: digest.toString('base64') };
}

function request(parts: {
  url?: string;
  method?: string;
  body: string;
  headers?: Record<string, string>;
}): IncomingRequest {
  return {
    method: parts.method ?? 'POST',
    url: parts.url ?? 'https://shop.example.test/hooks/voice/main',
    headers: { 'content-type': 'application/json', ...parts.headers },
    body: new TextEncoder().encode(parts.body),
    receivedAt: '2026-11-20T18:42:12.500Z',
  };
}
