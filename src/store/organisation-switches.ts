import { AppError } from '../core/model/errors.ts';
import type { LocationConfig } from '../core/model/organisation.ts';
import type { Tx } from './database.ts';

/**
 * The changes people make while the shop is open: pausing, switching one location between live, shadow and off, and
 * editing its settings. Each is one statement; wake `organisation` after the commit.
 */
export async function setPaused(
  tx: Tx,
  tenantId: string,
  what: { readonly scope: 'tenant' } | { readonly scope: 'banner' | 'location'; readonly key: string },
  paused: boolean,
): Promise<void> {
  const result =
    what.scope === 'tenant'
      ? await tx.updateTable('tenant').set({ paused }).where('id', '=', tenantId).executeTakeFirst()
      : await tx
          .updateTable(what.scope)
          .set({ paused })
          .where('tenant_id', '=', tenantId)
          .where('key', '=', what.key)
          .where('removed', '=', false)
          .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new AppError('not-found', `there is no such ${what.scope}`);
}

export async function setLocationMode(
  tx: Tx,
  tenantId: string,
  key: string,
  mode: LocationConfig['textback']['mode'],
): Promise<void> {
  const result = await tx
    .updateTable('location')
    .set((eb) => ({ mode, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('key', '=', key)
    .where('removed', '=', false)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new AppError('not-found', `there is no location ${key}`);
}

/**
 * Stores one location's settings if nobody else changed them since `expectedVersion`. The configuration must have
 * passed `LocationConfig` and `locationProblems` (core/organisation/location-rules.ts). Returns the new version.
 */
export async function saveLocation(
  tx: Tx,
  tenantId: string,
  config: LocationConfig,
  expectedVersion: number,
): Promise<number> {
  const row = await tx
    .selectFrom('location')
    .select(['id', 'version'])
    .where('tenant_id', '=', tenantId)
    .where('key', '=', config.key)
    .where('removed', '=', false)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `there is no location ${config.key}`);
  if (row.version !== expectedVersion) {
    throw new AppError(
      'conflict',
      `${config.name} was changed by someone else meanwhile (version ${row.version})`,
    );
  }
  const numbers = config.numbers.map((number) => number.number);
  const claimed = await tx
    .selectFrom('phone_number')
    .innerJoin('location', 'location.id', 'phone_number.location_id')
    .select(['phone_number.number', 'location.key'])
    .where('phone_number.tenant_id', '=', tenantId)
    .where('phone_number.number', 'in', numbers)
    .where('phone_number.location_id', '<>', row.id)
    .execute();
  if (claimed.length > 0) {
    throw new AppError('invalid-input', 'a number belongs to another location', {
      issues: claimed.map((each) => ({
        path: `numbers.${each.number}`,
        message: `this number belongs to ${each.key}`,
        remedy: 'Remove it there first; two locations cannot share a number.',
      })),
    });
  }
  await tx
    .updateTable('location')
    .set({
      name: config.name,
      zone: config.zone,
      mode: config.textback.mode,
      config: JSON.stringify(config),
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute();
  await tx
    .deleteFrom('phone_number')
    .where('tenant_id', '=', tenantId)
    .where('location_id', '=', row.id)
    .execute();
  await tx
    .insertInto('phone_number')
    .values(
      config.numbers.map((number) => ({
        tenant_id: tenantId,
        number: number.number,
        location_id: row.id,
        kind: number.kind,
        forwards_to: number.forwardsTo ?? null,
      })),
    )
    .execute();
  return row.version + 1;
}
