import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { textOf } from '../shared/body.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readIso, readRfc2822 } from '../shared/time.ts';
import { asCallback, fetchCalls } from '../vendors/twilio/calls.ts';
import { isStreamed, unwrapped } from '../vendors/twilio/stream.ts';
import { verifyTwilioSignature } from '../vendors/twilio/signature.ts';
import { outcomeOf, spamScore, times } from '../vendors/twilio/voice.ts';

/**
 * Twilio Programmable Voice: the status callback of a number, the action callbacks of Dial, Record and Enqueue, and the
 * status callbacks of the legs that Dial creates, by form POST or GET or as JSON with bodySHA256; the same as
 * CloudEvents of Event Streams (vendors/twilio/stream.ts); and pages of the call list.
 * https://www.twilio.com/docs/voice/twiml#request-parameters, /docs/voice/twiml/dial#dialbridged, /docs/voice/api/call-resource
 * #statuscallback, /docs/voice/trusted-calling-with-shakenstir; official Node library 6.2.0. Read 2026-11-21.
 *
 * Quirks: an inbound call that was "completed" was only picked up by TwiML (menu, voicemail, Dial), so without dial data
 * it says nothing about a person. `Duration` is billed minutes and is never read. No callback carries a start time; Dial
 * and Record callbacks carry no time at all. Recording callbacks carry no numbers. Phones without a number (client:, sip:)
 * are rung like others: such a leg has `to` null.
 */
const Config = z.strictObject({
  authToken: secret(
    z.string().min(1),
    'Auth token of the Twilio account or subaccount that owns the number',
  ).optional(),
  accountSid: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, 'an account SID, AC and 32 digits')
    .optional()
    .describe('Account SID, for the reconciliation with the call list'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
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
      'https://www.twilio.com/docs/events/webhook-quickstart',
    ],
    setup: [
      'In the Twilio console open Phone Numbers, then the number that customers call.',
      'Under Voice, set "Call status changes" to {url} with method HTTP POST.',
      'In the TwiML that rings your staff, give Dial the attribute action="{url}", and each Number statusCallback="{url}".',
      'Copy the auth token from Account, API keys & tokens into the setting authToken of this source.',
      'Or let Event Streams deliver them: make a sink of the kind webhook with destination {url} and method POST, and a subscription to com.twilio.voice.status-callback.call.initiated, .ringing, .answered and .completed; Twilio sends those only for calls that have a status callback of their own.',
      'Twilio sends each callback once: put the account SID into accountSid, so that Ringback looks for what got lost.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyTwilioSignature(request, config.authToken),
  parse,
  poll: {
    role: 'reconciliation',
    what: 'call list',
    everySeconds: 900,
    requestsPerMinute: 30,
    overlapSeconds: 3600,
    fetchPage: fetchCalls,
  },
  acknowledge: { contentType: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' },
});

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readRecords(request, ['calls']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((fields) => readOne(fields, request, context)),
    'An empty page of the call list.',
  );
}

function readOne(fields: Fields, request: IncomingRequest, context: ParseContext): ParseResult<CallEvent> {
  if (!isStreamed(fields)) return readCallback(asCallback(fields), request, context);
  const streamed = unwrapped(fields);
  return 'skip' in streamed ? ignored(streamed.skip) : readCallback(streamed.callback, request, context);
}

function readCallback(
  fields: Fields,
  request: IncomingRequest,
  context: ParseContext,
): ParseResult<CallEvent> {
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
  if (to === null && textOf(fields['MachineDetectionDuration']) !== null)
    return ignored('An answering-machine notice carries no numbers; the status callback of the leg tells.');
  const caller = textOf(fields['From']) ?? textOf(fields['Caller']);
  if (to === null && caller?.startsWith('client:') === true)
    return ignored('A call out of a browser that names nobody; the leg that TwiML dials for it tells.');
  const from = partyOf(caller);
  const dialled = to === null ? null : partyOf(to).number;
  // Staff may be rung in a browser or on a SIP phone, which have no number; somebody took the call all the same.
  if (dialled === null && !ENDPOINT.test(to ?? '')) {
    return malformed(
      'To',
      to === null ? 'missing' : 'not a dialable number',
      'A phone number, or an address such as client:alice or sip:alice@example.com, is expected.',
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

const ENDPOINT = /^(client|sips?|sim):/i;

/** WhatsApp calls have `whatsapp:` in front of both numbers. */
function partyOf(text: string | null): ReturnType<typeof readParty> {
  return readParty(text?.replace(/^whatsapp:/i, ''));
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
