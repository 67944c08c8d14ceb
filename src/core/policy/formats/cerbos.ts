/**
 * The rule book as Cerbos resource policies. https://docs.cerbos.dev/cerbos/latest/policies, read 2026-11-21.
 *
 * One resource kind per rule, its actions the kinds of action that the rule runs for. Every arm is a variable with its
 * condition and one rule of the policy: none of the variables before it and its own, so that exactly one is activated
 * whatever order the PDP takes them in; its output names the arm. EFFECT_ALLOW or EFFECT_DENY is what the arm means for the action. Facts are attributes of
 * the principal, because one request asks about many resources; one that is not known is absent, and `in` asks for it.
 */
import { stringify } from 'yaml';
import type { Condition, FactTest } from '../condition.ts';
import type { PolicyRule } from '../policy-book.ts';
import { bookVersion, identifiers, jsonFacts, nameIn, oneLine, type PolicyFormat } from './format.ts';

export const cerbos: PolicyFormat = {
  name: 'cerbos',
  facts: jsonFacts,
  files: (book) =>
    book.rules.map((one) => ({
      path: `policies/${one.rule.id}.yaml`,
      text: ruleFile(one, bookVersion(book)),
    })),
};

function ruleFile({ rule, arms }: PolicyRule, version: string): string {
  const names = identifiers(arms.map(({ id }) => `arm ${id}`));
  const local = Object.fromEntries(
    arms.flatMap(({ id, when }) => (when.kind === 'always' ? [] : [[nameIn(names, `arm ${id}`), say(when)]])),
  );
  const rules = arms.map(({ id, when, outcome }, index) => {
    const before = arms.slice(0, index).map((arm) => `!V.${nameIn(names, `arm ${arm.id}`)}`);
    const expr = [...before, ...(when.kind === 'always' ? [] : [`V.${nameIn(names, `arm ${id}`)}`])].join(
      ' && ',
    );
    const passes = outcome.decision === 'pass' || outcome.decision === 'not-applicable';
    return {
      name: `arm-${id}`,
      actions: [...rule.kinds],
      effect: passes ? 'EFFECT_ALLOW' : 'EFFECT_DENY',
      roles: ['*'],
      ...(expr === '' ? {} : { condition: { match: { expr } } }),
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
    resourcePolicy: {
      resource: rule.id,
      version: 'default',
      ...(Object.keys(local).length === 0 ? {} : { variables: { local } }),
      rules,
    },
  };
  return stringify(policy, { lineWidth: 0, aliasDuplicateObjects: false });
}

function say(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
      return condition.parts.map((part) => `(${say(part)})`).join(' && ');
    case 'any':
      return condition.parts.map((part) => `(${say(part)})`).join(' || ');
    case 'known':
      return `${condition.known ? '' : '!'}(${JSON.stringify(condition.fact)} in P.attr)`;
    case 'day':
      return `P.attr.today ${condition.is === 'before' ? '<' : '>'} ${number(condition.day)}`;
    case 'always':
      return String(condition.value);
    case 'fact':
      return comparison(condition);
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
