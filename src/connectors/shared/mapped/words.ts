import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import { loose } from './paths.ts';

/**
 * What common words of call status and direction mean when a mapping does not say otherwise. Only words that say one
 * thing everywhere are here. `completed`, `ended` and their like say that a call is over and not how: they are kept
 * apart, because a queue, a menu or a mailbox completes calls too.
 */
const STATUS: Readonly<Record<Exclude<Disposition, 'unknown'>, string>> = {
  answered:
    'answered answer picked-up answered-by-human human-answered handled connected talked conversation answered-by-agent agent-answered',
  no_answer:
    'no-answer missed unanswered not-answered not-picked-up no-reply no-response timeout timed-out ring-timeout ring-no-answer no-user-response temporarily-unavailable no-answer-timeout nobody-answered dropped-no-answer',
  busy: 'busy user-busy line-busy busy-here subscriber-busy engaged',
  voicemail:
    'voicemail voice-mail vm left-voicemail voicemail-left voicemail-received sent-to-voicemail went-to-voicemail new-voicemail left-message message-left answering-machine mailbox',
  ivr_abandoned:
    'ivr-abandoned abandoned-in-ivr ivr-abandon ivr-hangup ivr-drop ivr-dropped abandoned-ivr menu-abandoned',
  queue_abandoned:
    'queue-abandoned abandoned-in-queue queue-abandon abandoned abandon abandoned-queue queue-timeout caller-abandoned',
  rejected: 'rejected declined refused reject decline denied',
  blocked: 'blocked blacklisted blocklisted spam spam-blocked screened-out robocall',
  failed:
    'failed failure error congestion network-congestion network-error unreachable invalid-number unallocated-number chanunavail channel-unavailable network-out-of-order destination-out-of-order',
  canceled:
    'canceled cancelled cancel originator-cancel caller-hung-up caller-hangup hung-up-before-answer caller-disconnected-before-answer',
  in_progress:
    'in-progress ringing ring initiated initiate queued started start dialing trying incoming created new active ongoing setup alerting routing in-queue live proceeding early',
};

/** Words that tell that a call is over, and nothing about whether anybody talked. */
const OVER =
  'completed complete ended end finished finish done hangup hungup success successful ok normal-clearing terminated closed disconnected over';

const DIRECTIONS: Readonly<Record<CallEvent['direction'], string>> = {
  inbound: 'inbound in incoming inbound-call received receive terminating missed',
  outbound:
    'outbound out outgoing outbound-call placed dialed dialled made outbound-dial outbound-api originating click-to-call',
  internal: 'internal local intercom extension-to-extension station-to-station',
};

const statuses = indexOf(STATUS);
const directions = indexOf(DIRECTIONS);
const over = new Set(OVER.split(' ').map(loose));

export function commonStatus(word: string): Disposition | 'over' | null {
  const plain = spoken(word);
  if (over.has(plain)) return 'over';
  return statuses.get(plain) ?? null;
}

export function commonDirection(word: string): CallEvent['direction'] | null {
  return directions.get(spoken(word)) ?? directions.get(loose(word)) ?? null;
}

/** `call.missed`, `missed_call` and `Call Missed` are all `missed`. */
function spoken(word: string): string {
  const plain = loose(word);
  const bare = plain.replace(/^(?:phone)?call(?=.)/, '').replace(/(?<=.)(?:phone)?call$/, '');
  return bare === '' ? plain : bare;
}

function indexOf<Meaning extends string>(
  words: Readonly<Record<Meaning, string>>,
): ReadonlyMap<string, Meaning> {
  return new Map(
    (Object.entries(words) as [Meaning, string][]).flatMap(([meaning, list]) =>
      list.split(' ').map((word) => [loose(word), meaning] as const),
    ),
  );
}
