import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { attributionIn } from '../shared/attribution.ts';
import { asObject, flagOf, readJsonObject, secondsOf, textOf } from '../shared/body.ts';
import { callerSpoke } from '../shared/conversation.ts';
import { hmacHex, sameText } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { readBareUtc, readIso } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';

/**
 * Bland AI post-call webhooks: the whole call object of GET /v1/calls/{call_id}, and `webhook_events` of category `call`.
 * https://docs.bland.ai/tutorials/post-call-webhooks, /tutorials/webhook-signing and /api-v1/get/calls-id, read 2026-11-21.
 *
 * Quirks: `call_length` is minutes, `corrected_duration` seconds as text; the time of the end is `end_at`. The signature
 * has no timestamp, so a replay can only be recognised by its call id. A call that was to be transferred and was taken by
 * nobody has `transferred_to` and an empty `transferred_at`.
 */
const Config = z.strictObject({
  webhookSecret: secret(z.string().min(1), 'Webhook signing secret of your Bland account').optional(),
});
type Config = z.infer<typeof Config>;

const STATUSES: Readonly<Record<string, Disposition>> = {
  'no-answer': 'no_answer',
  no_answer: 'no_answer',
  busy: 'busy',
  failed: 'failed',
  canceled: 'canceled',
  cancelled: 'canceled',
  rejected: 'rejected',
  blocked: 'blocked',
  voicemail: 'voicemail',
};
const RUNNING = new Set(['queued', 'new', 'allocated', 'started', 'ringing', 'in-progress', 'in_progress']);

type Fields = Readonly<Record<string, unknown>>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'bland-ai',
    name: 'Bland AI',
    family: 'ai-receptionist',
    delivery: 'webhook',
    signature: 'X-Webhook-Signature: hex HMAC-SHA256 over the raw body with the webhook signing secret',
    clockToleranceSeconds: 30,
    maturity: 'documented',
    checkedHow:
      "Calls written from Bland's API reference, signature as its documentation computes it; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.bland.ai/tutorials/post-call-webhooks',
      'https://docs.bland.ai/tutorials/webhook-signing',
      'https://docs.bland.ai/api-v1/get/calls-id',
    ],
    setup: [
      'In the Bland portal open Account Settings, Keys, and create a webhook signing secret; it is shown once.',
      'Put it into the setting webhookSecret of this source.',
      'On your inbound number (and in outbound calls) set the webhook to {url}.',
      'Every delivery must carry X-Webhook-Signature made with that secret over the body; anything else is refused.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context), ['calls']),
});

function verify(request: IncomingRequest, config: Config): Verdict {
  if (config.webhookSecret === undefined) return noSecret('webhook signing secret');
  const signature = request.headers['x-webhook-signature'];
  if (signature === undefined || signature === '') return notSigned('X-Webhook-Signature');
  return sameText(signature.toLowerCase(), hmacHex('sha256', config.webhookSecret, request.body))
    ? genuine
    : forged('The signature does not fit the body and the webhook signing secret.');
}

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const data = asObject(read.value['data']);
  // GET /v1/postcall/webhooks/{call_id} gives what was sent as payload.
  const call = asObject(data?.['payload']) ?? data ?? asObject(read.value['call']) ?? read.value;
  const callId = textOf(call['call_id']) ?? textOf(call['c_id']);
  if (callId === null) return malformed('call_id', 'missing, and so is c_id');
  const variables = asObject(call['variables']) ?? {};
  if (call['category'] !== undefined && call['to'] === undefined && call['from'] === undefined) {
    return ignored('A live webhook event carries a log line of the call, not its outcome.');
  }

  const inbound = (flagOf(call['inbound']) ?? flagOf(variables['inbound'])) === true;
  const from = readParty(textOf(call['from']) ?? textOf(variables['from']));
  const to = readParty(textOf(call['to']) ?? textOf(variables['to']));
  const outcome = outcomeOf(call, inbound);
  const created = timeOf(call['created_at']);
  const started = timeOf(call['started_at']) ?? (inbound ? created : null);
  const ended = outcome.final ? (timeOf(call['end_at']) ?? timeOf(call['ended_at'])) : null;
  const at = ended ?? started ?? created;
  const links = [call['c_id'], call['call_sid'], call['twilio_sid'], call['batch_id']].map((id) =>
    textOf(id),
  );
  return oneEvent({
    surface: 'bland-ai',
    source: context.source === '' ? null : context.source,
    eventId: `${callId.slice(0, 200)}:${outcome.final ? 'ended' : (textOf(call['status'], 40) ?? 'running')}`,
    callId,
    linkedCallIds: [...new Set(links.slice(0, 3).filter((id) => id !== null && id !== callId))],
    direction: inbound ? 'inbound' : 'outbound',
    from: from.number,
    fromWithheld: inbound ? from.withheld : false,
    to: to.number,
    forwardedTo: readParty(textOf(call['transferred_to'])).number,
    occurredAt: at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: started?.at,
    endedAt: ended?.at,
    talkSeconds: outcome.disposition === 'answered' ? lengthOf(call) : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw.slice(0, 200),
    answeredBy: outcome.by,
    voicemail: outcome.disposition === 'voicemail' ? { left: false } : null,
    agent: textOf(call['pathway_id'], 200) ?? textOf(call['persona_id'], 200),
    recordingUrl: textOf(call['recording_url'], 2000),
    attribution: attributionIn(call['metadata'], variables['metadata'], variables),
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly raw: string;
  readonly by?: 'human' | 'machine' | 'ai';
}

function outcomeOf(call: Fields, inbound: boolean): Outcome {
  const status = textOf(call['status'])?.toLowerCase() ?? textOf(call['queue_status'])?.toLowerCase() ?? '';
  const answeredBy = textOf(call['answered_by'])?.toLowerCase() ?? '';
  const error = textOf(call['error_message']);
  const raw = [status, answeredBy, error].filter((word) => word !== null && word !== '').join(', ') || 'none';
  const completed = flagOf(call['completed']);
  if (completed !== true && (RUNNING.has(status) || (status === '' && error === null)))
    return { disposition: 'in_progress', final: false, raw };
  if (answeredBy === 'voicemail') return { disposition: 'voicemail', final: true, raw, by: 'machine' };
  const failed = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  if (failed !== undefined) return { disposition: failed, final: true, raw };
  if (answeredBy === 'no-answer') return { disposition: 'no_answer', final: true, raw };
  if (error !== null) return { disposition: 'failed', final: true, raw };
  if (!status.startsWith('complete') && !(status === '' && completed === true))
    return { disposition: 'unknown', final: true, raw };
  if (!inbound)
    return answeredBy === 'human' ||
      callerSpoke(call['transcripts'], call['concatenated_transcript']) === true
      ? { disposition: 'answered', final: true, raw, by: 'human' }
      : { disposition: 'unknown', final: true, raw };
  return conversation(call, raw);
}

/** The agent took the call; somebody must also have replied, and a transfer must have reached somebody. */
function conversation(call: Fields, raw: string): Outcome {
  if (textOf(call['transferred_to']) !== null && Object.hasOwn(call, 'transferred_at')) {
    return textOf(call['transferred_at']) === null
      ? { disposition: 'no_answer', final: true, raw: `${raw}, transfer not taken` }
      : { disposition: 'answered', final: true, raw, by: 'human' };
  }
  const spoke = callerSpoke(call['transcripts'], call['concatenated_transcript']);
  return spoke === false
    ? { disposition: 'ivr_abandoned', final: true, raw: `${raw}, caller said nothing` }
    : { disposition: 'answered', final: true, raw, by: 'ai' };
}

/** Seconds where they are given, else the minutes of `call_length`. */
function lengthOf(call: Fields): number | null {
  const seconds = secondsOf(call['corrected_duration']);
  if (seconds !== null) return seconds;
  const minutes = secondsOf(call['call_length']);
  return minutes === null || minutes > 1440 ? null : Math.round(minutes * 60_000) / 1000;
}

function timeOf(value: unknown): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}
