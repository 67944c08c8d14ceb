import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, test } from 'vitest';
import { voiceSurfaces } from '../../src/connectors/registry.generated.ts';
import type { IncomingRequest, Verdict } from '../../src/ports/connector.ts';
import type { VoiceSurface } from '../../src/ports/voice.ts';

/**
 * Authenticity, vendor by vendor, against the vendor's own library or rule. If it fails, either every genuine delivery
 * of a shop is refused (behind a proxy, on another port), or forged and replayed ones are believed.
 */
const TOKEN = '12345';

describe('twilio, against the official library', () => {
  const surface = surfaceOf('twilio');
  const config = surface.config.parse({ authToken: TOKEN });
  const verify = (
    url: string,
    body: string,
    signature: string,
    method = 'POST',
    type = 'application/x-www-form-urlencoded',
  ): Verdict =>
    surface.verify(
      request({ url, body, method, headers: { 'content-type': type, 'x-twilio-signature': signature } }),
      config,
      new Date(0),
    );

  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  const urls = fc
    .record({
      scheme: fc.constantFrom('https', 'http', 'HTTPS'),
      host: fc.constantFrom('shop.example.test', 'user:pw@shop.example.test', '[2001:db8::1]'),
      port: fc.constantFrom('', ':443', ':80', ':8443'),
      path: fc.constantFrom('', '/', '/hooks/voice/main', "/hooks/o'brien"),
      query: fc.constantFrom(
        '',
        '?',
        '?a=b&c=d',
        "?name=O'Brien",
        '?x=a%20b+c',
        '?q=%27',
        '?a=1&a=2',
        '?é=ü',
      ),
    })
    .map(({ scheme, host, port, path, query }) => `${scheme}://${host}${port}${path}${query}`);

  test('an array of Event Streams is covered by the hash in the address', () => {
    const body = JSON.stringify([
      { specversion: '1.0', type: 'com.twilio.eventstreams.test-event', data: {} },
    ]);
    const hash = createHash('sha256').update(body).digest('hex');
    const url = `https://shop.example.test/hooks/voice/main?bodySHA256=${hash}`;
    const signature = twilio.getExpectedTwilioSignature(TOKEN, url, {});
    expect(twilio.validateRequestWithBody(TOKEN, signature, url, body)).toBe(true);
    expect(verify(url, body, signature, 'POST', 'application/json')).toEqual({ ok: true });
    expect(verify(url, `${body} `, signature, 'POST', 'application/json')).toMatchObject({ ok: false });
    const bare = 'https://shop.example.test/hooks/voice/main';
    const unhashed = twilio.getExpectedTwilioSignature(TOKEN, bare, {});
    expect(verify(bare, body, unhashed, 'POST', 'application/json')).toMatchObject({ ok: false });
  });

  test('agrees with validateRequest for any URL and fields', () => {
    fc.assert(
      fc.property(urls, urls, fc.dictionary(words, words, { maxKeys: 6 }), (signedUrl, calledUrl, fields) => {
        const signature = twilio.getExpectedTwilioSignature(TOKEN, signedUrl, fields);
        const body = new URLSearchParams(fields).toString();
        const params = Object.fromEntries(new URLSearchParams(body));
        const theirs = twilio.validateRequest(TOKEN, signature, calledUrl, params);
        expect(verify(calledUrl, body, signature).ok).toBe(theirs);
        if (signedUrl === calledUrl && signedUrl.split('?')[0]?.match(/:\d+(\/|$)/) === null)
          expect(theirs).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  test('repeated fields count once each, in order of value', () => {
    const url = 'https://shop.example.test/hooks';
    const signature = twilio.getExpectedTwilioSignature(TOKEN, url, {
      Tag: ['b', 'a', 'b'],
    });
    expect(verify(url, 'Tag=b&Tag=a&Tag=b', signature)).toEqual({ ok: true });
  });

  test('the port may be added or removed by a proxy, the host may not change', () => {
    const signature = twilio.getExpectedTwilioSignature(TOKEN, 'https://shop.example.test:443/hooks', {
      A: '1',
    });
    expect(verify('https://shop.example.test/hooks', 'A=1', signature).ok).toBe(true);
    expect(verify('https://shop.example.test:443/hooks', 'A=1', signature).ok).toBe(true);
    expect(verify('https://other.example.test/hooks', 'A=1', signature)).toMatchObject({
      code: 'signature-invalid',
    });
    expect(verify('http://shop.example.test/hooks', 'A=1', signature)).toMatchObject({
      code: 'signature-invalid',
    });
  });

  test('queries that a proxy re-encoded are tried the way the library tries them', () => {
    const signature = twilio.getExpectedTwilioSignature(
      TOKEN,
      'https://shop.example.test/hooks?x=a%20b%20c',
      { A: '1' },
    );
    expect(
      twilio.validateRequest(TOKEN, signature, 'https://shop.example.test/hooks?x=a+b%20c', { A: '1' }),
    ).toBe(true);
    expect(verify('https://shop.example.test/hooks?x=a+b%20c', 'A=1', signature).ok).toBe(true);
  });

  test('GET is signed by its URL alone', () => {
    const url = 'https://shop.example.test/hooks?CallSid=CA1&CallStatus=busy';
    expect(verify(url, '', twilio.getExpectedTwilioSignature(TOKEN, url, {}), 'GET').ok).toBe(true);
    expect(verify(`${url}&x=1`, '', twilio.getExpectedTwilioSignature(TOKEN, url, {}), 'GET').ok).toBe(false);
  });

  test('JSON is believed only when bodySHA256 covers it', () => {
    const body = '{"CallSid":"CA1"}';
    const hash = createHash('sha256').update(body).digest('hex');
    const url = `https://shop.example.test/hooks?bodySHA256=${hash}`;
    const signature = twilio.getExpectedTwilioSignature(TOKEN, url, {});
    expect(twilio.validateRequestWithBody(TOKEN, signature, url, body)).toBe(true);
    expect(verify(url, body, signature, 'POST', 'application/json').ok).toBe(true);
    expect(verify(url, body.replace('1', '2'), signature, 'POST', 'application/json').ok).toBe(false);
    const bare = 'https://shop.example.test/hooks';
    expect(
      verify(bare, body, twilio.getExpectedTwilioSignature(TOKEN, bare, {}), 'POST', 'application/json').ok,
    ).toBe(false);
  });

  test('is answered with empty TwiML', () => {
    expect(surface.acknowledge?.contentType).toBe('text/xml');
    expect(surface.acknowledge?.body).toContain('<Response/>');
  });
});

describe('callrail', () => {
  const surface = surfaceOf('callrail');
  const body = JSON.stringify({ resource_id: 'CAL1', timestamp: '2026-11-20T13:42:40.000-05:00' });
  const signature = createHmac('sha1', TOKEN).update(body).digest('base64');
  const verify = (at: string, settings: Record<string, unknown> = {}): Verdict =>
    surface.verify(
      request({ body, headers: { signature } }),
      surface.config.parse({ signingKey: TOKEN, ...settings }),
      new Date(at),
    );

  test('a replay is refused once it is older than the window', () => {
    expect(verify('2026-11-20T18:43:00Z')).toEqual({ ok: true });
    expect(verify('2026-11-20T19:42:40Z')).toEqual({ ok: true });
    expect(verify('2026-11-20T19:42:41Z')).toMatchObject({ code: 'signature-expired' });
    expect(verify('2026-11-20T18:44:00Z', { replayWindowSeconds: 60 })).toMatchObject({
      code: 'signature-expired',
    });
    expect(verify('2030-01-01T00:00:00Z', { replayWindowSeconds: 0 })).toEqual({ ok: true });
  });

  test('a delivery from the future is refused', () => {
    expect(verify('2026-11-20T18:30:00Z')).toMatchObject({ code: 'signature-expired' });
  });

  test('an old but forged delivery is called forged, not old', () => {
    const wrong = request({ body, headers: { signature: signature.replace(/^./, '-') } });
    expect(
      surface.verify(wrong, surface.config.parse({ signingKey: TOKEN }), new Date('2030-01-01')),
    ).toMatchObject({ code: 'signature-invalid' });
  });
});

describe('calltrackingmetrics', () => {
  const surface = surfaceOf('calltrackingmetrics');
  const body = JSON.stringify({ id: 729485, dial_status: 'no-answer' });
  const signed = (time: string, key = TOKEN): string =>
    createHmac('sha1', key)
      .update(time + body)
      .digest('base64');
  const verify = (
    headers: Record<string, string>,
    at = '2026-11-20T18:43:00Z',
    settings: Record<string, unknown> = { signingSecret: TOKEN },
  ): Verdict => surface.verify(request({ body, headers }), surface.config.parse(settings), new Date(at));
  const time = String(Date.parse('2026-11-20T18:42:11Z') / 1000);
  const genuine = { 'x-ctm-time': time, 'x-ctm-signature': signed(time) };

  test('time and body are covered, in whatever form the time is written', () => {
    expect(verify(genuine)).toEqual({ ok: true });
    // Ruby ends its base64 with a line end.
    expect(verify({ ...genuine, 'x-ctm-signature': `${signed(time)}\n` })).toEqual({ ok: true });
    const other = '2026-11-20 18:42:11 UTC';
    expect(verify({ 'x-ctm-time': other, 'x-ctm-signature': signed(other) })).toEqual({ ok: true });
    expect(verify({ ...genuine, 'x-ctm-time': `${time}0` })).toMatchObject({ code: 'signature-invalid' });
    expect(verify({ ...genuine, 'x-ctm-signature': signed(time, 'another') })).toMatchObject({
      code: 'signature-invalid',
    });
    const twice = `${signed(time)}, ${signed(time)}`;
    expect(verify({ ...genuine, 'x-ctm-signature': twice })).toMatchObject({ code: 'signature-invalid' });
  });

  test('a token in the address does not stand in for the signature', () => {
    const both = { signingSecret: TOKEN, accessToken: 'a-long-random-text' };
    const bearer = { authorization: 'Bearer a-long-random-text' };
    expect(verify(bearer, undefined, both)).toMatchObject({ code: 'signature-missing' });
    expect(verify(bearer, undefined, { accessToken: 'a-long-random-text' })).toEqual({ ok: true });
    expect(verify({ 'x-ctm-signature': signed(time) })).toMatchObject({ code: 'signature-missing' });
  });

  test('a replay is refused once it is older than the window, and so is one from the future', () => {
    expect(verify(genuine, '2026-11-21T18:42:12Z')).toMatchObject({ code: 'signature-expired' });
    expect(verify(genuine, '2026-11-20T18:30:00Z')).toMatchObject({ code: 'signature-expired' });
    const open = { signingSecret: TOKEN, replayWindowSeconds: 0 };
    expect(verify(genuine, '2030-01-01T00:00:00Z', open)).toEqual({ ok: true });
  });
});

describe('ringcentral', () => {
  const surface = surfaceOf('ringcentral');
  const config = surface.config.parse({});

  test('the handshake echoes the token in a header and stays within 1024 bytes', () => {
    const reply = surface.handshake?.(
      request({ body: '', headers: { 'validation-token': 'a1b2c3d4-0000' } }),
      config,
    );
    expect(reply).toMatchObject({ status: 200, body: '' });
    expect(reply?.headers['Validation-Token']).toBe('a1b2c3d4-0000');
  });

  test('nothing else is a handshake', () => {
    const ask = (token: string, body = ''): unknown =>
      surface.handshake?.(request({ body, headers: { 'validation-token': token } }), config);
    expect(ask('x'.repeat(513))).toBeNull();
    expect(ask('two words')).toBeNull();
    expect(ask('line\r\nSet-Cookie: a=b')).toBeNull();
    expect(ask('')).toBeNull();
    expect(ask('token', '{"event":"/restapi/v1.0/account/~/telephony/sessions","body":{}}')).toBeNull();
    expect(surface.handshake?.(request({ body: '' }), config)).toBeNull();
  });
});

function surfaceOf(id: string): VoiceSurface {
  const surface = voiceSurfaces.get(id);
  if (surface === undefined) throw new Error(`no surface ${id}`);
  return surface;
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
