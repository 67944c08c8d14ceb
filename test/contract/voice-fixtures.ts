import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncomingRequest } from '../../src/ports/connector.ts';

/** A documented delivery of one voice surface and what must come out of it. */
export interface VoiceCase {
  readonly name: string;
  readonly request: {
    readonly method?: string;
    readonly url?: string;
    readonly contentType?: string;
    readonly form?: Readonly<Record<string, string>>;
    readonly json?: unknown;
    readonly text?: string;
  };
  readonly config?: Readonly<Record<string, unknown>>;
  /** Where the shop is, when that matters. */
  readonly country?: string;
  readonly expect: {
    readonly result: 'events' | 'ignored' | 'malformed';
    readonly events?: readonly Readonly<Record<string, unknown>>[];
    /** Fields that no event may have. */
    readonly absent?: readonly string[];
    /** Paths of the issues. */
    readonly paths?: readonly string[];
  };
}

export const RECEIVED_AT = '2026-11-20T18:42:12.500Z';

export function casesOf(surface: string): readonly VoiceCase[] {
  const text = readFileSync(join(import.meta.dirname, `../fixtures/voice/${surface}.json`), 'utf8');
  // Bare numbers of 64 bits must reach the connector as they are, so their JSON is kept as text.
  const long = /"id": (\d{17,})/g;
  const file = JSON.parse(text.replaceAll(long, '"id": "LONG-$1"')) as { cases: readonly VoiceCase[] };
  return file.cases;
}

export function requestOf(test: VoiceCase): IncomingRequest {
  const {
    method = 'POST',
    url = 'https://hooks.example.test/hooks/voice/main',
    form,
    json,
    text,
  } = test.request;
  const body =
    text ??
    (json === undefined
      ? new URLSearchParams(form).toString()
      : JSON.stringify(json).replaceAll(/"LONG-(\d+)"/g, '$1'));
  const guessed = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  const type = test.request.contentType ?? (method === 'GET' ? undefined : guessed);
  return {
    method,
    url,
    headers: type === undefined ? {} : { 'content-type': type },
    body: method === 'GET' ? new Uint8Array() : new TextEncoder().encode(body),
    receivedAt: RECEIVED_AT,
  };
}
