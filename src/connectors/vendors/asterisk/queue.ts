import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { partiesOf } from '../../shared/pbx.ts';
import type { PbxNumbers } from '../../shared/pbx.ts';
import type { Fields } from '../../shared/records.ts';
import { readEpoch, readIso, readLocal } from '../../shared/time.ts';

/**
 * What app_queue says about a caller, over the manager interface and in queue_log.
 * https://docs.asterisk.org/Operation/Logging/Queue-Logs and /API_Documentation/AMI_Events/QueueCallerAbandon; read
 * 2026-11-21. AMI events carry a time only with timestampevents=yes.
 */
interface QueueContext {
  readonly source: string | null;
  readonly receivedAt: string;
  readonly numbers: PbxNumbers;
  /** Of times that the queue_log table writes as the server's clock shows them. */
  readonly zone: string;
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
  FULL: waiting,
  JOINEMPTY: waiting,
  JOINUNAVAIL: waiting,
  CONNECT: talking,
  COMPLETECALLER: talked,
  COMPLETEAGENT: talked,
  // An agent had talked, and passed the caller on.
  TRANSFER: talked,
  BLINDTRANSFER: talked,
  ATTENDEDTRANSFER: talked,
  RINGNOANSWER: rung,
};

/** Where queue_log writes how long the caller waited and talked. */
const COLUMNS: Readonly<Record<string, readonly [string, string]>> = {
  ABANDON: ['data3', 'TalkTime'],
  CONNECT: ['data1', 'TalkTime'],
  COMPLETECALLER: ['data1', 'data2'],
  COMPLETEAGENT: ['data1', 'data2'],
  TRANSFER: ['data3', 'data4'],
  BLINDTRANSFER: ['data3', 'data4'],
  ATTENDEDTRANSFER: ['data3', 'data4'],
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
  const time = take('Timestamp', 'time') ?? '';
  const at = readEpoch(time) ?? readIso(time) ?? readLocal(time, context.zone);
  const [wait, talk] = COLUMNS[event] ?? ['HoldTime', 'TalkTime'];
  const number =
    event === 'ENTERQUEUE'
      ? (take('data2') ?? '')
      : Object.hasOwn(record, 'CallerIDNum')
        ? (take('CallerIDNum') ?? '').replace(/^<unknown>$/, '')
        : null;
  const agent = take('MemberName', 'Interface', 'agent');
  return oneEvent({
    surface: 'asterisk',
    source: context.source,
    eventId: `${caller}:${event}:${leg ?? at?.at ?? ''}`.slice(0, 256),
    callId: leg ?? caller,
    linkedCallIds: [...new Set([caller, take('Linkedid')])].filter(
      (id) => id !== null && id !== (leg ?? caller),
    ),
    ...partiesOf(number, take('DNID'), context.numbers, 'inbound'),
    occurredAt: at?.at ?? context.receivedAt,
    timePrecision: at?.precision ?? 'none',
    answeredAt: meaning === talking ? at?.at : null,
    endedAt: meaning.final ? at?.at : null,
    ringSeconds: secondsOf(take(wait)),
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

/**
 * Lines of queue_log name the caller once (ENTERQUEUE) and the number dialled once (DID, if the dialplan logs it): where
 * those came in the same delivery, the call's other lines are given them. Old tables hold the columns in one, `data`.
 */
export function withCallers(records: readonly Fields[]): readonly Fields[] {
  const known = new Map<string, Record<string, string>>();
  const log = records.map((record) => (record['queuename'] === undefined ? record : columns(record)));
  for (const record of log) {
    const call = textOf(record['callid']);
    if (record['queuename'] === undefined || call === null) continue;
    const [event, caller, dialled] = [record['event'], textOf(record['data2']), textOf(record['data1'])];
    const facts = known.get(call) ?? {};
    if (event === 'ENTERQUEUE') facts['CallerIDNum'] = caller ?? '';
    if (event === 'DID' && dialled !== null) facts['DNID'] = dialled;
    known.set(call, facts);
  }
  return log.map((record) =>
    record['queuename'] === undefined ? record : { ...known.get(textOf(record['callid']) ?? ''), ...record },
  );
}

function columns(record: Fields): Fields {
  const data = textOf(record['data'], 1000);
  if (data === null || record['data1'] !== undefined) return record;
  const named = data.split('|').map((value, index): [string, string] => [`data${index + 1}`, value]);
  return { ...record, ...Object.fromEntries(named) };
}
