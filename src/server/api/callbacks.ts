import { changeCallback, listCallbacks, readCallback } from '../../store/queries-desk.ts';
import { withoutCardData } from '../../pipeline/card-data.ts';
import { AppError } from '../../core/model/errors.ts';
import { notFound } from '../errors.ts';
import { IdParam, narrowed } from './lookups.ts';
import { callbackRow } from './present.ts';
import { defineRoute, READERS, WORKERS, type Route } from './route.ts';
import { CallbackList, CallbackRow, CallbacksQuery, CallbackUpdate } from './schemas/callbacks.ts';
import { recordStaff } from './staff-record.ts';

export const callbackRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/callbacks',
    tag: 'Callbacks',
    summary: 'People to ring, urgent first, then who waits longest',
    roles: READERS,
    query: CallbacksQuery,
    answer: CallbackList,
    run: async ({ tx, principal, query, organisation }) => {
      const shop = await organisation();
      const { rows, nextCursor } = await listCallbacks(tx, principal.tenantId, {
        ...query,
        ...narrowed(shop, query),
      });
      return { items: rows.map((row) => callbackRow(shop, row)), nextCursor };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/callbacks/:id',
    tag: 'Callbacks',
    summary: 'Marks a callback done or dismissed; `open` undoes it',
    roles: WORKERS,
    params: IdParam,
    body: CallbackUpdate,
    answer: CallbackRow,
    run: async (call) => {
      const { tx, principal, params, body, clock, organisation } = call;
      const before = await readCallback(tx, principal.tenantId, { id: params.id });
      if (before === null) throw notFound('callback');
      const outcome = body.outcome === undefined ? null : withoutCardData(body.outcome).text;
      await changeCallback(tx, principal.tenantId, params.id, {
        state: body.state,
        outcome,
        by: principal.name,
        at: clock.now().toISOString(),
      });
      await recordStaff(call, 'callback', {
        ...(before.attempt_id !== null && { attemptId: before.attempt_id }),
        ...(before.phone !== null && { phone: before.phone }),
        body: { callback: params.id, from: before.state, to: body.state },
        ...(outcome !== null && { personal: { outcome } }),
      });
      const after = await readCallback(tx, principal.tenantId, { id: params.id });
      if (after === null) throw new AppError('conflict', 'the callback was removed meanwhile');
      return callbackRow(await organisation(), after);
    },
  }),
];
