import type { OutboundDeps } from '../../ports/connector.ts';
import type { PollResult, VendorRefusal } from '../../ports/voice.ts';
import { readJsonObject } from './body.ts';
import { callHttp } from './http-call.ts';
import { refusalOf } from './vendor-answer.ts';

/**
 * One page of a vendor's list of calls, asked for with GET: kept word for word, and read only as far as it takes to find
 * where the next page begins.
 */
export interface ListPage {
  readonly result: 'list';
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export async function fetchList(
  deps: OutboundDeps,
  ask: {
    readonly vendor: string;
    readonly what: string;
    readonly remedy: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<ListPage | VendorRefusal> {
  const outcome = await callHttp(deps, ask.url, { headers: { accept: 'application/json', ...ask.headers } });
  const refusal = refusalOf(outcome, { ...ask, now: deps.now() });
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  const read = readJsonObject({
    method: 'POST',
    url: ask.url,
    headers: {},
    body: new TextEncoder().encode(text),
    receivedAt: deps.now().toISOString(),
  });
  return read.ok
    ? { result: 'list', text, value: read.value }
    : { result: 'try-later', detail: `${ask.vendor} answered with something that is not JSON.` };
}

/** The page for the inbox; null when `rows` is empty, because then nothing happened. */
export function asPage(page: ListPage, rows: unknown, next: string | null): PollResult {
  const some = Array.isArray(rows) && rows.length > 0;
  return {
    result: 'page',
    body: some ? { contentType: 'application/json', text: page.text } : null,
    next: some ? next : null,
  };
}

/** RFC 7617. */
export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
