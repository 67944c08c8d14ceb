/**
 * The rule book as Cerbos resource policies. https://docs.cerbos.dev/cerbos/latest/policies, read 2026-11-21.
 *
 * One resource kind per rule, its actions the kinds of action that the rule runs for. Every arm is one rule of the policy:
 * `none` of the arms before it and its own condition, so that exactly one is activated whatever order the PDP takes them
 * in; its output names the arm. EFFECT_ALLOW or EFFECT_DENY is what the arm means for the action. Facts are attributes of
 * the principal, because one request asks about many resources; one that is not known is absent, and `in` asks for it.
 */
import { stringify } from 'yaml';
import type { Condition, FactTest } from '../condition.ts';
import type { PolicyRule } from '../policy-book.ts';
import { bookVersion, jsonFacts, oneLine, type PolicyFormat } from './format.ts';

export const cerbos: PolicyFormat = {
  name: 'cerbos',
  facts: jsonFacts,
  files: (book) =>
    book.rules.map((one) => ({
      path: `policies/${one.rule.id}.yaml`,
      text: ruleFile(one, bookVersion(book)),
    })),
};

type Match =
  | { readonly expr: string }
  | { readonly all: { readonly of: readonly Match[] } }
  | { readonly any: { readonly of: readonly Match[] } }
  | { readonly none: { readonly of: readonly Match[] } };

function ruleFile({ rule, arms }: PolicyRule, version: string): string {
  const guards = arms.map((arm) => match(arm.when));
  const rules = arms.map(({ id, when, outcome }, index) => {
    const before = guards.slice(0, index);
    const parts: Match[] = [
      ...(before.length === 0 ? [] : [{ none: { of: before } }]),
      ...(when.kind === 'always' ? [] : [match(when)]),
    ];
    const [only] = parts;
    const condition = parts.length > 1 ? { all: { of: parts } } : only;
    const passes = outcome.decision === 'pass' || outcome.decision === 'not-applicable';
    return {
      name: `arm-${id}`,
      actions: [...rule.kinds],
      effect: passes ? 'EFFECT_ALLOW' : 'EFFECT_DENY',
      roles: ['*'],
      ...(condition === undefined ? {} : { condition: { match: condition } }),
      output: {
        when: {
          ruleActivated: `{"version": ${JSON.stringify(version)}, "arm": ${JSON.stringify(id)}, "decision": ${JSON.stringify(outcome.decision)}}`,
        },
      },
    };
  });
  const policy = {
    apiVersion: 'api.cerbos.dev/v1',
    description: oneLine(`${rule.title}. ${rule.citation}. Not covered: ${rule.notCovered}`),
    resourcePolicy: { resource: rule.id, version: 'default', rules },
  };
  return stringify(policy, { lineWidth: 0, aliasDuplicateObjects: false });
}

function match(condition: Condition): Match {
  switch (condition.kind) {
    case 'all':
      return { all: { of: condition.parts.map(match) } };
    case 'any':
      return { any: { of: condition.parts.map(match) } };
    case 'known':
      return { expr: `${condition.known ? '' : '!'}(${JSON.stringify(condition.fact)} in P.attr)` };
    case 'day':
      return { expr: `P.attr.today ${condition.is === 'before' ? '<' : '>'} ${number(condition.day)}` };
    case 'always':
      return { expr: String(condition.value) };
    case 'fact':
      return { expr: comparison(condition) };
  }
}

function comparison({ fact, test, expect, ifUnknown }: FactTest): string {
  const has = `${JSON.stringify(fact)} in P.attr`;
  const said = compare(`P.attr[${JSON.stringify(fact)}]`, test);
  const wanted = expect ? said : `!(${said})`;
  return ifUnknown ? `!(${has}) || ${wanted}` : `${has} && ${wanted}`;
}

function compare(read: string, test: FactTest['test']): string {
  switch (test.op) {
    case 'is':
      return `${read} == ${literal(test.value)}`;
    case 'in':
      return `${read} in [${test.values.map(literal).join(', ')}]`;
    case 'contains':
      return `${literal(test.value)} in ${read}`;
    default:
      return `${read} ${test.op} ${number(test.value)}`;
  }
}

function literal(value: boolean | number | string): string {
  return typeof value === 'number' ? number(value) : JSON.stringify(value);
}

/** Numbers from JSON are doubles in CEL; so are these. */
function number(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
