import { DAY_MS } from '../../../core/model/days.ts';
import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult, VendorRefusal } from '../../../ports/voice.ts';
import { asObject, readJsonText, textOf } from '../../shared/body.ts';
import { callHttp } from '../../shared/http-call.ts';
import { callWithToken } from '../../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../../shared/oauth.ts';
import { fetchReport } from '../../shared/report-job.ts';
import type { ReportLook, ReportSpan } from '../../shared/report-job.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';
import { firstFileOf } from '../../shared/zip.ts';

/**
 * The call forwarding detail report through the Reporting service: SubmitGenerateReport, PollGenerateReport, then a ZIP
 * with one CSV from a store whose address carries its own proof. REST as in Microsoft's own PHP REST SDK
 * (BingAds/BingAds-PHP-REST-SDK: /Reporting/v13/GenerateReport/Submit and /Poll) and
 * https://learn.microsoft.com/en-us/advertising/reporting-service/submitgeneratereport, /pollgeneratereport,
 * /calldetailreportrequest (aggregation must be Summary), /reporttime (the last day must not lie after today in Pacific
 * time) and /advertising/guides/authentication-oauth-get-tokens, read 2026-11-21. The id of a report is good for a day.
 */
export interface MicrosoftAdsAccess {
  readonly developerToken?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly customerId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly apiUrl: string;
  readonly loginUrl: string;
}

const COLUMNS = [
  'AccountId',
  'AccountName',
  'CampaignId',
  'CampaignName',
  'AdGroupId',
  'AdGroupName',
  'StartTime',
  'EndTime',
  'Duration',
  'AreaCode',
  'City',
  'State',
];
const LONGEST_MS = 7 * DAY_MS;
const MOST_BYTES = 16 * 1024 * 1024;
const SCOPE = 'https://ads.microsoft.com/msads.manage offline_access';
const REMEDY =
  'Check developerToken, customerId and accountId of this source, and let a user who sees the account allow the app again with the scope msads.manage.';
const NAMES = ['developerToken', 'clientId', 'refreshToken', 'customerId', 'accountId'] as const;

export async function fetchCallDetails(
  config: MicrosoftAdsAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { developerToken, clientId, clientSecret, refreshToken, customerId, accountId } = config;
  if (
    developerToken === undefined ||
    clientId === undefined ||
    refreshToken === undefined ||
    customerId === undefined ||
    accountId === undefined
  )
    return {
      result: 'not-configured',
      detail: `Set ${NAMES.filter((name) => config[name] === undefined).join(', ')} to ask Microsoft Advertising.`,
    };
  const client: OAuthClient = {
    vendor: 'Microsoft',
    tokenUrl: `${base(config.loginUrl)}/oauth2/v2.0/token`,
    clientId,
    clientSecret,
    clientIn: 'form',
  };
  const grant: OAuthGrant = { grant: 'refresh-token', refreshToken, fields: { scope: SCOPE } };
  const headers = {
    developertoken: developerToken,
    customerid: customerId,
    customeraccountid: accountId,
  };
  const ask = async (what: 'Submit' | 'Poll', body: unknown): Promise<Answer | VendorRefusal> => {
    const url = `${base(config.apiUrl)}/GenerateReport/${what}`;
    const outcome = await callWithToken(client, grant, deps, { url, method: 'POST', body, headers });
    if ('result' in outcome) return outcome;
    const asked = { vendor: 'Microsoft Advertising', what: 'the call detail report', remedy: REMEDY };
    const value = outcome.kind === 'answered' ? objectIn(outcome.text) : null;
    // The limit on calls is told in the body, with a status that means a bad request.
    if (value !== null && LIMITS.some((code) => codesIn(value).includes(code)))
      return {
        result: 'try-later',
        detail: 'Microsoft Advertising asks for fewer requests.',
        afterMs: 60_000,
      };
    const refusal = refusalOf(outcome, { ...asked, now: deps.now() });
    if (refusal !== null) return refusal;
    return value === null
      ? { result: 'try-later', detail: 'Microsoft Advertising answered with something that is not JSON.' }
      : { result: 'answer', value };
  };
  return fetchReport(
    {
      vendor: 'Microsoft Advertising',
      longestMs: LONGEST_MS,
      submit: async (span) => {
        const answer = await ask('Submit', { ReportRequest: requestFor(span, accountId, deps.now()) });
        if (answer.result !== 'answer') return answer;
        const id = textOf(answer.value['ReportRequestId']);
        return id === null
          ? { result: 'try-later', detail: 'Microsoft Advertising answered without the id of a report.' }
          : { result: 'submitted', id };
      },
      look,
    },
    position,
  );

  async function look(id: string): Promise<ReportLook> {
    const answer = await ask('Poll', { ReportRequestId: id });
    if (answer.result !== 'answer') return answer;
    const status = asObject(answer.value['ReportRequestStatus']);
    const word = textOf(status?.['Status']) ?? '';
    if (word === 'Error')
      return { result: 'gone', detail: 'Microsoft Advertising could not make the call detail report.' };
    if (word !== 'Success') return { result: 'running' };
    // Without an address there was no call in that time.
    const address = textOf(status?.['ReportDownloadUrl'], 4000);
    return address === null ? { result: 'ready', body: null } : download(address, deps);
  }
}

/** https://learn.microsoft.com/en-us/advertising/guides/operation-error-codes: too many calls, too many reports at once. */
const LIMITS = ['117', '207'];

interface Answer {
  readonly result: 'answer';
  readonly value: Readonly<Record<string, unknown>>;
}

/** The store is asked without the token: that was meant for Microsoft Advertising alone. */
async function download(address: string, deps: OutboundDeps): Promise<ReportLook> {
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:')
    return {
      result: 'try-later',
      detail: 'Microsoft Advertising named no address that a report could be at.',
    };
  const outcome = await callHttp(deps, address, {});
  if (outcome.kind === 'answered' && [403, 404, 410].includes(outcome.status))
    return { result: 'gone', detail: 'The report of Microsoft Advertising is not kept any more.' };
  const asked = { vendor: 'Microsoft Advertising', what: 'the report file', remedy: REMEDY, now: deps.now() };
  const refusal = refusalOf(outcome, asked);
  if (refusal !== null) return refusal;
  const bytes = outcome.kind === 'answered' ? outcome.bytes : null;
  const file = bytes === null ? null : firstFileOf(bytes, MOST_BYTES);
  return file === null
    ? { result: 'try-later', detail: 'The report of Microsoft Advertising could not be unpacked.' }
    : { result: 'ready', body: { contentType: 'text/csv', text: file.toString('utf8') } };
}

/** Whole days; one more at the begin, because days are those of the account and calls those of UTC. */
function requestFor(span: ReportSpan, accountId: string, now: Date): unknown {
  const last = Math.min(Date.parse(span.to), now.getTime()) - PACIFIC_MS;
  const first = Math.min(Date.parse(span.from) - DAY_MS, last);
  return {
    Type: 'CallDetailReportRequest',
    ReportName: 'Ringback call details',
    Format: 'Csv',
    FormatVersion: '2.0',
    ExcludeColumnHeaders: false,
    ExcludeReportHeader: true,
    ExcludeReportFooter: true,
    ReturnOnlyCompleteData: false,
    Aggregation: 'Summary',
    Columns: COLUMNS,
    Scope: { AccountIds: [Number(accountId)] },
    Time: { CustomDateRangeStart: dateOf(first), CustomDateRangeEnd: dateOf(last) },
  };
}

/** At no time of the year is Pacific time further behind. */
const PACIFIC_MS = 8 * 3_600_000;

function dateOf(ms: number): { readonly Day: number; readonly Month: number; readonly Year: number } {
  const at = new Date(ms);
  return { Day: at.getUTCDate(), Month: at.getUTCMonth() + 1, Year: at.getUTCFullYear() };
}

function codesIn(value: Readonly<Record<string, unknown>>): readonly string[] {
  const errors = value['OperationErrors'];
  if (!Array.isArray(errors)) return [];
  return errors.map((error: unknown) => textOf(asObject(error)?.['Code']) ?? '');
}

function objectIn(text: string | null): Readonly<Record<string, unknown>> | null {
  const read = readJsonText(text ?? '');
  return read.ok ? asObject(read.value) : null;
}

function base(url: string): string {
  return url.replace(/\/+$/, '');
}
