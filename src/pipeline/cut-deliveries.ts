/**
 * A delivery is stored as it came, before anyone has read it: the vendor gets its answer only then. So what somebody said
 * into a voicemail may hold a card number there, and it must not stay (PCI DSS v4.0.1 3.3.1 and 3.5.1). This chore looks
 * through every delivery once it was heard, whatever became of it, and writes it back without card data; that it was
 * cut is a record and stands beside the delivery. The hash of its content stays, so that a repetition is still known.
 */
import { mayHoldCardData, redactField, redactPayload } from '../core/gate/content/card-data-in-payload.ts';
import { appendRecords } from '../store/audit.ts';
import { ALL_TENANTS, type Tx } from '../store/database.ts';
import { endLook, replaceDelivery, takeLook, type StoredDelivery } from '../store/inbox-look.ts';
import { tenantClock } from '../store/tenant-clock.ts';
import { cutRecord } from './card-data.ts';
import type { Pipeline } from './context.ts';

const BATCH = 200;

/** Looks through what was heard since; returns how many deliveries. A batch is one transaction with its mark. */
export async function cutDeliveries(pipeline: Pipeline, batch = BATCH): Promise<number> {
  let looked = 0;
  for (;;) {
    const { count, tenants } = await pipeline.store.tx(ALL_TENANTS, (tx) => lookOnce(tx, pipeline, batch));
    for (const tenantId of tenants) pipeline.signal.wake(`change:${tenantId}`);
    looked += count;
    if (count < batch) return looked;
  }
}

async function lookOnce(
  tx: Tx,
  pipeline: Pipeline,
  batch: number,
): Promise<{ readonly count: number; readonly tenants: ReadonlySet<string> }> {
  const { deliveries, nextId } = await takeLook(tx, batch);
  const tenants = new Set<string>();
  for (const delivery of deliveries) {
    const cut = withoutCards(delivery);
    if (cut === null) continue;
    const { cardNumbers, secrets } = cut;
    const clock = await tenantClock(tx, delivery.tenant_id, pipeline.clock);
    const at = clock.now().toISOString();
    await replaceDelivery(tx, delivery.id, cut, { at, cardNumbers, secrets });
    const record = cutRecord(cut, 'delivery', { occurredAt: at });
    await appendRecords(tx, pipeline.keeper, delivery.tenant_id, [
      { ...record, body: { ...record.body, inbox: delivery.id } },
    ]);
    tenants.add(delivery.tenant_id);
  }
  await endLook(tx, nextId);
  return { count: deliveries.length, tenants };
}

interface Clean extends Pick<StoredDelivery, 'url' | 'headers' | 'body'> {
  readonly cardNumbers: number;
  readonly secrets: number;
}

/** Null when there is nothing to cut, which a look at the digits tells of nearly every delivery. */
function withoutCards(delivery: StoredDelivery): Clean | null {
  let [cardNumbers, secrets] = [0, 0];
  const count = (cut: ReturnType<typeof redactPayload>): string => {
    cardNumbers += cut.cardNumbers;
    secrets += cut.secrets;
    return cut.text;
  };
  let { url, headers, body } = delivery;
  if (mayHoldCardData(body.toString('latin1'))) {
    const [text, encoding] = textOf(body);
    const clean = count(redactPayload(text));
    if (clean !== text) body = Buffer.from(clean, encoding);
  }
  const query = url.indexOf('?') + 1;
  if (query > 0 && mayHoldCardData(url.slice(query)))
    url = url.slice(0, query) + count(redactPayload(url.slice(query)));
  if (mayHoldCardData(JSON.stringify(headers)))
    headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, count(redactField(name, value))]),
    );
  return cardNumbers + secrets === 0 ? null : { url, headers, body, cardNumbers, secrets };
}

function textOf(body: Buffer): readonly [string, 'utf8' | 'latin1'] {
  try {
    return [new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), 'utf8'];
  } catch {
    return [body.toString('latin1'), 'latin1'];
  }
}
