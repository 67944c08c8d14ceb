import type { z } from 'zod';
import type { CheckResult, ConnectorMeta, OutboundDeps } from './connector.ts';

export interface Notification {
  readonly id: string;
  readonly type: 'hot-lead' | 'escalation' | 'digest' | 'problem';
  readonly subject: string;
  readonly text: string;
  readonly occurredAt: string;
  /** Link into the dashboard. */
  readonly url?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type NotifyAnswer =
  | { readonly status: 'accepted' }
  | { readonly status: 'rejected'; readonly detail: string; readonly retryable: boolean }
  | { readonly status: 'unknown'; readonly detail: string };

/** A way to reach the people of the shop. Notices may repeat after a lost answer: receivers dedupe on `id`. */
export interface Notifier<Config = unknown> {
  readonly kind: 'notify';
  readonly meta: ConnectorMeta;
  readonly config: z.ZodType<Config>;
  readonly notify: (notification: Notification, config: Config, deps: OutboundDeps) => Promise<NotifyAnswer>;
  readonly check: (config: Config, deps: OutboundDeps) => Promise<CheckResult>;
}

export function defineNotifier<Config>(notifier: Omit<Notifier<Config>, 'kind'>): Notifier<Config> {
  return { kind: 'notify', ...notifier };
}
