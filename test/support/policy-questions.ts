/** Questions for policy engines, drawn at random, and what the rule book answers. */
import fc from 'fast-check';
import { ACTION_KINDS } from '../../src/core/gate/input.ts';
import { meets } from '../../src/core/policy/condition.ts';
import type { Question } from '../../src/core/policy/engine-gate.ts';
import { STAGES, type PolicyBook } from '../../src/core/policy/policy-book.ts';

export function expectedArms(book: PolicyBook, question: Question): Readonly<Record<string, string>> {
  return Object.fromEntries(
    book.rules
      .filter(({ rule }) => question.rules.includes(rule.id))
      .map(({ rule, arms }) => [
        rule.id,
        arms.find(({ when }) => meets(when, question.facts, question.today))?.id ?? '(none)',
      ]),
  );
}

/** Any action on any day, every fact unknown or any value that its rules could tell apart. */
export function questions(whole: PolicyBook): fc.Arbitrary<Question> {
  const values = literals(whole);
  const facts = fc.record(
    Object.fromEntries(
      [...whole.facts].map(([name, shape]) => {
        const said = values.get(name) ?? [];
        const value: fc.Arbitrary<unknown> =
          shape.type === 'boolean'
            ? fc.boolean()
            : shape.type === 'number'
              ? fc.oneof(
                  fc.constantFrom(...said.flatMap((one) => near(Number(one)))),
                  fc.double({ noNaN: true }),
                )
              : shape.type === 'words'
                ? fc.subarray([...shape.asked, 'ZZ'])
                : fc.oneof(fc.constantFrom('other', ...said.map(String)), fc.string());
        return [name, value];
      }),
    ),
    { requiredKeys: [] },
  );
  return fc
    .record({
      kind: fc.constantFrom(...ACTION_KINDS),
      stage: fc.constantFrom(...STAGES),
      today: fc.constantFrom(19900101, 20261121, 20270301, 20270601, 20990101),
      facts,
    })
    .map(({ kind, stage, today, facts: drawn }) => ({
      kind,
      stage,
      today,
      facts: drawn,
      rules: whole.rules
        .filter((one) => one.stage === stage && one.rule.kinds.includes(kind))
        .map(({ rule }) => rule.id),
    }));
}

function near(value: number): readonly number[] {
  return [value - 1, value - 0.5, value, value + 0.5, value + 1];
}

function literals(whole: PolicyBook): ReadonlyMap<string, readonly (string | number | boolean)[]> {
  const found = new Map<string, (string | number | boolean)[]>();
  const visit = (condition: PolicyBook['rules'][number]['arms'][number]['when']): void => {
    if (condition.kind === 'all' || condition.kind === 'any') condition.parts.forEach(visit);
    else if (condition.kind === 'fact') {
      const { test } = condition;
      const said = test.op === 'in' ? test.values : [test.value];
      found.set(condition.fact, [...(found.get(condition.fact) ?? []), ...said]);
    }
  };
  for (const { arms } of whole.rules) for (const { when } of arms) visit(when);
  return found;
}
