import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
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
import { asObject, flagOf, readJsonObject, secondsOf, textOf } from '../shared/body.ts';
import { sameText } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { asPage, basicAuth, fetchList } from '../shared/list-page.ts';
import { dispositionFor, firstText } from '../shared/lookup.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readEpoch, readIso, secondsBetween } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { forged, genuine, noSecret } from '../shared/verdict.ts';

/**
 * Aircall call webhooks and the call list of its API. https://developer.aircall.io/api-references/#call and #webhooks,
 * read 2026-11-21 as described by api-evangelist/aircall and hookdeck/webhook-skills.
 *
 * Quirks: nothing is signed; every body repeats the token that Aircall made for the webhook. Events come at least once
 * and in any order, up to 50 tries; a webhook that fails is switched off. call.hungup comes about 30 s before call.ended,
 * which decides. ringing_on_agent and agent_declined are about one agent. `raw_digits` is formatted for reading.
 */
const Config = z.strictObject({
  webhookToken: secret(z.string().min(8), 'The token that Aircall shows for the webhook').optional(),
  apiId: z.string().min(1).optional().describe('API ID, for the reconciliation with the call list'),
  apiToken: secret(z.string().min(1), 'API token that belongs to apiId').optional(),
});
type Config = z.infer<typeof Config>;

const API = 'https://api.aircall.io/v1/calls';

const REASONS = {
  out_of_opening_hours: 'no_answer',
  short_abandoned: 'canceled',
  abandoned_in_ivr: 'ivr_abandoned',
  abandoned_in_classic: 'queue_abandoned',
  no_available_agent: 'no_answer',
  agents_did_not_answer: 'no_answer',
} as const satisfies Record<string, Disposition>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'aircall',
    name: 'Aircall',
    family: 'ucaas',
    delivery: 'webhook',
    signature: 'None by the vendor: the field `token` of the body, compared with the token of the webhook',
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "Captured webhooks of an Aircall engineer's public test data read as they should; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developer.aircall.io/api-references/#webhooks',
      'https://developer.aircall.io/api-references/#call',
    ],
    setup: [
      'In the Aircall dashboard open Integrations & API, add Webhook, and set its URL to {url}.',
      'Select the call events created, answered, hungup, ended and voicemail_left.',
      'Copy the token shown for the webhook into webhookToken of this source; a delivery with another token is refused.',
      'To find deliveries that were lost, make an API key and put it into apiId and apiToken.',
    ],
  },
  config: Config,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'call list',
    everySeconds: 900,
    requestsPerMinute: 30,
    overlapSeconds: 3600,
    fetchPage,
  },
});

function verify(request: IncomingRequest, config: Config): Verdict {
  if (config.webhookToken === undefined) return noSecret('webhook token');
  const read = readJsonObject(request);
  const token = read.ok ? textOf(read.value['token'], 1000) : null;
  if (token === null) return { ok: false, code: 'signature-missing', detail: 'The body has no token.' };
  return sameText(token, config.webhookToken)
    ? genuine
    : forged("The body carries another token than this source's webhook.");
}

/** A webhook, a page of the call list, or a bare call of the API. */
function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readRecords(request, ['calls']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((fields) => readEvent(fields, context)),
    'An empty page of the call list.',
  );
}

function readEvent(fields: Fields, context: ParseContext): ParseResult<CallEvent> {
  const event = textOf(fields['event'])?.toLowerCase() ?? null;
  const resource = textOf(fields['resource'])?.toLowerCase() ?? null;
  if ((resource !== null && resource !== 'call') || (event !== null && !event.startsWith('call.')))
    return ignored(`Not a call event: ${(event ?? resource ?? '').slice(0, 100)}.`);
  const data = asObject(fields['data']) ?? asObject(fields['call']) ?? fields;
  const id = firstText(data, ['id', 'call_id']);
  if (id === null) return malformed(event === null ? 'id' : 'data.id', 'missing');

  const started = timeOf(data['started_at']);
  const answeredAt = timeOf(data['answered_at']);
  const ended = timeOf(data['ended_at']);
  const sent = timeOf(fields['timestamp']);
  const at =
    (event === 'call.ended' || event === null ? (ended ?? sent) : (sent ?? ended)) ?? answeredAt ?? started;
  if (at === null) return malformed('timestamp', 'missing, and so are ended_at and started_at');

  const outbound = textOf(data['direction'])?.toLowerCase() === 'outbound';
  const number = asObject(data['number']) ?? {};
  const ours = readParty(firstText(number, ['e164_digits', 'digits']));
  const customer = readParty(textOf(data['raw_digits']) ?? numberOf(asObject(data['contact'])));
  const { disposition, final, raw } = outcomeOf(data, event, outbound, answeredAt !== null, ended !== null);
  const answered = disposition === 'answered';
  const uuid = firstText(data, ['call_uuid', 'sid']);
  const agent = asObject(data['user']) ?? asObject(data['assigned_to']);
  return oneEvent({
    surface: 'aircall',
    source: context.source === '' ? null : context.source,
    eventId: `${id}:${event ?? 'call.list'}:${event === null ? raw : (sent?.at ?? at.at)}`.slice(0, 256),
    callId: id,
    linkedCallIds: uuid === null || uuid === id ? [] : [uuid],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? ours.number : customer.number,
    fromWithheld: outbound ? false : customer.withheld,
    to: outbound ? customer.number : ours.number,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: started?.at,
    answeredAt: answered ? answeredAt?.at : null,
    endedAt: ended?.at,
    ringSeconds: secondsBetween(started, answeredAt ?? (final ? ended : null)),
    // `duration` counts from the start of the ring.
    talkSeconds:
      answered && final ? (secondsBetween(answeredAt, ended) ?? secondsOf(data['duration'])) : null,
    final,
    disposition,
    dispositionRaw: raw,
    answeredBy: answered && flagOf(data['ai_voice_agent']) === true ? 'ai' : null,
    voicemail: voicemailOf(data, disposition),
    queue: nameOfFirst(data['teams']),
    agent: agent === null ? null : firstText(agent, ['email', 'name', 'id'], 200),
    recordingUrl: disposition === 'voicemail' ? null : textOf(data['recording'], 2000),
    attribution: {},
    callerName: outbound ? null : callerNameOf(asObject(data['contact'])),
  });
}

function outcomeOf(
  data: Fields,
  event: string | null,
  outbound: boolean,
  answered: boolean,
  ended: boolean,
): { readonly disposition: Disposition; readonly final: boolean; readonly raw: string } {
  const status = textOf(data['status'])?.toLowerCase() ?? null;
  const reason = textOf(data['missed_call_reason'])?.toLowerCase() ?? null;
  const raw = [event ?? status ?? 'call', reason].filter((part) => part !== null).join(', ');
  if (event === 'call.answered') return { disposition: 'answered', final: false, raw };
  // A voicemail can belong only to a call that no person took.
  const hasVoicemail = event === 'call.voicemail_left' || textOf(data['voicemail'], 2000) !== null;
  if (!outbound && hasVoicemail && !answered) return { disposition: 'voicemail', final: true, raw };
  const over = ended || status === 'done' || event === 'call.ended' || event === 'call.hungup';
  if (!over) {
    if (status !== null && status !== 'initial' && status !== 'answered')
      return { disposition: 'unknown', final: false, raw: `${raw}, ${status}`.slice(0, 200) };
    return { disposition: answered ? 'answered' : 'in_progress', final: false, raw };
  }
  // call.hungup is for speed; call.ended follows with the reason.
  const final = event !== 'call.hungup';
  if (answered) return { disposition: 'answered', final, raw };
  // Aircall names a reason only for a call that was missed: a new word leaves open why, not whether.
  const known = reason === null ? 'no_answer' : dispositionFor(REASONS, reason);
  return { disposition: known === 'unknown' ? 'no_answer' : known, final, raw };
}

function voicemailOf(data: Fields, disposition: Disposition): CallEvent['voicemail'] | null {
  if (disposition !== 'voicemail') return null;
  const url = textOf(data['voicemail'], 2000);
  return { left: true, ...(url === null ? {} : { url }) };
}

function numberOf(contact: Fields | null): string | null {
  const numbers = contact?.['phone_numbers'];
  return Array.isArray(numbers) ? textOf(asObject(numbers[0])?.['value']) : null;
}

function callerNameOf(contact: Fields | null): string | null {
  if (contact === null) return null;
  const parts = [textOf(contact['first_name']), textOf(contact['last_name'])].filter((part) => part !== null);
  return parts.length === 0 ? textOf(contact['company_name'], 200) : parts.join(' ').slice(0, 200);
}

function nameOfFirst(teams: unknown): string | null {
  const first = Array.isArray(teams) ? asObject(teams[0]) : null;
  return first === null ? null : firstText(first, ['name', 'id'], 200);
}

function timeOf(value: unknown): ReadInstant | null {
  return readEpoch(value) ?? readIso(textOf(value) ?? '');
}

async function fetchPage(config: Config, position: PollPosition, deps: OutboundDeps): Promise<PollResult> {
  if (config.apiId === undefined || config.apiToken === undefined)
    return {
      result: 'not-configured',
      detail: 'No apiId and apiToken: lost deliveries of Aircall cannot be found.',
    };
  const seconds = (at: string): string => String(Math.floor(Date.parse(at) / 1000));
  const query = new URLSearchParams({
    from: seconds(position.from),
    to: seconds(position.to),
    order: 'asc',
    per_page: '50',
    page: position.cursor ?? '1',
  });
  const page = await fetchList(deps, {
    vendor: 'Aircall',
    what: 'the call list',
    remedy: 'Check apiId and apiToken of this source in the Aircall dashboard, API keys.',
    url: `${API}?${query.toString()}`,
    headers: { authorization: basicAuth(config.apiId, config.apiToken) },
  });
  if (page.result !== 'list') return page;
  const more = textOf(asObject(page.value['meta'])?.['next_page_link'], 2000) !== null;
  return asPage(page, page.value['calls'], more ? String(Number(position.cursor ?? '1') + 1) : null);
}
