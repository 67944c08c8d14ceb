import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { asObject, readJson } from '../shared/body.ts';
import { sameText } from '../shared/crypto.ts';
import { ignored, malformed } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { joinResults } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { forged, genuine, noSecret, notSigned } from '../shared/verdict.ts';
import {
  callLogPoll,
  frameOf,
  handshake,
  platformFields,
  readDelivery,
  sessionSubscription,
} from '../vendors/ringcentral/delivery.ts';

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
  ...platformFields('RingCentral'),
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
      'Put client id, client secret and JWT into clientId, clientSecret and jwt, and a long random text into verificationToken. Ringback then makes the subscription for {url} itself, renews it, cancels it when this source is removed, and reads the call log for what a push left out.',
      'Without an app: create a subscription yourself with eventFilters ["/restapi/v1.0/account/~/telephony/sessions"], transportType WebHook, address {url} and the same verificationToken, and renew it before it expires. Ringback checks the token on every delivery.',
      'List the extension ids of your menus and call queues in platformExtensionIds, and those whose voicemail you want told at once in voicemailExtensionIds.',
    ],
  },
  config: Config,
  handshake,
  verify,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: callLogPoll,
  subscription: sessionSubscription,
});

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
  if (!Array.isArray(read.value)) return readOne(asObject(read.value), config, source);
  // Records of the call log that were saved without their page, or a frame of the WebSocket beside its own header.
  const list: readonly unknown[] = read.value;
  return joinResults(
    list.slice(0, 1000).map((each) => readOne(asObject(each), config, source)),
    'An empty list.',
  );
}

function readOne(value: Fields | null, config: Config, source: string): ParseResult<CallEvent> {
  if (value === null) return malformed('body', 'a JSON object was expected');
  const read = readDelivery(value, config, source);
  if (read !== null) return read;
  const { envelope, path } = frameOf(value);
  if (asObject(envelope['body']) === null)
    return ignored('No body: a reminder that the subscription is about to expire. Renew it.');
  return ignored(
    `Not a telephony session notification: ${path === '' ? 'no event path' : path.slice(0, 120)}`,
  );
}
