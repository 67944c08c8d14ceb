/**
 * The rule book as a Casbin model and policy (ABAC with `eval`). https://casbin.org/docs/abac, read 2026-11-21.
 *
 * One policy line per arm, in order, under the effect `priority`: the first line of a rule whose condition holds decides,
 * and Casbin's explanation names it. `allow` and `deny` are what the arm means for the action, so Casbin's own answer to a
 * rule is whether that rule lets it pass.
 *
 * Casbin's expressions know neither a missing fact nor a list, so both are handed over as flags beside the values:
 * `r.known.x`, and `r.has.x_NY` for each word that a rule looks for in a list. Texts are written without any character
 * that its line reader or its evaluator could take for its own (`plainText`).
 */
import type { FactName } from '../../gate/fact-table.ts';
import type { Condition, FactTest } from '../condition.ts';
import type { ArmOutcome, PolicyBook } from '../policy-book.ts';
import {
  bookVersion,
  finite,
  identifiers,
  nameIn,
  oneLine,
  plainText,
  shaped,
  type PolicyFormat,
} from './format.ts';

export const casbin: PolicyFormat = {
  name: 'casbin',
  files: (book) => [
    { path: 'model.conf', text: MODEL },
    { path: 'policy.csv', text: policy(book) },
  ],
  facts: (book, facts) => {
    const { names, words } = namesOf(book);
    const given = shaped(book, facts);
    return {
      known: Object.fromEntries(given.map(([name]) => [nameIn(names, name), true])),
      fact: Object.fromEntries(
        given.flatMap(([name, shape, value]) => {
          if (shape.type === 'words' || shape.type === 'presence') return [];
          return [[nameIn(names, name), written(value)]];
        }),
      ),
      has: Object.fromEntries(
        given.flatMap(([name, shape, value]) =>
          shape.type === 'words' && Array.isArray(value)
            ? shape.asked
                .filter((word) => value.includes(word))
                .map((word) => [nameIn(words, `${name} ${word}`), true])
            : [],
        ),
      ),
    };
  },
};

const MODEL = `# Ringback: one request per rule. Written by \`ringback policy export\`.
[request_definition]
r = rule, today, fact, known, has

[policy_definition]
p = rule, arm, decision, eft, condition

[policy_effect]
e = priority(p.eft) || deny

[matchers]
m = r.rule == p.rule && eval(p.condition)
`;

function written(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  return typeof value === 'number' ? finite(value) : value;
}

interface Names {
  readonly names: ReadonlyMap<string, string>;
  /** For a word in a list: `fact word`. */
  readonly words: ReadonlyMap<string, string>;
}
const given = new WeakMap<PolicyBook, Names>();

function namesOf(book: PolicyBook): Names {
  const known = given.get(book);
  if (known !== undefined) return known;
  const asked = [...book.facts].flatMap(([name, shape]) =>
    shape.type === 'words' ? shape.asked.map((word) => `${name} ${word}`) : [],
  );
  const made = { names: identifiers(book.facts.keys()), words: identifiers(asked) };
  given.set(book, made);
  return made;
}

function policy(book: PolicyBook): string {
  const lines = book.rules.flatMap(({ rule, arms }) => [
    '',
    `# ${rule.id}: ${oneLine(rule.title)}`,
    ...arms.map((arm) =>
      ['p', rule.id, arm.id, arm.outcome.decision, effect(arm.outcome), `"${say(book, arm.when)}"`].join(
        ', ',
      ),
    ),
  ]);
  return [`# Ringback's rule pack of ${book.packDate} (${bookVersion(book)})`, ...lines, ''].join('\n');
}

function effect({ decision }: ArmOutcome): 'allow' | 'deny' {
  return decision === 'pass' || decision === 'not-applicable' ? 'allow' : 'deny';
}

function say(book: PolicyBook, condition: Condition): string {
  switch (condition.kind) {
    case 'all':
      return `(${condition.parts.map((part) => say(book, part)).join(' && ')})`;
    case 'any':
      return `(${condition.parts.map((part) => say(book, part)).join(' || ')})`;
    case 'known':
      return `${condition.known ? '' : '!'}${knownFlag(book, condition.fact)}`;
    case 'day':
      return `r.today ${condition.is === 'before' ? '<' : '>'} ${condition.day}`;
    case 'always':
      return condition.value ? '1 == 1' : '1 == 2';
    case 'fact':
      return comparison(book, condition);
  }
}

function comparison(book: PolicyBook, { fact, test, expect, ifUnknown }: FactTest): string {
  const said = compare(book, fact, test);
  const flag = knownFlag(book, fact);
  const wanted = expect ? said : `!(${said})`;
  return ifUnknown ? `(!${flag} || ${wanted})` : `(${flag} && ${wanted})`;
}

function compare(book: PolicyBook, fact: FactName, test: FactTest['test']): string {
  const { names, words } = namesOf(book);
  const read = `r.fact.${nameIn(names, fact)}`;
  switch (test.op) {
    case 'is':
      return `${read} == ${literal(test.value)}`;
    case 'in':
      return test.values.length === 0
        ? '1 == 2'
        : `(${test.values.map((value) => `${read} == ${literal(value)}`).join(' || ')})`;
    case 'contains':
      return `r.has.${nameIn(words, `${fact} ${test.value}`)} == true`;
    default:
      return `${read} ${test.op} ${test.value}`;
  }
}

function knownFlag(book: PolicyBook, fact: FactName): string {
  return `(r.known.${nameIn(namesOf(book).names, fact)} == true)`;
}

function literal(value: boolean | number | string): string {
  return typeof value === 'string' ? `'${plainText(value)}'` : String(value);
}
