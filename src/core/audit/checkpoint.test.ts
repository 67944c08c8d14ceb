/**
 * If this fails: a checkpoint kept outside could not be read by other tools of the C2SP format, or a forged one would
 * pass.
 */
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkNote, isVerifierKey } from './check/note.ts';
import { checkpointKey, signCheckpoint } from './checkpoint.ts';

const key = checkpointKey('acme', new Uint8Array(32).fill(3));
const root = Buffer.alloc(32, 9);
const note = signCheckpoint({ origin: 'ringback/acme', size: 20_852_163, root }, key);

describe('checkpoints', () => {
  it('look exactly as the specification says', () => {
    const lines = note.split('\n');
    expect(lines.slice(0, 4)).toEqual(['ringback/acme', '20852163', root.toString('base64'), '']);
    expect(lines[4]).toMatch(/^— ringback\/acme [A-Za-z0-9+/]{91}=$/);
    expect(lines.slice(5)).toEqual(['']);
    const signature = Buffer.from(lines[4]?.split(' ')[2] ?? '', 'base64');
    expect(signature).toHaveLength(68);
    expect(
      verify(
        null,
        Buffer.from(`${lines.slice(0, 3).join('\n')}\n`),
        createPublicKey(key.privateKey),
        signature.subarray(4),
      ),
    ).toBe(true);
  });

  it('are read back with the published key, witnesses passed over', () => {
    expect(checkNote(note, key.verifierKey)).toEqual({
      ok: true,
      origin: 'ringback/acme',
      size: 20_852_163,
      root,
    });
    expect(
      checkNote(`${note}— witness.example/w ${Buffer.alloc(68).toString('base64')}\n`, key.verifierKey).ok,
    ).toBe(true);
  });

  it('are refused with any byte changed, by another key, or of another log', () => {
    for (let at = 0; at < note.length - 1; at += 1) {
      const bent = `${note.slice(0, at)}${note[at] === 'A' ? 'B' : 'A'}${note.slice(at + 1)}`;
      // The last character of the signature holds bits that base64 throws away.
      if (
        Buffer.from(bent.split(' ').at(-1) ?? '', 'base64').equals(
          Buffer.from(note.split(' ').at(-1) ?? '', 'base64'),
        ) &&
        at > note.lastIndexOf(' ')
      )
        continue;
      expect(checkNote(bent, key.verifierKey).ok, `byte ${at}`).toBe(false);
    }
    expect(checkNote(note, checkpointKey('acme', new Uint8Array(32).fill(4)).verifierKey).ok).toBe(false);
    const other = signCheckpoint({ origin: 'ringback/other', size: 1, root }, key);
    expect(checkNote(other, key.verifierKey)).toMatchObject({ ok: false });
    expect(checkNote('', key.verifierKey).ok).toBe(false);
    expect(checkNote(note, 'nonsense').ok).toBe(false);
    expect(isVerifierKey(key.verifierKey)).toBe(true);
    expect(isVerifierKey(`${key.verifierKey.slice(0, -1)}!`)).toBe(false);
  });
});
