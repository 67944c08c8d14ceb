import { z } from 'zod';
import { Attribution, Disposition } from '../../../core/model/call-event.ts';
import { E164, ZoneId } from '../../../core/model/primitives.ts';
import type { ParseContext } from '../../../ports/connector.ts';
import { Country, COUNTRY_IN_WORDS, inCountry } from '../country.ts';
import { TIME_FORMATS } from './clocks.ts';
import { DURATION_FORMATS } from './durations.ts';
import { isItems, isPath } from './paths.ts';
import { Rule } from './rules.ts';

/**
 * The mapping of `mapped-http`: where the fields of a call are in what a vendor sends, and what its words mean. All of it
 * is optional. What is left out is taken from the preset of the surface, and what that leaves out from the common names
 * (`common-names.ts`). The same mapping reads rows of a table in change data capture.
 */
const Path = z
  .string()
  .min(1)
  .max(200)
  .refine(isPath, 'not a field path such as `from`, `data.call.from`, `legs[0].number` or `date + time`');
const Paths = z
  .union([Path, z.array(Path).min(1).max(20)], {
    error:
      'a field path such as `data.call.from`, or a list of such paths of which the first with a value counts',
  })
  .transform((paths): readonly string[] => (typeof paths === 'string' ? [paths] : paths));

const at = (what: string) => Paths.optional().describe(what);

const ATTRIBUTION = Object.keys(Attribution.shape) as (keyof Attribution)[];

export const FieldPaths = z.strictObject({
  callId: at('Id of the call; several events of one call share it'),
  eventId: at('Id of this one event, when the vendor numbers them'),
  linkedCallIds: at('Ids of parent, other leg, session or conversation; all that have a value are taken'),
  from: at('Number of the side that calls'),
  to: at('Number that was called'),
  customer: at(
    'Number of the customer, whichever way the call went; used when `from` or `to` does not say it',
  ),
  business: at('Own or tracking number, whichever way the call went'),
  forwardedFrom: at('Number that forwarded the call here'),
  forwardedTo: at('Number that the call was sent on to'),
  direction: at('Word for inbound, outbound or internal'),
  status: at('Word for the outcome; the first of these fields whose word is known decides'),
  answered: at('Yes or no: did somebody answer'),
  missed: at('Yes or no: was the call missed'),
  startedAt: at('When the call began'),
  answeredAt: at('When somebody answered'),
  endedAt: at('When the call ended'),
  occurredAt: at('When this event happened, when that is none of the three'),
  durationSeconds: at('Length of the whole call from its first ring'),
  ringSeconds: at('How long it rang'),
  talkSeconds: at('How long somebody talked with the caller'),
  voicemail: at('Yes or no: did the caller leave a message'),
  voicemailUrl: at('Link to the message; kept, never fetched before the rules allow it'),
  voicemailSeconds: at('Length of the message'),
  voicemailTranscript: at('Text of the message'),
  queue: at('Queue or ring group'),
  agent: at('Who answered or was rung'),
  skill: at('Skill that was asked for'),
  language: at('Language of the caller'),
  recordingUrl: at('Link to the recording of the talk'),
  attestation: at('STIR/SHAKEN attestation A, B or C'),
  verstat: at('STIR/SHAKEN verification status'),
  spam: at('Yes or no: does the vendor call it spam'),
  spamScore: at("The vendor's spam score"),
  spamLabel: at("The vendor's spam label"),
  doNotCall: at('Yes or no: is the caller on a do-not-call list'),
  callerName: at('Name of the caller'),
  location: at('Key of the location'),
});
export type FieldName = keyof z.infer<typeof FieldPaths>;

export const Mapping = z.strictObject({
  read: z
    .enum(['auto', 'query', 'form', 'json'])
    .optional()
    .describe('Where the fields are; `auto` goes by method and content type'),
  items: z
    .string()
    .max(200)
    .refine(isItems, 'not a list path such as `[]`, `calls[]` or `data.items[]`')
    .optional()
    .describe('List of calls when one delivery brings several: `[]`, `calls[]`, `data.items[]`'),
  only: Rule.optional().describe(
    'Deliveries for which this rule does not hold are no calls and are passed over',
  ),
  fields: FieldPaths.optional().describe('Where each field is'),
  attribution: z
    .partialRecord(z.enum(ATTRIBUTION), Paths)
    .optional()
    .describe('Where marketing attribution is, by the names of CallEvent'),
  country: Country.optional().describe(COUNTRY_IN_WORDS),
  timeFormat: z
    .enum(TIME_FORMATS)
    .optional()
    .describe('How times are written; `auto` tells them apart, and reads 11/12/2026 as November'),
  zone: ZoneId.optional().describe("Zone of times without an offset; the organisation's own otherwise"),
  durationFormat: z
    .enum(DURATION_FORMATS)
    .optional()
    .describe('How plain numbers are meant; `1:05` and `1m 5s` are always understood'),
  statuses: z
    .record(z.string().min(1).max(200), Disposition)
    .optional()
    .describe('What the words of the status field mean; words left out keep their common meaning'),
  directions: z
    .record(z.string().min(1).max(200), z.enum(['inbound', 'outbound', 'internal']))
    .optional()
    .describe('What the words of the direction field mean'),
  direction: z
    .enum(['inbound', 'outbound', 'internal'])
    .optional()
    .describe('Direction when no field says it; inbound otherwise'),
  answered: Rule.optional().describe(
    'When somebody answered. When it does not hold the call was missed; a status that says voicemail, busy or the like always wins',
  ),
  answeredBy: z
    .enum(['human', 'ai'])
    .optional()
    .describe('Who answers on this surface, when it is always the same'),
  voicemail: Rule.optional().describe('When the caller left a message'),
  final: Rule.optional().describe(
    'When nothing more will change the outcome. Otherwise every event that tells an outcome is final',
  ),
  mainNumber: E164.optional().describe('Number that was called, when the vendor never names it'),
});
export type Mapping = z.infer<typeof Mapping>;

/** Numbers without a country code belong where the shop is, unless the mapping says otherwise. */
export function placed(mapping: Mapping, context: ParseContext): Mapping {
  return inCountry(mapping, context);
}

/** The second mapping laid over the first, field by field and word by word. */
export function overlay(base: Mapping, over: Mapping | undefined): Mapping {
  if (over === undefined) return base;
  return {
    ...base,
    ...over,
    fields: { ...base.fields, ...over.fields },
    attribution: { ...base.attribution, ...over.attribution },
    statuses: { ...base.statuses, ...over.statuses },
    directions: { ...base.directions, ...over.directions },
  };
}
