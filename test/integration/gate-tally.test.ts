/**
 * If this fails: the Gate page would show how the rules decided with some decisions missing, or some counted twice, and
 * a shop with many calls would read a share of its month as all of it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewRecord } from '../../src/core/audit/decision-record.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { sealAll, sealTenant } from '../../src/pipeline/seal.ts';
import { tallyDecisions } from '../../src/pipeline/tally.ts';
import { addToTally, tallyGate } from '../../src/store/queries-gate.ts';
import { addTenant, auditPipeline, write } from '../support/audit.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let pipeline: Pipeline;
let shops = 0;

beforeAll(async () => {
  database = await freshDatabase();
  pipeline = auditPipeline(database.store);
});
afterAll(() => database.drop());

const FIRST = '2026-10-22';
const TODAY = '2026-11-20';

function decided(at: string, findings: readonly (readonly [string, string])[], kind = 'gate'): NewRecord {
  const whole = findings.find(([, decision]) => decision === 'deny')?.[1] ?? 'pass';
  return {
    kind: `decision.${kind}`,
    occurredAt: at,
    body: {
      version: 1,
      outcome: { decision: whole, findings: findings.map(([rule, decision]) => ({ rule, decision })) },
    },
  };
}

async function shop(): Promise<string> {
  return (await addTenant(database.store, `tallied-${(shops += 1)}`)).id;
}

const read = (tenantId: string) => database.store.tx(tenantId, (tx) => tallyGate(tx, tenantId, FIRST, TODAY));

describe('the tally of the Gate', () => {
  it('counts every decision of the period once, sealed or not, counted before or not', async () => {
    const tenantId = await shop();
    const told = async (decisions: number) => {
      const tally = await read(tenantId);
      expect(tally.decisions).toBe(decisions);
      expect(tally.rules.find(({ rule }) => rule === 'hours')).toEqual({
        rule: 'hours',
        decision: 'pass',
        count: decisions,
      });
    };
    const some = Array.from({ length: 50 }, () => decided('2026-11-19T12:00:00Z', [['hours', 'pass']]));
    await write(pipeline, tenantId, some);
    await told(50);
    await sealTenant(pipeline, tenantId);
    await told(50);
    await tallyDecisions(pipeline, 7);
    await told(50);
    await write(pipeline, tenantId, some);
    await told(100);
    await sealTenant(pipeline, tenantId);
    await write(pipeline, tenantId, some);
    await told(150);
    await database.store.tx(tenantId, (tx) => addToTally(tx, tenantId, 30));
    await told(150);
  });

  it('reads far more than a page of records', async () => {
    const tenantId = await shop();
    for (let part = 0; part < 6; part += 1)
      await write(
        pipeline,
        tenantId,
        Array.from({ length: 1000 }, (_, index) =>
          decided(`2026-11-${String(10 + part)}T12:00:00Z`, [['hours', index % 10 === 0 ? 'deny' : 'pass']]),
        ),
      );
    await sealAll(pipeline);
    await tallyDecisions(pipeline);
    expect(await read(tenantId)).toEqual({
      decisions: 6000,
      outcomes: [
        { kind: 'decision.gate', decision: 'deny', count: 600 },
        { kind: 'decision.gate', decision: 'pass', count: 5400 },
      ],
      rules: [
        { rule: 'hours', decision: 'deny', count: 600 },
        { rule: 'hours', decision: 'pass', count: 5400 },
      ],
    });
  });

  it('counts whole days of the period, kinds apart, rules together, and nothing but the Gate', async () => {
    const tenantId = await shop();
    await write(pipeline, tenantId, [
      decided('2026-10-21T23:59:59.999Z', [['hours', 'pass']]),
      decided('2026-10-22T00:00:00.000Z', [['hours', 'pass']]),
      decided('2026-11-20T23:59:59.999Z', [['hours', 'pass']], 'gate.write'),
      decided('2026-11-21T00:00:00.000Z', [['hours', 'pass']]),
      // As decisions were recorded before: with rules that had no say.
      decided('2026-11-01T00:00:00.000Z', [
        ['card', 'deny'],
        ['fax', 'not-applicable'],
      ]),
      {
        kind: 'decision.gatekeeper',
        occurredAt: '2026-11-01T00:00:00Z',
        body: { outcome: { decision: 'pass' } },
      },
      { kind: 'decision.send', occurredAt: '2026-11-01T00:00:00Z', body: { outcome: { decision: 'pass' } } },
      { kind: 'decision.gate', occurredAt: '2026-11-01T00:00:00Z', body: { version: 1 } },
    ]);
    const expected = {
      decisions: 3,
      outcomes: [
        { kind: 'decision.gate', decision: 'deny', count: 1 },
        { kind: 'decision.gate', decision: 'pass', count: 1 },
        { kind: 'decision.gate.write', decision: 'pass', count: 1 },
      ],
      rules: expect.arrayContaining([
        { rule: 'card', decision: 'deny', count: 1 },
        { rule: 'hours', decision: 'pass', count: 2 },
      ]) as unknown,
    };
    expect(await read(tenantId)).toEqual(expected);
    expect((await read(tenantId)).rules).toHaveLength(2);
    await sealAll(pipeline);
    await tallyDecisions(pipeline);
    expect(await read(tenantId)).toEqual(expected);
  });

  it('counts once though several workers count, and one dies before it commits', async () => {
    const tenantId = await shop();
    await write(
      pipeline,
      tenantId,
      Array.from({ length: 400 }, () => decided('2026-11-19T12:00:00Z', [['hours', 'pass']])),
    );
    await sealTenant(pipeline, tenantId);
    await expect(
      database.store.tx(tenantId, async (tx) => {
        await addToTally(tx, tenantId, 100);
        throw new Error('died');
      }),
    ).rejects.toThrow('died');
    await Promise.all(Array.from({ length: 4 }, () => tallyDecisions(pipeline, 50)));
    expect(await read(tenantId)).toMatchObject({ decisions: 400 });
    expect(await tallyDecisions(pipeline)).toBe(0);
  });

  it('keeps organisations apart', async () => {
    const [mine, theirs] = [await shop(), await shop()];
    await write(pipeline, theirs, [decided('2026-11-19T12:00:00Z', [['hours', 'pass']])]);
    await sealAll(pipeline);
    await tallyDecisions(pipeline);
    expect(await database.store.tx(mine, (tx) => tallyGate(tx, theirs, FIRST, TODAY))).toMatchObject({
      decisions: 0,
    });
  });
});
