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
 * Microsoft Graph as Teams Phone needs it: the PSTN and Direct Routing logs, the call records, and the change
 * notification of new records. https://learn.microsoft.com/graph/api/callrecords-callrecord-getpstncalls,
 * -getdirectroutingcalls, -list-callrecords and /graph/api/subscription-post-subscriptions, read 2026-11-21.
 */
export interface GraphAccess {
  readonly clientState?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly graphUrl: string;
  readonly loginUrl: string;
}

/** A subscription to call records lives at most 4230 minutes; an hour is left for the way. */
const LIFETIME_MS = (4230 - 60) * 60_000;
const REMEDY = 'Grant the app registration CallRecords.Read.All (application permission) with admin consent.';
const RESOURCE = '/communications/callRecords';

/**
 * One look goes through three stages: PSTN log, Direct Routing log, then the list of call records and each record on it.
 * The cursor says where: `direct`, `records`, a link of Graph, or `ids <id>,<id> <link>`.
 */
export async function fetchGraphPage(
  access: GraphAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { cursor } = position;
  if (cursor?.startsWith('ids ') === true) return fetchRecord(access, cursor, deps);
  const [stage = 'pstn', link = ''] = (cursor ?? 'pstn').split(' ');
  const url = link === '' ? firstUrl(access, stage, position) : link;
  if (!URL.canParse(url) || new URL(url).origin !== new URL(access.graphUrl).origin)
    return {
      result: 'refused',
      detail: 'Graph named a next page on another host.',
      remedy: 'Set graphUrl to the host of your cloud.',
    };
  const outcome = await callGraph(access, deps, url, 'GET');
  if (!('kind' in outcome)) return outcome;
  const what =
    stage === 'pstn' ? 'the PSTN log' : stage === 'direct' ? 'the Direct Routing log' : 'the call records';
  const refusal = refusalOf(outcome, { vendor: 'Microsoft Graph', what, remedy: REMEDY, now: deps.now() });
  if (refusal !== null) return refusal;
  const page = objectIn(outcome);
  const rows = page?.['value'];
  if (page === null || !Array.isArray(rows))
    return { result: 'try-later', detail: 'Graph answered with something that is no page of calls.' };
  const more = textOf(page['@odata.nextLink'], 4000);
  if (stage === 'records') {
    const ids = rows
      .map((row) => textOf(asObject(row)?.['id']))
      .filter((id) => id !== null && /^[\w-]{1,80}$/.test(id));
    return { result: 'page', body: null, next: afterList(ids, more) };
  }
  const following = stage === 'pstn' ? 'direct' : 'records';
  return {
    result: 'page',
    body:
      rows.length === 0 || outcome.kind !== 'answered'
        ? null
        : { contentType: 'application/json', text: outcome.text ?? '' },
    next: more === null ? following : `${stage} ${more}`,
  };
}

function firstUrl(access: GraphAccess, stage: string, position: PollPosition): string {
  const root = `${base(access.graphUrl)}/v1.0${RESOURCE}`;
  if (stage === 'records') {
    const filter = `startDateTime ge ${position.from} and startDateTime lt ${position.to}`;
    return `${root}?${new URLSearchParams({ $filter: filter }).toString()}`;
  }
  const name = stage === 'direct' ? 'getDirectRoutingCalls' : 'getPstnCalls';
  return `${root}/${name}(fromDateTime=${position.from},toDateTime=${position.to})`;
}

function afterList(ids: readonly (string | null)[], more: string | null): string | null {
  if (ids.length > 0) return `ids ${ids.join(',')}${more === null ? '' : ` ${more}`}`;
  return more === null ? null : `records ${more}`;
}

async function fetchRecord(access: GraphAccess, cursor: string, deps: OutboundDeps): Promise<PollResult> {
  const [, list = '', link] = cursor.split(' ');
  const [id = '', ...rest] = list.split(',');
  const next = afterList(rest, link ?? null);
  const url = `${base(access.graphUrl)}/v1.0${RESOURCE}/${encodeURIComponent(id)}?$expand=sessions($expand=segments)`;
  const outcome = await callGraph(access, deps, url, 'GET');
  if (!('kind' in outcome)) return outcome;
  // A record that is gone takes nothing else along.
  if (outcome.kind === 'answered' && outcome.status === 404) return { result: 'page', body: null, next };
  const refusal = refusalOf(outcome, {
    vendor: 'Microsoft Graph',
    what: 'a call record',
    remedy: REMEDY,
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  return { result: 'page', body: { contentType: 'application/json', text }, next };
}

export async function ensureGraphSubscription(
  access: GraphAccess,
  given: WantedSubscription,
  deps: OutboundDeps,
): Promise<({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal> {
  if (access.clientState === undefined)
    return { result: 'not-configured', detail: 'Notifications could not be checked: set clientState first.' };
  const expirationDateTime = new Date(deps.now().getTime() + LIFETIME_MS).toISOString();
  const root = `${base(access.graphUrl)}/v1.0/subscriptions`;
  // Only its end can be changed: another address or another clientState needs another subscription.
  if (given.current !== null && given.changed !== true) {
    const renewed = await callGraph(
      access,
      deps,
      `${root}/${encodeURIComponent(given.current.id)}`,
      'PATCH',
      { expirationDateTime },
    );
    if (!('kind' in renewed)) return renewed;
    if (!(renewed.kind === 'answered' && renewed.status === 404)) return activeOr(renewed, deps);
  }
  const create = (): Promise<HttpOutcome | VendorRefusal> =>
    callGraph(access, deps, root, 'POST', {
      changeType: 'created,updated',
      resource: RESOURCE,
      notificationUrl: given.url,
      lifecycleNotificationUrl: given.url,
      clientState: access.clientState,
      expirationDateTime,
    });
  const created = await create();
  const conflict = 'kind' in created && created.kind === 'answered' && created.status === 409;
  if (!conflict || given.current === null) return activeOr(created, deps);
  // Some resources take one subscription of an app at a time: then the old one has to go first.
  const ended = await cancelGraphSubscription(access, given.current, deps);
  return ended.result === 'gone' ? activeOr(await create(), deps) : ended;
}

/** https://learn.microsoft.com/graph/api/subscription-delete. */
export async function cancelGraphSubscription(
  access: GraphAccess,
  current: ActiveSubscription,
  deps: OutboundDeps,
): Promise<{ readonly result: 'gone' } | VendorRefusal> {
  const url = `${base(access.graphUrl)}/v1.0/subscriptions/${encodeURIComponent(current.id)}`;
  const what = 'the end of the subscription';
  const outcome = await callGraph(access, deps, url, 'DELETE');
  return goneOr(outcome, { vendor: 'Microsoft Graph', what, remedy: REMEDY, now: deps.now() });
}

function activeOr(
  outcome: HttpOutcome | VendorRefusal,
  deps: OutboundDeps,
): ({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal {
  if (!('kind' in outcome)) return outcome;
  const remedy = `${REMEDY} Graph must also reach this address from the internet to validate it.`;
  const refusal = refusalOf(outcome, {
    vendor: 'Microsoft Graph',
    what: 'the subscription',
    remedy,
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const answer = objectIn(outcome);
  const id = textOf(answer?.['id']);
  const ends = Date.parse(textOf(answer?.['expirationDateTime']) ?? '');
  return id === null
    ? { result: 'try-later', detail: 'Graph answered without the id of the subscription.' }
    : { result: 'active', id, expiresAt: Number.isNaN(ends) ? null : new Date(ends).toISOString() };
}

async function callGraph(
  access: GraphAccess,
  deps: OutboundDeps,
  url: string,
  method: string,
  body?: unknown,
): Promise<HttpOutcome | VendorRefusal> {
  const { tenantId, clientId, clientSecret } = access;
  if (tenantId === undefined || clientId === undefined || clientSecret === undefined)
    return {
      result: 'not-configured',
      detail: 'Microsoft Graph needs tenantId, clientId and clientSecret of an app registration.',
    };
  const client: OAuthClient = {
    vendor: 'Microsoft',
    tokenUrl: `${base(access.loginUrl)}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    clientId,
    clientSecret,
    clientIn: 'form',
  };
  const grant: OAuthGrant = {
    grant: 'client-credentials',
    fields: { scope: `${base(access.graphUrl)}/.default` },
  };
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
