import { replay, type ReplayReport } from '../pipeline/replay.ts';
import {
  answering,
  chosenTenants,
  grouped,
  instantArg,
  readArgs,
  withPipeline,
  type CommandDeps,
  type CommandIo,
} from './audit-command.ts';

/**
 * `ringback replay`: makes every recorded decision of a period again and reports differences. Exit 0 when there are
 * none, 1 when there are, 2 on bad usage.
 */
const USAGE = `usage: ringback replay [--from DATE] [--to DATE] [--tenant KEY] [--json]
  --from, --to   a date (UTC) or an instant; from is included, to is not
  --tenant       one organisation; all of them otherwise
  --json         one JSON object per organisation
`;

export function run(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  return answering('replay', USAGE, io, async () => {
    const { values } = readArgs({
      args,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        tenant: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) {
      io.stdout(USAGE);
      return 0;
    }
    const [from, to] = [instantArg('--from', values.from), instantArg('--to', values.to)];
    const period = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return withPipeline(deps, async ({ pipeline, tenants }) => {
      let failed = false;
      for (const tenant of chosenTenants(tenants, values.tenant)) {
        const report = await replay(pipeline, tenant.id, period);
        failed ||= report.differenceCount > 0;
        io.stdout(
          values.json === true
            ? `${JSON.stringify({ tenant: tenant.key, ...period, ...report })}\n`
            : told(tenant.key, report),
        );
      }
      return failed ? 1 : 0;
    });
  });
}

function told(tenant: string, report: ReplayReport): string {
  const lines = [
    `${tenant}: ${grouped(report.checked)} decisions derived again, ${report.differenceCount === 0 ? 'no difference' : `${grouped(report.differenceCount)} DIFFERENT`}`,
    ...report.differences.map(
      (each) =>
        `  ${each.kind} of ${each.occurredAt} (record ${each.id}${each.attemptId === null ? '' : `, attempt ${each.attemptId}`}): ` +
        `${each.path === '' ? 'outcome' : each.path} was ${brief(each.recorded)}, is now ${brief(each.derived)}`,
    ),
    ...Object.entries(report.otherVersions).map(
      ([version, count]) =>
        `  made by ${version}: ${grouped(count.same)} come out the same today, ${grouped(count.different)} do not`,
    ),
    ...Object.entries(report.unknownKinds).map(
      ([kind, count]) => `  ${grouped(count)} of kind ${kind} cannot be derived by this build`,
    ),
    ...(report.erased === 0
      ? []
      : [`  ${grouped(report.erased)} about erased people were left out: their facts are gone`]),
    ...(report.unreadable === 0
      ? []
      : [`  ${grouped(report.unreadable)} could not be read; run ringback audit verify`]),
  ];
  return `${lines.join('\n')}\n`;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? 'absent' : text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
