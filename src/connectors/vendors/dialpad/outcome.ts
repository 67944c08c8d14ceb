import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import { asObject, flagOf, textOf } from '../../shared/body.ts';
import { dispositionFor, firstText } from '../../shared/lookup.ts';
import type { Fields } from '../../shared/records.ts';
import { readEpoch } from '../../shared/time.ts';

/** How a Dialpad call went, from its state and from what its record says. Documentation as named in the connector. */
const STATES = {
  preanswer: 'in_progress',
  calling: 'in_progress',
  ringing: 'in_progress',
  queued: 'in_progress',
  hold: 'in_progress',
  parked: 'in_progress',
  connected: 'answered',
  missed: 'no_answer',
  voicemail: 'voicemail',
  voicemail_uploaded: 'voicemail',
  blocked: 'blocked',
} as const satisfies Record<string, Disposition>;
/** Sent after the end with the whole record: they say how the call went, as hangup does. */
const AFTERWARDS = new Set([
  'hangup',
  'postcall',
  'recording',
  'transcription',
  'call_transcription',
  'dispositions',
]);

export function outcomeOf(
  fields: Fields,
  state: string,
  outbound: boolean,
  connected: boolean,
  ended: boolean,
): { readonly disposition: Disposition; readonly final: boolean } {
  const hasVoicemail =
    firstText(fields, ['voicemail_link', 'voicemail_share_link', 'voicemail_recording_id']) !== null;
  if (AFTERWARDS.has(state) || (state === 'missing' && ended)) {
    // A recording can be ready while people still talk.
    if (!ended && state !== 'hangup') return { disposition: 'unknown', final: false };
    if (!outbound && hasVoicemail) return { disposition: 'voicemail', final: true };
    if (connected) return { disposition: 'answered', final: true };
    if (outbound) return { disposition: 'no_answer', final: true };
    return {
      disposition: flagOf(fields['was_blocked']) === true ? 'blocked' : unansweredOf(fields),
      final: true,
    };
  }
  const disposition = dispositionFor(STATES, state);
  if (disposition === 'answered' || disposition === 'in_progress' || disposition === 'unknown')
    return { disposition, final: false };
  return { disposition: disposition === 'no_answer' ? unansweredOf(fields) : disposition, final: true };
}

/** A call that came to a queue and was dropped before anybody took it was given up while waiting. */
function unansweredOf(fields: Fields): Disposition {
  const waited = readEpoch(fields['date_queued']) !== null;
  return waited && queueOf(asObject(fields['target']) ?? {}) !== null ? 'queue_abandoned' : 'no_answer';
}

export function voicemailOf(
  fields: Fields,
  state: string,
  disposition: Disposition,
): CallEvent['voicemail'] | null {
  if (disposition !== 'voicemail') return null;
  const url = firstText(fields, ['voicemail_link', 'voicemail_share_link'], 2000);
  const id = textOf(fields['voicemail_recording_id']);
  const transcript = textOf(fields['transcription_text'], 20_000);
  return {
    left: state === 'voicemail_uploaded' || url !== null || id !== null,
    ...(url === null ? {} : { url }),
    ...(transcript === null ? {} : { transcript }),
  };
}

export function queueOf(target: Fields): string | null {
  const type = textOf(target['type'])?.toLowerCase() ?? '';
  return /^(callcenter|call_center|department|staffgroup|coachingteam)$/.test(type)
    ? firstText(target, ['name', 'id'], 200)
    : null;
}
