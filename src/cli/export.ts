import { sql } from 'kysely';
import { csvLine } from '../core/organisation/csv.ts';
import { renderConfig } from '../core/organisation/render.ts';
import { AppError } from '../core/model/errors.ts';
import type { Pipeline } from '../pipeline/context.ts';
import { AUDIENCES, gateExport } from '../pipeline/export-gate.ts';
import { readConfig } from '../store/organisation.ts';
import { exportSuppressions } from './export-suppressions.ts';
import {
  answering,
  instantArg,
  oneTenant,
  readArgs,
  UsageError,
  withPipeline,
  type CommandDeps,
  type CommandIo,
} from './audit-command.ts';

/**
 * `ringback export`: the organisation as YAML that imports to no change, or what happened as CSV or JSON lines. Rows are
 * read in pages, so that a year of calls needs no more memory than a day.
 */
const USAGE = `usage: ringback export [--what organisation|calls|messages|contacts|consent|suppressions] [--format yaml|csv|jsonl]
                       [--from DATE] [--to DATE] [--tenant KEY] [--audience A] [--deidentified]
  --what     organisation (default), or one of the lists; suppressions are those in force now, as import takes them
  --format   csv (default for lists) or jsonl; the organisation is always yaml
  --audience internal (default), franchisee, franchise-prospects or public: the rules are asked about it
  --deidentified   leaves out numbers, names, addresses and words: what clinics may hand on
  --from, --to   a date (UTC) or an instant; from is included, to is not
`;

type Cell = string | number | boolean | null;
interface Row {
  readonly cursor_at: string;
  readonly cursor_id: string;
  readonly [column: string]: Cell;
}

interface List {
  readonly columns: readonly string[];
  /** A select with columns `cursor_at` and `cursor_id`, without order and limit. */
  readonly select: string;
}

/** Said again in the query: row-level security does not bind an operator's superuser. */
const TENANT = `current_setting('ringback.tenant')::uuid`;

const LISTS: Readonly<Record<string, List>> = {
  calls: {
    columns: [
      'id',
      'location',
      'brand',
      'caller',
      'dialled',
      'started_at',
      'state',
      'missed',
      'missed_at',
      'class',
      'answer',
      'answer_code',
      'answer_reason',
      'simulated',
    ],
    select: `select a.started_at as cursor_at, a.id::text as cursor_id, a.id::text as id, l.key as location, b.key as brand, a.caller, a.dialled,
      a.started_at, a.state, a.missed, a.missed_at, a.primary_class as class, a.answer, a.answer_code, a.answer_reason, a.simulated
      from attempt a join location l on l.id = a.location_id join banner b on b.id = l.banner_id where a.tenant_id = ${TENANT} and a.merged_into is null`,
  },
  messages: {
    columns: [
      'id',
      'location',
      'direction',
      'kind',
      'author',
      'sender',
      'recipient',
      'body',
      'state',
      'reason',
      'intended_at',
      'accepted_at',
      'delivered_at',
      'attempt',
    ],
    select: `select m.intended_at as cursor_at, m.id::text as cursor_id, m.id::text as id, l.key as location, m.direction, m.kind, m.author, m.sender,
      m.recipient, m.body, m.state, m.reason, m.intended_at, m.accepted_at, m.delivered_at, m.attempt_id::text as attempt
      from message m join thread t on t.id = m.thread_id join location l on l.id = t.location_id where m.tenant_id = ${TENANT}`,
  },
  contacts: {
    columns: ['phone', 'name', 'email', 'notes', 'existing_customer', 'blocked'],
    select: `select c.created_at as cursor_at, c.id::text as cursor_id, c.phone, c.name, c.email, c.notes, c.existing_customer, c.blocked
      from contact c where c.tenant_id = ${TENANT}`,
  },
  consent: {
    columns: ['phone', 'banner', 'kind', 'occurred_at', 'source', 'category', 'proof'],
    select: `select c.occurred_at as cursor_at, lpad(c.seq::text, 20, '0') as cursor_id, c.phone, b.key as banner, c.kind, c.occurred_at, c.source,
      c.category, c.proof::text as proof from consent_event c join banner b on b.id = c.banner_id where c.tenant_id = ${TENANT}`,
  },
};

export function run(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  return answering('export', USAGE, io, async () => {
    const { values } = readArgs({
      args,
      options: {
        what: { type: 'string', default: 'organisation' },
        format: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        tenant: { type: 'string' },
        audience: { type: 'string', default: 'internal' },
        deidentified: { type: 'boolean', default: false },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) {
      io.stdout(USAGE);
      return 0;
    }
    const suppressions = values.what === 'suppressions';
    const list = LISTS[values.what];
    const format = values.format ?? (values.what === 'organisation' ? 'yaml' : 'csv');
    if (
      !suppressions &&
      values.what !== 'organisation' &&
      (list === undefined || !Object.hasOwn(LISTS, values.what))
    ) {
      throw new UsageError(`--what: one of organisation, ${Object.keys(LISTS).join(', ')}, suppressions`);
    }
    const formats = list === undefined && !suppressions ? ['yaml'] : ['csv', 'jsonl'];
    if (!formats.includes(format))
      throw new UsageError(`--format: ${formats.join(' or ')} for ${values.what}`);
    const audience = AUDIENCES.find((each) => each === values.audience);
    if (audience === undefined) throw new UsageError(`--audience: one of ${AUDIENCES.join(', ')}`);
    const { deidentified } = values;
    const [from, to] = [instantArg('--from', values.from), instantArg('--to', values.to)];
    return withPipeline(deps, async ({ pipeline, tenants }) => {
      const tenant = oneTenant(tenants, values.tenant);
      if (list === undefined && !suppressions) {
        const config = await pipeline.store.tx(tenant.id, (tx) => readConfig(tx, tenant.id));
        io.stdout(renderConfig(config));
      } else {
        const answer = await pipeline.store.tx(tenant.id, (tx) =>
          gateExport(tx, pipeline, tenant.id, {
            what: values.what,
            audience,
            containsEarnings: false,
            deidentified,
          }),
        );
        if (!answer.go)
          throw new AppError('forbidden', `this export may not be written. ${answer.why}`, {
            issues: [
              {
                path: 'audience',
                message: answer.why,
                remedy: 'Write it without people (--deidentified), or for another audience.',
              },
            ],
          });
        if (list === undefined) {
          if (deidentified)
            throw new UsageError('a suppression list is its numbers: it cannot go without them');
          const now = pipeline.clock.now().toISOString();
          await exportSuppressions(pipeline, io, tenant, format === 'jsonl' ? 'jsonl' : 'csv', now);
          return 0;
        }
        await writeList(pipeline, io, tenant.id, deidentified ? withoutPeople(list) : list, format, {
          from: from ?? '-infinity',
          to: to ?? 'infinity',
        });
      }
      return 0;
    });
  });
}

/** Columns that tell who it was, or hold their words. */
const PEOPLE: ReadonlySet<string> = new Set([
  'id',
  'attempt',
  'caller',
  'sender',
  'recipient',
  'phone',
  'name',
  'email',
  'notes',
  'body',
  'proof',
]);

function withoutPeople(list: List): List {
  return { ...list, columns: list.columns.filter((name) => !PEOPLE.has(name)) };
}

const PAGE = 1000;

async function writeList(
  pipeline: Pipeline,
  io: CommandIo,
  tenantId: string,
  list: List,
  format: string,
  period: { readonly from: string; readonly to: string },
): Promise<void> {
  if (format === 'csv') io.stdout(csvLine(list.columns));
  let after: { readonly at: string; readonly id: string } | null = null;
  for (;;) {
    const rows: readonly Row[] = await page(pipeline, tenantId, list, period, after);
    io.stdout(
      rows
        .map((row) =>
          format === 'csv' ? csvLine(list.columns.map((name) => row[name])) : jsonLine(list, row),
        )
        .join(''),
    );
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = { at: last.cursor_at, id: last.cursor_id };
  }
}

/** Keyset paging: instants as PostgreSQL wrote them, because ours know only milliseconds. */
async function page(
  pipeline: Pipeline,
  tenantId: string,
  list: List,
  period: { readonly from: string; readonly to: string },
  after: { readonly at: string; readonly id: string } | null,
): Promise<readonly Row[]> {
  const next =
    after === null ? sql`true` : sql`(q.cursor_at, q.cursor_id) > (${after.at}::timestamptz, ${after.id})`;
  const { rows } = await pipeline.store.tx(tenantId, (tx) =>
    sql<Row>`select q.*, q.cursor_at::text as cursor_at from (${sql.raw(list.select)}) q
      where q.cursor_at >= ${period.from}::timestamptz and q.cursor_at < ${period.to}::timestamptz and ${next}
      order by q.cursor_at, q.cursor_id limit ${PAGE}`.execute(tx),
  );
  return rows;
}

function jsonLine(list: List, row: Row): string {
  return `${JSON.stringify(Object.fromEntries(list.columns.map((name) => [name, row[name] ?? null])))}\n`;
}
