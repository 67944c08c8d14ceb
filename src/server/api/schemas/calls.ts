/** Attempts: the list, and one attempt with everything that was seen, decided and done about it. */
import { z } from 'zod';
import { MISSED_CALL_CLASSES } from '../../../core/model/attempt.ts';
import { At, Cursor, Id, Limit, listOf, LocationRef, Phone, Search } from './common.ts';
import { MessageShape } from './threads.ts';

export const ATTEMPT_STATES = [
  'in-progress',
  'missed',
  'answered',
  'recovered-by-caller',
  'undecided',
] as const;
/** Where the answer to an attempt stands. */
export const ANSWER_STATES = [
  'none',
  'scheduled',
  'deferred',
  'counsel',
  'sending',
  'sent',
  'shadow',
  'held',
  'cancelled',
] as const;

export const CallsQuery = z.object({
  cursor: Cursor,
  limit: Limit,
  location: z.string().max(63).optional().describe('Location key'),
  banner: z.string().max(63).optional().describe('Banner key'),
  state: z.enum(ATTEMPT_STATES).optional(),
  class: z.enum(MISSED_CALL_CLASSES).optional(),
  answer: z.enum(ANSWER_STATES).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  q: Search.describe('Part of a number or of a contact name'),
});
export type CallsQuery = z.infer<typeof CallsQuery>;

export const CallRow = z.object({
  id: Id,
  caller: Phone.nullable(),
  callerName: z.string().nullable(),
  contactId: Id.nullable(),
  dialled: Phone,
  location: LocationRef,
  state: z.enum(ATTEMPT_STATES),
  missed: z.boolean(),
  startedAt: At,
  missedAt: At.nullable(),
  primaryClass: z.string().nullable(),
  classes: z.array(z.string()),
  calls: z.int().describe('How often they rang: redials belong to the same attempt'),
  surfaces: z.array(z.string()),
  answer: z.enum(ANSWER_STATES),
  answerReason: z.string().nullable(),
  answerCode: z.string().nullable(),
  answerDueAt: At.nullable(),
  textedAt: At.nullable(),
  threadId: Id.nullable(),
  simulated: z.boolean(),
});
export type CallRow = z.infer<typeof CallRow>;
export const CallList = listOf(CallRow);
export type CallList = z.infer<typeof CallList>;

export const FindingShape = z.object({
  rule: z.string(),
  title: z.string(),
  decision: z.string().describe('`pass`, `deny`, `defer-until`, `route-to-counsel` or `not-applicable`'),
  reason: z.string().nullable(),
  explanation: z.string(),
  citation: z.string().nullable(),
  until: z.string().nullable(),
  evidence: z.unknown(),
});
export type FindingShape = z.infer<typeof FindingShape>;

export const DecisionShape = z.object({
  recordId: z.string(),
  kind: z.string(),
  version: z.number().nullable(),
  at: At,
  outcome: z.string().describe('In one word or two'),
  outcomeDetail: z.unknown(),
  confidence: z.number().nullable(),
  explanation: z.string(),
  citations: z.array(z.string()),
  findings: z.array(FindingShape),
  facts: z.unknown().describe('What the decision read; null once the person was erased'),
  erased: z.boolean(),
});
export type DecisionShape = z.infer<typeof DecisionShape>;

export const TimelineEntry = z.object({
  id: z.string(),
  at: At,
  type: z.enum(['event', 'decision', 'message', 'booking', 'consent', 'notice', 'staff']),
  title: z.string(),
  detail: z.string(),
  surface: z.string().nullable(),
  tone: z.enum(['neutral', 'good', 'warning', 'bad']),
  recordId: z.string().nullable(),
  messageId: z.string().nullable(),
  bookingId: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const CallDetail = z.object({
  header: CallRow,
  outcome: z.string().describe('What came of it, in one sentence for the shop owner'),
  explanation: z.string().describe('How the events were joined and judged'),
  confidence: z.enum(['high', 'medium', 'low']).nullable(),
  classes: z.array(
    z.object({ class: z.string(), confidence: z.number(), because: z.string(), primary: z.boolean() }),
  ),
  links: z.array(
    z.object({
      eventIds: z.array(z.string()),
      rule: z.string(),
      confidence: z.number(),
      because: z.string(),
    }),
  ),
  events: z.array(
    z.object({
      key: z.string(),
      surface: z.string(),
      sourceKey: z.string().nullable(),
      sourceName: z.string().nullable(),
      callId: z.string(),
      disposition: z.string(),
      final: z.boolean(),
      occurredAt: At,
      receivedAt: At,
      ringSeconds: z.number().nullable(),
      talkSeconds: z.number().nullable(),
      detail: z.unknown(),
    }),
  ),
  timeline: z.array(TimelineEntry),
  decisions: z.array(DecisionShape),
  messages: z.array(MessageShape),
  lead: z
    .object({
      id: Id,
      source: z.string(),
      intent: z.string().nullable(),
      outcome: z.string(),
      summary: z.string().nullable(),
      hot: z.boolean(),
      attribution: z.record(z.string(), z.unknown()),
    })
    .nullable(),
  contact: z
    .object({
      id: Id,
      phone: Phone,
      name: z.string().nullable(),
      blocked: z.boolean(),
      existingCustomer: z.boolean(),
    })
    .nullable(),
  callback: z
    .object({
      id: Id,
      state: z.enum(['open', 'done', 'dismissed']),
      reasonCode: z.string(),
      reason: z.string(),
      urgent: z.boolean(),
    })
    .nullable(),
  bookings: z.array(
    z.object({ id: Id, serviceKey: z.string(), startsAt: At, endsAt: At, state: z.string() }),
  ),
  recordIds: z.array(z.string()),
});
export type CallDetail = z.infer<typeof CallDetail>;

export const CallProof = z.object({
  attemptId: Id,
  checkpoint: z
    .object({ treeSize: z.int(), rootBase64: z.string(), note: z.string(), createdAt: At })
    .nullable(),
  records: z.array(
    z.object({
      recordId: z.string(),
      kind: z.string(),
      at: At,
      leaf: z.string().describe('The exact canonical JSON that was hashed'),
      leafHashBase64: z.string(),
      leafIndex: z
        .int()
        .nullable()
        .describe('Null until the record is sequenced, a moment after it was written'),
      proofBase64: z.array(z.string()).nullable().describe('RFC 9162 inclusion path to the checkpoint root'),
    }),
  ),
});
export type CallProof = z.infer<typeof CallProof>;
