/** The callback list: people to ring, with the reason they were not (or could not be) texted. */
import { z } from 'zod';
import { At, Cursor, Id, Limit, listOf, LocationRef, Phone } from './common.ts';

export const CallbacksQuery = z.object({
  cursor: Cursor,
  limit: Limit,
  state: z.enum(['open', 'done', 'dismissed']).default('open'),
  location: z.string().max(63).optional(),
});
export type CallbacksQuery = z.infer<typeof CallbacksQuery>;

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
});
export type CallbackRow = z.infer<typeof CallbackRow>;
export const CallbackList = listOf(CallbackRow);
export type CallbackList = z.infer<typeof CallbackList>;

export const CallbackUpdate = z.strictObject({
  state: z.enum(['done', 'dismissed', 'open']).describe('`open` undoes'),
  outcome: z.string().max(400).optional(),
});
export type CallbackUpdate = z.infer<typeof CallbackUpdate>;
