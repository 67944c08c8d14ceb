/**
 * If these fail, what Ringback hands to other policy engines is not its rule book: an engine could then let through what
 * a rule forbids, or every second opinion would disagree.
 */
import { describe, expect, it } from 'vitest';
import examples from '../gate/example-cases.json' with { type: 'json' };
import { evaluateGate } from '../gate/gate.ts';
import { parseGateInput, type GateInput } from '../gate/input.ts';
import { CASES } from '../gate/rules/all-cases.ts';
import { RULES } from '../gate/rules/all.ts';
import { sampleWith } from '../gate/sample-input.ts';
import { meets } from './condition.ts';
import { consult, decideBy, type Arms, type Question } from './engine-gate.ts';
import { policyBook } from './policy-book.ts';

const book = policyBook(RULES);

function answer(question: Question): Arms {
  return Object.fromEntries(
    book.rules
      .filter(({ rule }) => question.rules.includes(rule.id))
      .map(({ rule, arms }) => [
        rule.id,
        arms.find((arm) => meets(arm.when, question.facts, question.today))?.id ?? 'none',
      ]),
  );
}

function byArms(input: GateInput) {
  const talk = consult(book, input);
  let step = talk.next();
  while (step.done !== true) step = talk.next(answer(step.value));
  return decideBy(book, input, step.value);
}

const inputs: [string, GateInput][] = [
  ...Object.entries(CASES).flatMap(([id, cases]) =>
    cases.map((one): [string, GateInput] => [`${id}: ${one.say}`, sampleWith(one.given)]),
  ),
  ...examples.flatMap((one): [string, GateInput][] => {
    const parsed = parseGateInput(one.inputs);
    return one.inputs.check === 'gate' && parsed.ok ? [[one.id, parsed.value]] : [];
  }),
];

describe('the two-valued arms say what the rules say', () => {
  it.each(inputs)('%s', (_name, input) => {
    const { decision, unanswered } = byArms(input);
    expect(unanswered).toEqual([]);
    expect(decision).toEqual(evaluateGate(input));
  });
});
