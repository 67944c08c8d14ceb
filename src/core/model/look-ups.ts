/**
 * How an organisation has each list about numbers answered: by which of its look-up sources, how often, for how long an
 * answer is relied on, or, as a choice with a name and a reason, not at all.
 */
import { z } from 'zod';
import { NUMBER_TOPICS, type NumberTopic } from './number-files.ts';
import { CalendarDate, Key, Money } from './primitives.ts';

export const RunWithout = z.strictObject({
  by: z.string().trim().min(1).max(120).describe('Who chose it'),
  reason: z.string().trim().min(3).max(400),
  on: CalendarDate,
  expiresOn: CalendarDate.optional().describe('Last day; absent: until it is taken back'),
});
export type RunWithout = z.infer<typeof RunWithout>;

/**
 * Longest life of an answer in days, and ours unless the operator says less. A copy of the registry may be 31 days old
 * (47 CFR 64.1200(c)(2)(i)(D); 16 CFR 310.4(b)(3)(iv)). An answer about reassignment speaks of the day it was given; a
 * number can change hands after 45 days (47 CFR 52.15(f)(1)(ii)), so 30 leave room. Kinds of lines change by porting.
 */
export const KEEP_DAYS: Readonly<Record<NumberTopic, { readonly usual: number; readonly most: number }>> = {
  'national-dnc': { usual: 31, most: 31 },
  'state-dnc': { usual: 31, most: 31 },
  reassigned: { usual: 30, most: 30 },
  litigator: { usual: 30, most: 366 },
  'line-type': { usual: 30, most: 90 },
};
export const USUAL_REQUESTS_PER_MINUTE = 60;

const list = (topic: NumberTopic) =>
  z
    .strictObject({
      sources: z
        .array(Key)
        .max(5)
        .default([])
        .describe('Keys of sources with `kind: lookup`; the next is asked where one does not answer'),
      keepDays: z
        .int()
        .min(1)
        .max(KEEP_DAYS[topic].most)
        .default(KEEP_DAYS[topic].usual)
        .describe('How long an answer may be relied on'),
      requestsPerMinute: z
        .int()
        .min(1)
        .max(6000)
        .default(USUAL_REQUESTS_PER_MINUTE)
        .describe('What the vendor allows; questions wait their turn'),
      costPer1000: Money.optional().describe('What a thousand answers cost, as a hint on the page'),
      without: RunWithout.optional().describe('The logged choice to run without this list'),
    })
    .optional();

export const LookUps = z.strictObject({
  'national-dnc': list('national-dnc'),
  'state-dnc': list('state-dnc'),
  reassigned: list('reassigned'),
  litigator: list('litigator'),
  'line-type': list('line-type'),
} satisfies Record<NumberTopic, unknown>);
export type LookUps = z.infer<typeof LookUps>;
export type LookUpList = NonNullable<LookUps[NumberTopic]>;

export { NUMBER_TOPICS, type NumberTopic };
