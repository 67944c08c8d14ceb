import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { flagOf, readFields, secondsOf, textOf } from '../shared/body.ts';
import { hmacBase64, sameText, sha256Hex } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent, present } from '../shared/event.ts';
import { readParty } from '../shared/phone.ts';
import { readBareUtc, readIso, shift } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { expired, forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';

/**
 * CallRail call webhooks: pre-call, call routing complete, post-call, call modified and their outbound twins, as JSON or
 * form, with the field names of today and of the years before September 2021 (`callernum`, `trackingnum`, `datetime`).
 * https://apidocs.callrail.com/#webhooks and https://support.callrail.com/hc/en-us/articles/5711246459149-Webhooks,
 * read 2026-11-21 (fields, delivery, the published signature example, which this file reproduces).
 *
 * Quirks: the body does not say which webhook it is, and a pre-call already reads answered=false, call_type=missed,
 * duration=0; it is recognised by lacking every field that only a finished call has. CallRail never retries. The offset
 * of a time is not the zone of the company. `timestamp` in the published example equals the start of the call, and a
 * post-call may come 20 minutes after the end, so the replay window is wide by default.
 */
const Config = z.strictObject({
  signingKey: secret(
    z.string().min(1),
    "The company's signing key, shown on CallRail's Webhooks page",
  ).optional(),
  replayWindowSeconds: z
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(3600)
    .describe('Deliveries whose `timestamp` is older than this are refused; 0 switches the check off'),
});
type Config = z.infer<typeof Config>;

const CALL_TYPES = {
  inbound: 'answered',
  answered: 'answered',
  outbound: 'answered',
  missed: 'no_answer',
  abandoned: 'ivr_abandoned',
  voicemail: 'voicemail',
  voicemail_transcription: 'voicemail',
} as const satisfies Record<string, Disposition>;

/** Fields that the vendor lists for finished calls and not for pre-call or routing-complete. */
const ONLY_WHEN_FINISHED = [
  'recording',
  'recording_duration',
  'recording_player',
  'transcription',
  'note',
  'value',
  'lead_status',
  'changes',
];
/** How far ahead a sender's clock may be. */
const AHEAD_SECONDS = 300;

type Fields = Readonly<Record<string, unknown>>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'callrail',
    name: 'CallRail',
    family: 'call-tracking',
    delivery: 'webhook',
    signature: 'Signature: base64 HMAC-SHA1 over the raw body with the company signing key',
    clockToleranceSeconds: 45,
    maturity: 'vectors',
    checkedHow:
      "The signature example that CallRail publishes verifies; payloads from CallRail's documentation",
    lastChecked: '2026-11-21',
    docs: [
      'https://apidocs.callrail.com/#webhooks',
      'https://support.callrail.com/hc/en-us/articles/5711246459149-Webhooks',
    ],
    setup: [
      'In CallRail open Settings, Integrations, Webhooks for the company.',
      'Paste {url} into Post-Call and Call Modified; Pre-Call and Call Routing Complete are welcome too.',
      'Copy the signing key shown on the same page into the setting signingKey of this source.',
    ],
  },
  config: Config,
  verify,
  parse,
});

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.signingKey === undefined) return noSecret('signing key');
  const signature = request.headers['signature'];
  if (signature === undefined || signature === '') return notSigned('Signature');
  if (!sameText(signature, hmacBase64('sha1', config.signingKey, request.body))) {
    return forged("The signature does not fit the body and the company's signing key.");
  }
  if (config.replayWindowSeconds === 0) return genuine;
  const read = readFields(request);
  // `timestamp` is inside the signed body, so leaving it out is the vendor's doing, not a forger's.
  const sentAt = read.ok ? timeOf(read.value, ['timestamp']) : null;
  if (sentAt === null) return genuine;
  const age = (now.getTime() - Date.parse(sentAt.at)) / 1000;
  if (age > config.replayWindowSeconds) return expired(`Sent more than ${config.replayWindowSeconds} s ago.`);
  return age < -AHEAD_SECONDS ? expired('The delivery claims to come from the future.') : genuine;
}

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readFields(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const fields = read.value;
  if (textOf(fields['message_type']) !== null || textOf(fields['source_number']) !== null)
    return ignored('This is a text message, not a call.');
  if (fields['form_data'] !== undefined || textOf(fields['form_url']) !== null)
    return ignored('This is a form submission, not a call.');

  const ids = [fields['resource_id'], fields['id']].map((id) => textOf(id)).filter((id) => id !== null);
  const callId = ids[0];
  if (callId === undefined) return malformed('resource_id', 'missing, and so is the older id');
  const start = timeOf(fields, ['start_time', 'created_at', 'datetime']);
  if (start === null) return malformed('start_time', 'missing, or not a date between 2000 and 2099');

  const outbound = (textOf(fields['direction']) ?? textOf(fields['call_type']))?.toLowerCase() === 'outbound';
  const customer = readParty(first(fields, ['customer_phone_number', 'customer_number', 'callernum']));
  const tracking = readParty(first(fields, ['tracking_phone_number', 'trackingnum']));
  const business = readParty(first(fields, ['business_phone_number', 'destinationnum']));
  const to = outbound ? customer.number : tracking.number;
  if (to === null)
    return malformed(
      outbound ? 'customer_phone_number' : 'tracking_phone_number',
      'missing, or not a phone number',
    );

  const { disposition, raw, final } = outcomeOf(fields, outbound);
  const seconds = secondsOf(fields['duration']);
  const endedAt = final && seconds !== null ? shift(start.at, seconds) : null;
  const phase = !final ? 'started' : fields['changes'] === undefined ? 'ended' : 'modified';
  return oneEvent({
    surface: 'callrail',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${phase}:${textOf(fields['timestamp']) ?? sha256Hex(request.body).slice(0, 16)}`,
    callId,
    linkedCallIds: ids.slice(1).filter((id) => id !== callId),
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? (tracking.number ?? business.number) : customer.number,
    fromWithheld: outbound ? false : customer.withheld,
    to,
    forwardedTo: outbound || business.number === to ? null : business.number,
    occurredAt: endedAt ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    endedAt,
    talkSeconds: final && disposition === 'answered' ? seconds : null,
    final,
    disposition,
    dispositionRaw: raw,
    voicemail: voicemailOf(fields, disposition),
    agent: first(fields, ['agent_email', 'agent'], 200),
    recordingUrl: disposition === 'voicemail' ? null : textOf(fields['recording'], 2000),
    spam: flagOf(fields['spam']) === true ? { label: 'marked as spam in CallRail' } : null,
    attribution: attributionOf(fields),
    callerName: first(fields, ['customer_name', 'callername'], 200),
  });
}

function outcomeOf(
  fields: Fields,
  outbound: boolean,
): { readonly disposition: Disposition; readonly raw: string; readonly final: boolean } {
  const type = textOf(fields['call_type'])?.toLowerCase() ?? null;
  const answered = flagOf(fields['answered']);
  const raw = `${type ?? 'no call_type'}, answered=${answered ?? 'absent'}`;
  const voicemail =
    flagOf(fields['voicemail']) === true || type === 'voicemail' || type === 'voicemail_transcription';
  const duration = secondsOf(fields['duration']) ?? 0;
  const finished =
    voicemail ||
    answered === true ||
    duration > 0 ||
    type === 'abandoned' ||
    ONLY_WHEN_FINISHED.some((name) => Object.hasOwn(fields, name));
  if (!finished) return { disposition: 'in_progress', raw, final: false };
  if (voicemail) return { disposition: 'voicemail', raw, final: true };
  if (answered === true) return { disposition: 'answered', raw, final: true };
  if (outbound) return { disposition: answered === false ? 'no_answer' : 'unknown', raw, final: true };
  const mapped: Disposition =
    type !== null && Object.hasOwn(CALL_TYPES, type)
      ? CALL_TYPES[type as keyof typeof CALL_TYPES]
      : 'unknown';
  // `answered` is decisive where both are given: call_type=inbound with answered=false is a call that nobody took.
  if (answered === false)
    return { disposition: mapped === 'ivr_abandoned' ? mapped : 'no_answer', raw, final: true };
  return { disposition: mapped, raw, final: true };
}

function voicemailOf(fields: Fields, disposition: Disposition): CallEvent['voicemail'] | null {
  if (disposition !== 'voicemail') return null;
  const url = textOf(fields['recording'], 2000);
  const seconds = secondsOf(fields['recording_duration']);
  const transcript = textOf(fields['transcription'], 20_000);
  return {
    left: true,
    ...(url === null ? {} : { url }),
    ...(seconds === null ? {} : { seconds }),
    ...(transcript === null ? {} : { transcript }),
  };
}

function attributionOf(fields: Fields): Record<string, string> {
  const take = (...names: readonly string[]): string | null => first(fields, names, 2000);
  return present({
    source: take('source_name', 'source', 'callsource'),
    medium: take('medium', 'referrermedium'),
    campaign: take('campaign'),
    keyword: take('keywords'),
    utmSource: take('utm_source'),
    utmMedium: take('utm_medium'),
    utmCampaign: take('utm_campaign'),
    utmTerm: take('utm_term'),
    utmContent: take('utm_content'),
    gclid: take('gclid'),
    fbclid: take('fbclid'),
    msclkid: take('msclkid'),
    ttclid: take('ttclid'),
    liFatId: take('li_fat_id'),
    dniPool: take('tracker_resource_id', 'tracker_id'),
    landingPage: take('landing_page_url', 'landingpage'),
    referrer: take('referring_url', 'referrer_domain', 'referrer'),
  });
}

function timeOf(fields: Fields, names: readonly string[]): ReadInstant | null {
  const text = first(fields, names);
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}

function first(fields: Fields, names: readonly string[], limit = 256): string | null {
  for (const name of names) {
    const text = textOf(fields[name], limit);
    if (text !== null) return text;
  }
  return null;
}
