import type { Disposition } from '../../../core/model/call-event.ts';
import type { LooseFields } from '../../shared/loose-fields.ts';

export interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly phase: string;
  readonly raw: string;
}

/** What the fields say about how a call went; a body does not name its kind. */
export function outcomeOf(fields: LooseFields, type: string, event: string): Outcome {
  const hangup = plain(fields.text(['hangup', 'hangup_reason', 'reason']) ?? '');
  const talk = lengthOf(fields, 'talk_time', 'duration');
  const agent = fields.text([
    'handling_user_name',
    'agent_id',
    'agent_name',
    'agent_email',
    'handling_agent',
    'handling_agent_name',
    'user_name',
  ]);
  const raw = [event, type, hangup]
    .filter((word) => word !== '')
    .join(', ')
    .slice(0, 200);
  const ended = (disposition: Disposition): Outcome => ({ disposition, final: true, phase: 'ended', raw });
  const named = word(type);
  const reason = word(hangup);
  const row =
    fields.has('end_at', 'end_time', 'total_time', 'talk_time', 'hangup', 'total_duration') ||
    (/finished$/.test(event) && fields.has('duration'));
  // The account's events of the first years have a name of their own for each outcome, and few other fields.
  if (/missed/.test(event)) return ended('no_answer');
  if (/voicemail/.test(event)) return ended('voicemail');
  // The type of a report row decides, except where it says no more than the direction.
  if (named !== null && named !== 'answered') return ended(named);
  if (!row) {
    const started = agent !== null && fields.has('waiting_time', 'is_transfer');
    return started || /start|answer/.test(event)
      ? { disposition: 'answered', final: false, phase: 'started', raw }
      : { disposition: 'in_progress', final: false, phase: 'reached', raw };
  }
  const spoke = talk !== null && talk > 0 && (agent !== null || type !== '');
  if (spoke && reason !== 'voicemail') return ended('answered');
  if (reason !== null && reason !== 'answered') return ended(reason);
  if (agent !== null) return ended('no_answer');
  if ((fields.seconds('waiting_time', 'wait_time') ?? 0) > 0) return ended('queue_abandoned');
  if (fields.flag('phone_ivr') === true || fields.text(['ivr_options']) !== null)
    return ended('ivr_abandoned');
  return ended(talk === null && reason === null ? 'unknown' : 'no_answer');
}

function word(text: string): Disposition | null {
  return Object.hasOwn(WORDS, text) ? (WORDS[text] ?? null) : null;
}

export function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** Explore's own reports write six seconds as 0.00006944, a part of a day; nothing else has a length below half a second. */
export function lengthOf(fields: LooseFields, ...names: readonly string[]): number | null {
  const length = fields.seconds(...names);
  return length !== null && length > 0 && length < 0.5 ? Math.round(length * 86_400) : length;
}

/** Words of `type`, `call_type` and `hangup`. */
const WORDS: Readonly<Record<string, Disposition>> = {
  inbound: 'answered',
  outbound: 'answered',
  answered: 'answered',
  handled: 'answered',
  internal: 'answered',
  missed: 'no_answer',
  inboundmissed: 'no_answer',
  outboundmissed: 'no_answer',
  noanswer: 'no_answer',
  abandoned: 'queue_abandoned',
  shortabandoned: 'queue_abandoned',
  waiting: 'queue_abandoned',
  ivr: 'ivr_abandoned',
  ivrabandoned: 'ivr_abandoned',
  voicemail: 'voicemail',
  afterhours: 'no_answer',
  afterhoursvoicemail: 'voicemail',
  busy: 'busy',
  rejected: 'rejected',
  blocked: 'blocked',
  failed: 'failed',
  canceled: 'canceled',
  cancelled: 'canceled',
};
