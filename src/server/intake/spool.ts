import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, stat, unlink, utimes, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../ports/log.ts';
import type { NewDelivery } from '../../store/inbox.ts';
import { MAX_FRAME, readFrames, writeFrame } from './spool-frames.ts';

/**
 * Where deliveries wait while the database is away: files in the data directory, appended and fsynced before the
 * vendor gets its 2xx. Every process writes files of its own; what a dead process left is adopted at the next start.
 */
export interface Spool {
  /** Durable when it resolves; appended in the order given. */
  readonly append: (deliveries: readonly NewDelivery[]) => Promise<void>;
  /** The oldest deliveries not yet taken, or an empty list. The same ones until `taken` is called. */
  readonly peek: (limit: number) => Promise<readonly NewDelivery[]>;
  /** What `peek` returned is in the database now. Files that are used up are removed. */
  readonly taken: () => Promise<void>;
  /** Keeps a delivery that the database will never take, in a file of its own for a person to look at. */
  readonly setAside: (delivery: NewDelivery) => Promise<void>;
  readonly size: () => { readonly entries: number; readonly bytes: number };
  /** Tells processes that share the directory that these files have an owner. */
  readonly heartbeat: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface SpoolFile {
  readonly path: string;
  readonly mark: Buffer;
  /** Bytes known to be whole and on disk. */
  bytes: number;
  read: number;
  entries: number;
  damaged: number;
}

/** More than the largest frame, so that every read can make progress. */
const READ_AHEAD = 2 * MAX_FRAME;
/** A file of another machine is taken for abandoned when its owner did not touch it for this long. */
const ABANDONED_MS = 10 * 60_000;

export async function openSpool(dataDirectory: string, log: Log): Promise<Spool> {
  const directory = join(dataDirectory, 'spool');
  await mkdir(directory, { recursive: true });
  const files = await adopt(directory, log);
  let handle: FileHandle | null = null;
  let current: SpoolFile | null = null;
  let peeked: { readonly file: SpoolFile; readonly end: number; readonly entries: number } | null = null;

  const startFile = async (): Promise<{ handle: FileHandle; file: SpoolFile }> => {
    const path = join(directory, newName('spool'));
    handle = await open(path, 'ax', 0o600);
    await syncDirectory(directory);
    current = { path, mark: markOf(path), bytes: 0, read: 0, entries: 0, damaged: 0 };
    files.push(current);
    return { handle, file: current };
  };
  const retire = async (): Promise<void> => {
    const closing = handle;
    handle = null;
    current = null;
    await closing?.close().catch(() => undefined);
  };

  return {
    append: async (deliveries) => {
      const target = handle !== null && current !== null ? { handle, file: current } : await startFile();
      const bytes = Buffer.concat(deliveries.map((delivery) => writeFrame(delivery, target.file.mark)));
      try {
        await writeAll(target.handle, bytes, target.file.bytes);
        await target.handle.datasync();
      } catch (error) {
        // A half-written frame must not lie before the next good one; a new file is the sure way.
        await target.handle.truncate(target.file.bytes).catch(() => undefined);
        await retire();
        throw error;
      }
      target.file.bytes += bytes.length;
      target.file.entries += deliveries.length;
    },
    peek: async (limit) => {
      for (;;) {
        const file = files[0];
        if (file === undefined) return [];
        const frames = await readFrom(file, limit);
        peeked = { file, end: file.read + frames.consumed, entries: frames.deliveries.length };
        file.damaged += frames.damaged;
        if (frames.deliveries.length > 0) return frames.deliveries;
        // Nothing whole is left. The file that is being written to stays the last, and it has no torn tail.
        await finish(file, file.bytes - peeked.end);
      }
    },
    taken: async () => {
      if (peeked === null) return;
      const { file, end, entries } = peeked;
      peeked = null;
      file.read = end;
      file.entries = Math.max(0, file.entries - entries);
      if (file.read >= file.bytes) await finish(file, 0);
    },
    setAside: async (delivery) => {
      const path = join(directory, newName('refused'));
      const aside = await open(path, 'ax', 0o600);
      try {
        await aside.appendFile(writeFrame(delivery, markOf(path)));
        await aside.sync();
      } finally {
        await aside.close();
      }
      await syncDirectory(directory);
    },
    size: () => ({
      entries: files.reduce((sum, file) => sum + file.entries, 0),
      bytes: files.reduce((sum, file) => sum + file.bytes - file.read, 0),
    }),
    heartbeat: async () => {
      const now = new Date();
      for (const file of files) await utimes(file.path, now, now).catch(() => undefined);
    },
    close: retire,
  };

  /** Removes a used-up file. One that held damage between good frames is kept aside for a person to look at. */
  async function finish(file: SpoolFile, tornBytes: number): Promise<void> {
    if (tornBytes > 0)
      log.warn(
        { file: file.path, bytes: tornBytes },
        'spool: a torn tail was dropped; it was never acknowledged',
      );
    if (file === current) await retire();
    files.splice(files.indexOf(file), 1);
    if (file.damaged === 0) await unlink(file.path);
    else {
      log.error(
        { file: file.path, bytes: file.damaged },
        'spool: damaged bytes between good deliveries; the file is kept',
      );
      await rename(file.path, `${file.path}.damaged`);
    }
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function readFrom(file: SpoolFile, limit: number): Promise<ReturnType<typeof readFrames>> {
  const handle = await open(file.path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(READ_AHEAD, file.bytes - file.read));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, file.read);
    return readFrames(buffer.subarray(0, bytesRead), file.mark, limit, file.read + bytesRead >= file.bytes);
  } finally {
    await handle.close();
  }
}

/** Time first, so that names sort by age; the random end doubles as the mark of the file's frames. */
function newName(ending: 'spool' | 'refused'): string {
  const time = Date.now().toString().padStart(15, '0');
  return `${time}-${encodeURIComponent(hostname())}-${process.pid}-${randomBytes(8).toString('hex')}.${ending}`;
}

function markOf(path: string): Buffer {
  return Buffer.from(/([0-9a-f]{16})\.[a-z]+$/.exec(path)?.[1] ?? '', 'hex');
}

/** Files without a living owner, oldest first. Reading one twice is harmless: the inbox knows each content once. */
async function adopt(directory: string, log: Log): Promise<SpoolFile[]> {
  const adopted: SpoolFile[] = [];
  const names = (await readdir(directory)).filter((name) => name.endsWith('.spool')).sort();
  for (const name of names) {
    const path = join(directory, name);
    const { size, mtimeMs } = await stat(path);
    const [, host, pid] = /^\d+-(.*)-(\d+)-[0-9a-f]{16}\.spool$/.exec(name) ?? [];
    const here = host === encodeURIComponent(hostname());
    const owned = here
      ? Number(pid) !== process.pid && isAlive(Number(pid))
      : Date.now() - mtimeMs < ABANDONED_MS;
    if (owned) continue;
    const file = { path, mark: markOf(path), bytes: size, read: 0, entries: 0, damaged: 0 };
    file.entries = await countEntries(file);
    log.info({ file: path, entries: file.entries }, 'spool: found deliveries of an earlier run');
    adopted.push(file);
  }
  return adopted;
}

async function countEntries(file: SpoolFile): Promise<number> {
  const counting = { ...file };
  let entries = 0;
  for (;;) {
    const frames = await readFrom(counting, 10_000);
    entries += frames.deliveries.length;
    counting.read += frames.consumed;
    if (frames.deliveries.length === 0) return entries;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
