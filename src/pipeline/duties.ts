/**
 * Duties of locations and vendors as preconditions: evaluated when their facts change (a setting, an attestation, the end
 * of one, the day), stored with time, facts and rule version, and read by the Gate when something is about to go out.
 * Should the record not be of these facts yet, for a second after a change, the same judgement is made on the spot: an
 * old record never lets anything through.
 */
import { isDeepStrictEqual } from 'node:util';
import { decisionRecord } from '../core/audit/decision-record.ts';
import { DUTIES_VERSION, evaluateDuties, type DutyFacts } from '../core/duties/duties.ts';
import { RULE_PACK_DATE } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import type { DutyFinding } from '../core/model/duty.ts';
import { attestationsOf } from '../core/organisation/attested.ts';
import { appendRecords } from '../store/audit.ts';
import { ALL_TENANTS, type Tx } from '../store/database.ts';
import { readDuties, saveDuties, tenantVersions } from '../store/duties.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import type { Pipeline } from './context.ts';

/** The findings about a location on a day, and since when they stand. */
export function dutiesOf(
  organisation: Organisation,
  location: LocationRecord,
  at: Date,
): { readonly findings: readonly DutyFinding[]; readonly evaluatedAt: string } {
  const today = at.toISOString().slice(0, 10);
  const known = evaluated.get(location);
  if (known?.today === today && known.tenant === organisation.tenant.config) return known;
  const findings = evaluateDuties(dutyFacts(organisation, location, today)).outcome;
  const { duties: record } = location;
  const fresh =
    record?.version === DUTIES_VERSION &&
    record.packDate === RULE_PACK_DATE &&
    isDeepStrictEqual(record.findings, findings);
  const evaluatedAt = fresh ? record.evaluatedAt : at.toISOString();
  const entry = { today, tenant: organisation.tenant.config, findings, evaluatedAt };
  evaluated.set(location, entry);
  return entry;
}

/** Read again only when the organisation was, or the day changed: a send pays nothing for it. */
const evaluated = new WeakMap<
  LocationRecord,
  {
    readonly today: string;
    readonly tenant: unknown;
    readonly findings: readonly DutyFinding[];
    readonly evaluatedAt: string;
  }
>();

/** What stops some kinds of action here; absent when nothing does, which is nearly always. */
export function stoppingDuties(
  organisation: Organisation,
  location: LocationRecord,
  at: Date,
): Pick<GateInput, 'duties'> {
  const { findings, evaluatedAt } = dutiesOf(organisation, location, at);
  const duties = findings.flatMap(({ duty, because, effect }) =>
    effect === null
      ? []
      : [
          {
            duty,
            decision: effect.decision,
            ...(effect.queue === undefined ? {} : { queue: effect.queue }),
            kinds: [...effect.kinds],
            because,
            evaluatedAt,
          },
        ],
  );
  return duties.length === 0 ? {} : { duties };
}

/** Evaluates every location and stores what is new; a change, or a first finding that something is missing, is on record. */
export async function refreshDuties(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  at: Date,
): Promise<number> {
  const tenantId = organisation.tenant.id;
  const stored = await readDuties(tx, tenantId);
  const today = at.toISOString().slice(0, 10);
  const changed = [...organisation.locations.values()].flatMap((location) => {
    const decision = evaluateDuties(dutyFacts(organisation, location, today));
    const before = stored.get(location.id);
    const same =
      before?.version === DUTIES_VERSION &&
      before.packDate === RULE_PACK_DATE &&
      isDeepStrictEqual(before.findings, decision.outcome);
    return same ? [] : [{ location, decision, before }];
  });
  await saveDuties(
    tx,
    tenantId,
    changed.map(({ location, decision }) => ({
      locationId: location.id,
      evaluatedAt: at.toISOString(),
      version: DUTIES_VERSION,
      packDate: RULE_PACK_DATE,
      facts: decision.facts,
      findings: decision.outcome,
    })),
  );
  const told = changed.filter(
    ({ decision, before }) =>
      before !== undefined || decision.outcome.some(({ state }) => state === 'missing'),
  );
  await appendRecords(
    tx,
    pipeline.keeper,
    tenantId,
    told.map(({ decision }) => decisionRecord(decision, { occurredAt: at.toISOString() })),
  );
  return changed.length;
}

const looked = new WeakMap<Pipeline, Map<string, string>>();

/** A chore of the worker, cheap when nothing changed: looks at organisations that were changed, and at all once a day. */
export async function keepDuties(pipeline: Pipeline): Promise<number> {
  const seen = looked.get(pipeline) ?? new Map<string, string>();
  looked.set(pipeline, seen);
  const tenants = await pipeline.store.tx(ALL_TENANTS, tenantVersions);
  let made = 0;
  for (const { id, version, clockOffsetMs } of tenants) {
    const at = clockWithOffset(id, clockOffsetMs, pipeline.clock).now();
    const print = `${version} ${at.toISOString().slice(0, 10)}`;
    if (seen.get(id) === print) continue;
    made += await pipeline.store.tx(id, async (tx) =>
      refreshDuties(tx, pipeline, await pipeline.organisations.load(tx, id), at),
    );
    seen.set(id, print);
  }
  return made;
}

function dutyFacts(organisation: Organisation, location: LocationRecord, today: string): DutyFacts {
  const { config } = location;
  const { config: tenant } = organisation.tenant;
  const number = config.sender?.number;
  const owner = number === undefined ? undefined : organisation.numbers.get(number)?.locationId;
  return {
    today,
    vertical: config.vertical,
    country: config.address.country,
    sender:
      number === undefined
        ? null
        : {
            number,
            ours: owner !== undefined && organisation.locations.get(owner)?.banner.id === location.banner.id,
          },
    usesModel: tenant.assistant.provider !== 'deterministic',
    bookingPage: config.bookingLink !== undefined,
    attested: attestationsOf(config, tenant).duties ?? {},
  };
}
