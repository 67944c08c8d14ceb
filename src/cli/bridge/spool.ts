import { open, readFile, rename, writeFile, type FileHandle } from 'node:fs/promises';

/**
 * Where `ringback bridge` keeps what it has read until Ringback has taken it: one line per record, and beside it the
 * position up to which everything was acknowledged. A PBX repeats nothing, so a line is on disk before it is posted, and
 * what was being posted when the bridge died is posted again (Ringback knows each event once).
 */
export interface BridgeSpool {
  /** On disk when it resolves. A record is one line of text. */
  readonly append: (records: readonly string[]) => Promise<void>;
  /** The oldest records that were not acknowledged; the same ones until `acknowledge`. */
  readonly peek: (limit: number) => Promise<readonly string[]>;
  readonly acknowledge: (records: readonly string[]) => Promise<void>;
  readonly waiting: () => number;
  /** Size of the file, acknowledged lines included. */
  readonly bytes: () => number;
  readonly close: () => Promise<void>;
}

/** An acknowledged file is emptied when it has grown beyond this. */
const KEEP_BYTES = 1024 * 1024;
const READ_BYTES = 1024 * 1024;

export async function openBridgeSpool(path: string): Promise<BridgeSpool> {
  const handle = await open(path, 'a+', 0o600);
  const positionPath = `${path}.position`;
  let size = await dropTornTail(handle);
  let position = Math.min(await readPosition(positionPath), size);
  // The machine went down between the last acknowledgement and the emptying.
  if (size > 0 && position === size) {
    await writePosition(positionPath, 0);
    await handle.truncate(0);
    position = 0;
    size = 0;
  }
  let waiting = await countLines(handle, position, size);
  // One thing at a time: emptying the file must not meet a line that is being written.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  return {
    append: (records) =>
      inTurn(async () => {
        if (records.length === 0) return;
        const bytes = Buffer.from(records.map((record) => `${record}\n`).join(''));
        try {
          await handle.appendFile(bytes);
          await handle.datasync();
        } catch (error) {
          // A full disk may have taken half a line; the next one must not be glued to it.
          await handle.truncate(size).catch(() => undefined);
          throw error;
        }
        size += bytes.length;
        waiting += records.length;
      }),
    peek: (limit) =>
      inTurn(async () => {
        for (let window = READ_BYTES; ; window *= 2) {
          const bytes = await readAt(handle, position, Math.min(window, size - position));
          const end = bytes.lastIndexOf(0x0a);
          if (end === -1 && position + bytes.length < size) continue;
          return bytes
            .subarray(0, end + 1)
            .toString('utf8')
            .split('\n')
            .slice(0, -1)
            .slice(0, limit);
        }
      }),
    acknowledge: (records) =>
      inTurn(async () => {
        position += Buffer.byteLength(records.map((record) => `${record}\n`).join(''));
        waiting -= records.length;
        if (position >= size && size > KEEP_BYTES) {
          // The position first: an emptied file with an old position would be read as acknowledged.
          await writePosition(positionPath, 0);
          await handle.truncate(0);
          await handle.datasync();
          position = 0;
          size = 0;
        } else await writePosition(positionPath, position);
      }),
    waiting: () => waiting,
    bytes: () => size,
    close: () => inTurn(() => handle.close()),
  };
}

/** A line without an end was being written when the machine went down; nobody was told that it was kept. */
async function dropTornTail(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - READ_BYTES);
    const newline = (await readAt(handle, start, end - start)).lastIndexOf(0x0a);
    if (newline !== -1) {
      const whole = start + newline + 1;
      if (whole < size) await handle.truncate(whole);
      return whole;
    }
    end = start;
  }
  if (size > 0) await handle.truncate(0);
  return 0;
}

async function countLines(handle: FileHandle, from: number, to: number): Promise<number> {
  let lines = 0;
  for (let at = from; at < to; at += READ_BYTES) {
    const bytes = await readAt(handle, at, Math.min(READ_BYTES, to - at));
    for (const byte of bytes) if (byte === 0x0a) lines += 1;
  }
  return lines;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function readPosition(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '0');
  return /^\d{1,15}\n?$/.test(text) ? Number(text) : 0;
}

async function writePosition(path: string, position: number): Promise<void> {
  const next = `${path}.next`;
  await writeFile(next, `${position}\n`, { mode: 0o600, flush: true });
  await rename(next, path);
}
