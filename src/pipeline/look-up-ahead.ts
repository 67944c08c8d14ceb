/**
 * When somebody is asked about a number: as soon as the missed call is known, so that the answer is there when the text is
 * due, and whenever the Gate lacks an answer that one of its rules would read.
 */
import type { Organisation } from '../core/model/directory.ts';
import type { NumberTopic } from '../core/model/look-ups.ts';
import { asksLists, standingOf } from '../core/organisation/look-ups.ts';
import type { Tx } from '../store/database.ts';
import { wantAnswers, type NumberWish } from '../store/look-ups.ts';
import { numberFacts } from '../store/number-facts.ts';
import { dueAt, type TenantClock } from '../store/tenant-clock.ts';
import { planCannotTell } from './line-type.ts';
import { spent } from './look-up-facts.ts';

/** What a first text-back needs. The Gate has the rest asked for where a rule wants it. */
const FOR_A_TEXT: readonly NumberTopic[] = ['line-type', 'litigator'];

export async function askAhead(
  tx: Tx,
  organisation: Organisation,
  clock: TenantClock,
  callers: readonly string[],
): Promise<void> {
  const { id, config } = organisation.tenant;
  if (callers.length === 0 || !asksLists(config)) return;
  const at = clock.now().toISOString();
  const phones = [...new Set(callers)];
  const asked = FOR_A_TEXT.map((topic) => ({
    topic,
    sources: standingOf(config, topic, at.slice(0, 10)).sources,
  })).filter(({ sources }) => sources.length > 0);
  if (asked.length === 0) return;
  const facts = await numberFacts(tx, id, phones, at);
  const taught = await tx
    .selectFrom('number_fact')
    .select('phone')
    .where('tenant_id', '=', id)
    .where('phone', 'in', phones)
    .execute();
  const known = new Set(taught.map(({ phone }) => phone));
  const wishes = phones.flatMap((phone) =>
    asked
      .filter(({ topic, sources }) => {
        const own = facts.get(phone);
        if (sources.every((source) => spent(own, topic)?.has(source) === true)) return false;
        return topic === 'line-type'
          ? planCannotTell(phone) && !known.has(phone) && own?.lineType == null
          : own?.litigator == null;
      })
      .map(({ topic }): NumberWish => ({ phone, topic, knownSince: null })),
  );
  await wantAnswers(tx, id, wishes, at, dueAt(clock, clock.now()));
}

/** Whoever judges a message without an answer has it asked for, so that the next look knows more. */
export async function askForMissing(
  tx: Tx,
  organisation: Organisation,
  wishes: readonly (NumberWish & { readonly at: Date })[],
): Promise<void> {
  const [first] = wishes;
  if (first === undefined) return;
  const { id, clockOffsetMs } = organisation.tenant;
  const due = new Date(first.at.getTime() - clockOffsetMs).toISOString();
  await wantAnswers(tx, id, wishes, first.at.toISOString(), due);
}
