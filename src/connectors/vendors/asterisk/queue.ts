import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { partiesOf } from '../../shared/pbx.ts';
import type { PbxNumbers } from '../../shared/pbx.ts';
import type { Fields } from '../../shared/records.ts';
import { readEpoch } from '../../shared/time.ts';

/**
 * What app_queue says about a caller, over the manager interface and in queue_log.
 * https://docs.asterisk.org/Operation/Logging/Queue-Logs and /API_Documentation/AMI_Events/QueueCallerAbandon; read
 * 2026-11-21. AMI events carry a time only with timestampevents=yes.
 */
interface QueueContext {
  readonly source: string | null;
  readonly receivedAt: string;
  readonly numbers: PbxNumbers;
}

interface Meaning {
  readonly disposition: Disposition;
  readonly final: boolean;
}
const gone: Meaning = { disposition: 'queue_abandoned', final: true };
const talking: Meaning = { disposition: 'answered', final: false };
const talked: Meaning = { disposition: 'answered', final: true };
const waiting: Meaning = { disposition: 'in_progress', final: false };
/** One phone of the queue did not pick up; the caller still waits. */
const rung: Meaning = { disposition: 'no_answer', final: false };

/** Leaving a queue by time-out, key or because nobody works there goes on in the dialplan: Cdr tells how it ended. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  QueueCallerAbandon: gone,
  QueueCallerJoin: waiting,
  AgentConnect: talking,
  AgentComplete: talked,
  AgentRingNoAnswer: rung,
  ABANDON: gone,
  ENTERQUEUE: waiting,
  EXITWITHTIMEOUT: waiting,
  EXITWITHKEY: waiting,
  EXITEMPTY: waiting,
  CONNECT: talking,
  COMPLETECALLER: talked,
  COMPLETEAGENT: talked,
  RINGNOANSWER: rung,
};

export function readQueueEvent(record: Fields, context: QueueContext): ParseResult<CallEvent> {
  const take = (...names: readonly string[]): string | null =>
    names.map((name) => textOf(record[name])).find((text) => text !== null) ?? null;
  const event = take('Event', 'event') ?? '';
  const meaning = Object.hasOwn(MEANINGS, event) ? MEANINGS[event] : undefined;
  if (meaning === undefined)
    return ignored(`${event.slice(0, 60) || 'A record without a name'} does not say how a call ended.`);
  const caller = take('Uniqueid', 'UniqueID', 'callid');
  if (caller === null) return malformed('Uniqueid', 'missing');
  const leg = meaning === rung ? take('DestUniqueid') : null;
  const at = readEpoch(take('Timestamp', 'time'));
  const log = record['queuename'] !== undefined;
  const wait = { ABANDON: 'data3', CONNECT: 'data1', COMPLETECALLER: 'data1', COMPLETEAGENT: 'data1' }[event];
  const number =
    event === 'ENTERQUEUE'
      ? (take('data2') ?? '')
      : Object.hasOwn(record, 'CallerIDNum')
        ? (take('CallerIDNum') ?? '').replace(/^<unknown>$/, '')
        : null;
  const talk = { COMPLETECALLER: 'data2', COMPLETEAGENT: 'data2' }[event] ?? 'TalkTime';
  const agent = take('MemberName', 'Interface', 'agent');
  return oneEvent({
    surface: 'asterisk',
    source: context.source,
    eventId: `${caller}:${event}:${leg ?? at?.at ?? ''}`.slice(0, 256),
    callId: leg ?? caller,
    linkedCallIds: [...new Set([caller, take('Linkedid')])].filter(
      (id) => id !== null && id !== (leg ?? caller),
    ),
    ...partiesOf(number, log ? null : take('DNID'), context.numbers, 'inbound'),
    occurredAt: at?.at ?? context.receivedAt,
    timePrecision: at?.precision ?? 'none',
    answeredAt: meaning === talking ? at?.at : null,
    endedAt: meaning.final ? at?.at : null,
    ringSeconds: secondsOf(take(wait ?? 'HoldTime')),
    talkSeconds: meaning === talked ? secondsOf(take(talk)) : null,
    ...meaning,
    dispositionRaw: event,
    answeredBy: meaning.disposition === 'answered' ? 'human' : null,
    queue: take('Queue', 'queuename'),
    agent: agent === 'NONE' || meaning === gone || meaning === waiting ? null : agent,
    callerName: take('CallerIDName') === '<unknown>' ? null : take('CallerIDName'),
    attribution: {},
  });
}
