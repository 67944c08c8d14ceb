/** If these fail, a fact nobody knows is read as yes or no, and a rule lets pass what it should have stopped. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  all,
  any,
  atMost,
  evaluate,
  FactReading,
  holds,
  is,
  known,
  lacks,
  not,
  oneOf,
  unknown,
  type Expression,
  type Truth,
} from './expression.ts';
import { compileExpression, valuesOf } from './compile-expression.ts';
import type { Facts } from './fact-table.ts';
import { RULES } from './rules/all.ts';
import { deriveFacts, factsOf } from './facts.ts';
import { holidayOn } from './holidays.ts';
import { sampleWith } from './sample-input.ts';
import { dayNumber } from './zone-clock.ts';

const facts: Facts = factsOf(deriveFacts(sampleWith({ 'sender.type': null, 'call.attestation': 'B' })));
const say = (expression: Expression): Truth => evaluate(expression, facts, new FactReading());

const T = is('call.attestation', 'B');
const F = is('call.attestation', 'A');
const U = is('sender.type', '10dlc');

describe('three values', () => {
  it.each<[string, Expression, Truth]>([
    ['all of true and unknown', all(T, U), 'unknown'],
    ['all of false and unknown', all(F, U), 'false'],
    ['any of true and unknown', any(T, U), 'true'],
    ['any of false and unknown', any(F, U), 'unknown'],
    ['not unknown', not(U), 'unknown'],
    ['all of nothing', all(), 'true'],
    ['any of nothing', any(), 'false'],
    ['known is never unknown', known('sender.type'), 'false'],
    ['nor is its opposite', unknown('sender.type'), 'true'],
    ['membership of an unknown', oneOf('sender.type', ['10dlc']), 'unknown'],
    ['a comparison of an unknown', atMost('recipient.lastTransactionDaysAgo', 5), 'unknown'],
    ['a flag', holds('call.textbackNoticePlayed' as 'call.corroborated'), 'unknown'],
    ['a flag that is off', lacks('dnc.internal'), 'true'],
  ])('%s', (_, expression, truth) => {
    expect(say(expression)).toBe(truth);
  });

  it('follow De Morgan', () => {
    const leaf = fc.constantFrom(T, F, U);
    fc.assert(
      fc.property(fc.array(leaf, { maxLength: 5 }), (parts) => {
        expect(say(not(all(...parts)))).toBe(say(any(...parts.map(not))));
      }),
    );
  });

  it('report what was read and what was missing', () => {
    const reading = new FactReading();
    evaluate(all(F, U), facts, reading);
    expect(Object.fromEntries(reading.read)).toEqual({ 'call.attestation': 'B', 'sender.type': null });
    expect(reading.unknown).toEqual(['sender.type']);
  });
});

describe('holidays', () => {
  it.each([
    ['AL', '2027-02-09', 'mardi-gras'],
    ['LA', '2027-03-26', 'good-friday'],
    ['LA', '2026-11-03', 'election-day'],
    ['LA', '2027-11-02', null],
    ['PA', '2027-11-02', 'election-day'],
    ['LA', '2026-11-27', 'acadian-day'],
    ['UT', '2027-07-23', 'pioneer-day'],
    ['UT', '2027-07-24', 'pioneer-day'],
    ['RI', '2026-08-10', 'victory-day'],
    ['US-federal', '2026-07-03', 'independence'],
    ['US-federal', '2027-07-05', 'independence'],
    ['US-federal', '2027-12-31', 'new-year'],
    ['US-federal', '2026-05-25', 'memorial'],
    ['US-federal', '2026-12-24', null],
    ['nowhere', '2026-12-25', null],
  ])('%s on %s: %s', (set, date, name) => {
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
    expect(holidayOn(set, dayNumber(year, month, day))).toBe(name);
  });
});

describe('compiled conditions', () => {
  it('say what the conditions of every rule say, whatever is known', () => {
    const conditions = RULES.flatMap((rule) => [rule.when, ...rule.branches.map((branch) => branch.when)]);
    const compiled = conditions.map((condition) => compileExpression(condition));
    const names = Object.keys(facts) as (keyof Facts)[];
    const value = fc.constantFrom(undefined, true, false, 0, 40, 'US', 'none', 'general', 'waiting', ['FL']);
    fc.assert(
      fc.property(fc.array(value, { minLength: names.length, maxLength: names.length }), (values) => {
        const some = Object.fromEntries(
          names.map((name, index) => [name, values[index]]),
        ) as unknown as Facts;
        const numbered = valuesOf([some]);
        for (const [index, condition] of conditions.entries()) {
          const spoken = ['false', 'unknown', 'true'][compiled[index]?.(numbered) ?? -1];
          expect(spoken).toBe(evaluate(condition, some, new FactReading()));
        }
      }),
      { numRuns: 200 },
    );
  });
});
