import type { z } from 'zod';
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

/** A policy engine: it is given the exported rule book once, and then facts. It never sees a number, a name or a text. */
export interface PolicyEngine<Config = unknown> {
  readonly kind: 'policy';
  readonly meta: ConnectorMeta & { readonly language: PolicyLanguage };
  readonly config: z.ZodType<Config>;
  readonly load: (pack: PolicyPack, config: Config, deps: OutboundDeps) => Promise<PolicyLoad>;
  readonly check: (config: Config, deps: OutboundDeps) => Promise<CheckResult>;
}

export function definePolicyEngine<Config>(engine: Omit<PolicyEngine<Config>, 'kind'>): PolicyEngine<Config> {
  return { kind: 'policy', ...engine };
}
