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
import { verifyAccess } from '../shared/access.ts';
import { asObject, readJsonObject, readQuery, textOf } from '../shared/body.ts';
import { sameText } from '../shared/crypto.ts';
import { ignored } from '../shared/event.ts';
import {
  cancelGraphSubscription,
  ensureGraphSubscription,
  fetchGraphPage,
} from '../vendors/microsoft-graph/api.ts';
import { readGraphRecord } from '../vendors/microsoft-graph/records.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { joinResults } from '../shared/records.ts';
import { forged, genuine, noSecret } from '../shared/verdict.ts';

/**
 * Microsoft Teams Phone through Microsoft Graph: the PSTN and Direct Routing logs and the call records are polled, and a
 * change notification tells that there is a new record. https://learn.microsoft.com/graph/api/resources/
 * callrecords-api-overview and /graph/change-notifications-delivery-webhooks, read 2026-11-21.
 *
 * Quirks: a notification carries an id and nothing about the call, so the poll brings the content; records appear up to
 * half an hour after the call ended. Notifications are not signed: each one repeats the clientState of the subscription.
 * The address is validated by a request whose query has the token to echo within ten seconds.
 */
const Config = z.strictObject({
  clientState: secret(
    z.string().min(8).max(128),
    'Long random text that Graph repeats in every notification; also a bearer token for forwarded log rows',
  ).optional(),
  tenantId: z.string().optional().describe('Id of your Microsoft Entra tenant'),
  clientId: z.string().optional().describe('Application id of the app registration'),
  clientSecret: secret(z.string().min(1), 'Client secret of the app registration').optional(),
  mainNumber: E164.optional().describe('Number of the shop, where a record names only users'),
  userNumbers: z
    .record(z.string(), E164)
    .default({})
    .describe('Number of each user, by object id or principal name'),
  graphUrl: z.url().default('https://graph.microsoft.com'),
  loginUrl: z.url().default('https://login.microsoftonline.com'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'msteams-phone',
    name: 'Microsoft Teams Phone',
    family: 'enterprise',
    delivery: 'poll',
    signature: 'None: clientState in every notification, compared with the one of the subscription',
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow:
      "Rows and records written from Microsoft Graph's reference, and its example rows read; no tenant was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://learn.microsoft.com/graph/api/callrecords-callrecord-getpstncalls',
      'https://learn.microsoft.com/graph/api/callrecords-callrecord-getdirectroutingcalls',
      'https://learn.microsoft.com/graph/change-notifications-delivery-webhooks',
    ],
    setup: [
      'In Microsoft Entra register an app, give it the application permission CallRecords.Read.All and grant admin consent.',
      'Make a client secret; put tenantId, clientId and clientSecret into this source.',
      'Make up a long random text for clientState. Ringback subscribes {url} to /communications/callRecords with it, renews the subscription before it ends, and ends it when this source is removed.',
      'Name the shop’s number in mainNumber, or the numbers of users in userNumbers.',
      'Direct Routing masks customers’ numbers unless the trunk forwards P-Asserted-Identity and masking is off; such calls cannot be called back.',
      'Notifications without the right clientState are refused.',
    ],
  },
  config: Config,
  handshake,
  verify,
  parse: (request, config, context) =>
    eachOf(request, (one) => parse(one, config, context), [], /^(correlation ?id|call ?id)$/i),
  poll: {
    role: 'primary',
    what: 'PSTN log, Direct Routing log and call records',
    everySeconds: 300,
    requestsPerMinute: 120,
    overlapSeconds: 3 * 3600,
    fetchPage: fetchGraphPage,
  },
  subscription: {
    renewBeforeSeconds: 12 * 3600,
    ensure: ensureGraphSubscription,
    cancel: cancelGraphSubscription,
  },
});

/** Plain text and nothing a browser would run; a notification that carries the parameter must still be stored. */
function handshake(request: IncomingRequest): HandshakeReply | null {
  const query = readQuery(request);
  const token = query.ok ? query.value.get('validationToken') : null;
  if (token === null || token === '' || token.length > 2000 || request.body.length > 2) return null;
  return {
    status: 200,
    headers: { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' },
    body: token,
  };
}

function verify(request: IncomingRequest, config: Config): Verdict {
  if (config.clientState === undefined) return noSecret('clientState');
  const read = readJsonObject(request);
  const list: unknown = read.ok ? read.value['value'] : null;
  const notices = (Array.isArray(list) ? list : [])
    .map((each) => asObject(each))
    .filter(
      (each) => each !== null && (each['clientState'] !== undefined || each['subscriptionId'] !== undefined),
    );
  // Log rows and records that an operator forwards carry the same text as a bearer token.
  if (notices.every((each) => each?.['clientState'] === undefined))
    return verifyAccess(request, { accessToken: config.clientState });
  for (const notice of notices) {
    if (!sameText(textOf(notice?.['clientState']) ?? '', config.clientState))
      return forged('A notification has another clientState than the subscription of this source.');
    const tenant = textOf(notice?.['tenantId']);
    if (tenant !== null && config.tenantId !== undefined && tenant !== config.tenantId)
      return forged('A notification comes from another tenant.');
  }
  return notices.length === (list as readonly unknown[]).length
    ? genuine
    : forged('Some entries of the delivery carry no clientState.');
}

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const list = read.value['value'];
  if (!Array.isArray(list)) return readGraphRecord(read.value, 'record', context.source, config);
  const results = list.slice(0, 5000).map((each: unknown, index): ParseResult<CallEvent> => {
    const notice = asObject(each);
    if (notice?.['subscriptionId'] !== undefined)
      return ignored(
        notice['lifecycleEvent'] === undefined
          ? 'A notification that a call record is ready; its content comes with the next look at the records.'
          : 'A notice about the life of the subscription; it is looked after on its own.',
      );
    return readGraphRecord(each, `value.${index}`, context.source, config);
  });
  return joinResults(results, 'The page of the log is empty.');
}
