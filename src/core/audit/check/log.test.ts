/**
 * If this fails: some change of a record somewhere in the log would go unnoticed, or an untouched log would be called
 * broken.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointKey, signCheckpoint } from '../checkpoint.ts';
import { leafHash, leafText } from '../leaf.ts';
import { extendTiles, rootOf, type TileAt } from '../tree.ts';
import { LogCheck } from './log.ts';
import type { LogRow } from './record.ts';
import type { CheckpointRow, LogReport } from './report.ts';

const key = checkpointKey('acme', new Uint8Array(32).fill(5));
const tenantId = '0198a000-0000-7000-8000-0000000000aa';

interface Log {
  readonly rows: LogRow[];
  readonly tiles: Map<string, Buffer>;
  readonly checkpoints: CheckpointRow[];
}

/** A log as the writer makes it, sealed in batches of these sizes. */
function written(batches: readonly number[]): Log {
  const log: Log = { rows: [], tiles: new Map(), checkpoints: [] };
  const source = ({ level, tile }: TileAt) => log.tiles.get(`${level}/${tile}`);
  for (const batch of batches) {
    const size = log.rows.length;
    for (let index = size; index < size + batch; index += 1) log.rows.push(rowAt(index));
    const leaves = log.rows.slice(size).map((row) => row.leafHash);
    for (const { level, tile, hashes } of extendTiles(size, leaves, source))
      log.tiles.set(`${level}/${tile}`, hashes);
    const grown = log.rows.length;
    const root = rootOf(grown, source);
    log.checkpoints.push({
      size: grown,
      root,
      note: signCheckpoint({ origin: key.name, size: grown, root }, key),
    });
  }
  return log;
}

function rowAt(index: number): LogRow {
  const id = `0198a000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
  const occurredAt = new Date(Date.UTC(2026, 10, 20) + index * 1000).toISOString();
  const leaf = leafText({
    v: 1,
    id,
    tenant: tenantId,
    kind: 'send.intent',
    at: occurredAt,
    body: { number: index, words: 'déjà "vu"' },
  });
  return {
    index,
    id,
    tenantId,
    kind: 'send.intent',
    attemptId: null,
    subjectId: null,
    occurredAt,
    leaf,
    leafHash: leafHash(leaf),
  };
}

function checked(log: Log): LogReport {
  const size = log.checkpoints.at(-1)?.size ?? 0;
  const check = new LogCheck({ key: key.verifierKey, origin: key.name, size });
  // In stretches, as the store reads it.
  for (let from = 0; from < size; from += 512) {
    const to = Math.min(from + 512, size);
    check.feed({
      from,
      to,
      rows: log.rows.filter((row) => row.index !== null && row.index >= from && row.index < to),
      tiles: new Map(
        [...log.tiles].flatMap(([at, hashes]) =>
          at.startsWith('0/') ? [[Number(at.slice(2)), hashes]] : [],
        ),
      ),
      checkpoints: log.checkpoints.filter((row) => row.size > from && row.size <= to),
    });
  }
  const upper = [...log.tiles].flatMap(([at, hashes]) => {
    const [level = 0, tile = 0] = at.split('/').map(Number);
    return level > 0 ? [{ level, tile, hashes }] : [];
  });
  return check.finish(upper);
}

const batches = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 });
const flipped = (bytes: Uint8Array, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ (1 << (at % 8));
  return copy;
};

describe('the verifier', () => {
  it('finds every log whole that the writer makes', () => {
    fc.assert(
      fc.property(batches, (sizes) => {
        const log = written(sizes);
        expect(checked(log)).toMatchObject({
          ok: true,
          checked: log.rows.length,
          checkpoints: sizes.length,
          first: null,
        });
      }),
      { numRuns: 30 },
    );
  });

  it('names the record when any bit of its content or hash is flipped', () => {
    fc.assert(
      fc.property(batches, fc.nat(), fc.nat(), fc.boolean(), (sizes, pick, at, inLeaf) => {
        const log = written(sizes);
        const index = pick % log.rows.length;
        const row = log.rows[index];
        if (row === undefined) return;
        const leaf = inLeaf ? flipped(Buffer.from(row.leaf), at).toString('utf8') : row.leaf;
        log.rows[index] = { ...row, leaf, leafHash: inLeaf ? row.leafHash : flipped(row.leafHash, at) };
        expect(checked(log).first).toMatchObject({
          code: inLeaf ? 'altered-record' : 'altered-hash',
          index,
          id: row.id,
        });
      }),
      { numRuns: 30 },
    );
  });

  it('names the record when content and hash are changed together, and the place when it is gone', () => {
    fc.assert(
      fc.property(batches, fc.nat(), fc.boolean(), (sizes, pick, remove) => {
        const log = written(sizes);
        const index = pick % log.rows.length;
        const row = log.rows[index];
        if (row === undefined) return;
        const leaf = row.leaf.replace('"number":', '"number":1');
        if (remove) log.rows.splice(index, 1);
        else log.rows[index] = { ...row, leaf, leafHash: leafHash(leaf) };
        const last = index === sizes.reduce((sum, size) => sum + size, 0) - 1;
        expect(checked(log)).toMatchObject({
          findingCount: 1,
          first: { code: remove ? (last ? 'truncated-tail' : 'missing-record') : 'rewritten-record', index },
        });
      }),
      { numRuns: 30 },
    );
  });

  it('notices any flipped bit in any tile and in any checkpoint', () => {
    fc.assert(
      fc.property(batches, fc.nat(), fc.nat(), fc.boolean(), (sizes, pick, at, inTile) => {
        const log = written(sizes);
        if (inTile) {
          const [name, hashes] = [...log.tiles][pick % log.tiles.size] ?? ['', Buffer.alloc(0)];
          log.tiles.set(name, flipped(hashes, at));
          expect(checked(log).first?.code).toBe('altered-tile');
        } else {
          const place = pick % log.checkpoints.length;
          const row = log.checkpoints[place];
          if (row === undefined) return;
          const signed = row.note.indexOf('\n\n');
          const text = flipped(Buffer.from(row.note.slice(0, signed)), at).toString('utf8');
          log.checkpoints[place] = { ...row, note: text + row.note.slice(signed) };
          expect(checked(log).first).toMatchObject({ code: 'altered-checkpoint', index: row.size });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('tells a damaged tile from a rewritten record in the same log', () => {
    const log = written([100, 100, 100]);
    log.tiles.set('0/0', Buffer.from((log.tiles.get('0/0') ?? Buffer.alloc(0)).fill(9, 32 * 50, 32 * 51)));
    const row = log.rows[150];
    if (row === undefined) throw new Error('no row');
    const leaf = row.leaf.replace('"number":', '"number":1');
    log.rows[150] = { ...row, leaf, leafHash: leafHash(leaf) };
    expect(checked(log).findings.map(({ code, index }) => [code, index])).toEqual([
      ['altered-tile', 50],
      ['rewritten-record', 150],
    ]);
  });
});
