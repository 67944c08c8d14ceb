import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type {
  IncomingRequest,
  OutboundDeps,
  ParseContext,
  ParseResult,
  Verdict,
} from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import type { PollPosition, PollResult } from '../../ports/voice.ts';
import { accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, readFields, textOf } from '../shared/body.ts';
import { readCallRows } from '../shared/call-rows.ts';
import type { RowResult } from '../shared/call-rows.ts';
import { readTrackedCall } from '../vendors/calltrackingmetrics/call.ts';
import { hmacBase64, sameText } from '../shared/crypto.ts';
import { asPage, basicAuth, fetchList } from '../shared/list-page.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readEpoch, readIso, shift } from '../shared/time.ts';
import { expired, forged, genuine, notSigned } from '../shared/verdict.ts';

/**
 * CallTrackingMetrics: webhooks at the start and at the end of a call (and triggers some time after it), each with the
 * call as its API writes it, and that API's list of calls. Fields from the vendor's own library
 * (https://github.com/calltracking/ctm-ruby) and the schema of https://github.com/MeltanoLabs/tap-calltrackingmetrics
 * (paging too), read 2026-11-21; https://www.calltrackingmetrics.com/developers/ itself could not be read.
 *
 * X-CTM-Signature is base64 HMAC-SHA1 over X-CTM-Time and the body as it came, with the account's secret key; the format of
 * the time is not documented in public. The scheme was found in three public receivers of such webhooks that agree, one of
 * them a sample for the vendor's customers in C#, as CTM's own page on it could not be read.
 *
 * Quirks: `called_at` has minutes only, so `unix_time` is believed before it; a call is told apart from one that has just
 * begun by `call_status`, and by having any outcome or duration. `dial_status` is that of the number that was rung:
 * `completed` and `answered` mean that it was picked up. Voicemail may answer too, and says so. A caller who shows no
 * number is written as a lone plus.
 */
const Config = z.strictObject({
  signingSecret: secret(
    z.string().min(1),
    'Secret key of the account that sends the webhooks (API keys): CTM signs with it; without it accessToken is asked for',
  ).optional(),
  replayWindowSeconds: z
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(86_400)
    .describe('Deliveries signed longer ago are refused; 0 switches the check off'),
  ...accessFields,
  apiKey: secret(
    z.string().min(1),
    'Access key of the API, to look for calls whose webhook was lost',
  ).optional(),
  apiSecret: secret(z.string().min(1), 'Secret key of the API').optional(),
  accountId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional()
    .describe('Number of the account in the API'),
});
type Config = z.infer<typeof Config>;
type Fields = Readonly<Record<string, unknown>>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'calltrackingmetrics',
    name: 'CallTrackingMetrics',
    family: 'call-tracking',
    delivery: 'webhook',
    signature:
      'X-CTM-Signature: base64 HMAC-SHA1 over X-CTM-Time and the raw body with the secret key; or a token of your own',
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow:
      "Field names from the vendor's own Ruby library and a public connector's schema; the signature as public receivers check it; status words unverified, no account was at hand",
    lastChecked: '2026-11-21',
    docs: ['https://www.calltrackingmetrics.com/developers/', 'https://github.com/calltracking/ctm-ruby'],
    setup: [
      'In CallTrackingMetrics open Settings, Integrations, Webhooks and add two webhooks with the address {url}?token=YOUR-LONG-RANDOM-TEXT, one at the start and one at the end of the call.',
      'Put the secret key of the account that sends them into signingSecret of this source: every delivery must then carry its signature.',
      'Where that key is not yours to see, put the random text into accessToken instead; Ringback refuses deliveries without it.',
      'To find calls whose webhook was lost, create an API key under Account Settings and fill in apiKey, apiSecret and accountId.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'list of calls',
    everySeconds: 1800,
    requestsPerMinute: 60,
    overlapSeconds: 7200,
    fetchPage,
  },
});

/** How far ahead a sender's clock may be. */
const AHEAD_SECONDS = 300;

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.signingSecret === undefined) return verifyAccess(request, config);
  const signature = request.headers['x-ctm-signature']?.trim() ?? '';
  const time = request.headers['x-ctm-time'] ?? '';
  if (signature === '') return notSigned('X-CTM-Signature');
  if (time === '') return notSigned('X-CTM-Time');
  const message = Buffer.concat([Buffer.from(time), request.body]);
  if (!sameText(signature, hmacBase64('sha1', config.signingSecret, message)))
    return forged("The signature does not fit X-CTM-Time, the body and the account's secret key.");
  const signedAt = readEpoch(time) ?? readIso(time);
  if (config.replayWindowSeconds === 0 || signedAt === null) return genuine;
  const age = (now.getTime() - Date.parse(signedAt.at)) / 1000;
  if (age > config.replayWindowSeconds)
    return expired(`Signed more than ${config.replayWindowSeconds} s ago.`);
  return age < -AHEAD_SECONDS ? expired('The delivery claims to come from the future.') : genuine;
}

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readFields(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const { calls, call, activity } = read.value;
  const readOne = (fields: Fields): RowResult => readTrackedCall(fields, context);
  if (Array.isArray(calls)) return readCallRows(calls, 'calls', readOne);
  return readCallRows([asObject(call) ?? asObject(activity) ?? read.value], '', readOne);
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  const { apiKey, apiSecret, accountId } = config;
  if (apiKey === undefined || apiSecret === undefined || accountId === undefined)
    return {
      result: 'not-configured',
      detail: 'Set apiKey, apiSecret and accountId to find calls whose webhook was lost.',
    };
  const page = position.cursor ?? '1';
  // The list is filtered by days of the account's calendar, wherever on earth that is kept.
  const query = new URLSearchParams({
    start_date: shift(position.from, -50_400).slice(0, 10),
    end_date: shift(position.to, 50_400).slice(0, 10),
    per_page: '150',
    page,
  });
  const list = await fetchList(deps, {
    vendor: 'CallTrackingMetrics',
    what: 'the list of calls',
    remedy: 'Check apiKey, apiSecret and accountId of this source.',
    url: `https://api.calltrackingmetrics.com/api/v1/accounts/${accountId}/calls.json?${query.toString()}`,
    headers: { authorization: basicAuth(apiKey, apiSecret) },
  });
  if (list.result !== 'list') return list;
  const more =
    textOf(list.value['next_page'], 2000) !== null || Number(page) < Number(list.value['total_pages']);
  return asPage(list, list.value['calls'], more ? String(Number(page) + 1) : null);
}
