import type { z } from 'zod';
import type { CallEvent } from '../core/model/call-event.ts';
import type {
  ConnectorMeta,
  HandshakeReply,
  IncomingRequest,
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
}

export function defineVoiceSurface<Config>(
  surface: Omit<VoiceSurface<Config>, 'kind'>,
): VoiceSurface<Config> {
  return { kind: 'voice', ...surface };
}
