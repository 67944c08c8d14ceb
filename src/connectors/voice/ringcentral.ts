import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type {
  HandshakeReply,
  IncomingRequest,
  ParseContext,
  ParseResult,
  Verdict,
} from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { asObject, readJson, readJsonObject, textOf } from '../shared/body.ts';
import { sameText } from '../shared/crypto.ts';
import { ignored, malformed } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { joinResults } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { ensureSubscription, fetchCallLog } from '../vendors/ringcentral/account.ts';
import {
  isCallLogRecord,
  isVoicemail,
  readCallLogRecord,
  readVoicemail,
} from '../vendors/ringcentral/calls.ts';
import { readActiveCall } from '../vendors/ringcentral/presence.ts';
import { readSession } from '../vendors/ringcentral/session.ts';
import { readIso } from '../shared/time.ts';
import { forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';

/**
 * RingCentral: telephony session notifications by a webhook subscription that Ringback can keep alive itself, voicemail
 * messages, detailed presence, and call-log records, which also find what a lost push left out.
 * https://developers.ringcentral.com/guide/notifications/webhooks/creating-webhooks, /guide/voice/call-log/details,
 * /guide/voice/calculating-call-time-metrics; read 2026-11-21.
 *
 * Quirks: there is no signature, only a token that RingCentral repeats in a header; the call log is in the usage group
 * Heavy (ten requests a minute), so it is asked seldom. The guide's older samples wrap a frame in `pn_apns`.
 */
const Config = z.strictObject({
  verificationToken: secret(
    z.string().min(8),
    'The verificationToken given when the subscription was created',
  ).optional(),
  mainNumber: E164.optional().describe('Number of the shop, for frames that name only an extension'),
  extensionNumbers: z
    .record(z.string(), E164)
    .default({})
    .describe('Direct number of each extension id, where it has one'),
  clientId: z.string().min(1).optional().describe('Client id of your RingCentral app (JWT auth flow)'),
  clientSecret: secret(z.string().min(1), 'Client secret of that app').optional(),
  jwt: secret(z.string().min(1), 'JWT credential of an administrator, from the developer console').optional(),
  server: z.url().default('https://platform.ringcentral.com').describe('API address'),
  voicemailExtensionIds: z
    .array(z.string().regex(/^\d{1,20}$/))
    .max(50)
    .default([])
    .describe('Extensions whose voicemail messages are told at once'),
  platformExtensionIds: z
    .array(z.string())
    .default([])
    .describe('Extensions of menus and queues: their answer is not a person'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'ringcentral',
    name: 'RingCentral',
    family: 'ucaas',
    delivery: 'subscription',
    signature: 'Verification-Token header, compared with the token of the subscription',
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "The sample events of RingCentral's developer guide and widget library read as they should; fields from its SDK models; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.ringcentral.com/guide/notifications/event-filters/account-telephony-sessions',
      'https://developers.ringcentral.com/guide/voice/call-log/details',
    ],
    setup: [
      'In the RingCentral developer console make an app of the kind REST API with JWT auth flow and the permissions ReadAccounts, ReadCallLog, ReadMessages, CallControl and SubscriptionWebhook; make a JWT credential of an administrator for it.',
      'Put client id, client secret and JWT into clientId, clientSecret and jwt, and a long random text into verificationToken. Ringback then makes the subscription for {url} itself, renews it, and reads the call log for what a push left out.',
      'Without an app: create a subscription yourself with eventFilters ["/restapi/v1.0/account/~/telephony/sessions"], transportType WebHook, address {url} and the same verificationToken, and renew it before it expires. Ringback checks the token on every delivery.',
      'List the extension ids of your menus and call queues in platformExtensionIds, and those whose voicemail you want told at once in voicemailExtensionIds.',
    ],
  },
  config: Config,
  handshake,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'reconciliation',
    what: 'call log',
    everySeconds: 600,
    requestsPerMinute: 5,
    overlapSeconds: 3600,
    fetchPage: fetchCallLog,
  },
  subscription: { renewBeforeSeconds: 86_400, ensure: ensureSubscription },
});

/** RingCentral asks once, when the subscription is made: answer 200 with the same header, at most 1024 bytes in all. */
function handshake(request: IncomingRequest): HandshakeReply | null {
  const token = request.headers['validation-token'];
  if (token === undefined || !/^[\x21-\x7e]{1,512}$/.test(token)) return null;
  // A frame that also carries the header must still be stored, so only an empty question is answered.
  const read = readJsonObject(request);
  if (read.ok && (read.value['body'] !== undefined || read.value['event'] !== undefined)) return null;
  return {
    status: 200,
    headers: { 'Validation-Token': token, 'Content-Type': 'application/json' },
    body: '',
  };
}

function verify(request: IncomingRequest, config: Config): Verdict {
  if (config.verificationToken === undefined) return noSecret('verification token');
  const token = request.headers['verification-token'];
  if (token === undefined || token === '') return notSigned('Verification-Token');
  return sameText(token, config.verificationToken)
    ? genuine
    : forged('The Verification-Token is not the one configured here.');
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJson(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const { source } = context;
  if (!Array.isArray(read.value)) return readDelivery(asObject(read.value), config, source);
  // Records of the call log that were saved without their page, or a frame of the WebSocket beside its own header.
  const list: readonly unknown[] = read.value;
  return joinResults(
    list.slice(0, 1000).map((each) => readDelivery(asObject(each), config, source)),
    'An empty list.',
  );
}

function readDelivery(value: Fields | null, config: Config, source: string): ParseResult<CallEvent> {
  if (value === null) return malformed('body', 'a JSON object was expected');
  const envelope: Fields = asObject(value['pn_apns']) ?? value;
  if (Array.isArray(envelope['records'])) {
    return joinResults(
      envelope['records']
        .slice(0, 1000)
        .map((record: unknown) => readRecord(asObject(record), config, source)),
      'The page names no call.',
    );
  }
  const path = textOf(envelope['event'], 500) ?? '';
  const body = asObject(envelope['body']);
  if (body === null) {
    if (path === '' && (isCallLogRecord(envelope) || isVoicemail(envelope)))
      return readRecord(envelope, config, source);
    return ignored('No body: a reminder that the subscription is about to expire. Renew it.');
  }
  if (Array.isArray(body['parties'])) return readSession(envelope, body, config, source);
  if (path.includes('/telephony/sessions')) return malformed('body.parties', 'missing');
  if (isVoicemail(body)) return readVoicemail(body, config, source);
  if (Array.isArray(body['activeCalls'])) return readPresence(envelope, body, config, source);
  return ignored(
    `Not a telephony session notification: ${path === '' ? 'no event path' : path.slice(0, 120)}`,
  );
}

function readRecord(record: Fields | null, config: Config, source: string): ParseResult<CallEvent> {
  if (record === null) return malformed('record', 'not an object');
  return isVoicemail(record) && !isCallLogRecord(record)
    ? readVoicemail(record, config, source)
    : readCallLogRecord(record, config, source);
}

function readPresence(
  envelope: Fields,
  body: Fields,
  config: Config,
  source: string,
): ParseResult<CallEvent> {
  const extensionId = textOf(body['extensionId']);
  const at = readIso(textOf(envelope['timestamp']) ?? '');
  const sequence = `${extensionId ?? 'presence'}:${textOf(body['sequence']) ?? at?.at ?? ''}`;
  const frame = { at, eventId: textOf(envelope['uuid']) ?? sequence, extensionId };
  const calls = Array.isArray(body['activeCalls']) ? body['activeCalls'].slice(0, 50) : [];
  return joinResults(
    calls.map((call: unknown) => readActiveCall(asObject(call) ?? {}, frame, config, source)),
    'A presence notification without an active call.',
  );
}
