import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult } from '../../../ports/voice.ts';
import { callHttp } from '../../shared/http-call.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';

/**
 * `fullCallRecords` of ResponseTap's REST API: JSON, basic authentication with user and API key, under the account's
 * address (a public client library, github.com/geraintp/laravel-responsetap, read 2026-11-21). How a stretch of time is
 * asked for is only described to customers, so the operator copies that part from there; nothing is asked without it.
 */
export interface RecordsAccess {
  readonly apiAccount?: string | undefined;
  readonly apiUser?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly apiQuery?: string | undefined;
}

const BASE = 'https://dashboard.responsetap.com/api/1/accounts';

export async function fetchRecords(
  config: RecordsAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { apiAccount, apiUser, apiKey, apiQuery } = config;
  if (apiAccount === undefined || apiUser === undefined || apiKey === undefined || apiQuery === undefined)
    return {
      result: 'not-configured',
      detail: 'apiAccount, apiUser, apiKey and apiQuery are needed to ask ResponseTap for call records.',
    };
  const query = apiQuery
    .replace(/^\?/, '')
    .replaceAll('{from}', encodeURIComponent(position.from))
    .replaceAll('{to}', encodeURIComponent(position.to));
  const outcome = await callHttp(deps, `${BASE}/${encodeURIComponent(apiAccount)}/fullCallRecords?${query}`, {
    method: 'GET',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${apiUser}:${apiKey}`, 'utf8').toString('base64')}`,
    },
  });
  const refusal = refusalOf(outcome, {
    vendor: 'ResponseTap',
    what: 'call records',
    remedy: 'Check apiAccount, apiUser, apiKey and apiQuery of this source.',
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '').trim() : '';
  const empty = text === '' || text === '[]' || text === '{}';
  return { result: 'page', body: empty ? null : { contentType: 'application/json', text }, next: null };
}
