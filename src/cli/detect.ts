import { voiceSurfaces } from '../connectors/registry.generated.ts';
import { attemptId, detect } from '../core/detect/detect.ts';
import { CallEvent } from '../core/model/call-event.ts';
import type { FilterIo } from './filter-input.ts';
import { readText } from './read-text.ts';

/**
 * `ringback detect [FILE]`: CallEvents, one JSON object per line or all of them in one list, become attempts as JSON lines.
 * Without an organisation every dialled number is a location. Exit 0, or 2 when a line was no CallEvent; the other lines are still judged.
 */
export const USAGE = 'usage: ringback detect [FILE] < events.jsonl\n';

export async function run(args: string[], io: FilterIo): Promise<number> {
  const files = args[0] === '--' ? args.slice(1) : args;
  const unknown = files.find((arg) => arg.startsWith('-') && arg !== '-');
  if (unknown !== undefined || files.length > 1) {
    const complaint = unknown === undefined ? 'one file only' : `unknown option ${unknown}`;
    io.stderr(`ringback detect: ${complaint}\n${USAGE}`);
    return 2;
  }
  const [file = '-'] = files;
  const text = await readText(file === '-' ? null : file, io);
  if ('problem' in text) {
    io.stderr(`${JSON.stringify({ code: text.code, message: text.problem, remedy: text.remedy })}\n`);
    return 2;
  }
  const events: CallEvent[] = [];
  let bad = 0;
  linesOf(text.value).forEach((line, index) => {
    if (line.trim() === '') return;
    const read = readLine(line);
    if ('events' in read) events.push(...read.events);
    else {
      bad += 1;
      for (const issue of read.issues)
        io.stderr(`${problem(read.code, index + 1, issue.field, issue.message)}\n`);
    }
  });
  const options = {
    surfaceName: (surface: string): string => voiceSurfaces.get(surface)?.meta.name ?? surface,
  };
  for (const view of detect(events, options)) {
    const line = {
      attemptId: attemptId(view),
      locationKey: view.locationKey,
      from: view.from,
      to: view.to,
      state: view.state,
      missed: view.missed,
      missedAt: view.missedAt,
      primaryClass: view.primaryClass,
      classes: view.classes.map((finding) => finding.class),
      confidence: view.confidence,
      calls: view.calls.length,
      events: [...new Set(view.calls.flatMap((call) => call.events.map((event) => event.eventId)))],
      explanation: view.explanation,
    };
    io.stdout(`${JSON.stringify(line)}\n`);
  }
  return bad === 0 ? 0 : 2;
}

/** One JSON document that is laid out over several lines counts as one line. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  // Where the first line stands alone, these are JSON lines, and a large input is not read twice.
  if (lines.length === 1 || isJson(lines[0] ?? '')) return lines;
  return isJson(text) ? [text] : lines;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

type ReadLine =
  | { readonly events: readonly CallEvent[] }
  | {
      readonly code: 'bad-json' | 'invalid-input';
      readonly issues: readonly { readonly field: string; readonly message: string }[];
    };

/** A line is one CallEvent, a list of them, or the whole answer of `ringback normalize`: the two can be piped together. */
function readLine(line: string): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { code: 'bad-json', issues: [{ field: '', message: 'not valid JSON' }] };
  }
  const wrapped = typeof value === 'object' && value !== null && 'result' in value ? value : null;
  const list: readonly unknown[] =
    wrapped === null
      ? Array.isArray(value)
        ? value
        : [value]
      : 'events' in wrapped && Array.isArray(wrapped.events)
        ? wrapped.events
        : [];
  const events: CallEvent[] = [];
  for (const entry of list) {
    const parsed = CallEvent.safeParse(entry);
    if (parsed.success) events.push(parsed.data);
    else {
      const issues = parsed.error.issues.map((issue) => ({
        field: issue.path.join('.'),
        message: issue.message,
      }));
      return { code: 'invalid-input', issues };
    }
  }
  return { events };
}

function problem(code: 'bad-json' | 'invalid-input', line: number, field: string, message: string): string {
  return JSON.stringify({
    code,
    path: field === '' ? `line ${line}` : `line ${line}, ${field}`,
    line,
    field,
    message,
    remedy: REMEDY[code],
  });
}

const REMEDY = {
  'bad-json': 'Send one CallEvent per line, as `ringback normalize` prints them.',
  'invalid-input': 'Correct that field; docs/glossary.md names the fields of a CallEvent.',
} as const;
