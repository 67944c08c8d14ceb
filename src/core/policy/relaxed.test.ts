/**
 * If this fails: an operator loosened what is law, a relaxation outlives its last day or goes further than the strictest
 * states allow, or a decision that it changed does not say who relaxed what.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleWith } from '../gate/sample-input.ts';
import { RULES } from '../gate/rules/all.ts';
import { LOOSENABLE, Relaxation } from '../model/relaxation.ts';
import { judgeRecorded, judgeUnder } from './ruling.ts';

const RELAXED: Relaxation = {
  rule: 'caller-fatigue',
  author: 'Ana',
  reason: 'People ring twice here',
  expires: '2026-12-31',
};
const under = (facts: Record<string, unknown>, relaxed: readonly Relaxation[] = [RELAXED]) =>
  judgeUnder(sampleWith(facts), { own: [], testimony: null, relaxed });
const SECOND = {
  'history.textbacksThisNumberLocation24h': 1,
  'history.outboundUtc24h': ['2026-11-20T15:00:00Z'],
};

describe('product policy that is relaxed', () => {
  it('lets a second answer go within a day, and says who relaxed it, why and until when', () => {
    expect(under(SECOND, [])).toMatchObject({ decision: 'deny', reason: 'frequency-cap' });
    const { decision, findings } = under(SECOND);
    expect(decision).toBe('pass');
    expect(findings.filter(({ rule }) => rule === 'caller-fatigue')).toMatchObject([
      {
        decision: 'pass',
        evidence: {
          because: expect.stringMatching(
            /Ana until 2026-12-31: People ring twice here.*already got a text/,
          ) as string,
          facts: { author: 'Ana', expires: '2026-12-31' },
        },
      },
    ]);
  });

  it.each<[string, Record<string, unknown>, Relaxation]>([
    ['after its last day', SECOND, { ...RELAXED, expires: '2026-11-19' }],
    [
      'beyond three contacts in a day, in any state',
      {
        ...SECOND,
        'history.outboundUtc24h': ['2026-11-20T13:00:00Z', '2026-11-20T14:00:00Z', '2026-11-20T15:00:00Z'],
      },
      RELAXED,
    ],
    ['where it is not known how often', { ...SECOND, 'history.outboundUtc24h': null }, RELAXED],
    [
      'for a third nudge',
      { 'action.kind': 'sms.nudge', 'history.nudgesSent': 2, 'history.textbacksForThisCall': 1 },
      RELAXED,
    ],
  ])('does not hold %s', (_, facts, relaxation) => {
    expect(under(facts, [relaxation]).decision).toBe(under(facts, []).decision);
    expect(under(facts, [relaxation]).decision).not.toBe('pass');
  });

  it('loosens nothing else: what another rule holds back stays held back', () => {
    const changes = fc.record(
      {
        'consent.state': fc.constantFrom('OPTED_OUT', 'DNC_INTERNAL', 'INBOUND_NOTICED', 'UNKNOWN'),
        'action.brandNamed': fc.boolean(),
        'sender.numberLinked': fc.boolean(),
        'history.outboundUtc24h': fc.constantFrom(null, [], ['2026-11-20T15:00:00Z']),
        'history.textbacksThisNumberLocation24h': fc.integer({ min: 0, max: 4 }),
        'call.attestation': fc.constantFrom('A', 'C', 'failed'),
        nowUtc: fc.constantFrom('2026-11-20T18:42:20Z', '2026-11-21T05:00:00Z'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(changes, (facts) => {
        const others = (relaxed: readonly Relaxation[]) =>
          under(facts, relaxed).findings.filter(({ rule }) => rule !== 'caller-fatigue');
        expect(others([RELAXED])).toEqual(others([]));
        const worst = others([]).some(({ decision }) => decision === 'deny');
        if (worst) expect(under(facts).decision).toBe('deny');
      }),
      { numRuns: 60 },
    );
  });

  it('is part of the record, so that the decision can be derived again', () => {
    const facts = { ...sampleWith(SECOND), ruling: { own: [], testimony: null, relaxed: [RELAXED] } };
    expect(judgeRecorded(JSON.parse(JSON.stringify(facts)) as typeof facts)).toEqual(under(SECOND));
  });

  it('is never the law: only rules marked as policy can be named, each signed and until a day', () => {
    for (const id of LOOSENABLE) expect(RULES.find((rule) => rule.id === id)?.confidence).toContain('policy');
    for (const wrong of [
      { ...RELAXED, rule: 'quiet-hours-federal' },
      { ...RELAXED, rule: 'urgent-escalation' },
      { ...RELAXED, expires: undefined },
      { ...RELAXED, author: '' },
      { ...RELAXED, reason: '' },
    ])
      expect(Relaxation.safeParse(wrong).success).toBe(false);
  });
});
