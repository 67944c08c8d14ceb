/**
 * An operator's own policies, in the condition language of the rule book. Each denies or asks counsel, and nothing else
 * can be written: a policy that would let something through has no place to say so. Doubt about its condition counts as
 * the condition, as everywhere in the Gate. Exported to every engine together with the rule book.
 */
import { z } from 'zod';
import type { Issue } from '../model/errors.ts';
import type { Expression } from '../gate/expression.ts';
import type { FactName } from '../gate/fact-table.ts';
import { ACTION_KINDS, parseWith, type Parsed } from '../gate/input.ts';
import type { Rule } from '../gate/rule.ts';
import { RULES } from '../gate/rules/all.ts';
import { QUEUES, REASONS } from '../gate/vocabulary.ts';
import { policyBook } from './policy-book.ts';

const scalar = z.union([z.boolean(), z.number(), z.string().max(200)]);

/** The tree of `gate/expression.ts`, from the outside. */
const Condition: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Condition).min(1).max(50) }),
    z.strictObject({ any: z.array(Condition).min(1).max(50) }),
    z.strictObject({ not: Condition }),
    z.strictObject({ fact: Fact, is: scalar }),
    z.strictObject({
      fact: Fact,
      in: z
        .array(z.union([z.string().max(200), z.number()]))
        .min(1)
        .max(200),
    }),
    z.strictObject({ fact: Fact, contains: z.string().max(200) }),
    z.strictObject({ fact: Fact, atLeast: z.number() }),
    z.strictObject({ fact: Fact, moreThan: z.number() }),
    z.strictObject({ fact: Fact, atMost: z.number() }),
    z.strictObject({ fact: Fact, lessThan: z.number() }),
    z.strictObject({ fact: Fact, known: z.boolean() }),
  ]),
);

const FACTS = policyBook(RULES).facts;
const Fact = z.custom<FactName>((name) => typeof name === 'string' && FACTS.has(name as FactName), {
  error: 'is not a fact that the rule book uses; `ringback policy list --facts` names them',
});

const OwnPolicySchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,60}$/, 'small letters, digits and hyphens, beginning with a letter'),
  title: z.string().min(3).max(200),
  kinds: z.array(z.enum(ACTION_KINDS)).min(1),
  when: Condition,
  then: z.enum(['deny', 'route-to-counsel']),
  because: z.string().min(3).max(500).describe('What a shop owner reads when it holds something back'),
  reason: z.enum(REASONS).default('write-precondition'),
  queue: z.enum(QUEUES).default('counsel'),
  author: z.string().min(1).max(200),
  effectiveFrom: z.iso.date().nullish(),
  expires: z.iso.date().nullish().describe('Last day on which it holds; absent: until it is taken out'),
});
export type OwnPolicy = z.infer<typeof OwnPolicySchema>;

export function parseOwnPolicies(value: unknown): Parsed<readonly OwnPolicy[]> {
  const parsed = parseWith(z.strictObject({ policies: z.array(OwnPolicySchema).max(200) }), value);
  if (!parsed.ok) return parsed;
  const { policies } = parsed.value;
  const issues: Issue[] = policies.flatMap(({ id }, index) =>
    RULES.some((rule) => rule.id === id) || policies.findIndex((one) => one.id === id) !== index
      ? [
          {
            path: `policies.${index}.id`,
            message: `${id} is the name of another rule`,
            remedy: 'Give it a name of its own, for example with your brand in front.',
          },
        ]
      : [],
  );
  if (issues.length > 0) return { ok: false, issues };
  try {
    policyBook([...RULES, ...ownRules(policies)]);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'cannot be exported';
    return {
      ok: false,
      issues: [{ path: 'policies', message, remedy: 'Compare each fact as the rule book does.' }],
    };
  }
  return { ok: true, value: policies };
}

/** The same array for the same policies, so that the Gate compiles them once. */
export function ownRules(policies: readonly OwnPolicy[]): readonly Rule[] {
  const known = made.get(policies);
  if (known !== undefined) return known;
  const rules = policies.map(asRule);
  made.set(policies, rules);
  return rules;
}
const made = new WeakMap<readonly OwnPolicy[], readonly Rule[]>();

/** Where it does not hold it does not apply; it never says `pass`, which could stand for the silence of the law. */
function asRule(own: OwnPolicy): Rule {
  const { id, title, kinds, when, because, reason, queue, author, expires, effectiveFrom } = own;
  return {
    id,
    title,
    citation: `Policy of the operator, by ${author}`,
    aliases: [],
    notCovered: 'It can only hold back.',
    anchor: 'outbound-and-suppression',
    confidence: 'policy',
    jurisdictions: ['everywhere'],
    verticals: ['all'],
    channels: ['all'],
    kinds,
    when,
    effectiveFrom: effectiveFrom ?? null,
    effectiveTo: expires ?? null,
    reviewBy: expires ?? '9999-12-31',
    evidence: 'The policy as it stood, and who wrote it.',
    branches: [],
    otherwise:
      own.then === 'deny'
        ? { decision: 'deny', reason, because }
        : { decision: 'route-to-counsel', reason, queue, because },
  };
}
