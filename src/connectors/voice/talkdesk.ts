import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { isSignedEcdsaSha512 } from '../shared/ecdsa.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { looseFields } from '../shared/loose-fields.ts';
import type { LooseFields } from '../shared/loose-fields.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { sha256Hex } from '../shared/crypto.ts';
import { readEpoch, readIso, readLocal, shift } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';
import { forged, genuine } from '../shared/verdict.ts';

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
});
type Config = z.infer<typeof Config>;

/** Words of `type`, `call_type` and `hangup`. */
const WORDS: Readonly<Record<string, Disposition>> = {
  inbound: 'answered',
  outbound: 'answered',
  answered: 'answered',
  handled: 'answered',
  internal: 'answered',
  missed: 'no_answer',
  inboundmissed: 'no_answer',
  outboundmissed: 'no_answer',
  noanswer: 'no_answer',
  abandoned: 'queue_abandoned',
  shortabandoned: 'queue_abandoned',
  waiting: 'queue_abandoned',
  ivr: 'ivr_abandoned',
  ivrabandoned: 'ivr_abandoned',
  voicemail: 'voicemail',
  afterhours: 'no_answer',
  afterhoursvoicemail: 'voicemail',
  busy: 'busy',
  rejected: 'rejected',
  blocked: 'blocked',
  failed: 'failed',
  canceled: 'canceled',
  cancelled: 'canceled',
};

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
      "Trigger fields from Talkdesk's published connector definition, early events from examples that others published; values of hang-up reasons unverified; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.talkdesk.com/docs/events-api',
      'https://github.com/microsoft/PowerPlatformConnectors/tree/dev/certified-connectors/Talkdesk',
    ],
    setup: [
      'In Talkdesk open Connections and make an automation for each of: inbound call reaches contact center, inbound call starts, inbound call ends, outbound call ends.',
      'Let it post all offered fields as JSON to {url} with ?token= and the text of accessToken at the end; Ringback checks that token.',
      'For calls that a Studio flow ends itself, add an HTTP step on its missed, abandoned and voicemail exits that posts call_id, type, contact_phone_number, talkdesk_phone_number and start_time to the same address.',
    ],
  },
  config: Config,
  verify,
  parse,
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
  const read = readRecords(request, ['entries', 'calls']);
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
  const total = fields.seconds('total_duration', 'total_time', 'call_duration');
  const talk = fields.seconds('talk_time', 'duration');
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
    queue: fields.text(['ring_groups', 'tags', 'team'], 200),
    agent: fields.text(
      ['handling_agent_name', 'handling_agent', 'agent_name', 'user_name', 'agent_email', 'agent_id'],
      200,
    ),
    recordingUrl: message ? null : url,
    attribution: {},
    callerName: outbound ? null : fields.text(['contact_name'], 200),
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly phase: string;
  readonly raw: string;
}

function outcomeOf(fields: LooseFields, type: string, event: string): Outcome {
  const hangup = plain(fields.text(['hangup', 'hangup_reason', 'reason']) ?? '');
  const talk = fields.seconds('talk_time', 'duration');
  const agent = fields.text([
    'agent_id',
    'agent_name',
    'agent_email',
    'handling_agent',
    'handling_agent_name',
    'user_name',
  ]);
  const raw = [event, type, hangup]
    .filter((word) => word !== '')
    .join(', ')
    .slice(0, 200);
  const ended = (disposition: Disposition): Outcome => ({ disposition, final: true, phase: 'ended', raw });
  const named = word(type);
  const reason = word(hangup);
  const row =
    fields.has('end_at', 'end_time', 'total_time', 'talk_time', 'hangup', 'total_duration') ||
    (/finished$/.test(event) && fields.has('duration'));
  // The account's events of the first years have a name of their own for each outcome, and few other fields.
  if (/missed/.test(event)) return ended('no_answer');
  if (/voicemail/.test(event)) return ended('voicemail');
  // The type of a report row decides, except where it says no more than the direction.
  if (named !== null && named !== 'answered') return ended(named);
  if (!row) {
    const started = agent !== null && fields.has('waiting_time', 'is_transfer');
    return started || /start|answer/.test(event)
      ? { disposition: 'answered', final: false, phase: 'started', raw }
      : { disposition: 'in_progress', final: false, phase: 'reached', raw };
  }
  const spoke = talk !== null && talk > 0 && (agent !== null || type !== '');
  if (spoke && reason !== 'voicemail') return ended('answered');
  if (reason !== null && reason !== 'answered') return ended(reason);
  if (agent !== null) return ended('no_answer');
  if ((fields.seconds('waiting_time', 'wait_time') ?? 0) > 0) return ended('queue_abandoned');
  if (fields.flag('phone_ivr') === true || fields.text(['ivr_options']) !== null)
    return ended('ivr_abandoned');
  return ended(talk === null && reason === null ? 'unknown' : 'no_answer');
}

function word(text: string): Disposition | null {
  return Object.hasOwn(WORDS, text) ? (WORDS[text] ?? null) : null;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, '');
}

function linked(callId: string, fields: LooseFields): readonly string[] {
  const ids = ['interaction_id', 'callsid', 'call_id', 'interaction_context_id', 'parent_call_id'];
  return [...new Set(ids.flatMap((name) => fields.text([name]) ?? []))].filter((id) => id !== callId);
}

function timeOf(fields: LooseFields, names: readonly string[], zone: string): ReadInstant | null {
  const text = fields.text(names);
  return text === null ? null : (readIso(text) ?? readEpoch(text) ?? readLocal(text, zone));
}
