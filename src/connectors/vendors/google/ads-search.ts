import { z } from 'zod';
import { secret } from '../../../ports/connector.ts';
import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult } from '../../../ports/voice.ts';
import { readJsonText, asObject, textOf } from '../../shared/body.ts';
import { callHttp } from '../../shared/http-call.ts';
import { accessToken, forgetToken } from '../../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../../shared/oauth.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';

/**
 * One page of a Google Ads query: OAuth refresh token, developer token, and the manager account where there is one.
 * https://developers.google.com/google-ads/api/rest/reference/rest/v26/customers.googleAds/search, read 2026-11-21.
 */
export const googleAdsFields = {
  customerId: z
    .string()
    .transform((text) => text.replaceAll('-', ''))
    .pipe(z.string().regex(/^\d{10}$/, 'ten digits such as 123-456-7890'))
    .optional()
    .describe('Customer id of the Google Ads account'),
  loginCustomerId: z
    .string()
    .transform((text) => text.replaceAll('-', ''))
    .pipe(z.string().regex(/^\d{10}$/, 'ten digits such as 123-456-7890'))
    .optional()
    .describe('Customer id of the manager account, where one is used'),
  clientId: z.string().min(1).max(200).optional().describe('OAuth client id'),
  clientSecret: secret(z.string().min(1), 'OAuth client secret').optional(),
  refreshToken: secret(z.string().min(1), 'OAuth refresh token of a user who may see the account').optional(),
  developerToken: secret(z.string().min(1), 'Developer token of the Google Ads API').optional(),
};
export type GoogleAdsAccess = {
  readonly [Name in keyof typeof googleAdsFields]?: string | undefined;
};

const API = 'https://googleads.googleapis.com/v26';

export async function searchGoogleAds(
  access: GoogleAdsAccess,
  query: string,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { customerId, clientId, clientSecret, refreshToken, developerToken } = access;
  if (
    customerId === undefined ||
    clientId === undefined ||
    clientSecret === undefined ||
    refreshToken === undefined ||
    developerToken === undefined
  )
    return {
      result: 'not-configured',
      detail:
        'customerId, clientId, clientSecret, refreshToken and developerToken are needed to ask Google Ads.',
    };
  const client: OAuthClient = {
    vendor: 'Google',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    clientId,
    clientSecret,
    clientIn: 'form',
  };
  const grant: OAuthGrant = { grant: 'refresh-token', refreshToken };
  const token = await accessToken(client, grant, deps);
  if (token.result !== 'token') return token;
  const outcome = await callHttp(deps, `${API}/customers/${customerId}/googleAds:search`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token.token}`,
      'developer-token': developerToken,
      ...(access.loginCustomerId === undefined ? {} : { 'login-customer-id': access.loginCustomerId }),
    },
    body: JSON.stringify({ query, ...(position.cursor === null ? {} : { pageToken: position.cursor }) }),
  });
  const refusal = refusalOf(outcome, {
    vendor: 'Google Ads',
    what: 'the calls',
    remedy:
      'Check that the developer token is approved and that the user of the refresh token may see the account.',
    now: deps.now(),
  });
  if (refusal !== null) {
    if (refusal.result === 'refused') forgetToken(client, grant);
    return refusal;
  }
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  const read = readJsonText(text);
  const page = read.ok ? asObject(read.value) : null;
  if (page === null)
    return { result: 'try-later', detail: 'Google Ads answered with something that is not JSON.' };
  const some = Array.isArray(page['results']) && page['results'].length > 0;
  return {
    result: 'page',
    body: some ? { contentType: 'application/json', text } : null,
    next: some ? textOf(page['nextPageToken'], 4000) : null,
  };
}
