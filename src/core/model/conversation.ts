/** Messages and threads as the core sees them. Bodies are personal content: encrypted at rest in audit records. */
export type MessageKind =
  'textback' | 'nudge' | 'reply' | 'reminder' | 'optout-confirm' | 'help' | 'manual' | 'safety' | 'inbound';

/**
 * The life of an outgoing message. It only moves forward by `DELIVERY_RANK`; receipts may come in any order.
 * `unknown` is when the provider's answer was lost: it is reconciled with the provider, never sent again.
 */
export const DELIVERY_STATES = [
  'intent',
  'unknown',
  'rejected',
  'accepted',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'read',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Final outcomes win over progress; `delivered` beats a later-arriving `sent`; `read` beats `delivered`. */
export const DELIVERY_RANK: Readonly<Record<DeliveryState, number>> = {
  intent: 0,
  unknown: 1,
  accepted: 2,
  sent: 3,
  rejected: 10,
  failed: 11,
  undelivered: 12,
  delivered: 13,
  read: 14,
};

/** The state after a receipt: the higher rank of the two, so any order of the same receipts ends the same. */
export function laterDelivery(current: DeliveryState, receipt: DeliveryState): DeliveryState {
  return DELIVERY_RANK[receipt] > DELIVERY_RANK[current] ? receipt : current;
}

export interface ThreadMessage {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly kind: MessageKind;
  readonly body: string;
  readonly at: string;
  readonly author: 'caller' | 'assistant' | 'system' | { readonly staff: string };
}

/** Who speaks for the shop in a thread. Takeover is data, not prose. */
export type ThreadHolder = 'assistant' | 'human' | 'nobody';
