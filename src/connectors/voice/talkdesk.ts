import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { isSignedEcdsaSha512 } from '../shared/ecdsa.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { looseFields } from '../shared/loose-fields.ts';
import type { LooseFields } from '../shared/loose-fields.ts';
import { readParty } from '../shared/phone.ts';
import { rowsOf } from '../shared/one-or-many.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { sha256Hex } from '../shared/crypto.ts';
import { readBareUtc, readEpoch, readIso, readLocal, shift } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { forged, genuine } from '../shared/verdict.ts';
import { lengthOf, outcomeOf, plain } from '../vendors/talkdesk/outcome.ts';
import { fetchCallsReport } from '../vendors/talkdesk/reports.ts';

/**
 * Talkdesk: the call triggers of the Webhook Trigger API (Talkdesk Connections), bodies of a Studio HTTP step, and rows of
 * the calls report under its older and its Explore names. Field names of the triggers from Talkdesk's own certified
 * connector, https://github.com/microsoft/PowerPlatformConnectors/tree/dev/certified-connectors/Talkdesk; report rows
 * https://docs.talkdesk.com/docs/calls-report; signature https://docs.talkdesk.com/docs/events-api; read 2026-11-21.
 *
 * Quirks: every value is text; contact_phone_number is the customer and talkdesk_phone_number ours, whichever way the call
 * went; a trigger does not name its type, so the fields tell: only an end has a hang-up reason. The account's first events
 * (call_missed, call_finished and their kin) do name themselves and say little else. Report times have no zone.
 * Only the Events API is signed, and it tells of apps, not of calls; triggers carry the token that you put into the address.
 */
const Config = z.strictObject({
  ...accessFields,
  eventsPublicKey: z
    .string()
    .max(2000)
    .optional()
    .describe(
      'Public key of the Events API (GET /events/signature-keys/{id}), if its signed events come here too',
    ),
  mainNumber: E164.optional().describe('Dialled number where a body names none'),
  accountName: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/i)
    .optional()
    .describe('Name of the account, as in https://NAME.mytalkdesk.com, for the calls report'),
  clientId: z.string().min(1).optional().describe('OAuth client with the scopes of data reports'),
  clientSecret: secret(z.string().min(1), 'Secret of that OAuth client').optional(),
  apiUrl: z.url().default('https://api.talkdeskapp.com').describe('API address of your region'),
  loginUrl: z
    .url()
    .optional()
    .describe(
      'Login host of your region, such as https://NAME.talkdeskid.eu; otherwise that of the United States',
    ),
});
type Config = z.infer<typeof Config>;

const FROM = ['contact_phone_number', 'customer_phone_number', 'contact_phone', 'from'];
const TO = ['talkdesk_phone_number', 'company_phone_number', 'to'];

export default defineVoiceSurface<Config>({
  meta: {
    id: 'talkdesk',
    name: 'Talkdesk',
    family: 'contact-center',
    delivery: 'webhook',
    signature: `${ACCESS_IN_WORDS}; Events API: X-Hub-Ecdsa-Signature, ECDSA with SHA-512 over the body`,
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "Trigger fields from Talkdesk's published connector definition, the calls report and its jobs from the Explore reference, early events from examples that others published; values of hang-up reasons unverified; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.talkdesk.com/docs/calls-report',
      'https://docs.talkdesk.com/reference/check-a-report-status',
      'https://docs.talkdesk.com/docs/events-api',
      'https://github.com/microsoft/PowerPlatformConnectors/tree/dev/certified-connectors/Talkdesk',
    ],
    setup: [
      'In Talkdesk open Connections and make an automation for each of: inbound call reaches contact center, inbound call starts, inbound call ends, outbound call ends.',
      'Let it post all offered fields as JSON to {url} with ?token= and the text of accessToken at the end; Ringback checks that token.',
      'For what an automation left out, make an OAuth client (Builder, OAuth Clients) with the grant client credentials and the scopes data-reports:read and data-reports:write; put accountName, clientId and clientSecret here, and apiUrl and loginUrl outside the United States. Ringback then asks for the calls report every 15 minutes.',
      'For calls that a Studio flow ends itself, add an HTTP step on its missed, abandoned and voicemail exits that posts call_id, type, contact_phone_number, talkdesk_phone_number and start_time to the same address.',
    ],
  },
  config: Config,
  verify,
  parse,
  poll: {
    role: 'reconciliation',
    what: 'calls report',
    everySeconds: 900,
    requestsPerMinute: 20,
    overlapSeconds: 2 * 3600,
    fetchPage: fetchCallsReport,
  },
});

function verify(request: IncomingRequest, config: Config): Verdict {
  const signature = request.headers['x-hub-ecdsa-signature'];
  if (signature === undefined || config.eventsPublicKey === undefined) return verifyAccess(request, config);
  // A signature that is there and can be checked must hold; it is worth more than the token.
  return isSignedEcdsaSha512(request.body, signature, config.eventsPublicKey)
    ? genuine
    : forged('The X-Hub-Ecdsa-Signature does not fit the body and the public key configured here.');
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const rows = rowsOf(request, /^(interaction|call)[ _]?id$/i);
  const read =
    rows === null ? readRecords(request, ['entries', 'calls']) : { ok: true as const, value: rows };
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((row) => readCall(row, config, context, request.receivedAt)),
    'The page names no call.',
  );
}

function readCall(
  row: Fields,
  config: Config,
  context: ParseContext,
  receivedAt: string,
): ParseResult<CallEvent> {
  const fields = looseFields(row);
  const event = fields.text(['event', 'event_type', 'event_name'])?.toLowerCase() ?? '';
  if (/^app\.|^user\.|agent.?log|contact.?(created|updated)|note/.test(event))
    return ignored(`A ${event.slice(0, 60)} event is not a call.`);
  const medium = fields.text(['channel', 'interaction_type'])?.toLowerCase() ?? '';
  if (/sms|chat|email|message|whatsapp|fax/.test(medium))
    return ignored(`An interaction of the kind ${medium.slice(0, 40)} is not a call.`);
  const callId = fields.text(['call_id', 'callsid', 'call_sid', 'interaction_id', 'id']);
  if (callId === null) return malformed('call_id', 'missing, and so is interaction_id');
  const type = plain(fields.text(['type', 'call_type', 'direction']) ?? medium);
  const outbound = /^out/.test(type) || /outbound/.test(event);
  const customer = readParty(fields.text(FROM));
  const ours = readParty(fields.text(TO)).number;
  const start = timeOf(fields, ['start_time', 'start_at', 'started_at', 'call_start_time'], context.zone);
  const end = timeOf(fields, ['end_time', 'end_at', 'ended_at', 'timestamp'], context.zone);
  const outcome = outcomeOf(fields, type, event);
  const at = outcome.final ? (end ?? start) : (start ?? end);
  const total = lengthOf(fields, 'total_duration', 'total_time', 'call_duration');
  const talk = lengthOf(fields, 'talk_time', 'duration');
  const url = fields.text(['recording_url', 'record', 'recording', 'voicemail_url'], 2000);
  const message = outcome.disposition === 'voicemail';
  return oneEvent({
    surface: 'talkdesk',
    source: context.source === '' ? null : context.source,
    eventId:
      fields.text(['event_id']) ??
      `${callId}:${outcome.phase}:${at?.at ?? sha256Hex(JSON.stringify(row)).slice(0, 16)}`.slice(0, 256),
    callId,
    linkedCallIds: linked(callId, fields),
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? ours : customer.number,
    fromWithheld: outbound ? false : customer.withheld,
    to: outbound ? customer.number : (ours ?? config.mainNumber ?? null),
    occurredAt: at?.at ?? receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: start?.at,
    endedAt: outcome.final
      ? (end?.at ?? (start === null || total === null ? null : shift(start.at, total)))
      : null,
    talkSeconds: outcome.final && outcome.disposition === 'answered' ? talk : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw,
    voicemail: message ? { left: true, ...(url === null ? {} : { url }) } : null,
    queue: fields.text(['ring_groups', 'tags', 'team', 'team_name'], 200),
    agent: fields.text(
      [
        'handling_user_name',
        'handling_agent_name',
        'handling_agent',
        'agent_name',
        'user_name',
        'agent_email',
        'agent_id',
      ],
      200,
    ),
    recordingUrl: message ? null : url,
    attribution: {},
    callerName: outbound ? null : fields.text(['contact_name'], 200),
  });
}

function linked(callId: string, fields: LooseFields): readonly string[] {
  const ids = ['interaction_id', 'callsid', 'call_id', 'interaction_context_id', 'parent_call_id'];
  return [...new Set(ids.flatMap((name) => fields.text([name]) ?? []))].filter((id) => id !== callId);
}

function timeOf(fields: LooseFields, names: readonly string[], zone: string): ReadInstant | null {
  const name = names.find((each) => fields.text([each]) !== null);
  const text = name === undefined ? null : (fields.text([name]) ?? '').replace(/ UTC$/, 'Z');
  if (text === null) return null;
  const report = name === 'start_at' || name === 'end_at' ? readBareUtc(text) : null;
  return readIso(text) ?? readEpoch(text) ?? report ?? readLocal(text, zone);
}
