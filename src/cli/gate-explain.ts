import { explainDecision, explainFinding } from '../core/gate/explain.ts';
import { GateInput, parseWith } from '../core/gate/input.ts';
import type { Finding } from '../core/gate/rule.ts';
import { judgeRecorded } from '../core/policy/ruling.ts';
import type { FilterIo } from './filter-input.ts';
import { atInstant, NO_INSTANT, readInstant } from './gate-at.ts';
import { readText } from './read-text.ts';

/**
 * `ringback gate explain [FILE] [--all] [--at INSTANT]`: one GateInput in, what the product would do about it and why in plain words out.
 * The rules that decided come first, each with its source and the facts it read; `--all` adds those that had nothing
 * against it. The answer is that of the product: counsel's standing approvals and what the rulebook does not cover count.
 */
export const EXPLAIN_USAGE = 'usage: ringback gate explain [FILE] [--all] [--at INSTANT] < input.json\n';

export async function explain(given: readonly string[], io: FilterIo): Promise<number> {
  const { args, at, problem } = takeAt(given);
  const files = args.filter((arg) => arg === '-' || !arg.startsWith('-'));
  const unknown = args.find((arg) => arg.startsWith('-') && !['-', '--all', '--help'].includes(arg));
  const refuse = (answer: object): number => {
    io.stderr(`${JSON.stringify(answer)}\n`);
    return 2;
  };
  if (args.includes('--help')) {
    io.stdout(EXPLAIN_USAGE);
    return 0;
  }
  if (problem !== null || unknown !== undefined || files.length > 1) {
    const message = problem ?? (unknown === undefined ? 'one file only' : `unknown option ${unknown}`);
    return refuse({ code: 'invalid-input', message, remedy: EXPLAIN_USAGE.trim() });
  }
  const [file] = files;
  const text = await readText(file === undefined || file === '-' ? null : file, io);
  if ('problem' in text) return refuse({ code: text.code, message: text.problem, remedy: text.remedy });
  const value = parse(text.value);
  if ('problem' in value)
    return refuse({ code: 'bad-json', message: value.problem, remedy: 'Send one JSON object.' });
  const input = parseWith(GateInput, atInstant(value.value, at));
  if (!input.ok) {
    for (const { path, message, remedy } of input.issues)
      io.stderr(`${JSON.stringify({ code: 'invalid-input', path, message, remedy })}\n`);
    return 2;
  }
  io.stdout(told(input.value, args.includes('--all')));
  return 0;
}

function takeAt(given: readonly string[]): {
  readonly args: readonly string[];
  readonly at: string | null;
  readonly problem: string | null;
} {
  const index = given.findIndex((arg) => arg === '--at' || arg.startsWith('--at='));
  const option = given[index];
  if (option === undefined) return { args: given, at: null, problem: null };
  const apart = option === '--at';
  const said = apart ? (given[index + 1] ?? '(nothing)') : option.slice('--at='.length);
  const at = readInstant(said);
  return {
    args: given.toSpliced(index, apart ? 2 : 1),
    at,
    problem: at === null ? `--at ${said}: ${NO_INSTANT}` : null,
  };
}

function told(input: GateInput, all: boolean): string {
  const decision = judgeRecorded(input);
  const { findings } = decision;
  const asked = findings.filter((finding) => finding.decision !== 'not-applicable');
  const deciding = asked.filter(
    (finding) => finding.decision === decision.decision && finding.decision !== 'pass',
  );
  const others = asked.filter((finding) => !deciding.includes(finding) && finding.decision !== 'pass');
  const passed = asked.filter((finding) => finding.decision === 'pass');
  const lines = [
    `${input.action.kind} at ${input.nowUtc}: ${decision.decision}`,
    explainDecision(decision),
    ...named('next lawful moment', decision.until),
    ...named('reason', decision.reason),
    ...named('queue', decision.queue),
    ...named('instead', decision.fallback),
    ...named('obligations', decision.obligations.length === 0 ? undefined : decision.obligations.join(', ')),
    ...section('What decided it', deciding),
    ...section('What else stands against it', others),
    ...(all
      ? section('What has nothing against it', passed)
      : ['', `${passed.length} rules have nothing against it; --all lists them.`]),
    '',
    `${asked.length} of ${findings.length} rules applied. Rules of ${decision.rulePackDate}, Gate version ${decision.gateVersion}, time zones ${decision.tzdataVersion}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function named(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`  ${name}: ${value}`];
}

function section(title: string, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  return ['', `${title}:`, ...findings.flatMap(sayFinding)];
}

function sayFinding(finding: Finding): string[] {
  const facts = Object.entries(finding.evidence.facts).map(
    ([name, value]) => `${name} = ${value === null ? 'not known' : JSON.stringify(value)}`,
  );
  return [
    `- ${explainFinding(finding)}`,
    `    ${finding.rule}; ${finding.evidence.citation}`,
    ...(facts.length === 0 ? [] : [`    on: ${facts.join(', ')}`]),
    ...(finding.evidence.warnings ?? []).map((warning) => `    note: ${warning}`),
  ];
}

function parse(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return {
      problem: text.trim() === '' ? 'the input is empty' : `not valid JSON: ${(error as Error).message}`,
    };
  }
}
