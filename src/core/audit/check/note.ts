import { createHash, createPublicKey, verify } from 'node:crypto';

/**
 * Reads a signed checkpoint and checks it against a verifier key, written again from https://c2sp.org/signed-note and
 * https://c2sp.org/tlog-checkpoint (read 2026-11-21) without the writer's code.
 */
export type CheckedNote =
  | { readonly ok: true; readonly origin: string; readonly size: number; readonly root: Buffer }
  | { readonly ok: false; readonly problem: string };

export function checkNote(note: string, verifierKey: string): CheckedNote {
  const key = parseVerifierKey(verifierKey);
  if (key === null) return { ok: false, problem: 'the verifier key is not of the form name+hash+key' };
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0) return { ok: false, problem: 'it is not a signed note: no blank line before the signatures' };
  const text = note.slice(0, gap + 1);
  const signatures = note.slice(gap + 2).split('\n');
  let signed = false;
  for (const line of signatures) {
    const parts = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
    if (parts?.[1] !== key.name) continue;
    const bytes = Buffer.from(parts[2] ?? '', 'base64');
    // Signatures of unknown keys, such as witnesses, are passed over.
    if (!bytes.subarray(0, 4).equals(key.id)) continue;
    if (!verify(null, Buffer.from(text), key.publicKey, bytes.subarray(4))) {
      return { ok: false, problem: 'its signature does not fit its text' };
    }
    signed = true;
  }
  if (!signed)
    return { ok: false, problem: `it carries no signature of ${key.name} (key ${key.id.toString('hex')})` };
  const [origin = '', size = '', root = ''] = text.split('\n');
  if (origin !== key.name) return { ok: false, problem: `it is of another log, ${origin}` };
  const rootBytes = Buffer.from(root, 'base64');
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || rootBytes.length !== 32) {
    return { ok: false, problem: 'its size or root cannot be read' };
  }
  return { ok: true, origin, size: Number(size), root: rootBytes };
}

export function isVerifierKey(text: string): boolean {
  return parseVerifierKey(text) !== null;
}

function parseVerifierKey(text: string) {
  const [, name = '', id = '', encoded = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text.trim()) ?? [];
  const typed = Buffer.from(encoded, 'base64');
  if (typed.length !== 33 || typed[0] !== 1) return null;
  const expected = createHash('sha256').update(name).update('\n').update(typed).digest('hex').slice(0, 8);
  if (expected !== id) return null;
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') },
    format: 'jwk',
  });
  return { name, id: Buffer.from(id, 'hex'), publicKey };
}
