import { createHash } from 'node:crypto';
import { AppError } from '../../core/model/errors.ts';
import type { Tx } from '../../store/database.ts';

/**
 * A write that carries an Idempotency-Key happens once: the key and the answer are stored in the very transaction of
 * the write, so a second request waits for the first and then gets the same answer. A failed write leaves no trace.
 */
export async function beginIdempotent(
  tx: Tx,
  tenantId: string,
  key: string,
  route: string,
  body: Uint8Array,
): Promise<unknown> {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new AppError('invalid-input', 'the Idempotency-Key is not usable', {
      issues: [
        {
          path: 'Idempotency-Key',
          message: 'must be 1 to 200 visible ASCII characters',
          remedy: 'Send a random UUID.',
        },
      ],
    });
  }
  const hash = createHash('sha256').update(`${route}\n`).update(body).digest();
  const inserted = await tx
    .insertInto('idempotency')
    .values({ tenant_id: tenantId, key, request_hash: hash })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (inserted !== undefined) return null;
  const earlier = await tx
    .selectFrom('idempotency')
    .select(['request_hash', 'response'])
    .where('tenant_id', '=', tenantId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (!earlier.request_hash.equals(hash)) {
    throw new AppError('idempotency-mismatch', 'this Idempotency-Key was used for a different request');
  }
  return earlier.response;
}

export async function finishIdempotent(
  tx: Tx,
  tenantId: string,
  key: string,
  answer: unknown,
): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({ status: 200, response: JSON.stringify(answer) })
    .where('tenant_id', '=', tenantId)
    .where('key', '=', key)
    .execute();
}
