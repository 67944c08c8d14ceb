import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { asObject, secondsOf, textOf } from '../shared/body.ts';
import { sameText, sha256Hex } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { claimsOf, isSignedHs256, readJwt } from '../shared/jwt.ts';
import { dispositionFor, firstText } from '../shared/lookup.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readBareUtc, readEpoch, readIso, shift } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import {
  businessFields,
  businessSignature,
  isBusinessEvent,
  readBusinessEvent,
  verifyBusiness,
} from '../vendors/vonage/business.ts';
import { cancelBusinessWebhook, ensureBusinessWebhook } from '../vendors/vonage/business-webhook.ts';
import { asPlatformEvent, isBusinessLog, readBusinessLog } from '../vendors/vonage/reports.ts';
import { expired, forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';

/**
 * Vonage: call events of Vonage Business Communications (vendors/vonage/business.ts), rows of its reports (reports.ts), and
 * of the Voice API: answer and event webhooks of an application (GET or POST), record and input events, and the call
 * records of its API. https://developer.vonage.com/en/voice/voice-api/webhook-reference and
 * /en/getting-started/concepts/webhooks#decoding-signed-webhooks, read 2026-11-21 as kept in Nexmo/nexmo-developer;
 * official Python and Node SDKs for the token.
 *
 * Quirks: an NCCO answers every inbound call, so `answered` and `completed` of the inbound leg say nothing about a
 * person; the leg that `connect` makes does (direction outbound, same conversation). Numbers come without a plus. Record,
 * busy and human/machine frames may lack numbers or direction; a frame without direction whose numbers are missing too is
 * told as a leg of its conversation. Only HS256 is accepted, and a body only when payload_hash covers it.
 */
const Config = z.strictObject({
  signatureSecret: secret(
    z.string().min(1),
    'Signature secret of the Vonage account (API settings)',
  ).optional(),
  replayWindowSeconds: z
    .int()
    .min(0)
    .max(30 * 86_400)
    .default(3600)
    .describe('Deliveries whose token was issued longer ago are refused; 0 switches the check off'),
  ...businessFields,
});
type Config = z.infer<typeof Config>;

const AHEAD_SECONDS = 300;
const STATUSES = {
  started: 'in_progress',
  ringing: 'in_progress',
  answered: 'answered',
  human: 'answered',
  machine: 'voicemail',
  completed: 'answered',
  busy: 'busy',
  cancelled: 'canceled',
  canceled: 'canceled',
  unanswered: 'no_answer',
  timeout: 'no_answer',
  rejected: 'rejected',
  failed: 'failed',
} as const satisfies Record<string, Disposition>;
/** `detail` refines what the status leaves open. */
const DETAILS: Readonly<Record<string, Disposition>> = {
  restricted: 'blocked',
  declined: 'rejected',
  invalid_number: 'failed',
  cannot_route: 'failed',
  number_out_of_service: 'failed',
  internal_error: 'failed',
};
const NOT_CALL_STATES: Readonly<Record<string, string>> = {
  input: 'Keys or speech inside a menu; the events of the call tell how it went.',
  transfer: 'A leg moved to another conversation; its own events tell how it went.',
  disconnected: 'A WebSocket of the application closed; the caller is still there.',
};

export default defineVoiceSurface<Config>({
  meta: {
    id: 'vonage',
    name: 'Vonage',
    family: 'cpaas',
    delivery: 'webhook',
    signature:
      'Authorization: Bearer JWT, HS256 with the signature secret; payload_hash is SHA-256 of the body. Business Communications: X-VON-Signature or metadata.signature, HMAC-SHA256 over the event',
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "Events written from Vonage's webhook reference; tokens as its SDKs make them, made anew in tests; events of Business Communications from its guide",
    lastChecked: '2026-11-21',
    docs: [
      'https://developer.vonage.com/en/voice/voice-api/webhook-reference',
      'https://developer.vonage.com/en/getting-started/concepts/webhooks',
      'https://developer.vonage.com/en/vonage-business-cloud/vonage-integration-platform/concepts/call-events',
    ],
    setup: [
      'In the Vonage dashboard open Applications, your voice application, Capabilities, Voice.',
      'Set the Event URL to {url} with HTTP POST, and leave signed webhooks switched on.',
      'In the NCCO that rings your staff give connect the eventUrl ["{url}"], and record likewise for voicemail.',
      'Vonage Business Communications instead: in its developer portal make an application subscribed to the VonageIntegrationSuite and generate production keys; put them into clientId and clientSecret, an integration user into businessUser and businessPassword, and a long random text into businessSigningKey. Ringback then makes the webhook for {url}, renews it, deletes it when this source is removed, and checks its signature.',
      'There the events of a call are those of one phone: name the shop’s number in mainNumber, and in decidingExtensions the extension that rings last.',
      'Copy the signature secret from API settings into signatureSecret; set the signature method to SHA-256 HMAC.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  subscription: {
    renewBeforeSeconds: 2 * 86_400,
    ensure: ensureBusinessWebhook,
    cancel: cancelBusinessWebhook,
  },
});

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  const business = request.headers['authorization'] === undefined ? businessSignature(request) : null;
  if (business !== null && (config.businessSigningKey !== undefined || config.signatureSecret === undefined))
    return verifyBusiness(request, config, business);
  if (config.signatureSecret === undefined) return noSecret('signature secret');
  const given = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization']?.trim() ?? '')?.[1];
  if (given === undefined) return notSigned('Authorization: Bearer');
  const token = readJwt(given);
  if (token === null || !isSignedHs256(token, config.signatureSecret))
    return forged("The token is not signed with HS256 and this source's signature secret.");
  const claims = claimsOf(token) ?? {};
  const hash = textOf(claims['payload_hash']);
  if (hash === null ? request.body.length > 0 : !sameText(hash.toLowerCase(), sha256Hex(request.body)))
    return forged('The body does not match payload_hash of the token.');
  return ageOf(claims, config, now);
}

function ageOf(claims: Fields, config: Config, now: Date): Verdict {
  const until = readEpoch(claims['exp']);
  if (until !== null && now.getTime() > Date.parse(until.at)) return expired('The token ran out.');
  const issuedAt = readEpoch(claims['iat']);
  if (config.replayWindowSeconds === 0 || issuedAt === null) return genuine;
  const age = (now.getTime() - Date.parse(issuedAt.at)) / 1000;
  if (age > config.replayWindowSeconds)
    return expired(`Issued more than ${config.replayWindowSeconds} s ago.`);
  return age < -AHEAD_SECONDS ? expired('The token claims to come from the future.') : genuine;
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readRecords(request, ['calls']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const page = asObject(read.value[0]?.['_embedded']);
  const embedded = page?.['calls'] ?? page?.['call_logs'];
  const calls = Array.isArray(embedded) ? embedded.map((call) => asObject(call) ?? {}) : read.value;
  return joinResults(
    calls.map((call) => {
      if (isBusinessEvent(call)) return readBusinessEvent(call, config, context);
      if (isBusinessLog(call)) return readBusinessLog(call, config, context);
      return readCall(asPlatformEvent(call), request, context);
    }),
    'A page without calls.',
  );
}

function readCall(fields: Fields, request: IncomingRequest, context: ParseContext): ParseResult<CallEvent> {
  if (fields['message_uuid'] !== undefined || fields['messageId'] !== undefined)
    return ignored('This is a message, not a call.');
  const status =
    textOf(fields['status'])?.toLowerCase() ?? (fields['recording_url'] === undefined ? null : 'record');
  const why =
    NOT_CALL_STATES[
      status ?? (fields['dtmf'] !== undefined || fields['speech'] !== undefined ? 'input' : '')
    ];
  if (why !== undefined) return ignored(why);
  const conversation = textOf(fields['conversation_uuid']);
  const uuid = firstText(fields, ['uuid', 'call_uuid']);
  const own = conversation ?? uuid;
  if (own === null) return malformed('conversation_uuid', 'missing, and so is uuid');

  const given = textOf(fields['direction'])?.toLowerCase();
  const from = readParty(partyOf(fields['from']));
  const to = readParty(partyOf(fields['to']));
  // Answer webhooks and recordings have no direction; detection of an answering machine exists only on legs we make.
  const outbound =
    given === 'outbound' || (given === undefined && (status === 'human' || status === 'machine'));
  const inbound =
    given === 'inbound' || (!outbound && (status === null || status === 'record' || to.number !== null));
  const { disposition, final } = outcomeOf(fields, status, inbound);
  const start = timeOf(fields['start_time']);
  const end = timeOf(fields['end_time']);
  const seconds = secondsOf(fields['duration']);
  const at = timeOf(fields['timestamp']) ?? end ?? start;
  const callId = inbound ? own : (uuid ?? own);
  const isRecord = status === 'record';
  const answered = disposition === 'answered';
  return oneEvent({
    surface: 'vonage',
    source: context.source === '' ? null : context.source,
    eventId: [
      uuid ?? own,
      status ?? 'answer',
      firstText(fields, ['recording_uuid', 'timestamp', 'end_time']) ?? '',
    ]
      .join(':')
      .slice(0, 256),
    callId,
    linkedCallIds: [...new Set([conversation, uuid].filter((id) => id !== null && id !== callId))],
    direction: inbound ? 'inbound' : 'outbound',
    from: from.number,
    fromWithheld: inbound && !isRecord && from.withheld,
    to: to.number,
    occurredAt: at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: isRecord ? null : (start?.at ?? (status === 'started' || status === null ? at?.at : null)),
    answeredAt: answered && status === 'answered' ? at?.at : null,
    endedAt:
      final && !isRecord
        ? (end?.at ?? (start !== null && seconds !== null ? shift(start.at, seconds) : at?.at))
        : null,
    talkSeconds: answered && final ? seconds : null,
    final,
    disposition,
    dispositionRaw: [status ?? 'answer webhook', textOf(fields['detail'])]
      .filter((part) => part !== null)
      .join(', '),
    answeredBy: status === 'human' ? 'human' : status === 'machine' ? 'machine' : null,
    recordingUrl: textOf(fields['recording_url'], 2000),
    attribution: {},
  });
}

function outcomeOf(
  fields: Fields,
  status: string | null,
  inbound: boolean,
): { readonly disposition: Disposition; readonly final: boolean } {
  if (status === null) return { disposition: 'in_progress', final: false };
  // A recording may be the caller's message or a conversation; the frame does not say which.
  if (status === 'record') return { disposition: 'unknown', final: false };
  const mapped = dispositionFor(STATUSES, status);
  if (mapped === 'unknown' || mapped === 'in_progress') return { disposition: mapped, final: false };
  if (mapped === 'answered') {
    if (!inbound) return { disposition: 'answered', final: status === 'completed' };
    return status === 'completed'
      ? { disposition: 'unknown', final: true }
      : { disposition: 'in_progress', final: false };
  }
  return { disposition: DETAILS[textOf(fields['detail'])?.toLowerCase() ?? ''] ?? mapped, final: true };
}

/** A number as text; the API's call records wrap it in an object. */
function partyOf(value: unknown): string | null {
  return textOf(value) ?? textOf(asObject(value)?.['number']);
}

function timeOf(value: unknown): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}
