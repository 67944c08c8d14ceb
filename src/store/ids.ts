import { randomFillSync } from 'node:crypto';

/** A UUID version 7 (RFC 9562): random, but sorted by the time it was made, which keeps indexes compact. */
export function newId(at: Date = new Date()): string {
  const bytes = new Uint8Array(16);
  randomFillSync(bytes);
  const view = new DataView(bytes.buffer);
  const ms = at.getTime();
  view.setUint16(0, Math.floor(ms / 2 ** 32));
  view.setUint32(2, ms >>> 0);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
