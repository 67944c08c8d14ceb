import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hash,
  hkdfSync,
  randomFillSync,
  type KeyObject,
} from 'node:crypto';

/**
 * Holds the instance key and everything sealed with it: source secrets, data-subject keys, the checkpoint signing
 * key. The key comes from RINGBACK_SECRET_KEY (32 bytes, base64 or hex) or from a file in the data directory; all
 * processes of one installation need the same one.
 */
export interface Keeper {
  /** AES-256-GCM: 12-byte nonce, ciphertext, 16-byte tag. `context` binds the seal to its place. */
  readonly seal: (plain: Uint8Array, context: string) => Buffer;
  /** Throws when the bytes were changed, or sealed for another place or by another key. */
  readonly open: (sealed: Uint8Array, context: string) => Buffer;
  /** Keyed fingerprint, for finding a row by a value that is not stored. */
  readonly fingerprint: (value: string, context: string) => Buffer;
  /** A key of its own for one purpose, derived from the instance key. */
  readonly derive: (purpose: string, bytes: number) => Buffer;
}

export function openKeeper(instanceKey: Uint8Array): Keeper {
  if (instanceKey.length !== 32) throw new Error('the instance key must be 32 bytes');
  const derive = (purpose: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', instanceKey, new Uint8Array(0), `ringback/${purpose}`, bytes));
  // Key objects are prepared once: handing raw bytes to each call costs several times the call.
  const sealing = createSecretKey(derive('seal', 32));
  const print = hmacSha256(derive('fingerprint', 32));
  return {
    derive,
    seal: (plain, context) => sealWith(sealing, plain, context),
    open: (sealed, context) => openWith(sealing, sealed, context),
    fingerprint: (value, context) => print(`${context}\0${value}`),
  };
}

export function sealWith(key: Uint8Array | KeyObject, plain: Uint8Array, context: string): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', asKey(key), nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function openWith(key: Uint8Array | KeyObject, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', asKey(key), bytes.subarray(0, 12)).setAAD(
    Buffer.from(context),
  );
  decipher.setAuthTag(bytes.subarray(bytes.length - 16));
  return Buffer.concat([decipher.update(bytes.subarray(12, bytes.length - 16)), decipher.final()]);
}

/** Node asks of raw bytes whether they are a key object by a caught exception, which costs twice the encryption. */
function asKey(key: Uint8Array | KeyObject): KeyObject {
  return key instanceof Uint8Array ? createSecretKey(key) : key;
}

/**
 * HMAC-SHA256 as RFC 2104 defines it, for a key of at most 64 bytes, in two one-shot hashes: a third of the time of
 * `createHmac`, which makes a key object for each new key and a stream for each value.
 */
export function hmacSha256(key: Uint8Array): (value: string) => Buffer {
  const inner = Buffer.alloc(BLOCK_BYTES, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES, 0x5c);
  key.forEach((byte, at) => {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  });
  return (value) => {
    const digest = hash('sha256', Buffer.concat([inner, Buffer.from(value)]), 'buffer');
    return hash('sha256', Buffer.concat([outer, digest]), 'buffer');
  };
}

const BLOCK_BYTES = 64;

/** Random bytes cost little each and much per call, so they are drawn by the kilobyte. None is handed out twice. */
function nextNonce(): Buffer {
  if (drawn === drawnNonces.length) {
    randomFillSync(drawnNonces);
    drawn = 0;
  }
  drawn += NONCE_BYTES;
  return Buffer.from(drawnNonces.subarray(drawn - NONCE_BYTES, drawn));
}

const NONCE_BYTES = 12;
const drawnNonces = Buffer.alloc(NONCE_BYTES * 256);
let drawn = drawnNonces.length;
