import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import { secondsOf, textOf } from '../../shared/body.ts';
import { dispositionFor, firstText } from '../../shared/lookup.ts';
import type { Fields } from '../../shared/records.ts';

/** How a Plivo call went, from its status, Dial and Record fields. Documentation as named in the connector. */
export interface Outcome {
  readonly kind: string;
  readonly raw: string;
  readonly disposition: Disposition;
  readonly final: boolean;
}

const STATUSES = {
  queued: 'in_progress',
  initiated: 'in_progress',
  ringing: 'in_progress',
  early: 'in_progress',
  'in-progress': 'answered',
  answer: 'answered',
  answered: 'answered',
  connected: 'answered',
  completed: 'answered',
  hangup: 'answered',
  busy: 'busy',
  'no-answer': 'no_answer',
  timeout: 'no_answer',
  cancel: 'canceled',
  cancelled: 'canceled',
  canceled: 'canceled',
  rejected: 'rejected',
  failed: 'failed',
} as const satisfies Record<string, Disposition>;

/** Hangup cause codes that say more than `failed` or `completed`. */
const CAUSES: Readonly<Record<string, Disposition>> = {
  '1000': 'canceled',
  '1010': 'canceled',
  '3000': 'no_answer',
  '3010': 'busy',
  '3020': 'rejected',
  '3030': 'failed',
  '3110': 'blocked',
};

export function outcomeOf(fields: Fields, outbound: boolean): Outcome {
  const outcome = saidOf(fields, outbound);
  // A machine that picked up is a mailbox somewhere: nobody spoke.
  const machine = textOf(fields['Machine'])?.toLowerCase() === 'true';
  return machine && outcome.disposition === 'answered' ? { ...outcome, disposition: 'voicemail' } : outcome;
}

function saidOf(fields: Fields, outbound: boolean): Outcome {
  const word = (name: string): string | null => textOf(fields[name])?.toLowerCase() ?? null;
  const leg = word('DialAction');
  if (leg !== null) {
    // The end of a leg that was never answered comes with a status of its own.
    const status = leg === 'hangup' ? (word('DialBLegStatus') ?? leg) : leg;
    const never = leg === 'hangup' && secondsOf(fields['DialBLegDuration']) === 0;
    const disposition = dispositionFor(STATUSES, status);
    const raw = status === leg ? leg : `${leg}, ${status}`;
    if (disposition === 'answered' && never)
      return { kind: 'leg', raw, disposition: 'no_answer', final: true };
    return { kind: 'leg', raw, disposition, final: leg === 'hangup' && disposition !== 'unknown' };
  }
  const dial = word('DialStatus');
  if (dial !== null) {
    const disposition = dispositionFor(STATUSES, dial);
    return {
      kind: 'dial',
      raw: dial,
      disposition,
      final: disposition !== 'in_progress' && disposition !== 'unknown',
    };
  }
  const status = word('CallStatus') ?? 'missing';
  if (
    !outbound &&
    firstText(fields, ['RecordUrl', 'RecordFile', 'TranscriptionText', 'transcription']) !== null
  ) {
    // Of a whole session, or from the moment when a dialled phone is picked up: that says nothing about a message.
    const talk = textOf(fields['RecordingDuration']) === '-1' || textOf(fields['DialBLegUUID']) !== null;
    return talk
      ? { kind: 'recording', raw: status, disposition: 'unknown', final: false }
      : { kind: 'record', raw: status, disposition: 'voicemail', final: true };
  }
  const ended = word('Event') === 'hangup' || textOf(fields['EndTime']) !== null;
  const cause = CAUSES[textOf(fields['HangupCauseCode']) ?? ''];
  const mapped = dispositionFor(STATUSES, status);
  if (mapped === 'answered' || mapped === 'in_progress') {
    if (!ended)
      return { kind: 'status', raw: status, disposition: outbound ? mapped : 'in_progress', final: false };
    if (mapped === 'answered' && textOf(fields['AnswerTime']) !== null)
      return { kind: 'status', raw: status, disposition: outbound ? 'answered' : 'unknown', final: true };
    // Older records of calls have neither status nor cause; what never lasted was never answered.
    const lasted = secondsOf(fields['Duration']) !== 0;
    return {
      kind: 'status',
      raw: status,
      disposition: cause ?? (outbound ? (lasted ? mapped : 'no_answer') : 'unknown'),
      final: true,
    };
  }
  if (mapped === 'unknown')
    return {
      kind: 'status',
      raw: status,
      disposition: cause ?? 'unknown',
      final: cause !== undefined && ended,
    };
  return {
    kind: 'status',
    raw: status,
    disposition: mapped === 'failed' ? (cause ?? mapped) : mapped,
    final: true,
  };
}

export function voicemailOf(fields: Fields, outcome: Outcome): CallEvent['voicemail'] | null {
  if (outcome.kind !== 'record') return null;
  const url = firstText(fields, ['RecordUrl', 'RecordFile'], 2000);
  const given = secondsOf(fields['RecordingDuration']);
  const seconds = given !== null && given > 0 ? given : null;
  const transcript = firstText(fields, ['TranscriptionText', 'transcription'], 20_000);
  return {
    left: given !== 0,
    ...(url === null ? {} : { url }),
    ...(seconds === null ? {} : { seconds }),
    ...(transcript === null ? {} : { transcript }),
  };
}
