import type { CallEvent } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { asObject, flagOf, secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { firstText } from '../../shared/lookup.ts';
import { partiesOf } from '../../shared/pbx.ts';
import type { PbxNumbers } from '../../shared/pbx.ts';
import { readEpoch, shift } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * Kazoo's notifications as a webhook tells them: missed_call, which the switch decides by itself, and voicemail_new and
 * voicemail_saved, the only frames that tell a mailbox from a talk.
 * https://github.com/2600hz/kazoo (applications/webhooks/doc/events/notifications.md and the published samples), read
 * 2026-11-21. A missed call holds the end of the caller's leg under `notify`. Lengths of messages are milliseconds.
 */
type Fields = Readonly<Record<string, unknown>>;

const GREGORIAN_TO_UNIX = 62_167_219_200;

export function isNotification(fields: Fields): boolean {
  return textOf(fields['event_category'])?.toLowerCase() === 'notification';
}

export function readNotification(
  fields: Fields,
  numbers: PbxNumbers,
  source: string,
): ParseResult<CallEvent> {
  const name = textOf(fields['event_name'])?.toLowerCase() ?? 'missing';
  const missed = name === 'missed_call';
  const mailbox = name === 'voicemail_new' || name === 'voicemail_saved';
  if (!missed && !mailbox) return ignored(`A ${name.slice(0, 60)} notification says nothing about a call.`);
  const callId = textOf(fields['call_id']);
  if (callId === null) return malformed('call_id', 'missing');
  const leg = asObject(fields['notify']) ?? {};
  const at = readGregorian(fields[missed ? 'timestamp' : 'voicemail_timestamp'] ?? leg['timestamp']);
  if (at === null)
    return malformed(
      missed ? 'timestamp' : 'voicemail_timestamp',
      'missing, or not in seconds since the year 0',
    );
  const caller = firstText(fields, ['caller_id_number', 'from_user']);
  const dialled = firstText({ ...leg, ...fields }, ['to_user', 'request']);
  const other = textOf(leg['other_leg_call_id']);
  const voicemail = mailbox || flagOf(fields['message_left']) === true;
  const lasted = missed ? secondsOf(leg['duration_seconds']) : null;
  const ms = mailbox ? secondsOf(Number(textOf(fields['voicemail_length']) ?? Number.NaN) / 1000) : null;
  const transcript = textOf(fields['voicemail_transcription'], 20_000);
  return oneEvent({
    surface: 'ooma',
    source: source === '' ? null : source,
    eventId: `${callId}:${mailbox ? 'voicemail' : name}:${at.at}`,
    callId,
    linkedCallIds: other === null || other === callId ? [] : [other],
    ...partiesOf(caller ?? '', dialled, numbers, 'inbound'),
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: lasted === null ? null : shift(at.at, -lasted),
    endedAt: missed ? at.at : null,
    ringSeconds: missed ? secondsOf(leg['ringing_seconds']) : null,
    final: true,
    disposition: voicemail ? 'voicemail' : 'no_answer',
    dispositionRaw: [name, textOf(leg['hangup_cause'])].filter((part) => part !== null).join(', '),
    voicemail: voicemail
      ? {
          left: true,
          ...(ms === null ? {} : { seconds: ms }),
          ...(transcript === null ? {} : { transcript }),
        }
      : null,
    attribution: {},
    callerName: textOf(fields['caller_id_name'], 200),
  });
}

/** Erlang counts seconds from the year 0. */
export function readGregorian(value: unknown): ReadInstant | null {
  const text = textOf(value) ?? '';
  return /^\d{11}(\.\d+)?$/.test(text) ? readEpoch(Math.floor(Number(text)) - GREGORIAN_TO_UNIX) : null;
}
