/** Asking a vendor on a person's word: whether it takes the key, and about one number. No transaction is held meanwhile. */
import type { NumberTopic } from '../../core/model/look-ups.ts';
import { listOf } from '../../core/organisation/look-ups.ts';
import { configFor } from '../../pipeline/context.ts';
import { askSource, printOf, settleReply, type Ask } from '../../pipeline/look-up-answers.ts';
import { lookupSources } from '../../pipeline/look-up.ts';
import { withinTime } from '../../pipeline/route.ts';
import type { LookupReply, NumberLookup } from '../../ports/lookup.ts';
import { lockStandings, rouseSource } from '../../store/look-ups.ts';
import type { SourceRecord } from '../../store/sources.ts';
import { invalidInput, notFound } from '../errors.ts';
import type { FreeCall } from './route.ts';
import type { LookUpCheck, TriedNumber, TryNumber } from './schemas/look-ups.ts';

type Free = Pick<FreeCall<unknown, unknown, unknown>, 'deps' | 'principal'>;

async function ownSource(call: Free, key: string): Promise<SourceRecord> {
  const record = await call.deps.pipeline.sources.byKey(key);
  if (record?.kind !== 'lookup' || record.tenantId !== call.principal.tenantId)
    throw notFound('look-up source');
  return record;
}

const CHECK_LIMIT_MS = 10_000;

/** Whether the vendor takes the key; a yes ends a pause after failures. */
export async function checkSource(call: Free, key: string): Promise<LookUpCheck> {
  const { pipeline } = call.deps;
  const source = await ownSource(call, key);
  if (source.simulated) return { ok: false, detail: 'A simulated organisation asks nobody.', remedy: null };
  const connector = connectorOf(call, source.connector);
  const config = configFor(connector, source);
  if (config === null)
    return { ok: false, detail: 'The settings do not fit.', remedy: 'Fill in what is missing.' };
  const result = await withinTime(CHECK_LIMIT_MS, (signal) =>
    connector.check(config, { fetch: pipeline.fetch, now: () => pipeline.clock.now(), signal }),
  ).catch(() => ({
    ok: false,
    detail: 'No answer in time.',
    remedy: 'Look at the status page of the vendor.',
  }));
  await pipeline.store.tx(call.principal.tenantId, async (tx) => {
    await lockStandings(tx, call.principal.tenantId, [{ id: source.id, print: printOf(pipeline, source) }]);
    if (result.ok) await rouseSource(tx, source.id);
  });
  if (result.ok) pipeline.signal.wake('job:lookup');
  return { ok: result.ok, detail: result.detail, remedy: result.remedy ?? null };
}

/** In the order of the list, until one answers: what the job would do, without waiting for anybody's turn. */
export async function tryNumber(call: FreeCall<unknown, unknown, TryNumber>): Promise<TriedNumber> {
  const { deps, principal, body } = call;
  const { pipeline } = deps;
  const { tenantId } = principal;
  const organisation = await pipeline.store.tx(tenantId, (tx) => pipeline.organisations.load(tx, tenantId));
  const sources = await lookupSources(pipeline, organisation);
  const order = listOf(organisation.tenant.config, body.list).sources.flatMap(
    (key) => sources.find((source) => source.key === key) ?? [],
  );
  if (order.length === 0)
    throw invalidInput('nobody is asked for this list', [
      {
        path: 'list',
        message: organisation.tenant.simulated
          ? 'a simulated organisation asks nobody'
          : 'no source is named for it',
        remedy: 'Add a look-up source and name it for this list.',
      },
    ]);
  if (body.list === 'reassigned' && body.knownSince === undefined)
    throw invalidInput('a day is missing', [
      {
        path: 'knownSince',
        message: 'reassignment is asked since a day',
        remedy: 'Give the day of consent.',
      },
    ]);
  const asked: TriedNumber['asked'] = [];
  for (const source of order) {
    const ask: Ask = {
      source,
      connector: connectorOf(call, source.connector),
      topics: [body.list],
      knownSince: body.knownSince ?? null,
    };
    const reply = await askSource(pipeline, body.phone, ask);
    await pipeline.store.tx(tenantId, async (tx) => {
      await lockStandings(tx, tenantId, [{ id: source.id, print: printOf(pipeline, source) }]);
      await settleReply(tx, pipeline, organisation, body.phone, ask, reply, Math.random);
    });
    asked.push(shown(source.key, body.list, reply, listOf(organisation.tenant.config, body.list).keepDays));
    if (reply.status === 'answered') break;
  }
  return { asked };
}

function shown(
  source: string,
  list: NumberTopic,
  reply: LookupReply,
  keepDays: number,
): TriedNumber['asked'][number] {
  const answer = reply.status === 'answered' ? reply.answers.find(({ topic }) => topic === list) : undefined;
  return {
    source,
    status: reply.status === 'answered' && answer === undefined ? 'unknown' : reply.status,
    answer: answer?.answer ?? null,
    detail: reply.status === 'answered' ? null : reply.detail,
    remedy: reply.status === 'unavailable' ? (reply.remedy ?? null) : null,
    validDays: answer === undefined ? null : Math.min(answer.validDays, keepDays),
  };
}

export function connectorOf(call: Pick<Free, 'deps'>, id: string): NumberLookup {
  const connector = call.deps.pipeline.connectors.lookup?.get(id);
  if (connector === undefined)
    throw invalidInput('there is no such look-up', [
      {
        path: 'connector',
        message: `this build has no look-up "${id}"`,
        remedy: 'See GET /api/v1/look-ups.',
      },
    ]);
  return connector;
}
