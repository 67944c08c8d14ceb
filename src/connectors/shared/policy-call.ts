/** One call to the HTTP API of a policy engine. Whatever is not an answer becomes `unavailable`, never a verdict. */
import type { OutboundDeps } from '../../ports/connector.ts';
import type { PolicyReply } from '../../ports/policy.ts';
import { callHttp } from './http-call.ts';

export interface PolicyApi {
  /** Without a trailing slash. */
  readonly url: string;
  readonly token?: string | undefined;
}

export type PolicyCall =
  { readonly status: 'answered'; readonly body: unknown } | Extract<PolicyReply, { status: 'unavailable' }>;

/** `body` is sent as JSON, or as it is when it is text. */
export async function callPolicyApi(
  { url, token }: PolicyApi,
  deps: OutboundDeps,
  method: string,
  path: string,
  body?: unknown,
): Promise<PolicyCall> {
  const outcome = await callHttp(deps, `${url}${path}`, {
    method,
    headers: {
      'content-type': typeof body === 'string' ? 'text/plain' : 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  if (outcome.kind !== 'answered') return { status: 'unavailable', detail: outcome.detail, retryable: true };
  const { status, text } = outcome;
  if (status < 200 || status > 299)
    return {
      status: 'unavailable',
      detail: refusal(status, text),
      retryable: status >= 500 || status === 429,
    };
  try {
    return { status: 'answered', body: text === null || text === '' ? null : (JSON.parse(text) as unknown) };
  } catch {
    return { status: 'unavailable', detail: 'the answer is not JSON', retryable: false };
  }
}

function refusal(status: number, text: string | null): string {
  if (status === 401 || status === 403) return `it refuses the token (${status})`;
  const message = /"message"\s*:\s*"([^"]{1,300})/.exec(text ?? '')?.[1];
  return message === undefined ? `it answered ${status}` : `it answered ${status}: ${message}`;
}
