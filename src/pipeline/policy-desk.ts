/**
 * Where a policy engine is asked: it is given the rule book once, when first needed, and again after it was away. What it
 * says becomes testimony, never an exception, and comes back within a second.
 */
import { consult, type Arms } from '../core/policy/engine-gate.ts';
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
import type { LoadedPolicy, PolicyEngine, PolicyLoad } from '../ports/policy.ts';

export interface PolicyDesk {
  readonly own: readonly OwnPolicy[];
  /** Null when no engine has a say. */
  readonly ask: ((input: GateInput) => Promise<Testimony>) | null;
  readonly close: () => void;
}

/** The rule book, the operator's own policies and the engine, if any, about one action; and what to record of it. */
export async function judgeAction(
  desk: PolicyDesk | undefined,
  input: GateInput,
): Promise<{ readonly decision: GateDecision; readonly facts: RuledInput }> {
  if (desk === undefined || (desk.ask === null && desk.own.length === 0))
    return { decision: judgeRecorded(input), facts: input };
  const facts = {
    ...input,
    ruling: { own: desk.own, testimony: desk.ask === null ? null : await desk.ask(input) },
  };
  return { decision: judgeRecorded(facts), facts };
}

export interface EngineSeat {
  readonly engine: PolicyEngine;
  /** As the engine's own schema gave it. */
  readonly config: unknown;
  readonly role: EngineRole;
}

/** How long an engine may take before the Gate goes on without it; loading it may take longer. */
const ASK_MS = 1000;
const LOAD_MS = 20_000;

export function openPolicyDesk(
  own: readonly OwnPolicy[],
  seat: EngineSeat | null,
  deps: Omit<OutboundDeps, 'signal'>,
): PolicyDesk {
  if (seat === null) return { own, ask: null, close: () => undefined };
  const book = bookWith(own);
  const session = openEngine(seat.engine, seat.config, book, deps);
  return {
    own,
    ask: async (input) => {
      const answer = await session.consult(input, ASK_MS);
      return { engine: seat.engine.meta.name, role: seat.role, version: bookVersion(book), answer };
    },
    close: session.close,
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
