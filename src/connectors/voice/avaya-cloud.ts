import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult, Verdict } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { verifyAccess } from '../shared/access.ts';
import { readFields, readJsonObject, textOf } from '../shared/body.ts';
import { ignored, malformed } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import type { Fields } from '../shared/records.ts';
import { readCpaasCallback } from '../vendors/avaya/cpaas.ts';
import {
  callLogPoll,
  frameOf,
  handshake,
  platformFields,
  readDelivery,
  sessionSubscription,
} from '../vendors/ringcentral/delivery.ts';

/**
 * Avaya's cloud telephony. Avaya Cloud Office is RingCentral's platform under Avaya's name: the same subscriptions,
 * telephony session frames, voicemails and call log (https://support.avaya.com, Avaya Cloud Office administration;
 * https://developers.ringcentral.com/guide; read 2026-11-21). Avaya CPaaS posts form callbacks (vendors/avaya/cpaas.ts).
 *
 * Quirks: events of Avaya Experience Platform and Infinity are named only by type in the public OpenAPI files, without
 * the fields of a call, so they are kept out and said so. On-premises CDR text belongs behind a bridge to `mapped-http`.
 */
const Config = z.strictObject({
  verificationToken: secret(
    z.string().min(8),
    'Long random text: the verificationToken of the subscription, or the token in the address of CPaaS callbacks',
  ).optional(),
  ...platformFields('Avaya Cloud Office'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'avaya-cloud',
    name: 'Avaya Cloud',
    family: 'enterprise',
    delivery: 'subscription',
    signature:
      'None: Verification-Token header of the subscription, or a token of your own in CPaaS callbacks',
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      'Avaya Cloud Office as RingCentral documents it; CPaaS callbacks unverified, Experience Platform not read: no public call format',
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.ringcentral.com/guide/notifications/webhooks/creating-webhooks',
      'https://developers.avayacloud.com/avaya-experience-platform/docs/notification-subscriptions',
    ],
    setup: [
      'Make up a long random text and put it into verificationToken of this source.',
      'Avaya Cloud Office: in the developer console of Avaya Cloud Office make an app with JWT auth flow and the permissions ReadAccounts, ReadCallLog, ReadMessages, CallControl and SubscriptionWebhook; put client id, client secret and JWT here. Ringback then subscribes {url}, renews it, cancels it when this source is removed, and reads the call log for what a push left out.',
      'Without an app: create a subscription to /restapi/v1.0/account/~/telephony/sessions with address {url} and the same verificationToken, and renew it.',
      'Avaya CPaaS: set the status callback of the number and of each dial to {url}?token= followed by the text.',
      'List the extension ids of your menus and queues in platformExtensionIds.',
      'Ringback checks the token on every delivery.',
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
  return verifyAccess(
    request,
    { accessToken: config.verificationToken },
    request.headers['verification-token'],
  );
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const fields = readFields(request);
  const read = fields.ok && fields.value['CallSid'] !== undefined ? fields : readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const { source } = context;
  if (read.value['CallSid'] !== undefined)
    return readCpaasCallback(read.value, { source, receivedAt: request.receivedAt });
  return asAvaya(readOffice(read.value, config, source));
}

function readOffice(value: Fields, config: Config, source: string): ParseResult<CallEvent> {
  const read = readDelivery(value, config, source);
  if (read !== null) return read;
  const { envelope, path } = frameOf(value);
  if (path.includes('/telephony/sessions')) return malformed('body.parties', 'missing');
  const type = textOf(envelope['eventType'], 80) ?? textOf(envelope['type'], 80);
  if (type !== null)
    return ignored(
      `An event ${type} of Avaya Experience Platform or Infinity: its call fields are not public.`,
    );
  return path === ''
    ? malformed('event', 'missing, and this is no call log record and no callback either')
    : ignored(`Not about a telephone call: ${path.slice(0, 120)}`);
}

/** The platform is shared, the surface is not: correlation and Health name the product that the operator connected. */
function asAvaya(result: ParseResult<CallEvent>): ParseResult<CallEvent> {
  return result.result === 'events'
    ? { ...result, events: result.events.map((event) => ({ ...event, surface: 'avaya-cloud' })) }
    : result;
}
