/** The Health page: is everything all right, and if not, where to look and what to do. */
import { z } from 'zod';
import { At } from './common.ts';

export const CheckShape = z.object({
  name: z.string(),
  ok: z.boolean(),
  detail: z.string(),
  remedy: z.string().optional(),
});
export type CheckShape = z.infer<typeof CheckShape>;

export const SourceHealth = z.object({
  key: z.string(),
  name: z.string().nullable(),
  connector: z.string(),
  kind: z.string(),
  maturity: z.string().nullable(),
  unsigned: z.boolean(),
  lastEventAt: At.nullable(),
  lastFailure: z
    .object({ at: At, code: z.string(), detail: z.string(), computedUrl: z.string().nullable() })
    .nullable(),
  accepted: z.int(),
  refused: z.int(),
  url: z.string().describe('Address to paste at the vendor'),
  setup: z.array(z.string()),
});
export type SourceHealth = z.infer<typeof SourceHealth>;

export const Health = z.object({
  ok: z.boolean(),
  now: At,
  checks: z.array(CheckShape),
  queues: z.array(
    z.object({
      kind: z.string(),
      waiting: z.int(),
      due: z.int(),
      running: z.int(),
      dead: z.int(),
      oldestDueSeconds: z.number().nullable(),
    }),
  ),
  inbox: z.object({
    waiting: z.int(),
    oldestSeconds: z.number().nullable(),
    trouble: z.array(
      z.object({
        id: z.int(),
        sourceKey: z.string(),
        state: z.string(),
        detail: z.unknown(),
        receivedAt: At,
        preview: z.string(),
      }),
    ),
  }),
  spool: z.object({ entries: z.int(), bytes: z.int() }),
  sources: z.array(SourceHealth),
  clock: z.object({ server: At, database: At, driftMs: z.number() }),
  versions: z.object({
    ringback: z.string(),
    node: z.string(),
    postgres: z.string(),
    tzdata: z.string(),
    rulePack: z.string(),
  }),
  audit: z.object({ treeSize: z.int(), lastCheckpointAt: At.nullable(), unsequenced: z.int() }),
  deadJobs: z.array(
    z.object({
      id: z.int(),
      kind: z.string(),
      key: z.string(),
      tries: z.int(),
      error: z.string().nullable(),
      createdAt: At,
      dueAt: At,
    }),
  ),
});
export type Health = z.infer<typeof Health>;

export const NotificationShape = z.object({
  id: z.uuid(),
  type: z.string(),
  subject: z.string(),
  body: z.string(),
  link: z.string().nullable(),
  urgent: z.boolean(),
  delivery: z.record(z.string(), z.unknown()),
  readAt: At.nullable(),
  createdAt: At,
});
export type NotificationShape = z.infer<typeof NotificationShape>;
export const NotificationsQuery = z.object({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  unread: z.stringbool().optional(),
});
export const NotificationList = z.object({
  items: z.array(NotificationShape),
  nextCursor: z.string().nullable(),
});
export type NotificationList = z.infer<typeof NotificationList>;
export const NotificationsRead = z.strictObject({
  ids: z.union([z.literal('all'), z.array(z.uuid()).min(1).max(500)]),
});
export type NotificationsRead = z.infer<typeof NotificationsRead>;
