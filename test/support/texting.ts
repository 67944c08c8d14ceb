import { deliver, json, twilioMiss } from './deliver.ts';
import type { TestInstallation } from './installation.ts';
import { SHOP } from './shop.ts';

let count = 0;

/** A text from a phone to the shop, through the inbox as the carrier would bring it, and everything that follows. */
export async function text(
  shop: TestInstallation,
  body: string,
  options: { from?: string; to?: string; id?: string; settle?: boolean } = {},
): Promise<void> {
  count += 1;
  await deliver(shop, [
    json('shop-handset', {
      type: 'inbound',
      providerId: options.id ?? `text-${count}`,
      from: options.from ?? SHOP.caller,
      to: options.to ?? SHOP.main,
      body,
      at: shop.clock.now().toISOString(),
    }),
  ]);
  if (options.settle !== false) await shop.settle();
}

/** A missed call, and its text-back twenty seconds later. */
export async function missedCall(shop: TestInstallation, from: string = SHOP.caller): Promise<void> {
  await deliver(shop, twilioMiss(shop.clock.now(), { from, to: SHOP.main, source: 'shop-twilio' }));
  await shop.settle();
  await shop.passTime(20_000);
}

/** What the carrier really brought to a phone, oldest first. */
export async function received(
  shop: TestInstallation,
  tenantId: string,
  phone: string = SHOP.caller,
): Promise<string[]> {
  const rows = await shop.pipeline.store.tx(tenantId, (tx) =>
    tx
      .selectFrom('handset_message')
      .select('body')
      .where('direction', '=', 'to-handset')
      .where('recipient', '=', phone)
      .orderBy('id')
      .execute(),
  );
  return rows.map((row) => row.body);
}
