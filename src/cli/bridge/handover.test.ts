/**
 * If this fails: a broker is told "done" for a message that is nowhere, a broken message stops everything behind it, a full
 * disk glues two records together, or the spool grows without end while Ringback is away.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inBatches } from './batches.ts';
import { runBridge } from './carry.ts';
import { openHandover } from './handover.ts';
import type { StreamMessage } from './messages.ts';
import type { BridgeOptions } from './options.ts';
import { setAsideAt } from './set-aside.ts';
import { openBridgeSpool, type BridgeSpool } from './spool.ts';
import { startTally } from './tally.ts';
import type { BridgeWorld } from './world.ts';

let folder: string;
let spool: BridgeSpool;
let said: string[];
const stop = new AbortController();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-handover-'));
  spool = await openBridgeSpool(join(folder, 'spool'));
  said = [];
});
afterEach(async () => {
  await spool.close();
  await rm(folder, { recursive: true, force: true });
});

const now = (): Date => new Date('2026-11-20T18:42:11.500Z');
const say = (line: string): void => void said.push(line);
const messageOf = (value: string, offset = 0): StreamMessage => ({
  topic: 'calls',
  position: { partition: 0, offset },
  key: Buffer.from('+13105550142'),
  headers: [],
  value: Buffer.from(value),
});
function handover(limitBytes: number, given = spool) {
  const aside = setAsideAt(join(folder, 'spool.set-aside'), now);
  const tally = startTally(given.waiting, aside.path, say);
  const parts = { spool: given, aside, tally, ring: () => undefined, withKey: false, limitBytes };
  return openHandover(parts, { log: say, signal: stop.signal });
}

describe('the handover', () => {
  it('has everything on disk when it is done: in the spool or set aside', async () => {
    const hand = handover(1e9);
    await hand.take([
      messageOf('{"a":1}'),
      messageOf('no json', 1),
      messageOf('', 2),
      messageOf('{"a":2}', 3),
    ]);
    expect(await readFile(join(folder, 'spool'), 'utf8')).toBe('{"a":1}\n{"a":2}\n');
    expect(JSON.parse(await readFile(join(folder, 'spool.set-aside'), 'utf8'))).toEqual({
      at: '2026-11-20T18:42:11.500Z',
      reason: 'text, but not JSON: let the connector write JSON',
      from: { topic: 'calls', partition: 0, offset: 1, key: '+13105550142' },
      text: 'no json',
    });
    // A key may be a caller's number: it is kept, but not said.
    expect(said.join()).toContain('1 set aside in');
    expect(said.join()).not.toContain('+1310');
    hand.tally.close();
    expect(said.at(-1)).toBe(
      `4 messages read, 0 records taken by Ringback, 2 wait, 1 empty or tombstones, 1 set aside in ${join(folder, 'spool.set-aside')}`,
    );
  });

  it('fails when the disk takes nothing, so that nobody is told "done"', async () => {
    const broken: BridgeSpool = { ...spool, append: () => Promise.reject(new Error('ENOSPC')) };
    await expect(handover(1e9, broken).take([messageOf('{"a":1}')])).rejects.toThrow('ENOSPC');
  });

  it('holds back a full spool until all of it was taken', async () => {
    const hand = handover(2 * 1024 * 1024);
    const large = `{"x":"${'y'.repeat(1_100_000)}"}`;
    await hand.take([messageOf(large), messageOf(large, 1)]);
    let free = false;
    const waiting = hand.room().then(() => (free = true));
    await spool.acknowledge([large]);
    hand.drained.ring();
    await new Promise((next) => setImmediate(next));
    expect(free).toBe(false);
    await spool.acknowledge([large]);
    hand.drained.ring();
    await waiting;
    expect(spool.bytes()).toBe(0);
    expect(said).toEqual(['the spool is full; the broker keeps the rest until it is empty']);
  });
});

describe('a spool that was taken whole', () => {
  it('is empty after a restart', async () => {
    await spool.append(['{"a":1}']);
    await spool.acknowledge(['{"a":1}']);
    const again = await openBridgeSpool(join(folder, 'spool'));
    expect(again.bytes()).toBe(0);
    await again.append(['{"a":2}']);
    expect(await again.peek(5)).toEqual(['{"a":2}']);
    await again.close();
  });
});

describe('batches', () => {
  it('hand out in order what came meanwhile, read no further than allowed, and pass errors on', async () => {
    let pulled = 0;
    async function* numbers(): AsyncGenerator<number> {
      for (; pulled < 10; pulled += 1) yield await Promise.resolve(pulled);
      throw new Error('broken');
    }
    const seen: number[] = [];
    let failure = '';
    try {
      for await (const batch of inBatches(numbers(), 4)) {
        expect(batch.length).toBeLessThanOrEqual(4);
        await new Promise((next) => setTimeout(next, 1));
        expect(pulled - seen.length).toBeLessThanOrEqual(8);
        seen.push(...batch);
      }
    } catch (error) {
      failure = String(error);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(failure).toContain('broken');
  });
});

describe('posting', () => {
  async function post(
    to: string,
    lines: readonly string[],
    answer: (body: string) => { readonly status: number; readonly code?: string },
  ): Promise<string[]> {
    const taken: string[] = [];
    const world: BridgeWorld = {
      fetch: (_url, init) => {
        const body = typeof init?.body === 'string' ? init.body : '';
        const { status, code } = answer(body);
        if (status === 200) taken.push(body);
        return Promise.resolve(
          new Response(JSON.stringify(code === undefined ? {} : { error: { code } }), { status }),
        );
      },
      now,
      log: say,
      pause: async () => new Promise((next) => setImmediate(next)),
      signal: new AbortController().signal,
    };
    const options: BridgeOptions = {
      to,
      token: 'token-of-the-source',
      spool: join(folder, 'posting'),
      source: {
        kind: 'stdin',
        input: (async function* () {
          yield await Promise.resolve(Buffer.from(lines.join('\n')));
        })(),
      },
    };
    await runBridge(options, world);
    return taken;
  }
  const aside = async (): Promise<unknown[]> =>
    (await readFile(join(folder, 'posting.set-aside'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  it('gives normalised calls to the API as a list, and sets aside the one that it refuses', async () => {
    const taken = await post(
      'https://calls.example.com/api/v1/call-events',
      ['{"n":1}', '{"n":2,"bad":true}', '{"n":3}'],
      (body) => (body.includes('bad') ? { status: 400, code: 'invalid-input' } : { status: 200 }),
    );
    expect(taken.flatMap((body) => (JSON.parse(body) as { n: number }[]).map(({ n }) => n))).toEqual([1, 3]);
    expect(await aside()).toMatchObject([{ reason: 'HTTP 400 invalid-input', text: '{"n":2,"bad":true}' }]);
  });

  it('sets aside the record that is too large for anyone', async () => {
    const taken = await post(
      'https://calls.example.com/hooks/voice/x',
      ['{"n":1}', '{"large":1}'],
      (body) => ({
        status: body.includes('large') ? 413 : 200,
      }),
    );
    expect(taken).toEqual(['{"events":[{"n":1}]}']);
    expect(await aside()).toMatchObject([{ reason: 'HTTP 413', text: '{"large":1}' }]);
  });

  it("does not set aside for a proxy's refusal", async () => {
    let asked = 0;
    const taken = await post('https://calls.example.com/hooks/voice/x', ['{"n":1}'], () => ({
      status: (asked += 1) < 4 ? 400 : 200,
    }));
    expect(taken).toHaveLength(1);
  });
});
