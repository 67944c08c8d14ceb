/**
 * If these fail: an engine that is down, or wrong, or an operator's own policy lets out what the rule book holds back; a
 * disagreement is decided by nobody; or a recorded decision cannot be derived again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../gate/coverage.ts';
import { RULES } from '../gate/rules/all.ts';
import { sampleWith } from '../gate/sample-input.ts';
import { policyCases } from './cases.ts';
import { meets } from './condition.ts';
import { consult, type Arms } from './engine-gate.ts';
import { bookVersion } from './formats/format.ts';
import { parseOwnPolicies, type OwnPolicy } from './own-policy.ts';
import { bookWith, judgeRecorded, judgeUnder, type EngineRole, type Testimony } from './ruling.ts';

const NONE: readonly OwnPolicy[] = [];
const RANK = { pass: 0, 'defer-until': 1, 'route-to-counsel': 2, deny: 3 };
const sample = sampleWith({});

function armsFor(input: typeof sample, own = NONE): Arms {
  const book = bookWith(own);
  const talk = consult(book, input);
  let step = talk.next();
  while (step.done !== true) {
    const { rules, facts, today } = step.value;
    const asked = book.rules.filter(({ rule }) => rules.includes(rule.id));
    step = talk.next(
      Object.fromEntries(
        asked.map(({ rule, arms }) => [rule.id, arms.find((arm) => meets(arm.when, facts, today))?.id ?? '']),
      ),
    );
  }
  return step.value;
}

function testimony(arms: Arms, role: EngineRole = 'second-opinion', own = NONE): Testimony {
  return { engine: 'Cedar', role, version: bookVersion(bookWith(own)), answer: { status: 'answered', arms } };
}

const denial = bookWith(NONE)
  .rules.find(({ rule }) => rule.id === 'internal-dnc')
  ?.arms.find(({ outcome }) => outcome.decision === 'deny');
const denied = { ...armsFor(sample), 'internal-dnc': denial?.id ?? '' };

describe('a policy engine beside the rule book', () => {
  it.each(['second-opinion', 'decider'] as const)('changes nothing as %s when it agrees', (role) => {
    const said = { own: NONE, testimony: testimony(armsFor(sample), role) };
    expect(judgeUnder(sample, said)).toEqual(judge(sample));
  });

  it('as second opinion sends a difference to counsel, with both results', () => {
    const decision = judgeUnder(sample, { own: NONE, testimony: testimony(denied) });
    expect(decision).toMatchObject({ decision: 'route-to-counsel', queue: 'counsel' });
    const finding = decision.findings.find(({ rule }) => rule === 'policy-engine');
    expect(finding?.evidence.facts).toMatchObject({ engine: 'Cedar', ours: 'pass', theirs: 'deny' });
    expect(finding?.evidence.because).toContain('internal-dnc');
  });

  it('as decider has its stricter word counted', () => {
    const decision = judgeUnder(sample, { own: NONE, testimony: testimony(denied, 'decider') });
    expect(decision.decision).toBe('deny');
  });

  it('as decider cannot loosen: what the rule book denies stays denied, and the difference is on record', () => {
    const stopped = sampleWith({ 'dnc.internal': true });
    expect(judge(stopped).decision).toBe('deny');
    const soft = testimony(armsFor(sample), 'decider');
    const decision = judgeUnder(stopped, { own: NONE, testimony: soft });
    expect(decision.decision).toBe('deny');
    expect(decision.findings.map(({ rule }) => rule)).toContain('policy-engine');
  });

  it('that cannot be asked leaves the decision to operations, but never the answer to STOP or HELP', () => {
    const answer = { status: 'unavailable' as const, detail: 'no connection' };
    const silent = { own: NONE, testimony: { ...testimony({}), answer } };
    expect(judgeUnder(sample, silent)).toMatchObject({ decision: 'route-to-counsel', queue: 'operations' });
    const help = sampleWith({ 'action.kind': 'sms.help', 'action.category': 'help' });
    expect(judgeUnder(help, silent)).toEqual(judge(help));
  });

  it('that answers less than it was asked is not taken for agreeing', () => {
    const rest = Object.fromEntries(Object.entries(armsFor(sample)).filter(([rule]) => rule !== 'tcpa-core'));
    const decision = judgeUnder(sample, { own: NONE, testimony: testimony(rest, 'decider') });
    expect(decision.decision).toBe('route-to-counsel');
  });

  it('is not asked about again once counsel has said yes to the difference', () => {
    const approved = sampleWith({ 'location.counselExemptions': ['policy-engine'] });
    const said = {
      own: NONE,
      testimony: testimony({ ...armsFor(approved), 'internal-dnc': denial?.id ?? '' }),
    };
    expect(judgeUnder(approved, said).decision).toBe('pass');
    expect(
      judgeUnder(approved, { ...said, testimony: { ...said.testimony, role: 'decider' } }).decision,
    ).toBe('deny');
  });

  it('never makes any case softer, whatever it says', () => {
    const cases = policyCases();
    const rules = bookWith(NONE).rules;
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.constantFrom('second-opinion' as const, 'decider' as const),
        fc.array(fc.nat(RULES.length - 1), { maxLength: 4 }),
        fc.nat(6),
        ({ input }, role, changed, arm) => {
          const arms = { ...armsFor(input) };
          for (const index of changed) {
            const one = rules[index];
            const id = one?.arms[arm % one.arms.length]?.id;
            if (one !== undefined && id !== undefined && one.rule.id in arms) arms[one.rule.id] = id;
          }
          const said = judgeUnder(input, { own: NONE, testimony: testimony(arms, role) });
          expect(RANK[said.decision]).toBeGreaterThanOrEqual(RANK[judge(input).decision]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is recorded as a fact: the decision follows from the record alone', () => {
    const ruling = { own: NONE, testimony: testimony(denied) };
    const recorded = JSON.parse(JSON.stringify({ ...sample, ruling })) as typeof sample;
    expect(judgeRecorded(recorded)).toEqual(judgeUnder(sample, ruling));
    expect(judgeRecorded(sample)).toEqual(judge(sample));
  });
});

describe("an operator's own policies", () => {
  const policy = {
    id: 'acme-no-texts-to-ny',
    title: 'No first texts to New York',
    kinds: ['sms.textback.first'],
    when: { fact: 'recipient.states', contains: 'NY' },
    then: 'deny',
    because: 'Acme does not text New York.',
    author: 'counsel@acme.example',
  };
  const read = (change: Record<string, unknown> = {}) =>
    parseOwnPolicies({ policies: [{ ...policy, ...change }] });

  it('hold back what the rule book lets through, in every engine alike', () => {
    const parsed = read();
    const own = parsed.ok ? parsed.value : NONE;
    expect(judgeUnder(sample, { own, testimony: null })).toMatchObject({ decision: 'deny' });
    const agreeing = testimony(armsFor(sample, own), 'decider', own);
    expect(judgeUnder(sample, { own, testimony: agreeing })).toMatchObject({ decision: 'deny' });
    expect(agreeing.answer).toMatchObject({ arms: { 'acme-no-texts-to-ny': 'otherwise' } });
  });

  it('end when they say so', () => {
    const parsed = read({ expires: '2026-11-19' });
    const own = parsed.ok ? parsed.value : NONE;
    expect(judgeUnder(sample, { own, testimony: null }).decision).toBe('pass');
  });

  it.each([
    ['a pass', { then: 'pass' }],
    ['a fact that nobody derives', { when: { fact: 'caller.mood', is: 'angry' } }],
    ['a fact compared as what it is not', { when: { fact: 'recipient.states', is: true } }],
    ["a rule's name", { id: 'tcpa-core' }],
    ['no author', { author: '' }],
  ])('are refused with %s', (_, change) => {
    expect(read(change)).toMatchObject({ ok: false });
  });
});
