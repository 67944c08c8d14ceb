import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { asObject, flagOf, secondsOf, textOf } from '../shared/body.ts';
import { ed25519Key, isSignedEd25519 } from '../shared/ed25519.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { dispositionFor } from '../shared/lookup.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { asTexml, readTexml } from '../vendors/telnyx/texml.ts';
import { readIso } from '../shared/time.ts';
import { expired, forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';

/**
 * Telnyx Voice API (Call Control) webhooks as JSON, and TeXML callbacks as forms (shared/telnyx-texml.ts).
 * https://developers.telnyx.com/docs/voice/programmable-voice/receiving-webhooks, /api-reference/callbacks/call-hangup and
 * the official Node library 7.24, read 2026-11-21.
 *
 * Quirks: an application answers every inbound call, so call.answered of the inbound leg is no person and call.bridged is.
 * Only call.initiated says the direction. Later frames of a leg are told apart by the numbers in ourNumbers; without them
 * by the session id, which was made in the same instant as the id of the leg that opened the session (observed, not
 * documented), else they are taken for inbound. An inbound normal_clearing may follow a talk or a menu: undecided.
 */
const Config = z.strictObject({
  publicKey: secret(
    z.string().min(32),
    'Public key of the account: Mission Control, Keys & Credentials, Public Key',
  ).optional(),
  ourNumbers: z
    .array(E164)
    .default([])
    .describe('Numbers of the shop, to tell inbound from outbound where Telnyx does not say'),
});
type Config = z.infer<typeof Config>;

const WINDOW_SECONDS = 300;
const CAUSES = {
  normal_clearing: 'answered',
  time_limit: 'answered',
  originator_cancel: 'canceled',
  timeout: 'no_answer',
  no_answer: 'no_answer',
  user_busy: 'busy',
  call_rejected: 'rejected',
  not_found: 'failed',
  unallocated_number: 'failed',
  invalid_number_format: 'failed',
  network_failure: 'failed',
} as const satisfies Record<string, Disposition>;
const DEQUEUED = { hangup: 'queue_abandoned' } as const satisfies Record<string, Disposition>;
const DURING_THE_CALL =
  /^call\.(speak|playback|gather|dtmf|fork|streaming|siprec|refer|noise|ai_gather|conversation_insights|conversation\.(?!ended)|transcription|cost|recording\.error|recording\.transcription|machine\.(premium\.)?greeting)/;

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly answeredBy?: 'human' | 'machine' | 'ai';
}

export default defineVoiceSurface<Config>({
  meta: {
    id: 'telnyx',
    name: 'Telnyx Voice API and TeXML',
    family: 'cpaas',
    delivery: 'webhook',
    signature:
      'telnyx-signature-ed25519: Ed25519 over telnyx-timestamp, a bar and the raw body; 300 s window',
    clockToleranceSeconds: 45,
    maturity: 'vectors',
    checkedHow:
      "Signatures against Telnyx's own Node library, for any body; the payloads of its API reference read as they should",
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.telnyx.com/docs/voice/programmable-voice/receiving-webhooks',
      'https://developers.telnyx.com/api-reference/callbacks/call-hangup',
    ],
    setup: [
      'In Telnyx Mission Control open Voice, Programmable Voice, your application (Voice API or TeXML).',
      'Set the webhook URL to {url} with API version 2; for TeXML set the status callback to {url} with method POST.',
      'Copy the public key from Account settings, Keys & Credentials into publicKey of this source.',
      'List your own numbers in ourNumbers.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
});

/** Telnyx calls its two headers compatible with those of Standard Webhooks; a relay may pass them under those names. */
function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.publicKey === undefined) return noSecret('public key');
  const signature = request.headers['telnyx-signature-ed25519'] ?? request.headers['webhook-signature'] ?? '';
  const timestamp = request.headers['telnyx-timestamp'] ?? request.headers['webhook-timestamp'] ?? '';
  if (signature === '') return notSigned('telnyx-signature-ed25519');
  if (timestamp === '') return notSigned('telnyx-timestamp');
  const key = ed25519Key(config.publicKey);
  if (key === null)
    return forged('The publicKey of this source is not an Ed25519 key of 32 bytes in base64.');
  if (!/^\d{1,12}$/.test(timestamp)) return forged('telnyx-timestamp is not a number of seconds.');
  const message = Buffer.concat([Buffer.from(`${timestamp}|`), request.body]);
  if (!isSignedEd25519(key, signature, message))
    return forged("The signature does not fit the timestamp, the body and the account's public key.");
  const age = now.getTime() / 1000 - Number(timestamp);
  return Math.abs(age) > WINDOW_SECONDS
    ? expired(`Signed more than ${WINDOW_SECONDS} s before or after now.`)
    : genuine;
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readRecords(request, ['calls']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value
      .map(asTexml)
      .map((fields) =>
        fields['CallSid'] === undefined
          ? readEvent(asObject(fields['data']) ?? fields, config, context)
          : readTexml(fields, request, context),
      ),
    'An empty list of events.',
  );
}

function readEvent(data: Fields, config: Config, context: ParseContext): ParseResult<CallEvent> {
  // Version 1 of the API writes call_hangup for call.hangup; its payload is the same.
  const type = (textOf(data['event_type']) ?? '').replace(
    /^call_(.*)$/,
    (_all, rest: string) => `call.${rest.replaceAll('_', '.')}`,
  );
  if (type === '') return malformed('data.event_type', 'missing');
  if (!type.startsWith('call.')) return ignored(`Not a call event: ${type.slice(0, 100)}.`);
  if (DURING_THE_CALL.test(type))
    return ignored(`Something inside a call (${type.slice(0, 100)}), not its outcome.`);
  const payload = asObject(data['payload']);
  if (payload === null) return malformed('data.payload', 'missing');
  const session = textOf(payload['call_session_id']);
  const leg = textOf(payload['call_leg_id']) ?? textOf(payload['call_control_id']);
  const own = session ?? leg;
  if (own === null) return malformed('data.payload.call_session_id', 'missing, and so is call_leg_id');
  const at = readIso(textOf(data['occurred_at']) ?? textOf(payload['occurred_at']) ?? '');
  if (at === null) return malformed('data.occurred_at', 'missing, or not a date between 2000 and 2099');

  const from = readParty(textOf(payload['from']));
  const to = readParty(textOf(payload['to'])).number;
  const outbound = isOutbound(payload, config, from.number, to);
  const cause = textOf(payload['hangup_cause'])?.toLowerCase() ?? null;
  const { disposition, final, answeredBy } = outcomeOf(type, payload, cause, outbound);
  const start = readIso(textOf(payload['start_time']) ?? '');
  const end = type === 'call.hangup' ? readIso(textOf(payload['end_time']) ?? '') : null;
  const answered = disposition === 'answered';
  const callId = outbound ? (leg ?? own) : own;
  const ids = [session, leg, textOf(payload['call_control_id'])];
  const valid = flagOf(payload['shaken_stir_validated']);
  const level = textOf(payload['shaken_stir_attestation'])?.toUpperCase() ?? '';
  return oneEvent({
    surface: 'telnyx',
    source: context.source === '' ? null : context.source,
    eventId: textOf(data['id']) ?? `${leg ?? own}:${type}:${at.at}`,
    callId,
    linkedCallIds: [...new Set(ids.filter((id) => id !== null && id !== callId))],
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    // Frames about recordings and the like name nobody; that hides nobody.
    fromWithheld: !outbound && payload['from'] !== undefined && from.withheld,
    to,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: start?.at ?? (type === 'call.initiated' ? at.at : null),
    answeredAt: answered && (type === 'call.answered' || type === 'call.bridged') ? at.at : null,
    endedAt: type === 'call.hangup' ? (end?.at ?? at.at) : null,
    final,
    disposition,
    dispositionRaw: cause === null ? type : `${type}, ${cause}`,
    answeredBy,
    queue: textOf(payload['queue'], 200),
    recordingUrl: recordingOf(payload),
    attestation: valid !== false && /^[ABC]$/.test(level) ? level : null,
    verstat: valid === null ? null : valid ? 'validated' : 'not validated',
    spam: screeningOf(payload),
    attribution: {},
    callerName: nameOf(payload, from.number),
  });
}

function outcomeOf(type: string, payload: Fields, cause: string | null, outbound: boolean): Outcome {
  switch (type) {
    case 'call.initiated':
    case 'call.ringing':
    case 'call.enqueued':
      return { disposition: 'in_progress', final: false };
    case 'call.answered':
      return { disposition: outbound ? 'answered' : 'in_progress', final: false };
    case 'call.bridged':
      return { disposition: 'answered', final: false };
    case 'call.conversation.ended':
      // The operator's own AI assistant talked with the caller; gathering with AI is a menu and names none.
      return textOf(payload['assistant_id']) !== null && (secondsOf(payload['duration_sec']) ?? 0) > 0
        ? { disposition: 'answered', final: false, answeredBy: 'ai' }
        : { disposition: 'unknown', final: false };
    case 'call.dequeued': {
      const found = dispositionFor(DEQUEUED, textOf(payload['reason'])?.toLowerCase() ?? '');
      return found === 'unknown'
        ? { disposition: 'in_progress', final: false }
        : { disposition: found, final: true };
    }
    case 'call.machine.detection.ended':
    case 'call.machine.premium.detection.ended':
      return detected(textOf(payload['result'])?.toLowerCase() ?? '');
    case 'call.hangup': {
      const mapped = dispositionFor(CAUSES, cause ?? '');
      return { disposition: mapped === 'answered' && !outbound ? 'unknown' : mapped, final: true };
    }
    default:
      return { disposition: 'unknown', final: false };
  }
}

function detected(result: string): Outcome {
  if (result.startsWith('human')) return { disposition: 'answered', final: false, answeredBy: 'human' };
  return /^(machine|fax)/.test(result)
    ? { disposition: 'voicemail', final: false, answeredBy: 'machine' }
    : { disposition: 'unknown', final: false };
}

function isOutbound(payload: Fields, config: Config, from: string | null, to: string | null): boolean {
  const given = textOf(payload['direction'])?.toLowerCase();
  if (given !== undefined) return /^out/.test(given);
  if (to !== null && config.ourNumbers.includes(to)) return false;
  if (from !== null && config.ourNumbers.includes(from)) return true;
  const session = timeInUuid(textOf(payload['call_session_id']));
  const leg = timeInUuid(textOf(payload['call_leg_id']));
  return session !== null && leg !== null && Math.abs(leg - session) > 1000;
}

/** Milliseconds inside a version 1 UUID (RFC 9562, section 5.1), from an origin that does not matter here. */
function timeInUuid(text: string | null): number | null {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-1([0-9a-f]{3})-[89ab]/i.exec(text ?? '');
  if (match === null) return null;
  const [, low = '', mid = '', high = ''] = match;
  return Number(BigInt(`0x${high}${mid}${low}`) / 10_000n);
}

function recordingOf(payload: Fields): string | null {
  const urls = asObject(payload['recording_urls']) ?? asObject(payload['public_recording_urls']) ?? {};
  return textOf(urls['mp3'], 2000) ?? textOf(urls['wav'], 2000);
}

function screeningOf(payload: Fields): CallEvent['spam'] | null {
  const result = textOf(payload['call_screening_result'], 200);
  return result === null || /^(ok|pass|none|clean|no_flag)/i.test(result) ? null : { label: result };
}

/** Telnyx repeats the number where there is no name. */
function nameOf(payload: Fields, number: string | null): string | null {
  const name = textOf(payload['caller_id_name'], 200);
  return name === null || readParty(name).number === number ? null : name;
}
