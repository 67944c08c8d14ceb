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
  scope: z
    .enum(['location', 'brand', 'organisation'])
    .default('location')
    .describe('Where a standing approval holds'),
  expiresOn: CalendarDate.optional().describe('Last day of a standing approval, which needs one'),
});
export type CounselDecision = z.infer<typeof CounselDecision>;
/** As it is sent. */
export type CounselWord = z.input<typeof CounselDecision>;

export const RuleShape = z.object({
  id: z.string(),
  title: z.string(),
  group: z.string().describe('The regulatory anchor'),
  citation: z.string(),
  summary: z.string().describe('What it says when all is in order'),
  notCovered: z.string(),
  inForceFrom: z.string().nullable(),
  inForceTo: z.string().nullable(),
  reviewBy: z.string().nullable(),
  aliases: z.array(z.string()).describe('Other names it goes by, wrong ones included'),
  runs: z.enum(['action', 'location', 'vendor', 'retention', 'reference']),
  evidence: z.string(),
  actions: z.array(z.string()),
  jurisdictions: z.array(z.string()),
  confidence: z.string(),
  branches: z.array(z.object({ decision: z.string(), because: z.string() })),
});
export type RuleShape = z.infer<typeof RuleShape>;
export const RuleBook = z.object({ version: z.string(), items: z.array(RuleShape), nextCursor: z.null() });
export type RuleBook = z.infer<typeof RuleBook>;

/** Checked by the Gate's own reader, which names every problem with a remedy. */
export const GateRequest = z
  .record(z.string(), z.unknown())
  .describe(
    'A GateInput: action, call, recipient, consent, dnc, sender, history, vertical, ai, location, policy, nowUtc',
  );
export const GateAnswer = z
  .object({
    decision: z.enum(['pass', 'defer-until', 'route-to-counsel', 'deny']),
    until: z.string().optional(),
    fallback: z.string().optional(),
    queue: z.string().optional(),
    reason: z.string().optional(),
    obligations: z.array(z.string()).readonly(),
    findings: z.array(z.unknown()).readonly(),
  })
  .loose();
export type GateAnswer = z.infer<typeof GateAnswer>;
