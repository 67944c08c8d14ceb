import { appendRecords } from '../store/audit.ts';
import { expireHolds } from '../store/bookings.ts';
import { finishJobs } from '../store/jobs.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import type { Step } from './context.ts';

/** Gives back times that were held and not taken. Claims do so too; this keeps the calendar honest in between. */
export const expire: Step = async (pipeline, jobs) => {
  for (const [tenantId, group] of Map.groupBy(jobs, (job) => job.tenantId)) {
    await pipeline.store.tx(tenantId, async (tx) => {
      const organisation = await pipeline.organisations.load(tx, tenantId);
      const at = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock)
        .now()
        .toISOString();
      const expired = await expireHolds(tx, tenantId, at);
      await appendRecords(
        tx,
        pipeline.keeper,
        tenantId,
        expired.map((bookingId) => ({ kind: 'booking.expired', occurredAt: at, body: { bookingId } })),
      );
      await finishJobs(tx, group);
    });
    pipeline.signal.wake(`change:${tenantId}`);
  }
};
