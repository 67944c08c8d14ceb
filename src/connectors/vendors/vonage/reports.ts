import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseContext, ParseResult } from '../../../ports/connector.ts';
import { secondsOf, textOf } from '../../shared/body.ts';
import { malformed, oneEvent } from '../../shared/event.ts';
import { dispositionFor, firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readBareUtc, readIso } from '../../shared/time.ts';

/**
 * Rows of reports, which operators keep and send again: the call logs of Vonage Business Communications
 * (https://developer.vonage.com/en/api/vonage-business-cloud/reports: times in UTC without saying so, lengths in seconds,
 * numbers without a plus), and voice rows of the Reports API of the platform (https://developer.vonage.com/en/api/reports),
 * which are calls of the Voice API under other names; read 2026-11-21. Of `result` only the word Answered is documented;
 * the others are those that its screens show.
 */
const RESULTS = {
  answered: 'answered',
  connected: 'answered',
  missed: 'no_answer',
  noanswer: 'no_answer',
  notanswered: 'no_answer',
  unanswered: 'no_answer',
  voicemail: 'voicemail',
  abandoned: 'queue_abandoned',
  busy: 'busy',
  rejected: 'rejected',
  declined: 'rejected',
  blocked: 'blocked',
  cancelled: 'canceled',
  canceled: 'canceled',
  failed: 'failed',
} as const satisfies Record<string, Disposition>;

export function isBusinessLog(fields: Fields): boolean {
  return fields['result'] !== undefined && fields['start'] !== undefined && fields['uuid'] === undefined;
}

export function readBusinessLog(
  row: Fields,
  settings: { readonly mainNumber?: string | undefined },
  context: ParseContext,
): ParseResult<CallEvent> {
  const id = textOf(row['id']);
  if (id === null) return malformed('id', 'missing');
  const start = timeOf(row['start']);
  if (start === null) return malformed('start', 'missing, or not a date between 2000 and 2099');
  const end = timeOf(row['end']);
  const way = textOf(row['direction'])?.toLowerCase() ?? '';
  const direction = way.startsWith('out') ? 'outbound' : way.startsWith('in') ? inOrWithin(way) : 'inbound';
  const from = readParty(textOf(row['from']));
  const to = readParty(textOf(row['to'])).number;
  const main = settings.mainNumber ?? null;
  const raw = textOf(row['result'], 200) ?? '';
  const disposition = dispositionFor(RESULTS, raw.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const answered = disposition === 'answered';
  return oneEvent({
    surface: 'vonage',
    source: context.source === '' ? null : context.source,
    eventId: `${id}:log:${raw}`.slice(0, 256),
    callId: id,
    linkedCallIds: [],
    direction,
    from: from.number ?? (direction === 'outbound' ? main : null),
    fromWithheld: direction === 'inbound' && from.withheld,
    to: to ?? (direction === 'inbound' ? main : null),
    occurredAt: (end ?? start).at,
    timePrecision: (end ?? start).precision,
    startedAt: start.at,
    endedAt: end?.at,
    talkSeconds: answered ? secondsOf(row['length']) : null,
    final: true,
    disposition,
    dispositionRaw: raw,
    agent: answered
      ? firstText(
          row,
          direction === 'outbound'
            ? ['source_user', 'source_extension']
            : ['destination_user', 'destination_extension'],
          200,
        )
      : null,
    attribution: {},
  });
}

/** A voice row of the platform's reports under the names of an event; anything else as it is. */
export function asPlatformEvent(fields: Fields): Fields {
  if (fields['call_id'] === undefined || fields['uuid'] !== undefined || fields['account_id'] === undefined)
    return fields;
  return {
    uuid: fields['call_id'],
    conversation_uuid: fields['conversation_id'] ?? fields['conversation_uuid'],
    from: fields['from'],
    to: fields['to'],
    direction: textOf(fields['direction'])?.toLowerCase(),
    status: textOf(fields['status'])
      ?.toLowerCase()
      .replace(/^answered$/, 'completed'),
    start_time: fields['start_time'] ?? fields['date_start'],
    end_time: fields['end_time'] ?? fields['date_end'],
    duration: fields['duration'],
  };
}

function inOrWithin(way: string): CallEvent['direction'] {
  return way.startsWith('int') ? 'internal' : 'inbound';
}

function timeOf(value: unknown) {
  const text = textOf(value);
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}
