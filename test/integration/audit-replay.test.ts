/**
 * If this fails: `ringback replay` would call a changed decision unchanged, or would find differences where there are
 * none, and nobody could rely on its zero.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionRecord } from '../../src/core/audit/decision-record.ts';
import type { Decision } from '../../src/core/model/decision.ts';
import {
  checkBeforeSend,
  SEND_CHECK_VERSION,
  type SendCheckFacts,
} from '../../src/core/trigger/send-check.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { replay } from '../../src/pipeline/replay.ts';
import { eraseSubject } from '../../src/store/audit-erase.ts';
import { addTenant, auditPipeline, write } from '../support/audit.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let pipeline: Pipeline;
let next = 0;

beforeAll(async () => {
  database = await freshDatabase();
  pipeline = auditPipeline(database.store);
});
afterAll(() => database.drop());

const facts: SendCheckFacts = {
  kind: 'textback',
  mode: 'live',
  optOut: null,
  consentState: 'NOTICED',
  consentSince: null,
  contactBlocked: false,
  attemptState: 'missed',
  attemptAnsweredElsewhere: false,
  lastInboundAt: null,
  intendedAt: '2026-11-20T18:00:00Z',
  freshnessSeconds: 600,
  now: '2026-11-20T18:00:01Z',
};
const at = (index: number): string =>
  new Date(Date.parse('2026-11-20T18:00:00Z') + index * 1000).toISOString();
const phoneOf = (index: number): string => `+1310555010${index % 10}`;

async function tenantWith(decisions: readonly Decision<unknown>[]): Promise<{ id: string; key: string }> {
  const tenant = await addTenant(database.store, `replayed-${(next += 1)}`);
  await write(
    pipeline,
    tenant.id,
    decisions.map((decision, index) =>
      decisionRecord(decision, { phone: phoneOf(index), occurredAt: at(index) }),
    ),
  );
  return tenant;
}

describe('replay', () => {
  it('derives every decision again over many batches and finds no difference', async () => {
    const decisions = Array.from({ length: 1203 }, (_, index) =>
      checkBeforeSend({
        ...facts,
        mode: index % 3 === 0 ? 'shadow' : 'live',
        contactBlocked: index % 7 === 0,
      }),
    );
    const tenant = await tenantWith(decisions);
    expect(await replay(pipeline, tenant.id)).toEqual({
      checked: 1203,
      differenceCount: 0,
      differences: [],
      unknownKinds: {},
      erased: 0,
      unreadable: 0,
      otherVersions: {},
    });
    const period = { from: at(10), to: at(20) };
    expect(await replay(pipeline, tenant.id, period)).toMatchObject({ checked: 10 });
  });

  it('names a decision that does not follow from its facts, and where it differs', async () => {
    const honest = checkBeforeSend(facts);
    const tenant = await tenantWith([
      honest,
      { ...honest, outcome: { go: false, code: 'blocked', callback: false } },
      honest,
    ]);
    const report = await replay(pipeline, tenant.id);
    expect(report).toMatchObject({ checked: 3, differenceCount: 1 });
    expect(report.differences).toMatchObject([
      {
        kind: 'decision.send',
        occurredAt: at(1),
        version: SEND_CHECK_VERSION,
        path: 'go',
        recorded: false,
        derived: true,
      },
    ]);
  });

  it('reports what it cannot judge instead of passing over it', async () => {
    const honest = checkBeforeSend(facts);
    const tenant = await tenantWith([
      honest,
      { ...honest, kind: 'horoscope' },
      { ...honest, version: 0 },
      { ...honest, version: 0, outcome: { go: false } },
      honest,
    ]);
    await database.store.tx(tenant.id, (tx) => eraseSubject(tx, pipeline.keeper, tenant.id, phoneOf(4)));
    expect(await replay(pipeline, tenant.id)).toMatchObject({
      checked: 1,
      differenceCount: 0,
      unknownKinds: { 'decision.horoscope': 1 },
      erased: 1,
      otherVersions: { 'send v0': { same: 1, different: 1 } },
    });
  });

  it('counts a judgement that throws now as a difference', async () => {
    const tenant = await tenantWith([checkBeforeSend(facts)]);
    const replayers = new Map([
      [
        'decision.send',
        {
          version: SEND_CHECK_VERSION,
          derive: () => {
            throw new Error('gone');
          },
        },
      ],
    ]);
    const report = await replay(pipeline, tenant.id, {}, { replayers });
    expect(report).toMatchObject({ checked: 1, differenceCount: 1 });
  });
});
