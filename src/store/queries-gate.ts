import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** How often each rule said what. The outcome of a Gate decision names no person, so it is read without any key. */
export interface RuleTally {
  readonly rule: string;
  readonly decision: string;
  readonly count: number;
}

export interface GateTally {
  readonly decisions: number;
  /** True when there were more, and only the newest were counted. */
  readonly capped: boolean;
  readonly outcomes: readonly { readonly kind: string; readonly decision: string; readonly count: number }[];
  readonly rules: readonly RuleTally[];
}

/** A page must not read a year of records: the newest of the period are enough to see how the rules work. */
const MOST = 4000;

/** Served by index audit_by_time. */
export async function tallyGate(tx: Tx, tenantId: string, from: string, to: string): Promise<GateTally> {
  const newest = sql`
    select kind, leaf::jsonb -> 'body' -> 'outcome' as outcome from (
      select kind, leaf from audit_record
      where tenant_id = ${tenantId} and occurred_at >= ${from}::timestamptz and occurred_at < ${to}::timestamptz
        and (kind = 'decision.gate' or starts_with(kind, 'decision.gate.'))
      order by occurred_at desc, id desc limit ${MOST}) r`;
  const outcomes = await sql<{ kind: string; decision: string; count: number }>`
    select kind, outcome ->> 'decision' as decision, count(*)::int as count
    from (${newest}) g where outcome is not null group by 1, 2 order by 1, 2`.execute(tx);
  const rules = await sql<RuleTally>`
    select f ->> 'rule' as rule, f ->> 'decision' as decision, count(*)::int as count
    from (${newest}) g, jsonb_array_elements(g.outcome -> 'findings') f
    where f ->> 'decision' <> 'not-applicable' group by 1, 2`.execute(tx);
  const decisions = outcomes.rows.reduce((sum, row) => sum + row.count, 0);
  return { decisions, capped: decisions >= MOST, outcomes: outcomes.rows, rules: rules.rows };
}
