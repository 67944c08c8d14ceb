import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { asObject, flagOf, readJsonObject, textOf } from '../shared/body.ts';
import { hmacHex, sameText } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults } from '../shared/records.ts';
import { readIso } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';
import { cancelWebexWebhook, ensureWebexWebhook, fetchCdrPage } from '../vendors/webex/api.ts';
import { isCdr, readCdr } from '../vendors/webex/cdr.ts';

/**
 * Webex Calling: the webhook resource `telephony_calls`, one delivery per change of a user's call, and the Detailed Call
 * History (CDR) for what it leaves out. https://developer.webex.com/docs/api/guides/webhooks,
 * /docs/api/v1/call-controls, /calling/docs/api/v1/reports-detailed-call-history and jeokrohn/wxc_sdk, read 2026-11-21.
 *
 * Quirks: the envelope's `created` is when the webhook was made, not when the call was; the user's own number is not in
 * the event, so settings by actorId or the CDR name it; `completedElsewhere` means that a colleague took it. Events are
 * per user: an unanswered ring of somebody in `groupMembers` never decides. The signature is SHA-1 and has no time.
 */
const Config = z.strictObject({
  webhookSecret: secret(z.string().min(8), 'Long random text that Webex signs deliveries with').optional(),
  mainNumber: E164.optional().describe('Number of the shop, where nothing else names the dialled number'),
  userNumbers: z.record(z.string(), E164).default({}).describe('Number of each user, by actorId'),
  groupMembers: z
    .array(z.string())
    .default([])
    .describe('actorIds of members of hunt groups and queues: their unanswered rings do not decide'),
  clientId: z.string().optional().describe('Client id of a Webex integration'),
  clientSecret: secret(z.string().min(1), 'Client secret of the integration').optional(),
  refreshToken: secret(z.string().min(1), 'Refresh token of an administrator of Webex Calling').optional(),
  apiUrl: z.url().default('https://webexapis.com/v1'),
  cdrUrl: z
    .url()
    .default('https://analytics-calling.webexapis.com/v1')
    .describe('Analytics host of your region'),
});
type Config = z.infer<typeof Config>;

type Fields = Readonly<Record<string, unknown>>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'webex-calling',
    name: 'Webex Calling',
    family: 'enterprise',
    delivery: 'subscription',
    signature: 'X-Spark-Signature: hex HMAC-SHA1 over the raw body with the secret of the webhook',
    clockToleranceSeconds: 30,
    maturity: 'documented',
    checkedHow:
      "Events and call records written from Webex's documentation and wxc_sdk, read against events and records that others published; no organisation was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developer.webex.com/docs/api/guides/webhooks',
      'https://developer.webex.com/docs/api/v1/call-controls',
      'https://developer.webex.com/calling/docs/api/v1/reports-detailed-call-history',
    ],
    setup: [
      'Make up a long random text and put it into webhookSecret of this source.',
      'On developer.webex.com create an integration with the scopes spark:calls_read and spark-admin:calling_cdr_read and authorise it as an administrator who may read Detailed Call History.',
      'Put its client id, client secret and refresh token into this source: Ringback then makes the webhook for {url}, keeps it alive, and deletes it when this source is removed.',
      'Without them create the webhook yourself: resource telephony_calls, event all, targetUrl {url}, and the secret above.',
      'Name the shop’s number in mainNumber, or numbers by user in userNumbers; list members of hunt groups and queues in groupMembers.',
      'Deliveries whose X-Spark-Signature does not fit the body are refused.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) =>
    eachOf(request, (one) => parse(one, config, context), [], /^correlation ?id$/i),
  subscription: { renewBeforeSeconds: 86_400, ensure: ensureWebexWebhook, cancel: cancelWebexWebhook },
  poll: {
    role: 'reconciliation',
    what: 'detailed call history',
    everySeconds: 600,
    requestsPerMinute: 10,
    overlapSeconds: 3600,
    fetchPage: fetchCdrPage,
  },
});

function verify(request: IncomingRequest, config: Config): Verdict {
  if (config.webhookSecret === undefined) return noSecret('webhook secret');
  const signature = request.headers['x-spark-signature'];
  if (signature === undefined || signature === '') return notSigned('X-Spark-Signature');
  return sameText(signature.toLowerCase(), hmacHex('sha1', config.webhookSecret, request.body))
    ? genuine
    : forged('The signature does not fit the body and the secret of the webhook.');
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const body = read.value;
  const { items } = body;
  if (Array.isArray(items)) {
    const results = items
      .slice(0, 5000)
      .map((item, index) => readCdr(item, `items.${index}`, context.source, config));
    return joinResults(results, 'The page of the call history is empty.');
  }
  if (isCdr(body)) return readCdr(body, 'record', context.source, config);
  const resource = textOf(body['resource']);
  if (resource !== null && resource !== 'telephony_calls')
    return ignored(`A webhook of ${resource.slice(0, 60)} is not about telephone calls.`);
  const data = asObject(body['data']) ?? body;
  return readCall(data, body, request.receivedAt, config, context);
}

function readCall(
  data: Fields,
  body: Fields,
  receivedAt: string,
  config: Config,
  context: ParseContext,
): ParseResult<CallEvent> {
  const callId = textOf(data['callId']) ?? (textOf(data['personality']) === null ? null : textOf(data['id']));
  if (callId === null) return malformed('data.callId', 'missing');
  const remote = asObject(data['remoteParty']) ?? {};
  const callType = textOf(remote['callType'])?.toLowerCase();
  if (callType === 'location' || callType === 'organization')
    return ignored('An internal call between users is not a customer’s call.');

  const outbound = textOf(data['personality'])?.toLowerCase() !== 'terminator';
  const actor = textOf(body['actorId']) ?? '';
  const person = readParty(textOf(remote['number']));
  const hidden = flagOf(remote['privacyEnabled']) === true || person.withheld;
  const mapped = Object.hasOwn(config.userNumbers, actor) ? config.userNumbers[actor] : undefined;
  const business = mapped ?? config.mainNumber ?? null;
  const redirections = Array.isArray(data['redirections'])
    ? data['redirections'].map((each) => asObject(each))
    : [];
  const redirection = redirections.at(-1) ?? null;
  const redirector = asObject(redirection?.['redirectingParty']);
  const grouped = redirections.some((each) =>
    /^(callQueue|huntGroup)$/i.test(textOf(each?.['reason']) ?? ''),
  );
  const outcome = outcomeOf(data, outbound, grouped || config.groupMembers.includes(actor));
  const started = timeOf(data['created']);
  const answered = timeOf(data['answered']);
  const ended = timeOf(data['disconnected']);
  const at = timeOf(data['eventTimestamp']) ?? ended ?? answered ?? started;
  const session = textOf(data['callSessionId']);
  return oneEvent({
    surface: 'webex-calling',
    source: context.source === '' ? null : context.source,
    eventId:
      `${callId}:${textOf(data['eventType'], 30) ?? textOf(data['state'], 30) ?? 'call'}:${at?.at ?? ''}`.slice(
        0,
        256,
      ),
    callId,
    linkedCallIds: session === null || session === callId ? [] : [session],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? business : hidden ? null : person.number,
    fromWithheld: outbound ? false : hidden,
    to: outbound ? person.number : business,
    forwardedFrom: readParty(textOf(redirector?.['number'])).number,
    occurredAt: at?.at ?? receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: started?.at,
    answeredAt: outcome.disposition === 'answered' ? answered?.at : null,
    endedAt: ended?.at,
    talkSeconds:
      outcome.disposition === 'answered' && answered !== null && ended !== null
        ? Math.max(0, (Date.parse(ended.at) - Date.parse(answered.at)) / 1000)
        : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw,
    queue: grouped ? textOf(redirector?.['name'], 200) : null,
    agent: actor === '' ? null : actor.slice(0, 200),
    attribution: {},
    callerName: outbound || hidden ? null : textOf(remote['name'], 200),
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly raw: string;
}

function outcomeOf(data: Fields, outbound: boolean, grouped: boolean): Outcome {
  const state = textOf(data['state'])?.toLowerCase() ?? '';
  const kind = textOf(data['eventType'])?.toLowerCase() ?? '';
  const raw = [kind, state].filter((word) => word !== '').join(', ') || 'none';
  const answered = timeOf(data['answered']) !== null;
  switch (state) {
    case 'connecting':
    case 'alerting':
      return { disposition: 'in_progress', final: false, raw };
    case 'connected':
    case 'held':
    case 'remoteheld':
      return {
        disposition: answered || kind === 'answered' || !outbound ? 'answered' : 'in_progress',
        final: false,
        raw,
      };
    case 'disconnected':
      if (answered) return { disposition: 'answered', final: true, raw };
      if (flagOf(data['completedElsewhere']) === true || kind === 'redirected' || kind === 'forwarded')
        return { disposition: 'in_progress', final: false, raw: `${raw}, elsewhere` };
      return { disposition: 'no_answer', final: !grouped, raw };
    default:
      return { disposition: 'unknown', final: false, raw };
  }
}

function timeOf(value: unknown): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : readIso(text);
}
