/** What waits for counsel, and the rulebook behind it. */
import { z } from 'zod';
import { CalendarDate } from '../../../core/model/primitives.ts';
import { At, Cursor, Id, Limit, listOf, LocationRef, Phone } from './common.ts';
import { FindingShape } from './calls.ts';

export const CounselQuery = z.object({
  cursor: Cursor,
  limit: Limit,
  state: z.enum(['open', 'approved', 'refused', 'expired']).default('open'),
});
export type CounselQuery = z.infer<typeof CounselQuery>;

export const CounselRow = z.object({
  id: Id,
  queue: z.string(),
  action: z.string(),
  reason: z.string(),
  location: LocationRef.nullable(),
  attemptId: Id.nullable(),
  caller: Phone.nullable(),
  findings: z.array(FindingShape),
  state: z.enum(['open', 'approved', 'refused', 'expired']),
  decidedBy: z.string().nullable(),
  decidedAt: At.nullable(),
  note: z.string().nullable(),
  createdAt: At,
});
export type CounselRow = z.infer<typeof CounselRow>;
export const CounselList = listOf(CounselRow);
export type CounselList = z.infer<typeof CounselList>;

export const CounselDecision = z.strictObject({
  decision: z.enum(['approve-once', 'standing', 'refuse']),
  note: z.string().trim().min(3).max(400),
  expiresOn: CalendarDate.optional().describe('Last day of a standing approval'),
});
export type CounselDecision = z.infer<typeof CounselDecision>;

export const RuleShape = z.object({
  id: z.string(),
  title: z.string(),
  group: z.string(),
  citation: z.string(),
  summary: z.string(),
  inForceFrom: z.string().nullable(),
  reviewBy: z.string().nullable(),
  actions: z.array(z.string()),
  cases: z.int(),
});
export type RuleShape = z.infer<typeof RuleShape>;
export const RuleBook = z.object({ version: z.string(), items: z.array(RuleShape), nextCursor: z.null() });
export type RuleBook = z.infer<typeof RuleBook>;
