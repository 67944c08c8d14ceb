import type { OutboundDeps } from '../../ports/connector.ts';

/**
 * One outgoing HTTP call and the only question that matters afterwards: did the other side surely not get it, did it
 * answer, or can nobody know? Every connector that causes an effect goes through here, so that a lost answer is never
 * taken for a failure and sent again.
 */
export type HttpOutcome =
  /** `text` and `bytes` are null when the answer broke off while being read. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Headers;
      readonly text: string | null;
      /** The same as it came, for answers that are no text. */
      readonly bytes: Buffer | null;
    }
  /** Not one byte of the request can have arrived. */
  | { readonly kind: 'not-sent'; readonly detail: string }
  /** It may have arrived and been acted on. */
  | { readonly kind: 'lost'; readonly detail: string };

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Never follows redirects: the credentials in the headers were meant for one host only. */
export async function callHttp(
  deps: OutboundDeps,
  url: string,
  init: Omit<RequestInit, 'signal' | 'redirect'>,
): Promise<HttpOutcome> {
  if (deps.signal.aborted) return { kind: 'not-sent', detail: 'the time was over before the call was made' };
  let response: Response;
  try {
    response = await deps.fetch(url, { ...init, redirect: 'manual', signal: deps.signal });
  } catch (error) {
    return classifyFailure(error);
  }
  const bytes = await readAnswer(response);
  return {
    kind: 'answered',
    status: response.status,
    headers: response.headers,
    text: bytes === null ? null : bytes.toString('utf8'),
    bytes,
  };
}

/** Failures while the connection is made: nothing was written yet. Everything else stays open. */
const BEFORE_FIRST_BYTE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export function classifyFailure(error: unknown): HttpOutcome {
  const codes = codesOf(error);
  const early = codes.find((code) => BEFORE_FIRST_BYTE.has(code));
  if (early !== undefined) return { kind: 'not-sent', detail: `no connection (${early})` };
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return { kind: 'lost', detail: 'no answer in time' };
  }
  return { kind: 'lost', detail: `the connection broke (${codes[0] ?? 'no reason given'})` };
}

/** Codes of an error and of what caused it; messages are left out, because they may quote addresses or bodies. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  // Several addresses were tried: only when every one failed early was nothing sent, and then the sum has its code.
  return [...own, ...codesOf(error.cause, depth + 1)];
}

async function readAnswer(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

/** `Retry-After` in milliseconds: seconds or an HTTP date, at most an hour. */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000);
}
