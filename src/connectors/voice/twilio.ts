import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { asObject, readFields, secondsOf, textOf } from '../shared/body.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { readParty } from '../shared/phone.ts';
import { readIso, readRfc2822, shift } from '../shared/time.ts';
import { verifyTwilioSignature } from '../shared/twilio-signature.ts';

/**
 * Twilio Programmable Voice: the status callback of a number, the action callbacks of Dial, Record and Enqueue, and the
 * status callbacks of the legs that Dial creates. Form POST or GET, or JSON with bodySHA256.
 * https://www.twilio.com/docs/voice/twiml#request-parameters, /docs/voice/twiml/dial#dialbridged, /docs/voice/api/call-resource
 * #statuscallback, /docs/voice/trusted-calling-with-shakenstir; official Node library 6.2.0. Read 2026-11-21.
 *
 * Quirks: an inbound call that was "completed" was only picked up by TwiML (menu, voicemail, Dial), so without dial data
 * it says nothing about a person. `Duration` is billed minutes and is never read. No callback carries a start time; Dial
 * and Record callbacks carry no time at all. Recording callbacks carry no numbers.
 */
const Config = z.strictObject({
  authToken: secret(
    z.string().min(1),
    'Auth token of the Twilio account or subaccount that owns the number',
  ).optional(),
});

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

type Fields = Readonly<Record<string, unknown>>;
interface Outcome {
  readonly kind: string;
  readonly raw: string;
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly voicemail?: CallEvent['voicemail'];
}

export default defineVoiceSurface<z.infer<typeof Config>>({
  meta: {
    id: 'twilio',
    name: 'Twilio Programmable Voice',
    family: 'cpaas',
    delivery: 'webhook',
    signature: 'X-Twilio-Signature: HMAC-SHA1 over the public URL and the form fields',
    clockToleranceSeconds: 45,
    maturity: 'vectors',
    checkedHow:
      "Signatures checked both ways against Twilio's official Node library 6.2.0; payloads from the documentation",
    lastChecked: '2026-11-21',
    docs: [
      'https://www.twilio.com/docs/voice/twiml#request-parameters',
      'https://www.twilio.com/docs/usage/security#validating-requests',
    ],
    setup: [
      'In the Twilio console open Phone Numbers, then the number that customers call.',
      'Under Voice, set "Call status changes" to {url} with method HTTP POST.',
      'In the TwiML that rings your staff, give Dial the attribute action="{url}", and each Number statusCallback="{url}".',
      'Copy the auth token from Account, API keys & tokens into the setting authToken of this source.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyTwilioSignature(request, config.authToken),
  parse,
  acknowledge: { contentType: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' },
});

function parse(request: IncomingRequest, _config: unknown, context: ParseContext): ParseResult<CallEvent> {
  const read = readFields(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const fields = read.value;
  const callId = textOf(fields['CallSid']);
  if (callId === null) {
    const isMessage = textOf(fields['MessageSid']) ?? textOf(fields['SmsSid']);
    return isMessage === null
      ? malformed('CallSid', 'missing')
      : ignored('This is a text message, not a call.');
  }
  const to = textOf(fields['To']) ?? textOf(fields['Called']);
  if (to === null && textOf(fields['RecordingSid']) !== null) {
    return ignored(
      'A recording notice carries no numbers; the Record action callback of the same call tells of the voicemail.',
    );
  }
  const from = readParty(textOf(fields['From']) ?? textOf(fields['Caller']));
  const dialled = to === null ? null : readParty(to).number;
  if (dialled === null) {
    return malformed(
      'To',
      to === null ? 'missing' : 'not a dialable number',
      'Only calls to phone numbers are followed.',
    );
  }
  const occurred = occurrence(fields);
  if (occurred === null) return malformed('Timestamp', 'not a date between 2000 and 2099');

  const parent = textOf(fields['ParentCallSid']);
  const direction = directionOf(textOf(fields['Direction']), parent);
  const outcome = outcomeOf(fields, direction, parent);
  const answeredBy = answererOf(textOf(fields['AnsweredBy']));
  // A machine that picked up a leg is a voicemail somewhere: the caller did not reach a person.
  const disposition =
    outcome.disposition === 'answered' && answeredBy === 'machine' ? 'voicemail' : outcome.disposition;
  const linkedCallIds = [parent, textOf(fields['DialCallSid']), textOf(fields['DequeingCallSid'])].filter(
    (id) => id !== null,
  );
  const mark =
    textOf(fields['SequenceNumber']) ??
    textOf(fields['TranscriptionSid']) ??
    textOf(fields['RecordingSid']) ??
    textOf(fields['DialCallSid']) ??
    '';

  return oneEvent({
    surface: 'twilio',
    source: context.source === '' ? null : context.source,
    eventId: [callId, outcome.kind, outcome.raw, mark, textOf(fields['Timestamp']) ?? '']
      .join(':')
      .slice(0, 256),
    callId,
    linkedCallIds,
    direction,
    from: from.number,
    fromWithheld: from.withheld,
    to: dialled,
    forwardedFrom: readParty(textOf(fields['ForwardedFrom'])).number,
    occurredAt: occurred.at ?? request.receivedAt,
    timePrecision: occurred.precision,
    ...times(fields, outcome, direction, occurred.at),
    final: outcome.final,
    disposition,
    dispositionRaw: outcome.raw,
    answeredBy,
    voicemail: outcome.voicemail,
    queue: textOf(fields['QueueSid']),
    recordingUrl: outcome.voicemail === undefined ? textOf(fields['RecordingUrl'], 2000) : null,
    ...attestation(fields),
    spam: spamScore(fields),
    attribution: {},
    callerName: textOf(fields['CallerName'], 200),
  });
}

/** What this callback says about the leg it is about. */
function outcomeOf(fields: Fields, direction: CallEvent['direction'], parent: string | null): Outcome {
  const voicemail = voicemailOf(fields);
  const dial = textOf(fields['DialCallStatus'])?.toLowerCase() ?? null;
  if (dial !== null) {
    const mapped = lookUp(DISPOSITIONS, dial);
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
    const mapped = lookUp(QUEUE_RESULTS, queue);
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
  const mapped = lookUp(DISPOSITIONS, status);
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
  const seconds = secondsOf(fields['RecordingDuration']);
  return {
    left: seconds === null || seconds > 0,
    ...(url === null ? {} : { url }),
    ...(seconds === null ? {} : { seconds }),
    ...(transcript === null ? {} : { transcript }),
  };
}

/** No callback has a start time: the first ring is its own time, an ended call started its length before its end. */
function times(
  fields: Fields,
  outcome: Outcome,
  direction: CallEvent['direction'],
  at: string | null,
): Record<string, unknown> {
  const talked = secondsOf(outcome.kind === 'dial' ? fields['DialCallDuration'] : fields['CallDuration']);
  const answered = outcome.disposition === 'answered';
  const talkSeconds = answered ? talked : null;
  if (at === null || outcome.kind !== 'status') return { talkSeconds };
  if (outcome.raw === 'ringing' || outcome.raw === 'initiated' || outcome.raw === 'queued')
    return { startedAt: at };
  if (!outcome.final) return answered ? { answeredAt: at } : {};
  const startedAt = outcome.raw === 'completed' && talked !== null ? shift(at, -talked) : null;
  return {
    startedAt,
    answeredAt: answered && direction !== 'inbound' ? startedAt : null,
    endedAt: at,
    talkSeconds,
  };
}

/** `at` is null when the callback carries no time; the whole is null when it carries an absurd one. */
function occurrence(
  fields: Fields,
): { readonly at: string | null; readonly precision: CallEvent['timePrecision'] } | null {
  const text = textOf(fields['Timestamp']);
  return text === null ? { at: null, precision: 'none' } : (readRfc2822(text) ?? readIso(text));
}

function directionOf(raw: string | null, parent: string | null): CallEvent['direction'] {
  if (raw === null) return parent === null ? 'inbound' : 'outbound';
  return /^inbound|^trunking-originating/i.test(raw) ? 'inbound' : 'outbound';
}

function answererOf(raw: string | null): 'human' | 'machine' | undefined {
  if (raw === null) return undefined;
  if (/^human$/i.test(raw)) return 'human';
  return /^(machine|fax)/i.test(raw) ? 'machine' : undefined;
}

/** Only a passed validation vouches for its level; `TN-Validation-Failed-A` is worth nothing. */
function attestation(fields: Fields): Record<string, unknown> {
  const verstat = textOf(fields['StirVerstat'], 64);
  if (verstat === null) return {};
  return { verstat, attestation: /^TN-Validation-Passed-([ABC])\b/i.exec(verstat)?.[1]?.toUpperCase() };
}

/** Marketplace add-ons that score robocallers answer inside the `AddOns` field, as JSON in text. */
function spamScore(fields: Fields): CallEvent['spam'] {
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

function lookUp(table: Readonly<Record<string, Disposition>>, word: string): Disposition {
  return Object.hasOwn(table, word) ? (table[word] ?? 'unknown') : 'unknown';
}
