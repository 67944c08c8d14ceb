import { readFile } from 'node:fs/promises';
import type { ErrorCode } from '../core/model/errors.ts';
import { readBytes, type FilterIo } from './filter-input.ts';

export type ReadText =
  | { readonly value: string }
  | { readonly problem: string; readonly code: ErrorCode; readonly remedy: string };

/** The input as text, from a file or standard input. Shared with `ringback segments`. */
export async function readText(file: string | null, io: FilterIo): Promise<ReadText> {
  let bytes: Uint8Array;
  try {
    bytes = file === null ? await readBytes(io.stdin) : await readFile(file);
  } catch (error) {
    return {
      problem: `cannot read ${file ?? 'standard input'}: ${(error as Error).message}`,
      code: 'invalid-input',
      remedy: 'Name a file that exists.',
    };
  }
  try {
    return { value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return {
      problem: 'the input is not valid UTF-8',
      code: 'bad-charset',
      remedy: 'Send UTF-8; no other character set is accepted.',
    };
  }
}
