import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseContext } from '../../../ports/connector.ts';
import { asObject, flagOf, secondsOf, textOf } from '../../shared/body.ts';
import { rowIssue } from '../../shared/call-rows.ts';
import type { RowResult } from '../../shared/call-rows.ts';
import { sha256Hex } from '../../shared/crypto.ts';
import { finish, present } from '../../shared/event.ts';
import { dispositionFor, firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import { readEpoch, readIso, readLocal, shift } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * One call as CallTrackingMetrics writes it, in a webhook and in its list of calls alike; what was read is named in
 * `voice/calltrackingmetrics.ts`.
 */
type Fields = Readonly<Record<string, unknown>>;

/** Words of `dial_status`, `call_status` and `status`, spelt without blanks, hyphens and underscores. */
const STATUSES = {
  answered: 'answered',
  completed: 'answered',
  noanswer: 'no_answer',
  unanswered: 'no_answer',
  missed: 'no_answer',
  busy: 'busy',
  failed: 'failed',
  canceled: 'canceled',
  cancelled: 'canceled',
  hangup: 'ivr_abandoned',
  abandoned: 'queue_abandoned',
  voicemail: 'voicemail',
  blocked: 'blocked',
  rejected: 'rejected',
} as const satisfies Record<string, Disposition>;
const GOING_ON = new Set(['inprogress', 'ringing', 'queued', 'initiated', 'started', 'live', 'active']);

export function readTrackedCall(fields: Fields, context: ParseContext): RowResult {
  if (
    textOf(fields['message_body']) !== null ||
    /msg|sms|text|form|chat|fax/i.test(textOf(fields['direction']) ?? '')
  )
    return { skip: 'This is a text message, a form, a chat or a fax, not a call.' };
  const callId = firstText(fields, ['id', 'sid']);
  if (callId === null) return rowIssue('id', 'missing, and so is sid');
  const start = startOf(fields, context.zone);
  if (start === null)
    return rowIssue('unix_time', 'missing like called_at, or not a date between 2000 and 2099');

  const outbound = /^outbound/i.test(textOf(fields['direction']) ?? '');
  const customer = readParty(
    firstText(fields, ['caller_number_complete', 'caller_number', 'caller_number_bare', 'contact_number']),
  );
  const tracking = readParty(
    firstText(fields, ['tracking_number', 'tracking_number_bare', 'tracking_number_format']),
  );
  const business = readParty(
    firstText(fields, ['business_number', 'receiving_number', 'business_number_format']),
  );
  const { disposition, raw, final } = outcomeOf(fields);
  const seconds = secondsOf(fields['duration']);
  const ring = secondsOf(fields['ring_time']);
  const talk = secondsOf(fields['talk_time']);
  const endedAt = final && seconds !== null ? shift(start.at, seconds) : null;
  const agent = asObject(fields['agent']);
  const to = outbound ? customer.number : tracking.number;
  return finish({
    surface: 'calltrackingmetrics',
    source: context.source === '' ? null : context.source,
    // A webhook and a row of the list that say the same are the same news.
    eventId: `${callId}:${final ? 'ended' : 'started'}:${sha256Hex(JSON.stringify([raw, seconds, talk, fields['audio']])).slice(0, 16)}`,
    callId,
    linkedCallIds: linksOf(fields).filter((id) => id !== callId),
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? (tracking.number ?? business.number) : customer.number,
    fromWithheld: outbound ? false : customer.withheld,
    to,
    forwardedTo: outbound || business.number === to ? null : business.number,
    occurredAt: endedAt ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    endedAt,
    ringSeconds: final ? ring : null,
    talkSeconds: final && disposition === 'answered' ? (talk ?? seconds) : null,
    final,
    disposition,
    dispositionRaw: raw,
    voicemail: voicemailOf(fields, disposition),
    agent: firstText(agent ?? fields, agent === null ? ['agent', 'agent_id'] : ['email', 'name', 'id'], 200),
    recordingUrl: disposition === 'voicemail' ? null : textOf(fields['audio'], 2000),
    spam: flagOf(fields['spam']) === true ? { label: 'marked as spam in CallTrackingMetrics' } : null,
    attribution: attributionOf(fields),
    callerName: firstText(fields, ['name', 'cnam'], 200),
  });
}

function outcomeOf(fields: Fields): {
  readonly disposition: Disposition;
  readonly raw: string;
  readonly final: boolean;
} {
  const word = (name: string): string => (textOf(fields[name]) ?? '').toLowerCase().replaceAll(/[\s_-]/g, '');
  const dial = word('dial_status');
  const call = word('call_status');
  const status = word('status');
  const raw = `dial_status=${dial}, call_status=${call}, status=${status}`.slice(0, 200);
  const talked = (secondsOf(fields['talk_time']) ?? 0) > 0;
  const voicemail = flagOf(fields['voicemail']) === true || [dial, call, status].includes('voicemail');
  const begun = dial === '' && call === '' && status === '' && secondsOf(fields['duration']) === null;
  const going = [dial, call, status].some((each) => GOING_ON.has(each));
  if (going || (begun && !voicemail)) return { disposition: 'in_progress', raw, final: false };
  if (voicemail) return { disposition: 'voicemail', raw, final: true };
  if (dial !== '') {
    const mapped = dispositionFor(STATUSES, dial);
    // Who talked and then hung up was answered; `hangup` is a miss only for those who never got through.
    const got = dial === 'hangup' ? (talked ? 'answered' : gaveUp(fields)) : mapped;
    const menu = got === 'answered' ? lastMenu(fields) : null;
    return { disposition: menu ?? got, raw, final: true };
  }
  // The number was never rung: `completed` is then the greeting or the menu that the caller hung up on.
  const rung = talked ? 'answered' : 'ivr_abandoned';
  const other = call === '' ? status : call;
  // Rows of the years before 2013 have a length and nothing else: that does not tell a talk from a menu.
  if (other === '' && textOf(fields['talk_time']) === null)
    return { disposition: 'unknown', raw, final: true };
  if (other === '' || other === 'completed') return { disposition: rung, raw, final: true };
  return { disposition: dispositionFor(STATUSES, other), raw, final: true };
}

/** Hung up before anybody took it: where the path of the call ends says where the caller was. */
function gaveUp(fields: Fields): Disposition {
  if (/^outbound/i.test(textOf(fields['direction']) ?? '')) return 'canceled';
  const path = Array.isArray(fields['call_path']) ? fields['call_path'] : [];
  const last = textOf(asObject(path.at(-1))?.['route_type']) ?? '';
  return /queue/i.test(last) ? 'queue_abandoned' : 'ivr_abandoned';
}

/** A call whose path ends in a menu that no agent took it out of was answered by that menu alone. */
function lastMenu(fields: Fields): Disposition | null {
  const path = Array.isArray(fields['call_path']) ? fields['call_path'] : [];
  const last = asObject(path.at(-1)) ?? {};
  const hasAgent = asObject(fields['agent']) !== null || textOf(fields['agent_id']) !== null;
  if (hasAgent || !/^(voice_?menu|voice_?mail)/i.test(textOf(last['route_type']) ?? '')) return null;
  const names = `${textOf(last['route_type']) ?? ''} ${textOf(last['route_name']) ?? ''}`;
  return /voice.?mail(?!\w)|message/i.test(names) ? 'voicemail' : 'ivr_abandoned';
}

/** `2026-11-20 01:42 PM -05:00`; without the offset it is the account's clock. */
function startOf(fields: Fields, zone: string): ReadInstant | null {
  const unix = readEpoch(fields['unix_time']);
  if (unix !== null) return unix;
  const text = firstText(fields, ['called_at', 'start_time']) ?? '';
  const clock = /^(\d{4}-\d\d-\d\d) (\d{1,2}):(\d\d)\s*([AP])M\s*([+-]\d\d:?\d\d|Z)?$/i.exec(text);
  if (clock === null) return readIso(text);
  const [, date = '', hour = '', minute = '', half = '', offset] = clock;
  const hours = String((Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0)).padStart(2, '0');
  return offset === undefined
    ? readLocal(`${date} ${hours}:${minute}`, zone)
    : readIso(`${date}T${hours}:${minute}${offset}`);
}

function linksOf(fields: Fields): string[] {
  const legs = Array.isArray(fields['legs']) ? fields['legs'].slice(0, 20) : [];
  const ids = [fields['sid'], fields['parent_id'], ...legs.map((leg) => asObject(leg)?.['sid'])];
  return [...new Set(ids.map((id) => textOf(id)).filter((id) => id !== null))];
}

function voicemailOf(fields: Fields, disposition: Disposition): CallEvent['voicemail'] | null {
  if (disposition !== 'voicemail') return null;
  const url = textOf(fields['audio'], 2000);
  const transcript = firstText(fields, ['transcription_text', 'transcription'], 20_000);
  // A mailbox that picked up without keeping any sound and without marking the call took no message.
  const left = url !== null || flagOf(fields['voicemail']) === true;
  return { left, ...(url === null ? {} : { url }), ...(transcript === null ? {} : { transcript }) };
}

function attributionOf(fields: Fields): Record<string, string> {
  const paid = asObject(fields['paid']) ?? {};
  const analytics = asObject(fields['ga']) ?? {};
  const take = (name: string): string | null =>
    textOf(fields[name], 2000) ?? textOf(paid[name], 2000) ?? textOf(analytics[name], 2000);
  return present({
    source: take('source') ?? take('web_source'),
    medium: take('medium'),
    campaign: take('campaign'),
    keyword: take('keyword') ?? take('search'),
    content: take('ad_content'),
    utmSource: take('utm_source'),
    utmMedium: take('utm_medium'),
    utmCampaign: take('utm_campaign'),
    utmTerm: take('utm_term'),
    utmContent: take('utm_content'),
    gclid: take('gclid'),
    fbclid: take('fbclid'),
    msclkid: take('msclkid'),
    landingPage: textOf(fields['location'], 2000),
    referrer: textOf(fields['referrer'], 2000),
  });
}
