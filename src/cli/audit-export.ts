import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import type { Pipeline } from '../pipeline/context.ts';
import { auditKey } from '../pipeline/seal.ts';
import {
  checkpointBefore,
  countUnsealed,
  readEvidence,
  type EvidenceRecord,
} from '../store/audit-evidence.ts';
import { latestCheckpoint } from '../store/audit-log.ts';
import { proveConsistency, proveLeaves } from '../store/audit-proof.ts';
import {
  grouped,
  instantArg,
  oneTenant,
  readArgs,
  UsageError,
  withPipeline,
  type CommandDeps,
  type CommandIo,
  type TenantRef,
} from './audit-command.ts';

/**
 * `ringback audit export`: an evidence pack for counsel, a regulator or a court. Each record comes with its proof under
 * one signed checkpoint, and with a verifier that needs only Node, so that the receiver has to believe neither us nor
 * this program. Personal content stays sealed unless `--personal` adds the keys of exactly these records.
 */
export async function exportEvidence(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  const { values } = readArgs({
    args,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      out: { type: 'string' },
      tenant: { type: 'string' },
      personal: { type: 'boolean' },
    },
  });
  const [from, to] = [instantArg('--from', values.from), instantArg('--to', values.to)];
  const { out } = values;
  if (from === undefined || to === undefined || out === undefined)
    throw new UsageError('export needs --from, --to and --out');
  if (from >= to) throw new UsageError('--from must be before --to');
  await prepare(out);
  return withPipeline(deps, async ({ pipeline, tenants }) => {
    const tenant = oneTenant(tenants, values.tenant);
    const written = await writePack(pipeline, tenant, { from, to }, out, values.personal === true);
    if (written === null) {
      io.stderr('ringback audit: nothing has been sealed yet, so nothing can be proved\n');
      return 1;
    }
    io.stdout(`${JSON.stringify({ directory: out, ...written })}\n`);
    io.stderr(
      `${grouped(written.records)} records written to ${out}; check them with: node ${join(out, 'verify.mjs')}\n`,
    );
    if (written.unsealed > 0)
      io.stderr(
        `${grouped(written.unsealed)} newer records of the period are not sealed yet and not in the pack\n`,
      );
    return 0;
  });
}

const PAGE = 500;

async function writePack(
  pipeline: Pipeline,
  tenant: TenantRef,
  period: { from: string; to: string },
  out: string,
  withKeys: boolean,
) {
  const { store, keeper, clock } = pipeline;
  const checkpoint = await store.tx(tenant.id, (tx) => latestCheckpoint(tx, tenant.id));
  if (checkpoint === null) return null;
  const verifierKey = auditKey(keeper, tenant.key).verifierKey;
  const records = lines(join(out, 'records.jsonl'));
  const proofs = lines(join(out, 'proofs.jsonl'));
  let after: EvidenceRecord | undefined;
  let count = 0;
  for (;;) {
    const options = {
      size: checkpoint.size,
      withKeys,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    };
    const [page, proved] = await store.tx(tenant.id, async (tx) => {
      const read = await readEvidence(tx, keeper, tenant.id, period, options);
      return [read, await proveLeaves(tx, tenant.id, checkpoint, read)] as const;
    });
    for (const record of page) await records.write(record);
    for (const { index, hashes } of proved) await proofs.write({ index, hashes });
    count += page.length;
    after = page.at(-1);
    if (page.length < PAGE || after === undefined) break;
  }
  const digests = { 'records.jsonl': await records.end(), 'proofs.jsonl': await proofs.end() };
  const { unsealed, earlier } = await store.tx(tenant.id, async (tx) => {
    const before = await checkpointBefore(tx, tenant.id, period.from);
    return {
      unsealed: await countUnsealed(tx, tenant.id, period, checkpoint.size),
      earlier:
        before === null
          ? null
          : {
              checkpoint: before.note,
              hashes: await proveConsistency(tx, tenant.id, before.size, checkpoint.size),
            },
    };
  });
  const summary = { tenant: tenant.key, ...period, records: count, unsealed, size: checkpoint.size };
  await writeFile(join(out, 'checkpoint.txt'), checkpoint.note);
  await writeFile(join(out, 'verifier-key.txt'), `${verifierKey}\n`);
  const manifest = {
    v: 1,
    type: 'ringback-evidence-pack',
    ...summary,
    personal: withKeys,
    madeAt: clock.now().toISOString(),
    sha256: digests,
    earlier,
  };
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(
    join(out, 'verify.mjs'),
    await readFile(new URL('./audit-pack-verify.js', import.meta.url)),
  );
  await writeFile(join(out, 'README.md'), readme(tenant, period, count, unsealed, verifierKey, withKeys));
  return summary;
}

/** An evidence pack never mixes with what lies there already. */
async function prepare(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    if ((await readdir(directory)).length > 0) throw new UsageError(`--out: ${directory} is not empty`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--out: cannot write to ${directory}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A JSON lines file that waits for the disk and knows its digest. */
function lines(file: string) {
  const stream = createWriteStream(file, { encoding: 'utf8' });
  const digest = createHash('sha256');
  return {
    write: async (value: unknown): Promise<void> => {
      const line = `${JSON.stringify(value)}\n`;
      digest.update(line);
      if (!stream.write(line)) await once(stream, 'drain');
    },
    end: async (): Promise<string> => {
      stream.end();
      await once(stream, 'finish');
      return digest.digest('hex');
    },
  };
}

function readme(
  tenant: TenantRef,
  period: { from: string; to: string },
  count: number,
  unsealed: number,
  verifierKey: string,
  withKeys: boolean,
): string {
  return `# Evidence pack: ringback/${tenant.key}

${grouped(count)} audit records from ${period.from} (included) to ${period.to} (not included), each with a proof that it
is in the log that the enclosed checkpoint signs.${unsealed > 0 ? ` ${grouped(unsealed)} newer records were not sealed yet and are missing here.` : ''}

## Check it

    node verify.mjs --key '${verifierKey}'

It needs Node 20 or later and nothing else. Do not take the key from this pack: ask the operator for it by another way,
or compare it with one you were given before. The program is short; read it.

## What it proves

- Every record here was in the log when the checkpoint was signed, in its place, and has not been changed since.
- When an earlier checkpoint is enclosed (manifest.json, \`earlier\`): the log only grew from it to this one.

It does not prove that nothing else was recorded; for that the whole log is verified with \`ringback audit verify\`.

## What is in it

- \`records.jsonl\`: per record its place, id, kind, time and \`leaf\`, the exact text that was hashed (canonical JSON, RFC 8785).
- \`proofs.jsonl\`: per record the hashes from the leaf to the root (RFC 9162).
- \`checkpoint.txt\`: size and root of the log, signed (C2SP checkpoint and signed note, https://c2sp.org).
- \`manifest.json\`: the period, counts, digests of the files, and the earlier checkpoint with its consistency proof.

${
  withKeys
    ? 'Personal content is sealed in each leaf; `records.jsonl` carries the key of each record, and\n`node verify.mjs --personal` prints it opened. Handle this pack as personal data.'
    : 'Personal content is sealed in each leaf and cannot be read from this pack.'
}
`;
}
