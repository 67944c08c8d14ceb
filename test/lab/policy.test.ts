/**
 * If this fails: an operator who runs the Gate on OPA, Cerbos, Cedar, Casbin or Oso gets another decision than the rule
 * book gives. Real engines: OPA and Cerbos are built by scripts/lab-engines.sh, the others come from npm. Every case of
 * every rule and every example of the catalogue, whole decisions compared; then facts drawn at random.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { erase } from '../../src/connectors/shared/erase.ts';
import opaRest from '../../src/connectors/policy/opa-rest.ts';
import opaWasm from '../../src/connectors/policy/opa-wasm.ts';
import { run as policyCommand } from '../../src/cli/policy.ts';
import { ENGINES, seat, type Seated } from '../../src/cli/policy-engines.ts';
import { parityOf, parityTable, type Parity } from '../../src/cli/policy-parity.ts';
import { startOpa, type Running } from '../../src/cli/policy-tools.ts';
import { FORMATS } from '../../src/core/policy/formats/all.ts';
import { bookVersion } from '../../src/core/policy/formats/format.ts';
import { sampleWith } from '../../src/core/gate/sample-input.ts';
import { policyCases } from '../../src/core/policy/cases.ts';
import { bookWith, judgeUnder } from '../../src/core/policy/ruling.ts';
import { openEngine, openOwn } from '../../src/pipeline/policy-desk.ts';
import type { OwnPolicies, PolicyEngine } from '../../src/ports/policy.ts';
import { expectedArms, questions } from '../support/policy-questions.ts';

const opa = process.env['RINGBACK_OPA_BIN'] ?? '';
const cerbos = process.env['RINGBACK_CERBOS_BIN'] ?? '';
const book = bookWith([]);
const deps = { fetch, now: () => new Date() };
const parities: Parity[] = [];

describe.runIf(process.env['RINGBACK_LAB'] === '1')('one rule book in every engine', () => {
  let server: Running | undefined;
  afterAll(() => server?.close());

  it('finds the engines that it is to try', () => {
    expect(opa).toMatch(/opa$/);
    expect(cerbos).toMatch(/cerbos$/);
  });

  it.each(ENGINES)('%s decides every case as the Gate does', { timeout: 600_000 }, async (name) => {
    const seated = await seat(name, book);
    const { session, close } = opened(seated);
    try {
      parities.push(await parityOf(name === 'opa' ? 'opa-wasm' : name, session, book));
    } finally {
      await close();
    }
    expect(parities.at(-1)?.disagreements).toEqual([]);
  });

  it('OPA over its REST API decides every case as the Gate does', { timeout: 600_000 }, async () => {
    server = await startOpa(opa);
    const rest = erase<PolicyEngine>(opaRest);
    const config = rest.config.parse({ url: server.url });
    expect(await rest.check(config, { ...deps, signal: AbortSignal.timeout(5000) })).toMatchObject({
      ok: true,
    });
    const session = openEngine(rest, config, book, deps);
    const parity = await parityOf('opa-rest', session, book);
    parities.push(parity);
    expect(parity.disagreements).toEqual([]);
  });

  it(
    'OPA says the same of facts drawn at random, and which word is the worst',
    { timeout: 600_000 },
    async () => {
      const url = server?.url ?? '';
      const format = FORMATS.rego;
      await fc.assert(
        fc.asyncProperty(questions(book), async (question) => {
          const { kind, stage, today } = question;
          const input = { kind, stage, today, facts: format.facts(book, question.facts) };
          const answer = await fetch(`${url}/v1/data/ringback/gate/answer`, {
            method: 'POST',
            body: JSON.stringify({ input }),
          });
          const { result } = (await answer.json()) as {
            result: { decision: string; outcomes: Record<string, { arm: string; decision: string }> };
          };
          const arms = Object.fromEntries(
            Object.entries(result.outcomes).map(([rule, { arm }]) => [rule, arm]),
          );
          expect(arms).toEqual(expectedArms(book, question));
          const words = Object.values(result.outcomes).map(({ decision }) => decision);
          const worst = ['deny', 'route-to-counsel', 'defer-until', 'pass'].find((word) =>
            words.includes(word),
          );
          expect(result.decision).toBe(worst ?? 'not-applicable');
        }),
        { numRuns: 60 },
      );
    },
  );

  it('an OPA that holds other rules is refused, not believed', async () => {
    const rest = erase<PolicyEngine>(opaRest);
    const config = rest.config.parse({ url: server?.url, policies: 'bundle' });
    const signal = AbortSignal.timeout(5000);
    const loaded = await rest.load({ version: 'another', files: [] }, config, { ...deps, signal });
    if (loaded.status !== 'loaded') throw new Error(loaded.detail);
    const question = { kind: 'sms.reply', stage: 'first', today: 20261121, facts: {}, rules: [] };
    expect(await loaded.policy.ask(question, { ...deps, signal })).toMatchObject({
      status: 'unavailable',
      detail: expect.stringContaining(bookVersion(book)) as string,
    });
  });

  it('own policies in Rego hold back alike over REST and compiled, and a permit lets nothing through', async () => {
    const own = await mkdtemp(join(tmpdir(), 'ringback-lab-own-'));
    const text = `package acme.texts

import rego.v1

deny contains "No nudges to strangers." if {
	input.kind == "sms.nudge"
	not input.facts["recipient.lastTransactionDaysAgo"]
}

counsel contains "We look at reminders." if input.kind == "sms.reminder"

defer contains {"because": "Not today.", "hours": 5} if input.kind == "sms.reply"

allow := true
`;
    try {
      await writeFile(join(own, 'acme.rego'), text);
      const url = server?.url ?? '';
      const put = await fetch(`${url}/v1/policies/acme`, { method: 'PUT', body: text });
      expect(put.ok).toBe(true);
      const bundle = join(own, 'bundle.tar.gz');
      await promisify(execFile)(opa, [
        'build',
        '-t',
        'wasm',
        '-e',
        'acme/texts',
        '-o',
        bundle,
        join(own, 'acme.rego'),
      ]);
      const open = (policies: OwnPolicies | undefined, config: unknown) => {
        if (policies === undefined) throw new Error('takes no own policies');
        const named = {
          id: 'acme',
          title: 'Acme',
          kinds: null,
          expires: null,
          engine: 'OPA',
          language: 'rego' as const,
        };
        return openOwn({ ...named, policies, config: policies.config.parse(config) }, book, deps);
      };
      const rest = open(opaRest.own, { url, path: 'acme/texts' });
      const wasm = open(opaWasm.own, { file: bundle });
      for (const { input } of policyCases()) {
        const [there, here] = [await rest.ask(input, 5000), await wasm.ask(input, 5000)];
        expect(here?.answer).toEqual(there?.answer);
        const said = judgeUnder(input, { own: [], testimony: null, operator: here === null ? [] : [here] });
        const native = judgeUnder(input, null);
        const rank = ['pass', 'defer-until', 'route-to-counsel', 'deny'];
        expect(rank.indexOf(said.decision)).toBeGreaterThanOrEqual(rank.indexOf(native.decision));
      }
      const word = (kind: string) => wasm.ask(sampleWith({ 'action.kind': kind }), 5000);
      expect((await word('sms.nudge'))?.answer).toMatchObject({ verdicts: [{ decision: 'deny' }] });
      expect((await word('sms.reminder'))?.answer).toMatchObject({
        verdicts: [{ decision: 'route-to-counsel' }],
      });
      expect((await word('sms.reply'))?.answer).toMatchObject({
        verdicts: [{ decision: 'defer-until', until: 5 }],
      });
      expect((await word('call.human'))?.answer).toEqual({ status: 'answered', verdicts: [] });
      const lost = await open(opaRest.own, { url, path: 'acme/elsewhere' }).ask(sampleWith({}), 5000);
      expect(lost?.answer).toMatchObject({ status: 'unavailable' });
      let told = '';
      const io = {
        stdin: nothing(),
        stdout: (text_: string) => void (told += text_),
        stderr: (text_: string) => void (told += text_),
      };
      process.env['RINGBACK_OPA_BIN'] = opa;
      await rm(bundle);
      expect(await policyCommand(['test', '--own', own], io)).toBe(0);
      expect(told).toMatch(/^operator:acme {2}OPA .*deny \d+/m);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });

  it('the parity table is 100%', () => {
    process.stdout.write(`\n${parityTable(parities)}\n`);
    expect(parities.map(({ engine }) => engine).sort()).toEqual([
      'casbin',
      'cedar',
      'cerbos',
      'opa-rest',
      'opa-wasm',
      'oso',
    ]);
    for (const { agreed, total } of parities) expect(agreed).toBe(total);
  });
});

function opened(seated: Seated): Exclude<Seated, { problem: string }> {
  if ('problem' in seated) throw new Error(`${seated.problem}. ${seated.remedy}`);
  return seated;
}

async function* nothing(): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(new Uint8Array());
}
