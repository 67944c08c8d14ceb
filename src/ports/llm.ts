import type { z } from 'zod';
import type { CheckResult, ConnectorMeta, OutboundDeps } from './connector.ts';

/** One turn put to a model: the grounding it may use, the conversation, and the tools it may call. */
export interface AssistantTurn {
  readonly system: string;
  readonly messages: readonly { readonly role: 'caller' | 'assistant'; readonly text: string }[];
  readonly tools: readonly {
    readonly name: string;
    readonly description: string;
    readonly parameters: z.ZodType;
  }[];
}

export type AssistantAnswer =
  | {
      readonly status: 'answered';
      readonly text: string;
      readonly toolCalls: readonly { readonly name: string; readonly arguments: unknown }[];
      readonly model: string;
    }
  | { readonly status: 'failed'; readonly detail: string };

/** A language model. Its answer is a recorded fact: the core judges it like any other input and may refuse it. */
export interface LanguageModel<Config = unknown> {
  readonly kind: 'llm';
  readonly meta: ConnectorMeta;
  readonly config: z.ZodType<Config>;
  readonly propose: (turn: AssistantTurn, config: Config, deps: OutboundDeps) => Promise<AssistantAnswer>;
  readonly check: (config: Config, deps: OutboundDeps) => Promise<CheckResult>;
}

export function defineLanguageModel<Config>(
  model: Omit<LanguageModel<Config>, 'kind'>,
): LanguageModel<Config> {
  return { kind: 'llm', ...model };
}
