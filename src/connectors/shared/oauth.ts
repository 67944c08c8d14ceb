import type { OutboundDeps } from '../../ports/connector.ts';
import type { VendorRefusal } from '../../ports/voice.ts';
import { sha256Hex } from './crypto.ts';
import { callHttp } from './http-call.ts';
import type { HttpOutcome } from './http-call.ts';
import { refusalOf } from './vendor-answer.ts';

/**
 * OAuth 2.0 access tokens for polls and subscriptions: client credentials and refresh token (RFC 6749), JWT bearer
 * (RFC 7523) and the password grant that some vendors use for access keys. Tokens are kept in memory until shortly
 * before they run out, under a hash of everything that was used to get them, so that changed credentials never meet an
 * old token. No detail that leaves this file repeats a credential, a token or the vendor's own words.
 */
export interface OAuthClient {
  /** Name of the vendor, for messages. */
  readonly vendor: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Absent for a client whose assertion is its whole proof. */
  readonly clientSecret?: string | undefined;
  /** Where the vendor wants id and secret: HTTP basic (the default of RFC 6749) or fields of the form. */
  readonly clientIn?: 'basic' | 'form';
}

export type OAuthGrant =
  | { readonly grant: 'client-credentials'; readonly fields?: Readonly<Record<string, string>> }
  | {
      readonly grant: 'jwt-bearer';
      readonly assertion: string;
      readonly fields?: Readonly<Record<string, string>>;
    }
  | {
      readonly grant: 'refresh-token';
      readonly refreshToken: string;
      readonly fields?: Readonly<Record<string, string>>;
    }
  | {
      readonly grant: 'password';
      readonly username: string;
      readonly password: string;
      readonly fields?: Readonly<Record<string, string>>;
    }
  /** Not OAuth's form: the vendor takes a JSON document of its own and answers like OAuth. */
  | { readonly grant: 'json'; readonly fields: Readonly<Record<string, string>> };

export type AccessToken = {
  readonly result: 'token';
  readonly token: string;
  /** The vendor's whole answer, for vendors that name their API address or account in it. */
  readonly answer: Readonly<Record<string, unknown>>;
};

/** A token that is good for at least another minute, from memory or from the vendor. */
export async function accessToken(
  client: OAuthClient,
  grant: OAuthGrant,
  deps: OutboundDeps,
): Promise<AccessToken | VendorRefusal> {
  const key = keyOf(client, grant);
  const kept = tokens.get(key);
  if (kept !== undefined && kept.until > deps.now().getTime()) return kept.token;
  const outcome = await callHttp(deps, client.tokenUrl, requestOf(client, grant, key));
  const read = readAnswer(client, outcome, deps.now());
  if (read.result !== 'token') return read;
  const { token, lastsSeconds, refreshToken } = read;
  // Vendors that rotate refresh tokens accept each one once: the newest is kept as long as this process lives.
  if (grant.grant === 'refresh-token' && refreshToken !== null) remember(rotated, key, refreshToken);
  const margin = Math.min(60, lastsSeconds / 2);
  remember(tokens, key, { token, until: deps.now().getTime() + (lastsSeconds - margin) * 1000 });
  return token;
}

/** One JSON call to the vendor's API under such a token; after a 401 the next call asks for a fresh one. */
export async function callWithToken(
  client: OAuthClient,
  grant: OAuthGrant,
  deps: OutboundDeps,
  request: {
    readonly url: string;
    readonly method?: string;
    readonly body?: unknown;
    /** Names that the vendor wants beside the token, such as an account. */
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<HttpOutcome | VendorRefusal> {
  const token = await accessToken(client, grant, deps);
  if (token.result !== 'token') return token;
  const { url, method = 'GET', body, headers } = request;
  const outcome = await callHttp(deps, url, {
    method,
    headers: {
      ...headers,
      accept: 'application/json',
      authorization: `Bearer ${token.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (outcome.kind === 'answered' && outcome.status === 401) forgetToken(client, grant);
  return outcome;
}

/** To be called when the vendor's API answers 401: the next call asks for a fresh token. */
export function forgetToken(client: OAuthClient, grant: OAuthGrant): void {
  tokens.delete(keyOf(client, grant));
}

const MOST_KEPT = 1000;
const tokens = new Map<string, { readonly token: AccessToken; readonly until: number }>();
const rotated = new Map<string, string>();

function remember<T>(store: Map<string, T>, key: string, value: T): void {
  store.delete(key);
  store.set(key, value);
  const oldest = store.size > MOST_KEPT ? store.keys().next().value : undefined;
  if (oldest !== undefined) store.delete(oldest);
}

function keyOf(client: OAuthClient, grant: OAuthGrant): string {
  const sorted = Object.entries(grant.fields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256Hex(
    JSON.stringify([
      [client.tokenUrl, client.clientId, client.clientSecret, client.clientIn],
      { ...grant, fields: sorted },
    ]),
  );
}

function requestOf(client: OAuthClient, grant: OAuthGrant, key: string): RequestInit {
  if (grant.grant === 'json') {
    return {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(grant.fields),
    };
  }
  const form = new URLSearchParams(grantFields(grant, key));
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  };
  if (client.clientSecret !== undefined && client.clientIn !== 'form') {
    const pair = `${client.clientId}:${client.clientSecret}`;
    headers['authorization'] = `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  } else {
    form.set('client_id', client.clientId);
    if (client.clientSecret !== undefined) form.set('client_secret', client.clientSecret);
  }
  return { method: 'POST', headers, body: form.toString() };
}

function grantFields(grant: Exclude<OAuthGrant, { grant: 'json' }>, key: string): Record<string, string> {
  switch (grant.grant) {
    case 'client-credentials':
      return { grant_type: 'client_credentials', ...grant.fields };
    case 'jwt-bearer':
      return {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: grant.assertion,
        ...grant.fields,
      };
    case 'refresh-token':
      return {
        grant_type: 'refresh_token',
        refresh_token: rotated.get(key) ?? grant.refreshToken,
        ...grant.fields,
      };
    case 'password':
      return {
        grant_type: 'password',
        username: grant.username,
        password: grant.password,
        ...grant.fields,
      };
  }
}

interface Granted {
  readonly result: 'token';
  readonly token: AccessToken;
  readonly lastsSeconds: number;
  readonly refreshToken: string | null;
}

/** The error codes of RFC 6749, section 5.2: only these are repeated, because a vendor may echo anything else. */
const ERRORS = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

function readAnswer(client: OAuthClient, outcome: HttpOutcome, now: Date): Granted | VendorRefusal {
  const remedy = `Check the API credentials of this source with ${client.vendor}; they may have been revoked.`;
  const refusal = refusalOf(outcome, { vendor: client.vendor, what: 'the access token', remedy, now });
  const answer = outcome.kind === 'answered' ? objectIn(outcome.text) : null;
  if (refusal !== null) {
    const error = ERRORS.find((code) => code === answer?.['error']);
    return refusal.result === 'refused' && error !== undefined
      ? { ...refusal, detail: `${refusal.detail.slice(0, -1)} (${error}).` }
      : refusal;
  }
  const token = answer?.['access_token'];
  if (answer === null || typeof token !== 'string' || token === '') {
    return { result: 'try-later', detail: `${client.vendor} answered without an access token.` };
  }
  const lasts = Number(answer['expires_in']);
  const refreshToken = answer['refresh_token'];
  return {
    result: 'token',
    token: { result: 'token', token, answer },
    // Vendors that name no end are asked again after five minutes.
    lastsSeconds: Number.isFinite(lasts) && lasts > 0 ? Math.min(lasts, 86_400) : 300,
    refreshToken: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : null,
  };
}

function objectIn(text: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
