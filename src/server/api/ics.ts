import type { Context, Hono } from 'hono';
import { bookingOfToken } from '../../store/booking-link.ts';
import { ALL_TENANTS } from '../../store/database.ts';
import { readBookings, type BookingRecord } from '../../store/queries-people.ts';
import { tenantClock } from '../../store/tenant-clock.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { icsOfBooking } from './bookings.ts';
import { askingOf } from './mount.ts';

/** Calendar files: for the dashboard by id, for the caller by the unguessable address that a text carried. */
export function mountCalendarFiles(app: Hono, deps: ServerDeps): void {
  app.get('/api/v1/bookings/:file{[0-9a-fA-F-]{36}\\.ics}', async (context) => {
    const principal = await authenticate(askingOf(context), deps);
    return calendarFile(context, deps, principal.tenantId, context.req.param('file').slice(0, -4));
  });
  app.get('/b/:file{[A-Za-z0-9_-]+\\.ics}', async (context) => {
    const id = bookingOfToken(deps.pipeline.keeper, context.req.param('file').slice(0, -4));
    if (id === null) throw notFound('booking');
    const owner = await deps.pipeline.store.tx(ALL_TENANTS, (tx) =>
      tx.selectFrom('booking').select('tenant_id').where('id', '=', id).executeTakeFirst(),
    );
    if (owner === undefined) throw notFound('booking');
    return calendarFile(context, deps, owner.tenant_id, id);
  });
}

async function calendarFile(
  context: Context,
  deps: ServerDeps,
  tenantId: string,
  id: string,
): Promise<Response> {
  const { pipeline } = deps;
  const file = await pipeline.store.tx(tenantId, async (tx) => {
    const now = (await tenantClock(tx, tenantId, pipeline.clock)).now().toISOString();
    const [booking]: readonly (BookingRecord | undefined)[] = await readBookings(tx, tenantId, { id, now });
    return booking === undefined
      ? null
      : icsOfBooking(await pipeline.organisations.load(tx, tenantId), booking, now);
  });
  if (file === null) throw notFound('booking');
  return context.body(file, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="booking.ics"',
    'cache-control': 'no-store',
  });
}
