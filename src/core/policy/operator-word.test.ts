/**
 * If these fail: a policy that an operator wrote in Rego or Cedar lets out what the rule book holds back, is passed over
 * when it cannot be evaluated, or a wait that it asks for ends at the wrong time.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../gate/coverage.ts';
import { sampleWith } from '../gate/sample-input.ts';
import type { OperatorWord, OwnVerdict } from '../model/own-verdict.ts';
import { policyCases } from './cases.ts';
import { judgeRecorded, judgeUnder } from './ruling.ts';

const RANK = { pass: 0, 'defer-until': 1, 'route-to-counsel': 2, deny: 3 };
const sample = sampleWith({});
const because = 'Acme says so.';

function word(verdicts: readonly OwnVerdict[], change: Partial<OperatorWord> = {}): OperatorWord {
  const answer = { status: 'answered' as const, verdicts };
  return { policy: 'acme', title: 'Acme', engine: 'Cedar', version: 'abc', answer, ...change };
}
const away = word([], { answer: { status: 'unavailable', detail: 'no connection' } });
const ruled = (operator: readonly OperatorWord[], input = sample) =>
  judgeUnder(input, { own: [], testimony: null, operator });
const mine = (operator: readonly OperatorWord[], input = sample) =>
  ruled(operator, input).findings.find(({ rule }) => rule === 'operator:acme');

describe("an operator's policy in another language", () => {
  it('that says nothing changes nothing, and is among the findings', () => {
    expect(ruled([word([])])).toMatchObject({ decision: 'pass' });
    expect(mine([word([])])).toMatchObject({
      decision: 'not-applicable',
      evidence: { facts: { engine: 'Cedar', version: 'abc' } },
    });
  });

  it('denies with the fallback of the action, and its own words', () => {
    const decision = ruled([word([{ decision: 'deny', because }])]);
    expect(decision).toMatchObject({ decision: 'deny', fallback: 'manual-callback', obligations: [] });
    expect(mine([word([{ decision: 'deny', because }])])?.evidence).toMatchObject({
      because,
      citation: "The operator's own policy, in Cedar",
    });
  });

  it('asks counsel, whose yes counts as for every rule; a denial stays', () => {
    const asks = [word([{ decision: 'route-to-counsel', because }])];
    expect(ruled(asks)).toMatchObject({ decision: 'route-to-counsel', queue: 'counsel' });
    const approved = sampleWith({ 'location.counselExemptions': ['operator:acme'] });
    expect(ruled(asks, approved).decision).toBe('pass');
    expect(ruled([word([{ decision: 'deny', because }])], approved).decision).toBe('deny');
  });

  it.each<[string, string | number, object]>([
    ['an instant', '2099-01-01T00:00:00Z', { decision: 'deny', reason: 'write-precondition' }],
    ['half an hour', 0.5, { decision: 'defer-until', until: '2026-11-20T15:30:00Z' }],
    [
      'a local instant',
      '2026-11-20T18:00:00-05:00',
      { decision: 'defer-until', until: '2026-11-20T23:00:00Z' },
    ],
    ['a time that is over', '2026-11-20T14:00:00Z', { decision: 'pass' }],
    ['a time that cannot be read', 'tomorrow', { decision: 'deny' }],
    ['eleven days', 11 * 24, { decision: 'deny' }],
  ])('waits for %s', (_, until, expected) => {
    const now = sampleWith({ nowUtc: '2026-11-20T15:00:00Z' });
    expect(judge(now).decision).toBe('pass');
    expect(ruled([word([{ decision: 'defer-until', because, until }])], now)).toMatchObject(expected);
  });

  it('waits as long as the longest of all, the rule book included', () => {
    const night = sampleWith({ nowUtc: '2026-11-20T09:00:00Z' });
    const native = judge(night);
    expect(native.decision).toBe('defer-until');
    const wait = (until: number) => ruled([word([{ decision: 'defer-until', because, until }])], night);
    expect(wait(0.1).until).toBe(native.until);
    expect(wait(100)).toMatchObject({ decision: 'defer-until', until: '2026-11-24T13:00:00Z' });
  });

  it('that could not be evaluated goes to counsel, but never the answer to STOP or HELP', () => {
    expect(ruled([away])).toMatchObject({ decision: 'route-to-counsel', queue: 'counsel' });
    expect(mine([away])?.evidence.because).toContain('no connection');
    const help = sampleWith({ 'action.kind': 'sms.help', 'action.category': 'help' });
    expect(ruled([away], help).decision).toBe('pass');
  });

  it('says the worst of what it says, with each reason', () => {
    const verdicts: OwnVerdict[] = [
      { decision: 'route-to-counsel', because: 'Ask.' },
      { decision: 'deny', because: 'No.' },
      { decision: 'deny', because: 'Never.' },
    ];
    expect(mine([word(verdicts)])).toMatchObject({ decision: 'deny', evidence: { because: 'No. Never.' } });
  });

  it('never makes any case softer, whatever it says, and is recorded as a fact', () => {
    const verdict = fc.oneof(
      fc.record({
        decision: fc.constantFrom('deny' as const, 'route-to-counsel' as const),
        because: fc.constant('x'),
      }),
      fc.record({
        decision: fc.constant('defer-until' as const),
        because: fc.constant('x'),
        until: fc.oneof(
          fc.double({ min: -5, max: 500, noNaN: true }),
          fc.constant('2026-12-24T08:00:00Z'),
          fc.string(),
        ),
      }),
    );
    const words = fc.array(
      fc.oneof(
        fc.array(verdict, { maxLength: 3 }).map((verdicts) => word(verdicts)),
        fc.constant(away),
      ),
      { minLength: 1, maxLength: 1 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...policyCases()), words, ({ input }, operator) => {
        const native = judge(input);
        const said = ruled(operator, input);
        expect(RANK[said.decision]).toBeGreaterThanOrEqual(RANK[native.decision]);
        if (said.until !== undefined && native.until !== undefined)
          expect(Date.parse(said.until)).toBeGreaterThanOrEqual(Date.parse(native.until));
        const facts = { ...input, ruling: { own: [], testimony: null, operator } };
        expect(judgeRecorded(JSON.parse(JSON.stringify(facts)) as typeof facts)).toEqual(said);
      }),
      { numRuns: 150 },
    );
  });
});
