import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { attributionIn } from '../shared/attribution.ts';
import { asObject, readJson, textOf } from '../shared/body.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { isHuman, outcomeOf, readConversation } from '../vendors/genesys/conversation.ts';
import type { Conversation } from '../vendors/genesys/conversation.ts';
import { fetchDetails } from '../vendors/genesys/details.ts';
import { detailEventOf, eventOutcome, isStep } from '../vendors/genesys/event.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readEpoch, readIso } from '../shared/time.ts';

/**
 * Genesys Cloud: detail events out of Amazon EventBridge (with its envelope), the Notifications API or a process
 * automation trigger, and conversations, as detail records of the analytics query or as conversation resources.
 * https://developer.genesys.cloud/notificationsalerts/notifications/event-bridge and /available-topics,
 * https://help.mypurecloud.com/articles/about-the-amazon-eventbridge-integration, platform SDK models; read 2026-11-21.
 *
 * Quirks: EventBridge is authenticated by AWS, so whoever forwards it to us adds the token; ani and dnis are tel: and sip:
 * addresses; event times are milliseconds, record times ISO; queue, skill and language are ids, named by the setting
 * `names`; one agent's unanswered ring is an event of its own and decides nothing. callId is the conversation.
 */
const Config = z.strictObject({
  ...accessFields,
  clientId: z.string().min(1).optional().describe('OAuth client of the kind Client Credentials'),
  clientSecret: secret(z.string().min(1), 'Secret of that OAuth client').optional(),
  region: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .default('mypurecloud.com')
    .describe('Domain of your region, such as usw2.pure.cloud'),
  mainNumber: E164.optional().describe('Dialled number where an event names none'),
  names: z
    .record(z.string(), z.string().min(1).max(200))
    .default({})
    .describe('Names of queues, skills, languages and users by their id'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'genesys-cloud',
    name: 'Genesys Cloud',
    family: 'contact-center',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 15,
    maturity: 'documented',
    checkedHow:
      "Events and records written from the platform SDK's models and the EventBridge guide; records read against those in Genesys' own developer tools; no organisation was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developer.genesys.cloud/notificationsalerts/notifications/event-bridge',
      'https://developer.genesys.cloud/analyticsdatamanagement/analytics/detail/conversation-query',
    ],
    setup: [
      'In Genesys Cloud open Admin, Integrations, add Amazon EventBridge Source, and choose the topics v2.detail.events.conversation.{id}.customer.start, .customer.end, .acd.start, .acd.end, .user.end, .flow.end and .voicemail.end.',
      'In AWS make an API destination for {url} with an API-key connection: header Authorization, value Bearer and the text of accessToken. A rule on the partner event bus sends every event there. Ringback checks the token.',
      'Under Admin, Integrations, OAuth add a client of the kind Client Credentials with a role that may view conversation details; put id, secret and region here. Ringback then asks for the records of calls that the events left open.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse,
  poll: {
    role: 'reconciliation',
    what: 'conversation details',
    everySeconds: 120,
    requestsPerMinute: 60,
    overlapSeconds: 1800,
    fetchPage: fetchDetails,
  },
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJson(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const list = Array.isArray(read.value) ? read.value : asObject(read.value)?.['conversations'];
  if (!Array.isArray(list)) return readOne(read.value, config, context);
  return joinResults(
    list.slice(0, 1000).map((entry: unknown) => readOne(entry, config, context)),
    'The page names no conversation.',
  );
}

function readOne(value: unknown, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const envelope = asObject(value);
  if (envelope === null) return malformed('body', 'a JSON object was expected');
  const frame = asObject(envelope['detail']) ?? envelope;
  const topic = textOf(frame['topicName'], 500) ?? textOf(envelope['detail-type'], 500) ?? '';
  const body = asObject(frame['eventBody']) ?? frame;
  if (Array.isArray(body['participants'])) return readRecord(body, config, context);
  const event = detailEventOf(topic) ?? triggerOf(body);
  if (event === null)
    return ignored(`Not an event of a call: ${topic === '' ? 'no topic name' : topic.slice(0, 120)}`);
  if (!isStep(event)) return ignored(`A ${event.slice(0, 40)} event is no step of the call.`);
  const media = textOf(body['mediaType'])?.toUpperCase() ?? 'VOICE';
  if (media !== 'VOICE') return ignored(`A conversation of media type ${media.slice(0, 40)} is not a call.`);
  const callId = textOf(body['conversationId']);
  if (callId === null) return malformed('eventBody.conversationId', 'missing');
  const given = textOf(body['eventTime']) ?? textOf(frame['timestamp']) ?? textOf(envelope['time']) ?? '';
  const at = readEpoch(given) ?? readIso(given);
  if (at === null) return malformed('eventBody.eventTime', 'missing, or not a date between 2000 and 2099');
  const outbound = textOf(body['direction'])?.toUpperCase() === 'OUTBOUND';
  const from = readParty(textOf(body['ani']) ?? textOf(body['addressFrom']));
  const to = readParty(textOf(body['dnis']) ?? textOf(body['addressTo'])).number;
  const outcome = eventOutcome(event, body);
  const user = textOf(body['answeredUserId']) ?? textOf(body['userId']);
  const talkMs = Number(textOf(body['interactingDurationMs']) ?? 0);
  return oneEvent({
    surface: 'genesys-cloud',
    source: context.source === '' ? null : context.source,
    eventId:
      textOf(envelope['id']) ??
      [callId, textOf(body['sessionId']) ?? '', event, at.at].join(':').slice(0, 256),
    callId,
    linkedCallIds: linked(callId, [textOf(body['sessionId']), textOf(body['participantId'])]),
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to: to ?? (outbound ? null : (config.mainNumber ?? null)),
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: outcome.marks === 'start' ? at.at : null,
    answeredAt: outcome.marks === 'answer' ? at.at : null,
    endedAt: outcome.marks === 'end' ? at.at : null,
    talkSeconds: event === 'user.end' && outcome.disposition === 'answered' ? seconds(talkMs / 1000) : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw,
    queue: nameOf(config, textOf(body['queueId'])),
    agent: nameOf(config, user),
    skill: nameOf(config, skillOf(body)),
    language: languageOf(config, textOf(body['requestedLanguageId'])),
    attribution: {},
  });
}

function readRecord(body: Fields, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const conversation = readConversation(body);
  if (conversation === null) return ignored('A conversation without a voice session is not a call.');
  if ('path' in conversation) return malformed(conversation.path, 'missing, or not readable');
  const { id, outbound, from, startedAt, endedAt, legs } = conversation;
  const final = endedAt !== null;
  const spoke = legs.filter((leg) => isHuman(leg) && leg.connectedAt !== null);
  const disposition = final ? outcomeOf(conversation) : spoke.length > 0 ? 'answered' : 'in_progress';
  const message = legs.find((leg) => leg.isVoicemail);
  const queued = legs.find((leg) => leg.purpose === 'acd');
  const agent = spoke[0];
  const at = endedAt ?? startedAt;
  const attributes = (Array.isArray(body['participants']) ? body['participants'] : [])
    .slice(0, 100)
    .map((participant: unknown) => asObject(participant)?.['attributes']);
  return oneEvent({
    surface: 'genesys-cloud',
    source: context.source === '' ? null : context.source,
    eventId: `${id}:${final ? 'ended' : stateOf(conversation)}:${at.at}`.slice(0, 256),
    callId: id,
    linkedCallIds: linked(
      id,
      legs.map((leg) => leg.sessionId),
    ),
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to: conversation.to ?? (outbound ? null : (config.mainNumber ?? null)),
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: startedAt.at,
    answeredAt: agent?.connectedAt?.at,
    endedAt: endedAt?.at,
    talkSeconds:
      final && agent !== undefined ? seconds(spoke.reduce((sum, leg) => sum + leg.talkSeconds, 0)) : null,
    final,
    disposition,
    dispositionRaw: stateOf(conversation),
    voicemail: disposition === 'voicemail' ? voicemailOf(message?.voicemailSeconds ?? null) : null,
    queue: nameOf(config, queued?.queueId ?? null, queued?.name),
    agent: nameOf(config, agent?.userId ?? null, agent?.name),
    skill: nameOf(config, legs.map((leg) => leg.skillId).find((skill) => skill !== null) ?? null),
    language: languageOf(config, legs.map((leg) => leg.languageId).find((name) => name !== null) ?? null),
    spam: legs.some((leg) => leg.disconnectType === 'spam')
      ? { label: 'marked as spam in Genesys Cloud' }
      : null,
    attribution: attributionIn(...attributes),
    callerName: outbound ? null : legs.find((leg) => leg.callerName !== null)?.callerName,
  });
}

/** A trigger's body comes without its topic; only the ends can be told apart by their own fields. */
function triggerOf(body: Fields): string | null {
  if (textOf(body['conversationId']) === null) return null;
  if (textOf(body['acdOutcome']) !== null) return 'acd.end';
  if (textOf(body['userId']) !== null && body['alertingDurationMs'] !== undefined) return 'user.end';
  return body['disconnectType'] !== undefined && body['queueId'] === undefined ? 'customer.end' : null;
}

function stateOf(conversation: Conversation): string {
  return conversation.legs
    .map((leg) => `${leg.purpose === '' ? 'participant' : leg.purpose} ${leg.disconnectType ?? 'connected'}`)
    .join(', ')
    .slice(0, 160);
}

function voicemailOf(length: number | null): CallEvent['voicemail'] | null {
  return length === null ? null : { left: length > 0, seconds: length };
}

function linked(callId: string, ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null && id !== callId))].slice(0, 50) as string[];
}

function nameOf(config: Config, id: string | null, written?: string | null): string | null {
  const named = id === null ? undefined : config.names[id];
  return named ?? written ?? id;
}

/** A language's id is no language tag; it is told only when it has a name here. */
function languageOf(config: Config, id: string | null): string | null {
  return id === null ? null : (config.names[id]?.slice(0, 35) ?? null);
}

function skillOf(body: Fields): string | null {
  const ids = body['requestedRoutingSkillIds'];
  return Array.isArray(ids) ? textOf(ids[0]) : null;
}

/** Nothing that lasts longer than a day is the length of a talk. */
function seconds(value: number): number | null {
  return value <= 86_400 ? value : null;
}
