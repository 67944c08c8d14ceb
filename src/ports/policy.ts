import type { z } from 'zod';
import type { OwnVerdict } from '../core/model/own-verdict.ts';
import type { CheckResult, ConnectorMeta, OutboundDeps } from './connector.ts';

export type PolicyLanguage = 'rego' | 'cedar' | 'casbin' | 'cerbos' | 'polar';

/** The rule book in an engine's own language, as the exporters write it. */
export interface PolicyPack {
  /** Names these very rules; an engine that holds others must say so instead of answering. */
  readonly version: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** One question about one action: which arm of each rule is taken? Facts are written for the engine's language. */
export interface PolicyQuestion {
  readonly kind: string;
  readonly stage: string;
  /** UTC day, 20261121. */
  readonly today: number;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly rules: readonly string[];
}

/**
 * Rule id to arm id. A rule that is missing was not answered, which the Gate treats as doubt. `unavailable` is everything
 * else that can go wrong; it never stands for a verdict.
 */
export type PolicyReply =
  | { readonly status: 'answered'; readonly arms: Readonly<Record<string, string>> }
  | { readonly status: 'unavailable'; readonly detail: string; readonly retryable: boolean };

export interface LoadedPolicy {
  readonly ask: (question: PolicyQuestion, deps: OutboundDeps) => Promise<PolicyReply>;
  /** Gives memory or processes back. */
  readonly close: () => void;
}

export type PolicyLoad =
  | { readonly status: 'loaded'; readonly policy: LoadedPolicy }
  | { readonly status: 'unavailable'; readonly detail: string; readonly retryable: boolean };

/** One question to a policy of the operator's own. Facts are written for the engine's language. */
export type OwnQuestion = Pick<PolicyQuestion, 'kind' | 'today' | 'facts'>;

/** What it said; nothing said is an empty list. `unavailable` is everything else, and never stands for it. */
export type OwnReply =
  | { readonly status: 'answered'; readonly verdicts: readonly OwnVerdict[] }
  | { readonly status: 'unavailable'; readonly detail: string };

export interface LoadedOwnPolicy {
  /** Names the very text that is evaluated; where the engine holds it, where it is held. */
  readonly version: string;
  readonly ask: (question: OwnQuestion, deps: OutboundDeps) => Promise<OwnReply>;
}

export type OwnLoad =
  | { readonly status: 'loaded'; readonly policy: LoadedOwnPolicy }
  | { readonly status: 'unavailable'; readonly detail: string };

/** An engine that also evaluates policies which the operator wrote in its language: beside the rule book, never for it. */
export interface OwnPolicies<Config = unknown> {
  /** Where the policy is and how it is asked. */
  readonly config: z.ZodType<Config>;
  /** The rule book's pack names the facts that it may read. */
  readonly load: (pack: PolicyPack, config: Config, deps: OutboundDeps) => Promise<OwnLoad>;
}

/** A policy engine: it is given the exported rule book once, and then facts. It never sees a number, a name or a text. */
export interface PolicyEngine<Config = unknown> {
  readonly kind: 'policy';
  readonly meta: ConnectorMeta & { readonly language: PolicyLanguage };
  readonly config: z.ZodType<Config>;
  readonly load: (pack: PolicyPack, config: Config, deps: OutboundDeps) => Promise<PolicyLoad>;
  readonly check: (config: Config, deps: OutboundDeps) => Promise<CheckResult>;
  readonly own?: OwnPolicies;
}

/** For the `own` of an engine: keeps `load` to what its own schema gives. */
export function defineOwnPolicies<Config>(own: OwnPolicies<Config>): OwnPolicies {
  return own as unknown as OwnPolicies;
}

export function definePolicyEngine<Config>(engine: Omit<PolicyEngine<Config>, 'kind'>): PolicyEngine<Config> {
  return { kind: 'policy', ...engine };
}
