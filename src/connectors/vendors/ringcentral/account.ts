import type { OutboundDeps } from '../../../ports/connector.ts';
import type {
  ActiveSubscription,
  PollPosition,
  PollResult,
  VendorRefusal,
  WantedSubscription,
} from '../../../ports/voice.ts';
import { asObject, readJsonText, textOf } from '../../shared/body.ts';
import type { HttpOutcome } from '../../shared/http-call.ts';
import { callWithToken } from '../../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../../shared/oauth.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso } from '../../shared/time.ts';
import { goneOr, refusalOf } from '../../shared/vendor-answer.ts';

/**
 * What Ringback asks of a RingCentral account: the webhook subscription, kept alive, and the call log for what a lost
 * push left out. Token by JWT bearer, https://developers.ringcentral.com/guide/authentication/jwt-flow; subscription
 * POST, PUT and DELETE /restapi/v1.0/subscription, /guide/notifications/webhooks/creating-webhooks; GET /account/~/call-log
 * (usage plan group Heavy), /guide/voice/call-log/details; read 2026-11-21.
 */
export interface RingCentralAccess {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly jwt?: string | undefined;
  readonly server: string;
  readonly verificationToken?: string | undefined;
  readonly voicemailExtensionIds: readonly string[];
}

const PAGE = 250;
const WEEK = 604_800;
const REMEDY =
  'Check that the app has the permissions ReadCallLog, ReadAccounts, CallControl and SubscriptionWebhook, and that the JWT is of an administrator.';

export async function fetchCallLog(
  config: RingCentralAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const page = /^\d{1,5}$/.test(position.cursor ?? '') ? Number(position.cursor) : 1;
  const query = new URLSearchParams({
    view: 'Detailed',
    type: 'Voice',
    dateFrom: position.from,
    dateTo: position.to,
    perPage: String(PAGE),
    page: String(page),
  });
  const answer = await ask(
    config,
    deps,
    'GET',
    `/restapi/v1.0/account/~/call-log?${query.toString()}`,
    'the call log',
  );
  if (answer.result !== 'answer') return answer;
  const records = answer.value['records'];
  const some = Array.isArray(records) && records.length > 0;
  const more = asObject(asObject(answer.value['navigation'])?.['nextPage']) !== null;
  return {
    result: 'page',
    body: some ? { contentType: 'application/json', text: answer.text } : null,
    next: some && more ? String(page + 1) : null,
  };
}

export async function ensureSubscription(
  config: RingCentralAccess,
  given: WantedSubscription,
  deps: OutboundDeps,
): Promise<({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal> {
  if (config.verificationToken === undefined)
    return {
      result: 'not-configured',
      detail: 'Set verificationToken: without it no notification is believed.',
    };
  const wanted = {
    eventFilters: [
      '/restapi/v1.0/account/~/telephony/sessions',
      ...config.voicemailExtensionIds.map((id) => `/restapi/v1.0/account/~/extension/${id}/voicemail`),
    ],
    deliveryMode: {
      transportType: 'WebHook',
      address: given.url,
      verificationToken: config.verificationToken,
    },
    expiresIn: WEEK,
  };
  const id = given.current?.id ?? null;
  if (id !== null) {
    const path = `/restapi/v1.0/subscription/${encodeURIComponent(id)}`;
    const renewed = await ask(config, deps, 'PUT', path, 'renewing the subscription', wanted);
    const alive = renewed.result === 'answer' ? subscriptionIn(renewed.value) : null;
    if (alive !== null) return alive;
    // Gone, or blacklisted because our address failed too often: only a new one delivers again.
    if (renewed.result !== 'answer' && !(renewed.result === 'refused' && renewed.status === 404))
      return renewed;
  }
  const made = await ask(config, deps, 'POST', '/restapi/v1.0/subscription', 'a subscription', wanted);
  if (made.result !== 'answer') return made;
  return (
    subscriptionIn(made.value) ?? {
      result: 'try-later',
      detail: 'RingCentral answered without an active subscription.',
    }
  );
}

/** DELETE /restapi/v1.0/subscription/{id}. */
export async function cancelSubscription(
  config: RingCentralAccess,
  current: ActiveSubscription,
  deps: OutboundDeps,
): Promise<{ readonly result: 'gone' } | VendorRefusal> {
  const path = `/restapi/v1.0/subscription/${encodeURIComponent(current.id)}`;
  const what = 'the end of the subscription';
  const outcome = await call(config, deps, { method: 'DELETE', path });
  return goneOr(outcome, { vendor: 'RingCentral', what, remedy: REMEDY, now: deps.now() });
}

function subscriptionIn(value: Fields): ({ readonly result: 'active' } & ActiveSubscription) | null {
  const id = textOf(value['id']);
  const status = textOf(value['status']) ?? 'Active';
  if (id === null || status !== 'Active') return null;
  return { result: 'active', id, expiresAt: readIso(textOf(value['expirationTime']) ?? '')?.at ?? null };
}

type Answer = { readonly result: 'answer'; readonly text: string; readonly value: Fields };

async function ask(
  config: RingCentralAccess,
  deps: OutboundDeps,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  what: string,
  body?: unknown,
): Promise<Answer | (VendorRefusal & { readonly status?: number })> {
  const outcome = await call(config, deps, { method, path, body });
  if ('result' in outcome) return outcome;
  const refusal = refusalOf(outcome, { vendor: 'RingCentral', what, remedy: REMEDY, now: deps.now() });
  if (refusal !== null) return outcome.kind === 'answered' ? { ...refusal, status: outcome.status } : refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  const read = readJsonText(text);
  const value = read.ok ? asObject(read.value) : null;
  return value === null
    ? { result: 'try-later', detail: 'RingCentral answered with something that is not JSON.' }
    : { result: 'answer', text, value };
}

async function call(
  config: RingCentralAccess,
  deps: OutboundDeps,
  request: { readonly method: string; readonly path: string; readonly body?: unknown },
): Promise<HttpOutcome | VendorRefusal> {
  const { clientId, clientSecret, jwt } = config;
  if (clientId === undefined || clientSecret === undefined || jwt === undefined)
    return { result: 'not-configured', detail: 'Set clientId, clientSecret and jwt to ask RingCentral.' };
  const base = config.server.replace(/\/+$/, '');
  const client: OAuthClient = {
    vendor: 'RingCentral',
    tokenUrl: `${base}/restapi/oauth/token`,
    clientId,
    clientSecret,
  };
  const { method, path, body } = request;
  const grant: OAuthGrant = { grant: 'jwt-bearer', assertion: jwt };
  return callWithToken(client, grant, deps, { url: base + path, method, body });
}
