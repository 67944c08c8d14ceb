import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Organisation } from '../core/model/directory.ts';
import { endingsToTell, sayEnd, type Ending } from '../core/organisation/endings.ts';
import { maskNumber } from '../ports/log.ts';
import { ALL_TENANTS, type Tx } from '../store/database.ts';
import { finishJobs, sendJobs, type Job } from '../store/jobs.ts';
import { listTenants } from '../store/organisation.ts';
import { clockWithOffset, dueAt, type TenantClock } from '../store/tenant-clock.ts';
import type { Pipeline, Step } from './context.ts';
import { organisationEndings } from './endings.ts';
import { raiseNotification } from './notify.ts';

/**
 * The daily mail: who waits for a call, what was booked, who never answered, per location, which agreements and approvals
 * run out (30 and 7 days before, on the eve, and once they ended), and what else happened that needed nobody at once. Nothing is sent on a day without any of it. One waiting job per organisation; each run plans
 * the next.
 */
export const digest: Step = async (pipeline, jobs) => {
  for (const job of jobs) {
    await pipeline.store.tx(job.tenantId, (tx) => digestTenant(tx, pipeline, job));
    pipeline.signal.wake('job:notify');
    pipeline.signal.wake(`change:${job.tenantId}`);
  }
};

const JOB_KEY = 'daily';
const Payload = z.object({ since: z.iso.datetime().nullable() }).catch({ since: null });

/** Plans the next digest of every organisation that wants one. Safe to call at every start and after every import. */
export async function scheduleDigests(pipeline: Pipeline): Promise<void> {
  const tenants = await pipeline.store.tx(ALL_TENANTS, listTenants);
  for (const tenant of tenants) {
    await pipeline.store.tx(tenant.id, async (tx) => {
      const organisation = await pipeline.organisations.load(tx, tenant.id);
      const clock = clockWithOffset(tenant.id, organisation.tenant.clockOffsetMs, pipeline.clock);
      await plan(tx, organisation, clock, null, false);
    });
  }
}

/** The next instant at which a clock in this zone shows this time of day; the later one where a day has it twice. */
export function nextDigestAt(now: Date, timeOfDay: string, zone: string): Date {
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  for (let days = hour === 24 ? 0 : -1; ; days += 1) {
    const date = instant.toPlainDate().add({ days: hour === 24 ? days + 1 : days });
    const at = date.toZonedDateTime({
      timeZone: zone,
      plainTime: { hour: hour % 24, minute },
    }).epochMilliseconds;
    if (at > now.getTime()) return new Date(at);
  }
}

async function plan(
  tx: Tx,
  organisation: Organisation,
  clock: TenantClock,
  since: string | null,
  move: boolean,
): Promise<void> {
  const { email, webhook } = organisation.tenant.config.notify;
  // Whoever has no channel reads the dashboard; a digest nobody gets is not written.
  if (organisation.tenant.simulated || (email === undefined && webhook === undefined)) return;
  const at = nextDigestAt(clock.now(), email?.digestAt ?? '17:00', organisation.tenant.zone);
  await sendJobs(
    tx,
    [
      {
        tenantId: organisation.tenant.id,
        kind: 'digest',
        key: JOB_KEY,
        dueAt: dueAt(clock, at),
        payload: { since },
      },
    ],
    { move },
  );
}

async function digestTenant(tx: Tx, pipeline: Pipeline, job: Job): Promise<void> {
  const { tenantId } = job;
  const organisation = await pipeline.organisations.load(tx, tenantId);
  const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
  const now = clock.now();
  const since = Payload.parse(job.payload).since ?? new Date(now.getTime() - 86_400_000).toISOString();
  const ending = endingsToTell(
    organisationEndings(pipeline, organisation, now),
    since.slice(0, 10),
    now.toISOString().slice(0, 10),
  );
  const found = { ...(await gather(tx, tenantId, since)), ending };
  const text = write(organisation, found);
  if (text !== null) {
    const day = Temporal.Instant.fromEpochMilliseconds(now.getTime())
      .toZonedDateTimeISO(organisation.tenant.zone)
      .toPlainDate()
      .toString();
    await raiseNotification(tx, pipeline, {
      tenantId,
      type: 'digest',
      subject: `${organisation.tenant.name}: ${text.headline}`,
      body: text.body,
      link: '/today',
      data: text.counts,
      dedupeKey: `digest:${day}`,
      at: now.toISOString(),
    });
  }
  await tx
    .updateTable('notification')
    .set({ digested: true })
    .where('tenant_id', '=', tenantId)
    .where('digested', '=', false)
    .execute();
  await plan(tx, organisation, clock, now.toISOString(), true);
  await finishJobs(tx, [job]);
}

interface Found {
  readonly callbacks: readonly {
    location_id: string;
    phone: string | null;
    reason: string;
    urgent: boolean;
    created_at: string;
  }[];
  readonly bookings: readonly { location_id: string; starts_at: string; service_key: string }[];
  readonly silent: readonly { location_id: string; count: number }[];
  readonly notices: readonly { location_id: string | null; subject: string }[];
  /** What runs out, on the days on which it is told. */
  readonly ending: readonly Ending[];
}

async function gather(tx: Tx, tenantId: string, since: string): Promise<Omit<Found, 'ending'>> {
  const callbacks = await tx
    .selectFrom('callback_item')
    .select(['location_id', 'phone', 'reason', 'urgent', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'open')
    .orderBy('urgent', 'desc')
    .orderBy('created_at')
    .limit(500)
    .execute();
  const bookings = await sql<Found['bookings'][number]>`
    select location_id, lower(during) as starts_at, service_key from booking
    where tenant_id = ${tenantId} and state = 'confirmed' and created_at > ${since} order by lower(during) limit 500`.execute(
    tx,
  );
  const silent = await sql<Found['silent'][number]>`
    select location_id, count(*)::int as count from lead
    where tenant_id = ${tenantId} and outcome = 'contacted, no reply' and updated_at > ${since} group by location_id`.execute(
    tx,
  );
  const notices = await tx
    .selectFrom('notification')
    .select(['location_id', 'subject'])
    .where('tenant_id', '=', tenantId)
    .where('digested', '=', false)
    .orderBy('created_at')
    .limit(200)
    .execute();
  return { callbacks, bookings: bookings.rows, silent: silent.rows, notices };
}

/** How many lines one location may take; the dashboard has the rest. */
const LINES = 10;

function write(
  organisation: Organisation,
  found: Found,
): { headline: string; body: string; counts: Record<string, number> } | null {
  const silent = found.silent.reduce((sum, each) => sum + each.count, 0);
  const counts = {
    callbacks: found.callbacks.length,
    booked: found.bookings.length,
    noReply: silent,
    other: found.notices.length,
    ending: found.ending.length,
  };
  if (Object.values(counts).every((count) => count === 0)) return null;
  const headline = [
    `${counts.callbacks} to call back`,
    `${counts.booked} booked`,
    `${counts.noReply} without reply`,
    ...(counts.ending === 0 ? [] : [`${counts.ending} running out`]),
  ].join(', ');
  const sections: string[] = [];
  const locations = [...organisation.locations.values()].sort((a, b) => a.name.localeCompare(b.name));
  for (const location of locations) {
    const here = <T extends { readonly location_id: string | null }>(rows: readonly T[]): T[] =>
      rows.filter((row) => row.location_id === location.id);
    const lines = [
      ...capped(
        here(found.callbacks),
        (item) =>
          `  Call back ${maskNumber(item.phone)} (missed ${when(item.created_at, location.zone)})${item.urgent ? ' - URGENT' : ''}: ${item.reason}`,
      ),
      ...capped(
        here(found.bookings),
        (item) =>
          `  Booked: ${serviceName(location.config.services, item.service_key)}, ${when(item.starts_at, location.zone)}`,
      ),
      ...here(found.silent).map((item) => `  ${item.count} contacted, no reply`),
      ...found.ending.filter((item) => item.location === location.key).map(endingLine),
      ...capped(here(found.notices), (item) => `  ${item.subject}`),
    ];
    if (lines.length > 0) sections.push(`${location.name} (${location.zone})\n${lines.join('\n')}`);
  }
  const general = [
    ...found.ending.filter((item) => item.location === null).map(endingLine),
    ...capped(
      found.notices.filter((item) => item.location_id === null),
      (item) => `  ${item.subject}`,
    ),
  ];
  if (general.length > 0) sections.push(`All locations\n${general.join('\n')}`);
  return {
    headline,
    counts,
    body: `${headline}.\n\n${sections.join('\n\n')}\n\nNames, full numbers and conversations are in the dashboard.`,
  };
}

/** Never cut short: what runs out unread stops texts. */
function endingLine(item: Ending): string {
  return `  ${item.what}: ${sayEnd(item)}. Without it, what needs it is not sent.`;
}

function capped<T>(rows: readonly T[], line: (row: T) => string): string[] {
  const lines = rows.slice(0, LINES).map(line);
  return rows.length > LINES ? [...lines, `  and ${rows.length - LINES} more in the dashboard`] : lines;
}

function serviceName(
  services: readonly { readonly key: string; readonly name: string }[],
  key: string,
): string {
  return services.find((service) => service.key === key)?.name ?? key;
}

function when(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(instant));
}
