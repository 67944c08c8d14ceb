import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

/** Telnyx signs with a key of its own; the tests make one from the secret word. RFC 8410 for the form of the key. */
export function keyFrom(word: string): { readonly privateKey: KeyObject; readonly publicKey: string } {
  const seed = createHash('sha256').update(word).digest();
  const privateKey = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.subarray(-32).toString('base64') };
}

const signer: Signer = {
  settings: (secret) => ({ publicKey: keyFrom(secret).publicKey }),
  header: 'telnyx-signature-ed25519',
  covers: 'body',
  sign: (request, secret) => {
    const timestamp = String(Date.parse('2026-11-20T18:42:00Z') / 1000);
    const message = Buffer.concat([Buffer.from(`${timestamp}|`), request.body]);
    const signature = sign(null, message, keyFrom(secret).privateKey).toString('base64');
    return {
      ...request,
      headers: { ...request.headers, 'telnyx-signature-ed25519': signature, 'telnyx-timestamp': timestamp },
    };
  },
};
export default signer;
