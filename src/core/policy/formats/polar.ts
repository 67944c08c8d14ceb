/**
 * The rule book in Polar for Oso's open-source library. https://www.osohq.com/docs/oss (Polar syntax), read 2026-11-21.
 * That library is archived upstream: no fixes come any more. It is here because operators still run it.
 *
 * One predicate per rule, one clause per arm, each ending in `cut`: the first clause that holds is the answer. Facts are
 * a dictionary; looking up a key that is not there fails, so a comparison asks for a known fact and a negated one also
 * holds for an unknown one, as in Rego. Texts are written without any character that Polar could take for its own.
 */
import type { KnownFacts } from '../engine-gate.ts';
import type { Condition, FactTest } from '../condition.ts';
import type { PolicyBook, PolicyRule } from '../policy-book.ts';
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

export const polar: PolicyFormat = {
  name: 'polar',
  files: (book) => {
    const facts = identifiers(book.facts.keys());
    const rules = identifiers(book.rules.map(({ rule }) => rule.id));
    return [
      { path: 'ringback.polar', text: front(book, rules) },
      ...book.rules.map((one) => ({
        path: `rules/${one.rule.id}.polar`,
        text: ruleFile(one, nameIn(rules, one.rule.id), facts),
      })),
    ];
  },
  facts: polarFacts,
};

function polarFacts(book: PolicyBook, facts: KnownFacts): Readonly<Record<string, unknown>> {
  const names = identifiers(book.facts.keys());
  return Object.fromEntries(
    shaped(book, facts).map(([name, shape, value]) => [
      nameIn(names, name),
      shape.type === 'presence'
        ? true
        : shape.type === 'number'
          ? finite(value)
          : Array.isArray(value)
            ? value.map((word) => plainText(String(word)))
            : typeof value === 'string'
              ? plainText(value)
              : value,
    ]),
  );
}

function front(book: PolicyBook, rules: ReadonlyMap<string, string>): string {
  const outcomes = book.rules.map(
    ({ rule }) =>
      `outcome(${quote(rule.id)}, fact, today, arm) if ${nameIn(rules, rule.id)}(fact, today, arm) and cut;`,
  );
  return `# Ringback's rule pack of ${book.packDate}. Ask: outcome(rule, facts, today, arm). A fact that is not known is absent.
version(${quote(bookVersion(book))});

# What Oso itself asks: may this rule let the action pass?
allow(fact, "pass", rule) if outcome(rule, fact, fact.today, arm) and passes(rule, arm);

${outcomes.join('\n')}
`;
}

function ruleFile({ rule, arms }: PolicyRule, name: string, facts: ReadonlyMap<string, string>): string {
  const clauses = arms.map(({ id, when, outcome }) => {
    const body = when.kind === 'always' ? 'cut' : `${say(when, facts)} and cut`;
    const head = [
      /\bfact\b/.test(body) ? 'fact' : '_fact',
      /\btoday\b/.test(body) ? 'today' : '_today',
      quote(id),
    ];
    const passing = outcome.decision === 'pass' || outcome.decision === 'not-applicable';
    return {
      taken: `# ${outcome.decision}: ${oneLine(outcome.because)}\n${name}(${head.join(', ')}) if ${body};`,
      passes: passing ? [`passes(${quote(rule.id)}, ${quote(id)});`] : [],
    };
  });
  return `# ${oneLine(rule.title)}
# ${oneLine(rule.citation)}
# Not covered: ${oneLine(rule.notCovered)}

${clauses.map(({ taken }) => taken).join('\n\n')}

${clauses.flatMap(({ passes }) => passes).join('\n')}
`;
}

function say(condition: Condition, facts: ReadonlyMap<string, string>): string {
  switch (condition.kind) {
    case 'all':
      return `(${condition.parts.map((part) => say(part, facts)).join(' and ')})`;
    case 'any':
      return `(${condition.parts.map((part) => say(part, facts)).join(' or ')})`;
    case 'known':
      // Looking it up succeeds, whatever it is, only when it is there.
      return `${condition.known ? '' : 'not '}fact.${nameIn(facts, condition.fact)} = _`;
    case 'day':
      return `today ${condition.is === 'before' ? '<' : '>'} ${condition.day}`;
    case 'always':
      return condition.value ? 'true' : 'false';
    case 'fact':
      return comparison(condition, `fact.${nameIn(facts, condition.fact)}`);
  }
}

function comparison({ test, expect, ifUnknown }: FactTest, read: string): string {
  switch (test.op) {
    case 'is':
      return compare(expect, ifUnknown, (equal) => `${read} ${equal ? '==' : '!='} ${literal(test.value)}`);
    case 'in': {
      const list = `[${test.values.map(literal).join(', ')}]`;
      return compare(expect, ifUnknown, (inside) =>
        inside ? `${read} in ${list}` : `(${read} = _ and not ${read} in ${list})`,
      );
    }
    case 'contains':
      return compare(expect, ifUnknown, (inside) =>
        inside
          ? `${literal(test.value)} in ${read}`
          : `(${read} = _ and not ${literal(test.value)} in ${read})`,
      );
    default: {
      const opposite = { '>=': '<', '>': '<=', '<=': '>', '<': '>=' }[test.op];
      return compare(expect, ifUnknown, (same) => `${read} ${same ? test.op : opposite} ${test.value}`);
    }
  }
}

/** The positive form fails for an unknown fact; the negation of the opposite form holds for it. */
function compare(expect: boolean, ifUnknown: boolean, form: (same: boolean) => string): string {
  return ifUnknown ? `not (${form(!expect)})` : form(expect);
}

function literal(value: boolean | number | string): string {
  return typeof value === 'string' ? quote(plainText(value)) : String(value);
}

/** Ids of ours hold neither quotes nor backslashes; JSON writes everything else as Polar reads it. */
function quote(text: string): string {
  return JSON.stringify(text);
}
