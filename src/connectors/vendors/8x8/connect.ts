import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseContext, ParseResult } from '../../../ports/connector.ts';
import { asObject, secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { dispositionFor } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso, secondsBetween } from '../../shared/time.ts';

/**
 * 8x8 Connect (CPaaS): the voice session summary webhook, one per finished session.
 * https://developer.8x8.com/connect/docs/voice/number-masking/session-summary, read 2026-11-21.
 * callA is the customer's leg, callB the one that was rung for it. A session that completed without a callB was taken by
 * a prompt: nobody spoke.
 */
const STATUSES = {
  completed: 'answered',
  no_answer: 'no_answer',
  busy: 'busy',
  canceled: 'canceled',
  cancelled: 'canceled',
  failed: 'failed',
  error: 'failed',
} as const satisfies Record<string, Disposition>;

export function readSession(fields: Fields, context: ParseContext): ParseResult<CallEvent> {
  const type = textOf(fields['eventType']) ?? 'missing';
  if (type.toUpperCase() !== 'SESSION_SUMMARY')
    return ignored(
      `A ${type.slice(0, 60)} event of 8x8 Connect; the session summary tells how the call went.`,
    );
  const payload = asObject(fields['payload']) ?? fields;
  const callId = textOf(payload['sessionId']);
  if (callId === null) return malformed('payload.sessionId', 'missing');
  const details = asObject(payload['details']) ?? {};
  const a = asObject(details['callA']) ?? {};
  const b = asObject(details['callB']);
  const end = timeOf(payload['endTime']) ?? timeOf(a['disconnectedTimestamp']);
  const start = timeOf(a['initiatedTimestamp']) ?? timeOf(payload['startTime']);
  const at = end ?? start;
  if (at === null) return malformed('payload.endTime', 'missing, or not a date between 2000 and 2099');

  const outbound = textOf(a['callDirection'])?.toUpperCase() === 'OUTBOUND';
  const raw = textOf(payload['sessionStatus']) ?? 'missing';
  const status = wordOf(raw);
  const decisive = b ?? (outbound ? a : null);
  const connected = timeOf(decisive?.['connectedTimestamp']);
  const legStatus = wordOf(textOf(decisive?.['callStatus']) ?? raw);
  const mapped = dispositionFor(STATUSES, status);
  const disposition: Disposition =
    mapped !== 'answered'
      ? mapped
      : decisive === null
        ? 'ivr_abandoned'
        : connected === null && legStatus === 'completed'
          ? 'no_answer'
          : dispositionFor(STATUSES, legStatus);
  const from = readParty(textOf(a['source']));
  const to = readParty(textOf(a['destination'])).number;
  const forwardedTo = outbound ? null : readParty(textOf(b?.['destination'])).number;
  const answered = disposition === 'answered';
  const ids = [textOf(a['callId']), textOf(b?.['callId'])];
  return oneEvent({
    surface: '8x8',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${raw}:${at.at}`,
    callId,
    linkedCallIds: [...new Set(ids.filter((id) => id !== null && id !== callId))],
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to,
    forwardedTo: forwardedTo === to ? null : forwardedTo,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: start?.at,
    answeredAt: answered ? connected?.at : null,
    endedAt: end?.at,
    ringSeconds: secondsBetween(timeOf(decisive?.['initiatedTimestamp']), connected),
    talkSeconds: answered ? secondsOf(decisive?.['callDuration']) : null,
    final: true,
    disposition,
    dispositionRaw: raw,
    attribution: {},
  });
}

/** Documentation writes both NO_ANSWER and NO ANSWER. */
function wordOf(text: string): string {
  return text.toLowerCase().replaceAll(/[\s-]/g, '_');
}

function timeOf(value: unknown): ReturnType<typeof readIso> {
  return readIso(textOf(value) ?? '');
}
