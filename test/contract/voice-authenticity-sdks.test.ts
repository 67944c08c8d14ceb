import { createHmac, sign } from 'node:crypto';
import fc from 'fast-check';
import plivo from 'plivo';
import retell from 'retell-sdk';
import Telnyx from 'telnyx';
import { describe, expect, test } from 'vitest';
import plivoSurface from '../../src/connectors/voice/plivo.ts';
import retellSurface from '../../src/connectors/voice/retell-ai.ts';
import telnyxSurface from '../../src/connectors/voice/telnyx.ts';
import type { IncomingRequest } from '../../src/ports/connector.ts';
import { keyFrom } from './voice-signers/telnyx.ts';

/**
 * Our verifiers against the vendors' own libraries, for any body: both say yes, or both say no. If it fails, genuine
 * deliveries of a shop are refused, or altered ones are believed.
 */
const KEY = 'correct-horse-battery-staple';
const now = new Date();

function request(parts: {
  readonly url?: string;
  readonly body: string | Uint8Array;
  readonly type?: string;
  readonly headers: Readonly<Record<string, string>>;
}): IncomingRequest {
  return {
    method: 'POST',
    url: parts.url ?? 'https://shop.example.test/hooks/voice/main',
    headers: { 'content-type': parts.type ?? 'application/json', ...parts.headers },
    body: Buffer.from(parts.body),
    receivedAt: now.toISOString(),
  };
}

const texts = fc.string({ unit: 'grapheme', maxLength: 60 });
/** How a genuine signature is spoiled, if at all. */
const spoil = fc.constantFrom<'not' | 'body' | 'key' | 'signature'>('not', 'not', 'body', 'key', 'signature');
const flipped = (text: string): string => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`);

test('Retell: X-Retell-Signature', async () => {
  const config = retellSurface.config.parse({ apiKey: KEY });
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: -400_000, max: 400_000 }), spoil, async (body, shift, how) => {
      const stamp = now.getTime() + shift;
      const digest = createHmac('sha256', how === 'key' ? 'another' : KEY)
        .update(body + String(stamp))
        .digest('hex');
      const signature = `v=${stamp},d=${how === 'signature' ? flipped(digest) : digest}`;
      const sent = how === 'body' ? `${body} ` : body;
      const theirs = await retell.verify(sent, KEY, signature);
      // At the very edge of the window the milliseconds between the two looks may decide.
      fc.pre(Math.abs(Math.abs(shift) - 300_000) > 20_000);
      const ours = retellSurface.verify(
        request({ body: sent, headers: { 'x-retell-signature': signature } }),
        config,
        now,
      );
      expect(ours.ok).toBe(theirs);
    }),
    { numRuns: 400 },
  );
});

test('Telnyx: Ed25519 over timestamp and body', async () => {
  const { privateKey, publicKey } = keyFrom(KEY);
  const config = telnyxSurface.config.parse({ publicKey });
  const client = new Telnyx({ apiKey: 'unused', publicKey });
  const accepts = async (body: string, headers: Record<string, string>): Promise<boolean> =>
    client.webhooks.unwrap(body, { headers }).then(
      () => true,
      () => false,
    );
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: -400, max: 400 }), spoil, async (word, shift, how) => {
      fc.pre(Math.abs(Math.abs(shift) - 300) > 20);
      const body = JSON.stringify({ data: { event_type: 'call.initiated', payload: { word } } });
      const timestamp = String(Math.floor(now.getTime() / 1000) + shift);
      const signer = how === 'key' ? keyFrom('another').privateKey : privateKey;
      const signature = sign(null, Buffer.from(`${timestamp}|${body}`), signer).toString('base64');
      const headers = {
        'telnyx-timestamp': timestamp,
        'telnyx-signature-ed25519': how === 'signature' ? flipped(signature) : signature,
      };
      const sent = how === 'body' ? body.replace('initiated', 'hangup') : body;
      const ours = telnyxSurface.verify(request({ body: sent, headers }), config, now);
      expect(ours.ok).toBe(await accepts(sent, headers));
    }),
    { numRuns: 400 },
  );
});

describe('Plivo: X-Plivo-Signature-V3', () => {
  const config = plivoSurface.config.parse({ authToken: KEY });
  const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}$/);

  test.each([
    ['without a query', 'https://shop.example.test/hooks/voice/main'],
    ['with a query', 'https://shop.example.test/hooks/voice/main?b=2&a=1'],
  ])('%s', (_name, url) => {
    fc.assert(
      fc.property(fc.dictionary(names, texts, { minKeys: 1, maxKeys: 8 }), spoil, (fields, how) => {
        const nonce = '31627761595286130198';
        const parameters = Object.keys(fields)
          .sort()
          .map((name) => name + (fields[name] ?? ''))
          .join('');
        const address = url.includes('?')
          ? `https://shop.example.test/hooks/voice/main?a=1&b=2.${parameters}`
          : `${url}?${parameters}`;
        const signature = createHmac('sha256', how === 'key' ? 'another' : KEY)
          .update(`${address}.${nonce}`)
          .digest('base64');
        const given = how === 'signature' ? flipped(signature) : signature;
        const sent = how === 'body' ? { ...fields, Extra: '1' } : fields;
        const theirs = plivo.validateV3Signature('POST', url, nonce, KEY, given, { ...sent });
        const ours = plivoSurface.verify(
          request({
            url,
            body: new URLSearchParams(sent).toString(),
            type: 'application/x-www-form-urlencoded',
            headers: { 'x-plivo-signature-v3': given, 'x-plivo-signature-v3-nonce': nonce },
          }),
          config,
          now,
        );
        expect(ours.ok).toBe(theirs);
        if (how === 'not') expect(theirs).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
