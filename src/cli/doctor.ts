import { parseArgs } from 'node:util';
import { AppError } from '../core/model/errors.ts';
import type { Pipeline } from '../pipeline/context.ts';
import { examine, type DoctorLine } from '../server/doctor.ts';
import { isDatabaseDown } from '../store/database.ts';
import { openingFailure } from '../store/opening-failure.ts';

/** `ringback doctor`: one line per thing that was looked at; exit 0 when nothing is to fix, 1 when something is. */
interface DoctorIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

interface DoctorCommandDeps {
  readonly openPipeline: () => Promise<{
    readonly pipeline: Pipeline;
    readonly settings: { readonly data: string; readonly databaseUrl: string | null };
    readonly tenants: readonly { readonly id: string; readonly key: string }[];
    readonly close: () => Promise<void>;
  }>;
}

const USAGE = `usage: ringback doctor [--json] [--tenant KEY]
  checks runtime, database, clock, zone data, disk, public address, sources, providers and queues; says of each
  source what was last done at its vendor, what comes next and what is left to you there;
  changes nothing; exit 1 when something is to fix
`;

export async function run(args: string[], io: DoctorIo, deps: DoctorCommandDeps): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      tenant: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    io.stdout(USAGE);
    return 0;
  }
  const lines = await look(deps, values.tenant);
  if (values.json) io.stdout(`${JSON.stringify(asJson(lines), null, 2)}\n`);
  else io.stdout(print(lines));
  return lines.some((line) => line.state === 'fix') ? 1 : 0;
}

async function look(deps: DoctorCommandDeps, tenant: string | undefined): Promise<DoctorLine[]> {
  let open: Awaited<ReturnType<DoctorCommandDeps['openPipeline']>>;
  try {
    open = await deps.openPipeline();
  } catch (error) {
    return [openingLine(error)];
  }
  try {
    const tenants = tenant === undefined ? open.tenants : open.tenants.filter((each) => each.key === tenant);
    if (tenant !== undefined && tenants.length === 0)
      throw new AppError('not-found', `there is no organisation "${tenant}"`);
    return await examine({
      pipeline: open.pipeline,
      tenants,
      dataDirectory: open.settings.data,
      embedded: open.settings.databaseUrl === null,
    });
  } finally {
    await open.close();
  }
}

/** Without settings or a database there is nothing else to look at, so this is the one line. */
function openingLine(error: unknown): DoctorLine {
  const known = openingFailure(error);
  if (known !== null) {
    const issues = known.issues.map((issue) => `${issue.path}: ${issue.message}`).join('; ');
    const remedies = known.issues.flatMap((issue) => issue.remedy ?? []).join(' ');
    return {
      area: known.code === 'database-down' ? 'Database' : 'Settings',
      name: 'open',
      state: 'fix',
      detail: issues === '' ? known.message : `${known.message}: ${issues}`,
      how: remedies === '' ? known.remedy : remedies,
    };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return isDatabaseDown(error)
    ? {
        area: 'Database',
        name: 'open',
        state: 'fix',
        detail,
        how: 'Start PostgreSQL, or correct DATABASE_URL.',
      }
    : {
        area: 'Installation',
        name: 'open',
        state: 'fix',
        detail,
        how: 'Read the message; the data directory must be readable and writable by this user.',
      };
}

/** For programs: the lines, and each source with its vendor as a whole, instants and errors apart. */
function asJson(lines: readonly DoctorLine[]): object {
  return {
    ok: lines.every((line) => line.state !== 'fix'),
    lines: lines.map((line) => ({ ...line, vendor: undefined })),
    vendors: lines.flatMap((line) => line.vendor ?? []),
  };
}

const MARKS: Readonly<Record<DoctorLine['state'], string>> = { ok: 'ok  ', fix: 'FIX ', note: 'note' };

function print(lines: readonly DoctorLine[]): string {
  const text = [...Map.groupBy(lines, (line) => line.area)].map(([area, members]) => {
    const rows = members.map(
      (line) =>
        `  ${MARKS[line.state]}  ${line.name}: ${line.detail}\n${[
          line.how ?? [],
          (line.steps ?? []).map((step, index) => `${index + 1}. ${step}`),
        ]
          .flat()
          .map((text) => `        ${text}\n`)
          .join('')}`,
    );
    return `${area}\n${rows.join('')}`;
  });
  const open = lines.filter((line) => line.state === 'fix').length;
  return `${text.join('')}\n${open === 0 ? 'All is well.' : `${open} to fix.`}\n`;
}
