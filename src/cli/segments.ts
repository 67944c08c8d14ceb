import { explainSegments } from '../core/gate/segments.ts';
import type { FilterIo } from './filter-input.ts';
import { readText } from './read-text.ts';

/**
 * `ringback segments [FILE] [--raw]`: a text in, how it is billed out: encoding, parts, and what each character costs.
 * One line break at the very end is taken for the shell's and not counted, unless `--raw` says that it belongs to the
 * text. Exit 0, or 2 when the input is no text.
 */
export const USAGE = 'usage: ringback segments [FILE] [--raw] < text\n';

/** A carrier takes 10 parts at most; what is longer by far is another file than was meant. */
const MOST = 1_000_000;

export async function run(args: string[], io: FilterIo): Promise<number> {
  const files = args.filter((arg) => arg !== '--raw');
  const unknown = files.find((arg) => arg.startsWith('-') && arg !== '-');
  if (unknown !== undefined || files.length > 1) {
    const message = unknown === undefined ? 'one file only' : `unknown option ${unknown}`;
    io.stderr(`${JSON.stringify({ code: 'invalid-input', message })}\n${USAGE}`);
    return 2;
  }
  const [file = '-'] = files;
  const text = await readText(file === '-' ? null : file, io);
  if ('problem' in text) {
    io.stderr(`${JSON.stringify({ code: text.code, message: text.problem, remedy: text.remedy })}\n`);
    return 2;
  }
  const body = args.includes('--raw') ? text.value : text.value.replace(/\r?\n$/, '');
  if (body.length > MOST) {
    const message = `the text has ${body.length} characters, more than ${MOST}`;
    const remedy = 'Give one text at a time.';
    io.stderr(`${JSON.stringify({ code: 'body-too-large', message, remedy })}\n`);
    return 2;
  }
  io.stdout(`${JSON.stringify(explainSegments(body))}\n`);
  return 0;
}
