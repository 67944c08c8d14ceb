import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { isExtension, partiesOf } from '../../shared/pbx.ts';
import type { PbxNumbers } from '../../shared/pbx.ts';
import type { Fields } from '../../shared/records.ts';
import { readEpoch, readIso } from '../../shared/time.ts';

export interface ChannelContext {
  readonly source: string | null;
  readonly receivedAt: string;
  readonly numbers: PbxNumbers;
}

/**
 * The end of a channel, as the manager interface (Hangup) and ARI (ChannelDestroyed) tell it. It is weaker than the call
 * record: a channel that was still ringing was taken by nobody, and one that was up may have listened to a menu, so only
 * the first decides, and only on the caller's own channel. State and cause numbers: AST_STATE_* and AST_CAUSE_* of
 * Asterisk; https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Events/Hangup, read 2026-11-21.
 */
export function readHangup(
  record: Fields,
  context: ChannelContext,
  /** The channel was called, by one that the record does not name. */
  called = false,
): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(record[name]);
  const id = take('Uniqueid');
  if (id === null) return malformed('Uniqueid', 'missing');
  if (take('ChannelState') === null && take('ChannelStateDesc') === null)
    return ignored('A Hangup that does not name the state of its channel says nothing about who took it.');
  const linked = take('Linkedid');
  const first = !called && (linked === null || linked === id);
  const state = take('ChannelStateDesc') ?? (take('ChannelState') === '6' ? 'Up' : '');
  const up = /^up$/i.test(state);
  const cause = take('Cause') ?? '';
  // A channel that was called shows itself as caller id; who called it is its connected line.
  const field = first ? 'CallerIDNum' : 'ConnectedLineNum';
  const caller = Object.hasOwn(record, field) ? (take(field) ?? '').replace(/^<unknown>$/, '') : null;
  const at = readEpoch(take('Timestamp')) ?? readIso(take('Timestamp') ?? '');
  const made = readIso(take('CreationTime') ?? '') ?? readEpoch(/(?:^|-)(\d{10})\.\d+$/.exec(id)?.[1] ?? '');
  const parties = partiesOf(caller, take('Exten'), context.numbers);
  return oneEvent({
    surface: 'asterisk',
    source: context.source,
    eventId: `${id}:hangup`.slice(0, 256),
    callId: id,
    linkedCallIds: first || linked === null ? [] : [linked],
    ...parties,
    ...(first || parties.direction !== 'inbound' ? {} : { to: null }),
    occurredAt: at?.at ?? context.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: made?.at,
    endedAt: at?.at,
    final: first && !up,
    disposition: up ? 'in_progress' : missOf(cause),
    dispositionRaw: [state, cause, take('Cause-txt')]
      .filter((word) => word !== null && word !== '')
      .join(', '),
    agent: first ? null : take('CallerIDNum')?.replace(/^<unknown>$/, ''),
    attribution: {},
  });
}

/** A channel in state Ring has called in; one that is Down or Ringing was made to call a phone. */
export function readNewChannel(
  record: Fields,
  context: ChannelContext,
  isOutside: (dialContext: string) => boolean,
): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(record[name]);
  const id = take('Uniqueid');
  if (id === null) return malformed('Uniqueid', 'missing');
  const exten = take('Exten');
  const linked = take('Linkedid');
  const calledIn = take('ChannelState') === '4' || /^ring$/i.test(take('ChannelStateDesc') ?? '');
  if (!calledIn || exten === null || (linked !== null && linked !== id))
    return ignored('A channel that was made to call a phone says nothing about who called.');
  const caller = (take('CallerIDNum') ?? '').replace(/^<unknown>$/, '');
  const at = readEpoch(take('Timestamp')) ?? readIso(take('Timestamp') ?? '');
  const made = readEpoch(/(?:^|-)(\d{10})\.\d+$/.exec(id)?.[1] ?? '');
  const name = take('CallerIDName');
  return oneEvent({
    surface: 'asterisk',
    source: context.source,
    eventId: `${id}:start`.slice(0, 256),
    callId: id,
    linkedCallIds: [],
    ...partiesOf(
      caller,
      exten,
      context.numbers,
      !isExtension(caller) && isOutside(take('Context') ?? '') ? 'inbound' : null,
    ),
    occurredAt: at?.at ?? made?.at ?? context.receivedAt,
    timePrecision: (at ?? made)?.precision ?? 'none',
    startedAt: (made ?? at)?.at,
    final: false,
    disposition: 'in_progress',
    dispositionRaw: 'Newchannel, Ring',
    callerName: name !== null && /[a-z]/i.test(name) && name !== '<unknown>' ? name : null,
    attribution: {},
  });
}

export function readDialEnd(record: Fields, context: ChannelContext): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(record[name]);
  const leg = take('DestUniqueid');
  const status = take('DialStatus') ?? '';
  if (leg === null) return malformed('DestUniqueid', 'missing');
  const mapped = Object.hasOwn(DIAL_STATUS, status)
    ? DIAL_STATUS[status as keyof typeof DIAL_STATUS]
    : 'unknown';
  // A Local channel is another part of the dialplan, perhaps a menu.
  const platform = mapped === 'answered' && /^local\//i.test(take('DestChannel') ?? '');
  const at = readEpoch(take('Timestamp')) ?? readIso(take('Timestamp') ?? '');
  const caller = Object.hasOwn(record, 'CallerIDNum')
    ? (take('CallerIDNum') ?? '').replace(/^<unknown>$/, '')
    : null;
  const callee = take('DestExten') ?? take('DestCallerIDNum');
  const parties = partiesOf(caller, callee, context.numbers);
  return oneEvent({
    surface: 'asterisk',
    source: context.source,
    eventId: `${leg}:dialend:${status}`,
    callId: leg,
    linkedCallIds: [...new Set([take('Uniqueid'), take('Linkedid')])].filter(
      (id) => id !== null && id !== leg,
    ),
    ...parties,
    ...(parties.direction === 'inbound' ? { to: null } : {}),
    occurredAt: at?.at ?? context.receivedAt,
    timePrecision: at?.precision ?? 'none',
    final: false,
    disposition: platform ? 'in_progress' : mapped,
    dispositionRaw: status.slice(0, 200),
    agent: take('DestCallerIDNum'),
    attribution: {},
  });
}

/** What became of one phone, https://docs.asterisk.org/.../AMI_Events/DialEnd. */
const DIAL_STATUS = {
  ANSWER: 'answered',
  BUSY: 'busy',
  NOANSWER: 'no_answer',
  CANCEL: 'canceled',
  CHANUNAVAIL: 'failed',
  CONGESTION: 'failed',
  // How far it is, in events of ARI.
  BEGIN: 'in_progress',
  RINGING: 'in_progress',
  PROGRESS: 'in_progress',
  PROCEEDING: 'in_progress',
  // The dialplan goes on with the caller.
  ABORT: 'in_progress',
  GOTO: 'in_progress',
  CONTINUE: 'in_progress',
} as const satisfies Record<string, Disposition>;

/** Q.850: the caller who hangs up while it rings is a normal clearing. */
export function missOf(cause: string): Disposition {
  if (cause === '17') return 'busy';
  if (cause === '21') return 'rejected';
  // Another phone took it.
  if (cause === '26') return 'in_progress';
  return ['', '0', '16', '18', '19', '31'].includes(cause) ? 'no_answer' : 'failed';
}
