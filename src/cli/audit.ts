import { readFile } from 'node:fs/promises';
import type { LogReport } from '../core/audit/check/report.ts';
import { isVerifierKey } from '../core/audit/check/note.ts';
import { auditKey } from '../pipeline/seal.ts';
import { latestCheckpoint } from '../store/audit-log.ts';
import { proveRecord } from '../store/audit-proof.ts';
import { verifyLog } from '../store/audit-verify.ts';
import {
  answering,
  chosenTenants,
  grouped,
  oneTenant,
  readArgs,
  UsageError,
  withPipeline,
  type CommandDeps,
  type CommandIo,
} from './audit-command.ts';
import { exportEvidence } from './audit-export.ts';
import { verifyProof } from './audit-proof.ts';
import { tamperDemo } from './audit-tamper-demo.ts';

/**
 * `ringback audit`: independent check of the log, proofs, evidence packs. Exit 0 when all is well, 1 when something is
 * not, 2 on bad usage.
 */
const USAGE = `usage: ringback audit COMMAND
  verify [--tenant KEY] [--key VERIFIER-KEY] [--against FILE] [--json]
                       checks every record, tile and checkpoint; names the first broken record.
                       --against: a checkpoint kept outside (see checkpoint), shows a log that was cut or rewritten
  checkpoint [--tenant KEY]
                       prints the newest signed checkpoint: keep it somewhere else
  key [--tenant KEY]   prints the public key that checks checkpoints
  prove RECORD-ID [--tenant KEY]
                       prints a proof that the record is in the log, as JSON
  verify-proof [FILE] [--key VERIFIER-KEY]
                       checks such a proof (standard input without FILE); needs no database
  export --from DATE --to DATE --out DIRECTORY [--tenant KEY] [--personal]
                       writes an evidence pack with its own verifier; --personal adds the keys of its records
  tamper-demo [--tenant KEY] [--record INDEX]
                       flips one byte in a copy in memory and shows the verifier finding it; changes nothing
`;

type Subcommand = (args: string[], io: CommandIo, deps: CommandDeps) => Promise<number>;

const COMMANDS: Readonly<Record<string, Subcommand>> = {
  verify,
  checkpoint,
  key,
  prove,
  'verify-proof': (args, io) => verifyProof(args, io),
  export: exportEvidence,
  'tamper-demo': tamperDemo,
};

export function run(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  const [name, ...rest] = args;
  if (name === 'help' || args.some((arg) => arg === '--help' || arg === '-h')) {
    io.stdout(USAGE);
    return Promise.resolve(0);
  }
  return answering('audit', USAGE, io, () => {
    const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined)
      throw new UsageError(name === undefined ? 'which command?' : `there is no command "${name}"`);
    return command(rest, io, deps);
  });
}

async function verify(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  const { values } = readArgs({
    args,
    options: {
      tenant: { type: 'string' },
      key: { type: 'string' },
      against: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  if (values.key !== undefined && !isVerifierKey(values.key))
    throw new UsageError('--key is not a verifier key (name+hash+key); see ringback audit key');
  const witness = values.against === undefined ? undefined : await readText(values.against);
  return withPipeline(deps, async ({ pipeline, tenants }) => {
    const chosen =
      values.key === undefined && witness === undefined
        ? chosenTenants(tenants, values.tenant)
        : [oneTenant(tenants, values.tenant)];
    let broken = false;
    for (const tenant of chosen) {
      const verifierKey = values.key ?? auditKey(pipeline.keeper, tenant.key).verifierKey;
      const report = await verifyLog(
        pipeline.store,
        tenant,
        verifierKey,
        witness === undefined ? {} : { witness },
      );
      broken ||= !report.ok;
      io.stdout(
        values.json === true ? `${JSON.stringify({ tenant: tenant.key, ...report })}\n` : told(report),
      );
    }
    return broken ? 1 : 0;
  });
}

function told(report: LogReport): string {
  const waiting = report.unsealed === 0 ? '' : `, ${grouped(report.unsealed)} not sealed yet`;
  const extent = `${grouped(report.size)} records under ${grouped(report.checkpoints)} checkpoints${waiting}`;
  if (report.first === null) return `${report.origin}: whole. ${extent}, root ${report.root}\n`;
  const shown = report.findings.slice(0, 20);
  const more = report.findingCount - shown.length;
  return [
    `${report.origin}: BROKEN. ${extent}`,
    `  first: ${report.first.message} [${report.first.code}]`,
    ...shown.slice(1).map((finding) => `  then:  ${finding.message} [${finding.code}]`),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
    '',
  ].join('\n');
}

async function checkpoint(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  const { values } = readArgs({ args, options: { tenant: { type: 'string' } } });
  return withPipeline(deps, async ({ pipeline, tenants }) => {
    const tenant = oneTenant(tenants, values.tenant);
    const newest = await pipeline.store.tx(tenant.id, (tx) => latestCheckpoint(tx, tenant.id));
    if (newest === null) {
      io.stderr('ringback audit: nothing has been sealed yet\n');
      return 1;
    }
    io.stdout(newest.note);
    return 0;
  });
}

async function key(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  const { values } = readArgs({ args, options: { tenant: { type: 'string' } } });
  return withPipeline(deps, ({ pipeline, tenants }) => {
    for (const tenant of chosenTenants(tenants, values.tenant))
      io.stdout(`${auditKey(pipeline.keeper, tenant.key).verifierKey}\n`);
    return Promise.resolve(0);
  });
}

async function prove(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  const { values, positionals } = readArgs({
    args,
    options: { tenant: { type: 'string' } },
    allowPositionals: true,
  });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0 || !UUID.test(id))
    throw new UsageError('prove needs the id of one record (a UUID)');
  return withPipeline(deps, async ({ pipeline, tenants }) => {
    let problem = 'there is no organisation yet';
    for (const tenant of chosenTenants(tenants, values.tenant)) {
      const answer = await pipeline.store.tx(tenant.id, (tx) => proveRecord(tx, tenant.id, id.toLowerCase()));
      if (answer.ok) {
        io.stdout(
          `${JSON.stringify({ ...answer.proof, key: auditKey(pipeline.keeper, tenant.key).verifierKey }, null, 2)}\n`,
        );
        return 0;
      }
      problem = answer.message;
      if (answer.code === 'not-sealed') break;
    }
    io.stderr(`ringback audit: ${problem}\n`);
    return 1;
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
