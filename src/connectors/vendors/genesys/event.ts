import type { Disposition } from '../../../core/model/call-event.ts';
import { textOf } from '../../shared/body.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * What one detail event of Genesys Cloud (`v2.detail.events.conversation.{id}.acd.end` and its kin) says about the call.
 * Topic list: https://developer.genesys.cloud/notificationsalerts/notifications/available-topics; event fields and enums:
 * the platform SDK's models AcdEndDetailEventTopicAcdEndEvent, UserEnd..., FlowEnd... (version 209.1), read 2026-11-21.
 *
 * Only three of them decide: the queue says ABANDON or ANSWERED, a user spoke, the caller hung up in an inbound flow. The
 * end of the customer's session says that the call is over, not how; the detail record tells that.
 */
export interface EventOutcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  /** The event's time is when this happened. */
  readonly marks: 'start' | 'answer' | 'end' | null;
  readonly raw: string;
}

/** `acd.end` out of a topic name, with the id of the conversation in it or not; null for other topics. */
export function detailEventOf(topic: string): string | null {
  return (
    /detail\.events?\.conversation\.[^.]+\.([a-z]+(?:\.[a-z]+)?)$/i.exec(topic)?.[1]?.toLowerCase() ?? null
  );
}

/** Topics of a conversation that are no step of the call itself, such as a wrap-up code. */
export function isStep(event: string): boolean {
  return Object.hasOwn(READERS, event);
}

export function eventOutcome(event: string, body: Fields): EventOutcome {
  const read = Object.hasOwn(READERS, event) ? READERS[event] : undefined;
  const found = read?.(body) ?? ({ disposition: 'unknown', final: false, marks: null } as const);
  const said = ['acdOutcome', 'disconnectType', 'flowType'].flatMap((name) => textOf(body[name]) ?? []);
  return { ...found, raw: [event, ...said].join(', ').slice(0, 200) };
}

type Reader = (body: Fields) => Omit<EventOutcome, 'raw'>;

const going = (marks: EventOutcome['marks']): Reader => {
  return () => ({ disposition: 'in_progress', final: false, marks });
};

const READERS: Readonly<Record<string, Reader>> = {
  'customer.start': going('start'),
  'customer.end': going('end'),
  'acd.start': going(null),
  'acd.end': acdEnd,
  'user.start': going(null),
  'user.end': userEnd,
  'flow.start': going(null),
  'flow.end': flowEnd,
  'voicemail.start': () => ({ disposition: 'voicemail', final: false, marks: null }),
  'voicemail.end': () => ({ disposition: 'voicemail', final: true, marks: 'end' }),
};

function acdEnd(body: Fields): Omit<EventOutcome, 'raw'> {
  switch (textOf(body['acdOutcome'])?.toUpperCase()) {
    case 'ABANDON':
      return { disposition: 'queue_abandoned', final: true, marks: 'end' };
    case 'ANSWERED':
      return { disposition: 'answered', final: true, marks: 'answer' };
    case 'FLOW_OUT':
    case 'FLOWOUT':
      // The queue handed the call to a flow: voicemail, a callback, another queue.
      return { disposition: 'in_progress', final: false, marks: null };
    default:
      return { disposition: 'unknown', final: false, marks: null };
  }
}

function userEnd(body: Fields): Omit<EventOutcome, 'raw'> {
  if (Number(textOf(body['interactingDurationMs']) ?? 0) > 0)
    return { disposition: 'answered', final: true, marks: 'end' };
  // One user did not take it; the queue goes on to the next.
  return { disposition: 'no_answer', final: false, marks: null };
}

/** On a flow's own session PEER, ENDPOINT and CLIENT all say that the far side went away. */
function flowEnd(body: Fields): Omit<EventOutcome, 'raw'> {
  const inbound = textOf(body['flowType'])?.toUpperCase() === 'INBOUNDCALL';
  const gone = ['PEER', 'ENDPOINT', 'CLIENT'].includes(textOf(body['disconnectType'])?.toUpperCase() ?? '');
  return inbound && gone
    ? { disposition: 'ivr_abandoned', final: true, marks: 'end' }
    : { disposition: 'in_progress', final: false, marks: null };
}
