import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import { flagOf, secondsOf, textOf } from '../../shared/body.ts';
import { finish, present } from '../../shared/event.ts';
import { firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import { rowIssue } from '../../shared/call-rows.ts';
import type { RowResult } from '../../shared/call-rows.ts';
import { readBareUtc, readIso, shift } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * One call as CallRail writes it: the body of a webhook of today or of the years before September 2021, or a row of
 * `GET /v3/a/{account}/calls.json`, which has the webhook's names with `id` for `resource_id`.
 * https://apidocs.callrail.com/#webhooks and #calls, read 2026-11-21.
 */
export type Fields = Readonly<Record<string, unknown>>;

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

export function readCallRailCall(
  fields: Fields,
  from: {
    readonly source: string;
    /** SHA-256 of what was sent, for events that have no time of their own. */
    readonly digest: string;
    /** A row of the list of calls, not a webhook. */
    readonly listed: boolean;
  },
): RowResult {
  if (textOf(fields['message_type']) !== null || textOf(fields['source_number']) !== null)
    return { skip: 'This is a text message, not a call.' };
  if (fields['form_data'] !== undefined || textOf(fields['form_url']) !== null)
    return { skip: 'This is a form submission, not a call.' };

  const ids = [fields['resource_id'], fields['id']].map((id) => textOf(id)).filter((id) => id !== null);
  const callId = ids[0];
  if (callId === undefined) return rowIssue('resource_id', 'missing, and so is the older id');
  const start = callRailTime(fields, ['start_time', 'created_at', 'datetime']);
  if (start === null) return rowIssue('start_time', 'missing, or not a date between 2000 and 2099');

  const outbound = (textOf(fields['direction']) ?? textOf(fields['call_type']))?.toLowerCase() === 'outbound';
  const customer = readParty(firstText(fields, ['customer_phone_number', 'customer_number', 'callernum']));
  const tracking = readParty(firstText(fields, ['tracking_phone_number', 'trackingnum']));
  const business = readParty(firstText(fields, ['business_phone_number', 'destinationnum']));
  const to = outbound ? customer.number : tracking.number;
  if (tracking.number === null && customer.number === null && business.number === null)
    return rowIssue('tracking_phone_number', 'missing, and so are the other numbers of the call');

  const { disposition, raw, final } = outcomeOf(fields, outbound, from.listed);
  const seconds = secondsOf(fields['duration']);
  const endedAt = final && seconds !== null ? shift(start.at, seconds) : null;
  const ended = fields['changes'] === undefined ? (from.listed ? 'listed' : 'ended') : 'modified';
  const phase = final ? ended : 'started';
  return finish({
    surface: 'callrail',
    source: from.source === '' ? null : from.source,
    eventId: `${callId}:${phase}:${textOf(fields['timestamp']) ?? from.digest.slice(0, 16)}`,
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
    agent: firstText(fields, ['agent_email', 'agent'], 200),
    recordingUrl: disposition === 'voicemail' ? null : textOf(fields['recording'], 2000),
    spam: flagOf(fields['spam']) === true ? { label: 'marked as spam in CallRail' } : null,
    attribution: attributionOf(fields),
    callerName: firstText(fields, ['customer_name', 'callername'], 200),
  });
}

function outcomeOf(
  fields: Fields,
  outbound: boolean,
  listed: boolean,
): { readonly disposition: Disposition; readonly raw: string; readonly final: boolean } {
  const type = textOf(fields['call_type'])?.toLowerCase() ?? null;
  const answered = flagOf(fields['answered']);
  const raw = `${type ?? 'no call_type'}, answered=${answered ?? 'absent'}`;
  const voicemail =
    flagOf(fields['voicemail']) === true || type === 'voicemail' || type === 'voicemail_transcription';
  const duration = secondsOf(fields['duration']) ?? 0;
  // The API shows a call that is still going on without a duration; its other fields are all there already.
  const timeless = textOf(fields['duration']) === null && (listed || Object.hasOwn(fields, 'duration'));
  const open = timeless && answered !== true && !voicemail && (listed || answered === null);
  const finished =
    voicemail ||
    answered === true ||
    duration > 0 ||
    type === 'abandoned' ||
    ONLY_WHEN_FINISHED.some((name) => Object.hasOwn(fields, name));
  if (!finished || open) return { disposition: 'in_progress', raw, final: false };
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
  const take = (...names: readonly string[]): string | null => firstText(fields, names, 2000);
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

/** An ISO time with its offset; the years before 2021 wrote UTC without saying so, or as a word behind. */
export function callRailTime(fields: Fields, names: readonly string[]): ReadInstant | null {
  const text = firstText(fields, names)?.replace(/\s*UTC$/, '') ?? null;
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}
