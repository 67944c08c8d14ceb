/**
 * The rule book in Cedar 4, with its schema. https://docs.cedarpolicy.com, read 2026-11-21.
 *
 * Every arm is a `permit` that says "this arm is taken": `unless` the arms before it, `when` its own condition; so that
 * of each rule exactly one policy is satisfied, and one request names the outcomes of all rules. Permit stands for
 * "taken", not for "may go out": what an arm decides is its annotation. (With `forbid` for the denials, Cedar would name
 * only those.) A fact that is not known is an absent attribute, and `has` asks for it.
 *
 * Cedar knows whole numbers only: a number is handed over as its floor and its ceiling, scaled so that every threshold
 * in the rules is whole; comparing the right one of the two is exact.
 */
import type { FactName } from '../../gate/fact-table.ts';
import { ACTION_KINDS } from '../../gate/input.ts';
import type { Comparison, Condition, FactTest } from '../condition.ts';
import type { FactShape, PolicyBook, PolicyRule } from '../policy-book.ts';
import { bookVersion, finite, oneLine, shaped, type PolicyFormat } from './format.ts';

export const cedar: PolicyFormat = {
  name: 'cedar',
  files: (book) => [
    { path: 'ringback.cedarschema', text: schema(book) },
    ...book.rules.map((one) => ({ path: `policies/${one.rule.id}.cedar`, text: ruleFile(book, one) })),
  ],
  facts: (book, facts) =>
    Object.fromEntries(
      shaped(book, facts).map(([name, shape, value]) => [
        name,
        shape.type === 'number'
          ? {
              floor: Math.floor(finite(value) * shape.scale),
              ceiling: Math.ceil(finite(value) * shape.scale),
            }
          : shape.type === 'presence'
            ? true
            : value,
      ]),
    ),
};

const TYPES: Readonly<Record<FactShape['type'], string>> = {
  boolean: 'Bool',
  text: 'String',
  number: 'Number',
  words: 'Set<String>',
  presence: 'Bool',
};

function schema(book: PolicyBook): string {
  const facts = [...book.facts].map(([name, { type }]) => `    ${quote(name)}?: ${TYPES[type]},`);
  return `// Ringback's rule pack of ${book.packDate} (${bookVersion(book)}). A fact that is not known is absent.
namespace Ringback {
  entity Gate;
  entity Stage;
  type Number = { floor: Long, ceiling: Long };
  type Facts = {
${facts.join('\n')}
  };
  action ${ACTION_KINDS.map(quote).join(', ')} appliesTo {
    principal: Gate,
    resource: Stage,
    context: { today: Long, facts: Facts },
  };
}
`;
}

function ruleFile(book: PolicyBook, { rule, stage, arms }: PolicyRule): string {
  const actions = rule.kinds.map((kind) => `Ringback::Action::${quote(kind)}`).join(', ');
  const guards = arms.map((arm) => (arm.when.kind === 'always' ? null : say(book, arm.when)));
  const policies = arms.map(({ id, outcome }, index) => {
    const before = guards.slice(0, index).flatMap((guard) => (guard === null ? [] : [`unless { ${guard} }`]));
    const own = guards[index] ?? null;
    return [
      `@id(${quote(`${rule.id}#${id}`)})`,
      `@rule(${quote(rule.id)})`,
      `@arm(${quote(id)})`,
      `@decision(${quote(outcome.decision)})`,
      `permit (principal, action in [${actions}], resource == Ringback::Stage::${quote(stage)})`,
      ...before,
      ...(own === null ? [] : [`when { ${own} }`]),
    ].join('\n');
  });
  return `// ${oneLine(rule.title)}
// ${oneLine(rule.citation)}
// Not covered: ${oneLine(rule.notCovered)}

${policies.join(';\n\n')};
`;
}

function say(book: PolicyBook, condition: Condition): string {
  switch (condition.kind) {
    case 'all':
      return condition.parts.map((part) => grouped(book, part)).join(' && ');
    case 'any':
      return condition.parts.map((part) => grouped(book, part)).join(' || ');
    case 'known':
      return `${condition.known ? '' : '!('}context.facts has ${quote(condition.fact)}${condition.known ? '' : ')'}`;
    case 'day':
      return `context.today ${condition.is === 'before' ? '<' : '>'} ${condition.day}`;
    case 'always':
      return String(condition.value);
    case 'fact':
      return comparison(book, condition);
  }
}

function grouped(book: PolicyBook, condition: Condition): string {
  const said = say(book, condition);
  const compound = condition.kind === 'all' || condition.kind === 'any' || condition.kind === 'fact';
  return compound ? `(${said})` : said;
}

function comparison(book: PolicyBook, { fact, test, expect, ifUnknown }: FactTest): string {
  const has = `context.facts has ${quote(fact)}`;
  const said = compare(book, fact, test);
  const wanted = expect ? `(${said})` : `!(${said})`;
  // The validator follows `if` and `&&`, so it can prove that an absent attribute is never read.
  return ifUnknown ? `if ${has} then ${wanted} else true` : `${has} && ${wanted}`;
}

function compare(book: PolicyBook, fact: FactName, test: Comparison): string {
  const read = `context.facts[${quote(fact)}]`;
  const shape = book.facts.get(fact);
  const scale = shape?.type === 'number' ? shape.scale : 1;
  const whole = (value: number): string => String(Math.round(value * scale));
  const equals = (value: boolean | number | string): string =>
    typeof value === 'number'
      ? `${read}.floor == ${whole(value)} && ${read}.ceiling == ${whole(value)}`
      : `${read} == ${literal(value)}`;
  switch (test.op) {
    case 'is':
      return equals(test.value);
    case 'in':
      if (test.values.length === 0) return 'false';
      return test.values.some((value) => typeof value === 'number')
        ? test.values.map((value) => `(${equals(value)})`).join(' || ')
        : `[${test.values.map(literal).join(', ')}].contains(${read})`;
    case 'contains':
      return `${read}.contains(${quote(test.value)})`;
    case '>=':
    case '<':
      return `${read}.floor ${test.op} ${whole(test.value)}`;
    case '>':
    case '<=':
      return `${read}.ceiling ${test.op} ${whole(test.value)}`;
  }
}

function literal(value: boolean | number | string): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

/** Cedar's escapes in texts are Rust's: everything beyond printable ASCII is written as \u{...}. */
function quote(text: string): string {
  const body = text.replaceAll(/[^\x20-\x7e]|["\\]/gu, (letter) =>
    letter === '"' || letter === '\\' ? `\\${letter}` : `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${body}"`;
}
