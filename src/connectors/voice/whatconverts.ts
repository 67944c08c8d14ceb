import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, OutboundDeps, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import type { PollPosition, PollResult } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { flagOf, readFields, secondsOf, textOf } from '../shared/body.ts';
import { readCallRows, rowIssue } from '../shared/call-rows.ts';
import type { RowResult } from '../shared/call-rows.ts';
import { sha256Hex } from '../shared/crypto.ts';
import { finish, present } from '../shared/event.ts';
import { asPage, basicAuth, fetchList } from '../shared/list-page.ts';
import { dispositionFor, firstText } from '../shared/lookup.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { readBareUtc, readIso, shift } from '../shared/time.ts';

/**
 * WhatConverts lead webhooks (new, in progress and updated) for phone calls, and the leads of its API.
 * https://www.whatconverts.com/help/docs/automations-and-advanced-systems/webhooks/what-are-webhooks and
 * .../receive-phone-call-in-progress-data-with-webhooks, read 2026-11-21; the pages of the API could not be read.
 *
 * Quirks: nothing is signed; every lead comes this way, also forms and chats; `trigger: update` may repeat only what was
 * changed; `answer_status` is newer than `call_status`, whose `Completed` is that of the number which was rung, and a
 * machine there completes too, so `voicemail` and `answer_status` go before it. Times are UTC. All calls come in.
 */
const Config = z.strictObject({
  ...accessFields,
  apiToken: secret(z.string().min(1), 'API token, to look for calls whose webhook was lost').optional(),
  apiSecret: secret(z.string().min(1), 'API secret').optional(),
});
type Config = z.infer<typeof Config>;
type Fields = Readonly<Record<string, unknown>>;

/** Spelt without blanks and hyphens. */
const STATUSES = {
  answered: 'answered',
  completed: 'answered',
  notanswered: 'no_answer',
  unanswered: 'no_answer',
  noanswer: 'no_answer',
  missed: 'no_answer',
  voicemail: 'voicemail',
  busy: 'busy',
  failed: 'failed',
  canceled: 'canceled',
  cancelled: 'canceled',
  abandoned: 'ivr_abandoned',
  hangup: 'ivr_abandoned',
  blocked: 'blocked',
  rejected: 'rejected',
} as const satisfies Record<string, Disposition>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'whatconverts',
    name: 'WhatConverts',
    family: 'call-tracking',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow:
      "Payloads from WhatConverts' help pages; the full list of status words is unverified, no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://www.whatconverts.com/help/docs/automations-and-advanced-systems/webhooks/what-are-webhooks',
      'https://www.whatconverts.com/help/docs/automations-and-advanced-systems/webhooks/receive-phone-call-in-progress-data-with-webhooks',
    ],
    setup: [
      'In WhatConverts open the profile, then Tracking, Integrations, Webhooks.',
      'Add the address {url}?token=YOUR-LONG-RANDOM-TEXT for new and updated leads of the type Phone Call, in progress too.',
      'Put the same random text into accessToken of this source; Ringback refuses deliveries without it.',
      'To find calls whose webhook was lost, create an API key for the profile and fill in apiToken and apiSecret.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'phone call leads',
    everySeconds: 900,
    requestsPerMinute: 30,
    overlapSeconds: 7200,
    fetchPage,
  },
});

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readFields(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const { leads } = read.value;
  const readOne = (fields: Fields): RowResult => readLead(fields, context);
  return Array.isArray(leads)
    ? readCallRows(leads, 'leads', readOne)
    : readCallRows([read.value], '', readOne);
}

function readLead(fields: Fields, context: ParseContext): RowResult {
  const type = textOf(fields['lead_type']);
  if (type !== null && !/^(phone[ _-]?)?calls?\b/i.test(type))
    return { skip: `A lead of the type ${type} is not a call.` };
  const callId = textOf(fields['lead_id']);
  if (callId === null) return rowIssue('lead_id', 'missing');
  const text = textOf(fields['date_created']) ?? '';
  const start = readIso(text) ?? readBareUtc(text);
  if (start === null) return rowIssue('date_created', 'missing, or not a date between 2000 and 2099');
  if (!SAYS_HOW.some((name) => textOf(fields[name]) !== null))
    return { skip: 'An update of a lead that says nothing about the call itself.' };

  const caller = readParty(firstText(fields, ['caller_number', 'contact_phone_number']));
  const tracking = readParty(textOf(fields['tracking_number']));
  const target = readParty(textOf(fields['destination_number']));
  const { disposition, raw, final } = outcomeOf(fields);
  const seconds = secondsOf(fields['call_duration_seconds']) ?? clockOf(textOf(fields['call_duration']));
  const endedAt = final && seconds !== null ? shift(start.at, seconds) : null;
  const voicemail = disposition === 'voicemail' ? voicemailOf(fields) : null;
  return finish({
    surface: 'whatconverts',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${final ? 'ended' : 'started'}:${sha256Hex(JSON.stringify([raw, seconds, voicemail])).slice(0, 16)}`,
    callId,
    linkedCallIds: [],
    direction: 'inbound',
    from: caller.number,
    fromWithheld: caller.withheld,
    to: tracking.number,
    forwardedTo: target.number === tracking.number ? null : target.number,
    occurredAt: endedAt ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    endedAt,
    talkSeconds: disposition === 'answered' && final ? seconds : null,
    final,
    disposition,
    dispositionRaw: raw,
    voicemail,
    recordingUrl:
      disposition === 'voicemail' ? null : firstText(fields, ['recording', 'play_recording'], 2000),
    spam: flagOf(fields['spam']) === true ? { label: 'marked as spam in WhatConverts' } : null,
    attribution: present({
      source: textOf(fields['lead_source'], 2000),
      medium: textOf(fields['lead_medium'], 2000),
      campaign: textOf(fields['lead_campaign'], 2000),
      content: textOf(fields['lead_content'], 2000),
      keyword: textOf(fields['lead_keyword'], 2000),
      gclid: textOf(fields['gclid'], 2000),
      msclkid: textOf(fields['msclkid'], 2000),
      fbclid: firstText(fields, ['facebook_click_id', 'fbclid'], 2000),
      dniPool: textOf(fields['phone_name'], 2000),
      landingPage: firstText(fields, ['landing_url', 'lead_url'], 2000),
    }),
    callerName: firstText(fields, ['contact_name', 'caller_name'], 200),
  });
}

const SAYS_HOW = [
  'call_status',
  'answer_status',
  'lead_state',
  'call_duration_seconds',
  'call_duration',
  'voicemail',
];

function outcomeOf(fields: Fields): {
  readonly disposition: Disposition;
  readonly raw: string;
  readonly final: boolean;
} {
  const word = (name: string): string => (textOf(fields[name]) ?? '').toLowerCase().replaceAll(/[\s_-]/g, '');
  const call = word('call_status');
  const answer = word('answer_status');
  const raw = `call_status=${call}, answer_status=${answer}`.slice(0, 200);
  if ([call, answer, word('lead_state')].some((each) => each === 'inprogress' || each === 'ringing'))
    return { disposition: 'in_progress', raw, final: false };
  const mailbox = textOf(fields['voicemail']) ?? textOf(fields['play_voicemail']);
  if (flagOf(fields['voicemail']) === true || /^https?:/i.test(mailbox ?? ''))
    return { disposition: 'voicemail', raw, final: true };
  return { disposition: dispositionFor(STATUSES, answer === '' ? call : answer), raw, final: true };
}

function voicemailOf(fields: Fields): CallEvent['voicemail'] {
  const links = [
    fields['voicemail'],
    fields['play_voicemail'],
    fields['recording'],
    fields['play_recording'],
  ];
  const url = links
    .map((link) => textOf(link, 2000))
    .find((link): link is string => link !== null && /^https?:/i.test(link));
  const transcript = textOf(fields['call_transcription'], 20_000);
  const left = url !== undefined || flagOf(fields['voicemail']) === true;
  return { left, ...(url === undefined ? {} : { url }), ...(transcript === null ? {} : { transcript }) };
}

/** `1:35` and `01:02:03`. */
function clockOf(text: string | null): number | null {
  if (text === null || !/^(\d{1,2}:)?\d{1,2}:\d\d$/.test(text)) return secondsOf(text);
  return secondsOf(text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  const { apiToken, apiSecret } = config;
  if (apiToken === undefined || apiSecret === undefined)
    return {
      result: 'not-configured',
      detail: 'Set apiToken and apiSecret to find calls whose webhook was lost.',
    };
  const page = position.cursor ?? '1';
  const query = new URLSearchParams({
    lead_type: 'phone_call',
    start_date: position.from,
    end_date: position.to,
    leads_per_page: '250',
    page_number: page,
  });
  const list = await fetchList(deps, {
    vendor: 'WhatConverts',
    what: 'the phone call leads',
    remedy: 'Check apiToken and apiSecret of this source.',
    url: `https://app.whatconverts.com/api/v1/leads?${query.toString()}`,
    headers: { authorization: basicAuth(apiToken, apiSecret) },
  });
  if (list.result !== 'list') return list;
  const more = Number(page) < Number(list.value['total_pages']);
  return asPage(list, list.value['leads'], more ? String(Number(page) + 1) : null);
}
