import { createPrivateKey, createPublicKey, hash, sign, type KeyObject } from 'node:crypto';

/**
 * Checkpoints of the log: C2SP tlog-checkpoint (origin, size, root) as a C2SP signed note with an Ed25519 signature,
 * https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note, read 2026-11-21. Any tool that reads this format
 * can check ours. No extension lines, as the specification advises.
 */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface CheckpointKey {
  /** Key name; by the specification's advice equal to the origin. */
  readonly name: string;
  readonly privateKey: KeyObject;
  /** `name+hash+key`: what a verifier is given, once, by a safe way. */
  readonly verifierKey: string;
  readonly keyId: Buffer;
}

export function originOf(tenantKey: string): string {
  return `ringback/${tenantKey}`;
}

/** The signing key of a log from 32 secret bytes. */
export function checkpointKey(tenantKey: string, seed: Uint8Array): CheckpointKey {
  const name = originOf(tenantKey);
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const typed = Buffer.concat([Uint8Array.of(ED25519), spki.subarray(spki.length - 32)]);
  const keyId = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'buffer').subarray(0, 4);
  return {
    name,
    privateKey,
    keyId,
    verifierKey: `${name}+${keyId.toString('hex')}+${typed.toString('base64')}`,
  };
}

export function signCheckpoint(checkpoint: Checkpoint, key: CheckpointKey): string {
  const text = `${checkpoint.origin}\n${checkpoint.size}\n${Buffer.from(checkpoint.root).toString('base64')}\n`;
  const signature = Buffer.concat([key.keyId, sign(null, Buffer.from(text), key.privateKey)]);
  return `${text}\n— ${key.name} ${signature.toString('base64')}\n`;
}

/** Signature type byte of the signed-note specification. */
const ED25519 = 0x01;
/** DER of an Ed25519 private key up to its 32 bytes (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
