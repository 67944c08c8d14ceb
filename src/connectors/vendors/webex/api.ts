import type { OutboundDeps } from '../../../ports/connector.ts';
import type {
  ActiveSubscription,
  PollPosition,
  PollResult,
  VendorRefusal,
  WantedSubscription,
} from '../../../ports/voice.ts';
import { asObject, textOf } from '../../shared/body.ts';
import type { HttpOutcome } from '../../shared/http-call.ts';
import { callWithToken } from '../../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../../shared/oauth.ts';
import { goneOr, refusalOf } from '../../shared/vendor-answer.ts';

/**
 * Webex's REST API as Webex Calling needs it: the webhook that delivers calls, and the feed of Detailed Call History.
 * https://developer.webex.com/docs/api/v1/webhooks and /calling/docs/api/v1/reports-detailed-call-history, read
 * 2026-11-21: the feed serves what ended at least five minutes ago, twelve hours at a time, further pages by a Link header.
 */
export interface WebexAccess {
  readonly webhookSecret?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly apiUrl: string;
  readonly cdrUrl: string;
}

const FEED_DELAY_MS = 5 * 60_000;
const FEED_WINDOW_MS = 12 * 3_600_000;
const REMEDY =
  'Authorise the Webex integration again with the scopes spark:calls_read and spark-admin:calling_cdr_read.';

export async function ensureWebexWebhook(
  access: WebexAccess,
  given: WantedSubscription,
  deps: OutboundDeps,
): Promise<({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal> {
  if (access.webhookSecret === undefined)
    return { result: 'not-configured', detail: 'Deliveries could not be checked: set webhookSecret first.' };
  const { webhookSecret } = access;
  const call = async (method: string, path: string, body?: unknown): Promise<HttpOutcome | VendorRefusal> =>
    callWebex(access, deps, `${base(access.apiUrl)}${path}`, method, body);
  const wanted = { name: 'Ringback', targetUrl: given.url, secret: webhookSecret };
  const known = given.current?.id ?? null;
  if (known !== null) {
    const updated = await call('PUT', `/webhooks/${encodeURIComponent(known)}`, {
      ...wanted,
      status: 'active',
    });
    if (!('kind' in updated)) return updated;
    // Webex deletes webhooks that it could not reach for long; then a new one is made.
    if (!(updated.kind === 'answered' && updated.status === 404)) return activeOr(updated, deps);
  }
  return activeOr(
    await call('POST', '/webhooks', { ...wanted, resource: 'telephony_calls', event: 'all' }),
    deps,
  );
}

/** https://developer.webex.com/docs/api/v1/webhooks/delete-a-webhook. */
export async function cancelWebexWebhook(
  access: WebexAccess,
  current: ActiveSubscription,
  deps: OutboundDeps,
): Promise<{ readonly result: 'gone' } | VendorRefusal> {
  const url = `${base(access.apiUrl)}/webhooks/${encodeURIComponent(current.id)}`;
  const what = 'the end of the webhook';
  const outcome = await callWebex(access, deps, url, 'DELETE');
  return goneOr(outcome, { vendor: 'Webex', what, remedy: REMEDY, now: deps.now() });
}

function activeOr(
  outcome: HttpOutcome | VendorRefusal,
  deps: OutboundDeps,
): ({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal {
  if (!('kind' in outcome)) return outcome;
  const refusal = refusalOf(outcome, {
    vendor: 'Webex',
    what: 'the webhook',
    remedy: REMEDY,
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const id = textOf(objectIn(outcome)?.['id']);
  return id === null
    ? { result: 'try-later', detail: 'Webex answered without the id of the webhook.' }
    : { result: 'active', id, expiresAt: null };
}

export async function fetchCdrPage(
  access: WebexAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const latest = Math.min(Date.parse(position.to), deps.now().getTime() - FEED_DELAY_MS);
  // A cursor is where a window begins and, after a blank, the link to the next page of that window.
  const [begin = position.from, link = null] = (position.cursor ?? position.from).split(' ');
  const windowStart = Date.parse(begin);
  const end = Math.min(windowStart + FEED_WINDOW_MS, latest);
  if (link === null && !(windowStart < end)) return { result: 'page', body: null, next: null };
  const query = new URLSearchParams({
    startTime: new Date(windowStart).toISOString(),
    endTime: new Date(end).toISOString(),
    max: '500',
  });
  const url = link ?? `${base(access.cdrUrl)}/cdr_feed?${query.toString()}`;
  if (!URL.canParse(url) || new URL(url).origin !== new URL(access.cdrUrl).origin)
    return {
      result: 'refused',
      detail: 'Webex named a next page on another host.',
      remedy: 'Set cdrUrl to the host of your region.',
    };
  const outcome = await callWebex(access, deps, url, 'GET');
  if (!('kind' in outcome)) return outcome;
  if (outcome.kind === 'answered' && outcome.status === 451)
    return {
      result: 'refused',
      detail: 'Webex keeps the call history of this organisation in another region.',
      remedy: 'Set cdrUrl to the analytics host of your region.',
    };
  const refusal = refusalOf(outcome, {
    vendor: 'Webex',
    what: 'the call history',
    remedy: REMEDY,
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const items = objectIn(outcome)?.['items'];
  if (outcome.kind !== 'answered' || !Array.isArray(items))
    return { result: 'try-later', detail: 'Webex answered with something that is no page of calls.' };
  const more = /<(https:[^>]+)>\s*;\s*rel="?next"?/i.exec(outcome.headers.get('link') ?? '')?.[1] ?? null;
  const rest = end < latest ? new Date(end).toISOString() : null;
  return {
    result: 'page',
    body: items.length === 0 ? null : { contentType: 'application/json', text: outcome.text ?? '' },
    next: more === null ? rest : `${begin} ${more}`,
  };
}

async function callWebex(
  access: WebexAccess,
  deps: OutboundDeps,
  url: string,
  method: string,
  body?: unknown,
): Promise<HttpOutcome | VendorRefusal> {
  const { clientId, clientSecret, refreshToken } = access;
  if (clientId === undefined || clientSecret === undefined || refreshToken === undefined)
    return {
      result: 'not-configured',
      detail: 'Webex needs clientId, clientSecret and refreshToken of an integration.',
    };
  const client: OAuthClient = {
    vendor: 'Webex',
    tokenUrl: `${base(access.apiUrl)}/access_token`,
    clientId,
    clientSecret,
    clientIn: 'form',
  };
  const grant: OAuthGrant = { grant: 'refresh-token', refreshToken };
  return callWithToken(client, grant, deps, { url, method, body });
}

function objectIn(outcome: HttpOutcome): Readonly<Record<string, unknown>> | null {
  try {
    return outcome.kind === 'answered' ? asObject(JSON.parse(outcome.text ?? '')) : null;
  } catch {
    return null;
  }
}

function base(url: string): string {
  return url.replace(/\/+$/, '');
}
