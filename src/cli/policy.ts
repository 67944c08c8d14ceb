import { readFile, stat } from 'node:fs/promises';
import { parse } from 'yaml';
import { evaluateGate, RULE_PACK_DATE } from '../core/gate/gate.ts';
import { ENTRIES } from '../core/gate/entries/all.ts';
import { RULES } from '../core/gate/rules/all.ts';
import { FORMATS } from '../core/policy/formats/all.ts';
import { bookVersion } from '../core/policy/formats/format.ts';
import { parseOwnPolicies, type OwnPolicy } from '../core/policy/own-policy.ts';
import { bookWith } from '../core/policy/ruling.ts';
import type { FilterIo } from './filter-input.ts';
import { dateDifferences, ownDifferences } from './policy-diff.ts';
import { ENGINES, FORMAT_OF, isEngine, seat, type EngineName } from './policy-engines.ts';
import { testOwn } from './policy-own.ts';
import { parityOf, parityTable, type Parity } from './policy-parity.ts';
import { writePolicies } from './policy-tools.ts';

/**
 * `ringback policy`: the rule book as policy code. Exit 0 when all is well, 1 when an engine decides otherwise or
 * something differs, 2 on bad usage.
 */
const USAGE = `usage: ringback policy COMMAND
  list [--facts] [--json]          the rules with their version, or the facts that conditions may name
  export ENGINE DIRECTORY [--own FILE]
                                   writes the rules in the language of ${ENGINES.join(', ')}
  test [ENGINE...] [--own FILE]    has every case of every rule judged there and prints the parity table
  test --own DIRECTORY             tries your own policies (Cedar, Rego, conditions) on every worked case
  diff DATE DATE                   what changes between two days without a new rule pack
  diff --own FILE                  which cases your own policies decide otherwise
`;

export async function run(args: string[], io: FilterIo): Promise<number> {
  const [command, ...rest] = args;
  if (command !== undefined && rest.some((arg) => arg === '--help' || arg === '-h')) {
    io.stdout(USAGE);
    return 0;
  }
  const options = readOptions(rest);
  if ('problem' in options) return misused(io, options.problem);
  if (command === 'test' && options.own !== null && (await isDirectory(options.own))) {
    if (options.words.length > 0) return misused(io, 'with a directory no engine is named');
    return testOwn(io, options.own, options.json);
  }
  const own = options.own === null ? [] : await readOwn(options.own);
  if ('problem' in own) return misused(io, own.problem);
  const { words } = options;
  switch (command) {
    case 'list':
      return list(io, options);
    case 'export': {
      const [engine, directory, ...more] = words;
      if (engine === undefined || directory === undefined || more.length > 0 || !isEngine(engine))
        return misused(io, `say which engine (${ENGINES.join(', ')}) and a directory`);
      return exportTo(io, engine, directory, own);
    }
    case 'test': {
      const engines = words.length === 0 ? ENGINES : words.filter(isEngine);
      const wrong = words.find((word) => !isEngine(word));
      if (wrong !== undefined) return misused(io, `there is no engine ${wrong}; say ${ENGINES.join(', ')}`);
      return test(io, engines, own, words.length > 0);
    }
    case 'diff':
      return diff(io, words, own, options.own !== null);
    case 'help':
    case '--help':
    case '-h':
      io.stdout(USAGE);
      return 0;
    default:
      return misused(io, command === undefined ? 'say what to do' : `there is no command ${command}`);
  }
}

/** Rules that judge no single action: what is looked at instead. */
const WHEN: Readonly<Record<(typeof ENTRIES)[number]['runs'], string>> = {
  location: 'once per location',
  vendor: 'per vendor',
  retention: 'by the retention check',
  reference: 'for reference',
};

function list(io: FilterIo, { facts, json }: Options): number {
  const book = bookWith([]);
  if (facts) {
    for (const [name, shape] of book.facts)
      io.stdout(json ? `${JSON.stringify({ name, ...shape })}\n` : `${name}  ${shape.type}\n`);
    return 0;
  }
  if (!json)
    io.stdout(
      `rule pack of ${RULE_PACK_DATE}, version ${bookVersion(book)}, ${RULES.length + ENTRIES.length} rules: ${RULES.length} judge actions, ${ENTRIES.length} are kept beside them\n`,
    );
  for (const { rule, arms } of book.rules) {
    const { id, title, citation, anchor, confidence, kinds, effectiveFrom, effectiveTo, reviewBy } = rule;
    const row = { id, title, citation, anchor, confidence, kinds, effectiveFrom, effectiveTo, reviewBy };
    const line = { ...row, runs: 'action', arms: arms.length };
    io.stdout(json ? `${JSON.stringify(line)}\n` : `${id}  ${title}\n`);
  }
  for (const { id, title, citation, anchor, confidence, runs, ...dates } of ENTRIES) {
    const { effectiveFrom, effectiveTo, reviewBy } = dates;
    const row = { id, title, citation, anchor, confidence, kinds: [], effectiveFrom, effectiveTo, reviewBy };
    io.stdout(json ? `${JSON.stringify({ ...row, runs, arms: 0 })}\n` : `${id}  ${title} (${WHEN[runs]})\n`);
  }
  return 0;
}

async function exportTo(
  io: FilterIo,
  engine: EngineName,
  directory: string,
  own: readonly OwnPolicy[],
): Promise<number> {
  const book = bookWith(own);
  const files = FORMATS[FORMAT_OF[engine]].files(book);
  await writePolicies(directory, files);
  io.stdout(
    `${JSON.stringify({ engine, version: bookVersion(book), files: files.map(({ path }) => path) })}\n`,
  );
  return 0;
}

/** Without names, an engine that is not here is left out and said so; one that was named must be there. */
async function test(
  io: FilterIo,
  engines: readonly EngineName[],
  own: readonly OwnPolicy[],
  named: boolean,
): Promise<number> {
  const book = bookWith(own);
  const parities: Parity[] = [];
  let missing = false;
  for (const engine of engines) {
    const seated = await seat(engine, book);
    if ('problem' in seated) {
      io.stderr(
        `${JSON.stringify({ code: 'invalid-config', engine, message: seated.problem, remedy: seated.remedy })}\n`,
      );
      missing ||= named;
      continue;
    }
    const parity = await parityOf(engine, seated.session, book);
    await seated.close();
    parities.push(parity);
    for (const line of parity.disagreements) io.stderr(`${engine}: ${line}\n`);
  }
  io.stdout(parityTable(parities));
  if (missing || parities.length === 0) return 2;
  return parities.every(({ agreed, total }) => agreed === total) ? 0 : 1;
}

function diff(io: FilterIo, words: readonly string[], own: readonly OwnPolicy[], isOwn: boolean): number {
  const [from, to, ...more] = words;
  if (isOwn && words.length === 0) {
    const lines = ownDifferences(own);
    for (const line of lines) io.stdout(`${JSON.stringify(line)}\n`);
    return lines.length === 0 ? 0 : 1;
  }
  if (isOwn || from === undefined || to === undefined || more.length > 0 || !isDay(from) || !isDay(to))
    return misused(io, 'say two days, such as 2026-11-20 2027-02-01, or --own FILE');
  const lines = dateDifferences(RULES, from, to, evaluateGate);
  for (const line of lines) io.stdout(`${JSON.stringify(line)}\n`);
  return lines.length === 0 ? 0 : 1;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

interface Options {
  readonly words: readonly string[];
  readonly own: string | null;
  readonly facts: boolean;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options | { readonly problem: string } {
  const words: string[] = [];
  let own: string | null = null;
  let facts = false;
  let json = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--own') {
      own = args[(index += 1)] ?? null;
      if (own === null) return { problem: '--own needs a file' };
    } else if (arg === '--facts') facts = true;
    else if (arg === '--json') json = true;
    else if (arg.startsWith('-')) return { problem: `unknown option ${arg}` };
    else words.push(arg);
  }
  return { words, own, facts, json };
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

/** A file of own policies, YAML or JSON. */
export async function readOwn(file: string): Promise<readonly OwnPolicy[] | { readonly problem: string }> {
  let value: unknown;
  try {
    value = parse(await readFile(file, 'utf8'));
  } catch (error) {
    return { problem: `cannot read ${file}: ${error instanceof Error ? error.message : ''}` };
  }
  const parsed = parseOwnPolicies(value);
  if (parsed.ok) return parsed.value;
  return {
    problem: parsed.issues
      .map(({ path, message, remedy }) => `${path} ${message}. ${remedy ?? ''}`)
      .join('\n'),
  };
}

function misused(io: FilterIo, message: string): number {
  io.stderr(`${JSON.stringify({ code: 'invalid-input', message })}\n${USAGE}`);
  return 2;
}
