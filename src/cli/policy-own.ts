/**
 * `ringback policy test --own DIR`: an operator's own policies, each file one policy, tried on every worked case of the
 * rule book. `NAME.cedar` is Cedar, `NAME.rego` is compiled by OPA's own tool where there is one, `NAME.wasm` and
 * `NAME.tar.gz` are what it compiled before, `NAME.yaml` holds policies in the conditions of the rule book, and
 * `NAME.cases.yaml` says what is expected of NAME.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { sampleWith } from '../core/gate/sample-input.ts';
import { policyCases } from '../core/policy/cases.ts';
import { operatorRule } from '../core/policy/operator-word.ts';
import { parseOwnPolicies, type OwnPolicy } from '../core/policy/own-policy.ts';
import { bookWith, judgeUnder } from '../core/policy/ruling.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { OperatorWord } from '../core/model/own-verdict.ts';
import { openOwn, type OwnSession } from '../pipeline/policy-desk.ts';
import type { OwnPolicies } from '../ports/policy.ts';
import type { FilterIo } from './filter-input.ts';
import { findProgram } from './policy-tools.ts';

const execute = promisify(execFile);
const DECISIONS = ['pass', 'defer-until', 'route-to-counsel', 'deny'] as const;

const Cases = z
  .array(
    z.strictObject({
      say: z.string().min(1).max(200),
      given: z.record(z.string(), z.unknown()).default({}),
      expect: z.enum(DECISIONS),
    }),
  )
  .min(1);
type Case = z.infer<typeof Cases>[number];

interface Problem {
  readonly file: string;
  readonly message: string;
  readonly remedy: string;
}

/** Exit 0 when every policy can be used and every expectation holds, 1 when not, 2 when the folder holds nothing. */
export async function testOwn(io: FilterIo, directory: string, json: boolean): Promise<number> {
  let files: readonly string[];
  try {
    files = (await readdir(directory)).sort();
  } catch (error) {
    return complain(io, [unread(directory, error)], 2);
  }
  const found = await openAll(directory, files);
  try {
    const problems = [...found.problems];
    for (const one of found.policies) {
      const row = await tryOut(one);
      problems.push(...row.problems);
      io.stdout(json ? `${JSON.stringify(row.told)}\n` : `${inWords(row.told)}\n`);
    }
    for (const [file, policies] of found.trees) {
      const row = tryTrees(file, policies);
      io.stdout(json ? `${JSON.stringify(row)}\n` : `${inWords(row)}\n`);
    }
    if (found.policies.length + found.trees.size + problems.length === 0)
      return complain(io, [{ file: directory, message: 'there is no policy in it', remedy: KINDS }], 2);
    return complain(io, problems, problems.length === 0 ? 0 : 1);
  } finally {
    await found.close();
  }
}

const KINDS = 'Put NAME.cedar, NAME.rego, NAME.wasm, NAME.tar.gz or NAME.yaml there.';

interface OnePolicy {
  readonly id: string;
  readonly file: string;
  readonly engine: string;
  readonly session: OwnSession;
  readonly cases: readonly Case[];
}

interface Told {
  readonly policy: string;
  readonly engine: string;
  readonly cases: number;
  readonly heldBack: Readonly<Record<string, number>>;
  readonly expectations: string;
}

/** How often it holds back, what it could not evaluate, and whether it does what was expected. */
async function tryOut(
  one: OnePolicy,
): Promise<{ readonly told: Told; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const loaded = await one.session.load();
  const cases = loaded.status === 'loaded' ? policyCases() : [];
  if (loaded.status !== 'loaded')
    problems.push({
      file: one.file,
      message: loaded.detail,
      remedy: 'See docs/policy-engines.md for how it is written.',
    });
  const heldBack: Record<string, number> = {};
  const broken = new Map<string, string>();
  for (const { of, say, input } of cases) {
    const word = await one.session.ask(input, ASK_MS);
    if (word === null) continue;
    if (word.answer.status === 'unavailable') broken.set(word.answer.detail, `${of}, ${say}`);
    else {
      const said = decisionOf(one, input, [word]);
      if (said !== 'not-applicable') heldBack[said] = (heldBack[said] ?? 0) + 1;
    }
  }
  for (const [message, of] of [...broken].slice(0, 3))
    problems.push({
      file: one.file,
      message: `cannot be evaluated for a case of ${of}: ${message}`,
      remedy: 'Such an action goes to counsel. A fact that may be absent is asked for first.',
    });
  let kept = 0;
  for (const { say, given, expect } of loaded.status === 'loaded' ? one.cases : []) {
    const input = inputOf(given);
    const word = 'problem' in input ? null : await one.session.ask(input.value, ASK_MS);
    const decision =
      'problem' in input
        ? input.problem
        : judgeUnder(input.value, { own: [], testimony: null, operator: word === null ? [] : [word] })
            .decision;
    if (decision === expect) kept += 1;
    else
      problems.push({
        file: `${one.id}.cases.yaml`,
        message: `${say}: expected ${expect}, was ${decision}`,
        remedy: 'Change the policy, or what is expected of it.',
      });
  }
  const expectations = one.cases.length === 0 ? 'none written down' : `${kept} of ${one.cases.length} hold`;
  return {
    told: { policy: operatorRule(one.id), engine: one.engine, cases: cases.length, heldBack, expectations },
    problems,
  };
}

const ASK_MS = 2000;

function decisionOf(one: OnePolicy, input: GateInput, operator: readonly OperatorWord[]): string {
  const { findings } = judgeUnder(input, { own: [], testimony: null, operator });
  return findings.find(({ rule }) => rule === operatorRule(one.id))?.decision ?? 'not-applicable';
}

/** The policies of one file in the conditions of the rule book. */
function tryTrees(file: string, policies: readonly OwnPolicy[]): Told {
  const heldBack: Record<string, number> = {};
  const cases = policyCases();
  for (const { input } of cases) {
    const { findings } = judgeUnder(input, { own: policies, testimony: null });
    for (const { id } of policies) {
      const said = findings.find(({ rule }) => rule === id)?.decision ?? 'not-applicable';
      if (said !== 'not-applicable') heldBack[said] = (heldBack[said] ?? 0) + 1;
    }
  }
  return {
    policy: `${file} (${policies.map(({ id }) => id).join(', ')})`,
    engine: 'Ringback',
    cases: cases.length,
    heldBack,
    expectations: 'none written down',
  };
}

/** Paths and values over the sample input, such as `action.kind: sms.nudge`. */
function inputOf(
  given: Readonly<Record<string, unknown>>,
): { readonly value: GateInput } | { readonly problem: string } {
  try {
    return { value: sampleWith(given) };
  } catch (error) {
    return { problem: `not a GateInput (${error instanceof Error ? error.message.slice(0, 200) : ''})` };
  }
}

interface Opened {
  readonly policies: readonly OnePolicy[];
  readonly trees: ReadonlyMap<string, readonly OwnPolicy[]>;
  readonly problems: readonly Problem[];
  readonly close: () => Promise<void>;
}

async function openAll(directory: string, files: readonly string[]): Promise<Opened> {
  const scratch = await mkdtemp(join(tmpdir(), 'ringback-own-'));
  const policies: OnePolicy[] = [];
  const trees = new Map<string, readonly OwnPolicy[]>();
  const problems: Problem[] = [];
  for (const file of files) {
    const path = join(directory, file);
    try {
      if (/\.(cases)\.(ya?ml|json)$/.test(file)) continue;
      if (/\.(ya?ml|json)$/.test(file)) {
        const parsed = parseOwnPolicies(parse(await readFile(path, 'utf8')));
        if (parsed.ok) trees.set(file, parsed.value);
        else
          for (const { path: at, message, remedy } of parsed.issues)
            problems.push({ file, message: `${at} ${message}`, remedy: remedy ?? KINDS });
        continue;
      }
      const kind = /\.(cedar|rego|wasm|tar\.gz)$/.exec(file)?.[1];
      if (kind === undefined) continue;
      const id = basename(file, `.${kind}`);
      const opened = await open(kind, path, scratch);
      if ('problem' in opened) problems.push({ file, message: opened.problem, remedy: opened.remedy });
      else policies.push({ id, file, cases: await casesOf(directory, files, id), ...session(id, opened) });
    } catch (error) {
      problems.push(unread(file, error));
    }
  }
  return { policies, trees, problems, close: () => rm(scratch, { recursive: true, force: true }) };
}

type Source =
  | {
      readonly own: OwnPolicies;
      readonly engine: string;
      readonly language: 'cedar' | 'rego';
      readonly settings: unknown;
    }
  | { readonly problem: string; readonly remedy: string };

async function open(kind: string, path: string, scratch: string): Promise<Source> {
  if (kind === 'cedar') {
    const { own, meta } = (await import('../connectors/policy/cedar.ts')).default;
    return asSource(own, meta.name, 'cedar', { text: await readFile(path, 'utf8') });
  }
  const { own, meta } = (await import('../connectors/policy/opa-wasm.ts')).default;
  if (kind !== 'rego') return asSource(own, meta.name, 'rego', { file: path });
  const opa = await findProgram('opa', process.env['RINGBACK_OPA_BIN']);
  if (opa === null)
    return {
      problem: 'there is no OPA here to compile it',
      remedy:
        'Put `opa` on the PATH, name it in RINGBACK_OPA_BIN, or compile it with `opa build -t wasm -e PACKAGE`.',
    };
  const name = /^\s*package\s+([\w.]+)/m.exec(await readFile(path, 'utf8'))?.[1];
  if (name === undefined)
    return { problem: 'it names no package', remedy: 'Begin it with `package acme.texts`, for example.' };
  const file = join(scratch, `${basename(path)}.tar.gz`);
  try {
    await execute(opa, ['build', '-t', 'wasm', '-e', name.replaceAll('.', '/'), '-o', file, path]);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return {
      problem: `OPA refuses it: ${said.trim().slice(0, 600)}`,
      remedy: 'Correct it; `opa check` says the same.',
    };
  }
  return asSource(own, meta.name, 'rego', { file });
}

function asSource(
  own: OwnPolicies | undefined,
  engine: string,
  language: 'cedar' | 'rego',
  settings: unknown,
): Source {
  return own === undefined
    ? { problem: `${engine} evaluates no own policies`, remedy: KINDS }
    : { own, engine, language, settings };
}

function session(id: string, { own, engine, language, settings }: Exclude<Source, { problem: string }>) {
  const seat = { id, title: id, kinds: null, expires: null, engine, language, policies: own };
  const config = own.config.parse(settings);
  return { engine, session: openOwn({ ...seat, config }, bookWith([]), { fetch, now: () => new Date() }) };
}

async function casesOf(directory: string, files: readonly string[], id: string): Promise<readonly Case[]> {
  const file = files.find((one) => [`${id}.cases.yaml`, `${id}.cases.yml`, `${id}.cases.json`].includes(one));
  if (file === undefined) return [];
  const cases = Cases.safeParse(parse(await readFile(join(directory, file), 'utf8')));
  if (cases.success) return cases.data;
  const [issue] = cases.error.issues;
  throw new Error(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

function inWords({ policy, engine, cases, heldBack, expectations }: Told): string {
  const held = Object.entries(heldBack).map(([decision, count]) => `${decision} ${count}`);
  return `${policy}  ${engine}: of ${cases} worked cases ${held.length === 0 ? 'none is held back' : held.join(', ')}; expectations: ${expectations}`;
}

function unread(file: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return { file, message, remedy: 'Check that it is there and can be read.' };
}

function complain(io: FilterIo, problems: readonly Problem[], code: number): number {
  for (const problem of problems) io.stderr(`${JSON.stringify({ code: 'invalid-config', ...problem })}\n`);
  return code;
}
