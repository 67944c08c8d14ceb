import type { Pipeline } from '../pipeline/context.ts';
import { newId } from '../store/ids.ts';
import { contentHashOf, type InboxWriter, type NewDelivery } from '../store/inbox.ts';
import type { SourceRecord } from '../store/sources.ts';
import type { Delivery } from './vendors/ring.ts';

/**
 * Puts simulated webhooks into the inbox exactly as the door would after it has checked them: the generated history
 * skips HTTP and signatures and nothing else. (`ringback simulate` and the Simulator page go through the door.)
 */
export async function feed(
  inbox: InboxWriter,
  sources: readonly SourceRecord[],
  deliveries: readonly Delivery[],
  receivedAt: Date,
): Promise<number> {
  const rows = deliveries.flatMap((delivery): NewDelivery[] => {
    const source = sourceFor(sources, delivery);
    if (source === undefined) return [];
    const body = Buffer.from(delivery.body);
    const path = source.kind === 'api' ? '/api/v1/call-events' : `/hooks/voice/${source.key}`;
    return [
      {
        tenantId: source.tenantId,
        sourceId: source.id,
        kind: delivery.surface === 'call-events' ? 'call-events' : 'voice',
        contentHash: contentHashOf('POST', path, body),
        method: 'POST',
        url: `http://simulator.invalid${path}`,
        headers: { 'content-type': delivery.contentType },
        body,
        receivedAt: receivedAt.toISOString(),
      },
    ];
  });
  return inbox.insert(rows);
}

/** The source of the organisation that stands for the vendor of this delivery. */
export function sourceFor(
  sources: readonly SourceRecord[],
  delivery: Pick<Delivery, 'surface'>,
): SourceRecord | undefined {
  return delivery.surface === 'call-events'
    ? sources.find((source) => source.kind === 'api')
    : sources.find((source) => source.kind === 'voice' && source.connector === delivery.surface);
}

/** Events without a vendor hang on the organisation's API source; the API makes it at its first use, and so do we. */
export async function ensureApiSource(
  pipeline: Pipeline,
  tenantId: string,
  tenantKey: string,
): Promise<void> {
  if ((await pipeline.sources.ofTenant(tenantId)).some((source) => source.kind === 'api')) return;
  await pipeline.store.tx(tenantId, (tx) =>
    tx
      .insertInto('source')
      .values({
        id: newId(),
        tenant_id: tenantId,
        key: `api--${tenantKey}`,
        kind: 'api',
        connector: 'call-events',
        name: 'API',
        settings: '{}',
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute(),
  );
  pipeline.signal.wake('organisation');
}
