/** The callback list: people to ring, with the reason they were not (or could not be) texted. */
import { z } from 'zod';
import { At, Cursor, Id, Limit, listOf, LocationRef, Phone } from './common.ts';

export const CallbacksQuery = z.object({
  cursor: Cursor,
  limit: Limit,
  state: z.enum(['open', 'done', 'dismissed']).default('open'),
  location: z.string().max(63).optional(),
  assignment: z
    .enum(['none', 'auto', 'by-hand', 'manual'])
    .optional()
    .describe('`manual`: those that a person has to assign, because the rules did not agree to the routing'),
});
export type CallbacksQuery = z.infer<typeof CallbacksQuery>;

/** May a person ring them now? Judged when the list is shown. */
export const CallVerdict = z.object({
  state: z.enum(['allowed', 'not-now', 'counsel', 'do-not-call']),
  why: z.string(),
  until: At.nullable(),
  untilTheirTime: z.string().nullable().describe('What clocks show there then, such as 09:00'),
  rule: z.object({ id: z.string(), title: z.string(), citation: z.string() }).nullable(),
});
export type CallVerdict = z.infer<typeof CallVerdict>;

export const CallbackRow = z.object({
  id: Id,
  phone: Phone.nullable(),
  name: z.string().nullable(),
  location: LocationRef,
  attemptId: Id.nullable(),
  reasonCode: z.string(),
  reason: z.string(),
  urgent: z.boolean(),
  state: z.enum(['open', 'done', 'dismissed']),
  outcome: z.string().nullable(),
  handledBy: z.string().nullable(),
  handledAt: At.nullable(),
  createdAt: At,
  assignment: z.object({
    state: z.enum(['none', 'auto', 'by-hand', 'manual']),
    rep: z.object({ key: z.string(), name: z.string() }).nullable(),
    reason: z.string().nullable().describe('Why a person has to assign it'),
  }),
  calling: z
    .object({ by: z.string(), at: At })
    .nullable()
    .describe('Who said that they are calling, and when'),
  verdict: CallVerdict.nullable().describe('Null when it is handled, or has no number'),
});
export type CallbackRow = z.infer<typeof CallbackRow>;
export const CallbackList = listOf(CallbackRow);
export type CallbackList = z.infer<typeof CallbackList>;

export const CallbackUpdate = z.strictObject({
  state: z.enum(['done', 'dismissed', 'open']).describe('`open` undoes'),
  outcome: z.string().max(400).optional(),
});
export type CallbackUpdate = z.infer<typeof CallbackUpdate>;

export const CallbackAssign = z.strictObject({
  rep: z.string().max(63).nullable().describe('Key of a rep of the location; null for nobody in particular'),
  location: z.string().max(63).optional().describe('Key of another location that is to ring instead'),
});
export type CallbackAssign = z.infer<typeof CallbackAssign>;
