import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncomingRequest, Verdict } from '../../src/ports/connector.ts';
import surface from '../../src/connectors/voice/mapped-http.ts';

/**
 * Every place in which a mapped surface takes its secret. If it fails, an operator whose vendor can only be given an
 * address, or signs in its own way, hears nothing; or anybody may invent calls.
 */
const TOKEN = 'correct-horse-battery-staple';
const HOOK = 'https://hooks.example.test/hooks/voice/main';
const BODY = '{"id":"C-1","from":"+13105550142","to":"+12125550133","status":"missed"}';

describe('a secret of the operator', () => {
  const bearer = { authorization: `Bearer ${TOKEN}` };
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });

  test.each<[string, object, { url?: string; headers?: Record<string, string> }]>([
    ['as bearer', {}, { headers: bearer }],
    ['as basic password', {}, { headers: basic('anyone', TOKEN) }],
    ['as basic password of one user', { accessUser: 'vendor' }, { headers: basic('vendor', TOKEN) }],
    ['in a header', { accessHeader: 'X-Hook-Key' }, { headers: { 'x-hook-key': TOKEN } }],
    ['in the query as token', {}, { url: `${HOOK}?token=${TOKEN}&id=1` }],
    ['in the query by another name', { accessQuery: 'key' }, { url: `${HOOK}?key=${TOKEN}` }],
    ['at the end of the path', {}, { url: `${HOOK}/${TOKEN}` }],
    ['at the end of the path before a query', {}, { url: `${HOOK}/${TOKEN}?id=1#x` }],
  ])('%s', (_name, settings, parts) => {
    expect(verify({ accessToken: TOKEN, ...settings }, parts)).toEqual({ ok: true });
    const other = verify({ accessToken: 'some-other-token', ...settings }, parts);
    expect(other).toMatchObject({ ok: false, code: 'signature-invalid' });
    expect(JSON.stringify(other)).not.toContain(TOKEN);
    expect(verify({ ...settings }, parts)).toMatchObject({ code: 'secret-not-configured' });
  });

  test('only where it was configured', () => {
    expect(verify({ accessToken: TOKEN, accessHeader: 'X-Hook-Key' }, { headers: bearer })).toMatchObject({
      code: 'signature-missing',
    });
    expect(verify({ accessToken: TOKEN, accessHeader: 'X-Hook-Key' }, { url: `${HOOK}/${TOKEN}` }).ok).toBe(
      false,
    );
    expect(
      verify({ accessToken: TOKEN, accessUser: 'vendor' }, { headers: basic('other', TOKEN) }),
    ).toMatchObject({
      code: 'signature-invalid',
    });
    expect(verify({ accessToken: TOKEN, accessUser: 'vendor' }, { headers: bearer }).ok).toBe(false);
    expect(verify({ accessToken: TOKEN }, {})).toMatchObject({ code: 'signature-missing' });
    // The key of the source is part of the address, never a secret.
    expect(verify({ accessToken: 'main-street' }, { url: 'https://h.test/hooks/voice/main-street' }).ok).toBe(
      false,
    );
  });
});

describe('an HMAC over the body', () => {
  const shapes = fc.record({
    algorithm: fc.constantFrom('sha1', 'sha256', 'sha512'),
    encoding: fc.constantFrom('hex', 'base64', 'base64url'),
    prefix: fc.constantFrom('', 'sha256=', 'v1,'),
    header: fc.constantFrom('X-Signature', 'X-Hub-Signature-256'),
  });

  test('in every shape, for any body, and for no other', () => {
    fc.assert(
      fc.property(shapes, fc.string(), fc.nat(), (shape, body, at) => {
        const { algorithm, encoding, prefix, header } = shape;
        const signature = prefix + createHmac(algorithm, TOKEN).update(body).digest(encoding);
        const settings = { signingKey: TOKEN, signature: shape };
        const headers = { [header.toLowerCase()]: signature };
        expect(verify(settings, { headers, body })).toEqual({ ok: true });
        expect(verify(settings, { headers, body: `${body}x` })).toMatchObject({ code: 'signature-invalid' });
        const index = prefix.length + (at % (signature.length - prefix.length));
        const flipped =
          signature.slice(0, index) + (signature[index] === '0' ? '1' : '0') + signature.slice(index + 1);
        expect(verify(settings, { headers: { [header.toLowerCase()]: flipped }, body }).ok).toBe(false);
      }),
    );
  });

  test('is needed besides the token when both are configured', () => {
    const signature = createHmac('sha256', TOKEN).update(BODY).digest('hex');
    const both = { signingKey: TOKEN, accessToken: 'another-long-token' };
    const authorization = 'Bearer another-long-token';
    expect(verify(both, { headers: { 'x-signature': signature, authorization } })).toEqual({ ok: true });
    expect(verify(both, { headers: { 'x-signature': signature } }).ok).toBe(false);
    expect(verify(both, { headers: { authorization } })).toMatchObject({ code: 'signature-missing' });
  });
});

function verify(
  settings: object,
  parts: { url?: string; headers?: Record<string, string>; body?: string },
): Verdict {
  const request: IncomingRequest = {
    method: 'POST',
    url: parts.url ?? HOOK,
    headers: { 'content-type': 'application/json', ...parts.headers },
    body: new TextEncoder().encode(parts.body ?? BODY),
    receivedAt: '2026-11-20T18:42:12.500Z',
  };
  return surface.verify(request, surface.config.parse(settings), new Date(0));
}
