import { z } from 'zod';
import type { ErrorCode, Issue } from '../core/model/errors.ts';

/** How a connector was checked, best first: a real server, an emulator, the vendor's published data, its docs only. */
export const MATURITIES = ['live', 'emulator', 'vectors', 'documented'] as const;
export type Maturity = (typeof MATURITIES)[number];

/** What the docs tables, the set-up pages and `ringback surfaces` are generated from. */
export interface ConnectorMeta {
  readonly id: string;
  readonly name: string;
  readonly maturity: Maturity;
  /** One sentence on how that maturity was reached. */
  readonly checkedHow: string;
  /** Date the vendor's documentation was last read, `YYYY-MM-DD`. */
  readonly lastChecked: string;
  readonly docs: readonly string[];
  /** Numbered steps of what to click at the vendor; `{url}` stands for the address to paste. */
  readonly setup: readonly string[];
}

/** An HTTP request as a connector sees it: raw bytes, lower-case header names, and the public URL the vendor called. */
export interface IncomingRequest {
  readonly method: string;
  /** Absolute URL with query, rebuilt on the operator's configured public address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: string;
}

export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: Extract<
        ErrorCode,
        | 'signature-missing'
        | 'signature-invalid'
        | 'signature-expired'
        | 'secret-not-configured'
        | 'bad-charset'
      >;
      readonly detail: string;
    };

/**
 * `events` may be empty only through `ignored`, which says why. A delivery of many records may hold some that cannot be
 * read: their `issues` stand beside the events of the others, and an operator sees them.
 */
export type ParseResult<Event> =
  | { readonly result: 'events'; readonly events: readonly Event[]; readonly issues?: readonly Issue[] }
  | { readonly result: 'ignored'; readonly reason: string }
  | { readonly result: 'malformed'; readonly issues: readonly Issue[] };

export interface ParseContext {
  /** Key of the source that received it. */
  readonly source: string;
  /** IANA zone for vendors that send local times. */
  readonly zone: string;
  /** ISO 3166-1 country of the shop, for vendors that send national numbers; absent when it is not one. */
  readonly country?: string | undefined;
}

/** A reply the vendor needs at once, such as an echoed validation token. Sent instead of queueing the body. */
export interface HandshakeReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CheckResult {
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy?: string;
}

/** What an outbound connector may use of the world: injected, so tests need no network and no clock. */
export interface OutboundDeps {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** Marks a config field as secret: encrypted at rest, masked in every output. */
export function secret(schema: z.ZodString, description: string): z.ZodString {
  return schema.meta({ secret: true, description });
}

export function isSecret(schema: z.ZodType): boolean {
  const meta = (schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema).meta();
  return meta?.['secret'] === true;
}
