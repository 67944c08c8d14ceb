import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type {
  HandshakeReply,
  IncomingRequest,
  OutboundDeps,
  ParseContext,
  ParseResult,
  Verdict,
} from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import type { PollPosition, PollResult } from '../../ports/voice.ts';
import { asObject, readJsonObject, textOf } from '../shared/body.ts';
import { hmacHex, sameText } from '../shared/crypto.ts';
import { ignored, malformed } from '../shared/event.ts';
import { callWithToken } from '../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../shared/oauth.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { joinResults } from '../shared/records.ts';
import { refusalOf } from '../shared/vendor-answer.ts';
import { expired, forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';
import { readZoomRecord } from '../vendors/zoom/history.ts';
import { readZoomLive } from '../vendors/zoom/live.ts';
import { zoomNumberFields } from '../vendors/zoom/outcome.ts';

/**
 * Zoom Phone: webhooks of a Marketplace app (live events, voicemails, call logs, call history and call elements) and, for
 * what a lost webhook left out, the account's call history. https://developers.zoom.us/docs/api/webhooks/,
 * /docs/phone/call-data, /docs/phone/webhook-migrate, /docs/phone/understanding-call-history, and the event types of
 * zoom/rivet-javascript, read 2026-11-21.
 *
 * Quirks: one call_id rings many extensions and devices, each with its own callee_missed; only a row of the history, an
 * answer or a voicemail decides. There is no event id. The address is validated when it is saved and every 72 hours: the
 * answer is an HMAC with the same secret that signs events, so only plain tokens are answered, never texts that could
 * pass as a signed event. Server-to-server OAuth uses the grant `account_credentials`.
 */
const Config = z.strictObject({
  secretToken: secret(z.string().min(1), "Secret token on the app's page Features, Token").optional(),
  replayWindowSeconds: z
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(300)
    .describe('Deliveries signed longer ago than this are refused; 0 switches the check off'),
  ...zoomNumberFields,
  accountId: z
    .string()
    .optional()
    .describe('Account id of a server-to-server OAuth app, for the call history'),
  clientId: z.string().optional().describe('Its client id'),
  clientSecret: secret(z.string().min(1), 'Its client secret').optional(),
  apiUrl: z.url().default('https://api.zoom.us/v2'),
  tokenUrl: z.url().default('https://zoom.us/oauth/token'),
});
type Config = z.infer<typeof Config>;

/** Where lists of records stand, in webhooks and in pages of the API. */
const LISTS = ['call_elements', 'call_logs', 'call_history', 'call_path'];

export default defineVoiceSurface<Config>({
  meta: {
    id: 'zoom-phone',
    name: 'Zoom Phone',
    family: 'enterprise',
    delivery: 'webhook',
    signature:
      'x-zm-signature: v0=<hex HMAC-SHA256 over v0:<x-zm-request-timestamp>:<body> with the secret token>',
    clockToleranceSeconds: 30,
    maturity: 'documented',
    checkedHow: "Events written from the types that Zoom's own library publishes; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.zoom.us/docs/api/webhooks/',
      'https://developers.zoom.us/docs/phone/call-data/',
      'https://developers.zoom.us/docs/phone/understanding-call-history/',
    ],
    setup: [
      'In the Zoom App Marketplace build a server-to-server OAuth app (Develop, Build App).',
      'Under Features copy the secret token into secretToken of this source and save it here first: Zoom validates the address at once.',
      'Under Event Subscriptions add {url} with the Phone events callee ringing, answered, missed, rejected, ended, the call element (or call history) completed events and voicemail received.',
      'For the reconciliation of lost events give the app the scope phone:read:list_call_logs:admin and fill accountId, clientId and clientSecret.',
      'Where extensions have no number of their own, name the shop’s number in mainNumber or extensionNumbers.',
    ],
  },
  config: Config,
  handshake,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'call history',
    everySeconds: 900,
    requestsPerMinute: 60,
    overlapSeconds: 7200,
    fetchPage,
  },
});

/** Base64url and the like; a colon or a brace would let anybody have events signed. */
const PLAIN_TOKEN = /^[A-Za-z0-9_\-+/=.]{1,200}$/;

function handshake(request: IncomingRequest, config: Config): HandshakeReply | null {
  const read = readJsonObject(request);
  if (!read.ok || read.value['event'] !== 'endpoint.url_validation') return null;
  const plainToken = textOf(asObject(read.value['payload'])?.['plainToken']);
  if (config.secretToken === undefined || plainToken === null || !PLAIN_TOKEN.test(plainToken)) return null;
  if (request.headers['x-zm-signature'] !== undefined && !isSigned(request, config.secretToken)) return null;
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ plainToken, encryptedToken: hmacHex('sha256', config.secretToken, plainToken) }),
  };
}

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.secretToken === undefined) return noSecret('secret token');
  for (const header of ['x-zm-signature', 'x-zm-request-timestamp'])
    if ((request.headers[header] ?? '') === '') return notSigned(header);
  if (!isSigned(request, config.secretToken))
    return forged('The signature does not fit the body and the secret token.');
  if (config.replayWindowSeconds === 0) return genuine;
  const stamp = Number(request.headers['x-zm-request-timestamp']);
  // Documented in seconds; some senders write milliseconds.
  const age = Math.abs(now.getTime() - (stamp > 1e11 ? stamp : stamp * 1000)) / 1000;
  return age <= config.replayWindowSeconds
    ? genuine
    : expired(`Signed more than ${config.replayWindowSeconds} s before or after now.`);
}

function isSigned(request: IncomingRequest, secretToken: string): boolean {
  const prefix = Buffer.from(`v0:${request.headers['x-zm-request-timestamp'] ?? ''}:`);
  const expected = hmacHex('sha256', secretToken, Buffer.concat([prefix, request.body]));
  return sameText(request.headers['x-zm-signature'] ?? '', `v0=${expected}`);
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const event = textOf(read.value['event']) ?? '';
  if (event === 'endpoint.url_validation') return ignored('The validation of the address is not a call.');
  const object = event === '' ? read.value : asObject(asObject(read.value['payload'])?.['object']);
  if (object === null) return malformed('payload.object', 'missing');
  if (/_deleted$/.test(event)) return ignored('A record was deleted at Zoom; what was heard stays.');

  const list = LISTS.find((name) => Array.isArray(object[name]));
  const completed = /_(call_log|call_history|call_element)_completed$/.test(event);
  // A bare record of the API has a result and no envelope.
  const bare =
    event === '' && list === undefined && (object['result'] ?? object['call_result']) !== undefined;
  if (list !== undefined || completed || bare) {
    const records = list === undefined ? [object] : (object[list] as readonly unknown[]).slice(0, 1000);
    const element = completed
      ? !event.includes('call_log')
      : list === 'call_elements' || list === 'call_path';
    const root = event === '' ? '' : 'payload.object.';
    const results = records.map((record, index) =>
      readZoomRecord(
        record,
        {
          element,
          event,
          source: context.source,
          path: list === undefined ? `${root}record` : `${root}${list}.${index}`,
        },
        config,
      ),
    );
    return joinResults(results, 'The page of the call history is empty.');
  }
  if (event === '') return malformed('event', 'missing, and the body is no record of a call');
  const delivery = {
    event,
    eventTime: read.value['event_ts'],
    object,
    source: context.source,
    receivedAt: request.receivedAt,
  };
  return readZoomLive(delivery, config);
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  const { accountId, clientId, clientSecret } = config;
  if (accountId === undefined || clientId === undefined || clientSecret === undefined)
    return {
      result: 'not-configured',
      detail: 'The call history needs accountId, clientId and clientSecret.',
    };
  const client: OAuthClient = { vendor: 'Zoom', tokenUrl: config.tokenUrl, clientId, clientSecret };
  const grant: OAuthGrant = {
    grant: 'client-credentials',
    fields: { grant_type: 'account_credentials', account_id: accountId },
  };
  const query = new URLSearchParams({
    from: position.from.replace(/\.\d+Z$/, 'Z'),
    to: position.to.replace(/\.\d+Z$/, 'Z'),
    page_size: '300',
    ...(position.cursor === null ? {} : { next_page_token: position.cursor }),
  });
  const url = `${config.apiUrl.replace(/\/+$/, '')}/phone/call_history?${query.toString()}`;
  const outcome = await callWithToken(client, grant, deps, { url });
  if ('result' in outcome) return outcome;
  const remedy = 'Give the Zoom app the scope phone:read:list_call_logs:admin and activate it.';
  const refusal = refusalOf(outcome, { vendor: 'Zoom', what: 'the call history', remedy, now: deps.now() });
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  const page = pageOf(text);
  if (page === null)
    return { result: 'try-later', detail: 'Zoom answered with something that is no page of calls.' };
  const rows = LISTS.some((name) => Array.isArray(page[name]) && page[name].length > 0);
  return {
    result: 'page',
    body: rows ? { contentType: 'application/json', text } : null,
    next: textOf(page['next_page_token'], 2000),
  };
}

function pageOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}
