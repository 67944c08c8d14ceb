import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Checks Ed25519 signatures (RFC 8032) against a raw public key of 32 bytes in base64 or hexadecimal. */
export function isSignedEd25519(key: KeyObject, signature: string, message: Uint8Array): boolean {
  if (!/^[A-Za-z0-9+/]{86}==$/.test(signature)) return false;
  try {
    return verify(null, message, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** Null when the text is no such key. */
export function ed25519Key(text: string): KeyObject | null {
  const trimmed = text.trim();
  const raw = Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? 'hex' : 'base64');
  if (raw.length !== 32) return null;
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

/** RFC 8410: the fixed beginning of a SubjectPublicKeyInfo that holds an Ed25519 key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
