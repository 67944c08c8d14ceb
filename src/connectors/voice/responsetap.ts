import { z } from 'zod';
import { secret } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { AUTHENTICITY_IN_WORDS, verifyAuthenticity } from '../shared/mapped/authenticity.ts';
import { mappedFields, mappedParser } from '../shared/mapped/surface.ts';
import { fetchRecords } from '../vendors/responsetap/records.ts';

/**
 * ResponseTap, now part of Infinity: Infinity's Call Out URL, a GET whose parameters the customer chooses from a mapping
 * table, read by the names of Infinity's own call events; and ResponseTap's older REST `fullCallRecords`, by poll.
 * https://www.infinitycloud.com/knowledge-base/article/call-out-url and https://kb.infinity.co/service/api/event_calls.html,
 * read 2026-11-21. UNVERIFIED: no sample of either was found.
 *
 * Quirks: `dt` is UTC without a zone. `callDuration` is how long the caller's leg was answered, by anything at all; only
 * `bridgeDuration` says that the caller reached the destination. Infinity gives up after 10 seconds without a 200.
 */
const Config = z.strictObject({
  ...mappedFields,
  apiKey: secret(z.string().min(1), 'API key of ResponseTap, for the poll').optional(),
  apiAccount: z.string().min(1).max(60).optional().describe('Account number in ResponseTap'),
  apiUser: z.string().min(1).max(200).optional().describe('User name that belongs to the API key'),
  apiQuery: z
    .string()
    .max(500)
    .refine((query) => query.includes('{from}'), 'must say where {from} goes')
    .optional()
    .describe('How your API documentation asks for a stretch of time, with {from} and {to} in it'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'responsetap',
    name: 'ResponseTap (Infinity)',
    family: 'call-tracking',
    delivery: 'webhook',
    signature: AUTHENTICITY_IN_WORDS,
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow: 'Unverified: parameter names from the documentation, no sample of a delivery was found',
    lastChecked: '2026-11-21',
    docs: [
      'https://www.infinitycloud.com/knowledge-base/article/call-out-url',
      'https://kb.infinity.co/service/api/event_calls.html',
    ],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'In Infinity open Admin, Integrations, Add New Integration, Call Out URL.',
      'Enter {url} and choose to send all calls.',
      'Under Param Mappings send the text as token, and telcoCallRef, dt, srcPhoneNumber, dialledPhoneNumber, destPhoneNumber, callState, ringTime and bridgeDuration under these names.',
      'On the older ResponseTap write apiAccount, apiUser and apiKey, and into apiQuery how its API asks for a stretch of time; Ringback then asks for full call records every ten minutes.',
      'Ringback verifies the token. Neither product signs anything.',
    ],
  },
  config: Config,
  verify: verifyAuthenticity,
  parse: mappedParser('responsetap', {
    zone: 'UTC',
    fields: {
      callId: ['telcoCallRef', 'callRef', 'callId', 'uniqueCallId', 'id'],
      from: ['srcPhoneNumber', 'callerNumber', 'callingNumber', 'cli', 'from'],
      to: ['dialledPhoneNumber', 'dialedPhoneNumber', 'dialledNumber', 'trackingNumber', 'to'],
      forwardedTo: ['destPhoneNumber', 'destinationNumber'],
      occurredAt: ['dt', 'timestamp'],
      status: ['callState', 'callStatus', 'callResult', 'outcome', 'status'],
      durationSeconds: [],
      ringSeconds: ['ringTime', 'ringDuration'],
      talkSeconds: ['bridgeDuration', 'talkTime'],
    },
    answered: { field: 'bridgeDuration', greaterThan: 0 },
    attribution: { correlationId: ['txr'] },
  }),
  poll: {
    role: 'reconciliation',
    what: 'full call records',
    everySeconds: 600,
    requestsPerMinute: 10,
    overlapSeconds: 3600,
    fetchPage: fetchRecords,
  },
});
