/**
 * If this fails: a webhook that was answered 2xx while the database was down is lost after a crash, or the wrong one is
 * believed after the disk damaged a file.
 */
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../ports/log.ts';
import { contentHashOf, type NewDelivery } from '../../store/inbox.ts';
import { readFrames, writeFrame } from './spool-frames.ts';
import { openSpool, type Spool } from './spool.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringback-spool-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const MARK = Buffer.from('0123456789abcdef', 'hex');

function delivery(body: string | Uint8Array): NewDelivery {
  const bytes = Buffer.from(body);
  return {
    tenantId: '00000000-0000-7000-8000-000000000001',
    sourceId: '00000000-0000-7000-8000-000000000002',
    kind: 'voice',
    contentHash: contentHashOf('POST', '/hooks/voice/x', bytes),
    method: 'POST',
    url: 'https://calls.example.test/hooks/voice/x',
    headers: { 'content-type': 'application/json' },
    body: bytes,
    receivedAt: '2026-11-20T12:00:00.000Z',
  };
}

const bodies = (deliveries: readonly NewDelivery[]): string[] =>
  deliveries.map((each) => Buffer.from(each.body).toString());

async function drain(spool: Spool): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    const batch = await spool.peek(3);
    if (batch.length === 0) return seen;
    seen.push(...bodies(batch));
    await spool.taken();
  }
}

describe('frames', () => {
  it('come back byte for byte, whatever the body', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (parts) => {
        const given = parts.map(delivery);
        const bytes = Buffer.concat(given.map((each) => writeFrame(each, MARK)));
        const read = readFrames(bytes, MARK, 100, true);
        expect(read.damaged).toBe(0);
        expect(read.consumed).toBe(bytes.length);
        expect(read.deliveries).toEqual(given);
      }),
    );
  });

  it('never yield anything false when bytes are flipped or cut, and lose only what was hit', () => {
    const frames = ['one', 'two', 'three', 'four'].map((each) => writeFrame(delivery(each), MARK));
    const whole = Buffer.concat(frames);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const read = bodies(readFrames(bytes, MARK, 100, true).deliveries);
        let offset = 0;
        const untouched = ['one', 'two', 'three', 'four'].filter((_, index) => {
          const start = offset;
          offset += frames[index]?.length ?? 0;
          return at < start || at >= offset;
        });
        expect(read).toEqual(untouched);
      }),
    );
    for (let length = 0; length < whole.length; length += 1) {
      const read = bodies(readFrames(whole.subarray(0, length), MARK, 100, true).deliveries);
      expect(['one', 'two', 'three', 'four'].slice(0, read.length)).toEqual(read);
    }
  });

  it('cannot be smuggled in inside a body', () => {
    const inner = writeFrame(delivery('forged'), Buffer.from('ffffffffffffffff', 'hex'));
    const damaged = writeFrame(delivery(inner), MARK);
    damaged[0] = (damaged[0] ?? 0) ^ 1;
    expect(
      readFrames(Buffer.concat([damaged, writeFrame(delivery('true'), MARK)]), MARK, 10, true).deliveries.map(
        (each) => Buffer.from(each.body).toString(),
      ),
    ).toEqual(['true']);
  });
});

describe('the spool', () => {
  it('gives back in order of arrival what was appended, and leaves no file behind', async () => {
    const spool = await openSpool(directory, silentLog);
    await spool.append([delivery('1'), delivery('2')]);
    await spool.append([delivery('3'), delivery('4'), delivery('5')]);
    expect(spool.size().entries).toBe(5);
    expect(await drain(spool)).toEqual(['1', '2', '3', '4', '5']);
    expect(spool.size()).toEqual({ entries: 0, bytes: 0 });
    expect(await readdir(join(directory, 'spool'))).toEqual([]);
    await spool.close();
  });

  it('offers the same batch again until it was taken', async () => {
    const spool = await openSpool(directory, silentLog);
    await spool.append(['1', '2', '3', '4'].map(delivery));
    expect(bodies(await spool.peek(2))).toEqual(['1', '2']);
    expect(bodies(await spool.peek(2))).toEqual(['1', '2']);
    await spool.taken();
    await spool.append([delivery('5')]);
    expect(await drain(spool)).toEqual(['3', '4', '5']);
    await spool.close();
  });

  it('survives a crash: a torn tail is dropped, everything before it is kept', async () => {
    const first = await openSpool(directory, silentLog);
    await first.append([delivery('kept'), delivery('also kept')]);
    await first.close();
    const [name = ''] = await readdir(join(directory, 'spool'));
    const file = join(directory, 'spool', name);
    const torn = writeFrame(delivery('torn'), Buffer.from(name.slice(-22, -6), 'hex'));
    await appendFile(file, torn.subarray(0, torn.length - 5));

    const second = await openSpool(directory, silentLog);
    expect(second.size().entries).toBe(2);
    await second.append([delivery('newer')]);
    expect(await drain(second)).toEqual(['kept', 'also kept', 'newer']);
    await second.close();
  });

  it('keeps a damaged file aside and reads around the damage', async () => {
    const first = await openSpool(directory, silentLog);
    await first.append([delivery('before'), delivery('x'.repeat(200)), delivery('after')]);
    await first.close();
    const [name = ''] = await readdir(join(directory, 'spool'));
    const file = join(directory, 'spool', name);
    const bytes = await readFile(file);
    const hit = bytes.indexOf('xxxx');
    bytes[hit] = 0x79;
    await writeFile(file, bytes);

    const second = await openSpool(directory, silentLog);
    expect(await drain(second)).toEqual(['before', 'after']);
    expect(await readdir(join(directory, 'spool'))).toEqual([`${name}.damaged`]);
    await second.close();
  });

  it('does not touch the files of a living process on this machine', async () => {
    const owner = await openSpool(directory, silentLog);
    await owner.append([delivery('mine')]);
    const [name = ''] = await readdir(join(directory, 'spool'));
    // Process 1 is alive on every machine.
    const theirs = name.replace(`-${process.pid}-`, '-1-');
    await writeFile(join(directory, 'spool', theirs), await readFile(join(directory, 'spool', name)));
    await owner.close();
    await rm(join(directory, 'spool', name));
    const other = await openSpool(directory, silentLog);
    expect(await other.peek(10)).toEqual([]);
    expect(await readdir(join(directory, 'spool'))).toEqual([theirs]);
    await other.close();
  });

  it('holds an empty or cut-off file for nothing worse than empty', async () => {
    const first = await openSpool(directory, silentLog);
    await first.append([delivery('gone')]);
    await first.close();
    const [name = ''] = await readdir(join(directory, 'spool'));
    await truncate(join(directory, 'spool', name), 3);
    const second = await openSpool(directory, silentLog);
    expect(await drain(second)).toEqual([]);
    await second.close();
  });
});
