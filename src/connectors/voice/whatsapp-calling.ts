import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { asObject, readJsonObject, secondsOf, textOf } from '../shared/body.ts';
import { ignored, malformed, oneEvent, present } from '../shared/event.ts';
import {
  META_SIGNATURE,
  changesOf,
  list,
  metaFields,
  metaHandshake,
  verifyMeta,
} from '../vendors/meta/hook.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readEpoch } from '../shared/time.ts';

/**
 * WhatsApp Business Calling: the `calls` field of the WhatsApp Business Account's webhook, connect and terminate, and the
 * call statuses of calls that the business places.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-initiated-calls and
 * /calling/reference, read 2026-11-21.
 *
 * Quirks: times are seconds as text; numbers come without a plus; terminate has start_time, end_time and duration only
 * when somebody picked up, and COMPLETED alone is no answer. With SIP enabled Meta sends none of this.
 */
const Config = z.strictObject({ ...metaFields });
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'whatsapp-calling',
    name: 'WhatsApp Business Calling',
    family: 'click-to-call',
    delivery: 'webhook',
    signature: META_SIGNATURE,
    clockToleranceSeconds: 15,
    maturity: 'documented',
    checkedHow:
      "Payloads from Meta's calling documentation, read against deliveries that others recorded; no account with calling was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-initiated-calls',
      'https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference/',
    ],
    setup: [
      'Set verifyToken of this source to a long random text and appSecret to the secret of your Meta app.',
      'In the app dashboard open WhatsApp, Configuration, paste {url} as callback and the same text as verify token; Meta asks once and Ringback answers its challenge.',
      'Subscribe to the webhook field calls. Ringback verifies X-Hub-Signature-256.',
    ],
  },
  config: Config,
  handshake: metaHandshake,
  verify: (request, config) => verifyMeta(request, config),
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
});

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  // The app dashboard's test shows and sends one change without the envelope.
  const envelope =
    read.value['field'] === 'calls' && read.value['entry'] === undefined
      ? { entry: [{ changes: [read.value] }] }
      : read.value;
  if (!Array.isArray(envelope['entry'])) return malformed('entry', 'missing, or not a list');
  return joinResults(
    changesOf(envelope).flatMap((change): ParseResult<CallEvent>[] => {
      const value = asObject(change.value) ?? {};
      if (change.field !== 'calls')
        return [ignored(`A change of ${change.field.slice(0, 60) || 'something unnamed'} is not a call.`)];
      const own = readNumber(textOf(asObject(value['metadata'])?.['display_phone_number']));
      const names = new Map(
        list(value['contacts']).map((contact) => [
          textOf(contact['wa_id']),
          textOf(asObject(contact['profile'])?.['name'], 200),
        ]),
      );
      return [
        ...list(value['calls']).map((call) => readCall(call, own, names, request, context)),
        ...list(value['statuses'])
          .filter((status) => textOf(status['type']) === 'call')
          .map((status) => readStatus(status, own, request, context)),
      ];
    }),
    'The webhook named no call.',
  );
}

function readCall(
  call: Fields,
  own: string | null,
  names: ReadonlyMap<string | null, string | null>,
  request: IncomingRequest,
  context: ParseContext,
): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(call[name]);
  const callId = take('id');
  if (callId === null) return malformed('calls.id', 'missing');
  const kind = take('event')?.toLowerCase() ?? '';
  const at = readEpoch(take('timestamp'));
  const [start, end] = [readEpoch(take('start_time')), readEpoch(take('end_time'))];
  const seconds = secondsOf(call['duration']);
  const [from, to] = [readNumber(take('from')), readNumber(take('to'))];
  // The numbers say who called; the word, which is younger and wrong in some examples, only where they do not.
  const outbound =
    own !== null && from !== to && (from === own || to === own)
      ? from === own
      : /^business/i.test(take('direction') ?? '');
  const status =
    textOf(Array.isArray(call['status']) ? call['status'][0] : call['status'])?.toUpperCase() ?? '';
  const outcome = outcomeOf(
    kind,
    status,
    start !== null || (seconds ?? 0) > 0,
    outbound,
    list(call['errors']).length > 0,
  );
  const talked = outcome.disposition === 'answered' && outcome.final;
  return oneEvent({
    surface: 'whatsapp-calling',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${kind}`,
    callId,
    linkedCallIds: [],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? (from ?? own) : from,
    fromWithheld: false,
    to: outbound ? to : (to ?? own),
    occurredAt: (kind === 'terminate' ? (end ?? at) : at)?.at ?? request.receivedAt,
    timePrecision: (end ?? at)?.precision ?? 'none',
    // A report of the end names as start the moment in which it was taken, for want of an earlier one.
    startedAt: kind === 'connect' ? at?.at : start?.at,
    answeredAt: talked ? start?.at : null,
    endedAt: kind === 'terminate' ? (end ?? at)?.at : null,
    talkSeconds: talked ? seconds : null,
    ...outcome,
    dispositionRaw: `${kind} ${status}`.trim().slice(0, 200),
    callerName: outbound ? null : names.get(take('from')),
    attribution: present({
      source: take('cta_payload') === null && take('deeplink_payload') === null ? null : 'whatsapp button',
      correlationId: take('biz_opaque_callback_data') ?? take('cta_payload') ?? take('deeplink_payload'),
    }),
  });
}

function outcomeOf(
  kind: string,
  status: string,
  pickedUp: boolean,
  outbound: boolean,
  hasErrors: boolean,
): { readonly disposition: Disposition; readonly final: boolean } {
  if (kind === 'connect') return { disposition: 'in_progress', final: false };
  if (kind !== 'terminate') return { disposition: 'unknown', final: false };
  if (pickedUp) return { disposition: 'answered', final: true };
  if (status === 'FAILED' && (hasErrors || outbound)) return { disposition: 'failed', final: true };
  return {
    disposition: status === 'FAILED' || status === 'COMPLETED' || status === '' ? 'no_answer' : 'unknown',
    final: true,
  };
}

/** RINGING, ACCEPTED and REJECTED of a call that the business placed. */
function readStatus(
  status: Fields,
  own: string | null,
  request: IncomingRequest,
  context: ParseContext,
): ParseResult<CallEvent> {
  const callId = textOf(status['id']);
  if (callId === null) return malformed('statuses.id', 'missing');
  const word = textOf(status['status'])?.toUpperCase() ?? '';
  const at = readEpoch(textOf(status['timestamp']));
  const disposition =
    { RINGING: 'in_progress', ACCEPTED: 'answered', REJECTED: 'rejected' }[word] ?? 'unknown';
  return oneEvent({
    surface: 'whatsapp-calling',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${word}`.slice(0, 256),
    callId,
    linkedCallIds: [],
    direction: 'outbound',
    from: own,
    fromWithheld: false,
    to: readNumber(textOf(status['recipient_id'])),
    occurredAt: at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    answeredAt: word === 'ACCEPTED' ? at?.at : null,
    final: word === 'REJECTED',
    disposition,
    dispositionRaw: word.slice(0, 200),
    attribution: {},
  });
}

/** WhatsApp writes whole international numbers without the plus. */
function readNumber(text: string | null): string | null {
  if (text === null) return null;
  const digits = text.replaceAll(/[\s()+.-]/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? readParty(`+${digits}`).number : null;
}
