import { z } from 'zod';
import { Instant, E164 } from './primitives.ts';

/**
 * One vendor event about one call leg, normalised: version 1 of the public CallEvent.
 *
 * A field that the vendor did not send is absent, never guessed. "Answered" means a human (or the operator's AI
 * receptionist, `answeredBy: 'ai'`) spoke with the caller: an IVR, a queue, a bot greeting or voicemail picking up is
 * not an answer. A provisional event (`final: false`) never makes a missed call by itself.
 */
export const DISPOSITIONS = [
  'answered',
  'no_answer',
  'busy',
  'voicemail',
  'ivr_abandoned',
  'queue_abandoned',
  'rejected',
  'blocked',
  'failed',
  'canceled',
  'in_progress',
  'unknown',
] as const;
export const Disposition = z.enum(DISPOSITIONS);
export type Disposition = z.infer<typeof Disposition>;

/** Marketing attribution exactly as the surface gave it; names follow the field's own. */
export const Attribution = z
  .object({
    source: z.string(),
    medium: z.string(),
    campaign: z.string(),
    term: z.string(),
    content: z.string(),
    keyword: z.string(),
    utmSource: z.string(),
    utmMedium: z.string(),
    utmCampaign: z.string(),
    utmTerm: z.string(),
    utmContent: z.string(),
    gclid: z.string(),
    fbclid: z.string(),
    msclkid: z.string(),
    ttclid: z.string(),
    liFatId: z.string(),
    dniPool: z.string(),
    landingPage: z.string(),
    referrer: z.string(),
    traceId: z.string(),
    correlationId: z.string(),
    causationId: z.string(),
  })
  .partial();
export type Attribution = z.infer<typeof Attribution>;

/** A call of another century would drag its attempt with it, and is a clock or a field gone wrong. */
const CallInstant = Instant.refine((text) => /^20\d\d/.test(text), 'an instant of the years 2000 to 2099');

export const CallEvent = z.strictObject({
  surface: z.string().min(1).max(64).describe('Id of the vendor product, for example `twilio`'),
  source: z.string().max(64).optional().describe('Key of the configured source that received it'),
  eventId: z
    .string()
    .min(1)
    .max(256)
    .describe('Vendor event id, else derived from vendor, call, state and event time'),
  callId: z.string().min(1).max(256).describe('Vendor id of this leg or call'),
  linkedCallIds: z
    .array(z.string().min(1).max(256))
    .max(50)
    .default([])
    .describe('Parent, child, session and conversation ids'),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  from: E164.nullable().describe('Caller, or null when withheld or not a dialable number'),
  fromWithheld: z.boolean(),
  to: E164.nullable().describe(
    'Number dialled on this leg; null when the vendor does not say it here: its source or a linked event places the call then',
  ),
  forwardedFrom: E164.optional(),
  forwardedTo: E164.optional(),
  occurredAt: CallInstant.describe('When the vendor says this happened'),
  timePrecision: z.enum(['ms', 's', 'min', 'none']),
  startedAt: CallInstant.optional(),
  answeredAt: CallInstant.optional(),
  endedAt: CallInstant.optional(),
  ringSeconds: z.number().min(0).max(86_400).optional(),
  talkSeconds: z.number().min(0).max(86_400).optional(),
  final: z.boolean().describe('True when the vendor says nothing more will change the outcome of this leg'),
  disposition: Disposition,
  dispositionRaw: z
    .string()
    .max(200)
    .optional()
    .describe("The vendor's own word, kept when the status is unknown to us"),
  answeredBy: z.enum(['human', 'machine', 'ai']).optional(),
  voicemail: z
    .strictObject({
      left: z.boolean(),
      url: z.string().max(2000).optional(),
      seconds: z.number().min(0).optional(),
      transcript: z.string().max(20_000).optional(),
    })
    .optional(),
  queue: z.string().max(200).optional(),
  agent: z.string().max(200).optional(),
  skill: z.string().max(200).optional(),
  language: z.string().max(35).optional(),
  recordingUrl: z.string().max(2000).optional(),
  attestation: z.enum(['A', 'B', 'C']).optional(),
  verstat: z.string().max(64).optional().describe('STIR/SHAKEN verification status as the surface gave it'),
  spam: z.strictObject({ score: z.number().optional(), label: z.string().max(200).optional() }).optional(),
  doNotCall: z.boolean().optional(),
  textbackNoticePlayed: z
    .boolean()
    .optional()
    .describe('The surface confirms that the caller heard the text-back notice'),
  keypress: z.boolean().optional().describe('The caller pressed a key to ask for a text or a call'),
  attribution: Attribution.default({}),
  callerName: z.string().max(200).optional(),
  location: z.string().max(64).optional().describe('Location key, when the surface knows it'),
});
export type CallEvent = z.infer<typeof CallEvent>;
