import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { accessFields, verifyAccess } from '../shared/access.ts';
import { attributionIn } from '../shared/attribution.ts';
import { asObject, readJsonObject, secondsOf, textOf } from '../shared/body.ts';
import { callerSpoke } from '../shared/conversation.ts';
import { hmacHex, sameText } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { readEpoch, readIso } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { fetchCalls } from '../vendors/vapi/list.ts';
import { meaningOf } from '../vendors/vapi/reasons.ts';
import { expired, forged, genuine, noSecret } from '../shared/verdict.ts';

/**
 * Vapi server messages `status-update` and `end-of-call-report`, and the bare call object of the API.
 * https://docs.vapi.ai/server-url/events, /server-url/server-authentication, /calls/call-ended-reason and the schemas
 * Call and HMACAuthenticationPlan of Vapi's OpenAPI file, read 2026-11-21.
 *
 * Quirks: the operator chooses how Vapi authenticates: a bearer token, the older X-Vapi-Secret header, or an HMAC whose
 * header, algorithm and payload are free; all three are read with the one secret. `in-progress` means that the agent
 * answered, `ended` comes before the report and lacks the transcript. Redaction may empty the transcript and numbers.
 */
const Config = z.strictObject({
  ...accessFields,
  signatureHeader: z.string().default('x-signature').describe('Header of an HMAC credential'),
  timestampHeader: z.string().default('x-timestamp').describe('Timestamp header of an HMAC credential'),
  algorithm: z.enum(['sha256', 'sha512', 'sha1']).default('sha256').describe('Of an HMAC credential'),
  replayWindowSeconds: z
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(300)
    .describe('For signed timestamps; 0 switches the check off'),
  mainNumber: E164.optional().describe('Number of the shop, for reports that name none'),
  phoneNumbers: z.record(z.string(), E164).default({}).describe('Number of each Vapi phoneNumberId'),
  apiKey: secret(
    z.string().min(1),
    'Private API key, to find calls whose message got lost: Vapi sends each once',
  ).optional(),
});
type Config = z.infer<typeof Config>;

const KINDS = new Set(['assistant-request', 'status-update', 'end-of-call-report']);
const RUNNING = new Set(['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'not-started']);

type Fields = Readonly<Record<string, unknown>>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'vapi',
    name: 'Vapi',
    family: 'ai-receptionist',
    delivery: 'webhook',
    signature:
      'The custom credential you choose: bearer token, X-Vapi-Secret, or x-signature: HMAC over <timestamp>.<body>',
    clockToleranceSeconds: 30,
    maturity: 'documented',
    checkedHow: "Messages written from Vapi's documentation and OpenAPI schemas; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.vapi.ai/server-url/events',
      'https://docs.vapi.ai/server-url/server-authentication',
      'https://docs.vapi.ai/calls/call-ended-reason',
    ],
    setup: [
      'In the Vapi dashboard create a Custom Credential, best of type HMAC (SHA256, default headers and payload), else Bearer Token.',
      'Put its secret or token into the setting accessToken of this source.',
      'In the assistant or phone number set the server URL to {url} and choose that credential.',
      'Under Server Messages keep status-update and end-of-call-report; Ringback answers no tool calls or assistant requests.',
      'Deliveries without a valid token or signature are refused.',
      'Vapi sends each message once. Put a private API key into apiKey, and Ringback asks every quarter of an hour for calls that it was not told of.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context), ['results']),
  poll: {
    role: 'reconciliation',
    what: 'list of calls',
    everySeconds: 900,
    requestsPerMinute: 20,
    overlapSeconds: 7200,
    fetchPage: (config, position, deps) => fetchCalls(config.apiKey, position, deps),
  },
});

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.accessToken === undefined) return noSecret('access token');
  const given = request.headers[config.signatureHeader.toLowerCase()] ?? request.headers['x-vapi-signature'];
  if (given === undefined || given === '')
    return verifyAccess(request, config, request.headers['x-vapi-secret']);
  const signature = given.replace(/^(?:sha\d+|v\d+)[=,]/i, '');
  const stamp = request.headers[config.timestampHeader.toLowerCase()];
  if (stamp !== undefined && fits(signature, config, Buffer.from(`${stamp}.`), request.body)) {
    const signedAt = readEpoch(stamp) ?? readIso(stamp);
    if (signedAt === null || config.replayWindowSeconds === 0) return genuine;
    const age = Math.abs(now.getTime() - Date.parse(signedAt.at)) / 1000;
    return age > config.replayWindowSeconds
      ? expired(`Signed more than ${config.replayWindowSeconds} s before or after now.`)
      : genuine;
  }
  // A credential may be set to sign the body alone.
  return fits(signature, config, request.body)
    ? genuine
    : forged('The signature does not fit the body and the secret of the credential.');
}

function fits(signature: string, config: Config, ...parts: readonly Uint8Array[]): boolean {
  const hex = hmacHex(config.algorithm, config.accessToken ?? '', Buffer.concat(parts));
  return (
    sameText(signature.toLowerCase(), hex) || sameText(signature, Buffer.from(hex, 'hex').toString('base64'))
  );
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const message = asObject(read.value['message']) ?? read.value;
  const nested = asObject(message['call']);
  const kind = nested === null && message === read.value ? null : (textOf(message['type']) ?? 'untyped');
  if (kind !== null && !KINDS.has(kind))
    return ignored(`A ${kind.slice(0, 60)} message says nothing about how a call ended.`);
  const call: Fields = nested ?? message;
  const callId = textOf(call['id']);
  if (callId === null) return malformed(nested === null ? 'id' : 'message.call.id', 'missing');
  const type = textOf(call['type']) ?? 'inboundPhoneCall';
  if (!/PhoneCall$/i.test(type)) return ignored(`A ${type.slice(0, 40)} has no telephone number.`);

  const outbound = /^outbound/i.test(type);
  const first = (name: string): string | null => textOf(message[name], 2000) ?? textOf(call[name], 2000);
  const reason = first('endedReason');
  // Who is to take an inbound call is asked while it rings.
  const status =
    kind === 'assistant-request' ? 'ringing' : (textOf(message['status']) ?? textOf(call['status']));
  const over = kind === 'end-of-call-report' || status === 'ended' || (status === null && reason !== null);
  const artifact = asObject(message['artifact']) ?? asObject(call['artifact']) ?? {};
  const outcome: Outcome = over ? outcomeOf(reason, outbound, message, artifact) : underway(status);
  const customer = asObject(message['customer']) ?? asObject(call['customer']);
  const person = readParty(textOf(customer?.['number']) ?? textOf(customer?.['sipUri']));
  const business = businessNumber(message, call, config);
  const started = timeOf(first('startedAt')) ?? (outbound ? null : timeOf(textOf(call['createdAt'])));
  const ended = over ? timeOf(first('endedAt')) : null;
  const at = ended ?? readEpoch(message['timestamp']) ?? timeOf(textOf(message['timestamp'])) ?? started;
  const transport = asObject(call['transport']);
  const links = [
    call['phoneCallProviderId'],
    transport?.['callSid'],
    call['phoneCallProviderCallControlId'],
  ].map((id) => textOf(id));
  const destination = asObject(message['destination']) ?? asObject(call['destination']);
  const assistant = asObject(message['assistant']) ?? asObject(call['assistant']);
  const overrides = asObject(call['assistantOverrides']);
  return oneEvent({
    surface: 'vapi',
    source: context.source === '' ? null : context.source,
    eventId: `${callId.slice(0, 200)}:${kind === 'end-of-call-report' ? 'report' : (status ?? 'call').slice(0, 40)}`,
    callId,
    linkedCallIds: [...new Set(links.filter((id) => id !== null && id !== callId))],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? business : person.number,
    fromWithheld: outbound ? false : person.withheld,
    to: outbound ? person.number : business,
    forwardedTo: readParty(textOf(destination?.['number'])).number,
    occurredAt: at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: started?.at,
    endedAt: ended?.at,
    talkSeconds: outcome.disposition === 'answered' ? secondsOf(message['durationSeconds']) : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: (reason ?? status)?.slice(0, 200),
    answeredBy: outcome.by,
    voicemail: outcome.disposition === 'voicemail' ? { left: false } : null,
    agent: textOf(assistant?.['name'], 200) ?? textOf(call['assistantId'], 200),
    recordingUrl: first('recordingUrl') ?? textOf(artifact['recordingUrl'], 2000),
    attribution: attributionIn(call['metadata'], overrides?.['variableValues'], overrides?.['metadata']),
    callerName: outbound ? null : textOf(customer?.['name'], 200),
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly by?: 'human' | 'machine' | 'ai';
}

function underway(status: string | null): Outcome {
  const known = status !== null && RUNNING.has(status);
  return { disposition: known ? 'in_progress' : 'unknown', final: false };
}

function outcomeOf(reason: string | null, outbound: boolean, message: Fields, artifact: Fields): Outcome {
  if (reason === null) return { disposition: 'unknown', final: false };
  const meaning = meaningOf(reason);
  if (meaning === 'voicemail') return { disposition: 'voicemail', final: true, by: 'machine' };
  if (meaning !== 'talked' && meaning !== 'forwarded') return { disposition: meaning, final: true };
  if (outbound) return { disposition: 'answered', final: true, by: 'human' };
  const turns = artifact['messages'] ?? message['messages'];
  const spoke = callerSpoke(turns, artifact['transcript'] ?? message['transcript']);
  // A greeting that nobody replied to is no conversation; handing over needs words.
  if (spoke === false && meaning === 'talked') return { disposition: 'ivr_abandoned', final: true };
  // Without a transcript silence looks like talk: only the report tells.
  const open = reason === 'silence-timed-out' && spoke === null && message['type'] === 'status-update';
  return { disposition: 'answered', final: !open, by: 'ai' };
}

function businessNumber(message: Fields, call: Fields, config: Config): string | null {
  const named = asObject(message['phoneNumber']) ?? asObject(call['phoneNumber']);
  // A number that was given with the call carries the name of its carrier.
  const number = readParty(textOf(named?.['number']) ?? textOf(named?.['twilioPhoneNumber'])).number;
  if (number !== null) return number;
  const id = textOf(call['phoneNumberId']) ?? textOf(named?.['id']) ?? '';
  const mapped = Object.hasOwn(config.phoneNumbers, id) ? config.phoneNumbers[id] : undefined;
  return mapped ?? config.mainNumber ?? null;
}

function timeOf(text: string | null): ReadInstant | null {
  return text === null ? null : readIso(text);
}
