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

/** Card data that was cut out of a stored delivery after it was read. */
export const Redacted = z.object({ at: At, cardNumbers: z.int(), secrets: z.int() });

/** What Ringback does at a vendor by itself for one source: look for news, or keep a push subscription. */
export const SourceTaskShape = z.object({
  state: z
    .enum(['going', 'refused', 'not-configured'])
    .describe('`refused` and `not-configured` wait until somebody changes the settings or presses Try again'),
  lastSuccessAt: At.nullable(),
  nextAt: At.nullable(),
  failures: z.int().describe('In a row, so far'),
  lastFailure: z
    .object({ at: At.nullable(), detail: z.string(), remedy: z.string().nullable() })
    .nullable()
    .describe('Without an instant when it is not a failure but something that is missing'),
});
export type SourceTaskShape = z.infer<typeof SourceTaskShape>;

export const PollHealth = SourceTaskShape.extend({
  role: z
    .enum(['primary', 'reconciliation'])
    .describe('The only way news come, or a look for what lost pushes left out'),
  what: z.string(),
  everySeconds: z.int(),
  lookedUntil: At.nullable().describe('End of the last look that was completed'),
  pages: z.int().describe('Pages read of the look under way'),
});
export type PollHealth = z.infer<typeof PollHealth>;

export const SubscriptionHealth = SourceTaskShape.extend({
  endsAt: At.nullable().describe(
    'When it runs out at the vendor if nobody renews it; null when there is no end',
  ),
  active: z.boolean(),
});
export type SubscriptionHealth = z.infer<typeof SubscriptionHealth>;

export const UnknownStatusShape = z.object({
  raw: z.string().describe('As the vendor wrote it; empty when it named none'),
  seen: z.int(),
  lastAt: At,
});

export const SourceHealth = z.object({
  key: z.string(),
  name: z.string().nullable(),
  connector: z.string(),
  product: z.string().describe('Name of the vendor product, or the connector id when this build has none'),
  kind: z.string(),
  maturity: z.string().nullable(),
  unsigned: z.boolean(),
  lastEventAt: At.nullable(),
  lastFailure: z
    .object({
      at: At,
      code: z.string(),
      detail: z.string(),
      remedy: z.string().describe('What to do about a refusal of this kind'),
      computedUrl: z.string().nullable(),
    })
    .nullable(),
  accepted: z.int(),
  refused: z.int(),
  url: z.string().describe('Address to paste at the vendor'),
  setup: z.array(z.string()),
  delivery: z.string().nullable().describe('How news come: `webhook`, `subscription`, `poll` or `stream`'),
  poll: PollHealth.nullable(),
  subscription: SubscriptionHealth.nullable(),
  unknownStatuses: z
    .array(UnknownStatusShape)
    .describe(
      'Statuses of this vendor that its connector does not know; such calls are kept and not decided',
    ),
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
        redacted: Redacted.nullable(),
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
