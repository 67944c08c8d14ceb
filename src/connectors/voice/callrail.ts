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
import { readFields } from '../shared/body.ts';
import { callRailTime, readCallRailCall } from '../vendors/callrail/call.ts';
import { hmacBase64, sameText, sha256Hex } from '../shared/crypto.ts';
import { asPage, fetchList } from '../shared/list-page.ts';
import { readCallRows } from '../shared/call-rows.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { expired, forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';

/**
 * CallRail call webhooks: pre-call, call routing complete, post-call, call modified and their outbound twins, as JSON or
 * form, with the field names of today and of the years before September 2021 (`callernum`, `trackingnum`, `datetime`).
 * https://apidocs.callrail.com/#webhooks and https://support.callrail.com/hc/en-us/articles/5711246459149-Webhooks,
 * read 2026-11-21 (fields, delivery, the published signature example, which this file reproduces).
 *
 * Quirks: the body does not say which webhook it is, and a pre-call already reads answered=false, call_type=missed,
 * duration=0; it is recognised by lacking every field that only a finished call has. CallRail never retries. The offset
 * of a time is not the zone of the company. `timestamp` in the published example equals the start of the call, and a
 * post-call may come 20 minutes after the end, so the replay window is wide by default. Because nothing is repeated, the
 * list of calls (API v3, 120 requests a minute as documented at https://apidocs.callrail.com/#rate-limiting) is read too.
 */
const Config = z.strictObject({
  signingKey: secret(
    z.string().min(1),
    "The company's signing key, shown on CallRail's Webhooks page",
  ).optional(),
  replayWindowSeconds: z
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(3600)
    .describe('Deliveries whose `timestamp` is older than this are refused; 0 switches the check off'),
  apiKey: secret(z.string().min(1), 'API v3 key, to look for calls whose webhook was lost').optional(),
  accountId: z
    .string()
    .regex(/^[A-Za-z0-9]{1,64}$/)
    .optional()
    .describe('Account id of the API, `ACC...`'),
});
type Config = z.infer<typeof Config>;

/** How far ahead a sender's clock may be. */
const AHEAD_SECONDS = 300;

/** Fields that the list leaves out unless they are asked for. */
const EXTRA_FIELDS = [
  'call_type',
  'company_id',
  'created_at',
  'agent_email',
  'transcription',
  'lead_status',
  'source',
  'source_name',
  'medium',
  'campaign',
  'keywords',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'gclid',
  'fbclid',
  'msclkid',
  'tracker_id',
  'landing_page_url',
  'referring_url',
];

export default defineVoiceSurface<Config>({
  meta: {
    id: 'callrail',
    name: 'CallRail',
    family: 'call-tracking',
    delivery: 'webhook',
    signature: 'Signature: base64 HMAC-SHA1 over the raw body with the company signing key',
    clockToleranceSeconds: 45,
    maturity: 'vectors',
    checkedHow:
      "The signature example that CallRail publishes verifies; payloads from CallRail's documentation",
    lastChecked: '2026-11-21',
    docs: [
      'https://apidocs.callrail.com/#webhooks',
      'https://apidocs.callrail.com/#calls',
      'https://support.callrail.com/hc/en-us/articles/5711246459149-Webhooks',
    ],
    setup: [
      'In CallRail open Settings, Integrations, Webhooks for the company.',
      'Paste {url} into Post-Call and Call Modified; Pre-Call and Call Routing Complete are welcome too.',
      'Copy the signing key shown on the same page into the setting signingKey of this source.',
      'CallRail never repeats a webhook: create an API key under your user profile and put it into apiKey, and the account id (ACC...) into accountId.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'list of calls',
    everySeconds: 900,
    requestsPerMinute: 60,
    overlapSeconds: 7200,
    fetchPage,
  },
});

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.signingKey === undefined) return noSecret('signing key');
  const signature = request.headers['signature'];
  if (signature === undefined || signature === '') return notSigned('Signature');
  if (!sameText(signature, hmacBase64('sha1', config.signingKey, request.body))) {
    return forged("The signature does not fit the body and the company's signing key.");
  }
  if (config.replayWindowSeconds === 0) return genuine;
  const read = readFields(request);
  // `timestamp` is inside the signed body, so leaving it out is the vendor's doing, not a forger's.
  const sentAt = read.ok ? callRailTime(read.value, ['timestamp']) : null;
  if (sentAt === null) return genuine;
  const age = (now.getTime() - Date.parse(sentAt.at)) / 1000;
  if (age > config.replayWindowSeconds) return expired(`Sent more than ${config.replayWindowSeconds} s ago.`);
  return age < -AHEAD_SECONDS ? expired('The delivery claims to come from the future.') : genuine;
}

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readFields(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const { calls } = read.value;
  const { source } = context;
  if (!Array.isArray(calls)) {
    const digest = sha256Hex(request.body);
    return readCallRows([read.value], '', (fields) =>
      readCallRailCall(fields, { source, digest, listed: false }),
    );
  }
  return readCallRows(calls, 'calls', (fields) =>
    readCallRailCall(fields, { source, digest: sha256Hex(JSON.stringify(fields)), listed: true }),
  );
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  const { apiKey, accountId } = config;
  if (apiKey === undefined || accountId === undefined)
    return {
      result: 'not-configured',
      detail: 'Set apiKey and accountId to find calls whose webhook was lost.',
    };
  const page = position.cursor ?? '1';
  const query = new URLSearchParams({
    start_date: position.from,
    end_date: position.to,
    sort: 'start_time',
    order: 'asc',
    per_page: '250',
    page,
    fields: EXTRA_FIELDS.join(','),
  });
  const list = await fetchList(deps, {
    vendor: 'CallRail',
    what: 'the list of calls',
    remedy:
      'Check apiKey and accountId of this source; the key belongs to a user who must still have access.',
    url: `https://api.callrail.com/v3/a/${encodeURIComponent(accountId)}/calls.json?${query.toString()}`,
    headers: { authorization: `Token token="${apiKey}"` },
  });
  if (list.result !== 'list') return list;
  const more = Number(page) < Number(list.value['total_pages']);
  return asPage(list, list.value['calls'], more ? String(Number(page) + 1) : null);
}
