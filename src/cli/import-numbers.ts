import { basename, extname } from 'node:path';
import {
  NUMBER_TOPICS,
  readNumberFile,
  type NumberFile,
  type NumberTopic,
} from '../core/model/number-files.ts';
import { LIST_NAME } from '../core/organisation/spam-csv.ts';
import type { Pipeline } from '../pipeline/context.ts';
import { appendRecords } from '../store/audit.ts';
import { loadNumberList, removeNumberList } from '../store/number-facts.ts';
import { tenantClock } from '../store/tenant-clock.ts';
import { UsageError, type CommandIo, type TenantRef } from './audit-command.ts';

export interface NumberListArgs {
  readonly topic: string;
  readonly list: string | undefined;
  readonly asOf: string | undefined;
  readonly state: string | undefined;
  readonly areaCodes: string | undefined;
  readonly remove: boolean;
  readonly plan: boolean;
}

/** Loads a do-not-call, litigator, reassignment or line-type list, shows what it would do, or takes it back. */
export async function importNumbers(
  pipeline: Pipeline,
  io: CommandIo,
  tenant: TenantRef,
  file: string,
  text: string,
  args: NumberListArgs,
): Promise<number> {
  const topic = NUMBER_TOPICS.find((each) => each === args.topic);
  if (topic === undefined) throw new UsageError(`--kind: one of ${NUMBER_TOPICS.join(', ')}`);
  const name =
    args.list ??
    basename(file, extname(file))
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-');
  if (!LIST_NAME.test(name)) throw new UsageError(`--list ${name} is no name for a list`);
  if (args.asOf !== undefined && !/^\d{4}-\d\d-\d\d$/.test(args.asOf))
    throw new UsageError('--as-of: a day such as 2026-11-21');
  if (topic === 'state-dnc' && !/^[A-Z]{2}$/.test(args.state ?? ''))
    throw new UsageError('a state list needs --state and two letters, such as --state TX');
  const read = args.remove ? NOTHING : readNumberFile(text, topic);
  if (!args.remove && read.numbers.length === 0) {
    io.stderr(`${file}: names no number; nothing was changed\n${problems(read)}`);
    return 1;
  }
  const covered = areaCodesOf(topic, args.areaCodes, read);
  const done = await pipeline.store
    .tx(tenant.id, async (tx) => {
      const at = (await tenantClock(tx, tenant.id, pipeline.clock)).now().toISOString();
      const changed = args.remove
        ? { added: 0, removed: await removeNumberList(tx, tenant.id, topic, name) }
        : await loadNumberList(
            tx,
            tenant.id,
            {
              topic,
              name,
              asOf: args.asOf ?? at.slice(0, 10),
              areaCodes: covered,
              state: args.state ?? null,
              numbers: read.numbers,
              changes: read.changes,
            },
            at,
          );
      if (args.plan) throw new Planned(changed);
      await appendRecords(tx, pipeline.keeper, tenant.id, [
        {
          kind: 'staff.import-numbers',
          occurredAt: at,
          body: {
            by: 'ringback import',
            topic,
            list: name,
            numbers: read.numbers.length,
            ...changed,
            refused: read.bad.length,
            ...(covered === null ? {} : { areaCodes: covered }),
            ...(args.remove ? { takenBack: true } : {}),
          },
        },
      ]);
      return changed;
    })
    .catch((error: unknown) => {
      if (error instanceof Planned) return error.changed;
      throw error;
    });
  io.stdout(
    `${file}: ${args.plan ? 'would change' : 'changed'} the ${topic} list ${name}: ${done.added} numbers new, ${done.removed} taken off${covered === null ? '' : `, covers ${covered.length} area codes`}\n`,
  );
  if (read.bad.length === 0) return 0;
  io.stderr(`${file}: lines left out\n${problems(read)}`);
  return 1;
}

/** Rolls the transaction back after it has shown what it would do. */
class Planned extends Error {
  readonly changed: { readonly added: number; readonly removed: number };
  constructor(changed: { readonly added: number; readonly removed: number }) {
    super('only a plan');
    this.changed = changed;
  }
}

const NOTHING: NumberFile = { numbers: [], bad: [], areaCodes: [], changes: false };

/** The registry is sold by area code: what was not bought is unknown. Other lists cover everybody they mean. */
function areaCodesOf(
  topic: NumberTopic,
  given: string | undefined,
  read: NumberFile,
): readonly string[] | null {
  if (topic !== 'national-dnc') return null;
  if (given === undefined) return read.areaCodes;
  const codes = given.split(',').map((code) => code.trim());
  const wrong = codes.find((code) => !/^[2-9]\d\d$/.test(code));
  if (wrong !== undefined) throw new UsageError(`--area-codes: ${wrong} is no area code`);
  return [...new Set(codes)].sort();
}

function problems({ bad }: NumberFile): string {
  return bad
    .slice(0, 60)
    .map(({ line, message }) => `  line ${line}: ${message}\n`)
    .join('');
}
