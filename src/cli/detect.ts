import { voiceSurfaces } from '../connectors/registry.generated.ts';
import { attemptId, detect } from '../core/detect/detect.ts';
import { CallEvent } from '../core/model/call-event.ts';
import { readBytes } from './filter-input.ts';
import type { FilterIo } from './filter-input.ts';

/**
 * `ringback detect`: CallEvents as JSON lines become attempts as JSON lines. Without an organisation every dialled
 * number is a location. Exit 0, or 2 when a line was no CallEvent; the other lines are still judged.
 */
export const USAGE = 'usage: ringback detect < events.jsonl\n';

export async function run(args: string[], io: FilterIo): Promise<number> {
  if (args.length > 0) {
    io.stderr(`ringback detect: takes no arguments; CallEvents are read from standard input\n${USAGE}`);
    return 2;
  }
  const bytes = await readBytes(io.stdin);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    io.stderr(`${problem('bad-charset', 0, '', 'the input is not valid UTF-8')}\n`);
    return 2;
  }
  const events: CallEvent[] = [];
  let bad = 0;
  text.split('\n').forEach((line, index) => {
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

type ReadLine =
  | { readonly events: readonly CallEvent[] }
  | {
      readonly code: 'bad-json' | 'invalid-input';
      readonly issues: readonly { readonly field: string; readonly message: string }[];
    };

/** A line is one CallEvent, or the whole answer of `ringback normalize`, so that the two can be piped together. */
function readLine(line: string): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { code: 'bad-json', issues: [{ field: '', message: 'not valid JSON' }] };
  }
  const wrapped = typeof value === 'object' && value !== null && 'result' in value ? value : null;
  const list: readonly unknown[] =
    wrapped === null ? [value] : 'events' in wrapped && Array.isArray(wrapped.events) ? wrapped.events : [];
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

function problem(code: string, line: number, field: string, message: string): string {
  return JSON.stringify({
    code,
    path: field === '' ? `line ${line}` : `line ${line}, ${field}`,
    line,
    field,
    message,
  });
}
