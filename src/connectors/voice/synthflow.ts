import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { attributionIn } from '../shared/attribution.ts';
import { asObject, readJsonObject, secondsOf, textOf } from '../shared/body.ts';
import { callerSpoke } from '../shared/conversation.ts';
import { hmacBase64, sameText } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { readEpoch, readIso, readLocal, shift } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';

/**
 * Synthflow post-call webhooks, and the call records of its API. https://docs.synthflow.ai/webhooks,
 * /post-call-webhook, /webhooks-security and /api-reference (calls), read 2026-11-21.
 *
 * Quirks: the signature covers the call id alone, so it proves that Synthflow knows the call, not that the rest of the
 * body is whole; TLS and the address do that. The documentation writes the header the way a WSGI server sees it,
 * HTTP_SYNTHFLOW_SIGNATURE; on the wire that is Synthflow-Signature, and both are read. The basic payload names the lead
 * but neither the dialled number nor, in older versions, the direction: settings by agent (`model_id`) fill that.
 */
const Config = z.strictObject({
  webhookSecret: secret(z.string().min(1), 'Secret key of Settings, Security, Webhooks').optional(),
  mainNumber: E164.optional().describe('Number of the shop, for calls that name none'),
  agentNumbers: z.record(z.string(), E164).default({}).describe('Number of each agent (model_id)'),
  outboundAgents: z.array(z.string()).default([]).describe('Agents (model_id) that only place calls'),
});
type Config = z.infer<typeof Config>;

/** `talked` is decided by whether the caller said anything. */
const STATUSES: Readonly<Record<string, Disposition | 'talked'>> = {
  completed: 'talked',
  'no-answer': 'no_answer',
  busy: 'busy',
  failed: 'failed',
  canceled: 'canceled',
  cancelled: 'canceled',
  'user-canceled': 'canceled',
  hangup_on_voicemail: 'voicemail',
  left_voicemail: 'voicemail',
  spam: 'blocked',
};
const RUNNING = new Set([
  'pending',
  'queue',
  'queued',
  'registered',
  'ringing',
  'in-progress',
  'paused',
  'initiated',
]);
const HEADERS = [
  'synthflow-signature',
  'http_synthflow_signature',
  'http-synthflow-signature',
  'x-synthflow-signature',
];

type Fields = Readonly<Record<string, unknown>>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'synthflow',
    name: 'Synthflow',
    family: 'ai-receptionist',
    delivery: 'webhook',
    signature: 'Synthflow-Signature: base64 HMAC-SHA256 over the call id only, with the webhook secret key',
    clockToleranceSeconds: 30,
    maturity: 'documented',
    checkedHow:
      "Calls written from Synthflow's documentation, signature as its sample computes it; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.synthflow.ai/webhooks',
      'https://docs.synthflow.ai/post-call-webhook',
      'https://docs.synthflow.ai/webhooks-security',
    ],
    setup: [
      'In Synthflow open Settings, Security, Webhooks and generate a secret key; put it into webhookSecret of this source.',
      'In each agent set the post-call webhook (external_webhook_url) to {url}.',
      'Write the number of each inbound agent into agentNumbers by its model id, and list agents that only place calls in outboundAgents.',
      'Deliveries whose signature does not fit their call id are refused. Synthflow signs the call id alone: keep the address to yourself.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) =>
    eachOf(request, (one) => parse(one, config, context), ['response.calls']),
});

function verify(request: IncomingRequest, config: Config): Verdict {
  if (config.webhookSecret === undefined) return noSecret('webhook secret key');
  const header = HEADERS.find((name) => (request.headers[name] ?? '') !== '');
  if (header === undefined) return notSigned('Synthflow-Signature');
  const read = readJsonObject(request);
  const callId = read.ok ? idOf(callOf(read.value)) : null;
  if (callId === null) return forged('The body names no call id, the only thing that Synthflow signs.');
  return sameText(request.headers[header] ?? '', hmacBase64('sha256', config.webhookSecret, callId))
    ? genuine
    : forged('The signature does not fit the call id and the webhook secret key.');
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const body = read.value;
  if (body['call_inbound'] !== undefined || textOf(body['event']) === 'call_inbound')
    return ignored('The inbound webhook asks how to take a call; the post-call webhook tells how it went.');
  const call = callOf(body);
  const callId = idOf(call);
  if (callId === null) return malformed('call.call_id', 'missing');

  const lead = asObject(body['lead']) ?? asObject(call['lead']) ?? {};
  const agent = textOf(call['model_id']) ?? textOf(call['agent_id']);
  const outbound = isOutbound(call, agent, config);
  const leadNumber = textOf(lead['phone_number']) ?? textOf(call['lead_phone_number']);
  const given = readParty(textOf(call[outbound ? 'phone_number_to' : 'phone_number_from']) ?? leadNumber);
  const own = textOf(call[outbound ? 'phone_number_from' : 'phone_number_to']);
  const mapped =
    agent !== null && Object.hasOwn(config.agentNumbers, agent) ? config.agentNumbers[agent] : null;
  const business = (own === null ? null : readParty(own).number) ?? mapped ?? config.mainNumber ?? null;
  const outcome = outcomeOf(body, call, outbound);
  const zone = textOf(call['timezone']) ?? context.zone;
  const started = timeOf(call['start_time'], zone);
  const seconds = secondsOf(call['duration']);
  const ended = !outcome.final
    ? null
    : (timeOf(call['end_time'], zone)?.at ??
      (started === null || seconds === null ? null : shift(started.at, seconds)));
  const carrierId = textOf(call['telephony_call_sid']) ?? textOf(call['call_sid']);
  return oneEvent({
    surface: 'synthflow',
    source: context.source === '' ? null : context.source,
    eventId: `${callId.slice(0, 200)}:${textOf(call['status'], 40) ?? 'call'}`,
    callId,
    linkedCallIds: carrierId === null || carrierId === callId ? [] : [carrierId],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? business : given.number,
    fromWithheld: outbound ? false : given.withheld,
    to: outbound ? given.number : business,
    occurredAt: ended ?? started?.at ?? request.receivedAt,
    timePrecision: started?.precision ?? 'none',
    startedAt: started?.at,
    endedAt: ended,
    talkSeconds: outcome.disposition === 'answered' ? seconds : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw,
    answeredBy: outcome.by,
    voicemail: outcome.disposition === 'voicemail' ? { left: false } : null,
    agent,
    recordingUrl: textOf(call['recording_url'], 2000),
    spam: textOf(call['status']) === 'spam' ? { label: 'marked as spam by Synthflow' } : null,
    attribution: attributionIn(body['metadata'], lead, call['custom_variables'], lead['custom_variables']),
    callerName: outbound ? null : textOf(lead['name'], 200),
  });
}

function callOf(body: Fields): Fields {
  const nested = asObject(body['call']) ?? asObject(body['response']);
  const calls = nested?.['calls'];
  // The API wraps one record in response.calls.
  if (Array.isArray(calls) && calls.length === 1) return asObject(calls[0]) ?? {};
  return nested ?? body;
}

function idOf(call: Fields): string | null {
  return textOf(call['call_id']) ?? textOf(call['_id']);
}

function isOutbound(call: Fields, agent: string | null, config: Config): boolean {
  const type = (textOf(call['type_of_call']) ?? textOf(call['direction']) ?? '').toLowerCase();
  if (type.includes('inbound')) return false;
  return type.includes('outbound') || (agent !== null && config.outboundAgents.includes(agent));
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly raw: string;
  readonly by?: 'human' | 'machine' | 'ai';
}

function outcomeOf(body: Fields, call: Fields, outbound: boolean): Outcome {
  const status = (textOf(call['status']) ?? textOf(body['status']) ?? '').toLowerCase();
  const reason = textOf(call['end_call_reason'])?.toLowerCase() ?? null;
  const raw = reason === null ? status || 'none' : `${status}, ${reason}`;
  if (RUNNING.has(status.replaceAll('_', '-'))) return { disposition: 'in_progress', final: false, raw };
  const known = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  if (known === undefined) return { disposition: 'unknown', final: true, raw };
  if (known === 'voicemail' || (known === 'talked' && /^voicemail/.test(reason ?? '')))
    return { disposition: 'voicemail', final: true, raw, by: 'machine' };
  if (known !== 'talked') return { disposition: known, final: true, raw };
  if (outbound) return { disposition: 'answered', final: true, raw, by: 'human' };
  return callerSpoke(null, call['transcript']) === false
    ? { disposition: 'ivr_abandoned', final: true, raw }
    : { disposition: 'answered', final: true, raw, by: 'ai' };
}

function timeOf(value: unknown, zone: string): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : (readIso(text) ?? readEpoch(text) ?? readLocal(text, zone));
}
