import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../../ports/connector.ts';
import { flagOf, secondsOf, textOf } from '../../shared/body.ts';
import { malformed, oneEvent } from '../../shared/event.ts';
import { dispositionFor, firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso, readRfc2822, shift } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * TeXML status callbacks and Dial and Record actions: forms with Twilio's names and some of Telnyx's own.
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-setup and /api-reference/callbacks, read 2026-11-21.
 * As with Twilio, an inbound call that was answered or completed was only picked up by TeXML.
 */
const STATUSES = {
  queued: 'in_progress',
  initiated: 'in_progress',
  ringing: 'in_progress',
  'in-progress': 'answered',
  answered: 'answered',
  completed: 'answered',
  busy: 'busy',
  'no-answer': 'no_answer',
  canceled: 'canceled',
  cancelled: 'canceled',
  failed: 'failed',
} as const satisfies Record<string, Disposition>;

/** A call of the TeXML API under the names of a callback; anything else as it is. */
export function asTexml(fields: Fields): Fields {
  if (fields['sid'] === undefined || fields['status'] === undefined || fields['CallSid'] !== undefined)
    return fields;
  return {
    CallSid: fields['sid'],
    ParentCallSid: fields['parent_call_sid'],
    From: fields['from'],
    To: fields['to'],
    Direction: fields['direction'],
    CallStatus: fields['status'],
    StartTime: fields['start_time'] ?? fields['date_created'],
    EndTime: fields['end_time'],
    CallDuration: fields['duration'],
    AnsweredBy: fields['answered_by'],
    CallerName: fields['caller_name'],
  };
}

export function readTexml(
  fields: Fields,
  request: IncomingRequest,
  context: ParseContext,
): ParseResult<CallEvent> {
  const callId = textOf(fields['CallSid']);
  if (callId === null) return malformed('CallSid', 'missing');
  const parent = textOf(fields['ParentCallSid']);
  const outbound = parent !== null || /^outbound|^outgoing/i.test(textOf(fields['Direction']) ?? '');
  const from = readParty(firstText(fields, ['From', 'Caller']));
  const dial = textOf(fields['DialCallStatus'])?.toLowerCase() ?? null;
  const status = textOf(fields['CallStatus'])?.toLowerCase() ?? 'missing';
  const voicemail = dial === null && outbound ? null : voicemailOf(fields);
  const machine = /^machine|^fax/i.test(textOf(fields['AnsweredBy']) ?? '');
  const { disposition, final } = outcomeOf(dial, status, outbound, voicemail !== null, machine);
  const answered = disposition === 'answered';
  const at = timeOf(fields, ['Timestamp', 'EndTime', 'AnsweredTime', 'CallInitiatedAt']);
  const start = timeOf(fields, ['StartTime', 'CallInitiatedAt']);
  const seconds = secondsOf(fields[dial === null ? 'CallDuration' : 'DialCallDuration']);
  const over = final && dial === null && voicemail === null;
  const ids = [
    parent,
    textOf(fields['DialCallSid']),
    textOf(fields['CallSidLegacy']),
    textOf(fields['CallSessionId']),
  ];
  const attestation = textOf(fields['ShakenStirAttestation'])?.toUpperCase() ?? null;
  const valid = flagOf(fields['ShakenStirValidated']);
  return oneEvent({
    surface: 'telnyx',
    source: context.source === '' ? null : context.source,
    eventId: [
      callId,
      dial === null ? status : `dial-${dial}`,
      firstText(fields, ['SequenceNumber', 'RecordingSid', 'DialCallSid']) ?? '',
      at?.at ?? '',
    ]
      .join(':')
      .slice(0, 256),
    callId,
    linkedCallIds: [...new Set(ids.filter((id) => id !== null && id !== callId))],
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to: readParty(firstText(fields, ['To', 'Called'])).number,
    forwardedFrom: readParty(textOf(fields['ForwardedFrom'])).number,
    occurredAt: at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt:
      start?.at ??
      (over && at !== null && seconds !== null && status === 'completed' ? shift(at.at, -seconds) : null),
    answeredAt: answered ? timeOf(fields, ['AnsweredTime'])?.at : null,
    endedAt: over ? at?.at : null,
    talkSeconds: answered && final ? seconds : null,
    final,
    disposition,
    dispositionRaw: [dial ?? status, textOf(fields['HangupCause'])]
      .filter((part) => part !== null)
      .join(', '),
    answeredBy: machine ? 'machine' : /^human/i.test(textOf(fields['AnsweredBy']) ?? '') ? 'human' : null,
    voicemail,
    recordingUrl: voicemail === null ? textOf(fields['RecordingUrl'], 2000) : null,
    attestation: valid !== false && /^[ABC]$/.test(attestation ?? '') ? attestation : null,
    verstat: valid === null ? null : valid ? 'validated' : 'not validated',
    attribution: {},
    callerName: nameIn(fields),
  });
}

/** Telnyx writes the number into the name where there is none. */
function nameIn(fields: Fields): string | null {
  const name = textOf(fields['CallerName'], 200);
  return name === null || readParty(name).number !== null ? null : name;
}

function outcomeOf(
  dial: string | null,
  status: string,
  outbound: boolean,
  recorded: boolean,
  machine: boolean,
): { readonly disposition: Disposition; readonly final: boolean } {
  const mapped = dispositionFor(STATUSES, dial ?? status);
  const open = mapped === 'in_progress' || mapped === 'unknown';
  if (dial !== null) {
    if (recorded && mapped !== 'answered') return { disposition: 'voicemail', final: true };
    return { disposition: mapped, final: !open };
  }
  if (recorded) return { disposition: 'voicemail', final: true };
  if (mapped !== 'answered') return { disposition: mapped, final: !open };
  if (outbound) return { disposition: machine ? 'voicemail' : 'answered', final: status === 'completed' };
  return status === 'completed'
    ? { disposition: 'unknown', final: true }
    : { disposition: 'in_progress', final: false };
}

function voicemailOf(fields: Fields): CallEvent['voicemail'] | null {
  const url = textOf(fields['RecordingUrl'], 2000);
  const transcript = textOf(fields['TranscriptionText'], 20_000);
  if (url === null && transcript === null) return null;
  // A recording that the Record verb did not make is of a talk.
  const by = textOf(fields['RecordingSource']);
  if (by !== null && !/^RecordVerb$/i.test(by)) return null;
  const seconds = secondsOf(fields['RecordingDuration']);
  return {
    left: seconds === null || seconds > 0,
    ...(url === null ? {} : { url }),
    ...(seconds === null ? {} : { seconds }),
    ...(transcript === null ? {} : { transcript }),
  };
}

function timeOf(fields: Fields, names: readonly string[]): ReadInstant | null {
  const text = firstText(fields, names);
  return text === null ? null : (readIso(text) ?? readRfc2822(text));
}
