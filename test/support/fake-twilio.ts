import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import twilio from 'twilio';
import type { IncomingRequest } from '../../src/ports/connector.ts';

/**
 * A local stand-in for Twilio's REST API, written by us from https://www.twilio.com/docs/messaging/api/message-resource
 * (read 2026-11-21): basic auth, the Messages resource with its filters and pages, account and campaign for checks. It
 * counts what it really took and can fail in the ways that matter: answer lost, connection dropped, silence, 5xx after
 * taking the text, answers cut off. Signed deliveries are made with Twilio's own library, so that our own signing code is
 * never its own judge.
 */
export type TwilioFault =
  | 'lose-answer'
  | 'drop-before'
  | 'hang'
  | 'error-after-taking'
  | 'garbage-after-taking'
  | 'cut-off-after-taking'
  | {
      readonly status: number;
      readonly code?: number;
      readonly retryAfter?: string;
      readonly html?: boolean;
    };

export interface TakenText {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly statusCallback: string | null;
  readonly messagingServiceSid: string | null;
  readonly createdAt: Date;
  status: string;
  errorCode: number | null;
}

export interface FakeTwilio {
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** Settings of a source that talks to this server. */
  readonly config: {
    readonly accountSid: string;
    readonly authToken: string;
    readonly apiUrl: string;
    readonly messagingUrl: string;
  };
  /** What was taken, in order. */
  readonly taken: TakenText[];
  /** Faults of the next sends, first in first out; when empty all goes well. */
  readonly faults: TwilioFault[];
  /** Faults of the next lists. */
  readonly listFaults: TwilioFault[];
  readonly forms: URLSearchParams[];
  account: { status: string; type: string };
  campaigns: string[];
  latencyMs: number;
  pageSize: number | null;
  /** The list shows texts only after this long. */
  listLagMs: number;
  now: () => Date;
  readonly receipt: (
    sid: string,
    status: string,
    options?: { url?: string; errorCode?: number },
  ) => IncomingRequest;
  readonly inbound: (fields: Readonly<Record<string, string>>, url: string) => IncomingRequest;
  readonly close: () => Promise<void>;
}

export async function startFakeTwilio(): Promise<FakeTwilio> {
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const authToken = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const fake: FakeTwilio = {
    url,
    accountSid,
    authToken,
    config: { accountSid, authToken, apiUrl: url, messagingUrl: url },
    taken: [],
    faults: [],
    listFaults: [],
    forms: [],
    account: { status: 'active', type: 'Full' },
    campaigns: ['VERIFIED'],
    latencyMs: 0,
    pageSize: null,
    listLagMs: 0,
    now: () => new Date(),
    receipt: (sid, status, options = {}) => {
      const text = fake.taken.find((each) => each.sid === sid);
      const fields: Record<string, string> = {
        MessageSid: sid,
        SmsSid: sid,
        MessageStatus: status,
        SmsStatus: status,
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
        ...(text === undefined ? {} : { To: text.to, From: text.from }),
        ...(options.errorCode === undefined ? {} : { ErrorCode: String(options.errorCode) }),
      };
      return signed(
        authToken,
        options.url ?? text?.statusCallback ?? 'https://calls.example.com/hooks/messaging/twilio',
        fields,
      );
    },
    inbound: (fields, at) =>
      signed(authToken, at, {
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
        NumMedia: '0',
        NumSegments: '1',
        SmsStatus: 'received',
        ...fields,
      }),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = new URL(request.url ?? '/', url);
    const body = await read(request);
    if (fake.latencyMs > 0) await new Promise((done) => setTimeout(done, fake.latencyMs));
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected) {
      refuse(response, { status: 401, code: 20003 });
      return;
    }
    const base = `/2010-04-01/Accounts/${accountSid}`;
    if (target.pathname === `${base}.json`) {
      json(response, 200, { sid: accountSid, ...fake.account });
      return;
    }
    if (/^\/v1\/Services\/MG[0-9a-f]{32}\/Compliance\/Usa2p$/.test(target.pathname)) {
      json(response, 200, {
        compliance: fake.campaigns.map((campaign_status) => ({ campaign_status })),
        meta: { key: 'compliance' },
      });
      return;
    }
    if (target.pathname !== `${base}/Messages.json`) {
      refuse(response, { status: 404, code: 20404 });
      return;
    }
    if (request.method === 'POST') create(response, new URLSearchParams(body));
    else list(response, target);
  }

  function create(response: ServerResponse, form: URLSearchParams): void {
    fake.forms.push(form);
    const fault = fake.faults.shift();
    if (fault === 'drop-before') return void response.destroy();
    if (typeof fault === 'object') {
      refuse(response, fault);
      return;
    }
    const [to, body] = [form.get('To'), form.get('Body')];
    if (to === null || !/^\+[1-9]\d{6,14}$/.test(to)) {
      refuse(response, { status: 400, code: 21211 });
      return;
    }
    if (form.get('From') === null && form.get('MessagingServiceSid') === null) {
      refuse(response, { status: 400, code: 21603 });
      return;
    }
    if (body === null || body === '') {
      refuse(response, { status: 400, code: 21602 });
      return;
    }
    const text: TakenText = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      from: form.get('From') ?? '',
      to,
      body,
      statusCallback: form.get('StatusCallback'),
      messagingServiceSid: form.get('MessagingServiceSid'),
      createdAt: fake.now(),
      status: 'queued',
      errorCode: null,
    };
    fake.taken.push(text);
    if (fault === 'hang') return;
    if (fault === 'lose-answer') return void response.destroy();
    if (fault === 'error-after-taking') {
      json(response, 503, { code: 20503, message: 'Service unavailable', status: 503 });
      return;
    }
    if (fault === 'garbage-after-taking')
      return void response.writeHead(201, { 'content-type': 'text/html' }).end('<html>proxy error</html>');
    if (fault === 'cut-off-after-taking') {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('{"sid":"SM');
      return void setImmediate(() => response.destroy());
    }
    json(response, 201, resource(text));
  }

  function list(response: ServerResponse, target: URL): void {
    const fault = fake.listFaults.shift();
    if (fault === 'hang') return;
    if (typeof fault === 'object') {
      refuse(response, fault);
      return;
    }
    if (fault !== undefined) return void response.destroy();
    const query = target.searchParams;
    // A text that was not sent yet has no sent date, so a filter by date does not find it.
    const dated = [...query.keys()].some((key) => key.startsWith('DateSent'));
    const visible = fake.taken
      .filter((text) => fake.now().getTime() - text.createdAt.getTime() >= fake.listLagMs)
      .filter(
        (text) => (query.get('To') ?? text.to) === text.to && (query.get('From') ?? text.from) === text.from,
      )
      .filter((text) => !dated || !['queued', 'accepted', 'sending'].includes(text.status))
      .toReversed();
    const size = fake.pageSize ?? Math.min(Number(query.get('PageSize') ?? 50), 1000);
    const page = Number(query.get('Page') ?? 0);
    const next = new URLSearchParams(query);
    next.set('Page', String(page + 1));
    const more = visible.length > (page + 1) * size;
    json(response, 200, {
      messages: visible.slice(page * size, (page + 1) * size).map(resource),
      page,
      page_size: size,
      next_page_uri: more ? `${target.pathname}?${next.toString()}` : null,
    });
  }

  function resource(text: TakenText): Record<string, unknown> {
    return {
      sid: text.sid,
      account_sid: accountSid,
      status: text.status,
      body: text.body,
      from: text.from,
      to: text.to,
      direction: 'outbound-api',
      num_segments: String(Math.ceil(text.body.length / 160)),
      error_code: text.errorCode,
      messaging_service_sid: text.messagingServiceSid,
      date_created: text.createdAt.toUTCString().replace('GMT', '+0000'),
      date_sent: ['queued', 'accepted'].includes(text.status)
        ? null
        : text.createdAt.toUTCString().replace('GMT', '+0000'),
    };
  }

  return fake;
}

/** A form delivery as Twilio sends it, signed by Twilio's own library. */
export function signed(
  authToken: string,
  url: string,
  fields: Readonly<Record<string, string>>,
): IncomingRequest {
  const body = new URLSearchParams(fields).toString();
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, url, fields),
    },
    body: Buffer.from(body),
    receivedAt: new Date().toISOString(),
  };
}

function refuse(response: ServerResponse, fault: Exclude<TwilioFault, string>): void {
  if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
  if (fault.html === true)
    return void response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html>no</html>');
  json(response, fault.status, {
    code: fault.code ?? null,
    message: 'refused',
    more_info: `https://www.twilio.com/docs/errors/${fault.code ?? 0}`,
    status: fault.status,
  });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
