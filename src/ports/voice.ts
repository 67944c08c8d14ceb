import type { z } from 'zod';
import type { CallEvent } from '../core/model/call-event.ts';
import type {
  ConnectorMeta,
  HandshakeReply,
  IncomingRequest,
  OutboundDeps,
  ParseContext,
  ParseResult,
  Verdict,
} from './connector.ts';

/** A voice product that tells us about calls. `parse` is synchronous and never throws, whatever the bytes. */
export interface VoiceSurface<Config = unknown> {
  readonly kind: 'voice';
  readonly meta: ConnectorMeta & {
    readonly family:
      | 'call-tracking'
      | 'cpaas'
      | 'ucaas'
      | 'contact-center'
      | 'enterprise'
      | 'sip'
      | 'click-to-call'
      | 'ai-receptionist'
      | 'generic';
    readonly delivery: 'webhook' | 'subscription' | 'poll' | 'stream';
    /** The signature scheme in words, or `none` when the vendor has none. */
    readonly signature: string;
    /** Clock difference between this surface and others that correlation tolerates, in seconds. */
    readonly clockToleranceSeconds: number;
  };
  readonly config: z.ZodType<Config>;
  /** Answers the vendor's subscription handshake; null when this request is none. */
  readonly handshake?: (request: IncomingRequest, config: Config) => HandshakeReply | null;
  /** Checks authenticity over the raw bytes; refuses when no secret is configured. `now` is only read for replay windows. */
  readonly verify: (request: IncomingRequest, config: Config, now: Date) => Verdict;
  readonly parse: (request: IncomingRequest, config: Config, context: ParseContext) => ParseResult<CallEvent>;
  /** What to answer the vendor once the delivery is durable; default is 200 `{"ok":true}`. */
  readonly acknowledge?: { readonly contentType: string; readonly body: string };
  /** For vendors that do not push, or that never repeat a push that was lost. */
  readonly poll?: Poll<Config>;
  /** For vendors whose pushes must be asked for, and asked for again before they run out. */
  readonly subscription?: Subscription<Config>;
}

/**
 * Fetches what the vendor has to tell, page by page. A page is kept in the inbox exactly as it came and read by `parse`
 * like any delivery, so a page that comes twice changes nothing and `ringback normalize` reads a saved one.
 */
export interface Poll<Config = unknown> {
  /** `primary`: the only way news come. `reconciliation`: finds what a lost push left out. */
  readonly role: 'primary' | 'reconciliation';
  /** What is asked, in a few words for Health: `call log`. */
  readonly what: string;
  /** Time between looks when nothing is wrong, in seconds. */
  readonly everySeconds: number;
  /** What the vendor allows, as documented; the house keeps to it per source. */
  readonly requestsPerMinute: number;
  /**
   * How late a call may still appear or change at the vendor, in seconds: every look reaches back this far before the
   * last one, so that rows written late are not missed.
   */
  readonly overlapSeconds: number;
  readonly fetchPage: (config: Config, position: PollPosition, deps: OutboundDeps) => Promise<PollResult>;
}

export interface PollPosition {
  /** The vendor's own mark inside this look (a page link, a scroll id); null on its first page. */
  readonly cursor: string | null;
  /** The stretch of time that this look covers, as instants; `from` already reaches back by the overlap. */
  readonly from: string;
  readonly to: string;
}

export type PollResult =
  | {
      readonly result: 'page';
      /** Exactly what the vendor answered, for the inbox; null when it says that nothing happened. */
      readonly body: { readonly contentType: string; readonly text: string } | null;
      /** Where the next page of this look begins; null when this was the last. */
      readonly next: string | null;
    }
  /** The vendor is still making what was asked for, such as a report: asked again with this mark, which may stay the same. */
  | { readonly result: 'preparing'; readonly mark: string; readonly afterMs: number }
  | VendorRefusal;

/** Why a vendor was not asked or did not answer as hoped; no variant may repeat a secret. */
export type VendorRefusal =
  | { readonly result: 'not-configured'; readonly detail: string }
  /** The vendor said no: nothing gets better by asking again before a person has changed something. */
  | { readonly result: 'refused'; readonly detail: string; readonly remedy: string }
  /** Too many requests, a fault at the vendor or on the way. */
  | {
      readonly result: 'try-later';
      readonly detail: string;
      readonly afterMs?: number;
      /** The mark of this look leads nowhere any more: the next try begins it anew. */
      readonly markLost?: boolean;
    };

/** Keeps a push subscription at the vendor alive. Called when there is none, and again before it runs out. */
export interface Subscription<Config = unknown> {
  /** How long before its end it is renewed, in seconds; also how often one without an end is looked at. */
  readonly renewBeforeSeconds: number;
  /**
   * Makes, renews or confirms the subscription that delivers to `url`; may be called again at any time. A vendor where
   * settings or address of a living one cannot be changed makes a new one when they did; the old one is then cancelled.
   */
  readonly ensure: (
    config: Config,
    given: WantedSubscription,
    deps: OutboundDeps,
  ) => Promise<({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal>;
  /**
   * Ends one that is wanted no more, under the settings it was made with; `gone` also when the vendor knows none such.
   * Absent where the vendor has no call for it.
   */
  readonly cancel?: (
    config: Config,
    current: ActiveSubscription,
    deps: OutboundDeps,
  ) => Promise<{ readonly result: 'gone' } | VendorRefusal>;
}

export interface WantedSubscription {
  readonly url: string;
  readonly current: ActiveSubscription | null;
  /** Settings or address are others than those that `current` was made with. */
  readonly changed?: boolean;
}

export interface ActiveSubscription {
  /** The vendor's id, or several joined by a blank where one feed takes more than one. */
  readonly id: string;
  /** Null when the vendor names no end. */
  readonly expiresAt: string | null;
}

export function defineVoiceSurface<Config>(
  surface: Omit<VoiceSurface<Config>, 'kind'>,
): VoiceSurface<Config> {
  return { kind: 'voice', ...surface };
}
