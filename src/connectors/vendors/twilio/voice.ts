import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import { asObject, secondsOf, textOf } from '../../shared/body.ts';
import { dispositionFor } from '../../shared/lookup.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso, readRfc2822, shift } from '../../shared/time.ts';

/** How a Twilio call went and when, from the fields of its callbacks. Documentation as named in the connector. */
export interface Outcome {
  readonly kind: string;
  readonly raw: string;
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly voicemail?: CallEvent['voicemail'];
}

/** What this callback says about the leg it is about. */
export function outcomeOf(fields: Fields, direction: CallEvent['direction'], parent: string | null): Outcome {
  const voicemail = voicemailOf(fields);
  const dial = textOf(fields['DialCallStatus'])?.toLowerCase() ?? null;
  if (dial !== null) {
    const mapped = dispositionFor(DISPOSITIONS, dial);
    const missed = mapped !== 'answered' && mapped !== 'in_progress' && mapped !== 'unknown';
    // Recorded after nobody took the call: that recording is the caller's message.
    if (missed && voicemail !== undefined)
      return { kind: 'dial', raw: dial, disposition: 'voicemail', final: true, voicemail };
    const bridged = textOf(fields['DialBridged'])?.toLowerCase() !== 'false';
    // Picked up but never connected to the caller: a screening prompt that was not accepted, or a mailbox behind it.
    if (mapped === 'answered' && !bridged)
      return { kind: 'dial', raw: `${dial}, not bridged`, disposition: 'no_answer', final: true };
    return { kind: 'dial', raw: dial, disposition: mapped, final: mapped === 'answered' || missed };
  }
  const queue = textOf(fields['QueueResult'])?.toLowerCase() ?? null;
  if (queue !== null) {
    const mapped = dispositionFor(QUEUE_RESULTS, queue);
    return {
      kind: 'queue',
      raw: queue,
      disposition: mapped,
      final: mapped !== 'in_progress' && mapped !== 'unknown',
    };
  }
  const status = textOf(fields['CallStatus'])?.toLowerCase() ?? 'missing';
  const platformLeg = direction === 'inbound' && parent === null;
  if (platformLeg && voicemail !== undefined)
    return { kind: 'record', raw: status, disposition: 'voicemail', final: true, voicemail };
  const mapped = dispositionFor(DISPOSITIONS, status);
  if (platformLeg) {
    // TwiML picks up every inbound call, so neither state says whether a person did.
    if (status === 'in-progress' || status === 'answered')
      return { kind: 'status', raw: status, disposition: 'in_progress', final: false };
    if (status === 'completed') return { kind: 'status', raw: status, disposition: 'unknown', final: true };
  } else if (status === 'in-progress')
    return { kind: 'status', raw: status, disposition: 'answered', final: false };
  const open = mapped === 'in_progress' || mapped === 'unknown' || status === 'answered';
  return { kind: 'status', raw: status, disposition: mapped, final: !open };
}

/** A recording on an inbound call that nobody was dialled into, or after a failed dial, is a voicemail. */
function voicemailOf(fields: Fields): CallEvent['voicemail'] {
  const url = textOf(fields['RecordingUrl'], 2000);
  const transcript = textOf(fields['TranscriptionText'], 20_000);
  if (url === null && transcript === null) return undefined;
  // A recording that the Record verb did not make is of a talk.
  const by = textOf(fields['RecordingSource']);
  if (by !== null && !/^RecordVerb$/i.test(by)) return undefined;
  const seconds = secondsOf(fields['RecordingDuration']);
  return {
    left: seconds === null || seconds > 0,
    ...(url === null ? {} : { url }),
    ...(seconds === null ? {} : { seconds }),
    ...(transcript === null ? {} : { transcript }),
  };
}

/** No callback has a start time, only records of the API: the first ring is its own time, an ended call started its length before its end. */
export function times(
  fields: Fields,
  outcome: Outcome,
  direction: CallEvent['direction'],
  at: string | null,
): Record<string, unknown> {
  const talked = secondsOf(outcome.kind === 'dial' ? fields['DialCallDuration'] : fields['CallDuration']);
  const answered = outcome.disposition === 'answered';
  const talkSeconds = answered ? talked : null;
  const start = textOf(fields['StartTime']) ?? '';
  const given = (readRfc2822(start) ?? readIso(start))?.at;
  if (at === null || outcome.kind !== 'status') return { talkSeconds };
  if (outcome.raw === 'ringing' || outcome.raw === 'initiated' || outcome.raw === 'queued')
    return { startedAt: given ?? at };
  if (!outcome.final) return answered ? { answeredAt: at } : {};
  const startedAt = given ?? (outcome.raw === 'completed' && talked !== null ? shift(at, -talked) : null);
  return {
    startedAt,
    answeredAt: answered && direction !== 'inbound' ? startedAt : null,
    endedAt: at,
    talkSeconds,
  };
}

/** Marketplace add-ons that score robocallers answer inside the `AddOns` field, as JSON in text. */
export function spamScore(fields: Fields): CallEvent['spam'] {
  const text = textOf(fields['AddOns'], 20_000);
  if (text === null) return undefined;
  try {
    const results = asObject(asObject(JSON.parse(text))?.['results']);
    const nomorobo = asObject(asObject(results?.['nomorobo_spamscore'])?.['result'])?.['score'];
    return nomorobo === 1 ? { score: 1, label: 'Nomorobo: robocaller' } : undefined;
  } catch {
    return undefined;
  }
}

const DISPOSITIONS = {
  queued: 'in_progress',
  initiated: 'in_progress',
  ringing: 'in_progress',
  'in-progress': 'in_progress',
  answered: 'answered',
  completed: 'answered',
  busy: 'busy',
  'no-answer': 'no_answer',
  canceled: 'canceled',
  failed: 'failed',
} as const satisfies Record<string, Disposition>;

const QUEUE_RESULTS = {
  bridged: 'answered',
  'redirected-from-bridged': 'answered',
  'bridging-in-process': 'in_progress',
  redirected: 'in_progress',
  leave: 'in_progress',
  hangup: 'queue_abandoned',
  'queue-full': 'busy',
  error: 'failed',
  'system-error': 'failed',
} as const satisfies Record<string, Disposition>;
