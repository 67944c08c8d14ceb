/** Which rules have something to say about an action, whatever they say: what applies at a location, and what a rule needs. */
import { evaluateGate } from './gate.ts';
import type { GateInput } from './input.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules/all.ts';

export function applicableRules(input: GateInput): readonly Rule[] {
  const asked = new Set(
    evaluateGate(input).findings.flatMap(({ rule, decision }) =>
      decision === 'not-applicable' ? [] : [rule],
    ),
  );
  return RULES.filter(({ id }) => asked.has(id));
}
