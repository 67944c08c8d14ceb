import { z } from 'zod';
import { checkCrmWrite, CrmWriteInput } from '../core/gate/checks/crm-write.ts';
import { checkErasure, ErasureInput } from '../core/gate/checks/erasure.ts';
import { checkReply, ReplyCheckInput } from '../core/gate/checks/reply-check.ts';
import { checkRetention, RetentionInput } from '../core/gate/checks/retention.ts';
import { evaluateGate } from '../core/gate/gate.ts';
import { GateInput, parseWith, type Parsed } from '../core/gate/input.ts';
import { classifyKeyword, KeywordInput } from '../core/gate/keyword-classification.ts';
import { countSegments } from '../core/gate/segments.ts';
import type { ErrorCode, Issue } from '../core/model/errors.ts';
import { decideBy } from '../core/policy/engine-gate.ts';
import { bookVersion } from '../core/policy/formats/format.ts';
import { bookWith } from '../core/policy/ruling.ts';
import type { FilterIo } from './filter-input.ts';
import { atInstant, NO_INSTANT, readInstant } from './gate-at.ts';
import { explain } from './gate-explain.ts';
import { readText } from './read-text.ts';
import { ENGINES, isEngine, seat, type EngineName } from './policy-engines.ts';

/**
 * `ringback gate [FILE] [--engine E] [--at INSTANT]`: one JSON object, or JSON lines, in; one answer per object out, in the
 * same order (catalogue 3.5). With `--at` it is that moment, whatever the input says: the rules in force then, the clocks
 * as they stand then. `check` chooses `gate` (also when absent), `keyword-classification`, `segments`, `retention`, `crm-write`,
 * `reply-check` or `erasure`. A decision is
 * a success whatever it says, so the exit code is 0, or 2 when an input could not be read; the other lines are answered
 * all the same. Another engine than the native one judges each rule of `gate`; the facts it is given and the way from
 * findings to a decision stay the same, and so does every other check.
 */
export const USAGE = `usage: ringback gate [FILE] [--engine native|${ENGINES.join('|')}] [--at INSTANT] < input.json
       ringback gate explain [FILE] [--all] [--at INSTANT] < input.json
  one JSON object, or one per line; \`check\` chooses gate (also when absent), keyword-classification, segments,
  retention, crm-write, reply-check or erasure
  --at INSTANT  as if it were then, for example 2027-02-01T15:00:00Z
`;

export async function run(args: string[], io: FilterIo): Promise<number> {
  if (args[0] === 'explain') return explain(args.slice(1), io);
  const options = readArguments(args);
  if ('problem' in options) {
    io.stderr(`${JSON.stringify({ code: 'invalid-input', message: options.problem })}\n${USAGE}`);
    return 2;
  }
  const text = await readText(options.file, io);
  if ('problem' in text) {
    io.stderr(`${JSON.stringify({ code: text.code, message: text.problem, remedy: text.remedy })}\n`);
    return 2;
  }
  const judge = await openJudge(options.engine);
  if ('problem' in judge) {
    io.stderr(
      `${JSON.stringify({ code: 'invalid-config', message: judge.problem, remedy: judge.remedy })}\n`,
    );
    return 2;
  }
  let failed = false;
  for (const document of splitDocuments(text.value)) {
    const answer = document.ok ? await judge.answer(atInstant(document.value, options.at)) : document;
    if (answer.ok) {
      io.stdout(`${JSON.stringify(answer.value)}\n`);
      continue;
    }
    failed = true;
    const code: ErrorCode = document.ok ? 'invalid-input' : 'bad-json';
    for (const { path, message, remedy } of answer.issues) {
      io.stderr(`${JSON.stringify({ code, line: document.line, path, message, remedy })}\n`);
    }
  }
  await judge.close();
  return failed ? 2 : 0;
}

type Judge = {
  readonly answer: (value: unknown) => Promise<Parsed<unknown>>;
  readonly close: () => Promise<void>;
};

/** The engine is opened once for all lines. */
async function openJudge(
  engine: EngineName | 'native',
): Promise<Judge | { readonly problem: string; readonly remedy: string }> {
  if (engine === 'native')
    return { answer: (value) => Promise.resolve(answerTo(value)), close: () => Promise.resolve() };
  const book = bookWith([]);
  const seated = await seat(engine, book);
  if ('problem' in seated) return seated;
  const { session, name, close } = seated;
  return {
    close,
    answer: async (value) => {
      const check = z.object({ check: z.string().nullish() }).safeParse(value);
      if (!check.success || (check.data.check ?? 'gate') !== 'gate') return answerTo(value);
      const input = parseWith(GateInput, value);
      if (!input.ok) return input;
      const said = await session.consult(input.value, ENGINE_MS);
      if (said.status !== 'answered')
        return refused(
          '(engine)',
          `${name} did not judge: ${said.detail}`,
          'Check the engine, then ask again.',
        );
      const { decision, unanswered } = decideBy(book, input.value, said.arms);
      return unanswered.length === 0
        ? { ok: true, value: { ...decision, engine: { name, rules: bookVersion(book) } } }
        : refused(
            '(engine)',
            `${name} did not judge ${unanswered.join(', ')}`,
            'Load the exported policies there.',
          );
    },
  };
}

const ENGINE_MS = 10_000;

/** Exported for callers that hold the object already. */
export function answerTo(value: unknown): Parsed<unknown> {
  const check = z.object({ check: z.string().nullish() }).safeParse(value);
  if (!check.success) {
    return refused(
      'check',
      'is not a JSON object with a check',
      'Send one object per line, for example {"check":"segments","body":"Hi"}.',
    );
  }
  switch (check.data.check ?? 'gate') {
    case 'gate':
      return answered(GateInput, value, (input) => evaluateGate(input));
    case 'keyword-classification':
      return answered(KeywordInput, value, classifyKeyword);
    case 'segments':
      return answered(SegmentsInput, value, ({ body }) => countSegments(body));
    case 'retention':
      return answered(RetentionInput, value, checkRetention);
    case 'crm-write':
      return answered(CrmWriteInput, value, checkCrmWrite);
    case 'reply-check':
      return answered(ReplyCheckInput, value, checkReply);
    case 'erasure':
      return answered(ErasureInput, value, checkErasure);
    default:
      return refused(
        'check',
        `${String(check.data.check)} is not answered by this version`,
        `Send one of: ${CHECKS.join(', ')}.`,
      );
  }
}

const CHECKS = [
  'gate',
  'keyword-classification',
  'segments',
  'retention',
  'crm-write',
  'reply-check',
  'erasure',
];
const SegmentsInput = z.object({ body: z.string().max(1_000_000) });

function answered<Input>(
  schema: z.ZodType<Input>,
  value: unknown,
  answer: (input: Input) => unknown,
): Parsed<unknown> {
  const parsed = parseWith(schema, value);
  return parsed.ok ? { ok: true, value: answer(parsed.value) } : parsed;
}

function refused(path: string, message: string, remedy: string): Parsed<never> {
  return { ok: false, issues: [{ path, message, remedy }] };
}

type Document =
  | { readonly ok: true; readonly line: number; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly issues: readonly Issue[] };

/** One JSON document however it is laid out, or one per line. */
function splitDocuments(text: string): readonly Document[] {
  const whole = parseJson(text);
  if (whole.ok) return [{ ok: true, line: 1, value: whole.value }];
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, text: line.trim() }));
  const read = lines
    .filter((line) => line.text !== '')
    .map((line) => ({ line: line.line, ...parseJson(line.text) }));
  // Not one line stands alone: it is one broken document, so one complaint.
  const scattered =
    read.length > 1 && !read.some((one) => one.ok && typeof one.value === 'object' && one.value !== null);
  if (read.length === 0 || scattered) return [{ ok: false, line: 1, issues: [notJson(whole.message)] }];
  return read.map((one) => (one.ok ? one : { ok: false, line: one.line, issues: [notJson(one.message)] }));
}

function notJson(message: string): Issue {
  return { path: '(whole input)', message, remedy: 'Send one JSON object, or one object per line.' };
}

function parseJson(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return {
      ok: false,
      message: text.trim() === '' ? 'the input is empty' : `not valid JSON: ${(error as Error).message}`,
    };
  }
}

function readArguments(
  args: readonly string[],
):
  | { readonly file: string | null; readonly engine: EngineName | 'native'; readonly at: string | null }
  | { readonly problem: string } {
  let file: string | null = null;
  let at: string | null = null;
  let engine: EngineName | 'native' = 'native';
  const rest = args.flatMap((arg) => {
    const [, option = arg, value] = /^(--engine|--at)=(.*)$/s.exec(arg) ?? [];
    return value === undefined ? [option] : [option, value];
  });
  for (let index = 0; index < rest.length; index += 1) {
    const arg = rest[index] ?? '';
    if (arg === '--engine') {
      const named = rest[(index += 1)] ?? '(nothing)';
      if (named !== 'native' && !isEngine(named))
        return { problem: `--engine ${named}: say one of native, ${ENGINES.join(', ')}` };
      engine = named;
    } else if (arg === '--at') {
      const said = rest[(index += 1)] ?? '(nothing)';
      at = readInstant(said);
      if (at === null) return { problem: `--at ${said}: ${NO_INSTANT}` };
    } else if (arg.startsWith('-') && arg !== '-') return { problem: `unknown option ${arg}` };
    else if (file !== null) return { problem: 'one file only' };
    else file = arg;
  }
  return { file: file === '-' ? null : file, engine, at };
}
