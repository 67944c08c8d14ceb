import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, OutboundDeps, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import type { PollPosition, PollResult } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, guessMediaType, readFields, readJson, readJsonText, textOf } from '../shared/body.ts';
import { readCallRows } from '../shared/call-rows.ts';
import type { RowResult } from '../shared/call-rows.ts';
import { callHttp } from '../shared/http-call.ts';
import { readTransaction } from '../vendors/invoca/transaction.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { shift } from '../shared/time.ts';
import { refusalOf } from '../shared/vendor-answer.ts';

/**
 * Invoca: its call webhooks with the parameters named as in the Transactions API, and that API. Read 2026-11-21:
 * https://developers.invoca.net and its source https://github.com/Invoca/developer-docs (transactions_api, signal_api).
 *
 * Quirks: nothing is signed, and the operator chooses which parameters a webhook sends (leave their names as they are).
 * A call has many transactions: only those of the type Call tell how it went, and a correction is a new one under the
 * same `complete_call_id`. No field says answered: `connect_duration` is the time with the call centre and 0 when the
 * caller never got there, whatever the IVR did, so it decides; `call_result_description_detail` only says why. The
 * number that was dialled is named by its id or description; `promoNumbers` tells which number that is. All calls come in.
 */
const Config = z.strictObject({
  ...accessFields,
  oauthToken: secret(
    z.string().min(1),
    'OAuth token of the API, to look for calls whose webhook was lost',
  ).optional(),
  host: z
    .string()
    .regex(/^[a-z0-9-]{1,63}\.invoca\.net$/)
    .optional()
    .describe('Your address at Invoca, such as mynetwork.invoca.net'),
  transactionsOf: z
    .string()
    .regex(/^(networks|advertisers|affiliates)\/transactions\/\d{1,20}$/)
    .optional()
    .describe('Whose transactions, such as advertisers/transactions/33'),
  apiVersion: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .default('2020-10-01')
    .describe('Version of the Transactions API'),
  mainNumber: E164.optional().describe('Number that callers dial, when calls do not say it'),
  promoNumbers: z
    .record(z.string(), E164)
    .default({})
    .describe('Number of each virtual_line_id or promo number description'),
});
type Config = z.infer<typeof Config>;
type Fields = Readonly<Record<string, unknown>>;
const PAGE = 1000;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'invoca',
    name: 'Invoca',
    family: 'call-tracking',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow:
      "The examples in the source of Invoca's API documentation read as they should; what a webhook sends is chosen by the operator and unverified, no account was at hand",
    lastChecked: '2026-11-21',
    docs: ['https://developers.invoca.net', 'https://github.com/Invoca/developer-docs'],
    setup: [
      'In Invoca open Integrations, Webhooks and add one for the end of a call (and one for its start) with the address {url}?token=YOUR-LONG-RANDOM-TEXT, method POST, JSON.',
      'Send at least transaction_id, complete_call_id, transaction_type, calling_phone_number, destination_phone_number, virtual_line_id, start_time_utc, duration, connect_duration, ivr_duration and call_result_description_detail, under these names.',
      'Put the same random text into accessToken of this source; Ringback refuses deliveries without it.',
      'Fill in promoNumbers (or mainNumber), so that Ringback knows which number was dialled.',
      'To find calls whose webhook was lost, create an API token under Manage API Credentials and fill in oauthToken, host and transactionsOf.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'call transactions',
    everySeconds: 900,
    requestsPerMinute: 30,
    overlapSeconds: 7200,
    fetchPage,
  },
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const json = request.method.toUpperCase() !== 'GET' && guessMediaType(request.body) === 'application/json';
  const read = json ? readJson(request) : readFields(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const readOne = (fields: Fields): RowResult => readTransaction(fields, config, context);
  if (Array.isArray(read.value)) return readCallRows(read.value, 'transactions', readOne);
  const listed = asObject(read.value)?.['transactions'] ?? asObject(read.value)?.['current_calls'];
  return Array.isArray(listed)
    ? readCallRows(listed, 'transactions', readOne)
    : readCallRows([read.value], '', readOne);
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  const { oauthToken, host, transactionsOf } = config;
  if (oauthToken === undefined || host === undefined || transactionsOf === undefined)
    return {
      result: 'not-configured',
      detail: 'Set oauthToken, host and transactionsOf to find calls whose webhook was lost.',
    };
  // Filtered by days of the user's calendar, wherever on earth that is kept.
  const query = new URLSearchParams({
    from: shift(position.from, -50_400).slice(0, 10),
    to: shift(position.to, 50_400).slice(0, 10),
    transaction_type: 'Call',
    limit: String(PAGE),
    start_after_transaction_id: position.cursor ?? '',
  });
  const url = `https://${host}/api/${config.apiVersion}/${transactionsOf}.json?${query.toString()}`;
  const outcome = await callHttp(deps, url, {
    headers: { accept: 'application/json', authorization: oauthToken },
  });
  const remedy = 'Check oauthToken, host and transactionsOf of this source.';
  const refusal = refusalOf(outcome, {
    vendor: 'Invoca',
    what: 'the call transactions',
    remedy,
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  const read = readJsonText(text);
  if (!read.ok || !Array.isArray(read.value))
    return {
      result: 'try-later',
      detail: 'Invoca answered with something that is not a list of transactions.',
    };
  const rows: readonly unknown[] = read.value;
  const last = textOf(asObject(rows.at(-1))?.['transaction_id']);
  return {
    result: 'page',
    body: rows.length === 0 ? null : { contentType: 'application/json', text },
    next: rows.length < PAGE ? null : last,
  };
}
