import { z } from 'zod';
import type { Organisation } from '../core/model/directory.ts';
import type { Notification, Notifier, NotifyAnswer } from '../ports/notify.ts';
import { appendRecords } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { finishJobs, sendJobs, type Job } from '../store/jobs.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import type { Pipeline, Step } from './context.ts';

/** What people of the shop should know. `info` waits for the digest, everything else goes out at once. */
export interface Notice {
  readonly tenantId: string;
  readonly locationId?: string;
  readonly type: Notification['type'] | 'info';
  /** One line without personal content: it ends up in subjects and on lock screens. */
  readonly subject: string;
  /** What happened and what to do; numbers masked, because mail is an open postcard. */
  readonly body: string;
  /** Path in the dashboard, for example `/threads/<id>`. */
  readonly link?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** The same thing told twice is told once. */
  readonly dedupeKey: string;
  /** Tenant time. */
  readonly at: string;
}

/** Stores a notice and, when it is not for the digest, the job that delivers it. Null when it was already raised. */
export async function raiseNotification(tx: Tx, pipeline: Pipeline, notice: Notice): Promise<string | null> {
  const now = pipeline.clock.now();
  const id = newId(now);
  const atOnce = notice.type !== 'info';
  const inserted = await tx
    .insertInto('notification')
    .values({
      id,
      tenant_id: notice.tenantId,
      location_id: notice.locationId ?? null,
      type: notice.type,
      subject: notice.subject.replaceAll(/\s+/g, ' ').slice(0, 200),
      body: notice.body.slice(0, 4000),
      link: notice.link ?? null,
      data: JSON.stringify(notice.data ?? {}),
      dedupe_key: notice.dedupeKey,
      urgent: notice.type === 'escalation' || notice.type === 'hot-lead',
      // What goes out at once is not told again in the digest.
      digested: atOnce,
      created_at: notice.at,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'dedupe_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return null;
  if (atOnce)
    await sendJobs(tx, [{ tenantId: notice.tenantId, kind: 'notify', key: id, dueAt: now.toISOString() }]);
  return id;
}

const TIME_LIMIT_MS = 20_000;
/** Waits between tries of one channel; after the last the channel counts as rejected. About six hours in all. */
const WAITS_MS = [30_000, 120_000, 600_000, 1_800_000, 3_600_000, 14_400_000];

type ChannelState = 'pending' | 'accepted' | 'rejected' | 'unknown' | 'not-configured';
const Delivery = z
  .record(z.string(), z.enum(['pending', 'accepted', 'rejected', 'unknown', 'not-configured']))
  .catch({});
const Payload = z.object({ tries: z.int().min(0) }).catch({ tries: 0 });

interface Channel {
  readonly name: 'email' | 'webhook';
  readonly connector: string;
  readonly config: unknown;
}

/** Delivers notices over the channels of the organisation. The dashboard shows them anyway. */
export const notify: Step = async (pipeline, jobs) => {
  await Promise.all(jobs.map((job) => deliver(pipeline, job)));
};

async function deliver(pipeline: Pipeline, job: Job): Promise<void> {
  const { tenantId } = job;
  const loaded = await pipeline.store.tx(tenantId, async (tx) => ({
    organisation: await pipeline.organisations.load(tx, tenantId),
    row: await tx
      .selectFrom('notification')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', job.key)
      .executeTakeFirst(),
  }));
  const { organisation, row } = loaded;
  if (row === undefined) return pipeline.store.tx(tenantId, (tx) => finishJobs(tx, [job]));
  const before = Delivery.parse(row.delivery);
  const channels = channelsOf(organisation).filter(
    (channel) => before[channel.name] !== 'accepted' && before[channel.name] !== 'rejected',
  );
  const notification: Notification = {
    id: row.id,
    type: row.type === 'info' ? 'digest' : (row.type as Notification['type']),
    subject: row.subject,
    text: row.body,
    occurredAt: row.created_at,
    ...(row.link === null || pipeline.publicUrl === null ? {} : { url: `${pipeline.publicUrl}${row.link}` }),
    data: row.data as Record<string, unknown>,
  };
  const answers = await Promise.all(
    channels.map(async (channel) => ({
      channel,
      answer: await tell(pipeline, organisation, channel, notification),
    })),
  );

  const { tries } = Payload.parse(job.payload);
  const wait = WAITS_MS[tries];
  const open = answers.filter(
    ({ answer }) => answer.status === 'unknown' || (answer.status === 'rejected' && answer.retryable),
  );
  const states = Object.fromEntries(
    answers.map(({ channel, answer }) => [channel.name, stateAfter(answer, wait !== undefined)]),
  );
  const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
  await pipeline.store.tx(tenantId, async (tx) => {
    const delivery =
      channelsOf(organisation).length === 0 ? { none: 'not-configured' } : { ...before, ...states };
    await tx
      .updateTable('notification')
      .set({ delivery: JSON.stringify(delivery) })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.id)
      .execute();
    await appendRecords(
      tx,
      pipeline.keeper,
      tenantId,
      answers.map(({ channel, answer }) => ({
        kind: 'notify.answer',
        occurredAt: clock.now().toISOString(),
        body: { notificationId: row.id, type: row.type, channel: channel.name, try: tries + 1, ...answer },
      })),
    );
    if (open.length > 0 && wait !== undefined) {
      const dueAt = new Date(pipeline.clock.now().getTime() + wait).toISOString();
      await sendJobs(tx, [{ tenantId, kind: 'notify', key: job.key, dueAt, payload: { tries: tries + 1 } }], {
        move: true,
      });
    }
    await finishJobs(tx, [job]);
  });
  for (const { channel, answer } of answers) {
    if (answer.status !== 'accepted')
      pipeline.log.warn(
        { channel: channel.name, notification: row.id, detail: answer.detail },
        'a notice was not taken',
      );
  }
  pipeline.signal.wake(`change:${tenantId}`);
}

/** A simulated organisation reaches nobody: its people are invented. */
function channelsOf(organisation: Organisation): Channel[] {
  const { notify: config } = organisation.tenant.config;
  if (organisation.tenant.simulated) return [];
  return [
    ...(config.email === undefined
      ? []
      : [{ name: 'email', connector: 'smtp', config: { to: config.email.to } } as const]),
    ...(config.webhook === undefined
      ? []
      : [{ name: 'webhook', connector: 'webhook', config: config.webhook } as const]),
  ];
}

async function tell(
  pipeline: Pipeline,
  organisation: Organisation,
  channel: Channel,
  notification: Notification,
): Promise<NotifyAnswer> {
  const notifier: Notifier | undefined = pipeline.connectors.notify.get(channel.connector);
  if (notifier === undefined)
    return {
      status: 'rejected',
      detail: `this build has no connector "${channel.connector}"`,
      retryable: false,
    };
  const config = notifier.config.safeParse(channel.config);
  if (!config.success)
    return {
      status: 'rejected',
      detail: `the ${channel.name} settings are not usable: ${config.error.issues[0]?.message ?? 'unknown problem'}`,
      retryable: false,
    };
  const clock = clockWithOffset(organisation.tenant.id, organisation.tenant.clockOffsetMs, pipeline.clock);
  try {
    return await notifier.notify(notification, config.data, {
      fetch: pipeline.fetch,
      now: clock.now,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
  } catch (error) {
    return { status: 'unknown', detail: error instanceof Error ? error.name : 'the connector failed' };
  }
}

function stateAfter(answer: NotifyAnswer, more: boolean): ChannelState {
  if (answer.status === 'accepted') return 'accepted';
  if (answer.status === 'rejected' && !answer.retryable) return 'rejected';
  return more ? 'pending' : answer.status;
}
