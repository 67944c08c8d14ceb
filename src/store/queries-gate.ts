import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './database.ts';

/** How often each rule said what. The outcome of a Gate decision names no person, so it is read without any key. */
export interface RuleTally {
  readonly rule: string;
  readonly decision: string;
  readonly count: number;
}

export interface GateTally {
  readonly decisions: number;
  readonly outcomes: readonly { readonly kind: string; readonly decision: string; readonly count: number }[];
  readonly rules: readonly RuleTally[];
}

/**
 * Every decision of these UTC days (`YYYY-MM-DD`, both included): what the chore has counted, and what it has not come
 * to yet, read from the records themselves. Exact at any moment, also while the chore catches up. Served by the key of
 * gate_tally, the key of audit_record by leaf, and index audit_unsequenced.
 */
export async function tallyGate(
  tx: Tx,
  tenantId: string,
  firstDay: string,
  lastDay: string,
): Promise<GateTally> {
  // One statement sees one state: nothing is counted twice while the chore moves on.
  const mark = sql`(select coalesce(max(next_leaf), 0) from gate_tally_mark where tenant_id = ${tenantId})`;
  const rows = await sql<{ kind: string; rule: string; decision: string; count: number }>`
    select kind, rule, decision, sum(count)::float8 as count from (
      select day, kind, rule, decision, count from gate_tally where tenant_id = ${tenantId}
      union all ${counted(sql`tenant_id = ${tenantId} and leaf_index >= ${mark}`)}
      union all ${counted(sql`tenant_id = ${tenantId} and leaf_index is null`)}
    ) t where day between ${firstDay} and ${lastDay} group by 1, 2, 3 order by 1, 2, 3`.execute(tx);
  const outcomes = rows.rows.filter((row) => row.rule === WHOLE);
  const rules = rows.rows.filter((row) => row.rule !== WHOLE);
  return {
    decisions: outcomes.reduce((sum, row) => sum + row.count, 0),
    outcomes: outcomes.map(({ kind, decision, count }) => ({ kind, decision, count })),
    rules: [...Map.groupBy(rules, (row) => JSON.stringify([row.rule, row.decision])).values()].flatMap(
      ([first, ...more]) =>
        first === undefined
          ? []
          : [
              {
                rule: first.rule,
                decision: first.decision,
                count: more.reduce((sum, row) => sum + row.count, first.count),
              },
            ],
    ),
  };
}

/** Organisations with sealed records that the tally has not seen. Served by the keys of both tables. */
export async function tenantsToTally(tx: Tx): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select t.id from tenant t left join gate_tally_mark m on m.tenant_id = t.id
    where exists (select from audit_record r where r.tenant_id = t.id and r.leaf_index >= coalesce(m.next_leaf, 0))
    order by t.id`.execute(tx);
  return rows.rows.map((row) => row.id);
}

/**
 * Counts the next `limit` places of the log. The mark is locked for the transaction: whoever comes second goes on behind
 * the first. Returns how many places there were.
 */
export async function addToTally(tx: Tx, tenantId: string, limit: number): Promise<number> {
  await sql`insert into gate_tally_mark (tenant_id, next_leaf) values (${tenantId}, 0)
    on conflict do nothing`.execute(tx);
  const mark = await sql<{ next: number }>`
    select next_leaf as next from gate_tally_mark where tenant_id = ${tenantId} for update`.execute(tx);
  const next = mark.rows[0]?.next ?? 0;
  // Places are given without a gap and in order, under a lock: whatever is below the last one is there.
  const last = await sql<{ last: number | null }>`
    select max(leaf_index) as last from audit_record where tenant_id = ${tenantId}`.execute(tx);
  const end = Math.min(next + limit, (last.rows[0]?.last ?? -1) + 1);
  if (end <= next) return 0;
  const range = sql`tenant_id = ${tenantId} and leaf_index >= ${next}::bigint and leaf_index < ${end}::bigint`;
  await sql`
    insert into gate_tally as t (tenant_id, day, kind, rule, decision, count)
    select ${tenantId}::uuid, day, kind, rule, decision, count from (${counted(range)}) c
    on conflict (tenant_id, day, kind, rule, decision) do update set count = t.count + excluded.count`.execute(
    tx,
  );
  await sql`update gate_tally_mark set next_leaf = ${end} where tenant_id = ${tenantId}`.execute(tx);
  return end - next;
}

/** Stands for the decision as a whole where a rule's name stands else. */
const WHOLE = '';

/**
 * A finding counts when its rule had a say; records of before November 2026 hold those that had none as well. `offset 0`
 * keeps PostgreSQL from opening a record once for every mention of its outcome: that took five times as long.
 */
function counted(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select to_char(g.occurred_at at time zone 'UTC', 'YYYY-MM-DD') as day, g.kind, s.rule, s.decision, count(*) as count
    from (
      select occurred_at, kind, (leaf::json #> '{body,outcome}')::text::jsonb as outcome from audit_record
      where ${which} and (kind = 'decision.gate' or starts_with(kind, 'decision.gate.')) offset 0
    ) g, lateral (
      select ${WHOLE} as rule, g.outcome ->> 'decision' as decision
      union all
      select f ->> 'rule', f ->> 'decision' from jsonb_array_elements(
        case when jsonb_typeof(g.outcome -> 'findings') = 'array' then g.outcome -> 'findings' end) f
    ) s
    where s.decision is not null and s.rule is not null and s.decision <> 'not-applicable' group by 1, 2, 3, 4`;
}
