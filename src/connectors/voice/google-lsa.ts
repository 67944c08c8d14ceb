import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { dayAfter } from '../../core/model/days.ts';
import { E164, isZone } from '../../core/model/primitives.ts';
import type { ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, secondsOf } from '../shared/body.ts';
import { ignored, malformed, present } from '../shared/event.ts';
import { googleAdsFields, searchGoogleAds } from '../vendors/google/ads-search.ts';
import {
  callerOf,
  draft,
  field,
  lasted,
  part,
  readLead,
  readReport,
  timeOf,
} from '../vendors/google/lsa-lead.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';

/**
 * Google Local Services Ads: phone conversations of leads, asked for through the Google Ads API, rows of its call_view
 * (call ads), and the lead report of the older Local Services API.
 * https://developers.google.com/google-ads/api/fields/v26/local_services_lead_conversation, /fields/v26/call_view,
 * https://developers.google.com/local-services-ads/reference/rest/v1/detailedLeadReports; read 2026-11-21.
 *
 * Quirks: no push. A conversation says how long the call was, end to end, and not whether anybody answered: nothing is a
 * miss, a long call a talk, and what lies between is unknown. Times are the account's wall clock. call_view does say
 * MISSED, and has no number.
 */
const Config = z.strictObject({
  ...accessFields,
  mainNumber: E164.optional().describe('Number that Local Services forwards calls to'),
  talkedFromSeconds: z
    .int()
    .min(1)
    .max(600)
    .default(30)
    .describe('A call at least this long counts as answered; Google does not say it'),
  ...googleAdsFields,
});
type Config = z.infer<typeof Config>;

const FIELDS = [
  'local_services_lead_conversation.id',
  'local_services_lead_conversation.lead',
  'local_services_lead_conversation.conversation_channel',
  'local_services_lead_conversation.participant_type',
  'local_services_lead_conversation.event_date_time',
  'local_services_lead_conversation.phone_call_details.call_duration_millis',
  'local_services_lead_conversation.phone_call_details.call_recording_url',
  'local_services_lead.id',
  'local_services_lead.lead_type',
  'local_services_lead.category_id',
  'local_services_lead.contact_details',
  'local_services_lead.locale',
  'customer.id',
  'customer.time_zone',
];

export default defineVoiceSurface<Config>({
  meta: {
    id: 'google-lsa',
    name: 'Google Local Services Ads',
    family: 'click-to-call',
    delivery: 'poll',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow: 'Rows written from the field reference of the Google Ads API; no account was at hand',
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.google.com/google-ads/api/fields/v26/local_services_lead_conversation',
      'https://developers.google.com/google-ads/api/fields/v26/call_view',
    ],
    setup: [
      'In the Google Cloud console make an OAuth client and a refresh token with the scope https://www.googleapis.com/auth/adwords for a user who sees the account.',
      'Put customerId, clientId, clientSecret, refreshToken and the developerToken of your manager account here; Ringback asks every five minutes.',
      'Set mainNumber to the number that Local Services forwards to, so that its calls meet those of your phone system.',
      'A script of your own may post the same rows to {url} with accessToken; Ringback checks the token.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, config, context) => {
    const read = readRecords(request, ['results', 'detailedLeadReports']);
    if (!read.ok) return { result: 'malformed', issues: read.issues };
    // searchStream answers with a list of such pages.
    const rows = read.value.flatMap((row) =>
      Array.isArray(row['results']) ? row['results'].map((each: unknown) => asObject(each) ?? {}) : [row],
    );
    return joinResults(
      rows.map((row) => readRow(row, config, context)),
      'The page named no lead.',
    );
  },
  poll: {
    role: 'primary',
    what: 'phone conversations',
    everySeconds: 300,
    requestsPerMinute: 10,
    overlapSeconds: 6 * 3600,
    fetchPage: (config, position, deps) => searchGoogleAds(config, queryOf(position), position, deps),
  },
});

/** The account's clock is not known before the first row: a day more on both sides costs a page and loses nothing. */
function queryOf(position: { readonly from: string; readonly to: string }): string {
  const field = 'local_services_lead_conversation.event_date_time';
  return (
    `SELECT ${FIELDS.join(', ')} FROM local_services_lead_conversation ` +
    `WHERE local_services_lead_conversation.conversation_channel = 'PHONE_CALL' ` +
    `AND ${field} >= '${dayAfter(position.from, -1)} 00:00:00' AND ${field} <= '${dayAfter(position.to, 1)} 23:59:59' ` +
    `ORDER BY ${field}`
  );
}

function readRow(row: Fields, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const view = part(row, 'call_view');
  const zone = field(part(row, 'customer'), 'time_zone') ?? '';
  const local = isZone(zone) ? zone : context.zone;
  if (view !== null) return readCallView(row, view, config, context, local);
  const conversation = part(row, 'local_services_lead_conversation');
  const lead = part(row, 'local_services_lead');
  // A lead alone, in its row or bare, tells who called and when, not whether anybody answered.
  const only = lead ?? (field(row, 'creation_date_time') === null ? null : row);
  if (conversation === null)
    return only === null ? readReport(row, config, context) : readLead(only, config, context, local);
  const channel = field(conversation, 'conversation_channel')?.toUpperCase() ?? '';
  if (channel !== 'PHONE_CALL')
    return ignored(`A ${channel.slice(0, 40) || 'nameless'} conversation is not a call.`);
  if (field(conversation, 'participant_type')?.toUpperCase() === 'ADVERTISER')
    return ignored('The shop called this lead: it is not a call to the shop.');
  const callId = field(conversation, 'id') ?? field(conversation, 'resource_name');
  if (callId === null) return malformed('localServicesLeadConversation.id', 'missing');
  const at = timeOf(field(conversation, 'event_date_time'), local);
  if (at === null) return malformed('localServicesLeadConversation.eventDateTime', 'missing, or not a time');
  const details = part(conversation, 'phone_call_details');
  const millis = field(details, 'call_duration_millis');
  const contact = lead === null ? null : part(lead, 'contact_details');
  return draft(context, {
    callId,
    linkedCallIds: [field(lead, 'id') ?? field(conversation, 'lead')].filter(
      (id) => id !== null && id !== callId,
    ),
    ...callerOf(field(contact, 'phone_number')),
    to: config.mainNumber ?? null,
    ...lasted(at, millis === null || !/^\d{1,9}$/.test(millis) ? null : Number(millis) / 1000, config),
    recordingUrl: field(details, 'call_recording_url', 2000),
    language: field(lead, 'locale')?.slice(0, 35),
    callerName: field(contact, 'consumer_name', 200),
    attribution: present({ source: 'google local services', campaign: field(lead, 'category_id') }),
  });
}

/** Calls of call ads: with a verdict, without a number. */
function readCallView(
  row: Fields,
  view: Fields,
  config: Config,
  context: ParseContext,
  zone: string,
): ParseResult<CallEvent> {
  const callId = field(view, 'resource_name');
  const at = timeOf(field(view, 'start_call_date_time'), zone);
  if (callId === null) return malformed('callView.resourceName', 'missing');
  if (at === null) return malformed('callView.startCallDateTime', 'missing, or not a time');
  const status = field(view, 'call_status')?.toUpperCase() ?? '';
  const disposition: Disposition =
    status === 'MISSED' ? 'no_answer' : status === 'RECEIVED' ? 'answered' : 'unknown';
  const seconds = secondsOf(field(view, 'call_duration_seconds'));
  return draft(context, {
    callId,
    linkedCallIds: [],
    from: null,
    fromWithheld: false,
    to: config.mainNumber ?? null,
    ...lasted(at, seconds, config),
    disposition,
    talkSeconds: disposition === 'answered' ? seconds : null,
    dispositionRaw: status.slice(0, 200),
    attribution: present({
      source: 'google ads',
      campaign: field(part(row, 'campaign'), 'name') ?? field(part(row, 'campaign'), 'id'),
      content: field(view, 'call_tracking_display_location'),
    }),
  });
}
