import { z } from 'zod';
import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import { E164 } from '../../../core/model/primitives.ts';
import { secret } from '../../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../../ports/connector.ts';
import { asObject, flagOf, readText, textOf } from '../../shared/body.ts';
import { hmacHex, sameText } from '../../shared/crypto.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { dispositionFor } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso } from '../../shared/time.ts';
import { forged, genuine, noSecret } from '../../shared/verdict.ts';

/**
 * Call events of Vonage Business Communications through the Vonage Integration Platform (before: Integration Suite, VIS):
 * `{event, metadata}` by webhook, and the events and calls of its API.
 * https://developer.vonage.com/en/vonage-business-cloud/vonage-integration-platform/concepts/webhooks and /call-events,
 * OpenAPI vgis.yml in Nexmo/api-specification; read 2026-11-21.
 *
 * Quirks: an event is about the phone of one user, so one that missed it says little where several ring: it decides only
 * for extensions named in `decidingExtensions`, or when the event names none. Only the other party's number is given.
 * externalId is the call's id with _ and the extension; lengths are milliseconds. The signature is a hex HMAC-SHA256 over
 * the event alone, its properties in alphabetical order and without blanks. The signature that the guide prints does not
 * fit the event it prints, which was blanked out, so this stays without a vendor's vector.
 */
export interface BusinessSettings {
  readonly businessSigningKey?: string | undefined;
  readonly mainNumber?: string | undefined;
  readonly extensionNumbers: Readonly<Record<string, string>>;
  readonly decidingExtensions: readonly string[];
}

export const businessFields = {
  businessSigningKey: secret(
    z.string().min(16),
    'Vonage Business Communications: a long random text, the signing key of its webhook',
  ).optional(),
  businessUser: z
    .string()
    .min(1)
    .optional()
    .describe('Vonage Business Communications: user whose calls are told'),
  businessPassword: secret(z.string().min(1), 'Password of that user').optional(),
  clientId: z.string().min(1).optional().describe('Consumer key of your application there'),
  clientSecret: secret(z.string().min(1), 'Consumer secret of that application').optional(),
  businessTokenUrl: z.url().default('https://api.vonage.com/token').describe('Token address of that account'),
  mainNumber: E164.optional().describe('Number of the shop, for events that name only the other party'),
  extensionNumbers: z.record(z.string(), E164).default({}).describe('Direct number of each extension'),
  decidingExtensions: z
    .array(z.string())
    .default([])
    .describe(
      'Extensions whose missed ring means that nobody took the call: the only one, or the last in line',
    ),
};

const STATES = {
  initializing: 'in_progress',
  ringing: 'in_progress',
  active: 'answered',
  held: 'answered',
  remote_held: 'answered',
  detached: 'in_progress',
  answered: 'answered',
  missed: 'no_answer',
  rejected: 'rejected',
  cancelled: 'canceled',
  canceled: 'canceled',
} as const satisfies Record<string, Disposition>;
const ENDS = new Set(['answered', 'missed', 'rejected', 'cancelled', 'canceled']);

export function isBusinessEvent(fields: Fields): boolean {
  const event = asObject(fields['event']);
  if (event !== null) return event['state'] !== undefined || textOf(event['type']) === 'CALL';
  return (
    fields['state'] !== undefined && fields['phoneNumber'] !== undefined && fields['userId'] !== undefined
  );
}

export function readBusinessEvent(
  fields: Fields,
  settings: BusinessSettings,
  context: ParseContext,
): ParseResult<CallEvent> {
  const event = asObject(fields['event']) ?? fields;
  const path = asObject(fields['event']) === null ? '' : 'event.';
  const type = textOf(event['type']) ?? 'CALL';
  if (type.toUpperCase() !== 'CALL')
    return ignored(`An event of the kind ${type.slice(0, 40)} is not a call.`);
  if (flagOf(event['internal']) === true) return ignored('An internal call between users of the account.');
  const id = textOf(event['id']);
  const external = textOf(event['externalId']);
  const leg = external ?? id;
  if (leg === null) return malformed(`${path}id`, 'missing, and so is externalId');
  const start = timeOf(event['startTime']);
  const answer = timeOf(event['answerTime']);
  const end = timeOf(event['endTime']);
  const state = textOf(event['state'])?.toLowerCase() ?? '';
  const disposition = dispositionFor(STATES, state);
  const ended = ENDS.has(state);
  const at = (ended ? end : disposition === 'answered' ? answer : null) ?? end ?? answer ?? start;
  if (at === null) return malformed(`${path}startTime`, 'missing, or not a date between 2000 and 2099');

  const [, call = leg, extension = null] = /^(.+?)_(\d{1,10})$/.exec(external ?? '') ?? [];
  const outbound = textOf(event['direction'])?.toUpperCase() === 'OUTBOUND';
  const remote = readParty(textOf(event['phoneNumber']));
  const own =
    (extension === null ? undefined : settings.extensionNumbers[extension]) ?? settings.mainNumber ?? null;
  // The others that rang may still take it, or have.
  const decides = outbound || extension === null || settings.decidingExtensions.includes(extension);
  const missed = disposition !== 'answered';
  const length = Number(textOf(event['duration']) ?? 'none') / 1000;
  return oneEvent({
    surface: 'vonage',
    source: context.source === '' ? null : context.source,
    eventId: `${id ?? leg}:${state}:${at.at}`.slice(0, 256),
    callId: leg,
    linkedCallIds: [...new Set([call, id])].filter((each) => each !== null && each !== leg),
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? own : remote.number,
    fromWithheld: outbound ? false : remote.withheld,
    to: outbound ? remote.number : own,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: start?.at,
    answeredAt: missed ? null : answer?.at,
    endedAt: ended ? end?.at : null,
    talkSeconds: ended && !missed && length >= 0 && length <= 86_400 ? length : null,
    final: ended && (decides || !missed),
    disposition,
    dispositionRaw: state,
    agent: extension ?? textOf(event['userId']),
    attribution: {},
    callerName: outbound ? null : nameOf(event),
  });
}

/** The signature of the delivery, from its header or from its metadata; null when this is none of theirs. */
export function businessSignature(request: IncomingRequest): string | null {
  const header = request.headers['x-von-signature'];
  return header ?? textOf(asObject(documentOf(request)?.['metadata'])?.['signature']);
}

export function verifyBusiness(
  request: IncomingRequest,
  settings: BusinessSettings,
  signature: string,
): Verdict {
  const key = settings.businessSigningKey;
  if (key === undefined) return noSecret('signing key');
  const document = documentOf(request);
  const event = asObject(document?.['event']) ?? document;
  // Printed in the guide without blanks in the words and with them in the example: both say the same thing.
  const written = event === null ? [] : [ordered(event, ':'), ordered(event, ': ')];
  return written.some((text) => sameText(signature.toLowerCase(), hmacHex('sha256', key, text)))
    ? genuine
    : forged('The signature does not fit the event and the signing key configured here.');
}

/** As it came: long numbers must not be rewritten here. */
function documentOf(request: IncomingRequest): Fields | null {
  const text = readText(request);
  if (!text.ok) return null;
  try {
    return asObject(JSON.parse(text.value));
  } catch {
    return null;
  }
}

function ordered(value: unknown, colon: string, depth = 0): string {
  if (depth > 16) return '';
  if (Array.isArray(value))
    return `[${value.map((each: unknown) => ordered(each, colon, depth + 1)).join(',')}]`;
  const object = asObject(value);
  if (object === null) return JSON.stringify(value);
  const members = Object.keys(object)
    .sort()
    .map((name) => `${JSON.stringify(name)}${colon}${ordered(object[name], colon, depth + 1)}`);
  return `{${members.join(',')}}`;
}

function nameOf(event: Fields): string | null {
  const name = textOf(event['callerId'], 200);
  return name === null || /^[+\d\s()-]+$/.test(name) ? null : name;
}

function timeOf(value: unknown) {
  return readIso(textOf(value) ?? '');
}
