import { z } from 'zod';
import type { Organisation } from '../../core/model/directory.ts';
import { AppError } from '../../core/model/errors.ts';
import { assignByHand } from '../../pipeline/assign.ts';
import { callVerdicts, recordCall } from '../../pipeline/call-verdicts.ts';
import { withoutCardData } from '../../pipeline/card-data.ts';
import { loadAssignable, markCalling } from '../../store/callback-assignment.ts';
import {
  changeCallback,
  listCallbacks,
  readCallback,
  type CallbackRecord,
} from '../../store/queries-desk.ts';
import { invalidInput, notFound } from '../errors.ts';
import { IdParam, locationByKey, narrowed } from './lookups.ts';
import { callbackRow } from './present.ts';
import { defineRoute, READERS, WORKERS, type Call, type Route } from './route.ts';
import {
  CallbackAssign,
  CallbackList,
  CallbackRow,
  CallbacksQuery,
  CallbackUpdate,
} from './schemas/callbacks.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Callbacks';

export const callbackRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/callbacks',
    tag: TAG,
    summary: 'People to ring, urgent first, then who waits longest; and whether each may be rung now',
    roles: READERS,
    query: CallbacksQuery,
    answer: CallbackList,
    run: async (call) => {
      const { tx, principal, query } = call;
      const shop = await call.organisation();
      const { rows, nextCursor } = await listCallbacks(tx, principal.tenantId, {
        ...query,
        ...narrowed(shop, query),
      });
      return { items: await judged(call, shop, rows), nextCursor };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/callbacks/:id',
    tag: TAG,
    summary: 'Marks a callback done or dismissed; `open` undoes it',
    roles: WORKERS,
    params: IdParam,
    body: CallbackUpdate,
    answer: CallbackRow,
    run: async (call) => {
      const { tx, principal, params, body, clock } = call;
      const before = await found(call);
      const outcome = body.outcome === undefined ? null : withoutCardData(body.outcome).text;
      await changeCallback(tx, principal.tenantId, params.id, {
        state: body.state,
        outcome,
        by: principal.name,
        at: clock.now().toISOString(),
      });
      await recordStaff(call, 'callback', {
        ...aboutOf(before),
        body: { callback: params.id, from: before.state, to: body.state },
        ...(outcome !== null && { personal: { outcome } }),
      });
      return shown(call);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/callbacks/:id/call',
    tag: TAG,
    summary: 'Says that you are calling this person now; what the rules answer is recorded',
    description:
      'The answer holds the verdict of this moment. Where it is not `allowed`, nobody is marked as calling; what only counsel can say goes to counsel.',
    roles: WORKERS,
    params: IdParam,
    body: z.strictObject({}),
    answer: CallbackRow,
    run: async (call) => {
      const { tx, principal, params, clock, deps } = call;
      const before = await found(call);
      if (before.state !== 'open') throw new AppError('conflict', 'this callback is handled already');
      const shop = await call.organisation();
      const at = clock.now();
      const verdict = await recordCall(tx, deps.pipeline, shop, before, at);
      if (verdict === null) throw new AppError('conflict', 'there is no number to call');
      const calling = verdict.state === 'allowed';
      if (calling) await markCalling(tx, principal.tenantId, params.id, principal.name, at.toISOString());
      await recordStaff(call, 'calling', {
        ...aboutOf(before),
        body: { callback: params.id, verdict: verdict.state, rule: verdict.rule?.id ?? null },
      });
      return callbackRow(shop, await found(call), verdict);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/callbacks/:id/assign',
    tag: TAG,
    summary: 'Gives a callback to a rep, or to another location, by hand',
    description: 'The rules are asked like for every routing; what they refuse is answered with `conflict`.',
    roles: WORKERS,
    params: IdParam,
    body: CallbackAssign,
    answer: CallbackRow,
    run: assign,
  }),
];

type InCallback<Body = unknown> = Call<{ id: string }, unknown, Body>;

async function assign(call: InCallback<CallbackAssign>): Promise<CallbackRow> {
  const { tx, params, body, clock, deps } = call;
  const before = await found(call);
  if (before.state !== 'open') throw new AppError('conflict', 'this callback is handled already');
  const shop = await call.organisation();
  const to =
    body.location === undefined ? shop.locations.get(before.location_id) : locationByKey(shop, body.location);
  if (to === undefined) throw new AppError('conflict', 'the location of this callback was removed');
  if (body.rep !== null && !to.config.reps.some(({ key }) => key === body.rep))
    throw invalidInput('there is no such rep', [
      {
        path: 'rep',
        message: `${to.name} has no rep ${body.rep}`,
        remedy: 'Choose one of its reps, or null.',
      },
    ]);
  const callback = await assignable(call, before);
  const answer = await assignByHand(tx, deps.pipeline, shop, {
    callback,
    rep: body.rep,
    to,
    at: clock.now(),
  });
  if (!answer.go) throw new AppError('conflict', answer.why);
  await recordStaff(call, 'assign', {
    ...aboutOf(before),
    body: { callback: params.id, rep: body.rep, location: to.key, from: before.assigned_to },
  });
  return shown(call);
}

async function assignable({ tx, principal }: InCallback, row: CallbackRecord) {
  if (row.attempt_id === null || row.phone === null)
    throw new AppError('conflict', 'this callback belongs to no call, so there is nobody to route');
  const [known] = await loadAssignable(tx, principal.tenantId, { ids: [row.id] });
  if (known === undefined) throw new AppError('conflict', 'the callback was removed meanwhile');
  return known;
}

async function judged(
  { tx, clock, deps }: Pick<InCallback, 'tx' | 'clock' | 'deps'>,
  shop: Organisation,
  rows: readonly CallbackRecord[],
): Promise<CallbackRow[]> {
  const open = rows.filter(({ state }) => state === 'open');
  const verdicts = await callVerdicts(tx, deps.pipeline, shop, open, clock.now());
  return rows.map((row) => callbackRow(shop, row, verdicts.get(row.id) ?? null));
}

async function found({ tx, principal, params }: InCallback): Promise<CallbackRecord> {
  const row = await readCallback(tx, principal.tenantId, { id: params.id });
  if (row === null) throw notFound('callback');
  return row;
}

async function shown(call: InCallback): Promise<CallbackRow> {
  const [row] = await judged(call, await call.organisation(), [await found(call)]);
  if (row === undefined) throw notFound('callback');
  return row;
}

function aboutOf(row: CallbackRecord) {
  return {
    ...(row.attempt_id !== null && { attemptId: row.attempt_id }),
    ...(row.phone !== null && { phone: row.phone }),
  };
}
