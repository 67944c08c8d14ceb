import { z } from 'zod';
import { DISPOSITIONS } from '../../core/model/call-event.ts';
import type { CallEvent } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { attributionIn } from '../shared/attribution.ts';
import { asObject, mediaType } from '../shared/body.ts';
import { sha256Hex } from '../shared/crypto.ts';
import { readTable } from '../shared/csv.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { five9Outcome } from '../vendors/five9/outcome.ts';
import { fetchCallLog } from '../vendors/five9/reports.ts';
import { looseFields } from '../shared/loose-fields.ts';
import type { LooseFields } from '../shared/loose-fields.ts';
import { readParty } from '../shared/phone.ts';
import { plainText } from '../shared/plain-text.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readEpoch, readIso, readLocal, readRfc2822, shift } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';

/**
 * Five9: events of the Event Subscription Service, bodies of a connector, and rows of the Call Log report, posted or asked for. The operator
 * chooses the fields of all three, so a field is found under any name that Five9 has for it, and under names of the
 * operator's own given in `fields`. ESS set-up: https://docs.acqueon.com/v1/docs/configure-ess; call fields and states:
 * https://docs.acqueon.com/docs/call-event-parameters-3; report columns: tap-five9 of Pathlight; read 2026-11-21.
 *
 * Quirks: the names inside an ESS body are not published and remain unverified; ANI and DNIS follow the way of the call,
 * so the customer is ANI on an inbound call and DNIS on an outbound one; report times carry no zone (that of the API
 * user); durations are HH:MM:SS or seconds; the legs of a transfer to a third party are rows of their own.
 */
const OWN_FIELDS = ['callId', 'from', 'to', 'type', 'disposition', 'time', 'talk', 'agent', 'queue'] as const;
const Config = z.strictObject({
  ...accessFields,
  fields: z
    .partialRecord(z.enum(OWN_FIELDS), z.string().min(1).max(100))
    .default({})
    .describe('Names of your own fields, where you renamed them'),
  dispositions: z
    .record(z.string(), z.enum(DISPOSITIONS))
    .default({})
    .describe('What dispositions of your own mean, by their name'),
  mainNumber: E164.optional().describe('Dialled number where a body names none'),
  username: z.string().min(1).optional().describe('User of the web services, for the Call Log report'),
  password: secret(z.string().min(1), 'Password of that user').optional(),
  apiUrl: z
    .url()
    .default('https://api.five9.com')
    .describe('API address; https://api.five9.eu or https://api.eu.five9.com in Europe'),
  apiVersion: z
    .string()
    .regex(/^v\d{1,2}(_\d{1,2})?$/)
    .default('v13')
    .describe('Version of the web services'),
  reportFolder: z.string().min(1).max(200).default('Call Log Reports').describe('Folder of the report'),
  reportName: z.string().min(1).max(200).default('Call Log').describe('Name of the report'),
});
type Config = z.infer<typeof Config>;

const NAMES: Readonly<Record<(typeof OWN_FIELDS)[number], readonly string[]>> = {
  callId: ['callId', 'call.callId', 'interactionId', 'callSessionId', 'sessionId', 'connectionId', 'id'],
  from: ['ani', 'call.ani', 'from', 'fromAddress', 'callerNumber', 'phoneNumber', 'number1'],
  to: ['dnis', 'call.dnis', 'to', 'toAddress', 'dialedNumber'],
  type: ['callType', 'call.type', 'typeName', 'interactionType', 'direction', 'type'],
  disposition: ['disposition', 'dispositionName', 'call.dispositionName'],
  time: [
    'timestamp',
    'startTimestamp',
    'call.startTimestamp',
    'startTime',
    'callStart',
    'createTimestamp',
    'eventTime',
  ],
  talk: ['talkTime', 'call.talkTime', 'handleTime'],
  agent: ['agentName', 'agentFullName', 'agent.fullName', 'agentUserName', 'agent', 'agentId'],
  queue: ['skill', 'skillName', 'call.skillName', 'queue', 'queueName'],
};

export default defineVoiceSurface<Config>({
  meta: {
    id: 'five9',
    name: 'Five9',
    family: 'contact-center',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      'Report columns, web service methods and call states as published; the field names inside an ESS event are unverified; no domain was at hand',
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.acqueon.com/v1/docs/configure-ess',
      'https://docs.acqueon.com/docs/call-event-parameters-3',
      'https://documentation.five9.com/bundle/api-config-web/page/config-web-services/methods/reports/runReport.htm',
    ],
    setup: [
      'In the VCC Administrator open Event Subscriptions and add one: delivery method HTTPS, method POST, address {url}.',
      'Choose the event group InteractionEvent with all fields and no filters, and the event Dispositioned; media type voice is enough.',
      'Under Auth Profiles add one of the kind basic or bearer whose password or token is the text of accessToken here. Ringback checks it on every delivery.',
      'Instead of, or beside it, post the rows of the Call Log report (CALL ID, TIMESTAMP, CALL TYPE, ANI, DNIS, DISPOSITION, ABANDONED, TALK TIME, QUEUE WAIT TIME, IVR TIME, AGENT NAME, SKILL) as JSON or CSV to the same address.',
      'Or let Ringback ask for that report every 15 minutes: give a user the permission for web services, put username and password here, and reportFolder and reportName if your Call Log stands elsewhere. Set the time zone of that user to the one of this source, because the report writes its times without one.',
      'Where you renamed fields or made dispositions of your own that mean a missed call, say so in the settings fields and dispositions.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse,
  poll: {
    role: 'reconciliation',
    what: 'call log report',
    everySeconds: 900,
    requestsPerMinute: 6,
    overlapSeconds: 2 * 3600,
    fetchPage: fetchCallLog,
  },
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const text = plainText(request);
  const rows = text === null ? null : readTable(text, (cell) => /^call ?id$/i.test(cell));
  if (rows !== null)
    return joinResults(
      rows.map((row) => readRow(row, config, context)),
      'The report names no call.',
    );
  if (text !== null && mediaType(request) === 'text/csv')
    return malformed('CALL ID', 'no line names this column', 'Post the report with its column names.');
  const read = readRecords(request, ['rows', 'events', 'interactions']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((row) => readRow(flattened(row), config, context)),
    'The page names no call.',
  );
}

function readRow(row: Fields, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const fields = looseFields(row);
  const find = (field: (typeof OWN_FIELDS)[number], limit?: number): string | null =>
    fields.text(
      [...(config.fields[field] === undefined ? [] : [config.fields[field]]), ...NAMES[field]],
      limit,
    );
  const event = fields.text(['eventName', 'eventType', 'event', 'status', 'callState'])?.toLowerCase() ?? '';
  const media = fields.text(['mediaType', 'media'])?.toLowerCase() ?? 'voice';
  if (!/voice|call|phone|voicemail|inbound|outbound/.test(media))
    return ignored(`An interaction of media type ${media.slice(0, 40)} is not a call.`);
  const type = find('type')?.toLowerCase() ?? '';
  if (/internal|agent.?to.?agent|station/.test(type)) return ignored('An internal call between agents.');
  if (/3rd|third/.test(type))
    return ignored("The leg to a third party; the caller's own row tells of the call.");
  const callId = find('callId');
  if (callId === null) return malformed('CALL ID', 'missing', 'Choose the call id among the fields.');
  const start = timeOf(find('time'), context.zone);
  if (start === null)
    return malformed('TIMESTAMP', 'missing, or not a date between 2000 and 2099', 'Choose the timestamp.');

  const outbound = /outbound|manual|autodial|preview|callback|dial/.test(type);
  const ani = readParty(find('from'));
  const dnis = readParty(find('to'));
  const talk = fields.seconds(
    ...(config.fields.talk === undefined ? [] : [config.fields.talk]),
    ...NAMES.talk,
  );
  const agent = nameless(find('agent', 200));
  const said = find('disposition');
  const outcome = five9Outcome(
    fields,
    { disposition: said, event, agent, talk, outbound },
    config.dispositions,
  );
  const voicemail = /voicemail/.test(type) && !outbound;
  const disposition = voicemail ? 'voicemail' : outcome.disposition;
  const final = voicemail || outcome.final;
  const total = fields.seconds('callTime', 'callLength', 'duration');
  const endedAt = final && total !== null ? shift(start.at, total) : null;
  const skill = find('queue', 200);
  return oneEvent({
    surface: 'five9',
    source: context.source === '' ? null : context.source,
    eventId:
      fields.text(['eventId', 'messageId']) ??
      `${callId}:${disposition}:${sha256Hex(JSON.stringify(row)).slice(0, 16)}`.slice(0, 256),
    callId,
    linkedCallIds: linked(callId, fields),
    direction: outbound ? 'outbound' : 'inbound',
    from: ani.number,
    fromWithheld: outbound ? false : ani.withheld,
    to: dnis.number ?? (outbound ? null : (config.mainNumber ?? null)),
    occurredAt: endedAt ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    endedAt,
    ringSeconds: final ? fields.seconds('ringTime') : null,
    talkSeconds: disposition === 'answered' ? talk : null,
    final,
    disposition,
    dispositionRaw: [type, said ?? event]
      .filter((word) => word !== '')
      .join(', ')
      .slice(0, 200),
    voicemail: disposition === 'voicemail' ? { left: true } : null,
    queue: skill,
    skill,
    agent,
    language: fields.text(['language', 'callLanguage'], 35),
    recordingUrl: fields.text(['recordingUrl', 'recordings'], 2000),
    attribution: { ...campaignOf(fields), ...attributionIn(row) },
    callerName: outbound ? null : fields.text(['customerName'], 200),
  });
}

/** ESS and the agent's call objects nest a level or two; their inner names are laid beside the outer ones. */
function flattened(row: Fields, depth = 0): Fields {
  const inner = Object.entries(row).flatMap(([name, value]) => {
    const object = depth < 2 ? asObject(value) : null;
    if (object === null) return [];
    const own = Object.entries(flattened(object, depth + 1));
    return own.flatMap(([key, entry]) => [[`${name}.${key}`, entry] as const, [key, entry] as const]);
  });
  return { ...Object.fromEntries(inner), ...row };
}

function linked(callId: string, fields: LooseFields): readonly string[] {
  const ids = ['callId', 'parentCallId', 'interactionId', 'sessionId', 'callSessionId', 'connectionId'];
  return [...new Set(ids.flatMap((name) => fields.text([name]) ?? []))].filter((id) => id !== callId);
}

/** The report writes `[None]` where no agent was. */
function nameless(agent: string | null): string | null {
  return agent === null || /^\[?(none|n\/a|null|deleted)\]?$/i.test(agent) ? null : agent;
}

function campaignOf(fields: LooseFields): Record<string, string> {
  const campaign = fields.text(['campaign', 'campaignName']);
  return campaign === null ? {} : { campaign };
}

/** `Fri, 20 Nov 2026 10:42:00` is what reports write: RFC 2822 without its zone. */
function timeOf(text: string | null, zone: string): ReadInstant | null {
  if (text === null) return null;
  const exact = readIso(text) ?? readEpoch(text) ?? readLocal(text, zone) ?? readRfc2822(text);
  if (exact !== null) return exact;
  const utc = readRfc2822(`${text} GMT`);
  if (utc !== null) return readLocal(utc.at.slice(0, 19), zone);
  const [, month = '', day = '', year = '', hour = '', rest = '', half = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2})(:\d\d(?::\d\d)?)(?: ?([AP])M)?$/i.exec(text) ?? [];
  if (year === '') return null;
  // 12 AM is the first hour of the day, 12 PM its noon.
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const time = `${String(hours).padStart(2, '0')}${rest}`;
  return readLocal(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${time}`, zone);
}
