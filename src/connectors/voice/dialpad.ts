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
import { asObject, readText, textOf } from '../shared/body.ts';
import { outcomeOf, queueOf, voicemailOf } from '../vendors/dialpad/outcome.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { claimsOf, isSignedHs256, readJwt } from '../shared/jwt.ts';
import type { CompactJwt } from '../shared/jwt.ts';
import { asPage, fetchList } from '../shared/list-page.ts';
import { firstText } from '../shared/lookup.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readEpoch, secondsBetween } from '../shared/time.ts';
import { expired, forged, genuine, noSecret } from '../shared/verdict.ts';

/**
 * Dialpad call events, pushed one state change at a time by a call event subscription, and the call list of its API.
 * https://developers.dialpad.com/docs/call-events, /reference/calllist and the API specification of the official Python
 * SDK (dialpad_api_spec.json), read 2026-11-21.
 *
 * Quirks: with a secret the whole body is a JWT; ids are 64-bit numbers. One customer call is a tree of calls: the entry
 * point (a main line, a queue) and the legs to the people it rings, each with a hangup of its own. Only the entry point
 * decides that nobody answered; a leg's end tells of an answer, or is told as a leg. `missed` may be followed by
 * `voicemail`, and `hangup` comes after both.
 */
const Config = z.strictObject({
  webhookSecret: secret(z.string().min(1), 'The secret given when the webhook was created').optional(),
  replayWindowSeconds: z
    .int()
    .min(0)
    .max(30 * 86_400)
    .default(86_400)
    .describe('Deliveries whose event_timestamp is older than this are refused; 0 switches the check off'),
  apiKey: secret(z.string().min(1), 'API key of a company admin with the scope calls:list').optional(),
});
type Config = z.infer<typeof Config>;

const AHEAD_SECONDS = 300;
const API = 'https://dialpad.com/api/v2/call';

export default defineVoiceSurface<Config>({
  meta: {
    id: 'dialpad',
    name: 'Dialpad',
    family: 'ucaas',
    delivery: 'webhook',
    signature:
      'The whole body is a JWT signed with HMAC-SHA256 (HS256, no other algorithm) and the webhook secret',
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "Events written from Dialpad's documentation and API specification, whose example reads as it should; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.dialpad.com/docs/call-events',
      'https://developers.dialpad.com/reference/calllist',
    ],
    setup: [
      'With an admin API key create a webhook (POST /api/v2/webhooks) with hook_url {url} and a long random secret.',
      'Put the same text into webhookSecret of this source: every delivery must be a JWT that it signs with HS256.',
      'Create a call event subscription (POST /api/v2/subscriptions/call) for that webhook with the call_states calling, ringing, queued, connected, missed, voicemail, voicemail_uploaded, blocked and hangup.',
      'To find deliveries that were lost, put an admin API key with calls:list into apiKey.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'call list',
    everySeconds: 900,
    requestsPerMinute: 60,
    overlapSeconds: 3600,
    fetchPage,
  },
});

function verify(request: IncomingRequest, config: Config, now: Date): Verdict {
  if (config.webhookSecret === undefined) return noSecret('webhook secret');
  const token = tokenIn(request);
  if (token === null)
    return {
      ok: false,
      code: 'signature-missing',
      detail: 'The body is not a JWT; the webhook needs a secret.',
    };
  if (!isSignedHs256(token, config.webhookSecret))
    return forged("The JWT is not signed with HS256 and this source's secret.");
  if (config.replayWindowSeconds === 0) return genuine;
  const sentAt = readEpoch(claimsOf(token)?.['event_timestamp']);
  if (sentAt === null) return genuine;
  const age = (now.getTime() - Date.parse(sentAt.at)) / 1000;
  if (age > config.replayWindowSeconds)
    return expired(`Happened more than ${config.replayWindowSeconds} s ago.`);
  return age < -AHEAD_SECONDS ? expired('The event claims to come from the future.') : genuine;
}

/** Reads a signed body without checking it, a plain one, and a page of the call list. */
function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const token = tokenIn(request);
  const read = readRecords(
    token === null ? request : { ...request, headers: {}, body: new TextEncoder().encode(token.claims) },
    ['items'],
  );
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((call) => readCall(call, context)),
    'An empty page of the call list.',
  );
}

function readCall(fields: Fields, context: ParseContext): ParseResult<CallEvent> {
  const id = textOf(fields['call_id']);
  if (id === null) {
    const isMessage = fields['message_status'] !== undefined || fields['text'] !== undefined;
    return isMessage ? ignored('This is a text message, not a call.') : malformed('call_id', 'missing');
  }
  const state = textOf(fields['state'])?.toLowerCase() ?? 'missing';
  const direction = textOf(fields['direction'])?.toLowerCase();
  const outbound = direction === 'outbound';
  const external = readParty(
    textOf(fields['external_number']) ?? textOf(asObject(fields['contact'])?.['phone']),
  );
  const target = asObject(fields['target']) ?? {};
  const entry = asObject(fields['entry_point_target']) ?? {};
  const internal = readParty(textOf(fields['internal_number'])).number;
  // On a leg the internal number is the agent's; the number dialled is the entry point's.
  const dialled =
    readParty(textOf(entry['phone'])).number ?? internal ?? readParty(textOf(target['phone'])).number;
  const started = readEpoch(fields['date_started']) ?? readEpoch(fields['date_rang']);
  const connected = readEpoch(fields['date_connected']);
  const ended = readEpoch(fields['date_ended']);
  const at = readEpoch(fields['event_timestamp']) ?? ended ?? connected ?? started;
  if (at === null) return malformed('event_timestamp', 'missing, and so are date_ended and date_started');

  const entryId = textOf(fields['entry_point_call_id']);
  const isLeg = entryId !== null && entryId !== id;
  const { disposition, final } = outcomeOf(fields, state, outbound, connected !== null, ended !== null);
  const answeredByPerson = disposition === 'answered';
  const callId = entryId ?? id;
  const ids = [id, entryId, textOf(fields['master_call_id']), textOf(fields['operator_call_id'])];
  const rang = readEpoch(fields['date_rang']) ?? readEpoch(fields['date_first_rang']);
  return oneEvent({
    surface: 'dialpad',
    source: context.source === '' ? null : context.source,
    eventId: `${id}:${state}:${textOf(fields['event_timestamp']) ?? ended?.at ?? at.at}`,
    callId,
    linkedCallIds: [...new Set(ids.filter((one) => one !== null && one !== callId))],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? (internal ?? dialled) : external.number,
    fromWithheld: outbound ? false : external.withheld,
    to: outbound ? external.number : dialled,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: started?.at,
    answeredAt: answeredByPerson ? connected?.at : null,
    endedAt: ended?.at,
    ringSeconds: secondsBetween(rang, connected ?? ended),
    talkSeconds: final && answeredByPerson ? talkOf(fields, connected, ended) : null,
    // A person that did not pick up decides nothing while the entry point rings others.
    final: final && !(isLeg && !answeredByPerson),
    disposition,
    dispositionRaw: state.slice(0, 200),
    voicemail: voicemailOf(fields, state, disposition),
    queue: queueOf(entry) ?? queueOf(target),
    agent: textOf(target['type']) === 'user' ? firstText(target, ['email', 'name', 'id'], 200) : null,
    recordingUrl: disposition === 'voicemail' ? null : recordingOf(fields),
    attribution: {},
    callerName: outbound ? null : textOf(asObject(fields['contact'])?.['name'], 200),
  });
}

function recordingOf(fields: Fields): string | null {
  const details: unknown = fields['recording_details'];
  const first = Array.isArray(details) ? asObject(details[0]) : null;
  const urls: unknown = fields['recording_url'];
  return textOf(first?.['url'], 2000) ?? textOf(Array.isArray(urls) ? urls[0] : urls, 2000);
}

type Read = ReturnType<typeof readEpoch>;

/** `talk_time` and `duration` are milliseconds. */
function talkOf(fields: Fields, connected: Read, ended: Read): number | null {
  const ms = Number(firstText(fields, ['talk_time', 'duration']) ?? Number.NaN);
  return ms > 0 && ms <= 86_400_000 ? Math.round(ms) / 1000 : secondsBetween(connected, ended);
}

function tokenIn(request: IncomingRequest): CompactJwt | null {
  const text = readText({ ...request, headers: {} });
  return text.ok ? readJwt(text.value.trim().replace(/^"(.*)"$/, '$1')) : null;
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  if (config.apiKey === undefined)
    return { result: 'not-configured', detail: 'No apiKey: lost deliveries of Dialpad cannot be found.' };
  const query = new URLSearchParams({
    started_after: String(Date.parse(position.from)),
    started_before: String(Date.parse(position.to)),
  });
  if (position.cursor !== null) query.set('cursor', position.cursor);
  const page = await fetchList(deps, {
    vendor: 'Dialpad',
    what: 'the call list',
    remedy: 'Check apiKey: it must belong to a company admin and have the scope calls:list.',
    url: `${API}?${query.toString()}`,
    headers: { authorization: `Bearer ${config.apiKey}` },
  });
  if (page.result !== 'list') return page;
  const next = textOf(page.value['cursor'], 2000);
  return asPage(page, page.value['items'], next === position.cursor ? null : next);
}
