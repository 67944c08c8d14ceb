import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, flagOf, secondsOf, textOf } from '../shared/body.ts';
import { hmacHex, sameText } from '../shared/crypto.ts';
import { COUNTRY_STEP, inCountry } from '../shared/country.ts';
import { malformed, oneEvent, present } from '../shared/event.ts';
import { partiesOf, pbxFields } from '../shared/pbx.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readEpoch, readIso, readLocal } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { expired, forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';
import { fetchRecent } from '../vendors/jambonz/recent.ts';

/**
 * jambonz: the call status hook (JSON, or a query when it is set to GET), the action hook of a dial verb, and the same
 * frames over the websocket API; also rows of the account's RecentCalls. https://docs.jambonz.org/reference/websocket-api/call-control/call-status,
 * /reference/webhooks/call-hook-post, and the signing of jambonz-feature-server; read 2026-11-21.
 *
 * Quirks: a hook set to GET is signed over JSON that it does not send, so only POST can be verified. Frames carry no time.
 * An inbound call that was completed was answered by the application, which may be a menu or an agent of its own: only
 * dial_call_status, or the leg that was dialled, tells of a person. What the application knows it can say in
 * customerData.outcome (ai, human, voicemail, ivr, queue).
 */
const Config = z.strictObject({
  webhookSecret: secret(z.string().min(1), 'Webhook secret of the jambonz account').optional(),
  ...accessFields,
  ...pbxFields,
  replayWindowSeconds: z.int().min(0).max(86_400).default(300).describe('0 switches the check off'),
  apiUrl: z
    .url()
    .optional()
    .describe(
      'Address of the REST API, such as https://jambonz.cloud/api, for the reconciliation with RecentCalls',
    ),
  accountSid: z.string().min(1).max(64).optional().describe('Account SID, for the same'),
  apiKey: secret(z.string().min(1), 'API key of that account, for the same').optional(),
});
type Config = z.infer<typeof Config>;

const STATUS = {
  trying: 'in_progress',
  queued: 'in_progress',
  ringing: 'in_progress',
  'early-media': 'in_progress',
  'in-progress': 'in_progress',
  completed: 'answered',
  'no-answer': 'no_answer',
  busy: 'busy',
  failed: 'failed',
} as const satisfies Record<string, Disposition>;

const TOLD: Readonly<Record<string, { disposition: Disposition; answeredBy?: 'human' | 'ai' }>> = {
  ai: { disposition: 'answered', answeredBy: 'ai' },
  human: { disposition: 'answered', answeredBy: 'human' },
  voicemail: { disposition: 'voicemail' },
  ivr: { disposition: 'ivr_abandoned' },
  queue: { disposition: 'queue_abandoned' },
};
interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly answeredBy?: 'human' | 'ai';
}

export default defineVoiceSurface<Config>({
  meta: {
    id: 'jambonz',
    name: 'jambonz',
    family: 'sip',
    delivery: 'webhook',
    signature: 'Jambonz-Signature: t=, v1= hex HMAC-SHA256 over time, dot and body; or basic credentials',
    clockToleranceSeconds: 15,
    maturity: 'documented',
    checkedHow:
      "Frames and signature written from jambonz' documentation and the code of its feature server; frames read against its own and others' examples",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.jambonz.org/reference/websocket-api/call-control/call-status',
      'https://docs.jambonz.org/reference/webhooks/call-hook-post',
      'https://docs.jambonz.org/reference/rest-platform-management/recent-calls/list-recent-calls',
    ],
    setup: [
      'In the jambonz portal open the application and set its call status webhook to {url}, method POST.',
      'Copy the webhook secret of the account into webhookSecret, or give the hook a user and password and put the password into accessToken.',
      'Set the action hook of your dial verbs to {url} as well: it tells whether a person took the call.',
      'Ringback verifies the signature and its age, or the password.',
      'jambonz sends each status once, unless the address of the webhook ends in #rc=5&rp=ct,5xx, which newer versions read. Put the address of the REST API into apiUrl, the account SID into accountSid and an API key of the account into apiKey, and Ringback asks every quarter of an hour for calls that it was not told of.',
      COUNTRY_STEP,
    ],
  },
  config: Config,
  verify,
  parse: (request, settings, context) => {
    const config = inCountry(settings, context);
    const read = readRecords(request, ['events', 'data']);
    if (!read.ok) return { result: 'malformed', issues: read.issues };
    return joinResults(
      read.value.map((record) => readFrame(asObject(record['data']) ?? record, request, config, context)),
      'There was no call status in the delivery.',
    );
  },
  poll: {
    role: 'reconciliation',
    what: 'recent calls',
    everySeconds: 900,
    requestsPerMinute: 30,
    // A row appears when its call is over, and is found by when it began.
    overlapSeconds: 7200,
    fetchPage: fetchRecent,
  },
});

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.webhookSecret === undefined && config.accessToken === undefined)
    return noSecret('webhook secret');
  const header = request.headers['jambonz-signature'];
  if (header === undefined || header === '' || config.webhookSecret === undefined) {
    return config.accessToken === undefined ? notSigned('Jambonz-Signature') : verifyAccess(request, config);
  }
  const parts = header.split(',').map((part) => part.trim());
  const at = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  const signed = Buffer.concat([Buffer.from(`${at}.`), request.body]);
  const wanted = hmacHex('sha256', config.webhookSecret, signed);
  const given = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3));
  if (!/^\d{10}(\d{3})?$/.test(at) || !given.some((signature) => sameText(signature, wanted)))
    return forged('The signature does not fit the body and the webhook secret.');
  if (config.replayWindowSeconds === 0) return genuine;
  const age = Math.abs(now.getTime() - Number(at.padEnd(13, '0'))) / 1000;
  return age > config.replayWindowSeconds
    ? expired(`Signed more than ${config.replayWindowSeconds} s away.`)
    : genuine;
}

function readFrame(
  frame: Fields,
  request: IncomingRequest,
  config: Config,
  context: ParseContext,
): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(frame[name]);
  const answered = flagOf(frame['answered']);
  // The row of an inbound call that nobody answered has the Call-ID of SIP alone.
  const callId = take('call_sid') ?? (answered === null ? null : take('sip_callid'));
  if (callId === null) return malformed('call_sid', 'missing');
  const status = take('call_status')?.toLowerCase();
  const dialled = take('dial_call_status')?.toLowerCase();
  if (status === undefined && dialled === undefined)
    return answered === null
      ? malformed('call_status', 'missing')
      : readRecent(frame, callId, answered, config, context);
  const parent = take('parent_call_sid');
  const leg = parent !== null;
  const inbound = take('direction')?.toLowerCase() !== 'outbound';
  const told = textOf(asObject(frame['customerData'])?.['outcome'])?.toLowerCase() ?? '';
  const ended = outcomeOf(status ?? '', dialled ?? null, inbound, leg, told);
  // `failed` holds every other answer of SIP.
  const outcome: Outcome =
    ended.disposition === 'failed' ? { ...ended, disposition: missOf(take('sip_status') ?? '503') } : ended;
  const given = (name: string): string | null => (Object.hasOwn(frame, name) ? (take(name) ?? '') : null);
  const seconds = secondsOf(frame['duration']);
  const parties = partiesOf(given('from'), take('to'), config, inbound ? 'inbound' : 'outbound');
  const name = take('caller_name');
  return oneEvent({
    surface: 'jambonz',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${dialled === undefined ? '' : 'dial-'}${dialled ?? status ?? ''}`.slice(0, 256),
    callId,
    // `sbc_callid` is the `sip_callid` of its row, which may have nothing else to know it by.
    linkedCallIds: [...new Set([parent, take('dial_call_sid'), take('call_id'), take('sbc_callid')])].filter(
      (id) => id !== null && id !== callId,
    ),
    ...parties,
    // A leg towards a phone of the shop: it shows the caller's number, and what the caller dialled is not on it.
    agent: leg ? take('to') : null,
    occurredAt: request.receivedAt,
    timePrecision: 'none',
    talkSeconds: outcome.disposition === 'answered' && outcome.final ? seconds : null,
    ...outcome,
    dispositionRaw: `${dialled ?? status ?? ''} ${take('sip_status') ?? ''} ${take('sip_reason') ?? ''}`
      .trim()
      .slice(0, 200),
    callerName: name === null || name === take('from') ? null : name,
    attribution: present({ traceId: take('trace_id') }),
  });
}

/** A row of RecentCalls: `answered` says that the application picked up, which a menu does too. */
function readRecent(
  row: Fields,
  callId: string,
  answered: boolean,
  config: Config,
  context: ParseContext,
): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(row[name]);
  const time = (name: string): ReadInstant | null => {
    const text = take(name) ?? '';
    return readIso(text) ?? readEpoch(text) ?? readLocal(text, 'UTC');
  };
  const [start, picked, end] = [time('attempted_at'), time('answered_at'), time('terminated_at')];
  if (start === null) return malformed('attempted_at', 'missing, or not a time');
  const inbound = take('direction')?.toLowerCase() !== 'outbound';
  const talked = answered && !inbound;
  return oneEvent({
    surface: 'jambonz',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:recent`.slice(0, 256),
    callId,
    linkedCallIds: [take('sip_callid'), take('sip_parent_callid')].filter(
      (id) => id !== null && id !== callId,
    ),
    ...partiesOf(take('from') ?? '', take('to'), config, inbound ? 'inbound' : 'outbound'),
    occurredAt: (end ?? start).at,
    timePrecision: (end ?? start).precision,
    startedAt: start.at,
    answeredAt: talked ? picked?.at : null,
    endedAt: end?.at,
    talkSeconds: talked ? secondsOf(row['duration']) : null,
    final: true,
    disposition: talked ? 'answered' : answered ? 'unknown' : missOf(take('sip_status') ?? ''),
    dispositionRaw: `${take('sip_status') ?? ''} ${take('termination_reason') ?? ''}`.trim().slice(0, 200),
    attribution: present({ traceId: take('trace_id') }),
  });
}

/** SIP answers, RFC 3261 section 21, RFC 8197 and RFC 8688; the caller who hangs up while it rings is 487. */
function missOf(code: string): Disposition {
  if (code === '486' || code === '600') return 'busy';
  if (code === '487') return 'canceled';
  if (code === '403' || code === '603') return 'rejected';
  if (code === '607' || code === '608') return 'blocked';
  return ['', '200', '408', '480'].includes(code) ? 'no_answer' : 'failed';
}

function outcomeOf(
  status: string,
  dialled: string | null,
  inbound: boolean,
  leg: boolean,
  told: string,
): Outcome {
  // The application's own word counts once the call is over.
  const said = Object.hasOwn(TOLD, told) ? TOLD[told] : undefined;
  if (said !== undefined && status === 'completed') return { ...said, final: true };
  if (dialled !== null) {
    const mapped = map(dialled);
    if (mapped === 'answered') return { disposition: 'answered', final: false, answeredBy: 'human' };
    // Nobody took it, but the application may go on, to voicemail for instance.
    return { disposition: mapped, final: status === 'completed' && mapped !== 'in_progress' };
  }
  const mapped = map(status);
  if (leg && status === 'in-progress') return { disposition: 'answered', final: false };
  if (status === 'in-progress') return { disposition: inbound ? 'in_progress' : 'answered', final: false };
  if (mapped === 'answered' && inbound && !leg) return { disposition: 'unknown', final: true };
  return { disposition: mapped, final: mapped !== 'in_progress' && mapped !== 'unknown' };
}

function map(status: string): Disposition {
  return Object.hasOwn(STATUS, status) ? STATUS[status as keyof typeof STATUS] : 'unknown';
}
