/**
 * A look-up: what somebody outside knows about a number. Answers are facts with a date and an end; the Gate reads the
 * stored ones and never waits for a vendor while a text is due.
 */
import type { z } from 'zod';
import type { NumberTopic } from '../core/model/number-files.ts';
import type { CheckResult, ConnectorMeta, OutboundDeps } from './connector.ts';

export type { NumberTopic };

export interface LookupQuestion {
  /** E.164 */
  readonly phone: string;
  /** `YYYY-MM-DD`: when the number was last known to be this person's; reassignment is asked since then. */
  readonly knownSince?: string;
  /** Only these are wanted; absent: whatever the vendor knows. */
  readonly topics?: readonly NumberTopic[];
}

export interface LookupAnswer {
  readonly topic: NumberTopic;
  /** As in `ListedNumber`; `not-listed` from lists that cover the number. State lists add their state: `listed TX`. */
  readonly answer: string;
  /** `YYYY-MM-DD`: the day of the list that says so, when it is not today's. */
  readonly asOf?: string;
  /** `YYYY-MM-DD`: the day that an answer about reassignment counts from, when it is not the one asked. */
  readonly since?: string;
  /** How long it may be relied on. */
  readonly validDays: number;
}

/** `unknown`: asked, and nobody knows. `unavailable`: not asked, or no answer came; it never stands for "not listed". */
export type LookupReply =
  | { readonly status: 'answered'; readonly answers: readonly LookupAnswer[] }
  | { readonly status: 'unknown'; readonly detail: string }
  | {
      readonly status: 'unavailable';
      readonly detail: string;
      readonly retryable: boolean;
      readonly afterMs?: number;
      /** What a person does about it, where one has to. */
      readonly remedy?: string;
    };

export interface NumberLookup<Config = unknown> {
  readonly kind: 'lookup';
  readonly meta: ConnectorMeta & { readonly topics: readonly NumberTopic[] };
  readonly config: z.ZodType<Config>;
  readonly find: (question: LookupQuestion, config: Config, deps: OutboundDeps) => Promise<LookupReply>;
  readonly check: (config: Config, deps: OutboundDeps) => Promise<CheckResult>;
}

export function defineLookup<Config>(lookup: Omit<NumberLookup<Config>, 'kind'>): NumberLookup<Config> {
  return { kind: 'lookup', ...lookup };
}
