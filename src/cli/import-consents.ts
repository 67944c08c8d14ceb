import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConsentEnded, ConsentGiven } from '../core/model/consent-given.ts';
import { E164, Key } from '../core/model/primitives.ts';
import { givenEvent } from '../pipeline/consent-given.ts';
import type { Pipeline } from '../pipeline/context.ts';
import { appendRecords, type NewRecord } from '../store/audit.ts';
import { appendConsent, type NewConsentEvent } from '../store/consent.ts';
import { lockCallers } from '../store/locks.ts';
import { tenantClock } from '../store/tenant-clock.ts';
import type { CommandIo, TenantRef } from './audit-command.ts';

/** One line of the file: the same body as POST /api/v1/consent/:phone/given, with the number. */
const Line = z.strictObject({ phone: E164, banner: Key, given: z.union([ConsentGiven, ConsentEnded]) });

/**
 * Consent given in writing, one JSON object per line, with everything that proves it: a form's table exported. The same
 * line twice is one fact. A line that cannot be read is named and left out; one that lacks an element is kept, told, and
 * counts for nothing.
 */
export async function importConsents(
  pipeline: Pipeline,
  io: CommandIo,
  tenant: TenantRef,
  file: string,
  text: string,
  plan: boolean,
): Promise<number> {
  const told: string[] = [];
  const counts = await pipeline.store.tx(tenant.id, async (tx) => {
    const organisation = await pipeline.organisations.load(tx, tenant.id);
    const now = (await tenantClock(tx, tenant.id, pipeline.clock)).now();
    const events: NewConsentEvent[] = [];
    for (const [index, raw] of text
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/)
      .entries()) {
      if (raw.trim() === '') continue;
      const where = `line ${index + 1}`;
      const line = readLine(raw);
      if (typeof line === 'string') {
        told.push(`${where}: ${line}`);
        continue;
      }
      const banner = [...organisation.banners.values()].find(({ key }) => key === line.banner);
      if (banner === undefined) {
        told.push(`${where}: banner: there is no brand "${line.banner}"`);
        continue;
      }
      const given = givenEvent(organisation, banner, line.phone, line.given, now);
      if (!given.ok) {
        told.push(`${where}: ${given.issue.path}: ${given.issue.message}`);
        continue;
      }
      if (given.defect !== null) told.push(`${where}: kept, and counts for nothing: ${given.defect}`);
      events.push({
        ...given.event,
        source: 'import',
        proof: { ...given.event.proof, file },
        factKey: `given-file:${createHash('sha256').update(raw.trim()).digest('hex')}`,
      });
    }
    if (plan || events.length === 0) return { read: events.length, fresh: 0 };
    await lockCallers(
      tx,
      events.map(({ phone }) => ({ tenantId: tenant.id, phone })),
    );
    const fresh = await appendConsent(tx, tenant.id, events);
    if (fresh > 0)
      await appendRecords(tx, pipeline.keeper, tenant.id, [
        {
          kind: 'import.consents',
          occurredAt: now.toISOString(),
          body: { lines: events.length, fresh },
        } satisfies NewRecord,
      ]);
    return { read: events.length, fresh };
  });
  io.stdout(
    plan
      ? `${file}: ${counts.read} consents could be read; nothing was written\n`
      : `${file}: ${counts.fresh} consents new, ${counts.read - counts.fresh} known already\n`,
  );
  for (const line of told) io.stderr(`  ${line}\n`);
  return told.length > 0 ? 1 : 0;
}

function readLine(raw: string): z.infer<typeof Line> | string {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return 'not JSON; write one object per line';
  }
  const parsed = Line.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  return `${first?.path.map(String).join('.') ?? ''}: ${first?.message ?? 'not a consent'}`;
}
