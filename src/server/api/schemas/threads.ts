/** Conversations: one thread per caller and location. */
import { z } from 'zod';
import { At, Cursor, Id, Limit, listOf, LocationRef, Phone, Search } from './common.ts';

export const MessageShape = z.object({
  id: Id,
  threadId: Id,
  direction: z.enum(['inbound', 'outbound']),
  kind: z.string(),
  author: z.string().describe('`caller`, `assistant`, `system`, or `staff:<name>`'),
  from: Phone,
  to: Phone,
  body: z.string(),
  state: z.string().describe('Delivery state; `received` for inbound'),
  reason: z.string().nullable(),
  code: z.string().nullable(),
  segments: z.int().nullable(),
  at: At,
  acceptedAt: At.nullable(),
  deliveredAt: At.nullable(),
});
export type MessageShape = z.infer<typeof MessageShape>;

export const ThreadsQuery = z.object({
  cursor: Cursor,
  limit: Limit,
  state: z.enum(['open', 'closed']).optional(),
  holder: z.enum(['assistant', 'human', 'nobody']).optional(),
  unread: z.stringbool().optional(),
  location: z.string().max(63).optional(),
  q: Search,
});
export type ThreadsQuery = z.infer<typeof ThreadsQuery>;

export const ThreadRow = z.object({
  id: Id,
  phone: Phone,
  name: z.string().nullable(),
  contactId: Id.nullable(),
  attemptId: Id.nullable(),
  location: LocationRef,
  state: z.enum(['open', 'closed']),
  holder: z.enum(['assistant', 'human', 'nobody']),
  heldBy: z.string().nullable().describe('Name of the person who took it over'),
  urgent: z.boolean(),
  unread: z.int(),
  lastMessage: z
    .object({ direction: z.enum(['inbound', 'outbound']), body: z.string(), at: At, state: z.string() })
    .nullable(),
  lastInboundAt: At.nullable(),
  lastOutboundAt: At.nullable(),
  updatedAt: At,
});
export type ThreadRow = z.infer<typeof ThreadRow>;
export const ThreadList = listOf(ThreadRow);
export type ThreadList = z.infer<typeof ThreadList>;

export const ThreadDetail = z.object({
  thread: ThreadRow,
  messages: z.array(MessageShape),
  consentState: z.string(),
  mayText: z.boolean(),
  mayTextReason: z.string().nullable().describe('Why a person cannot text here now, when they cannot'),
  assistant: z.record(z.string(), z.unknown()).describe("The assistant's memory of this conversation"),
  bookings: z.array(
    z.object({ id: Id, serviceKey: z.string(), startsAt: At, endsAt: At, state: z.string() }),
  ),
  holderChanges: z.array(z.object({ at: At, title: z.string(), detail: z.string() })),
});
export type ThreadDetail = z.infer<typeof ThreadDetail>;

export const ThreadMessageRequest = z.strictObject({ body: z.string().trim().min(1).max(1600) });
export type ThreadMessageRequest = z.infer<typeof ThreadMessageRequest>;
export const ThreadMessageAnswer = z.object({ message: MessageShape });
export type ThreadMessageAnswer = z.infer<typeof ThreadMessageAnswer>;
