import type { Clock } from '../ports/clock.ts';
import type { Tx } from './database.ts';

/**
 * A tenant's own time. It equals the machine's for every real organisation; a simulated one may run ahead, so that an
 * hour passes in a second. Jobs are due in machine time, everything a person reads is in tenant time.
 */
export interface TenantClock {
  readonly tenantId: string;
  readonly offsetMs: number;
  readonly now: () => Date;
}

export async function tenantClock(tx: Tx, tenantId: string, clock: Clock): Promise<TenantClock> {
  const row = await tx
    .selectFrom('tenant')
    .select('clock_offset_ms')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  return clockWithOffset(tenantId, row.clock_offset_ms, clock);
}

export function clockWithOffset(tenantId: string, offsetMs: number, clock: Clock): TenantClock {
  return { tenantId, offsetMs, now: () => new Date(clock.now().getTime() + offsetMs) };
}

/** Machine instant at which the tenant's clock will show `instant`. */
export function dueAt(clock: TenantClock, instant: Date): string {
  return new Date(instant.getTime() - clock.offsetMs).toISOString();
}
