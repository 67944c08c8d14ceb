import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult, VendorRefusal } from '../../../ports/voice.ts';
import { asObject, readJsonText, textOf } from '../../shared/body.ts';
import { callHttp } from '../../shared/http-call.ts';
import type { HttpOutcome } from '../../shared/http-call.ts';
import { callWithToken } from '../../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../../shared/oauth.ts';
import { fetchReport } from '../../shared/report-job.ts';
import type { ReportLook } from '../../shared/report-job.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';

/**
 * The calls report of Talkdesk's Explore API: POST /data/reports/calls/jobs makes a job, GET .../jobs/{id} tells its
 * state and leads with 303 to /data/reports/calls/files/{id} once it is done, and that answers with the rows or with
 * another 303 to a store that wants no token. Client credentials of the account's own login host.
 * https://docs.talkdesk.com/reference/check-a-report-status, /reference/download-a-report, /docs/executing-a-report and
 * /docs/calls-report (rows by the end of the call; at most a month in one report), read 2026-11-21. The lag of Explore
 * behind the calls and the limit on requests are not published; both are guessed with room to spare.
 */
export interface TalkdeskAccess {
  readonly accountName?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly apiUrl: string;
  readonly loginUrl?: string | undefined;
}

/** A row takes a good kilobyte, and an answer may have four thousand of them. */
const LONGEST_MS = 2 * 3_600_000;
const REMEDY =
  'Give the OAuth client of this source the scopes data-reports:read and data-reports:write, and check accountName, clientId and clientSecret.';
const SCOPE = 'data-reports:read data-reports:write';

export async function fetchCallsReport(
  config: TalkdeskAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { accountName, clientId, clientSecret } = config;
  if (accountName === undefined || clientId === undefined || clientSecret === undefined)
    return {
      result: 'not-configured',
      detail: 'Set accountName, clientId and clientSecret to ask Talkdesk for its calls report.',
    };
  const login = config.loginUrl ?? `https://${accountName}.talkdeskid.com`;
  const client: OAuthClient = {
    vendor: 'Talkdesk',
    tokenUrl: `${login.replace(/\/+$/, '')}/oauth/token`,
    clientId,
    clientSecret,
  };
  const grant: OAuthGrant = { grant: 'client-credentials', fields: { scope: SCOPE } };
  const api = config.apiUrl.replace(/\/+$/, '');
  const ask: Ask = (url, body) =>
    callWithToken(client, grant, deps, { url, ...(body === undefined ? {} : { method: 'POST', body }) });
  const reports = `${api}/data/reports/calls`;
  return fetchReport(
    {
      vendor: 'Talkdesk',
      longestMs: LONGEST_MS,
      submit: async (span) => {
        const outcome = await ask(`${reports}/jobs`, { format: 'json', timespan: span });
        const answer = answerOf(outcome, deps);
        if (answer.result !== 'answer') return answer;
        const id = textOf(asObject(answer.value['job'])?.['id']) ?? textOf(answer.value['id']);
        return id === null
          ? { result: 'try-later', detail: 'Talkdesk answered without the id of a report job.' }
          : { result: 'submitted', id };
      },
      look: (id) =>
        lookAt(`${reports}/jobs/${encodeURIComponent(id)}`, `${reports}/files/${encodeURIComponent(id)}`),
    },
    position,
  );

  async function lookAt(job: string, file: string): Promise<ReportLook> {
    const outcome = await ask(job);
    if (isAway(outcome)) return followed(outcome);
    if (isMissing(outcome)) return LOST;
    const answer = answerOf(outcome, deps);
    if (answer.result !== 'answer') return answer;
    if (Array.isArray(answer.value['entries'])) return readyWith(answer);
    const status = textOf(asObject(answer.value['job'])?.['status']) ?? textOf(answer.value['status']) ?? '';
    if (/^(failed|cancell?ed|deleted)$/i.test(status))
      return { result: 'gone', detail: `Talkdesk says that the report job is ${status.toLowerCase()}.` };
    if (!/^(done|completed)$/i.test(status)) return { result: 'running' };
    const fetched = await ask(file);
    return isAway(fetched) ? followed(fetched) : rowsOf(fetched);
  }

  /** With the token only on the API's own host: a store's address carries its own proof. */
  async function followed(outcome: Away, hops = 0): Promise<ReportLook> {
    const location = outcome.headers.get('location') ?? '';
    const url = URL.canParse(location, `${api}/`) ? new URL(location, `${api}/`) : null;
    if (url?.protocol !== 'https:' || hops > 2)
      return {
        result: 'try-later',
        detail: 'Talkdesk led to a report file at no address that could be asked.',
      };
    const next =
      url.origin === new URL(api).origin
        ? await ask(url.toString())
        : await callHttp(deps, url.toString(), { headers: { accept: 'application/json' } });
    return isAway(next) ? followed(next, hops + 1) : rowsOf(next);
  }

  function rowsOf(outcome: HttpOutcome | VendorRefusal): ReportLook {
    if (isMissing(outcome)) return LOST;
    const answer = answerOf(outcome, deps);
    if (answer.result !== 'answer') return answer;
    return Array.isArray(answer.value['entries'])
      ? readyWith(answer)
      : { result: 'try-later', detail: 'Talkdesk answered with a report file without entries.' };
  }
}

type Ask = (url: string, body?: unknown) => Promise<HttpOutcome | VendorRefusal>;
type Answered = Extract<HttpOutcome, { kind: 'answered' }>;
type Away = Answered & { readonly status: 301 | 302 | 303 | 307 | 308 };

const LOST: ReportLook = { result: 'gone', detail: 'Talkdesk does not know the report job any more.' };

function isAway(outcome: HttpOutcome | VendorRefusal): outcome is Away {
  return (
    'kind' in outcome && outcome.kind === 'answered' && [301, 302, 303, 307, 308].includes(outcome.status)
  );
}

function isMissing(outcome: HttpOutcome | VendorRefusal): boolean {
  return 'kind' in outcome && outcome.kind === 'answered' && [404, 410].includes(outcome.status);
}

interface Answer {
  readonly result: 'answer';
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

function answerOf(outcome: HttpOutcome | VendorRefusal, deps: OutboundDeps): Answer | VendorRefusal {
  if (!('kind' in outcome)) return outcome;
  const asked = { vendor: 'Talkdesk', what: 'the calls report', remedy: REMEDY, now: deps.now() };
  const refusal = refusalOf(outcome, asked);
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  const read = readJsonText(text);
  const value = read.ok ? asObject(read.value) : null;
  return value === null
    ? { result: 'try-later', detail: 'Talkdesk answered with something that is not JSON.' }
    : { result: 'answer', text, value };
}

function readyWith({ text, value }: Answer): ReportLook {
  const some = Array.isArray(value['entries']) && value['entries'].length > 0;
  return { result: 'ready', body: some ? { contentType: 'application/json', text } : null };
}
