import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseContext, ParseResult } from '../../../ports/connector.ts';
import { flagOf, secondsOf, textOf } from '../../shared/body.ts';
import { malformed, oneEvent } from '../../shared/event.ts';
import { partiesOf } from '../../shared/pbx.ts';
import type { PbxNumbers } from '../../shared/pbx.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso, readLocal, shift } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * The four shapes in which 3CX tells of a call: a row of the call log, a row of the abandoned queue calls, a CDR line and
 * the variables of a CRM template's ReportCall scenario. Field names from the swagger of 3cx/xapi-tutorial and
 * https://www.3cx.com/docs/crm-template-xml-description/, read 2026-11-21.
 */

/** Kinds of the last party that are people: phones of the house and lines to the outside. */
const PEOPLE = /^(extension|user|internal|external|external_?line|line|outbound_?rule|provider|0|1|13)$/i;

export function readThreeCx(
  record: Fields,
  numbers: PbxNumbers,
  context: ParseContext,
): ParseResult<CallEvent> {
  if (record['historyid'] !== undefined || record['time-start'] !== undefined)
    return readCdr(record, numbers, context);
  if (record['QueueDn'] !== undefined && record['WaitTime'] !== undefined)
    return readAbandoned(record, numbers, context);
  const isSegment = record['SourceDn'] !== undefined || record['SegmentId'] !== undefined;
  return isSegment ? readSegment(record, numbers, context) : readJournal(record, numbers, context);
}

/** One row of GetCallLogData. */
function readSegment(record: Fields, numbers: PbxNumbers, context: ParseContext): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(record[name], 2000);
  const callId = take('CallHistoryId') ?? take('MainCallHistoryId') ?? take('CallId');
  if (callId === null) return malformed('CallHistoryId', 'missing');
  const start = timeOf(take('StartTime'), context);
  if (start === null) return malformed('StartTime', 'missing, or not a time');
  const status = take('Status') ?? '';
  const answered = flagOf(record['Answered']) ?? /^answered$/i.test(status);
  const reason = [take('ActionType'), take('Reason')].filter((text) => text !== null).join(', ');
  const voicemail = /voice ?mail/i.test(
    `${take('DestinationType') ?? ''} ${take('ActionType') ?? ''} ${status}`,
  );
  const disposition = verdictOf(answered, take('DestinationType'), `${status} ${reason}`, voicemail);
  const ring = duration(take('RingingDuration'));
  const talk = duration(take('TalkingDuration'));
  const said = take('Direction')?.toLowerCase() ?? '';
  const direction =
    said.startsWith('in') && !said.startsWith('inter')
      ? 'inbound'
      : said.startsWith('out')
        ? 'outbound'
        : said.startsWith('inter')
          ? 'internal'
          : null;
  const main = [take('MainCallHistoryId'), take('CallId')];
  return event(context, {
    eventId: `${callId}:${take('SegmentId') ?? take('CdrId') ?? '0'}:${disposition}`,
    callId,
    linkedCallIds: main.filter((id) => id !== null && id !== callId && id !== '0'),
    ...partiesOf(
      Object.hasOwn(record, 'SourceCallerId') ? (take('SourceCallerId') ?? '') : take('SourceDn'),
      take('DidNumber') ?? take('DestinationCallerId') ?? take('DestinationDn'),
      numbers,
      direction,
    ),
    ...spanOf(start, disposition === 'answered' ? ring : null, (ring ?? 0) + (talk ?? 0)),
    timePrecision: start.precision,
    ringSeconds: ring,
    talkSeconds: disposition === 'answered' ? talk : null,
    disposition,
    dispositionRaw: `${status} ${reason}`.trim().slice(0, 200),
    queue: /queue/i.test(take('DestinationType') ?? '') ? take('DestinationDisplayName') : null,
    agent: disposition === 'answered' && direction !== 'outbound' ? take('DestinationDisplayName') : null,
    recordingUrl: voicemail ? null : take('RecordingUrl'),
    callerName: take('SourceDisplayName'),
  });
}

function readAbandoned(record: Fields, numbers: PbxNumbers, context: ParseContext): ParseResult<CallEvent> {
  const callId = textOf(record['CallHistoryId']);
  const start = timeOf(textOf(record['CallTime']), context);
  if (callId === null) return malformed('CallHistoryId', 'missing');
  if (start === null) return malformed('CallTime', 'missing, or not a time');
  const wait = duration(textOf(record['WaitTime']));
  return event(context, {
    eventId: `${callId}:abandoned`,
    callId,
    linkedCallIds: [],
    ...partiesOf(textOf(record['CallerId']) ?? '', null, numbers, 'inbound'),
    ...spanOf(start, null, wait),
    timePrecision: start.precision,
    ringSeconds: wait,
    disposition: 'queue_abandoned',
    queue: textOf(record['QueueDisplayName']) ?? textOf(record['QueueDn']),
  });
}

function readCdr(line: Fields, numbers: PbxNumbers, context: ParseContext): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(line[name]);
  const callId = take('historyid') ?? take('callid');
  if (callId === null)
    return malformed('historyid', 'missing', 'Name the fields of your CDR output in cdrFields.');
  const start = timeOf(take('time-start'), context);
  if (start === null) return malformed('time-start', 'missing, or not a time');
  const answered = timeOf(take('time-answered'), context);
  const end = timeOf(take('time-end'), context);
  const type = take('final-type') ?? take('to-type');
  const reached = take('final-number') ?? take('to-no') ?? '';
  const disposition =
    take('missed-queue-calls') !== null && answered === null
      ? 'queue_abandoned'
      : // The route EndCall plays a message, if any, and hangs up.
        answered !== null && /^endcall$/i.test(reached)
        ? 'ivr_abandoned'
        : verdictOf(
            answered !== null,
            type,
            take('reason-terminated') ?? '',
            /voice_?mail/i.test(type ?? ''),
          );
  return event(context, {
    eventId: `${callId}:${start.at}:${disposition}`,
    callId,
    linkedCallIds: [take('callid')].filter((id) => id !== null && id !== callId),
    ...partiesOf(
      stripped(take('from-no') ?? ''),
      stripped(take('dial-no') ?? take('to-no') ?? take('final-number') ?? ''),
      numbers,
      /line|external|provider/i.test(take('from-type') ?? '') ? 'inbound' : null,
    ),
    startedAt: start.at,
    answeredAt: disposition === 'answered' ? answered?.at : null,
    endedAt: end?.at,
    occurredAt: end?.at ?? start.at,
    timePrecision: start.precision,
    talkSeconds: disposition === 'answered' ? duration(take('duration')) : null,
    disposition,
    dispositionRaw: [take('reason-terminated'), type]
      .filter((text) => text !== null)
      .join(', ')
      .slice(0, 200),
    agent: disposition === 'answered' ? take('final-dispname') : null,
    callerName: take('from-dispname'),
  });
}

/** The variables of the ReportCall scenario, under their own names. */
function readJournal(record: Fields, numbers: PbxNumbers, context: ParseContext): ParseResult<CallEvent> {
  const take = (...names: readonly string[]): string | null =>
    names.map((name) => textOf(record[name])).find((text) => text !== null) ?? null;
  const kind = take('CallType', 'callType', 'call_type')?.toLowerCase();
  if (kind === undefined)
    return malformed('CallType', 'missing', 'Send CallType, Number, DateTime and Duration.');
  const start = timeOf(
    take('CallStartTimeUTC', 'CallStartTimeLocal', 'DateTime', 'StartTime', 'dateTime'),
    context,
  );
  if (start === null)
    return malformed('DateTime', 'missing, or not a time', 'Send CallStartTimeUTC as ISO 8601.');
  const number = take('Number', 'number') ?? '';
  const outbound = kind === 'outbound' || kind === 'notanswered';
  const disposition: Disposition =
    ({ inbound: 'answered', outbound: 'answered', missed: 'no_answer', notanswered: 'no_answer' }[kind] as
      Disposition | undefined) ?? 'unknown';
  const talk = duration(take('Duration', 'DurationTimespan', 'duration'));
  const callId = take('CallId', 'HistoryId', 'EntityId') ?? `${number}@${start.at}`;
  const did = take('DID', 'Did', 'QueueExtension', 'Agent', 'agent');
  return event(context, {
    eventId: `${callId}:${kind}`,
    callId,
    linkedCallIds: [],
    ...partiesOf(
      outbound ? did : number,
      outbound ? number : did,
      numbers,
      outbound ? 'outbound' : 'inbound',
    ),
    ...spanOf(start, null, disposition === 'answered' ? talk : null),
    timePrecision: start.precision,
    talkSeconds: disposition === 'answered' ? talk : null,
    disposition,
    dispositionRaw: kind.slice(0, 200),
    agent: take('Agent', 'agent'),
    callerName: take('Name', 'name'),
  });
}

function event(context: ParseContext, draft: Record<string, unknown>): ParseResult<CallEvent> {
  const source = context.source === '' ? null : context.source;
  return oneEvent({ surface: '3cx', source, final: true, attribution: {}, ...draft });
}

function verdictOf(answered: boolean, type: string | null, reason: string, voicemail: boolean): Disposition {
  if (voicemail) return 'voicemail';
  if (answered) {
    if (type === null || PEOPLE.test(type)) return 'answered';
    if (/queue/i.test(type)) return 'queue_abandoned';
    return /ivr|receptionist|menu|script|fax|ring ?group/i.test(type) ? 'ivr_abandoned' : 'unknown';
  }
  // `Failed_Cancelled`: who called hung up while it rang.
  if (/cancel/i.test(reason)) return 'canceled';
  // Picked up from another phone, which the row does not count as an answer.
  if (/^connected$/i.test(reason.trim())) return 'unknown';
  if (/busy/i.test(reason)) return 'busy';
  if (/reject|declin/i.test(reason)) return 'rejected';
  if (/block|blacklist|banned/i.test(reason)) return 'blocked';
  if (/not ?registered|fail|no_?route|not ?found|invalid/i.test(reason)) return 'failed';
  if (/queue/i.test(type ?? '')) return 'queue_abandoned';
  return 'no_answer';
}

/** When the parts of a call were, from its start and lengths. */
function spanOf(start: ReadInstant, ring: number | null, total: number | null): Record<string, unknown> {
  const endedAt = total === null ? null : shift(start.at, total);
  return {
    startedAt: start.at,
    answeredAt: ring === null ? null : shift(start.at, ring),
    endedAt,
    occurredAt: endedAt ?? start.at,
  };
}

/** Seconds, a clock (`00:01:05`, `1.02:03:04.5`) or an ISO 8601 duration (`PT1M5.2S`). */
function duration(text: string | null): number | null {
  if (text === null) return null;
  const clock = /^(?:(\d+)\.)?(\d{1,3}):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
  const iso = /^P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  const parts = clock ?? iso;
  if (parts === null) return secondsOf(text);
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = parts;
  return secondsOf(
    (Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)).toFixed(3),
  );
}

function timeOf(text: string | null, context: ParseContext): ReadInstant | null {
  return text === null
    ? null
    : (readIso(text) ?? readLocal(text, context.zone) ?? readDayFirst(text, context.zone));
}

/** `20/11/2026 13:42:11`, as the CDR writes it with European settings. */
function readDayFirst(text: string, zone: string): ReadInstant | null {
  const [, day, month, rest] = /^(\d\d)[./](\d\d)[./](\d{4} .*)$/.exec(text) ?? [];
  if (day === undefined || month === undefined || rest === undefined) return null;
  return readLocal(`${rest.slice(0, 4)}-${month}-${day}${rest.slice(4)}`, zone);
}

/** `Ext.102` is 102. */
function stripped(text: string): string {
  return text.replace(/^Ext\.\s*/i, '');
}
