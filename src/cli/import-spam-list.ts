import { basename, extname } from 'node:path';
import { LIST_NAME, readSpamList } from '../core/organisation/spam-csv.ts';
import type { BadLine } from '../core/organisation/people-csv.ts';
import type { Pipeline } from '../pipeline/context.ts';
import { appendRecords } from '../store/audit.ts';
import { planSpamList, removeSpamList, replaceSpamList } from '../store/spam-list.ts';
import { tenantClock } from '../store/tenant-clock.ts';
import { UsageError, type TenantRef } from './audit-command.ts';

/** The list becomes what the file says; a file without a single number changes nothing. A plan only looks. */
export async function importSpamList(
  pipeline: Pipeline,
  tenant: TenantRef,
  list: string,
  text: string,
  { file, plan }: { readonly file: string; readonly plan: boolean },
): Promise<{
  readonly numbers: number;
  readonly added: number;
  readonly removed: number;
  readonly bad: readonly BadLine[];
}> {
  const { good, bad } = readSpamList(text);
  if (good.length === 0) return { numbers: 0, added: 0, removed: 0, bad };
  const changed = await pipeline.store.tx(tenant.id, async (tx) => {
    const at = (await tenantClock(tx, tenant.id, pipeline.clock)).now().toISOString();
    if (plan) return planSpamList(tx, tenant.id, list, good, at);
    const source = file === '-' ? 'standard input' : basename(file);
    const replaced = await replaceSpamList(tx, tenant.id, list, good, { by: BY, at, source });
    const body = { by: BY, list, source, numbers: good.length, ...replaced, refused: bad.length };
    await appendRecords(tx, pipeline.keeper, tenant.id, [
      { kind: 'staff.import-spam-list', occurredAt: at, body },
    ]);
    return replaced;
  });
  return { numbers: good.length, added: changed.added, removed: changed.removed, bad };
}

const BY = 'ringback import';

/** Takes a list back; the dashboard can put it back. Returns how many numbers it had. */
export async function takeSpamListBack(pipeline: Pipeline, tenant: TenantRef, list: string): Promise<number> {
  return pipeline.store.tx(tenant.id, async (tx) => {
    const at = (await tenantClock(tx, tenant.id, pipeline.clock)).now().toISOString();
    const numbers = await removeSpamList(tx, tenant.id, list, { by: BY, at });
    if (numbers > 0)
      await appendRecords(tx, pipeline.keeper, tenant.id, [
        { kind: 'staff.remove-spam-list', occurredAt: at, body: { by: BY, list, numbers } },
      ]);
    return numbers;
  });
}

/** The name given, or that of the file. */
export function listNameOf(given: string | undefined, file: string): string {
  const name =
    given ??
    basename(file, extname(file))
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-');
  if (!LIST_NAME.test(name))
    throw new UsageError(
      `--list ${name} is no name for a list; use lower-case letters, digits, dots and dashes, such as ftc-2026-11`,
    );
  return name;
}
