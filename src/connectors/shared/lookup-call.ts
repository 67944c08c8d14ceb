/** One question to a look-up API. Whatever is not an answer becomes `unknown` or `unavailable`, never "not listed". */
import type { OutboundDeps } from '../../ports/connector.ts';
import type { LookupReply } from '../../ports/lookup.ts';
import { callHttp, retryAfterMs } from './http-call.ts';

export type LookupCall =
  { readonly status: 'body'; readonly body: unknown } | Exclude<LookupReply, { status: 'answered' }>;

export async function askLookup(
  vendor: string,
  url: string,
  /** Value of `authorization`, or the headers that stand in its place. */
  key: string | Readonly<Record<string, string>>,
  deps: OutboundDeps,
): Promise<LookupCall> {
  const outcome = await callHttp(deps, url, {
    headers: { ...(typeof key === 'string' ? { authorization: key } : key), accept: 'application/json' },
  });
  if (outcome.kind !== 'answered')
    return {
      status: 'unavailable',
      detail: `${vendor} was not reached: ${outcome.detail}.`,
      retryable: true,
    };
  const { status, text, headers } = outcome;
  // About this one number only: the next one may be answered (Telnyx says 422 to Canadian numbers without that coverage).
  if (status === 404 || status === 422)
    return { status: 'unknown', detail: `${vendor} knows no such number (${status}).` };
  if (status === 429 || status >= 500) {
    const afterMs = retryAfterMs(headers, deps.now());
    return {
      status: 'unavailable',
      detail: `${vendor} answered ${status}.`,
      retryable: true,
      ...(afterMs === undefined ? {} : { afterMs }),
    };
  }
  if (status === 401 || status === 403)
    return {
      status: 'unavailable',
      detail: `${vendor} refused the key (${status}).`,
      retryable: false,
      remedy: `Check the key at ${vendor} and enter it again; see also that the account may use look-ups.`,
    };
  if (status < 200 || status > 299)
    return { status: 'unavailable', detail: `${vendor} answered ${status}.`, retryable: false };
  try {
    return { status: 'body', body: JSON.parse(text ?? '') as unknown };
  } catch {
    return { status: 'unavailable', detail: `The answer of ${vendor} is not JSON.`, retryable: true };
  }
}
