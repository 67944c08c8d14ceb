import { silentLog } from '../../src/ports/log.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { appendRecords, type NewRecord } from '../../src/store/audit.ts';
import { ALL_TENANTS, type Store } from '../../src/store/database.ts';
import { newId } from '../../src/store/ids.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { organisationDirectory } from '../../src/store/organisation.ts';
import { localSignal } from '../../src/store/signal.ts';
import { sourceDirectory } from '../../src/store/sources.ts';

/** A pipeline with no connectors: enough for everything about the audit log. */
export function auditPipeline(store: Store, now = new Date('2026-11-20T18:42:00Z')): Pipeline {
  const clock = { now: () => now };
  const keeper = openKeeper(new Uint8Array(32).fill(7));
  return {
    store,
    clock,
    keeper,
    organisations: organisationDirectory(keeper),
    sources: sourceDirectory({ store, keeper, clock }),
    log: silentLog,
    signal: localSignal(),
    connectors: { voice: new Map(), messaging: new Map(), notify: new Map(), llm: new Map() },
    fetch: () => Promise.reject(new Error('nothing is called from here')),
    publicUrl: null,
  };
}

export async function addTenant(store: Store, key: string): Promise<{ id: string; key: string }> {
  const id = newId();
  await store.tx(ALL_TENANTS, (tx) =>
    tx.insertInto('tenant').values({ id, key, name: key, zone: 'America/Chicago', config: '{}' }).execute(),
  );
  return { id, key };
}

/** Records of ten callers with something to protect. */
export function someRecords(count: number, startMs = Date.parse('2026-11-20T18:00:00Z')): NewRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: index % 3 === 0 ? 'send.intent' : 'booking.held',
    attemptId: newId(),
    phone: `+1310555010${index % 10}`,
    occurredAt: new Date(startMs + index * 1000).toISOString(),
    body: { number: index },
    personal: { text: `Hello ${index}` },
  }));
}

export async function write(
  pipeline: Pipeline,
  tenantId: string,
  records: readonly NewRecord[],
): Promise<string[]> {
  return pipeline.store.tx(tenantId, (tx) => appendRecords(tx, pipeline.keeper, tenantId, records));
}
