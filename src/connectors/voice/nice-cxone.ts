import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject } from '../shared/body.ts';
import { sha256Hex } from '../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { looseFields } from '../shared/loose-fields.ts';
import type { LooseFields } from '../shared/loose-fields.ts';
import { fetchCompletedContacts } from '../vendors/nice/completed-contacts.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readBareUtc, readIso, shift } from '../shared/time.ts';

/**
 * NICE CXone (inContact) completed contacts, polled from the Reporting API; the same rows, one or many, may be posted by
 * a Studio script. https://developer.niceincontact.com/API/ReportingAPI#/Contacts and the schema of singer-io's
 * tap-nice-incontact (field list, updatedSince paging, access-key token), read 2026-11-21.
 *
 * Quirks: a contact is one leg, `masterContactId` joins the legs of a call; field names change case between API versions
 * (contactID, contactId); `abandoned` is only said of callers who waited for a skill, so hanging up in the menu shows as
 * a row without agent time; times are UTC with or without Z; a script's REST proxy writes booleans as words.
 */
const Config = z.strictObject({
  ...accessFields,
  accessKeyId: z.string().min(1).optional().describe('Access key id of an API user'),
  accessKeySecret: secret(z.string().min(1), 'Secret of that access key').optional(),
  clientId: z
    .string()
    .min(1)
    .optional()
    .describe('Client id of a registered back-end application, if you use one'),
  clientSecret: secret(z.string().min(1), 'Secret of that application').optional(),
  tokenUrl: z
    .url()
    .optional()
    .describe('Token address of your region; by default that of na1, or the central one for an application'),
  apiBase: z.url().default('https://api-na1.niceincontact.com').describe('API address of your cluster'),
  apiVersion: z
    .string()
    .regex(/^\d{1,3}\.\d{1,2}$/)
    .default('31.0'),
  mainNumber: E164.optional().describe('Dialled number where a row names none'),
  pointOfContactNumbers: z
    .record(z.string(), E164)
    .default({})
    .describe('Dialled number of each point of contact id, where toAddr is not a number'),
});
type Config = z.infer<typeof Config>;

/** https://developer.niceincontact.com: media types; everything else is not a call. */
const PHONE = new Set(['4', 'call', 'phonecall', 'phone', 'voice', 'phone call']);
const LISTS = ['completedContacts', 'activeContacts', 'contactStateData', 'contacts'];
const VOICEMAIL = new Set(['5', 'voicemail', 'voice mail']);

export default defineVoiceSurface<Config>({
  meta: {
    id: 'nice-cxone',
    name: 'NICE CXone',
    family: 'contact-center',
    delivery: 'poll',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 30,
    maturity: 'documented',
    checkedHow:
      'Rows written from the Reporting API field list, read against contacts in the tests of a public client; no account was at hand',
    lastChecked: '2026-11-21',
    docs: ['https://developer.niceincontact.com/API/ReportingAPI#/Contacts'],
    setup: [
      'In CXone open Admin, Employees, choose an API user whose role may read completed contacts, and generate an access key.',
      'Put its id and secret into accessKeyId and accessKeySecret, and the addresses of your region into apiBase and tokenUrl.',
      'Ringback asks every minute for contacts that were completed or changed; nothing needs to be pasted at NICE.',
      'For news within seconds, let the OnRelease and OnAbandon events of your Studio script post the contact as JSON to {url} with accessToken as bearer; Ringback checks that token.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse,
  poll: {
    role: 'primary',
    what: 'completed contacts',
    everySeconds: 60,
    requestsPerMinute: 30,
    overlapSeconds: 900,
    fetchPage: fetchCompletedContacts,
  },
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readRecords(request, LISTS);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.flatMap(contactsIn).map((row) => readContact(row, config, context)),
    'The page names no contact.',
  );
}

/** Older versions of the API put the contact, or the list of them, into a resultSet. */
function contactsIn(row: Fields): readonly Fields[] {
  const set = asObject(row['resultSet']);
  if (set === null) return [row];
  const list = LISTS.map((name) => set[name]).find((value) => Array.isArray(value));
  return Array.isArray(list) ? list.map((each: unknown) => asObject(each) ?? { notAnObject: each }) : [set];
}

function readContact(row: Fields, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const fields = looseFields(row);
  const media = fields.text(['mediaType', 'mediaTypeId', 'mediaTypeName'])?.toLowerCase() ?? null;
  const voicemail = media !== null && VOICEMAIL.has(media);
  if (media !== null && !PHONE.has(media) && !voicemail)
    return ignored(`A contact of media type ${media.slice(0, 40)} is not a call.`);
  const callId = fields.text(['contactId', 'id']);
  if (callId === null) return malformed('contactId', 'missing');
  const startText = fields.text(['contactStart', 'contactStartDate', 'startDate', 'startTime']);
  const start = startText === null ? null : (readIso(startText) ?? readBareUtc(startText));
  if (start === null) return malformed('contactStart', 'missing, or not a date between 2000 and 2099');

  const outbound = fields.flag('isOutbound') ?? fields.text(['direction'])?.toLowerCase() === 'outbound';
  const from = readParty(fields.text(['fromAddr', 'fromAddress', 'ani']));
  const to =
    readParty(fields.text(['toAddr', 'toAddress', 'dnis'])).number ??
    (outbound
      ? null
      : (config.pointOfContactNumbers[fields.text(['pointOfContactId']) ?? ''] ?? config.mainNumber ?? null));
  const { disposition, final } = outcomeOf(fields, outbound, voicemail);
  const total = final ? fields.seconds('totalDurationSeconds') : null;
  const endedAt = total === null ? null : shift(start.at, total);
  const talk = fields.seconds('agentSeconds');
  const master = fields.text(['masterContactId', 'masterId']);
  const changed =
    fields.text(['lastUpdateTime', 'lastPollTime']) ?? sha256Hex(JSON.stringify(row)).slice(0, 16);
  const agent = [fields.text(['firstName'], 90), fields.text(['lastName'], 90)].filter(
    (name) => name !== null,
  );
  return oneEvent({
    surface: 'nice-cxone',
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${disposition}:${changed}`.slice(0, 256),
    callId,
    linkedCallIds: master === null || master === callId ? [] : [master],
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to,
    occurredAt: endedAt ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    endedAt,
    talkSeconds: disposition === 'answered' ? talk : null,
    final,
    disposition,
    dispositionRaw: rawOf(fields, media),
    voicemail: voicemail ? { left: true } : null,
    queue: fields.text(['skillName'], 200),
    skill: fields.text(['skillName', 'skillId'], 200),
    agent: agent.length > 0 ? agent.join(' ') : idOf(fields),
    attribution: attributionOf(fields),
  });
}

function outcomeOf(
  fields: LooseFields,
  outbound: boolean,
  voicemail: boolean,
): { readonly disposition: Disposition; readonly final: boolean } {
  const talk = fields.seconds('agentSeconds');
  const abandoned = fields.flag('abandoned', 'isAbandoned');
  const over =
    fields.has('totalDurationSeconds', 'agentSeconds', 'dateContactWarehoused') || abandoned !== null;
  if (voicemail) return { disposition: 'voicemail', final: true };
  // Rows of contacts/active and contacts/states have neither durations nor an abandon flag: the call goes on.
  if (!over) return { disposition: 'in_progress', final: false };
  if (talk !== null && talk > 0) return { disposition: 'answered', final: true };
  if (outbound) return { disposition: talk === null ? 'unknown' : 'no_answer', final: true };
  const queued = fields.seconds('inQueueSeconds', 'queueSeconds');
  const inMenu = (fields.seconds('preQueueSeconds') ?? 0) > 0 && (queued ?? 0) === 0;
  if (abandoned === true)
    return { disposition: inMenu && queued !== null ? 'ivr_abandoned' : 'queue_abandoned', final: true };
  if (fields.flag('isRefused') === true) return { disposition: 'rejected', final: true };
  if (talk === null) return { disposition: 'unknown', final: true };
  if ((queued ?? 0) > 0) return { disposition: 'queue_abandoned', final: true };
  return { disposition: inMenu ? 'ivr_abandoned' : 'no_answer', final: true };
}

function rawOf(fields: LooseFields, media: string | null): string {
  const said = ['abandoned', 'isRefused', 'agentSeconds', 'preQueueSeconds', 'inQueueSeconds'].flatMap(
    (name) => {
      const value = fields.raw(name);
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [`${name}=${String(value).slice(0, 20)}`]
        : [];
    },
  );
  return [media ?? 'no media type', ...said].join(', ').slice(0, 200);
}

/** Agent 0 stands for none. */
function idOf(fields: LooseFields): string | null {
  const id = fields.text(['agentId']);
  return id === '0' ? null : id;
}

function attributionOf(fields: LooseFields): Record<string, string> {
  const campaign = fields.text(['campaignName']);
  return campaign === null ? {} : { campaign };
}
