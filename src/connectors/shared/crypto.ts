import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/**
 * The few cryptographic steps that vendors' signatures are made of. They live here so that every connector compares in
 * constant time and none invents its own way.
 */
export function hmacBase64(
  algorithm: 'sha1' | 'sha256',
  key: string | Uint8Array,
  data: string | Uint8Array,
): string {
  return createHmac(algorithm, key).update(data).digest('base64');
}

export function hmacHex(
  algorithm: 'sha1' | 'sha256' | 'sha512',
  key: string | Uint8Array,
  data: string | Uint8Array,
): string {
  return createHmac(algorithm, key).update(data).digest('hex');
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** Compares in time that does not depend on where the texts differ. How long a signature is, is no secret. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
