import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, flagOf, readFields, secondsOf, textOf } from '../shared/body.ts';
import { inCountry } from '../shared/country.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { dispositionFor, firstText } from '../shared/lookup.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { isNotification, readGregorian, readNotification } from '../vendors/ooma/notification.ts';
import { isExtension, partiesOf, pbxFields } from '../shared/pbx.ts';
import { readParty } from '../shared/phone.ts';
import { shift } from '../shared/time.ts';

/**
 * Ooma Enterprise, whose switch is Kazoo (2600Hz): its webhooks channel_create, channel_answer, channel_bridge and
 * channel_destroy, its notifications of missed calls and voicemail, and its call detail records, as form, JSON or query.
 * Ooma Office documents no webhook of its own. Read 2026-11-21:
 * https://github.com/2600hz/kazoo (applications/webhooks, crossbar/doc/webhooks.md and cdrs.md, the published samples) and
 * https://preview.docs.2600hz.com/kazoo/5x-stable-api-ref/webhooks/webhooks/.
 *
 * Quirks: every leg has its own events and a direction relative to the switch, so the caller's leg is inbound and a
 * ringing desk phone is a leg of its own, outbound; only the caller's leg decides. The switch answers for menus, queues and
 * mailboxes too: a bridge to another leg is a person, an answer alone is not (a mailbox after a phone rang looks like one). Times are seconds since the year 0 as text.
 * Newer releases name an HMAC key (`security_settings.sha256_key`) but neither their documentation nor the public source
 * says which header carries it or over which bytes, so it is not checked; newer ones can send a header of your choice.
 */
const Config = z.strictObject({
  ...accessFields,
  ...pbxFields,
  businessNumbers: z.array(E164).default([]).describe("The shop's own numbers, to tell outgoing calls by"),
});
type Config = z.infer<typeof Config>;
type Fields = Readonly<Record<string, unknown>>;

/** FreeSWITCH's names of Q.850 causes, for a leg that nobody was bridged to. */
const CAUSES = {
  NO_ANSWER: 'no_answer',
  NO_USER_RESPONSE: 'no_answer',
  ALLOTTED_TIMEOUT: 'no_answer',
  PROGRESS_TIMEOUT: 'no_answer',
  MEDIA_TIMEOUT: 'failed',
  ORIGINATOR_CANCEL: 'canceled',
  LOSE_RACE: 'canceled',
  PICKED_OFF: 'canceled',
  USER_BUSY: 'busy',
  CALL_REJECTED: 'rejected',
  INCOMING_CALL_BARRED: 'blocked',
  OUTGOING_CALL_BARRED: 'blocked',
  SUBSCRIBER_ABSENT: 'failed',
  USER_NOT_REGISTERED: 'failed',
  UNALLOCATED_NUMBER: 'failed',
  INVALID_NUMBER_FORMAT: 'failed',
  NO_ROUTE_DESTINATION: 'failed',
  DESTINATION_OUT_OF_ORDER: 'failed',
  NORMAL_TEMPORARY_FAILURE: 'failed',
  NORMAL_CIRCUIT_CONGESTION: 'failed',
  NETWORK_OUT_OF_ORDER: 'failed',
  RECOVERY_ON_TIMER_EXPIRE: 'failed',
  INCOMPATIBLE_DESTINATION: 'failed',
  SERVICE_UNAVAILABLE: 'failed',
  EXCHANGE_ROUTING_ERROR: 'failed',
} as const satisfies Record<string, Disposition>;

const HOOKS = ['channel_create', 'channel_answer', 'channel_bridge', 'channel_destroy'];

export default defineVoiceSurface<Config>({
  meta: {
    id: 'ooma',
    name: 'Ooma Enterprise (Kazoo)',
    family: 'ucaas',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "Kazoo's published webhook samples read as they should; unverified for Ooma Office, which publishes no format, and no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://preview.docs.2600hz.com/kazoo/5x-stable-api-ref/webhooks/webhooks/',
      'https://github.com/2600hz/kazoo/blob/master/applications/crossbar/doc/webhooks.md',
    ],
    setup: [
      'In the Ooma Enterprise portal open Webhooks (or use the API, PUT /v2/accounts/{ACCOUNT}/webhooks).',
      'Add one webhook for each of channel_create, channel_bridge, channel_destroy and notifications (types missed_call and voicemail_new) with the address {url}?token=YOUR-LONG-RANDOM-TEXT, method POST, format JSON, internal legs left out.',
      'Put the same random text into accessToken of this source; Ringback refuses deliveries without it.',
      "List the shop's numbers in businessNumbers, and mainNumber or extensionNumbers where calls are routed to extensions.",
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, config, context) =>
    eachOf(request, (one) => parse(one, inCountry(config, context), context), ['data']),
});

function parse(
  request: IncomingRequest,
  config: Config & { readonly country: CountryCode },
  context: ParseContext,
): ParseResult<CallEvent> {
  const read = readFields(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const fields = asObject(read.value['data']) ?? read.value;
  if (isNotification(fields)) return readNotification(fields, config, context.source);
  // A call detail record is what channel_destroy told, without the name of a hook.
  const recorded = textOf(fields['hangup_cause']) !== null && textOf(fields['duration_seconds']) !== null;
  const hook = (
    firstText(fields, ['hook_event', 'hook_event_name']) ?? (recorded ? 'channel_destroy' : '')
  ).toLowerCase();
  if (hook !== '' && !HOOKS.includes(hook))
    return ignored(`A ${hook.slice(0, 60)} event says nothing about a call leg.`);
  if (flagOf(fields['is_internal_leg']) === true) return ignored('A leg inside the switch, not a call.');
  const callId = textOf(fields['call_id']);
  if (callId === null) return malformed('call_id', 'missing');
  const at = readGregorian(fields['timestamp']);
  if (at === null) return malformed('timestamp', 'missing, or not in seconds since the year 0');
  if (hook === '')
    return malformed('hook_event', 'missing', 'Leave the custom data of the webhook without that name.');

  const caller = firstText(fields, ['caller_id_number', 'from']);
  const dialled = dialledOf(fields, config);
  const ours = [...config.businessNumbers, config.mainNumber];
  const dialledNumber = readParty(dialled, config.country).number;
  const toPhone = firstText(fields, ['call_direction', 'direction'])?.toLowerCase() === 'outbound';
  // A leg that the switch makes towards a desk phone still belongs to the caller's incoming call.
  const leavesShop =
    ours.includes(readParty(caller, config.country).number ?? '') ||
    (toPhone && dialled !== null && dialledNumber !== null && !ours.includes(dialledNumber));
  const parties = partiesOf(
    caller,
    dialled,
    config,
    leavesShop ? 'outbound' : isExtension(caller) ? null : 'inbound',
  );
  const outbound = parties.direction === 'outbound';
  const other = textOf(fields['other_leg_call_id']);
  const outcome = outcomeOf(fields, hook, { bridged: other !== null, sideLeg: toPhone && !outbound });
  const ended = hook === 'channel_destroy';
  const duration = ended ? secondsOf(fields['duration_seconds']) : null;
  const answered = outcome.disposition === 'answered';
  return oneEvent({
    surface: 'ooma',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${hook}:${at.at}`,
    callId,
    linkedCallIds: other === null || other === callId ? [] : [other],
    ...parties,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: hook === 'channel_create' ? at.at : duration === null ? null : shift(at.at, -duration),
    answeredAt: hook === 'channel_bridge' ? at.at : null,
    endedAt: ended ? at.at : null,
    ringSeconds: ended ? secondsOf(fields['ringing_seconds']) : null,
    talkSeconds: ended && answered ? secondsOf(fields['billing_seconds']) : null,
    ...outcome,
    agent: toPhone || outbound ? firstText(fields, ['owner_id', 'authorizing_id'], 200) : null,
    attribution: {},
    callerName: outbound ? null : textOf(fields['caller_id_name'], 200),
  });
}

/** What the caller's leg was aimed at; `callee_id_number` may be the caller again, so it comes last. */
function dialledOf(fields: Fields, config: Config): string | null {
  const ways = ['request', 'to', 'dialed_number', 'other_leg_destination_number', 'callee_id_number'];
  const texts = ways.map((name) => userOf(textOf(fields[name]))).filter((text) => text !== null);
  return texts.find((text) => config.businessNumbers.includes(text)) ?? texts[0] ?? null;
}

function userOf(text: string | null): string | null {
  const user = text
    ?.replace(/^sips?:/i, '')
    .replace(/@.*$/, '')
    .trim();
  return user === undefined || user === '' ? null : user;
}

function outcomeOf(
  fields: Fields,
  hook: string,
  leg: { readonly bridged: boolean; readonly sideLeg: boolean },
): { readonly disposition: Disposition; readonly dispositionRaw: string; readonly final: boolean } {
  const cause = (textOf(fields['hangup_cause']) ?? '').toUpperCase();
  const raw = (cause === '' ? hook : `${hook}, ${cause}`).slice(0, 200);
  const open = (disposition: Disposition) => ({ disposition, dispositionRaw: raw, final: false });
  if (hook === 'channel_bridge') return open('answered');
  if (hook !== 'channel_destroy') return open('in_progress');
  const talked = (secondsOf(fields['billing_seconds']) ?? 0) > 0;
  if (leg.bridged && talked) return { disposition: 'answered', dispositionRaw: raw, final: !leg.sideLeg };
  // The switch answered and nobody was put through: a menu, a queue or a mailbox, which it does not tell apart.
  if (cause === 'NORMAL_CLEARING' || cause === '')
    return { disposition: talked ? 'ivr_abandoned' : 'no_answer', dispositionRaw: raw, final: !leg.sideLeg };
  return { disposition: dispositionFor(CAUSES, cause), dispositionRaw: raw, final: !leg.sideLeg };
}
