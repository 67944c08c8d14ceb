import { sql } from 'kysely';
import { NUMBER_TOPICS, type NumberTopic, type RunWithout } from '../core/model/look-ups.ts';
import type { TenantConfig } from '../core/model/organisation.ts';
import { choiceOf } from '../core/organisation/look-ups.ts';
import { appendRecords, type NewRecord } from './audit.ts';
import type { Tx } from './database.ts';
import type { Keeper } from './keeper.ts';

/**
 * Running without a list is a choice that has to be found again: whichever way a configuration comes in, what it says
 * anew, or takes back, becomes a record of its own.
 */
export async function recordChoices(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  before: TenantConfig | null,
  after: TenantConfig,
): Promise<void> {
  const changed = NUMBER_TOPICS.flatMap((topic) => {
    const [old, chosen] = [writtenChoice(before, topic), writtenChoice(after, topic)];
    return JSON.stringify(old) === JSON.stringify(chosen) ? [] : [{ list: topic, chosen, before: old }];
  });
  if (changed.length === 0) return;
  const { rows } = await sql<{
    now: string;
  }>`select now() + make_interval(secs => clock_offset_ms / 1000.0) as now
    from tenant where id = ${tenantId}`.execute(tx);
  const occurredAt = rows[0]?.now ?? new Date(0).toISOString();
  await appendRecords(
    tx,
    keeper,
    tenantId,
    changed.map((body): NewRecord => ({ kind: 'lookup.choice', occurredAt, body })),
  );
}

/** Whatever stands there, in force or not. */
function writtenChoice(config: TenantConfig | null, topic: NumberTopic): RunWithout | null {
  if (config === null) return null;
  return config.lookUps?.[topic]?.without ?? choiceOf(config, topic, '9999-12-31');
}
