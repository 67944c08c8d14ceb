import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { attributionIn } from '../shared/attribution.ts';
import { asObject, readJsonObject, textOf } from '../shared/body.ts';
import { callerSpoke } from '../shared/conversation.ts';
import { hmacHex, sameText } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { readEpoch } from '../shared/time.ts';
import { expired, forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';

/**
 * Retell AI webhooks: `call_started`, `call_ended`, `call_analyzed` with the call object inside, and the bare call object
 * of the API. https://docs.retellai.com/features/webhook-overview, /features/secure-webhook,
 * /reliability/debug-call-disconnect and the official TypeScript SDK (webhook_auth.ts, resources/call.ts), read
 * 2026-11-21; the digest that the SDK's own test publishes verifies here.
 *
 * Quirks: the signature is made with the API key that has the webhook badge, over the body followed by the timestamp.
 * `call_started` only means that the line is open. An inbound call that the agent took is answered by AI; one that the
 * account could not take (concurrency, payment, errors) was missed although Retell calls it ended.
 */
const Config = z.strictObject({
  apiKey: secret(z.string().min(1), 'The Retell API key that carries the webhook badge').optional(),
  replayWindowSeconds: z
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(300)
    .describe('Deliveries signed longer ago than this are refused; 0 switches the check off'),
});
type Config = z.infer<typeof Config>;

/** `talked` is decided by whether the caller said anything. */
const REASONS: Readonly<Record<string, Disposition | 'talked'>> = {
  user_hangup: 'talked',
  agent_hangup: 'talked',
  call_transfer: 'talked',
  transfer_bridged: 'answered',
  call_take_over: 'answered',
  max_duration_reached: 'talked',
  manual_stopped: 'talked',
  inactivity: 'talked',
  transfer_cancelled: 'no_answer',
  voicemail_reached: 'voicemail',
  // Its name in calls of 2024.
  machine_detected: 'voicemail',
  ivr_reached: 'no_answer',
  concurrency_limit_reached: 'busy',
  no_concurrency_fallback: 'busy',
  no_valid_payment: 'failed',
  scam_detected: 'blocked',
  marked_as_spam: 'blocked',
  user_declined: 'rejected',
  dial_busy: 'busy',
  dial_failed: 'failed',
  dial_no_answer: 'no_answer',
  invalid_destination: 'failed',
  telephony_provider_permission_denied: 'failed',
  telephony_provider_unavailable: 'failed',
  sip_routing_error: 'failed',
  registered_call_timeout: 'failed',
};
/** Reasons after which a person, not the agent, had the caller on the line. */
const HUMAN = new Set(['transfer_bridged', 'call_take_over']);
const FRAMES = new Set(['call_started', 'call_ended', 'call_analyzed']);

type Fields = Readonly<Record<string, unknown>>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'retell-ai',
    name: 'Retell AI',
    family: 'ai-receptionist',
    delivery: 'webhook',
    signature: 'x-retell-signature: v=<ms>,d=<hex HMAC-SHA256 over body and timestamp with the API key>',
    clockToleranceSeconds: 30,
    maturity: 'vectors',
    checkedHow:
      "The digest published in the test of Retell's official SDK verifies; calls from its documentation",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.retellai.com/features/webhook-overview',
      'https://docs.retellai.com/features/secure-webhook',
      'https://docs.retellai.com/reliability/debug-call-disconnect',
    ],
    setup: [
      'In the Retell dashboard open Settings, Webhooks (or the webhook settings of one agent).',
      'Paste {url} as the webhook address and keep call_started, call_ended and call_analyzed.',
      'Open API Keys and copy the key with the webhook badge into the setting apiKey of this source.',
      'Every delivery must carry a fresh x-retell-signature made with that key; anything else is refused.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) =>
    eachOf(request, (one) => parse(one, config, context), ['items', 'calls']),
});

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.apiKey === undefined) return noSecret('API key');
  const header = request.headers['x-retell-signature'];
  if (header === undefined || header === '') return notSigned('x-retell-signature');
  const [, stamp = '', digest = ''] = /^v=(\d{1,16}),d=([0-9a-f]{64})$/i.exec(header) ?? [];
  const signed = Buffer.concat([request.body, Buffer.from(stamp)]);
  if (stamp === '' || !sameText(digest.toLowerCase(), hmacHex('sha256', config.apiKey, signed))) {
    return forged('The signature does not fit the body and the API key.');
  }
  if (config.replayWindowSeconds === 0) return genuine;
  const age = Math.abs(now.getTime() - Number(stamp)) / 1000;
  return age > config.replayWindowSeconds
    ? expired(`Signed more than ${config.replayWindowSeconds} s before or after now.`)
    : genuine;
}

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const kind = textOf(read.value['event']);
  if (kind !== null && !FRAMES.has(kind))
    return ignored(`A ${kind.slice(0, 60)} webhook says nothing about how a call ended.`);
  const nested = asObject(read.value['call']) ?? asObject(read.value['data']);
  const call = nested ?? read.value;
  const callId = textOf(call['call_id']);
  if (callId === null) return malformed(nested === null ? 'call_id' : 'call.call_id', 'missing');
  if (textOf(call['call_type']) === 'web_call') return ignored('A web call has no telephone number.');

  const status = textOf(call['call_status']);
  const finished = kind === null ? isOver(status, call) : kind !== 'call_started';
  const outbound = textOf(call['direction'])?.toLowerCase() === 'outbound';
  const reason = textOf(call['disconnection_reason']);
  const outcome: Outcome = finished
    ? outcomeOf(call, outbound, reason, status)
    : { disposition: 'in_progress', by: null };
  const from = readParty(textOf(call['from_number']));
  const to = readParty(textOf(call['to_number']));
  const started = readEpoch(call['start_timestamp']);
  const ended = readEpoch(call['end_timestamp']);
  const at = (finished ? ended : null) ?? started;
  const milliseconds = Number(textOf(call['duration_ms']) ?? Number.NaN);
  const carrierId = textOf(asObject(call['telephony_identifier'])?.['twilio_call_sid']);
  const recording = textOf(call['recording_url'], 2000);
  const answered = outcome.disposition === 'answered';
  return oneEvent({
    surface: 'retell-ai',
    source: context.source === '' ? null : context.source,
    eventId: `${callId.slice(0, 200)}:${kind ?? status ?? 'call'}`,
    callId,
    linkedCallIds: carrierId === null || carrierId === callId ? [] : [carrierId],
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to: to.number,
    forwardedTo: readParty(textOf(call['transfer_destination'])).number,
    occurredAt: at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: started?.at,
    endedAt: finished ? ended?.at : null,
    talkSeconds: answered && milliseconds >= 0 && milliseconds <= 86_400_000 ? milliseconds / 1000 : null,
    final: finished,
    disposition: outcome.disposition,
    dispositionRaw: reason ?? status,
    answeredBy: outcome.by,
    voicemail: outcome.disposition === 'voicemail' ? { left: false } : null,
    agent: textOf(call['agent_name'], 200) ?? textOf(call['agent_id'], 200),
    recordingUrl: recording,
    spam: !outbound && outcome.disposition === 'blocked' ? { label: reason } : null,
    attribution: attributionIn(call['metadata'], call['retell_llm_dynamic_variables']),
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly by: 'human' | 'machine' | 'ai' | null;
}

function isOver(status: string | null, call: Fields): boolean {
  // The documentation's own example calls an ended call registered; the reason says that it is over.
  if (textOf(call['disconnection_reason']) !== null) return true;
  return status !== null && status !== 'registered' && status !== 'ongoing';
}

function outcomeOf(call: Fields, outbound: boolean, reason: string | null, status: string | null): Outcome {
  const inVoicemail = asObject(call['call_analysis'])?.['in_voicemail'] === true;
  if (outbound && inVoicemail) return { disposition: 'voicemail', by: 'machine' };
  if (reason === null) return withoutReason(call, outbound, status);
  const known = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  if (known === undefined)
    return { disposition: reason.startsWith('error_') ? 'failed' : 'unknown', by: null };
  if (known === 'talked') return talked(call, outbound);
  if (known === 'answered') return { disposition: 'answered', by: HUMAN.has(reason) ? 'human' : 'ai' };
  const machine = known === 'voicemail' || reason === 'ivr_reached';
  return { disposition: known, by: machine ? 'machine' : null };
}

/** A greeting that nobody replied to is no conversation. */
function talked(call: Fields, outbound: boolean): Outcome {
  const spoke = callerSpoke(call['transcript_object'], call['transcript']);
  if (spoke === false && !outbound) return { disposition: 'ivr_abandoned', by: null };
  return { disposition: 'answered', by: outbound ? 'human' : 'ai' };
}

function withoutReason(call: Fields, outbound: boolean, status: string | null): Outcome {
  if (status === 'not_connected') return { disposition: 'no_answer', by: null };
  if (status === 'error') return { disposition: 'failed', by: null };
  const spoke = callerSpoke(call['transcript_object'], call['transcript']);
  return spoke === true ? talked(call, outbound) : { disposition: 'unknown', by: null };
}
