import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';

/**
 * What a leaf of the audit log says, version 1. The canonical JSON of this is stored as it is and hashed as RFC 6962
 * (section 2.1, read 2026-11-21) hashes leaves; a later version adds a number here and never rewrites old leaves.
 */
export interface Leaf {
  readonly v: 1;
  readonly id: string;
  readonly tenant: string;
  readonly kind: string;
  readonly attempt?: string;
  /** Pseudonym of the data subject whose key seals `personal`. */
  readonly subject?: string;
  /** When it happened, tenant time, RFC 3339 with milliseconds. */
  readonly at: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Base64 of nonce, AES-256-GCM ciphertext and tag. */
  readonly personal?: string;
}

export function leafText(leaf: Leaf): string {
  return canonicalJson(leaf);
}

/** SHA-256(0x00 || leaf): the prefix keeps a leaf from passing as an inner node. */
export function leafHash(text: string): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(text, 'utf8').digest();
}

const LEAF_PREFIX = Uint8Array.of(0);
