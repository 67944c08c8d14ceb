import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { mediaType, secondsOf, textOf } from '../shared/body.ts';
import { sha256Hex } from '../shared/crypto.ts';
import { readTable } from '../shared/csv.ts';
import { ignored, malformed, oneEvent, present } from '../shared/event.ts';
import { looseFields } from '../shared/loose-fields.ts';
import { readParty } from '../shared/phone.ts';
import { plainText } from '../shared/plain-text.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readBareUtc, readIso, readLocal } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { fetchCallDetails } from '../vendors/microsoft-ads/reports.ts';

/**
 * Microsoft Advertising: rows of the call detail report (CSV as the report is downloaded, or the same columns
 * as JSON), asked for through the Reporting service or posted.
 * https://learn.microsoft.com/en-us/advertising/reporting-service/calldetailreportcolumn, read 2026-11-21.
 *
 * Quirks: the report has an area code and no caller; the columns that told missed from answered (CallStatus) were
 * removed, so a row of today counts as unknown, and as missed only when it lasted nothing. Times are UTC, American
 * style, or ISO. It is there a day later: for attribution, not for an answer by text. Click-to-call in Bing Places has
 * no report at all; its tracking number is the only witness.
 */
const Config = z.strictObject({
  ...accessFields,
  mainNumber: E164.optional().describe('Number that the call extensions forward to'),
  developerToken: secret(z.string().min(1), 'Developer token of the Microsoft Advertising API').optional(),
  clientId: z.string().min(1).optional().describe('Application id of the app in Microsoft Entra'),
  clientSecret: secret(z.string().min(1), 'Secret of that app, where it is a web app').optional(),
  refreshToken: secret(z.string().min(1), 'Refresh token of a user who sees the account').optional(),
  customerId: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .describe('Customer id (cid in the address of the account)'),
  accountId: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .describe('Account id (aid in the address of the account)'),
  apiUrl: z
    .url()
    .default('https://reporting.api.bingads.microsoft.com/Reporting/v13')
    .describe('Address of the Reporting service'),
  loginUrl: z
    .url()
    .default('https://login.microsoftonline.com/common')
    .describe('Login address; name your tenant instead of common for an app of one tenant'),
});
type Config = z.infer<typeof Config>;

const STATUS = {
  answered: 'answered',
  received: 'answered',
  connected: 'answered',
  missed: 'no_answer',
  notanswered: 'no_answer',
  busy: 'busy',
  failed: 'failed',
} as const satisfies Record<string, Disposition>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'microsoft-ads',
    name: 'Microsoft Advertising',
    family: 'click-to-call',
    delivery: 'poll',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow:
      'Rows written from the column reference of the call detail report, requests from the published REST library; no account was at hand',
    lastChecked: '2026-11-21',
    docs: [
      'https://learn.microsoft.com/en-us/advertising/reporting-service/calldetailreportcolumn',
      'https://learn.microsoft.com/en-us/advertising/reporting-service/submitgeneratereport',
    ],
    setup: [
      'At developers.ads.microsoft.com request a developer token; in Microsoft Entra register an app, and let a user who sees the account allow it the scope https://ads.microsoft.com/msads.manage with offline_access.',
      'Put developerToken, clientId, clientSecret, refreshToken, customerId and accountId here; Ringback then asks for the call forwarding detail report every six hours.',
      'Or schedule that report daily as CSV, with StartTime, EndTime, Duration, AreaCode, City, State, CampaignName and AdGroupName, set accessToken of this source to a long random text and post each report to {url} with it, as text/csv.',
      'The report names no caller: connect the vendor of your tracking number too, and the two meet by time and number. Ringback checks the token.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse,
  poll: {
    role: 'primary',
    what: 'call detail report',
    everySeconds: 6 * 3600,
    requestsPerMinute: 6,
    overlapSeconds: 3 * 86_400,
    fetchPage: fetchCallDetails,
  },
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const text = plainText(request);
  if (text !== null && (mediaType(request).startsWith('text/') || /[,\t][^\n]*\n/.test(text))) {
    const rows = readTable(text, (cell) => /^start ?time$/i.test(cell));
    if (rows === null)
      return malformed('StartTime', 'no line names this column', 'Post the report with its column names.');
    return joinResults(
      rows.map((row) => readRow(row, config, context)),
      'The report has no rows.',
    );
  }
  const read = readRecords(request, ['CallDetailReport', 'Rows', 'value']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((row) => readRow(row, config, context)),
    'The report has no rows.',
  );
}

function readRow(row: Fields, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const fields = looseFields(row);
  const start = timeOf(fields.text(['StartTime']));
  if (start === null)
    return fields.has('StartTime')
      ? malformed('StartTime', 'not a time such as 11/20/2026 6:42:00 PM')
      : fields.has('Clicks', 'Impressions', 'PhoneCalls')
        ? ignored('A performance report counts calls and tells of none.')
        : malformed('StartTime', 'missing');
  const end = timeOf(fields.text(['EndTime']));
  const seconds = fields.seconds('Duration') ?? secondsOf(textOf(row['Duration']));
  const word =
    fields
      .text(['CallStatus'])
      ?.toLowerCase()
      .replaceAll(/[^a-z]/g, '') ?? '';
  const told: Disposition | null = Object.hasOwn(STATUS, word) ? STATUS[word as keyof typeof STATUS] : null;
  const disposition = told ?? (seconds === 0 && word === '' ? 'no_answer' : 'unknown');
  const caller = fields.text(['CallerNumber', 'CallerPhoneNumber']);
  const parts = ['AccountId', 'CampaignId', 'AdGroupId', 'AreaCode', 'EndTime', 'Duration'];
  const id = sha256Hex([start.at, ...parts.map((name) => fields.text([name]) ?? '')].join('|')).slice(0, 32);
  return oneEvent({
    surface: 'microsoft-ads',
    source: context.source === '' ? null : context.source,
    eventId: `${id}:${disposition}`,
    callId: id,
    linkedCallIds: [],
    direction: 'inbound',
    from: caller === null ? null : readParty(caller).number,
    fromWithheld: caller !== null && readParty(caller).withheld,
    to: config.mainNumber ?? null,
    occurredAt: end?.at ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    endedAt: end?.at,
    talkSeconds: disposition === 'answered' ? seconds : null,
    final: true,
    disposition,
    dispositionRaw: fields.text(['CallStatus'], 200) ?? `${seconds ?? 'no duration'} s in all`,
    attribution: present({
      source: 'microsoft ads',
      campaign: fields.text(['CampaignName', 'CampaignId']),
      content: fields.text(['AdGroupName', 'AdGroupId']),
      msclkid: fields.text(['MsclkId']),
    }),
  });
}

/** The report's clock is UTC, whatever its look: `11/20/2026 6:42:00 PM`. */
function timeOf(text: string | null): ReadInstant | null {
  if (text === null) return null;
  const [, month = '', day = '', year = '', hour = '', rest = '', half = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d(?::\d\d)?)\s*([AP]M)?$/i.exec(text) ?? [];
  if (year === '') return readIso(text) ?? readBareUtc(text) ?? readLocal(text, 'UTC');
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  const two = (part: string | number): string => String(part).padStart(2, '0');
  return readLocal(`${year}-${two(month)}-${two(day)} ${two(hours)}:${rest}`, 'UTC');
}
