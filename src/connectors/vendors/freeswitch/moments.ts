import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { partiesOf } from '../../shared/pbx.ts';
import type { PbxNumbers } from '../../shared/pbx.ts';
import { readEpoch } from '../../shared/time.ts';
import type { Channel } from './channel.ts';

/**
 * Events of the event socket that come before the end of a channel: CHANNEL_CREATE and CHANNEL_BRIDGE of the caller's own
 * channel, and callcenter::info of mod_callcenter. None of them is needed where CHANNEL_HANGUP_COMPLETE arrives.
 * https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Introduction/Event-System/Event-List_7143557,
 * /Modules/mod_callcenter_1049389 (Events); read 2026-11-21.
 */
export function readMoment(
  channel: Channel,
  context: { readonly source: string | null; readonly receivedAt: string; readonly numbers: PbxNumbers },
): ParseResult<CallEvent> {
  const { field } = channel;
  const name = channel.event ?? '';
  if (name === 'CUSTOM' && field('Event-Subclass') === 'callcenter::info') return readQueue(channel, context);
  if (name !== 'CHANNEL_CREATE' && name !== 'CHANNEL_BRIDGE')
    return ignored(`${name.slice(0, 60)} tells nothing that the end of the channel does not.`);
  if (channel.direction === 'outbound')
    return ignored('A channel that was made to call a phone; who called is told by the other one.');
  if (channel.uuid === null) return malformed('Unique-ID', 'missing');
  const at = readEpoch(channel.timestamp);
  const joined = name === 'CHANNEL_BRIDGE';
  const other = field('Other-Leg-Unique-ID') ?? field('Bridge-B-Unique-ID');
  const own = channel.get('user_name') ?? channel.get('sip_auth_username');
  const parties = partiesOf(own ?? channel.caller, channel.callee, context.numbers);
  return oneEvent({
    surface: 'freeswitch',
    source: context.source,
    eventId: `${channel.uuid}:${joined ? `bridge:${other ?? ''}` : 'create'}`.slice(0, 256),
    callId: channel.uuid,
    linkedCallIds: [other].filter((id) => id !== null && id !== channel.uuid),
    ...parties,
    occurredAt: at?.at ?? context.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: (readEpoch(field('Caller-Channel-Created-Time')) ?? (joined ? null : at))?.at,
    answeredAt: joined ? at?.at : null,
    final: false,
    disposition: joined ? 'answered' : 'in_progress',
    dispositionRaw: name,
    callerName:
      parties.direction === 'inbound' && channel.callerName !== channel.caller ? channel.callerName : null,
    attribution: {},
  });
}

/** What became of one who waited; a time-out or an empty queue goes on in the dialplan. */
const ACTIONS: Readonly<Record<string, { disposition: Disposition; final: boolean }>> = {
  'member-queue-start': { disposition: 'in_progress', final: false },
  'bridge-agent-start': { disposition: 'answered', final: false },
  'bridge-agent-end': { disposition: 'answered', final: true },
};

function readQueue(
  channel: Channel,
  context: { readonly source: string | null; readonly receivedAt: string; readonly numbers: PbxNumbers },
): ParseResult<CallEvent> {
  const { field } = channel;
  const action = field('CC-Action') ?? '';
  const reason = [field('CC-Cause'), field('CC-Cancel-Reason')].filter((text) => text !== null);
  const outcome =
    action === 'member-queue-end'
      ? endOf(reason)
      : Object.hasOwn(ACTIONS, action)
        ? ACTIONS[action]
        : undefined;
  if (outcome === undefined)
    return ignored(
      `${action.slice(0, 60) || 'A callcenter event without an action'} is not about how a caller fared.`,
    );
  const id = field('CC-Member-Session-UUID') ?? field('CC-Member-UUID');
  if (id === null) return malformed('CC-Member-Session-UUID', 'missing');
  const at = readEpoch(channel.timestamp);
  const time = (name: string): string | null => readEpoch(field(name))?.at ?? null;
  const name = field('CC-Member-CID-Name');
  return oneEvent({
    surface: 'freeswitch',
    source: context.source,
    eventId: [id, action, at?.at ?? ''].join(':').slice(0, 256),
    callId: id,
    linkedCallIds: [field('CC-Agent-UUID')].filter((leg) => leg !== null && leg !== id),
    ...partiesOf(field('CC-Member-CID-Number') ?? '', null, context.numbers, 'inbound'),
    occurredAt: at?.at ?? context.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: time('CC-Member-Joined-Time'),
    answeredAt:
      outcome.disposition === 'answered'
        ? (time('CC-Agent-Answered-Time') ?? (action === 'bridge-agent-start' ? at?.at : null))
        : null,
    endedAt: outcome.final
      ? (time('CC-Member-Leaving-Time') ?? time('CC-Bridge-Terminated-Time') ?? at?.at)
      : null,
    ...outcome,
    answeredBy: outcome.disposition === 'answered' ? 'human' : null,
    dispositionRaw: [action, ...reason].join(', ').slice(0, 200),
    queue: field('CC-Queue')?.slice(0, 200),
    agent: field('CC-Agent')?.slice(0, 200),
    callerName: name !== null && /[a-z]/i.test(name) ? name : null,
    attribution: {},
  });
}

function endOf(reason: readonly string[]): { disposition: Disposition; final: boolean } {
  if (reason[0] === 'Terminated') return { disposition: 'answered', final: true };
  return reason.includes('BREAK_OUT')
    ? { disposition: 'queue_abandoned', final: true }
    : { disposition: 'in_progress', final: false };
}
