/**
 * Vendors that tell of their calls in reports made on request. If it fails, a report is asked for again and again or
 * never fetched, a restart loses the one under way, a token goes to a host it was not meant for, or the calls in between
 * two reports are never heard of.
 */
import { describe, expect, test } from 'vitest';
import five9 from '../../src/connectors/voice/five9.ts';
import microsoftAds from '../../src/connectors/voice/microsoft-ads.ts';
import talkdesk from '../../src/connectors/voice/talkdesk.ts';
import { erase } from '../../src/connectors/shared/erase.ts';
import type { OutboundDeps } from '../../src/ports/connector.ts';
import type { PollResult, VoiceSurface } from '../../src/ports/voice.ts';
import { archiveOf } from '../support/archive.ts';

const SECRET = 'correct-horse-battery-staple';
const NOW = new Date('2026-11-20T19:00:00.000Z');
const SPAN = { from: '2026-11-20T17:30:00.000Z', to: '2026-11-20T19:00:00.000Z' };

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}
type Vendor = (asked: Asked) => Response | null;

function world(vendor: Vendor): { readonly deps: OutboundDeps; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const call = {
      method: init?.method ?? 'GET',
      url: input as string,
      headers: new Headers(init?.headers),
      body: typeof init?.body === 'string' ? init.body : '',
    };
    asked.push(call);
    const answer = vendor(call);
    if (answer === null) return Promise.reject(new TypeError('fetch failed'));
    return Promise.resolve(answer);
  };
  return { deps: { fetch, now: () => NOW, signal: AbortSignal.timeout(60_000) }, asked };
}

/** One turn of the job: nothing is remembered but the mark. */
async function turn(
  surface: VoiceSurface,
  settings: Readonly<Record<string, unknown>>,
  deps: OutboundDeps,
  cursor: string | null,
  span = SPAN,
): Promise<PollResult> {
  const result = await surface.poll?.fetchPage(surface.config.parse(settings), { cursor, ...span }, deps);
  if (result === undefined) throw new Error('nothing to look for');
  expect(JSON.stringify(result)).not.toMatch(/correct-horse|short-lived/);
  return result;
}

/** Turn after turn until the look is over; the marks on the way. */
async function wholeLook(
  surface: VoiceSurface,
  settings: Readonly<Record<string, unknown>>,
  deps: OutboundDeps,
  span = SPAN,
): Promise<{ readonly bodies: string[]; readonly marks: string[] }> {
  const [bodies, marks]: [string[], string[]] = [[], []];
  for (let cursor: string | null = null, turns = 0; turns < 50; turns += 1) {
    const result = await turn(surface, settings, deps, cursor, span);
    if (result.result === 'preparing') {
      expect(result.afterMs).toBeGreaterThanOrEqual(5_000);
      cursor = result.mark;
    } else if (result.result === 'page') {
      if (result.body !== null) bodies.push(result.body.text);
      cursor = result.next;
    } else throw new Error(result.detail);
    if (cursor === null) return { bodies, marks };
    marks.push(cursor);
  }
  throw new Error('the look never ended');
}

function callsIn(
  surface: VoiceSurface,
  settings: Readonly<Record<string, unknown>>,
  text: string,
  contentType: string,
): unknown {
  const request = {
    method: 'POST',
    url: 'https://shop.example.test/hooks/voice/main',
    headers: { 'content-type': contentType },
    body: new TextEncoder().encode(text),
    receivedAt: NOW.toISOString(),
  };
  return surface.parse(request, surface.config.parse(settings), { source: 'main', zone: 'America/New_York' });
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers });
const away = (location: string): Response => new Response(null, { status: 303, headers: { location } });
const token = (): Response => json({ access_token: 'short-lived', expires_in: 3600 });

let accounts = 0;
/** Tokens are remembered by their credentials. */
const fresh = (): string => `client-${(accounts += 1)}`;

describe('talkdesk', () => {
  const surface = erase<VoiceSurface>(talkdesk);
  const settings = () => ({ accountName: 'shop', clientId: fresh(), clientSecret: SECRET });
  const row = {
    call_id: 'td-1',
    type: 'missed',
    start_at: '2026-11-20T18:42:00Z',
    end_at: '2026-11-20T18:42:30Z',
    talkdesk_phone_number: '+12125550100',
    contact_phone_number: '+13105550142',
  };
  const file = { type: 'calls', version: 'v1', entries: [row], total: 1 };
  const states = ['created', 'processing', 'uploading'];
  const vendor =
    (done: (asked: Asked) => Response, left = [...states]): Vendor =>
    (asked) => {
      if (asked.url === 'https://shop.talkdeskid.com/oauth/token') return token();
      if (asked.method === 'POST') return json({ job: { id: 'job/1', status: 'created' } }, 202);
      if (!asked.url.endsWith('/data/reports/calls/jobs/job%2F1')) return null;
      const status = left.shift();
      return status === undefined ? done(asked) : json({ job: { id: 'job/1', status } });
    };

  test('asks for one report, waits for it, and follows to its rows without the token', async () => {
    const config = settings();
    const { deps, asked } = world((call) => {
      if (call.url === 'https://api.talkdeskapp.com/data/reports/calls/files/job%2F1')
        return away('https://store.example.test/calls.json?proof=1');
      if (call.url.startsWith('https://store.example.test/')) return json(file);
      return vendor(() => away('/data/reports/calls/files/job%2F1'), left)(call);
    });
    const left = [...states];
    const { bodies, marks } = await wholeLook(surface, config, deps);
    expect(bodies).toEqual([JSON.stringify(file)]);
    const made = asked.filter(({ method, url }) => method === 'POST' && url.endsWith('/jobs'));
    expect(made.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ format: 'json', timespan: SPAN }]);
    // The mark alone is enough to go on after a restart.
    expect(marks.every((mark) => mark.includes('job%2F1'))).toBe(true);
    const stored = asked.find(({ url }) => url.startsWith('https://store.example.test/'));
    expect(stored?.headers.get('authorization')).toBeNull();
    expect(callsIn(surface, config, bodies[0] ?? '', 'application/json')).toMatchObject({
      events: [{ callId: 'td-1', disposition: 'no_answer', from: '+13105550142', final: true }],
    });
  });

  test.each([
    ['a job that is done and does not lead on', json({ job: { id: 'job/1', status: 'done' } })],
    ['rows at once', json(file)],
  ])('%s', async (_name, answer) => {
    const { deps } = world((call) =>
      call.url.endsWith('/files/job%2F1') ? json(file) : vendor(() => answer, [])(call),
    );
    expect((await wholeLook(surface, settings(), deps)).bodies).toEqual([JSON.stringify(file)]);
  });

  test('a report without a row is nothing for the inbox', async () => {
    const { deps } = world(vendor(() => json({ entries: [], total: 0 }), []));
    expect((await wholeLook(surface, settings(), deps)).bodies).toEqual([]);
  });

  test('a long look is cut into stretches that meet', async () => {
    const { deps, asked } = world(vendor(() => json(file), []));
    const span = { from: '2026-11-20T13:30:00.000Z', to: SPAN.to };
    expect((await wholeLook(surface, settings(), deps, span)).bodies).toHaveLength(3);
    const stretches = asked
      .filter(({ method, url }) => method === 'POST' && url.endsWith('/jobs'))
      .map(({ body }) => (JSON.parse(body) as { timespan: { from: string; to: string } }).timespan);
    expect(stretches.map(({ from }) => from)).toEqual([
      span.from,
      '2026-11-20T15:30:00.000Z',
      '2026-11-20T17:30:00.000Z',
    ]);
    expect(stretches.map(({ to }) => to)).toEqual([...stretches.slice(1).map(({ from }) => from), span.to]);
  });

  test.each(['failed', 'canceled', 'deleted'])('a job that %s begins the look anew', async (status) => {
    const { deps } = world(vendor(() => json({ job: { id: 'job/1', status } }), []));
    const config = settings();
    const first = await turn(surface, config, deps, null);
    expect(await turn(surface, config, deps, first.result === 'preparing' ? first.mark : '')).toMatchObject({
      result: 'try-later',
      markLost: true,
    });
  });

  test('a job that Talkdesk forgot, and one that is never done', async () => {
    const mark = `${SPAN.from} 3 job%2F1`;
    const forgotten = world((call) => (call.url.includes('oauth') ? token() : json({}, 404)));
    expect(await turn(surface, settings(), forgotten.deps, mark)).toMatchObject({ markLost: true });
    const slow = world(vendor(() => json({ job: { id: 'job/1', status: 'processing' } }), []));
    expect(await turn(surface, settings(), slow.deps, `${SPAN.from} 69 job%2F1`)).toMatchObject({
      result: 'try-later',
      markLost: true,
    });
  });

  test('refusals, limits and outages', async () => {
    const answering = (answer: Response): OutboundDeps =>
      world((call) => (call.url.includes('oauth') ? token() : answer)).deps;
    const refused = await turn(surface, settings(), answering(json({ message: SECRET }, 403)), null);
    expect(refused).toMatchObject({ result: 'refused' });
    expect(JSON.stringify(refused)).toContain('data-reports:write');
    const busy = answering(json({}, 429, { 'retry-after': '30' }));
    expect(await turn(surface, settings(), busy, null)).toMatchObject({
      result: 'try-later',
      afterMs: 30_000,
    });
    const nobody = world(() => null);
    expect(await turn(surface, settings(), nobody.deps, null)).toMatchObject({ result: 'try-later' });
    expect(await turn(surface, {}, nobody.deps, null)).toMatchObject({ result: 'not-configured' });
    expect(nobody.asked).toHaveLength(1);
  });

  test('a report file at no safe address is not fetched', async () => {
    const { deps, asked } = world(vendor(() => away('http://store.example.test/calls.json'), []));
    const config = settings();
    expect(await turn(surface, config, deps, `${SPAN.from} 0 job%2F1`)).toMatchObject({
      result: 'try-later',
    });
    expect(asked.some(({ url }) => url.startsWith('http:'))).toBe(false);
  });
});

describe('five9', () => {
  const surface = erase<VoiceSurface>(five9);
  const settings = { username: 'api@shop', password: SECRET, reportName: 'Calls <all> & more' };
  const soap = (method: string, value: string | null, status = 200): Response =>
    new Response(
      `<?xml version='1.0' encoding='UTF-8'?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body>` +
        `<ns2:${method}Response xmlns:ns2="http://service.admin.ws.five9.com/">${value === null ? '' : `<return>${value}</return>`}</ns2:${method}Response></env:Body></env:Envelope>`,
      { status, headers: { 'content-type': 'text/xml' } },
    );
  const fault = (name: string): Response =>
    new Response(
      `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><env:Fault><faultcode>env:Server</faultcode><faultstring>${SECRET}</faultstring><detail><ns2:${name} xmlns:ns2="http://service.admin.ws.five9.com/"/></detail></env:Fault></env:Body></env:Envelope>`,
      { status: 500 },
    );
  const COLUMNS = 'CALL ID,TIMESTAMP,CALL TYPE,ANI,DNIS,DISPOSITION,AGENT NAME,TALK TIME,CUSTOMER NAME';
  const csv = `${COLUMNS}\n7001,"Fri, 20 Nov 2026 13:42:00",Inbound,3105550142,2125550100,Abandon,[None],00:00:00,"Diaz &amp; Sons, ""Maria"""\n`;
  const methodOf = (asked: Asked): string => /<ser:(\w+)>/.exec(asked.body)?.[1] ?? '';
  const vendor =
    (running: string[], result = csv): Vendor =>
    (asked) => {
      const method = methodOf(asked);
      if (method === 'runReport') return soap(method, 'b1f2-77');
      if (method === 'isReportRunning') return soap(method, running.shift() ?? 'false');
      return soap(method, result);
    };

  test('runs the report, waits, and reads its rows', async () => {
    const { deps, asked } = world(vendor(['true', 'true']));
    const { bodies } = await wholeLook(surface, settings, deps);
    expect(asked.map(methodOf)).toEqual([
      'runReport',
      'isReportRunning',
      'isReportRunning',
      'isReportRunning',
      'getReportResultCsv',
    ]);
    expect(asked[0]?.url).toBe('https://api.five9.com/wsadmin/v13/AdminWebService');
    expect(asked[0]?.headers.get('authorization')).toBe(
      `Basic ${Buffer.from(`api@shop:${SECRET}`).toString('base64')}`,
    );
    expect(asked[0]?.body).toContain(
      '<folderName>Call Log Reports</folderName><reportName>Calls &lt;all&gt; &amp; more</reportName>' +
        `<criteria><time><end>${SPAN.to}</end><start>${SPAN.from}</start></time></criteria>`,
    );
    expect(asked[1]?.body).toContain('<identifier>b1f2-77</identifier><timeout>5</timeout>');
    expect(callsIn(surface, settings, bodies[0] ?? '', 'text/csv')).toMatchObject({
      events: [
        {
          callId: '7001',
          disposition: 'queue_abandoned',
          from: '+13105550142',
          to: '+12125550100',
          startedAt: '2026-11-20T18:42:00Z',
          callerName: 'Diaz & Sons, "Maria"',
        },
      ],
    });
  });

  test('only column names, or nothing, is nothing for the inbox', async () => {
    for (const result of [COLUMNS, `${COLUMNS}\n`, ''])
      expect((await wholeLook(surface, settings, world(vendor([], result)).deps)).bodies).toEqual([]);
    const empty = world((asked) =>
      methodOf(asked) === 'getReportResultCsv' ? soap('x', null) : vendor([])(asked),
    );
    expect((await wholeLook(surface, settings, empty.deps)).bodies).toEqual([]);
  });

  test.each([
    [
      'ReportNotFoundFault',
      { result: 'refused', remedy: expect.stringContaining('Call Log Reports') as string },
    ],
    ['PermissionDeniedFault', { result: 'refused' }],
    ['ConcurrentLimitExceededFault', { result: 'try-later', afterMs: 900_000 }],
    ['UnexpectedErrorFault', { result: 'try-later' }],
  ])('a fault %s while it is asked for', async (name, expected) => {
    const { deps } = world(() => fault(name));
    expect(await turn(surface, settings, deps, null)).toMatchObject(expected);
  });

  test('a report that Five9 forgot begins the look anew; other faults are tried again', async () => {
    const mark = `${SPAN.from} 0 b1f2-77`;
    const gone = world(() => fault('ObjectNotFoundFault'));
    expect(await turn(surface, settings, gone.deps, mark)).toMatchObject({ markLost: true });
    const other = await turn(surface, settings, world(() => fault('Oops')).deps, mark);
    expect(other).toMatchObject({ result: 'try-later' });
    expect(other).not.toHaveProperty('markLost');
  });

  test('a wrong password is refused, an answer that is no SOAP is tried again', async () => {
    const denied = world(() => new Response(SECRET, { status: 401 }));
    expect(await turn(surface, settings, denied.deps, null)).toMatchObject({ result: 'refused' });
    const page = world(() => new Response('<html>maintenance</html>'));
    expect(await turn(surface, settings, page.deps, null)).toMatchObject({ result: 'try-later' });
    expect(await turn(surface, {}, page.deps, null)).toMatchObject({ result: 'not-configured' });
  });
});

describe('microsoft-ads', () => {
  const surface = erase<VoiceSurface>(microsoftAds);
  const settings = () => ({
    developerToken: SECRET,
    clientId: fresh(),
    clientSecret: SECRET,
    refreshToken: SECRET,
    customerId: '77',
    accountId: '1234567890',
    mainNumber: '+12125550100',
  });
  const csv =
    '"AccountId","AccountName","CampaignId","CampaignName","AdGroupId","AdGroupName","StartTime","EndTime","Duration","AreaCode","City","State"\r\n' +
    '"1","Shop","22","Detailing","33","SUV","11/20/2026 6:42:00 PM","11/20/2026 6:42:00 PM","0","310","Los Angeles","California"\r\n';
  const BLOB = 'https://blob.example.test:443/report.zip?sig=1';
  const vendor =
    (
      poll: () => unknown,
      blob: () => Response = () => new Response(archiveOf(Buffer.from(csv), 8)),
    ): Vendor =>
    (asked) => {
      if (asked.url.endsWith('/oauth2/v2.0/token')) return token();
      if (asked.url.endsWith('/GenerateReport/Submit')) return json({ ReportRequestId: '30000_1' });
      if (asked.url.endsWith('/GenerateReport/Poll')) return json({ ReportRequestStatus: poll() });
      return asked.url === BLOB ? blob() : null;
    };
  const success = { Status: 'Success', ReportDownloadUrl: BLOB };

  test('submits, polls, unpacks', async () => {
    const config = settings();
    const left: unknown[] = [{ Status: 'Pending' }, success];
    const { deps, asked } = world(vendor(() => left.shift()));
    const { bodies } = await wholeLook(surface, config, deps);
    expect(bodies).toEqual([csv]);
    const [login, submit] = asked;
    const form = new URLSearchParams(login?.body);
    expect(login?.url).toBe('https://login.microsoftonline.com/common/oauth2/v2.0/token');
    expect(form.get('grant_type')).toBe('refresh_token');
    expect(form.get('scope')).toBe('https://ads.microsoft.com/msads.manage offline_access');
    expect(submit?.url).toBe(
      'https://reporting.api.bingads.microsoft.com/Reporting/v13/GenerateReport/Submit',
    );
    expect(submit?.headers.get('DeveloperToken')).toBe(SECRET);
    expect(submit?.headers.get('CustomerAccountId')).toBe('1234567890');
    expect(JSON.parse(submit?.body ?? '')).toMatchObject({
      ReportRequest: {
        Type: 'CallDetailReportRequest',
        Aggregation: 'Summary',
        Scope: { AccountIds: [1_234_567_890] },
        Time: {
          CustomDateRangeStart: { Day: 19, Month: 11, Year: 2026 },
          CustomDateRangeEnd: { Day: 20, Month: 11, Year: 2026 },
        },
      },
    });
    const fetched = asked.find(({ url }) => url === BLOB);
    expect(fetched?.headers.get('authorization')).toBeNull();
    expect(fetched?.headers.get('developertoken')).toBeNull();
    expect(callsIn(surface, config, bodies[0] ?? '', 'text/csv')).toMatchObject({
      events: [
        {
          disposition: 'no_answer',
          startedAt: '2026-11-20T18:42:00Z',
          attribution: { campaign: 'Detailing' },
        },
      ],
    });
  });

  test('the last day is never after today where Microsoft counts days', async () => {
    const { deps, asked } = world(vendor(() => success));
    const early = { ...deps, now: () => new Date('2026-11-20T05:00:00.000Z') };
    const span = { from: '2026-11-17T05:00:00.000Z', to: '2026-11-20T05:00:00.000Z' };
    await turn(surface, settings(), early, null, span);
    expect(asked[1]?.body).toContain('"CustomDateRangeEnd":{"Day":19,"Month":11,"Year":2026}');
    expect(asked[1]?.body).toContain('"CustomDateRangeStart":{"Day":16,"Month":11,"Year":2026}');
  });

  test('no call in that time, a report that failed, one that is not kept, and one that cannot be unpacked', async () => {
    const mark = `${SPAN.from} 1 30000_1`;
    const none = world(vendor(() => ({ Status: 'Success', ReportDownloadUrl: null })));
    expect(await turn(surface, settings(), none.deps, mark)).toEqual({
      result: 'page',
      body: null,
      next: null,
    });
    const failed = world(vendor(() => ({ Status: 'Error' })));
    expect(await turn(surface, settings(), failed.deps, mark)).toMatchObject({ markLost: true });
    const gone = world(
      vendor(
        () => success,
        () => new Response(SECRET, { status: 404 }),
      ),
    );
    expect(await turn(surface, settings(), gone.deps, mark)).toMatchObject({ markLost: true });
    const broken = world(
      vendor(
        () => success,
        () => new Response('PK'),
      ),
    );
    expect(await turn(surface, settings(), broken.deps, mark)).toMatchObject({ result: 'try-later' });
  });

  test('a limit is waited for, a refusal names the remedy, missing settings are named', async () => {
    const limited = world((asked) =>
      asked.url.endsWith('/token')
        ? token()
        : json({ OperationErrors: [{ Code: 117, Message: SECRET }] }, 400),
    );
    expect(await turn(surface, settings(), limited.deps, null)).toMatchObject({
      result: 'try-later',
      afterMs: 60_000,
    });
    const refused = world((asked) =>
      asked.url.endsWith('/token')
        ? token()
        : json({ OperationErrors: [{ Code: 105, Message: SECRET }] }, 401),
    );
    expect(await turn(surface, settings(), refused.deps, null)).toMatchObject({ result: 'refused' });
    const without = await turn(surface, { ...settings(), refreshToken: undefined }, refused.deps, null);
    expect(without).toMatchObject({ result: 'not-configured' });
    expect(JSON.stringify(without)).toContain('refreshToken');
  });
});
