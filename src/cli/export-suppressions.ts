import { csvLine } from '../core/organisation/csv.ts';
import { foldConsent } from '../core/gate/consent-fold.ts';
import type { Organisation } from '../core/model/directory.ts';
import type { Pipeline } from '../pipeline/context.ts';
import { loadConsent, type StoredConsentEvent } from '../store/consent.ts';
import { listSuppressed } from '../store/queries-people.ts';
import type { CommandIo, TenantRef } from './audit-command.ts';

const COLUMNS = ['phone', 'kind', 'banner', 'date', 'note'] as const;
const PAGE = 500;

interface Line {
  readonly phone: string;
  readonly kind: 'opted-out' | 'do-not-contact';
  readonly banner: string;
  readonly date: string;
  readonly note: string;
}

/**
 * Who must not be texted now, per brand, in the columns that `ringback import --suppressions` takes. A wrong number
 * counts as do-not-contact: another system has no better word for "never text this phone".
 */
export async function exportSuppressions(
  pipeline: Pipeline,
  io: CommandIo,
  tenant: TenantRef,
  format: 'csv' | 'jsonl',
  at: string,
): Promise<number> {
  if (format === 'csv') io.stdout(csvLine(COLUMNS));
  let cursor: string | undefined;
  let written = 0;
  do {
    const page = await pipeline.store.tx(tenant.id, async (tx) => {
      const organisation = await pipeline.organisations.load(tx, tenant.id);
      const { rows, nextCursor } = await listSuppressed(tx, tenant.id, { limit: PAGE, cursor });
      const ledgers = await loadConsent(
        tx,
        tenant.id,
        rows.map((row) => row.phone),
      );
      return {
        lines: rows.flatMap((row) => linesOf(organisation, row.phone, ledgers.get(row.phone) ?? [], at)),
        nextCursor,
      };
    });
    for (const line of page.lines)
      io.stdout(
        format === 'csv' ? csvLine(COLUMNS.map((column) => line[column])) : `${JSON.stringify(line)}\n`,
      );
    written += page.lines.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return written;
}

function linesOf(
  organisation: Organisation,
  phone: string,
  ledger: readonly StoredConsentEvent[],
  at: string,
): Line[] {
  return [...organisation.banners.values()].flatMap((banner): Line[] => {
    const { state, since } = foldConsent(
      ledger.filter((event) => event.bannerId === banner.id),
      at,
    );
    const kind = KINDS.get(state);
    if (kind === undefined) return [];
    return [
      {
        phone,
        kind,
        banner: banner.key,
        date: (since ?? at).slice(0, 10),
        note: state === 'BLOCKED' ? 'wrong number or unreachable' : '',
      },
    ];
  });
}

const KINDS: ReadonlyMap<string, Line['kind']> = new Map([
  ['OPTED_OUT', 'opted-out'],
  ['CLARIFY_PENDING', 'opted-out'],
  ['DNC_INTERNAL', 'do-not-contact'],
  ['BLOCKED', 'do-not-contact'],
]);
