import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { ZoneId } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, OutboundDeps, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import type { PollPosition, PollResult } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, flagOf, readJson, secondsOf, textOf } from '../shared/body.ts';
import { readCallRows, rowIssue } from '../shared/call-rows.ts';
import type { RowResult } from '../shared/call-rows.ts';
import { finish, present } from '../shared/event.ts';
import { asPage, fetchList } from '../shared/list-page.ts';
import { dispositionFor, firstText } from '../shared/lookup.ts';
import { ownClock, readOwnClock, secondsBetween } from '../vendors/marchex/clock.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';

/**
 * Marchex Marketing Edge (once Telmetrics): call webhooks (start, preprocessed, processed), sales rescue webhooks and the
 * calls of its API. https://developer.marchex.io/docs/webhooks, /docs/sales-rescue-webhooks, /docs/retrieving-call-tags
 * (address and headers of the API of today) and https://v3api.telmetrics.com/docs/retrieving-phone-call-details (its
 * older address, rows and paging), read 2026-11-21.
 *
 * Quirks: nothing is signed; several notifications come in one POST; numbers are national; times are the account's
 * clock without a zone, in two layouts (see `shared/marchex-clock.ts`). `Incomplete` means that scoring and the
 * caller's details are still to come, not that the call goes on: preprocessed is sent when the call has ended, so its
 * answer status is final. All calls come in. Custom webhooks have the operator's own fields: use `mapped-http`.
 */
const Config = z.strictObject({
  ...accessFields,
  organizationToken: secret(
    z.string().min(1),
    'x-organization-token, to look for calls whose webhook was lost',
  ).optional(),
  subscriptionKey: secret(
    z.string().min(1),
    'subscription-key of the API of today; without it the older one is asked',
  ).optional(),
  accountZone: ZoneId.optional().describe("Zone of the Marchex account's clock, when it is not the shop's"),
});
type Config = z.infer<typeof Config>;
type Fields = Readonly<Record<string, unknown>>;

/** Spelt without blanks, hyphens and underscores. */
const STATUSES = {
  answered: 'answered',
  noanswer: 'no_answer',
  notanswered: 'no_answer',
  unanswered: 'no_answer',
  ringnoanswer: 'no_answer',
  missed: 'no_answer',
  busy: 'busy',
  voicemail: 'voicemail',
  hangup: 'ivr_abandoned',
  abandoned: 'ivr_abandoned',
  callerhangup: 'ivr_abandoned',
  blocked: 'blocked',
  rejected: 'rejected',
  failed: 'failed',
  invalid: 'failed',
  disconnected: 'failed',
  congestion: 'failed',
  canceled: 'canceled',
  cancelled: 'canceled',
} as const satisfies Record<string, Disposition>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'marchex',
    name: 'Marchex',
    family: 'call-tracking',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow:
      "Envelope and fields from Marchex' documentation; the caller's field name and status words besides answered are unverified, no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developer.marchex.io/docs/webhooks',
      'https://developer.marchex.io/docs/sales-rescue-webhooks',
      'https://v3api.telmetrics.com/docs/retrieving-phone-call-details',
    ],
    setup: [
      'In Marchex Marketing Edge open Settings, Webhooks as an administrator.',
      'Add the address {url}?token=YOUR-LONG-RANDOM-TEXT for Call Start, Call Preprocessed and Call Processed.',
      'Put the same random text into accessToken of this source; Ringback refuses deliveries without it.',
      "Set accountZone when the account's clock is not the shop's: Marchex sends times without a zone.",
      'To find calls whose webhook was lost, ask Marchex for an organization token (and a subscription key) and fill in organizationToken and subscriptionKey.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'list of calls',
    everySeconds: 900,
    requestsPerMinute: 30,
    overlapSeconds: 7200,
    fetchPage,
  },
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJson(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const envelope = asObject(read.value) ?? {};
  const given = { envelope, context, zone: config.accountZone ?? null };
  const readOne = (fields: Fields): RowResult => readNotification(fields, given);
  const { Notifications: notifications, results } = envelope;
  if (Array.isArray(notifications)) return readCallRows(notifications, 'Notifications', readOne);
  if (Array.isArray(results)) return readCallRows(results, 'results', readOne);
  return readCallRows([read.value], '', readOne);
}

interface Given {
  readonly envelope: Fields;
  readonly context: ParseContext;
  readonly zone: string | null;
}

function readNotification(fields: Fields, { envelope, context, zone }: Given): RowResult {
  const action = textOf(fields['Action']) ?? '';
  const properties = asObject(envelope['Properties']) ?? {};
  const callId = firstText(fields, ['TelmetricsId', 'id']);
  if (callId === null) return rowIssue('TelmetricsId', 'missing');
  const sentAt = textOf(properties['UTC']);
  const clock = ownClock(fields, {
    sentAt,
    fresh: !/processed$/i.test(action) || /preprocessed$/i.test(action),
    zone,
    fallback: context.zone,
  });
  const start = readOwnClock(fields, ['start_time_utc', 'StartTime', 'start_time', 'call_start_time'], clock);
  if (start === null) return rowIssue('StartTime', 'missing, or not a date between 2000 and 2099');

  const answer = readOwnClock(fields, ['answer_time_utc', 'AnswerTime', 'answer_time'], clock);
  const end = readOwnClock(fields, ['end_time_utc', 'EndTime', 'end_time'], clock);
  const { disposition, raw, final } = outcomeOf(fields, action, {
    answered: answer !== null,
    ended: end !== null,
  });
  const answered = disposition === 'answered';
  const details = asObject(fields['CallerDetails']) ?? asObject(fields['caller_details']) ?? {};
  const named = { ...details, ...fields };
  const caller = readParty(firstText(named, CALLER_NAMES));
  const called = readParty(firstText(fields, ['CalledNumber', 'TrackingNumber', 'tracking_number']));
  const target = readParty(firstText(fields, ['TerminationNumber', 'termination_number']));
  const delivery = textOf(envelope['Id']);
  return finish({
    surface: 'marchex',
    source: context.source === '' ? null : context.source,
    eventId: `${delivery ?? 'listed'}:${callId}:${action === '' ? raw : action}`.slice(0, 256),
    callId,
    linkedCallIds: [],
    direction: 'inbound',
    from: caller.number,
    // A partial notification may leave the caller out; only an empty or hidden one was withheld.
    fromWithheld: caller.withheld && CALLER_NAMES.some((name) => Object.hasOwn(named, name)),
    to: called.number,
    forwardedTo: target.number === called.number ? null : target.number,
    occurredAt: (final ? end : null)?.at ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    answeredAt: answered ? answer?.at : null,
    endedAt: final ? end?.at : null,
    ringSeconds: final ? secondsOf(firstText(fields, ['RingDuration', 'ring_duration'])) : null,
    talkSeconds:
      final && answered
        ? (secondsBetween(answer, end) ?? secondsOf(firstText(fields, ['CallDuration', 'call_duration'])))
        : null,
    final,
    disposition,
    dispositionRaw: raw,
    voicemail: disposition === 'voicemail' ? { left: firstText(fields, RECORDING) !== null } : null,
    recordingUrl: disposition === 'voicemail' ? null : firstText(fields, RECORDING, 2000),
    doNotCall: flagOf(fields['RegisteredDNC'] ?? fields['registered_DNC']),
    attribution: present({
      source: firstText(fields, ['Source', 'source', 'AdSource'], 2000),
      campaign: firstText(fields, ['Campaign', 'campaign', 'CampaignName'], 2000),
      keyword: firstText(fields, ['Keyword', 'keyword'], 2000),
      gclid: firstText(fields, ['GCLID', 'gclid', 'Gclid'], 2000),
    }),
    callerName: firstText(named, ['CallerName', 'Name', 'name'], 200),
  });
}

const CALLER_NAMES = [
  'CallerNumber',
  'CallingNumber',
  'CallerPhoneNumber',
  'CallerPhone',
  'CallerId',
  'ANI',
  'caller_number',
  'PhoneNumber',
];
const RECORDING = ['RecordingUrl', 'RecordingURL', 'recording_url', 'Recording'];

function outcomeOf(
  fields: Fields,
  action: string,
  seen: { readonly answered: boolean; readonly ended: boolean },
): { readonly disposition: Disposition; readonly raw: string; readonly final: boolean } {
  const said = firstText(fields, ['AnswerStatus', 'answer_status']);
  const raw = (said ?? (action === '' ? 'no answer status' : action)).slice(0, 200);
  if (/callstart$/i.test(action)) return { disposition: 'in_progress', raw, final: false };
  if (said !== null) {
    const disposition = dispositionFor(STATUSES, said.toLowerCase().replaceAll(/[\s_-]/g, ''));
    return { disposition, raw, final: true };
  }
  // Ended, but without a word on how: the processed notification will say it.
  if (!seen.ended) return { disposition: 'in_progress', raw, final: false };
  return { disposition: seen.answered ? 'answered' : 'no_answer', raw, final: false };
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  const { organizationToken, subscriptionKey } = config;
  if (organizationToken === undefined)
    return {
      result: 'not-configured',
      detail: 'Set organizationToken to find calls whose webhook was lost.',
    };
  const page = position.cursor ?? '1';
  const query = new URLSearchParams({
    startdateutc: position.from.slice(0, 16),
    enddateutc: position.to.slice(0, 16),
    pageSize: '1000',
    pageNumber: page,
  });
  const base =
    subscriptionKey === undefined
      ? 'https://api.telmetrics.com/v3/api/calls'
      : 'https://edgeapi.marchex.io/marketingedge/v5/api/calls';
  const list = await fetchList(deps, {
    vendor: 'Marchex',
    what: 'the list of calls',
    remedy: 'Check organizationToken and subscriptionKey of this source.',
    url: `${base}?${query.toString()}`,
    headers: {
      'x-organization-token': organizationToken,
      ...(subscriptionKey === undefined ? {} : { 'subscription-key': subscriptionKey }),
    },
  });
  if (list.result !== 'list') return list;
  const total = Number(asObject(list.value['paging'])?.['total']);
  const more = Number(page) * 1000 < total;
  return asPage(list, list.value['results'], more ? String(Number(page) + 1) : null);
}
