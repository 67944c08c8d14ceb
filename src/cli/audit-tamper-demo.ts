import { LogCheck } from '../core/audit/check/log.ts';
import type { LogReport, Stretch } from '../core/audit/check/report.ts';
import { originOf } from '../core/audit/checkpoint.ts';
import { auditKey } from '../pipeline/seal.ts';
import { firstCheckpointNear, readStretch } from '../store/audit-verify.ts';
import {
  grouped,
  oneTenant,
  readArgs,
  UsageError,
  withPipeline,
  type CommandDeps,
  type CommandIo,
} from './audit-command.ts';

/**
 * `ringback audit tamper-demo`: shows what tampering looks like without doing any. The beginning of the log is read
 * into memory, verified, one byte of one record is flipped in that copy, and the verifier is asked again. The database
 * is only read. Exit 0 when the verifier named exactly that record.
 */
export async function tamperDemo(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  const { values } = readArgs({ args, options: { tenant: { type: 'string' }, record: { type: 'string' } } });
  const wanted = values.record === undefined ? undefined : Number(values.record);
  if (wanted !== undefined && !Number.isSafeInteger(wanted))
    throw new UsageError('--record must be a place in the log, such as 17');
  return withPipeline(deps, async ({ pipeline, tenants }) => {
    const tenant = oneTenant(tenants, values.tenant);
    const copy = await pipeline.store.tx(tenant.id, async (tx) => {
      const size = await firstCheckpointNear(tx, tenant.id, ABOUT);
      return size === null ? null : readStretch(tx, tenant.id, 0, size);
    });
    if (copy === null) {
      io.stderr('ringback audit: nothing has been sealed yet, so there is nothing to show\n');
      return 1;
    }
    const index = wanted ?? Math.floor(copy.to / 2);
    if (index < 0 || index >= copy.to)
      throw new UsageError(`--record must be between 0 and ${copy.to - 1} for this demonstration`);

    const expected = {
      key: auditKey(pipeline.keeper, tenant.key).verifierKey,
      origin: originOf(tenant.key),
      size: copy.to,
    };
    const before = checked(expected, copy);
    io.stdout(
      `1. A copy of the first ${grouped(copy.to)} records of ${expected.origin} is in memory. Nothing real is touched.\n`,
    );
    io.stdout(`2. The verifier says: ${verdict(before)}\n`);
    const { tampered, from, to, at } = flipped(copy, index);
    io.stdout(
      `3. One byte of record ${index} is flipped in the copy: ${from} becomes ${to} at byte ${at}.\n`,
    );
    const after = checked(expected, tampered);
    io.stdout(`4. The verifier says: ${verdict(after)}\n`);
    return before.ok && after.first?.index === index ? 0 : 1;
  });
}

/** Enough records to be a log, few enough to be read in one go. */
const ABOUT = 2048;

function checked(expected: { key: string; origin: string; size: number }, copy: Stretch): LogReport {
  const check = new LogCheck(expected);
  check.feed(copy);
  const report = check.finish([]);
  // Upper tiles are not part of the copy.
  const findings = report.findings.filter((finding) => finding.code !== 'missing-tile');
  return { ...report, ok: findings.length === 0, findings, first: findings[0] ?? null };
}

function verdict(report: LogReport): string {
  return report.first === null
    ? `whole, root ${report.root}`
    : `BROKEN, ${report.first.message} [${report.first.code}]`;
}

function flipped(copy: Stretch, index: number): { tampered: Stretch; from: string; to: string; at: number } {
  let shown = { from: '', to: '', at: 0 };
  const rows = copy.rows.map((row) => {
    if (row.index !== index) return row;
    const bytes = Buffer.from(row.leaf, 'utf8');
    // An ASCII byte, so that the copy stays readable text and only its meaning changes.
    let at = Math.floor(bytes.length / 2);
    while (at > 0 && !isLetterOrDigit(bytes[at] ?? 0)) at -= 1;
    const before = String.fromCharCode(bytes[at] ?? 0);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    shown = { from: JSON.stringify(before), to: JSON.stringify(String.fromCharCode(bytes[at] ?? 0)), at };
    return { ...row, leaf: bytes.toString('utf8') };
  });
  return { tampered: { ...copy, rows }, ...shown };
}

function isLetterOrDigit(byte: number): boolean {
  return /[0-9A-Za-z]/.test(String.fromCharCode(byte));
}
