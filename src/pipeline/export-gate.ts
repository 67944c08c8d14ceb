/**
 * The Gate for data that leaves the house as a report: once per kind of business in the organisation and what its
 * locations lack, the strictest answer counts. Recorded like every decision; no caller is its subject.
 */
import { decisionRecord } from '../core/audit/decision-record.ts';
import { explainDecision } from '../core/gate/explain.ts';
import type { GateDecision } from '../core/gate/gate.ts';
import { GateInput } from '../core/gate/input.ts';
import { appendRecords } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import type { Pipeline } from './context.ts';
import { stoppingDuties } from './duties.ts';
import { gateRecord } from './gate-record.ts';
import { judgeActions } from './policy-desk.ts';

export const AUDIENCES = ['internal', 'franchisee', 'franchise-prospects', 'public'] as const;

export interface ReportWish {
  readonly what: string;
  readonly audience: (typeof AUDIENCES)[number];
  readonly containsEarnings: boolean;
  readonly deidentified: boolean;
}

export type ReportAnswer = { readonly go: true } | { readonly go: false; readonly why: string };

export async function gateExport(
  tx: Tx,
  pipeline: Pipeline,
  tenantId: string,
  wish: ReportWish,
): Promise<ReportAnswer> {
  const organisation = await pipeline.organisations.load(tx, tenantId);
  const clock = clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
  const at = clock.now().toISOString();
  // Inside the house, or without people in it, a report gives nobody customer information.
  const discloses = wish.audience !== 'internal' && !wish.deidentified;
  const kinds = new Map(
    [...organisation.locations.values()].map((location) => {
      const duties = discloses ? stoppingDuties(organisation, location, clock.now()) : {};
      return [`${location.config.vertical} ${JSON.stringify(duties)}`, { location, duties }];
    }),
  );
  const inputs = [...kinds.values()].map(({ location, duties }) => {
    const { vertical } = location.config;
    const { state, country } = location.config.address;
    return GateInput.parse({
      action: { kind: 'report.export', messageClass: 'service', category: wish.what, hasMarketing: false },
      recipient: { country },
      vertical,
      location: { state, country, zone: location.zone },
      report: {
        audience: wish.audience,
        containsEarnings: wish.containsEarnings,
        inItem19: false,
        deidentified: wish.deidentified,
      },
      nowUtc: `${at.slice(0, 19)}Z`,
      ...duties,
    });
  });
  const judged = await judgeActions(pipeline.policy, organisation.tenant, inputs);
  await appendRecords(
    tx,
    pipeline.keeper,
    tenantId,
    judged.map(({ facts, decision }) =>
      decisionRecord(gateRecord(facts, decision, 'gate.export'), { occurredAt: at }),
    ),
  );
  const against = judged.map(({ decision }) => decision).filter(isAgainst);
  const [first] = against;
  return first === undefined ? { go: true } : { go: false, why: explainDecision(first) };
}

function isAgainst(decision: GateDecision): boolean {
  return decision.decision !== 'pass';
}
