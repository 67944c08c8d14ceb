import { crc32 } from 'node:zlib';
import type { NewDelivery } from '../../store/inbox.ts';

/**
 * How one delivery lies in a spool file: the file's mark, the length, a CRC-32, then a JSON head and the raw body. A
 * process that dies while it appends leaves a torn tail, which was never acknowledged; after damage in the middle the
 * reader looks for the next mark. The mark is random per file, so that nobody can smuggle a frame in inside a body.
 */
/** Larger than any delivery the door lets in; a length beyond it is damage. */
export const MAX_FRAME = 4 * 1024 * 1024;

export function writeFrame(delivery: NewDelivery, mark: Buffer): Buffer {
  const { body, contentHash, ...rest } = delivery;
  const meta = Buffer.from(JSON.stringify({ ...rest, contentHash: contentHash.toString('base64') }));
  const payload = Buffer.allocUnsafe(4 + meta.length + body.length);
  payload.writeUInt32BE(meta.length, 0);
  meta.copy(payload, 4);
  payload.set(body, 4 + meta.length);
  const head = Buffer.allocUnsafe(8);
  head.writeUInt32BE(payload.length, 0);
  head.writeUInt32BE(crc32(payload), 4);
  return Buffer.concat([mark, head, payload]);
}

export interface Frames {
  readonly deliveries: readonly NewDelivery[];
  /** Bytes that were understood or skipped as damage; reading goes on after them. */
  readonly consumed: number;
  /** Bytes skipped because they were no whole frame although a later frame is. */
  readonly damaged: number;
}

/**
 * Reads up to `limit` whole frames from the start of `bytes`. `atEnd` says that nothing follows in the file: otherwise
 * a frame that is cut off is left for the next read.
 */
export function readFrames(bytes: Buffer, mark: Buffer, limit: number, atEnd: boolean): Frames {
  const deliveries: NewDelivery[] = [];
  let at = 0;
  let damaged = 0;
  while (deliveries.length < limit && at < bytes.length) {
    const frame = frameAt(bytes, mark, at);
    if (typeof frame === 'object') {
      deliveries.push(frame.delivery);
      at = frame.end;
      continue;
    }
    if (frame === 'cut-off' && !atEnd) break;
    const next = nextFrame(bytes, mark, at + 1);
    if (next === null) break;
    damaged += next - at;
    at = next;
  }
  return { deliveries, consumed: at, damaged };
}

function nextFrame(bytes: Buffer, mark: Buffer, from: number): number | null {
  for (let at = bytes.indexOf(mark, from); at !== -1; at = bytes.indexOf(mark, at + 1)) {
    if (typeof frameAt(bytes, mark, at) === 'object') return at;
  }
  return null;
}

type Frame = { readonly delivery: NewDelivery; readonly end: number } | 'cut-off' | 'damaged';

function frameAt(bytes: Buffer, mark: Buffer, at: number): Frame {
  const start = at + mark.length + 8;
  if (start > bytes.length) return 'cut-off';
  if (!bytes.subarray(at, at + mark.length).equals(mark)) return 'damaged';
  const length = bytes.readUInt32BE(at + mark.length);
  if (length < 4 || length > MAX_FRAME) return 'damaged';
  const end = start + length;
  if (end > bytes.length) return 'cut-off';
  const payload = bytes.subarray(start, end);
  if (crc32(payload) !== bytes.readUInt32BE(at + mark.length + 4)) return 'damaged';
  const metaLength = payload.readUInt32BE(0);
  if (4 + metaLength > payload.length) return 'damaged';
  const meta = JSON.parse(payload.toString('utf8', 4, 4 + metaLength)) as Omit<
    NewDelivery,
    'body' | 'contentHash'
  > & {
    readonly contentHash: string;
  };
  return {
    delivery: {
      ...meta,
      contentHash: Buffer.from(meta.contentHash, 'base64'),
      body: Buffer.from(payload.subarray(4 + metaLength)),
    },
    end,
  };
}
