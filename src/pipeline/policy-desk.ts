/**
 * Where a policy engine is asked: it is given the rule book once, when first needed, and again after it was away. What it
 * says becomes testimony, never an exception, and comes back within a second.
 */
import type { Organisation } from '../core/model/directory.ts';
import type { OperatorWord } from '../core/model/own-verdict.ts';
import type { Relaxation } from '../core/model/relaxation.ts';
import { consult, factsFor, type Arms } from '../core/policy/engine-gate.ts';
import { FORMATS } from '../core/policy/formats/all.ts';
import { bookVersion } from '../core/policy/formats/format.ts';
import type { OwnPolicy } from '../core/policy/own-policy.ts';
import type { PolicyBook } from '../core/policy/policy-book.ts';
import {
  bookWith,
  judgeRecorded,
  type EngineRole,
  type RuledInput,
  type Testimony,
} from '../core/policy/ruling.ts';
import type { GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { OutboundDeps } from '../ports/connector.ts';
import type {
  LoadedPolicy,
  OwnLoad,
  OwnPolicies,
  OwnReply,
  PolicyEngine,
  PolicyLanguage,
  PolicyLoad,
} from '../ports/policy.ts';
import type { PolicyDesks } from './policy-desks.ts';
import { withinTime } from './route.ts';

export interface PolicyDesk {
  readonly own: readonly OwnPolicy[];
  /** Null when no engine has a say. */
  readonly ask: ((input: GateInput) => Promise<Testimony>) | null;
  /** The operator's policies in Rego or Cedar; null when there are none. */
  readonly operator: ((input: GateInput) => Promise<readonly OperatorWord[]>) | null;
  /** Product policy that the operator relaxed. */
  readonly relaxed?: readonly Relaxation[];
  readonly close: () => void;
}

export interface Judgement {
  readonly decision: GateDecision;
  /** What to record: the facts, and everything else that the decision rests on. */
  readonly facts: RuledInput;
}

/**
 * The one door of the Gate: whatever Ringback is about to do, it asks here, and the rule book, the operator's own policies
 * and the engine that the operator gave a say all answer. `test/contract/gate-door.test.ts` keeps other ways shut.
 */
export function judgeAction(
  desks: PolicyDesks | undefined,
  tenant: Organisation['tenant'],
  input: GateInput,
): Promise<Judgement> {
  return judgeAt(desks === undefined ? closedDesk(tenant) : desks.of(tenant), input);
}

/** The same for actions judged together: whoever has to be asked is asked about all at once. */
export function judgeActions(
  desks: PolicyDesks | undefined,
  tenant: Organisation['tenant'],
  inputs: readonly GateInput[],
): Promise<readonly Judgement[]> {
  return Promise.all(inputs.map((input) => judgeAction(desks, tenant, input)));
}

export async function judgeAt(desk: PolicyDesk | null, input: GateInput): Promise<Judgement> {
  const relaxed = desk?.relaxed ?? [];
  if (
    desk === null ||
    (desk.ask === null && desk.operator === null && desk.own.length === 0 && relaxed.length === 0)
  )
    return { decision: judgeRecorded(input), facts: input };
  const [testimony, operator] = await Promise.all([
    desk.ask === null ? null : desk.ask(input),
    desk.operator === null ? null : desk.operator(input),
  ]);
  const ruling = {
    own: desk.own,
    testimony,
    ...(operator === null ? {} : { operator }),
    ...(relaxed.length === 0 ? {} : { relaxed }),
  };
  const facts = { ...input, ruling };
  return { decision: judgeRecorded(facts), facts };
}

/** A process that opened no desks must not pass over what an organisation set up. */
function closedDesk({ config }: Organisation['tenant']): PolicyDesk | null {
  const { engine, own } = config.policy;
  if (engine === undefined && (own ?? []).length === 0) return null;
  const answer = { status: 'unavailable' as const, detail: 'no policy engine is set up in this process' };
  const role = engine?.role ?? 'second-opinion';
  return {
    own: [],
    ask: () => Promise.resolve({ engine: engine?.use ?? 'own policies', role, version: '', answer }),
    operator: null,
    close: () => undefined,
  };
}

export interface EngineSeat {
  readonly engine: PolicyEngine;
  /** As the engine's own schema gave it. */
  readonly config: unknown;
  readonly role: EngineRole;
}

/** A policy of the operator's own in an engine's language. */
export interface OwnSeat {
  readonly id: string;
  readonly title: string;
  /** Null: every kind of action. */
  readonly kinds: readonly string[] | null;
  /** Last day on which it holds; null: until it is taken out. */
  readonly expires: string | null;
  readonly engine: string;
  readonly policies: OwnPolicies;
  readonly language: PolicyLanguage;
  /** As the schema of its engine gave it. */
  readonly config: unknown;
}

/** How long an engine may take before the Gate goes on without it; loading it may take longer. */
const ASK_MS = 1000;
const LOAD_MS = 20_000;
const LOAD_OWN_MS = 5000;

export function openPolicyDesk(
  own: readonly OwnPolicy[],
  seat: EngineSeat | null,
  deps: Omit<OutboundDeps, 'signal'>,
  operator: readonly OwnSeat[] = [],
  relaxed: readonly Relaxation[] = [],
): PolicyDesk {
  const book = bookWith(own);
  const session = seat === null ? null : openEngine(seat.engine, seat.config, book, deps);
  const sessions = operator.map((one) => openOwn(one, book, deps));
  return {
    own,
    ask:
      seat === null || session === null
        ? null
        : async (input) => {
            const answer = await session.consult(input, ASK_MS);
            return { engine: seat.engine.meta.name, role: seat.role, version: bookVersion(book), answer };
          },
    operator:
      sessions.length === 0
        ? null
        : async (input) => {
            const words = await Promise.all(sessions.map((one) => one.ask(input, ASK_MS)));
            return words.filter((word) => word !== null);
          },
    relaxed,
    close: () => session?.close(),
  };
}

export interface OwnSession {
  readonly load: () => Promise<OwnLoad>;
  /** Null where the policy does not concern the action, or has ended. */
  readonly ask: (input: GateInput, timeoutMs: number) => Promise<OperatorWord | null>;
}

/** One of the operator's policies: loaded when first needed, and again after that failed. It never throws. */
export function openOwn(seat: OwnSeat, book: PolicyBook, deps: Omit<OutboundDeps, 'signal'>): OwnSession {
  const format = FORMATS[seat.language];
  let loading: Promise<OwnLoad> | null = null;
  const load = async (): Promise<OwnLoad> => {
    const pack = { version: bookVersion(book), files: format.files(book) };
    loading ??= withinTime(LOAD_OWN_MS, (signal) =>
      seat.policies.load(pack, seat.config, { ...deps, signal }),
    ).catch((error: unknown) => failure(error));
    const outcome = await loading;
    // A failed try is not kept: whoever holds the policy may be back when the next action comes.
    if (outcome.status !== 'loaded') loading = null;
    return outcome;
  };
  const answered = async (input: GateInput, timeoutMs: number): Promise<[string, OwnReply]> => {
    const outcome = await load();
    if (outcome.status !== 'loaded') return ['', { status: 'unavailable', detail: outcome.detail }];
    const { version, ask } = outcome.policy;
    const { kind, today, facts } = factsFor(book, input);
    const question = { kind, today, facts: format.facts(book, facts) };
    try {
      return [version, await withinTime(timeoutMs, (signal) => ask(question, { ...deps, signal }))];
    } catch (error) {
      return [version, { status: 'unavailable', detail: failure(error).detail }];
    }
  };
  return {
    load,
    ask: async (input, timeoutMs) => {
      if (seat.expires !== null && input.nowUtc.slice(0, 10) > seat.expires) return null;
      if (seat.kinds !== null && !seat.kinds.includes(input.action.kind)) return null;
      const [version, answer] = await answered(input, timeoutMs);
      return { policy: seat.id, title: seat.title, engine: seat.engine, version, answer };
    },
  };
}

export interface EngineSession {
  readonly load: () => Promise<PolicyLoad>;
  readonly consult: (input: GateInput, timeoutMs: number) => Promise<Testimony['answer']>;
  readonly close: () => void;
}

export function openEngine(
  engine: PolicyEngine,
  config: unknown,
  book: PolicyBook,
  deps: Omit<OutboundDeps, 'signal'>,
): EngineSession {
  const format = FORMATS[engine.meta.language];
  let loaded: LoadedPolicy | null = null;
  let loading: Promise<PolicyLoad> | null = null;

  const load = async (): Promise<PolicyLoad> => {
    if (loaded !== null) return { status: 'loaded', policy: loaded };
    const pack = { version: bookVersion(book), files: format.files(book) };
    loading ??= engine
      .load(pack, config, { ...deps, signal: AbortSignal.timeout(LOAD_MS) })
      .catch((error: unknown) => failure(error));
    const outcome = await loading;
    // A failed try is not kept: the engine may be back when the next action comes.
    loading = null;
    if (outcome.status === 'loaded') loaded = outcome.policy;
    return outcome;
  };

  return {
    load,
    consult: async (input, timeoutMs) => {
      const outcome = await load();
      if (outcome.status !== 'loaded') return { status: 'unavailable', detail: outcome.detail };
      const talk = consult(book, input);
      let arms: Arms | undefined;
      try {
        let step = talk.next();
        while (step.done !== true) {
          const question = { ...step.value, facts: format.facts(book, step.value.facts) };
          const signal = AbortSignal.timeout(timeoutMs);
          const reply = await outcome.policy.ask(question, { ...deps, signal });
          if (reply.status !== 'answered') return { status: 'unavailable', detail: reply.detail };
          step = talk.next(reply.arms);
        }
        arms = step.value;
      } catch (error) {
        return failure(error);
      }
      return { status: 'answered', arms };
    },
    close: () => {
      loaded?.close();
      loaded = null;
    },
  };
}

function failure(error: unknown) {
  const detail = error instanceof Error ? error.message : String(error);
  return { status: 'unavailable' as const, detail, retryable: true };
}
