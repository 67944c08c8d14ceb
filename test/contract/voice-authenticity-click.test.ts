import { describe, expect, test } from 'vitest';
import facebook from '../../src/connectors/voice/facebook.ts';
import instagram from '../../src/connectors/voice/instagram.ts';
import whatsapp from '../../src/connectors/voice/whatsapp-calling.ts';
import type { HandshakeReply, IncomingRequest, Verdict } from '../../src/ports/connector.ts';

/**
 * Meta's handshake and signature. If it fails, a shop cannot save its address at Meta, somebody else can claim it, or a
 * genuine delivery with letters beyond ASCII is refused.
 */
const TOKEN = 'verify-token-of-the-shop';

describe.each([
  ['facebook', facebook],
  ['instagram', instagram],
  ['whatsapp-calling', whatsapp],
] as const)('%s', (_id, surface) => {
  const config = surface.config.parse({ verifyToken: TOKEN, appSecret: 'secret' }) as never;
  const get = (query: string, method = 'GET', settings: never = config): HandshakeReply | null =>
    surface.handshake?.(request(method, query), settings) ?? null;
  const good = `hub.mode=subscribe&hub.verify_token=${TOKEN}&hub.challenge=1158201444`;

  test('the right token gets its challenge back as plain text', () => {
    expect(get(good)).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: '1158201444',
    });
  });

  test('nothing else does', () => {
    expect(get(good.replace(TOKEN, 'another-token-of-a-shop'))).toBeNull();
    expect(get(good.replace(TOKEN, ''))).toBeNull();
    expect(get(good.replace('subscribe', 'unsubscribe'))).toBeNull();
    expect(get(good.replace('1158201444', '%3Cscript%3E'))).toBeNull();
    expect(get(good.replace('1158201444', ''))).toBeNull();
    expect(get(good, 'POST')).toBeNull();
    expect(get('')).toBeNull();
    expect(get(good, 'GET', surface.config.parse({}) as never)).toBeNull();
  });

  test('signed over the bytes as sent: escapes stay escapes', () => {
    // HMAC-SHA256 of these bytes under this key, computed with OpenSSL.
    const body = '{"object":"page","entry":[{"id":"1","name":"caf\\u00e9"}]}';
    const header = 'sha256=271db01958e4598475b573cf9e60b27c71e8bca06d014cffd179dcb675abbf7c';
    const verify = (text: string): Verdict =>
      surface.verify(
        {
          ...request('POST', ''),
          body: new TextEncoder().encode(text),
          headers: { 'x-hub-signature-256': header },
        },
        surface.config.parse({ appSecret: 'app-secret-of-the-shop' }),
        new Date(0),
      );
    expect(verify(body)).toEqual({ ok: true });
    expect(verify(body.replace('\\u00e9', 'é'))).toMatchObject({ code: 'signature-invalid' });
  });
});

function request(method: string, query: string): IncomingRequest {
  return {
    method,
    url: `https://shop.example.test/hooks/voice/main${query === '' ? '' : `?${query}`}`,
    headers: {},
    body: new Uint8Array(),
    receivedAt: '2026-11-20T18:42:12.500Z',
  };
}
