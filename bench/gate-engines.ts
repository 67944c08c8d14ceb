/**
 * The Gate's rules for a first text, judged natively and by other engines, on the same facts in the same run: decisions
 * per second and ratios. OPA over REST and Cerbos take part when their programs are on the PATH or named by
 * RINGBACK_OPA_BIN and RINGBACK_CERBOS_BIN; scripts/lab-engines.sh builds them.
 *
 *   node bench/gate-engines.ts [decisions]
 *
 * "Rules alone" is what an engine is asked: the arms of every rule that runs, from facts that are there already.
 * "Whole" is an answer to GateInput: facts derived, rules judged, findings made into one decision.
 */
import { FORMATS } from '../src/core/policy/formats/all.ts';
import { bookVersion } from '../src/core/policy/formats/format.ts';
import { consult, type Question } from '../src/core/policy/engine-gate.ts';
import { evaluateGate } from '../src/core/gate/gate.ts';
import { sampleWith } from '../src/core/gate/sample-input.ts';
import { bookWith } from '../src/core/policy/ruling.ts';
import { meets } from '../src/core/policy/condition.ts';
import type { LoadedPolicy, PolicyEngine, PolicyPack } from '../src/ports/policy.ts';
import { erase } from '../src/connectors/shared/erase.ts';
import casbin from '../src/connectors/policy/casbin.ts';
import cedar from '../src/connectors/policy/cedar.ts';
import cerbos from '../src/connectors/policy/cerbos.ts';
import opaRest from '../src/connectors/policy/opa-rest.ts';
import opaWasm from '../src/connectors/policy/opa-wasm.ts';
import oso from '../src/connectors/policy/oso.ts';
import { compileWithOpa, findProgram, startCerbos, startOpa } from '../src/cli/policy-tools.ts';
import { median } from './support/database.ts';

const count = Number(process.argv[2] ?? 2000);
const ROUNDS = 3;
const book = bookWith([]);
const input = sampleWith({});
const asked = consult(book, input).next();
if (asked.done === true) throw new Error('no rule runs for a first text');
const question: Question = asked.value;
const deps = () => ({ fetch, now: () => new Date(), signal: AbortSignal.timeout(60_000) });

interface Contestant {
  readonly name: string;
  readonly ask: () => Promise<unknown>;
  readonly times: number;
}
const contestants: Contestant[] = [];
const closers: (() => Promise<void> | void)[] = [];

function pack(engine: PolicyEngine): PolicyPack {
  return { version: bookVersion(book), files: FORMATS[engine.meta.language].files(book) };
}

async function enter(name: string, engine: PolicyEngine, settings: unknown, share: number): Promise<void> {
  const loaded = await engine.load(pack(engine), engine.config.parse(settings), deps());
  if (loaded.status !== 'loaded') throw new Error(`${name}: ${loaded.detail}`);
  const policy: LoadedPolicy = loaded.policy;
  closers.push(policy.close);
  const facts = FORMATS[engine.meta.language].facts(book, question.facts);
  const wanted = { ...question, facts };
  const once = await policy.ask(wanted, deps());
  if (once.status !== 'answered' || Object.keys(once.arms).length !== question.rules.length)
    throw new Error(`${name} does not answer every rule`);
  const ready = deps();
  contestants.push({ name, ask: () => policy.ask(wanted, ready), times: Math.ceil(count * share) });
}

await enter('Cedar', erase<PolicyEngine>(cedar), {}, 0.2);
await enter('Casbin', erase<PolicyEngine>(casbin), {}, 0.2);
await enter('Oso', erase<PolicyEngine>(oso), {}, 0.02);
const opa = await findProgram('opa', process.env['RINGBACK_OPA_BIN']);
if (opa !== null) {
  const compiled = await compileWithOpa(opa, pack(erase<PolicyEngine>(opaWasm)).files);
  closers.push(compiled.close);
  await enter('OPA WebAssembly', erase<PolicyEngine>(opaWasm), { file: compiled.file }, 0.2);
  const running = await startOpa(opa);
  closers.push(running.close);
  await enter('OPA REST', erase<PolicyEngine>(opaRest), { url: running.url }, 0.2);
}
const pdp = await findProgram('cerbos', process.env['RINGBACK_CERBOS_BIN']);
if (pdp !== null) {
  const running = await startCerbos(pdp, pack(erase<PolicyEngine>(cerbos)).files);
  closers.push(running.close);
  await enter('Cerbos', erase<PolicyEngine>(cerbos), { url: running.url }, 0.1);
}

/** Wall time, one question after another: what one action waits for. */
async function perSecond(ask: () => unknown, times: number): Promise<number> {
  const start = performance.now();
  for (let done = 0; done < times; done += 1) {
    const answer = ask();
    if (answer instanceof Promise) await answer;
  }
  return (1000 * times) / (performance.now() - start);
}

const whole = (): unknown => evaluateGate(input);
const arms = (): unknown =>
  book.rules.map(({ rule, arms: all }) =>
    question.rules.includes(rule.id)
      ? all.find(({ when }) => meets(when, question.facts, question.today))?.id
      : null,
  );
await perSecond(whole, count);
await perSecond(arms, count);
const native: number[] = [];
const interpreted: number[] = [];
const rates = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
const ratios = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  const ours = await perSecond(whole, count * 5);
  native.push(ours);
  interpreted.push(await perSecond(arms, count));
  for (const { name, ask, times } of contestants) {
    const rate = await perSecond(ask, times);
    rates.get(name)?.push(rate);
    ratios.get(name)?.push(ours / rate);
  }
}
for (const close of closers.reverse()) await close();

const line = (name: string, rate: number, ratio: string): string =>
  `${name.padEnd(30)} ${Math.round(rate).toLocaleString('en-US').padStart(10)}/s ${(1e6 / rate).toFixed(1).padStart(10)} µs  ${ratio}`;
process.stdout.write(
  [
    `${question.rules.length} rules of a first text, one question at a time, median of ${ROUNDS} rounds`,
    line('native, whole', median(native), ''),
    line('arms interpreted, rules alone', median(interpreted), ''),
    ...contestants.map(({ name }) =>
      line(
        `${name}, rules alone`,
        median(rates.get(name) ?? []),
        `native is ${median(ratios.get(name) ?? []).toFixed(0)} times as fast`,
      ),
    ),
    '',
  ].join('\n'),
);
