/** The Today page: what needs a person first, then a few honest numbers of the tenant's own day, or of its last days. */
import { z } from 'zod';
import { At, Zone } from './common.ts';

export const NeedsPerson = z.object({
  type: z.enum(['callback', 'thread', 'counsel', 'booking', 'problem']),
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  urgent: z.boolean(),
  locationName: z.string().nullable(),
  zone: Zone.nullable(),
  at: At,
  link: z.string().describe('Address inside the dashboard'),
});
export type NeedsPerson = z.infer<typeof NeedsPerson>;

export const TodayQuery = z.object({
  days: z
    .enum(['1', '7', '30'])
    .default('1')
    .describe('How many calendar days of the organisation are counted, today included'),
});

export const Today = z.object({
  now: At,
  zone: z.string().describe('Zone of the organisation: its day is what is counted'),
  since: At,
  days: z.int().describe('Calendar days counted, today included'),
  needsPerson: z.array(NeedsPerson),
  numbers: z.object({
    missed: z.int().describe('Attempts missed since `since`'),
    texted: z.int(),
    replied: z.int(),
    booked: z.int(),
    recoveredByCaller: z.int(),
    waiting: z.int().describe('Scheduled, deferred or with counsel'),
    notTexted: z.int(),
    medianSecondsToText: z.number().nullable(),
  }),
  byHour: z
    .array(z.object({ hour: z.int().min(0).max(23), missed: z.int(), recovered: z.int() }))
    .describe('By hour of the day, whatever the day'),
  byDay: z
    .array(z.object({ day: z.iso.date(), missed: z.int(), recovered: z.int() }))
    .describe('Every day that is counted, the oldest first'),
  reasons: z.array(z.object({ code: z.string(), text: z.string(), count: z.int() })),
  switches: z.object({
    tenantPaused: z.boolean(),
    liveLocations: z.int(),
    shadowLocations: z.int(),
    offLocations: z.int(),
  }),
});
export type Today = z.infer<typeof Today>;
