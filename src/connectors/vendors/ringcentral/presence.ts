import type { CallEvent } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { flagOf, textOf } from '../../shared/body.ts';
import { malformed, oneEvent } from '../../shared/event.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { ourNumber } from './calls.ts';
import type { RingCentralSettings } from './calls.ts';
import { readIso } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * The active calls of RingCentral's detailed presence notification,
 * https://developers.ringcentral.com/guide/notifications/event-filters/detailed-extension-presence, read 2026-11-21. It is
 * one extension's view and never decides a call: it does not say whether a call that is gone was ever taken.
 */
export function readActiveCall(
  call: Fields,
  frame: { readonly at: ReadInstant | null; readonly eventId: string; readonly extensionId: string | null },
  config: RingCentralSettings,
  source: string,
): ParseResult<CallEvent> {
  const ids = ['telephonySessionId', 'sessionId', 'id', 'partyId'].flatMap(
    (name) => textOf(call[name]) ?? [],
  );
  const callId = ids[0];
  if (callId === undefined) return malformed('sessionId', 'missing, and so is telephonySessionId');
  const start = readIso(textOf(call['startTime']) ?? '');
  const at = frame.at ?? start;
  if (at === null) return malformed('timestamp', 'missing, or not a date between 2000 and 2099');
  const outbound = textOf(call['direction'])?.toLowerCase() === 'outbound';
  const status = textOf(call['telephonyStatus']) ?? 'unknown';
  const talking = ['CallConnected', 'OnHold', 'ParkedCall'].includes(status);
  const person = frame.extensionId === null || !config.platformExtensionIds.includes(frame.extensionId);
  const from = readParty(textOf(call['from']));
  const to = readParty(textOf(call['to'])).number;
  const known = status === 'Ringing' || status === 'NoCall' || talking;
  return oneEvent({
    surface: 'ringcentral',
    source: source === '' ? null : source,
    eventId: `${frame.eventId}:${textOf(call['id']) ?? callId}`.slice(0, 256),
    callId,
    linkedCallIds: [...new Set(ids)].filter((id) => id !== callId),
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to: to ?? (outbound ? null : ourNumber(config, frame.extensionId)),
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: start?.at,
    endedAt: status === 'NoCall' ? at.at : null,
    final: false,
    disposition: talking && person ? 'answered' : known ? 'in_progress' : 'unknown',
    dispositionRaw: status,
    queue: flagOf(call['queueCall']) === true ? textOf(call['toName'], 200) : null,
    agent: talking && person ? frame.extensionId : null,
    attribution: {},
    callerName: outbound ? null : textOf(call['fromName'], 200),
  });
}
