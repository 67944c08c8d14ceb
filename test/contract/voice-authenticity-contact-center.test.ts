import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/ports/connector.ts';
import talkdesk from '../../src/connectors/voice/talkdesk.ts';

/**
 * Authenticity beyond the shared token. If it fails, signed deliveries of Talkdesk are refused, or anybody who can write
 * a header is believed.
 */
const BODY = '{"call_id":"CA-1","type":"missed"}';

describe('talkdesk, ECDSA with SHA-512 over the body', () => {
  const verify = (
    key: string | undefined,
    signature: string | undefined,
    body = BODY,
    token?: string,
  ): Verdict =>
    talkdesk.verify(
      {
        method: 'POST',
        url: 'https://shop.example.test/hooks/voice/main',
        headers: {
          'content-type': 'application/json',
          ...(signature === undefined ? {} : { 'x-hub-ecdsa-signature': signature }),
        },
        body: new TextEncoder().encode(body),
        receivedAt: '2026-11-20T18:42:12.500Z',
      },
      talkdesk.config.parse({ eventsPublicKey: key, accessToken: token }),
      new Date(0),
    );
  const signed = (key: KeyObject): string => sign('sha512', Buffer.from(BODY), key).toString('hex');

  test.each(['prime256v1', 'secp256k1', 'secp384r1', 'secp521r1'])(
    '%s, however the key is written',
    (namedCurve) => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
      const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
      const der = publicKey.export({ format: 'der', type: 'spki' });
      const size = { prime256v1: 65, secp256k1: 65, secp384r1: 97, secp521r1: 133 }[namedCurve] ?? 0;
      const point = der.subarray(der.length - size);
      for (const key of [
        pem,
        der.toString('base64'),
        point.toString('base64'),
        Buffer.from(pem).toString('base64'),
      ]) {
        expect(verify(key, signed(privateKey))).toEqual({ ok: true });
        expect(verify(key, signed(privateKey), BODY.replace('missed', 'inbound'))).toMatchObject({
          code: 'signature-invalid',
        });
      }
    },
  );

  test('another key, a wrong signature, a key that is none: refused', () => {
    const ours = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const theirs = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const key = ours.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    for (const signature of [signed(theirs.privateKey), '', 'zz', '00', 'ab'.repeat(70)])
      expect(verify(key, signature)).toMatchObject({ code: 'signature-invalid' });
    expect(verify('no key', signed(ours.privateKey))).toMatchObject({ code: 'signature-invalid' });
  });

  test('a signature without a key to check it proves nothing', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    expect(verify(undefined, signed(privateKey))).toMatchObject({ code: 'secret-not-configured' });
    expect(verify(undefined, signed(privateKey), BODY, 'long-enough-token')).toMatchObject({
      code: 'signature-missing',
    });
  });
});
