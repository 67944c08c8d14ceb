import { sql } from 'kysely';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { auditKey, sealTenant } from '../../src/pipeline/seal.ts';
import { verifyLog } from '../../src/store/audit-verify.ts';
import type { PlannedAttempt } from './cast.ts';

/** What went wrong in a run, in words; empty when nothing did. */
export interface Verdict {
  readonly problems: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

interface Found {
  readonly texts: ReadonlyMap<string, number>;
  readonly attempts: readonly FoundAttempt[];
  readonly contacts: ReadonlyMap<string, number>;
}

interface FoundAttempt {
  readonly id: string;
  readonly location: string;
  readonly caller: string | null;
  readonly missed: boolean;
  readonly state: string;
  readonly answer: string;
  readonly answer_code: string | null;
  readonly answer_reason: string | null;
  readonly leads: number;
  readonly lead_phone: string | null;
}

/**
 * Compares what is in the carrier's own book, in the CRM and in the log with what really happened. The carrier's book
 * is written in its own transactions, so it counts what went out and not what we believe.
 */
export async function judge(
  pipeline: Pipeline,
  tenant: { readonly id: string; readonly key: string },
  cast: readonly PlannedAttempt[],
  webhooks: number,
): Promise<Verdict> {
  const problems: string[] = [];
  const counts: Record<string, number> = {};
  const found = await read(pipeline, tenant.id);
  problems.push(...textsAsTold(cast, found, counts));
  problems.push(...oneOfEach(cast, found, counts));
  problems.push(...(await nothingLeft(pipeline, tenant.id, webhooks, counts)));
  problems.push(...(await logWhole(pipeline, tenant, counts)));
  return { problems, counts };
}

async function read(pipeline: Pipeline, tenantId: string): Promise<Found> {
  return pipeline.store.tx(tenantId, async (tx) => {
    const texts = await sql<{ sender: string; recipient: string; count: number }>`
      select sender, recipient, count(*)::int as count from handset_message
      where direction = 'to-handset' group by 1, 2`.execute(tx);
    const attempts = await sql<FoundAttempt>`
      select a.id, l.key as location, a.caller, a.missed, a.state, a.answer, a.answer_code, a.answer_reason,
        (select count(*)::int from lead d where d.attempt_id = a.id) as leads,
        (select c.phone from lead d join contact c on c.id = d.contact_id where d.attempt_id = a.id limit 1) as lead_phone
      from attempt a join location l on l.id = a.location_id where a.merged_into is null`.execute(tx);
    const contacts = await sql<{ phone: string; count: number }>`
      select phone, count(*)::int as count from contact group by 1`.execute(tx);
    return {
      texts: new Map(texts.rows.map((row) => [`${row.sender} ${row.recipient}`, row.count])),
      attempts: attempts.rows,
      contacts: new Map(contacts.rows.map((row) => [row.phone, row.count])),
    };
  });
}

function textsAsTold(
  cast: readonly PlannedAttempt[],
  found: Found,
  counts: Record<string, number>,
): string[] {
  const problems: string[] = [];
  const left = new Map(found.texts);
  const byPlace = Map.groupBy(found.attempts, placeOf);
  counts['texts carried'] = [...found.texts.values()].reduce((sum, count) => sum + count, 0);
  counts['texts due'] = cast.filter((attempt) => attempt.truth.texts === 'one').length;
  for (const attempt of cast) {
    if (attempt.caller === null) continue;
    const key = `${attempt.shop.main} ${attempt.caller}`;
    const texts = found.texts.get(key) ?? 0;
    left.delete(key);
    const right =
      attempt.truth.texts === 'at-most-one' ? texts <= 1 : texts === (attempt.truth.texts === 'one' ? 1 : 0);
    if (right) continue;
    const state = (byPlace.get(`${attempt.shop.key} ${attempt.caller}`) ?? [])
      .map(
        (each) =>
          `${each.state}, ${each.answer} (${each.answer_code ?? 'no code'}: ${each.answer_reason ?? ''})`,
      )
      .join(' | ');
    problems.push(
      `attempt ${attempt.number} (${attempt.truth.why}; ${attempt.rings.map((ring) => `${ring.surfaces.join('+')} ${ring.attestation ?? 'unsigned'}`).join(', ')}): ` +
        `${texts} texts, wanted ${attempt.truth.texts}; ${state === '' ? 'no attempt' : state}`,
    );
  }
  for (const [key, count] of left) problems.push(`${count} texts that nobody asked for: ${key}`);
  return problems;
}

function oneOfEach(cast: readonly PlannedAttempt[], found: Found, counts: Record<string, number>): string[] {
  const problems: string[] = [];
  counts['attempts'] = found.attempts.length;
  counts['contacts'] = found.contacts.size;
  counts['leads'] = found.attempts.reduce((sum, each) => sum + each.leads, 0);
  if (found.attempts.length !== cast.length)
    problems.push(`${found.attempts.length} attempts were made of ${cast.length}`);

  const wanted = Map.groupBy(cast, (attempt) => `${attempt.shop.key} ${attempt.caller ?? 'withheld'}`);
  const made = Map.groupBy(found.attempts, placeOf);
  for (const [place, planned] of wanted) {
    const rows = made.get(place) ?? [];
    if (rows.length !== planned.length)
      problems.push(
        `${place}: ${rows.length} attempts for ${planned.length} (${planned[0]?.truth.why ?? ''})`,
      );
    for (const row of rows) {
      const truth = planned[0]?.truth;
      if (truth?.missed === 'yes' && (!row.missed || row.leads !== 1))
        problems.push(`${place}: missed ${row.missed}, ${row.leads} leads, wanted a miss with one lead`);
      if (truth?.missed === 'no' && (row.missed || row.leads !== 0))
        problems.push(
          `${place}: missed ${row.missed}, ${row.leads} leads, wanted an answered call without a lead`,
        );
      if (row.leads > 1) problems.push(`${place}: ${row.leads} leads for one attempt`);
      if (row.leads === 1 && row.lead_phone !== row.caller)
        problems.push(`${place}: the lead belongs to ${row.lead_phone ?? 'nobody'}`);
      if (['none', 'scheduled', 'sending'].includes(row.answer) && row.missed)
        problems.push(`${place}: the answer never came past "${row.answer}"`);
      if (['held', 'cancelled', 'counsel', 'shadow'].includes(row.answer) && row.answer_reason === null)
        problems.push(`${place}: ${row.answer} without a reason`);
    }
  }
  const missed = new Set(cast.flatMap((each) => (each.truth.missed === 'yes' ? (each.caller ?? []) : [])));
  const known = new Set(cast.flatMap((each) => each.caller ?? []));
  for (const phone of missed)
    if (found.contacts.get(phone) !== 1)
      problems.push(`${phone}: ${found.contacts.get(phone) ?? 0} contacts`);
  for (const phone of found.contacts.keys())
    if (!known.has(phone)) problems.push(`${phone}: a contact out of nowhere`);
  return problems;
}

async function nothingLeft(
  pipeline: Pipeline,
  tenantId: string,
  webhooks: number,
  counts: Record<string, number>,
): Promise<string[]> {
  const problems: string[] = [];
  const { inbox, jobs, voice } = await pipeline.store.tx(tenantId, async (tx) => ({
    inbox: (
      await sql<{
        state: string;
        count: number;
      }>`select state, count(*)::int as count from inbox group by 1`.execute(tx)
    ).rows,
    voice: (
      await sql<{ count: number }>`select count(*)::int as count from inbox where kind = 'voice'`.execute(tx)
    ).rows[0]?.count,
    jobs: (
      await sql<{ kind: string; state: string; count: number; error: string | null }>`
      select kind, state, count(*)::int as count, max(last_error) as error from job group by 1, 2`.execute(tx)
    ).rows,
  }));
  for (const row of inbox) {
    counts[`inbox ${row.state}`] = row.count;
    if (row.state !== 'done' && row.state !== 'ignored')
      problems.push(`${row.count} deliveries are ${row.state}`);
  }
  if (voice !== webhooks) problems.push(`${voice ?? 0} webhooks are in the inbox, ${webhooks} were accepted`);
  for (const row of jobs) {
    problems.push(
      `${row.count} jobs of kind ${row.kind} are still ${row.state} (${row.error ?? 'no error'})`,
    );
  }
  return problems;
}

async function logWhole(
  pipeline: Pipeline,
  tenant: { readonly id: string; readonly key: string },
  counts: Record<string, number>,
): Promise<string[]> {
  const problems: string[] = [];
  await sealTenant(pipeline, tenant.id, { key: tenant.key });
  const log = await verifyLog(pipeline.store, tenant, auditKey(pipeline.keeper, tenant.key).verifierKey);
  counts['audit records'] = log.size;
  if (!log.ok) problems.push(`the audit log is broken: ${log.first?.message ?? 'nothing said'}`);
  if (log.unsealed > 0) problems.push(`${log.unsealed} records are not sealed`);
  const again = await replay(pipeline, tenant.id);
  counts['decisions replayed'] = again.checked;
  if (again.differenceCount > 0)
    problems.push(
      `replay finds ${again.differenceCount} differences, first in ${again.differences[0]?.kind ?? ''} at ${again.differences[0]?.path ?? ''}`,
    );
  if (again.unreadable > 0) problems.push(`${again.unreadable} decisions cannot be read`);
  for (const [kind, count] of Object.entries(again.unknownKinds))
    problems.push(`${count} decisions of kind ${kind} cannot be replayed`);
  return problems;
}

function placeOf(row: FoundAttempt): string {
  return `${row.location} ${row.caller ?? 'withheld'}`;
}
