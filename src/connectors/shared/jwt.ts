import { createHmac } from 'node:crypto';
import { sameText } from './crypto.ts';

/**
 * Compact JSON web tokens (RFC 7515) as vendors use them to sign deliveries: HMAC-SHA256 and nothing else. The header's
 * own word about its algorithm decides nothing except that any other word is refused, so `none` or an asymmetric
 * algorithm with a public secret cannot be talked into passing.
 */
export interface CompactJwt {
  readonly algorithm: string;
  /** JSON text of the claims, read without checking the signature. */
  readonly claims: string;
  readonly signed: string;
  readonly signature: string;
}

const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)$/;

/** Null when the text is no compact token. */
export function readJwt(text: string): CompactJwt | null {
  const match = COMPACT.exec(text);
  if (match === null) return null;
  const [, header = '', claims = '', signature = ''] = match;
  const read = objectIn(decode(header));
  const algorithm = read?.['alg'];
  const claimsText = decode(claims);
  if (typeof algorithm !== 'string' || claimsText === null) return null;
  return { algorithm, claims: claimsText, signed: `${header}.${claims}`, signature };
}

/** Compared as text, so that a second spelling of the same bytes is refused too. */
export function isSignedHs256(token: CompactJwt, secret: string): boolean {
  if (token.algorithm !== 'HS256') return false;
  return sameText(token.signature, createHmac('sha256', secret).update(token.signed).digest('base64url'));
}

export function claimsOf(token: CompactJwt): Readonly<Record<string, unknown>> | null {
  return objectIn(token.claims);
}

function decode(part: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
  } catch {
    return null;
  }
}

function objectIn(text: string | null): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
