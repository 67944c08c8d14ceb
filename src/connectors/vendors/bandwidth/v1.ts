import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseContext, ParseResult } from '../../../ports/connector.ts';
import { asObject, readJsonText, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readBareUtc, readIso, secondsBetween } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * Bandwidth's first API (Catapult, User-Agent BandwidthAPI/v1): its call events by POST as JSON or, for BXML, by GET, and
 * calls as the API gives them. https://github.com/Bandwidth/ap-docs, apiCallbacks/ and bxml/callBacks/ as of 2020-03-27,
 * read 2026-11-21.
 *
 * Quirks: only a call of the API names its direction; an incoming call is told by its first event, and all other events of
 * it look like those of a leg that the application made, so `ownNumbers` says which numbers are the shop's. An
 * application or BXML answers every incoming call; transferComplete is sent for the leg that took it and for no other, and
 * names the two ends of that leg. Hang-up causes that the guide does not list are internal errors.
 */
export interface FirstApiSettings {
  readonly ownNumbers: readonly string[];
}

const CAUSES: Readonly<Record<string, Disposition>> = {
  ORIGINATOR_CANCEL: 'canceled',
  USER_BUSY: 'busy',
  CALL_REJECTED: 'rejected',
  NO_ANSWER: 'no_answer',
  UNALLOCATED_NUMBER: 'failed',
  NORMAL_TEMPORARY_FAILURE: 'failed',
};

const OURS = new Set([
  'incomingcall',
  'answer',
  'hangup',
  'timeout',
  'reject',
  'transfercomplete',
  'recording',
]);
const DURING = /^(playback|speak|gather|dtmf|conference|redirect|transcription)/;

/** Its events tell their time as `time`, its calls are `in` or `out`. */
export function isFirstApi(fields: Fields): boolean {
  if (fields['eventTime'] !== undefined) return false;
  const type = textOf(fields['eventType'])?.toLowerCase() ?? '';
  if (type === 'incomingcall' || type === 'hangup') return true;
  if (/\/v1\/users\//.test(textOf(fields['callUri'] ?? fields['recordingUri'], 500) ?? '')) return true;
  if (OURS.has(type)) return fields['time'] !== undefined;
  return (
    type === '' && /^(in|out)$/.test(textOf(fields['direction']) ?? '') && textOf(fields['state']) !== null
  );
}

export function readFirstApi(
  fields: Fields,
  settings: FirstApiSettings,
  context: ParseContext,
): ParseResult<CallEvent> {
  const state = textOf(fields['state'])?.toLowerCase() ?? '';
  const type = textOf(fields['eventType'])?.toLowerCase() ?? `state ${state}`;
  if (DURING.test(type)) return ignored(`Something inside a call (${type}), not its outcome.`);
  const callId = textOf(fields['callId']) ?? (type.startsWith('state ') ? textOf(fields['id']) : null);
  if (callId === null) return malformed('callId', 'missing');
  const start = timeOf(fields['startTime']);
  const answer = timeOf(fields['activeTime']);
  const end = timeOf(fields['endTime']);
  const at = timeOf(fields['time']) ?? end ?? answer ?? start;
  if (at === null) return malformed('time', 'missing, or not a date between 2000 and 2099');

  const cause = textOf(fields['cause'])?.toUpperCase() ?? null;
  const from = readParty(textOf(fields['from']));
  const to = readParty(textOf(fields['to'])).number;
  const outbound = isOutbound(fields, type, cause, { from: from.number, to, own: settings.ownNumbers });
  const transfer = type === 'transfercomplete';
  const { disposition, final } = outcomeOf(type, cause, outbound, answer !== null);
  const answered = disposition === 'answered';
  const first = type === 'incomingcall';
  const ended = final && type !== 'transfercomplete';
  return oneEvent({
    surface: 'bandwidth',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${type}:${textOf(fields['recordingId']) ?? ''}:${at.at}`.slice(0, 256),
    callId,
    linkedCallIds: [],
    direction: outbound ? 'outbound' : 'inbound',
    // The ends of the leg that took it are not those of the call: its own events name them.
    from: transfer ? null : from.number,
    fromWithheld: outbound || transfer || textOf(fields['from']) === null ? false : from.withheld,
    to: transfer ? null : to,
    forwardedFrom: divertedFrom(fields['diversion']),
    forwardedTo: transfer ? to : null,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: start !== null && type !== 'recording' ? start.at : first ? at.at : null,
    answeredAt: answered ? (answer?.at ?? (type === 'answer' ? at.at : null)) : null,
    endedAt: ended ? (end ?? at).at : null,
    talkSeconds: answered && final ? secondsBetween(answer, end) : null,
    final,
    disposition,
    dispositionRaw: cause === null ? type : `${type}, ${cause}`.slice(0, 200),
    recordingUrl: textOf(fields['recordingUri'], 2000),
    attribution: {},
    callerName: outbound ? null : nameOf(fields, from.number),
  });
}

interface Ends {
  readonly from: string | null;
  readonly to: string | null;
  readonly own: readonly string[];
}

function isOutbound(fields: Fields, type: string, cause: string | null, ends: Ends): boolean {
  const said = textOf(fields['direction'])?.toLowerCase();
  if (said !== undefined) return said === 'out';
  if (type === 'incomingcall' || type === 'recording' || type === 'transfercomplete') return false;
  if (ends.to !== null && ends.own.includes(ends.to)) return false;
  if (ends.from !== null && ends.own.includes(ends.from)) return true;
  // Only a leg that somebody was called on can be busy, ring in vain or run into its time limit.
  return type === 'timeout' || cause === 'NO_ANSWER' || cause === 'USER_BUSY';
}

function outcomeOf(
  type: string,
  cause: string | null,
  outbound: boolean,
  answered: boolean,
): { readonly disposition: Disposition; readonly final: boolean } {
  switch (type) {
    case 'incomingcall':
      return { disposition: 'in_progress', final: false };
    case 'answer':
      return { disposition: outbound ? 'answered' : 'in_progress', final: false };
    case 'timeout':
      return { disposition: 'no_answer', final: true };
    case 'transfercomplete':
      return { disposition: 'answered', final: true };
    case 'reject':
    case 'state rejected':
      return { disposition: 'rejected', final: true };
    case 'hangup':
      // Inbound, the platform had answered: whether a person did is not known here.
      if (cause === null || cause === 'NORMAL_CLEARING')
        return { disposition: outbound ? 'answered' : 'unknown', final: true };
      return { disposition: CAUSES[cause] ?? 'failed', final: true };
    case 'state completed':
      if (!answered) return { disposition: outbound ? 'no_answer' : 'canceled', final: true };
      return { disposition: outbound ? 'answered' : 'unknown', final: true };
    case 'state started':
    case 'state active':
    case 'state transferring':
      return { disposition: 'in_progress', final: false };
    default:
      // A recording may be the caller's message or a talk; anything else is new.
      return { disposition: 'unknown', final: false };
  }
}

/** By GET the header comes as JSON in text. */
function divertedFrom(value: unknown): string | null {
  const read = typeof value === 'string' ? readJsonText(value) : null;
  const diversion = asObject(value) ?? (read?.ok === true ? asObject(read.value) : null);
  return diversion === null ? null : readParty(textOf(diversion['origTo'])).number;
}

function nameOf(fields: Fields, from: string | null): string | null {
  const name = textOf(fields['displayName'], 200);
  return name === null || readParty(name).number === from || /^[+\d\s()-]+$/.test(name) ? null : name;
}

/** `2014-04-23T11:53:43-03` is one of the guide's own: an offset without minutes. */
function timeOf(value: unknown): ReadInstant | null {
  const text = textOf(value)?.replace(/(T[\d:.]+[+-]\d\d)$/, '$1:00') ?? null;
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}
