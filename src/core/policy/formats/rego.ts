/**
 * The rule book in Rego v1 for OPA, and for what consumes OPA bundles (Styra DAS, Permit.io).
 * https://www.openpolicyagent.org/docs/policy-language, read 2026-11-21.
 *
 * One package per rule; its `outcome` is an else-chain, so the first arm that holds is taken. A fact that is absent
 * makes a comparison undefined, and so asks for a known one. `ringback.gate` puts the outcomes together and says itself
 * which word is the worst.
 */
import type { Condition, FactTest } from '../condition.ts';
import type { Arm, PolicyBook, PolicyRule } from '../policy-book.ts';
import { bookVersion, identifiers, jsonFacts, nameIn, oneLine, type PolicyFormat } from './format.ts';

export const rego: PolicyFormat = {
  name: 'rego',
  facts: jsonFacts,
  files: (book) => {
    const names = identifiers(book.rules.map(({ rule }) => rule.id));
    return [
      {
        path: '.manifest',
        text: `${JSON.stringify({ revision: bookVersion(book), roots: ['ringback'] })}\n`,
      },
      { path: 'ringback/gate.rego', text: gate(book, names) },
      ...book.rules.map((one) => ({
        path: `ringback/rules/${one.rule.id}.rego`,
        text: ruleFile(one, nameIn(names, one.rule.id)),
      })),
    ];
  },
};

function gate(book: PolicyBook, names: ReadonlyMap<string, string>): string {
  const outcomes = book.rules.flatMap(({ rule, stage }) => [
    `outcomes[${quote(rule.id)}] := data.ringback.rules.${nameIn(names, rule.id)}.outcome if {`,
    `\tinput.stage == ${quote(stage)}`,
    `\tinput.kind in {${rule.kinds.map(quote).join(', ')}}`,
    '}',
    '',
  ]);
  return `# Ringback's rule pack of ${book.packDate}. Written by \`ringback policy export\`; research, not legal advice.
# Input: kind, stage, today (20261121) and facts; a fact that is not known is absent.
package ringback.gate

version := ${quote(bookVersion(book))}

answer := {"version": version, "outcomes": outcomes, "decision": decision}

default decision := "not-applicable"

decision := "deny" if {
	some outcome in outcomes
	outcome.decision == "deny"
} else := "route-to-counsel" if {
	some outcome in outcomes
	outcome.decision == "route-to-counsel"
} else := "defer-until" if {
	some outcome in outcomes
	outcome.decision == "defer-until"
} else := "pass" if {
	some outcome in outcomes
	outcome.decision == "pass"
}

${outcomes.join('\n')}`;
}

function ruleFile({ rule, arms }: PolicyRule, name: string): string {
  const choices: string[] = [];
  const chain = arms
    .map((arm, index) => {
      const body = lines(arm.when, choices);
      const head = index === 0 ? 'outcome :=' : 'else :=';
      return body.length === 0
        ? `${head} ${value(arm)}`
        : `${head} ${value(arm)} if {\n${body.map((line) => `\t${line}\n`).join('')}}`;
    })
    .join(' ');
  return `# ${oneLine(rule.title)}
# ${oneLine(rule.citation)}
# Not covered: ${oneLine(rule.notCovered)}
package ringback.rules.${name}

${chain}
${choices.map((choice) => `\n${choice}`).join('')}`;
}

function value({ id, outcome }: Arm): string {
  const reason = 'reason' in outcome ? { reason: outcome.reason } : {};
  return JSON.stringify({ arm: id, decision: outcome.decision, ...reason });
}

/** The lines of a body, which all must hold. An alternative becomes a rule of its own, with a body for each choice. */
function lines(condition: Condition, choices: string[]): readonly string[] {
  switch (condition.kind) {
    case 'all':
      return condition.parts.flatMap((part) => lines(part, choices));
    case 'any': {
      const bodies = condition.parts.map((part) => lines(part, choices));
      const name = `either_${choices.length + 1}`;
      choices.push(
        bodies.map((body) => `${name} if {\n${body.map((line) => `\t${line}\n`).join('')}}\n`).join('\n'),
      );
      return [name];
    }
    case 'known':
      return [condition.known ? isKnown(condition.fact) : isUnknown(condition.fact)];
    case 'day':
      return [`input.today ${condition.is === 'before' ? '<' : '>'} ${condition.day}`];
    case 'always':
      return condition.value ? [] : ['false'];
    case 'fact':
      return [comparison(condition)];
  }
}

/**
 * `not` is no way to ask for "false or unknown": OPA reads a fact before it negates what is said of it, and an absent
 * one ends the whole body. So a value that gives the right answer stands in for the fact that is not known.
 */
function comparison({ fact, test, expect, ifUnknown }: FactTest): string {
  const orElse = (standIn: unknown): string =>
    `object.get(input.facts, ${quote(fact)}, ${JSON.stringify(standIn)})`;
  const known = `input.facts[${quote(fact)}]`;
  const hit = expect === ifUnknown;
  switch (test.op) {
    case 'is':
      return `${ifUnknown ? orElse(hit ? test.value : null) : known} ${expect ? '==' : '!='} ${JSON.stringify(test.value)}`;
    case 'in': {
      const [first] = test.values;
      if (first === undefined)
        return expect ? (ifUnknown ? isUnknown(fact) : 'false') : ifUnknown ? 'true' : isKnown(fact);
      const set = `{${test.values.map((one) => JSON.stringify(one)).join(', ')}}`;
      const read = expect && !ifUnknown ? known : orElse(hit ? first : null);
      return `${expect ? '' : 'not '}${read} in ${set}`;
    }
    case 'contains': {
      const read = expect && !ifUnknown ? known : orElse(hit ? [test.value] : []);
      return `${expect ? '' : 'not '}${quote(test.value)} in ${read}`;
    }
    default: {
      const op = expect ? test.op : OPPOSITE[test.op];
      return `${ifUnknown ? orElse(test.value + NUDGE[op]) : known} ${op} ${test.value}`;
    }
  }
}

const OPPOSITE = { '>=': '<', '>': '<=', '<=': '>', '<': '>=' } as const;
/** What to add to a threshold so that the comparison with it holds. */
const NUDGE = { '>=': 0, '>': 1, '<=': 0, '<': -1 } as const;

function isKnown(fact: string): string {
  return `${quote(fact)} in object.keys(input.facts)`;
}

function isUnknown(fact: string): string {
  return `not ${isKnown(fact)}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
