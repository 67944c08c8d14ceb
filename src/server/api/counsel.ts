import { z } from 'zod';
import type { Finding } from '../../core/gate/rule.ts';
import { AppError } from '../../core/model/errors.ts';
import { saveLocation } from '../../store/organisation.ts';
import { sendJobs } from '../../store/jobs.ts';
import {
  decideCounsel,
  listCounsel,
  readCounselForUpdate,
  type CounselRecord,
} from '../../store/queries-desk.ts';
import { assignCallbacks } from '../../pipeline/assign.ts';
import { withoutCardData } from '../../pipeline/card-data.ts';
import { writeHeldBack } from '../../pipeline/held-writes.ts';
import { askedRules } from '../../store/counsel.ts';
import type { Organisation } from '../../core/model/directory.ts';
import { invalidInput, notFound } from '../errors.ts';
import { policyRoutes } from './policy.ts';
import { ruleBookRoutes } from './rule-book.ts';
import { IdParam } from './lookups.ts';
import { locationRef } from './present.ts';
import { findingShape } from './records.ts';
import { COUNSEL, defineRoute, READERS, type Call, type Route } from './route.ts';
import { CounselDecision, CounselList, CounselQuery, CounselRow } from './schemas/counsel.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Counsel and rules';

export const counselRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/counsel',
    tag: TAG,
    summary: 'What waits for counsel',
    roles: READERS,
    query: CounselQuery,
    answer: CounselList,
    run: async ({ tx, principal, query, organisation }) => {
      const shop = await organisation();
      const { rows, nextCursor } = await listCounsel(tx, principal.tenantId, query);
      return { items: rows.map((row) => shape(shop, row)), nextCursor };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/counsel/:id',
    tag: TAG,
    summary: 'Decides: approves once, approves for good at this location, or refuses',
    description:
      'An approval does not send anything by itself: the whole Gate runs again with the approval among its facts.',
    roles: COUNSEL,
    params: IdParam,
    body: CounselDecision,
    answer: CounselRow,
    run: decide,
  }),
  ...ruleBookRoutes,
  ...policyRoutes,
];

async function decide(call: Call<{ id: string }, unknown, CounselDecision>): Promise<CounselRow> {
  const { tx, principal, params, body, clock, deps, afterCommit } = call;
  const { tenantId } = principal;
  const item = await readCounselForUpdate(tx, tenantId, params.id);
  if (item === null) throw notFound('item');
  if (item.state !== 'open')
    throw new AppError(
      'conflict',
      `this was ${item.state} already${item.decided_by === null ? '' : ` by ${item.decided_by}`}`,
    );
  const at = clock.now();
  if (body.decision === 'standing' && body.expiresOn === undefined)
    throw invalidInput('a standing approval needs its last day', [
      { path: 'expiresOn', message: 'is missing', remedy: 'Choose the day on which counsel looks again.' },
    ]);
  if (body.expiresOn !== undefined && body.expiresOn < at.toISOString().slice(0, 10))
    throw invalidInput('the approval would have ended already', [
      { path: 'expiresOn', message: 'is in the past', remedy: 'Choose today or a later day.' },
    ]);
  const approved = body.decision !== 'refuse';
  if (body.decision === 'standing') await approveForGood(call, item, at);
  await decideCounsel(tx, tenantId, params.id, {
    state: approved ? 'approved' : 'refused',
    by: principal.name,
    note: withoutCardData(body.note).text,
    at: at.toISOString(),
  });
  await askAgain(call, item, approved, body.decision === 'standing');
  await recordStaff(call, 'counsel', {
    ...(item.attempt_id !== null && { attemptId: item.attempt_id }),
    ...(item.caller !== null && { phone: item.caller }),
    body: {
      item: item.id,
      decision: body.decision,
      action: item.action,
      rules: [...askedRules(item.decision)],
      ...(body.decision === 'standing' && { scope: body.scope }),
      ...(body.expiresOn !== undefined && { expiresOn: body.expiresOn }),
    },
    personal: { note: withoutCardData(body.note).text },
  });
  afterCommit(() => {
    for (const kind of ['answer', 'follow', 'reminder']) deps.pipeline.signal.wake(`job:${kind}`);
    deps.pipeline.signal.wake('organisation');
  });
  const after = await readCounselForUpdate(tx, tenantId, params.id);
  if (after === null) throw notFound('item');
  return shape(await call.organisation(), after);
}

/** The waiting action is judged again, now with counsel's word among its facts; what was refused ends with that reason. */
async function askAgain(
  call: Call<{ id: string }, unknown, CounselDecision>,
  item: CounselRecord,
  approved: boolean,
  standing: boolean,
): Promise<void> {
  const { tx, principal, deps } = call;
  const { tenantId } = principal;
  const now = deps.pipeline.clock.now().toISOString();
  const again = (kind: 'answer' | 'follow' | 'reminder', key: string): Promise<void> =>
    sendJobs(tx, [{ tenantId, kind, key, dueAt: now }], { move: true });
  const resume = Resume.safeParse(item.decision);
  if (item.action === 'sms.textback.first' && item.attempt_id !== null)
    await again('answer', item.attempt_id);
  else if (approved && resume.success) await again(resume.data.resume.kind, resume.data.resume.key);
  else if (approved && item.action === 'crm.write' && item.location_id !== null) {
    await writeHeldBack(tx, deps.pipeline, {
      organisation: await deps.pipeline.organisations.load(tx, tenantId),
      locationId: item.location_id,
      attemptId: standing ? null : item.attempt_id,
      approvedRules: askedRules(item.decision),
      at: call.clock.now(),
    });
  } else if (approved && item.action === 'route.assign' && item.location_id !== null) {
    // One question stands for the location: whoever waits there to be given to somebody is asked about again.
    const organisation = await deps.pipeline.organisations.load(tx, tenantId);
    const waiting = standing || item.attempt_id === null;
    const of = waiting ? { manualAt: item.location_id } : { attemptIds: [item.attempt_id] };
    await assignCallbacks(tx, deps.pipeline, organisation, of, call.clock.now(), askedRules(item.decision));
  }
}

const Resume = z.object({ resume: z.object({ kind: z.enum(['follow', 'reminder']), key: z.string() }) });

/** A standing approval is a setting of each location in its scope, with who gave it and until when. */
async function approveForGood(
  call: Call<{ id: string }, unknown, CounselDecision>,
  item: CounselRecord,
  at: Date,
): Promise<void> {
  const { tx, principal, body } = call;
  const shop = await call.organisation();
  const location = item.location_id === null ? undefined : shop.locations.get(item.location_id);
  if (location === undefined)
    throw new AppError('conflict', 'this item belongs to no location, so it can only be approved once');
  const rules = askedRules(item.decision);
  if (rules.length === 0) throw new AppError('conflict', 'no rule of this decision can be approved for good');
  const approvals = rules.map((rule) => ({
    rule,
    approvedBy: principal.name,
    approvedOn: at.toISOString().slice(0, 10),
    ...(body.expiresOn !== undefined && { expiresOn: body.expiresOn }),
    note: withoutCardData(body.note).text,
  }));
  const inScope = [...shop.locations.values()].filter(
    (each) =>
      each.id === location.id ||
      body.scope === 'organisation' ||
      (body.scope === 'brand' && each.banner.id === location.banner.id),
  );
  for (const each of inScope) {
    const kept = each.config.counselApprovals.filter((approval) => !rules.includes(approval.rule));
    const config = { ...each.config, counselApprovals: [...kept, ...approvals] };
    await saveLocation(tx, principal.tenantId, config, each.version);
  }
}

function shape(shop: Organisation, row: CounselRecord): CounselRow {
  return {
    id: row.id,
    queue: row.queue,
    action: row.action,
    reason: row.reason,
    location: row.location_id === null ? null : locationRef(shop, row.location_id),
    attemptId: row.attempt_id,
    caller: row.caller,
    findings: (row.decision.findings ?? []).map((finding) => findingShape(finding as Finding)),
    state: row.state,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    note: row.note,
    createdAt: row.created_at,
  };
}
