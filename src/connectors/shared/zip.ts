import { inflateRawSync } from 'node:zlib';

/**
 * The first file of a ZIP archive, as vendors pack one report. Stored and deflated entries; sizes are taken from the
 * central directory, because writers that stream leave them out in front. Null for anything that is not such an archive,
 * is encrypted, or unpacks to more than `most` bytes. PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */
export function firstFileOf(archive: Uint8Array, most: number): Buffer | null {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    const directory = directoryOf(bytes);
    if (directory === null || bytes.readUInt32LE(directory) !== 0x02014b50) return null;
    const encrypted = (bytes.readUInt16LE(directory + 8) & 1) === 1;
    const method = bytes.readUInt16LE(directory + 10);
    const packed = bytes.readUInt32LE(directory + 20);
    const local = bytes.readUInt32LE(directory + 42);
    if (encrypted || bytes.readUInt32LE(local) !== 0x04034b50) return null;
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (begin + packed > bytes.length) return null;
    const content = bytes.subarray(begin, begin + packed);
    if (method === 0) return content.length > most ? null : content;
    return method === 8 ? inflateRawSync(content, { maxOutputLength: most }) : null;
  } catch {
    // Offsets that lead out of the archive, or a stream that is none.
    return null;
  }
}

/** Where the central directory begins; its end record stands at the very end, before a comment of at most 65,535 bytes. */
function directoryOf(bytes: Buffer): number | null {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at -= 1) {
    if (bytes.readUInt32LE(at) === 0x06054b50) return bytes.readUInt32LE(at + 16);
  }
  return null;
}
