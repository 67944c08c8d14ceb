import type { z } from 'zod';
import type { DeliveryState } from '../core/model/conversation.ts';
import type {
  CheckResult,
  ConnectorMeta,
  IncomingRequest,
  OutboundDeps,
  ParseContext,
  ParseResult,
  Verdict,
} from './connector.ts';

export interface OutgoingText {
  /** Whose text it is. Providers never see it; the virtual carrier keeps its books by it. */
  readonly tenantId: string;
  /** Our id of this message: the idempotency key where the provider has one, the callback reference where not. */
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** When the intent was committed; reconciliation lists the provider's messages from here on. */
  readonly intendedAt: string;
  /** When the provider was last called; reconciliation may say `absent` only when its list surely covers that time. */
  readonly submittedAt?: string;
  /** Provider ids of our other texts to this number: reconciliation never takes one of them for this text. */
  readonly knownProviderIds?: readonly string[];
  /** Public address for delivery receipts of this source; absent when the operator has none. */
  readonly statusCallbackUrl?: string;
}

/** Why a provider refused or failed a message, in our words. `unknown` keeps the raw code. */
export type RejectReason =
  | 'opted-out'
  | 'landline'
  | 'invalid-number'
  | 'unreachable'
  | 'blocked-by-carrier'
  | 'spam-filtered'
  | 'sender-not-registered'
  | 'region-not-enabled'
  | 'rate-limited'
  | 'credentials'
  | 'content'
  | 'not-configured'
  | 'unknown';

export type SendAnswer =
  | {
      readonly status: 'accepted';
      readonly providerId: string;
      readonly state: DeliveryState;
      readonly segments?: number;
      /** Set when the provider took the message and already knows that it failed. */
      readonly reason?: RejectReason;
      readonly code?: string;
    }
  | {
      readonly status: 'rejected';
      readonly reason: RejectReason;
      readonly code: string;
      readonly detail: string;
      /** True only when the provider says that it did not and will not send, and that trying again may work. */
      readonly retryable: boolean;
      readonly retryAfterMs?: number;
    }
  | { readonly status: 'unknown'; readonly detail: string };

/** What the provider knows about a message whose answer was lost. `absent` is said only when it surely was not taken. */
export type Reconciliation = SendAnswer | { readonly status: 'absent' };

export type MessagingEvent =
  | {
      readonly type: 'receipt';
      readonly providerId: string;
      /** Our own message id, when the provider gives it back: settles a text whose answer was lost. */
      readonly messageId?: string;
      readonly state: DeliveryState;
      readonly reason?: RejectReason;
      readonly code?: string;
      readonly occurredAt?: string;
    }
  | {
      readonly type: 'inbound';
      readonly providerId: string;
      readonly from: string;
      readonly to: string;
      readonly body: string;
      readonly mediaUrls: readonly string[];
      readonly optOutType?: 'STOP' | 'START' | 'HELP';
      readonly occurredAt?: string;
    };

/** One provider error code in plain words, and what the operator does about it. */
export interface CodeAdvice {
  readonly reason: RejectReason;
  readonly meaning: string;
  readonly remedy: string;
  /** The provider did not take it and will not, and trying again may work. */
  readonly retryable?: boolean;
}

export interface MessagingProvider<Config = unknown> {
  readonly kind: 'messaging';
  readonly meta: ConnectorMeta & { readonly signature: string; readonly idempotency: 'provider' | 'none' };
  readonly config: z.ZodType<Config>;
  readonly send: (text: OutgoingText, config: Config, deps: OutboundDeps) => Promise<SendAnswer>;
  readonly reconcile: (text: OutgoingText, config: Config, deps: OutboundDeps) => Promise<Reconciliation>;
  readonly verify: (request: IncomingRequest, config: Config, now: Date) => Verdict;
  readonly parse: (
    request: IncomingRequest,
    config: Config,
    context: ParseContext,
  ) => ParseResult<MessagingEvent>;
  readonly check: (config: Config, deps: OutboundDeps) => Promise<CheckResult>;
  /** Error codes that this provider documents; shown on pages and in the docs. */
  readonly codes?: Readonly<Record<string, CodeAdvice>>;
  readonly acknowledge?: { readonly contentType: string; readonly body: string };
}

export function defineMessaging<Config>(
  provider: Omit<MessagingProvider<Config>, 'kind'>,
): MessagingProvider<Config> {
  return { kind: 'messaging', ...provider };
}
