import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, OutboundDeps, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import type {
  ActiveSubscription,
  PollPosition,
  PollResult,
  VendorRefusal,
  WantedSubscription,
} from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, readFields, readJsonText, textOf } from '../shared/body.ts';
import { readCallRows } from '../shared/call-rows.ts';
import { readGoToRecord } from '../vendors/goto-connect/call.ts';
import { callHttp } from '../shared/http-call.ts';
import { asPage, fetchList } from '../shared/list-page.ts';
import { accessToken as oauthToken } from '../shared/oauth.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { inCountry } from '../shared/country.ts';
import { pbxFields } from '../shared/pbx.ts';
import { goneOr, refusalOf } from '../shared/vendor-answer.ts';

/**
 * GoTo Connect: call events and call event reports through a notification channel, rows of call history, and the older
 * dial plan step HTTP Notify. https://developer.goto.com/guides/GoToConnect/14_HOW_useNotificationChannelApi,
 * /15_HOW_useCallEventsApi, /16_CallEventsReport and https://developer.goto.com/GoToConnect#tag/Channels, read 2026-11-21;
 * details of reports, call history and the end of a channel as public integrations use them
 * (https://github.com/RnD-Experts-Team/goto-api).
 *
 * Quirks: nothing is signed; states of a running call say who is on it, not how it went, so only the report of the
 * ended conversation decides; call history has a row for each user that was rung, and one user's unanswered ring decides
 * nothing unless it is the whole call; HTTP Notify is only a start and has no time. The `duration` of call history is
 * documented in seconds and was measured in milliseconds, so it is not used. Before it makes a channel GoTo asks the address
 * with OPTIONS whether it takes POST, and it deletes a channel whose address answered 404 or 410.
 */
const Config = z.strictObject({
  ...accessFields,
  ...pbxFields,
  clientSecret: secret(z.string().min(1), 'Secret of the OAuth client').optional(),
  refreshToken: secret(
    z.string().min(1),
    'Refresh token of an administrator who allowed the OAuth client',
  ).optional(),
  clientId: z.string().min(1).optional().describe('Id of the OAuth client'),
  accountKey: z
    .string()
    .regex(/^\d{1,24}$/)
    .optional()
    .describe('Key of the GoTo account'),
});
type Config = z.infer<typeof Config>;

const API = 'https://api.goto.com';
const CHANNEL_PATH = '/notification-channel/v1/channels/ringback';
const REMEDY =
  'Check clientId, clientSecret, refreshToken and accountKey of this source; the client needs the scopes cr.v1.read and call-events.v1.notifications.manage.';

export default defineVoiceSurface<Config>({
  meta: {
    id: 'goto-connect',
    name: 'GoTo Connect',
    family: 'ucaas',
    delivery: 'subscription',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "Envelopes from GoTo's developer guides; channels and subscriptions as three public integrations use them; the words for a caller's outcome are unverified, no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developer.goto.com/guides/GoToConnect/14_HOW_useNotificationChannelApi',
      'https://developer.goto.com/guides/GoToConnect/15_HOW_useCallEventsApi',
      'https://developer.goto.com/guides/GoToConnect/16_CallEventsReport',
    ],
    setup: [
      'At developer.goto.com create an OAuth client with the scopes cr.v1.read, call-events.v1.notifications.manage and call-events.v1.events.read, and allow it as a super admin.',
      'Fill in clientId, clientSecret, refreshToken and accountKey, and a long random text as accessToken: Ringback then makes the notification channel to {url}?token=... and both subscriptions, keeps them alive, and ends them when this source is removed.',
      'GoTo signs nothing: Ringback refuses deliveries without that token.',
      "Set mainNumber to the shop's number, for calls that name only an extension.",
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'call event report summaries',
    everySeconds: 900,
    requestsPerMinute: 30,
    overlapSeconds: 7200,
    fetchPage,
  },
  subscription: { renewBeforeSeconds: 6 * 3600, ensure, cancel },
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readFields(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const given = {
    config: inCountry(config, context),
    source: context.source,
    receivedAt: request.receivedAt,
  };
  const { items } = read.value;
  return Array.isArray(items)
    ? readCallRows(items, 'items', (row) => readGoToRecord(row, given))
    : readCallRows([read.value], '', (row) => readGoToRecord(row, given));
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  const login = await loginOf(config, deps);
  if (login.result !== 'login') return login;
  const query = new URLSearchParams({
    accountKey: login.accountKey,
    startTime: position.from,
    endTime: position.to,
    pageSize: '100',
  });
  if (position.cursor !== null) query.set('pageMarker', position.cursor);
  const list = await fetchList(deps, {
    vendor: 'GoTo',
    what: 'the call event report summaries',
    remedy: REMEDY,
    url: `${API}/call-events-report/v1/report-summaries?${query.toString()}`,
    headers: { authorization: login.authorization },
  });
  if (list.result !== 'list') return list;
  return asPage(list, list.value['items'], textOf(list.value['nextPageMarker'], 2000));
}

async function ensure(
  config: Config,
  given: WantedSubscription,
  deps: OutboundDeps,
): Promise<({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal> {
  if (config.accessToken === undefined)
    return {
      result: 'not-configured',
      detail: 'Set accessToken first: GoTo signs nothing, so the address carries it.',
    };
  const login = await loginOf(config, deps);
  if (login.result !== 'login') return login;
  const ask = { deps, authorization: login.authorization };
  const url = new URL(given.url);
  url.searchParams.set('token', config.accessToken);
  const channel = await send(ask, 'POST', CHANNEL_PATH, 'a notification channel', {
    channelType: 'Webhook',
    webhookChannelData: { webhook: { url: url.toString() } },
  });
  if (channel.result !== 'answer') return channel;
  const channelId = textOf(channel.value['channelId'], 500);
  if (channelId === null)
    return { result: 'try-later', detail: 'GoTo answered without the id of a channel.' };
  const events = await send(ask, 'POST', '/call-events/v1/subscriptions', 'the subscription of call events', {
    channelId,
    accountKeys: [{ id: login.accountKey, events: ['STARTING', 'ENDING'] }],
  });
  if (events.result !== 'answer') return events;
  // 207: each account has a status of its own.
  const refused = refusedAccount(events.value);
  if (refused !== null)
    return {
      result: 'refused',
      detail: `GoTo answered ${refused} for the account when asked for the subscription of call events.`,
      remedy: REMEDY,
    };
  const reports = await send(
    ask,
    'POST',
    '/call-events-report/v1/subscriptions',
    'the subscription of reports',
    { channelId, eventTypes: ['REPORT_SUMMARY'], accountKeys: [login.accountKey] },
  );
  if (reports.result !== 'answer') return reports;
  // Asked for again with the same name and address, the same channel comes back; its time is set anew by a call of its own.
  const renewed =
    given.current?.id === channelId
      ? await send(ask, 'PUT', `${pathOf(channelId)}/channel-lifetime`, 'more time for the channel', null)
      : null;
  const lasts = renewed?.result === 'answer' ? renewed.value['channelLifetime'] : null;
  return {
    result: 'active',
    id: channelId,
    expiresAt: endOf(Number(lasts ?? channel.value['channelLifetime']), deps.now()),
  };
}

/** GoTo names a lifetime of 68 years for a webhook. It is looked at all the same: a channel can be deleted meanwhile. */
const LONGEST_SECONDS = 400 * 24 * 3600;

function endOf(seconds: number, now: Date): string | null {
  return seconds > 0 && seconds <= LONGEST_SECONDS
    ? new Date(now.getTime() + seconds * 1000).toISOString()
    : null;
}

function refusedAccount(answer: Readonly<Record<string, unknown>>): number | null {
  const accounts = Array.isArray(answer['accountKeys']) ? answer['accountKeys'] : [];
  const statuses = accounts.map((each: unknown) => Number(asObject(each)?.['status'] ?? 200));
  return statuses.find((status) => !(status >= 200 && status < 300)) ?? null;
}

/** The subscriptions end with their channel. */
async function cancel(
  config: Config,
  current: ActiveSubscription,
  deps: OutboundDeps,
): Promise<{ readonly result: 'gone' } | VendorRefusal> {
  const login = await loginOf(config, deps);
  if (login.result !== 'login') return login;
  const outcome = await callHttp(deps, `${API}${pathOf(current.id)}`, {
    method: 'DELETE',
    headers: { authorization: login.authorization, accept: 'application/json' },
  });
  const what = 'the end of the notification channel';
  return goneOr(outcome, { vendor: 'GoTo', what, remedy: REMEDY, now: deps.now() });
}

function pathOf(channelId: string): string {
  return `${CHANNEL_PATH}/${encodeURIComponent(channelId)}`;
}

async function loginOf(
  config: Config,
  deps: OutboundDeps,
): Promise<
  { readonly result: 'login'; readonly authorization: string; readonly accountKey: string } | VendorRefusal
> {
  const { clientId, clientSecret, refreshToken, accountKey } = config;
  if (
    clientId === undefined ||
    clientSecret === undefined ||
    refreshToken === undefined ||
    accountKey === undefined
  )
    return { result: 'not-configured', detail: 'Set clientId, clientSecret, refreshToken and accountKey.' };
  const token = await oauthToken(
    { vendor: 'GoTo', tokenUrl: 'https://authentication.logmeininc.com/oauth/token', clientId, clientSecret },
    { grant: 'refresh-token', refreshToken },
    deps,
  );
  return token.result === 'token'
    ? { result: 'login', authorization: `Bearer ${token.token}`, accountKey }
    : token;
}

async function send(
  ask: { readonly deps: OutboundDeps; readonly authorization: string },
  method: 'POST' | 'PUT',
  path: string,
  what: string,
  body: unknown,
): Promise<{ readonly result: 'answer'; readonly value: Readonly<Record<string, unknown>> } | VendorRefusal> {
  const outcome = await callHttp(ask.deps, `${API}${path}`, {
    method,
    headers: {
      authorization: ask.authorization,
      accept: 'application/json',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  const refusal = refusalOf(outcome, { vendor: 'GoTo', what, remedy: REMEDY, now: ask.deps.now() });
  if (refusal !== null) return refusal;
  const read = readJsonText(outcome.kind === 'answered' ? (outcome.text ?? '') : '');
  return { result: 'answer', value: (read.ok ? asObject(read.value) : null) ?? {} };
}
