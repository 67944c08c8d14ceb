import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { readSession } from '../vendors/8x8/connect.ts';
import { readInteraction } from '../vendors/8x8/contact-center.ts';
import { fetchWorkPage, readWorkRecord } from '../vendors/8x8/work.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject } from '../shared/body.ts';
import { ignored } from '../shared/event.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';

/**
 * 8x8, three products under one name, told apart by their bodies: 8x8 Work (call records, polled), 8x8 Connect (session
 * summaries by webhook) and 8x8 Contact Center (streaming events through a bridge of the operator). Documentation is
 * named in the file of each. None signs: Connect can send an Authorization header of the operator's choice.
 */
const Config = z.strictObject({
  ...accessFields,
  apiKey: secret(z.string().min(1), '8x8 Work: key of the application in Admin Console, API keys').optional(),
  username: z.string().min(1).optional().describe('8x8 Work: a user who may see Analytics for Work'),
  password: secret(z.string().min(1), '8x8 Work: password of that user').optional(),
  pbxId: z.string().min(1).default('allpbxes').describe('8x8 Work: names of PBXs, comma-separated'),
  mainNumber: E164.optional().describe('Number of the shop, for records that name only an extension'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: '8x8',
    name: '8x8 Work, Connect and Contact Center',
    family: 'ucaas',
    delivery: 'poll',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "The records and events printed in 8x8's developer documentation read as they should; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://developer.8x8.com/analytics/docs/work-analytics-call-detail-records',
      'https://developer.8x8.com/connect/docs/voice/number-masking/session-summary',
      'https://developer.8x8.com/actions-events/docs/streaming/event-reference',
    ],
    setup: [
      '8x8 Work: in Admin Console make an API key for Analytics for Work; put it into apiKey, and a user who has opened Analytics for Work into username and password. Ringback asks for call records; nothing needs to be pasted at 8x8.',
      '8x8 Connect: set the Voice Session Summary webhook of the sub-account to {url} with an Authorization header "Bearer" and a long random text; put that text into accessToken.',
      '8x8 Contact Center: let your streaming client post each event to {url} with the same bearer token.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  poll: {
    role: 'primary',
    what: 'call records of 8x8 Work',
    everySeconds: 60,
    requestsPerMinute: 30,
    overlapSeconds: 900,
    fetchPage: fetchWorkPage,
  },
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readRecords(request, ['data']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((fields) => readOne(fields, config, context)),
    'A page without call records.',
  );
}

function readOne(fields: Fields, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const interaction =
    asObject(fields['Interaction']) ?? asObject(asObject(fields['message'])?.['Interaction']);
  if (interaction !== null) return readInteraction(interaction, context);
  if (fields['interactionGUID'] !== undefined) return readInteraction(fields, context);
  if (
    fields['eventType'] !== undefined ||
    fields['sessionId'] !== undefined ||
    asObject(fields['payload']) !== null
  )
    return readSession(fields, context);
  if (Object.keys(fields).some((name) => /^(Agent|Guest|MediaProxy)[A-Z]/.test(name)))
    return ignored('An event about an agent or a chat, not about a call.');
  return readWorkRecord(fields, config, context);
}
