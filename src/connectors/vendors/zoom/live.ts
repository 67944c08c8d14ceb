import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { asObject, secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { readParty } from '../../shared/phone.ts';
import { readEpoch } from '../../shared/time.ts';
import { isPlatform, isQueue, ownNumber, zoomOutcome, zoomTime } from './outcome.ts';
import type { ZoomNumbers } from './outcome.ts';

/**
 * Zoom Phone's live events: `phone.callee_*` for calls to an extension, `phone.caller_*` for calls from one, and
 * voicemails. One call rings many extensions and devices under one call_id, so an unanswered ring is provisional; an
 * answer and a message that was left are not.
 */
type Fields = Readonly<Record<string, unknown>>;

export interface ZoomDelivery {
  readonly event: string;
  readonly eventTime: unknown;
  readonly object: Fields;
  readonly source: string;
  readonly receivedAt: string;
}

export function readZoomLive(delivery: ZoomDelivery, numbers: ZoomNumbers): ParseResult<CallEvent> {
  const { event, object } = delivery;
  if (/^phone\.voicemail_(received|transcript_completed)/.test(event)) return voicemail(delivery, numbers);
  const [, side = '', step = ''] = /^phone\.(callee|caller)_(\w+)$/.exec(event) ?? [];
  const outcome = outcomeOf(side, step, object);
  if (outcome === null) return ignored(`${event.slice(0, 80)} says nothing about how a call went.`);
  const callId = textOf(object['call_id']);
  if (callId === null) return malformed('payload.object.call_id', 'missing');
  const caller = asObject(object['caller']) ?? {};
  const callee = asObject(object['callee']) ?? {};
  if (isInside(caller) && isInside(callee) && !isOutside(side === 'callee' ? caller : callee))
    return ignored('An internal call between extensions is not a customer’s call.');

  const outbound = side === 'caller';
  const [own, other] = outbound ? [caller, callee] : [callee, caller];
  const person = readParty(textOf(other['phone_number']));
  const ids = [own['extension_id'], own['extension_number'], own['user_id']].map((id) => textOf(id));
  const business = ownNumber(textOf(own['phone_number']), ids, numbers);
  const started = zoomTime(object['ringing_start_time']);
  const answered = zoomTime(object['answer_start_time']) ?? zoomTime(object['connected_start_time']);
  const ended = zoomTime(object['call_end_time']);
  const sent = readEpoch(delivery.eventTime);
  const at =
    (step === 'ringing' ? started : step === 'answered' || step === 'connected' ? answered : ended) ??
    sent ??
    ended ??
    started;
  const who = textOf(own['device_id']) ?? textOf(own['extension_id']) ?? textOf(own['user_id']) ?? '';
  const forwardedBy = asObject(object['forwarded_by']);
  const queue = isQueue(textOf(forwardedBy?.['extension_type']))
    ? forwardedBy
    : isQueue(textOf(own['extension_type']))
      ? own
      : null;
  return oneEvent({
    surface: 'zoom-phone',
    source: delivery.source === '' ? null : delivery.source,
    eventId: `${callId}:${event}:${who}:${textOf(delivery.eventTime) ?? at?.at ?? ''}`.slice(0, 256),
    callId,
    linkedCallIds: [],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? business : person.number,
    fromWithheld: outbound ? false : person.withheld,
    to: outbound ? person.number : business,
    forwardedFrom: readParty(textOf(asObject(object['redirect_forwarded_by'])?.['phone_number'])).number,
    occurredAt: at?.at ?? delivery.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: started?.at,
    answeredAt: outcome.disposition === 'answered' ? answered?.at : null,
    endedAt: ended?.at,
    talkSeconds:
      outcome.disposition === 'answered' && answered !== null && ended !== null
        ? Math.max(0, (Date.parse(ended.at) - Date.parse(answered.at)) / 1000)
        : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw,
    queue: textOf(queue?.['name'], 200) ?? textOf(queue?.['extension_number'], 200),
    agent: isPlatform(textOf(own['extension_type']))
      ? null
      : (textOf(own['name'], 200) ?? textOf(own['user_id'], 200)),
    attribution: {},
    callerName: outbound ? null : textOf(caller['name'], 200),
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly raw: string;
}

function outcomeOf(side: string, step: string, object: Fields): Outcome | null {
  const own = asObject(object[side]) ?? {};
  const platform = isPlatform(textOf(own['extension_type']));
  const result = textOf(object['handup_result'], 100);
  const raw = result === null ? step : `${step}, ${result}`;
  switch (step) {
    case 'ringing':
      return { disposition: 'in_progress', final: false, raw };
    case 'answered':
    case 'connected':
      return { disposition: platform ? 'in_progress' : 'answered', final: false, raw };
    case 'missed':
      return { disposition: unanswered(result, own, 'no_answer'), final: false, raw };
    case 'rejected':
      return { disposition: unanswered(result, own, 'rejected'), final: false, raw };
    case 'ended': {
      // The side that called names the same moment otherwise.
      const picked =
        object['answer_start_time'] ?? (side === 'caller' ? object['connected_start_time'] : null);
      const wasAnswered = zoomTime(picked) !== null && !platform;
      if (wasAnswered) return { disposition: 'answered', final: true, raw };
      // Nobody else can still take a call that we placed; a call to us may ring on elsewhere.
      return { disposition: unanswered(result, own, 'no_answer'), final: side === 'caller', raw };
    }
    default:
      return null;
  }
}

function unanswered(result: string | null, own: Fields, otherwise: Disposition): Disposition {
  if (result === null) return otherwise;
  const { disposition } = zoomOutcome(result, textOf(own['extension_type']));
  return disposition === 'unknown' ? otherwise : disposition;
}

function voicemail(delivery: ZoomDelivery, numbers: ZoomNumbers): ParseResult<CallEvent> {
  const { object } = delivery;
  const ids = ['call_id', 'call_log_id', 'call_element_id', 'id']
    .map((name) => textOf(object[name]))
    .filter((id) => id !== null);
  const callId = ids[0];
  if (callId === undefined) return malformed('payload.object.call_id', 'missing, and so is id');
  const caller = readParty(textOf(object['caller_did_number']) ?? textOf(object['caller_number']));
  const named = readParty(textOf(object['callee_did_number'])).number ?? textOf(object['callee_number']);
  const left = zoomTime(object['date_time']);
  const at = left ?? readEpoch(delivery.eventTime);
  const url = textOf(object['download_url'], 2000);
  const seconds = secondsOf(object['duration']);
  const transcript = textOf(asObject(object['transcription'])?.['content'], 20_000);
  return oneEvent({
    surface: 'zoom-phone',
    source: delivery.source === '' ? null : delivery.source,
    eventId: `${textOf(object['id']) ?? callId}:${delivery.event}`.slice(0, 256),
    callId,
    linkedCallIds: [...new Set(ids.slice(1))].filter((id) => id !== callId),
    direction: 'inbound',
    from: caller.number,
    fromWithheld: caller.withheld,
    to: ownNumber(named, [textOf(object['callee_id']), textOf(object['callee_number'])], numbers),
    occurredAt: at?.at ?? delivery.receivedAt,
    timePrecision: at?.precision ?? 'none',
    final: true,
    disposition: 'voicemail',
    dispositionRaw: delivery.event.slice(0, 200),
    voicemail: {
      left: true,
      ...(url === null ? {} : { url }),
      ...(seconds === null ? {} : { seconds }),
      ...(transcript === null ? {} : { transcript }),
    },
    agent: textOf(object['callee_name'], 200),
    attribution: {},
    callerName: textOf(object['caller_name'], 200),
  });
}

function isInside(party: Fields): boolean {
  return textOf(party['extension_id']) !== null || textOf(party['user_id']) !== null;
}
function isOutside(party: Fields): boolean {
  return textOf(party['extension_type'])?.toLowerCase() === 'pstn';
}
