import { RULES } from '../../core/gate/rules/all.ts';
import { RULE_PACK_DATE, evaluateGate } from '../../core/gate/gate.ts';
import { parseGateInput } from '../../core/gate/input.ts';
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
import type { Organisation } from '../../core/model/directory.ts';
import { invalidInput, notFound } from '../errors.ts';
import { IdParam } from './lookups.ts';
import { locationRef } from './present.ts';
import { findingShape } from './records.ts';
import { COUNSEL, defineRoute, READERS, type Call, type Route } from './route.ts';
import {
  CounselDecision,
  CounselList,
  CounselQuery,
  CounselRow,
  GateAnswer,
  GateRequest,
  RuleBook,
} from './schemas/counsel.ts';
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
  defineRoute({
    method: 'get',
    path: '/api/v1/rules',
    tag: TAG,
    summary: 'The rulebook of the Gate',
    roles: READERS,
    answer: RuleBook,
    run: () =>
      Promise.resolve({
        version: RULE_PACK_DATE,
        items: RULES.map((rule) => ({
          id: rule.id,
          title: rule.title,
          group: rule.anchor,
          citation: rule.citation,
          summary: rule.otherwise.because,
          notCovered: rule.notCovered,
          inForceFrom: rule.effectiveFrom,
          reviewBy: rule.reviewBy,
          actions: [...rule.kinds],
          jurisdictions: [...rule.jurisdictions],
          confidence: rule.confidence,
          branches: rule.branches.map((branch) => ({
            decision: branch.then.decision,
            because: branch.then.because,
          })),
        })),
        nextCursor: null,
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/gate',
    tag: TAG,
    summary:
      'Judges an action: the GateInput of the regulation catalogue in, decision and findings out; nothing is stored',
    roles: READERS,
    body: GateRequest,
    answer: GateAnswer,
    run: ({ body }) => {
      const parsed = parseGateInput(body);
      if (!parsed.ok) throw invalidInput('this is not a GateInput', parsed.issues);
      return Promise.resolve({ ...evaluateGate(parsed.value) });
    },
  }),
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
  if (body.decision === 'standing') await approveLocation(call, item, at);
  const approved = body.decision !== 'refuse';
  await decideCounsel(tx, tenantId, params.id, {
    state: approved ? 'approved' : 'refused',
    by: principal.name,
    note: body.note,
    at: at.toISOString(),
  });
  if (item.attempt_id !== null) {
    // The Gate looks again, now with counsel's word; a refusal closes the attempt with that reason.
    const now = deps.pipeline.clock.now().toISOString();
    await sendJobs(tx, [{ tenantId, kind: 'answer', key: item.attempt_id, dueAt: now }], { move: true });
  }
  await recordStaff(call, 'counsel', {
    ...(item.attempt_id !== null && { attemptId: item.attempt_id }),
    ...(item.caller !== null && { phone: item.caller }),
    body: {
      item: item.id,
      decision: body.decision,
      action: item.action,
      ...(body.expiresOn !== undefined && { expiresOn: body.expiresOn }),
    },
    personal: { note: body.note },
  });
  afterCommit(() => {
    deps.pipeline.signal.wake('job:answer');
    deps.pipeline.signal.wake('organisation');
  });
  const after = await readCounselForUpdate(tx, tenantId, params.id);
  if (after === null) throw notFound('item');
  return shape(await call.organisation(), after);
}

/** A standing approval is a setting of the location, with who gave it and until when. */
async function approveLocation(
  call: Call<{ id: string }, unknown, CounselDecision>,
  item: CounselRecord,
  at: Date,
): Promise<void> {
  const { tx, principal, body } = call;
  const shop = await call.organisation();
  const location = item.location_id === null ? undefined : shop.locations.get(item.location_id);
  if (location === undefined)
    throw new AppError('conflict', 'this item belongs to no location, so it can only be approved once');
  const rules = (item.decision.findings ?? [])
    .map((finding) => finding as Finding)
    .filter((finding) => finding.decision === 'route-to-counsel')
    .map((finding) => finding.rule);
  if (rules.length === 0) throw new AppError('conflict', 'no rule of this decision can be approved for good');
  const approvals = rules.map((rule) => ({
    rule,
    approvedBy: principal.name,
    approvedOn: at.toISOString().slice(0, 10),
    ...(body.expiresOn !== undefined && { expiresOn: body.expiresOn }),
    note: body.note,
  }));
  const kept = location.config.counselApprovals.filter((approval) => !rules.includes(approval.rule));
  await saveLocation(
    tx,
    principal.tenantId,
    { ...location.config, counselApprovals: [...kept, ...approvals] },
    location.version,
  );
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
