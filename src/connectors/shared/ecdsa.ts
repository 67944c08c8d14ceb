import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * ECDSA with SHA-512 over the raw body, as Talkdesk's Events API signs: signature in hexadecimal (DER), public key in
 * base64. Vendors hand the key out as PEM, as a DER document or as the bare point of a curve; all three are read.
 */
export function isSignedEcdsaSha512(body: Uint8Array, signatureHex: string, publicKey: string): boolean {
  if (!/^(?:[0-9a-f]{2}){8,160}$/i.test(signatureHex)) return false;
  const signature = Buffer.from(signatureHex, 'hex');
  return keysOf(publicKey).some((key) => {
    try {
      return verify('sha512', body, key, signature);
    } catch {
      return false;
    }
  });
}

/** DER of the algorithm in front of a bare uncompressed point, by the point's length; two curves share one length. */
const BARE_POINTS: Readonly<Record<number, readonly string[]>> = {
  65: [
    '3059301306072a8648ce3d020106082a8648ce3d030107034200',
    '3056301006072a8648ce3d020106052b8104000a034200',
  ],
  97: ['3076301006072a8648ce3d020106052b81040022036200'],
  133: ['30819b301006072a8648ce3d020106052b8104002303818600'],
};

function keysOf(text: string): readonly KeyObject[] {
  const pem = /-----BEGIN [A-Z ]+-----/.test(text) ? text : null;
  if (pem !== null) return keyFrom(() => createPublicKey(pem));
  const bytes = Buffer.from(text, 'base64');
  if (/^-----BEGIN /.test(bytes.toString('latin1'))) return keyFrom(() => createPublicKey(bytes));
  const spki = bytes[0] === 0x04 ? (BARE_POINTS[bytes.length] ?? []) : [];
  const documents =
    spki.length > 0 ? spki.map((head) => Buffer.concat([Buffer.from(head, 'hex'), bytes])) : [bytes];
  return documents.flatMap((der) =>
    keyFrom(() => createPublicKey({ key: der, format: 'der', type: 'spki' })),
  );
}

function keyFrom(read: () => KeyObject): readonly KeyObject[] {
  try {
    return [read()];
  } catch {
    return [];
  }
}
