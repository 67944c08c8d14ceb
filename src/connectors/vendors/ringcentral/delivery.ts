import { z } from 'zod';
import type { CallEvent } from '../../../core/model/call-event.ts';
import { E164 } from '../../../core/model/primitives.ts';
import { secret } from '../../../ports/connector.ts';
import type { HandshakeReply, IncomingRequest, ParseResult } from '../../../ports/connector.ts';
import type { Poll, Subscription } from '../../../ports/voice.ts';
import { asObject, readJsonObject, textOf } from '../../shared/body.ts';
import { malformed } from '../../shared/event.ts';
import { joinResults } from '../../shared/records.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso } from '../../shared/time.ts';
import { cancelSubscription, ensureSubscription, fetchCallLog } from './account.ts';
import type { RingCentralAccess } from './account.ts';
import { isCallLogRecord, isVoicemail, readCallLogRecord, readVoicemail } from './calls.ts';
import { readActiveCall } from './presence.ts';
import { readSession } from './session.ts';

/**
 * What is the same wherever RingCentral's platform is, under its own name or as Avaya Cloud Office: settings, handshake,
 * the kinds of deliveries, and what is asked of the account. Documentation as named in the connectors.
 */
export function platformFields(product: string) {
  return {
    mainNumber: E164.optional().describe('Number of the shop, for frames that name only an extension'),
    extensionNumbers: z
      .record(z.string(), E164)
      .default({})
      .describe('Direct number of each extension id, where it has one'),
    clientId: z.string().min(1).optional().describe(`Client id of your ${product} app (JWT auth flow)`),
    clientSecret: secret(z.string().min(1), 'Client secret of that app').optional(),
    jwt: secret(
      z.string().min(1),
      'JWT credential of an administrator, from the developer console',
    ).optional(),
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
  };
}

export const callLogPoll: Poll<RingCentralAccess> = {
  role: 'reconciliation',
  what: 'call log',
  everySeconds: 600,
  requestsPerMinute: 5,
  overlapSeconds: 3600,
  fetchPage: fetchCallLog,
};

export const sessionSubscription: Subscription<RingCentralAccess> = {
  renewBeforeSeconds: 86_400,
  ensure: ensureSubscription,
  cancel: cancelSubscription,
};

/** The platform asks once, when the subscription is made: answer 200 with the same header, at most 1024 bytes in all. */
export function handshake(request: IncomingRequest): HandshakeReply | null {
  const token = request.headers['validation-token'];
  if (token === undefined || !/^[\x21-\x7e]{1,512}$/.test(token)) return null;
  // A frame or callback that also carries the header must still be stored, so only an empty question is answered.
  const read = readJsonObject(request);
  const asks = read.ok && read.value['body'] === undefined && read.value['event'] === undefined;
  if (request.body.length > 2 && !asks) return null;
  return {
    status: 200,
    headers: { 'Validation-Token': token, 'Content-Type': 'application/json' },
    body: '',
  };
}

interface Numbers {
  readonly mainNumber?: string | undefined;
  readonly extensionNumbers: Readonly<Record<string, string>>;
  readonly platformExtensionIds: readonly string[];
}

/** The frame inside its envelope; older samples of the guide wrap it in `pn_apns`. */
export function frameOf(value: Fields): { readonly envelope: Fields; readonly path: string } {
  const envelope: Fields = asObject(value['pn_apns']) ?? value;
  return { envelope, path: textOf(envelope['event'], 500) ?? '' };
}

/** A page or record of the call log, a session frame, a voicemail or a presence; null when it is none of them. */
export function readDelivery(value: Fields, config: Numbers, source: string): ParseResult<CallEvent> | null {
  const { envelope, path } = frameOf(value);
  if (Array.isArray(envelope['records'])) {
    return joinResults(
      envelope['records']
        .slice(0, 1000)
        .map((record: unknown) => readRecord(asObject(record), config, source)),
      'The page names no call.',
    );
  }
  const body = asObject(envelope['body']);
  if (body === null) {
    const bare = path === '' && (isCallLogRecord(envelope) || isVoicemail(envelope));
    return bare ? readRecord(envelope, config, source) : null;
  }
  if (Array.isArray(body['parties'])) return readSession(envelope, body, config, source);
  if (path.includes('/telephony/sessions')) return malformed('body.parties', 'missing');
  if (isVoicemail(body)) return readVoicemail(body, config, source);
  return Array.isArray(body['activeCalls']) ? readPresence(envelope, body, config, source) : null;
}

function readRecord(record: Fields | null, config: Numbers, source: string): ParseResult<CallEvent> {
  if (record === null) return malformed('record', 'not an object');
  return isVoicemail(record) && !isCallLogRecord(record)
    ? readVoicemail(record, config, source)
    : readCallLogRecord(record, config, source);
}

function readPresence(
  envelope: Fields,
  body: Fields,
  config: Numbers,
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
