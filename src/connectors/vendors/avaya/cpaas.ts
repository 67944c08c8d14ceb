import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { secondsOf, textOf } from '../../shared/body.ts';
import { malformed, oneEvent } from '../../shared/event.ts';
import { dispositionFor, firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import { readBareUtc, readEpoch, readIso, readRfc2822 } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * Status callbacks of Avaya CPaaS (formerly Zang), form fields with names like `CallSid`, `CallStatus` and
 * `DialCallStatus`. https://developer.avaya.com (CPaaS, call status callbacks), looked for on 2026-11-21: the field list
 * could be read only second-hand. UNVERIFIED. A completed call that we took may have been a menu: only the dialled leg
 * tells whether a person answered.
 */
type Fields = Readonly<Record<string, unknown>>;

const STATUSES: Readonly<Record<string, Disposition>> = {
  queued: 'in_progress',
  initiated: 'in_progress',
  ringing: 'in_progress',
  'in-progress': 'in_progress',
  answered: 'answered',
  busy: 'busy',
  failed: 'failed',
  'no-answer': 'no_answer',
  canceled: 'canceled',
  cancelled: 'canceled',
};

export function readCpaasCallback(
  fields: Fields,
  given: { readonly source: string; readonly receivedAt: string },
): ParseResult<CallEvent> {
  const callId = textOf(fields['CallSid']);
  if (callId === null) return malformed('CallSid', 'missing');
  const dial = textOf(fields['DialCallStatus'])?.toLowerCase() ?? null;
  const status = textOf(fields['CallStatus'])?.toLowerCase() ?? '';
  const outbound = /^outbound/i.test(textOf(fields['Direction']) ?? '');
  const from = readParty(textOf(fields['From']));
  const disposition = outcomeOf(dial, status, outbound);
  const started = timeOf(fields['StartTime']);
  const ended = timeOf(fields['EndTime']);
  const at = timeOf(fields['Timestamp']) ?? ended ?? started;
  const links = ['ParentCallSid', 'DialCallSid'].map((name) => textOf(fields[name]));
  return oneEvent({
    surface: 'avaya-cloud',
    source: given.source === '' ? null : given.source,
    eventId: `${callId}:${dial === null ? status : `dial-${dial}`}:${at?.at ?? ''}`.slice(0, 256),
    callId,
    linkedCallIds: links.filter((id) => id !== null && id !== callId),
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to: readParty(textOf(fields['To'])).number,
    forwardedFrom: readParty(textOf(fields['ForwardedFrom'])).number,
    occurredAt: at?.at ?? given.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: started?.at,
    endedAt: disposition === 'in_progress' ? null : ended?.at,
    talkSeconds:
      disposition === 'answered'
        ? secondsOf(firstText(fields, ['DialCallDuration', 'CallDuration', 'Duration']))
        : null,
    final: disposition !== 'in_progress',
    disposition,
    dispositionRaw: dial ?? (status === '' ? 'none' : status.slice(0, 200)),
    recordingUrl: textOf(fields['RecordingUrl'], 2000),
    attribution: {},
    callerName: outbound ? null : textOf(fields['CallerName'], 200),
  });
}

function outcomeOf(dial: string | null, status: string, outbound: boolean): Disposition {
  if (dial !== null) return dial === 'completed' ? 'answered' : dispositionFor(STATUSES, dial);
  if (status === 'completed') return outbound ? 'answered' : 'unknown';
  return dispositionFor(STATUSES, status);
}

function timeOf(value: unknown): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : (readIso(text) ?? readRfc2822(text) ?? readBareUtc(text) ?? readEpoch(text));
}
