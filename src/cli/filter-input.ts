import { readFile } from 'node:fs/promises';

/** What every filter command is given, so that tests need no process. */
export interface FilterIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** The whole of standard input, byte for byte: signatures are over bytes. */
export async function readBytes(stdin: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The file that was named, or standard input, byte for byte. Null when the file cannot be read. */
export async function readBody(file: string | undefined, io: FilterIo): Promise<Uint8Array | null> {
  if (file === undefined || file === '-') return readBytes(io.stdin);
  return readFile(file).catch(() => null);
}

/** `K: V` texts as lower-case names; a header without a colon is a mistake worth naming. */
export function headersFrom(
  lines: readonly string[],
): { readonly value: Record<string, string> } | { readonly problem: string } {
  const value: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return { problem: `--header must look like "Name: value"` };
    value[name] = line.slice(colon + 1).trim();
  }
  return { value };
}
