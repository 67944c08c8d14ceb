import type { DeliveryState } from '../core/model/conversation.ts';

/**
 * The air between the on-screen phone and a simulated shop: a carrier that keeps its own books in its own
 * transactions, so that what it counts is what really went out, whatever the sender believes.
 */
export interface VirtualCarrier {
  /** Takes a text, as a real carrier's API would. */
  readonly submit: (message: CarrierMessage) => Promise<CarrierAnswer>;
  /** The texts it took from one sender to one recipient since an instant, oldest first. */
  readonly list: (query: CarrierQuery) => Promise<readonly CarrierEntry[]>;
  /** Somebody types on the on-screen phone: the text goes to the shop's inbox like any vendor's delivery. */
  readonly fromHandset: (text: HandsetText) => Promise<{ readonly providerId: string }>;
}

export interface HandsetText {
  readonly tenantId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** The tenant's time. */
  readonly at: string;
}

export interface CarrierMessage {
  readonly tenantId: string;
  /** The sender's own id: kept, so that a repeated submission is seen instead of hidden. */
  readonly clientReference: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** The tenant's time. */
  readonly at: string;
}

export interface CarrierQuery {
  readonly tenantId: string;
  readonly from: string;
  readonly to: string;
  readonly since: string;
}

export type CarrierAnswer =
  | { readonly result: 'taken'; readonly providerId: string }
  | { readonly result: 'refused'; readonly code: CarrierCode }
  /** The text was taken, or not, and the line went dead before anybody said so. */
  | { readonly result: 'no-answer' };

/** Refusals and failures of the virtual carrier, named as people would. */
export const CARRIER_CODES = ['landline', 'opted-out', 'unreachable', 'throttled'] as const;
export type CarrierCode = (typeof CARRIER_CODES)[number];

export interface CarrierEntry {
  readonly providerId: string;
  readonly clientReference: string | null;
  readonly body: string;
  readonly at: string;
}

/** What the carrier puts into the messaging inbox of the shop: the wire format of connector `handset`. */
export type CarrierDelivery =
  | {
      readonly type: 'receipt';
      readonly providerId: string;
      readonly messageId: string | null;
      readonly state: DeliveryState;
      readonly code?: CarrierCode | undefined;
      /** Makes a deliberately repeated receipt a delivery of its own. */
      readonly copy?: number;
    }
  | {
      readonly type: 'inbound';
      readonly providerId: string;
      readonly from: string;
      readonly to: string;
      readonly body: string;
      readonly at: string;
    };
