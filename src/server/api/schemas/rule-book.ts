/** The rulebook with its history: what is about to change, how it decided lately, and what a location still lacks. */
import { z } from 'zod';

export const RuleWatch = z.object({
  items: z.array(
    z.object({
      on: z.string().nullable().describe('Null: pending'),
      what: z.string(),
      rules: z.array(z.string()),
      kind: z.enum(['flips', 'pending', 'review', 'overdue']),
    }),
  ),
});
export type RuleWatch = z.infer<typeof RuleWatch>;

const Counts = z.object({
  pass: z.int(),
  defer: z.int(),
  counsel: z.int(),
  deny: z.int(),
});
export type Counts = z.infer<typeof Counts>;

export const RuleDistribution = z.object({
  from: z.string(),
  to: z.string().describe('The end of today in UTC'),
  decisions: z.int(),
  kinds: z.array(z.object({ kind: z.string(), counts: Counts })),
  anchors: z.array(z.object({ anchor: z.string(), counts: Counts })),
  rules: z.array(z.object({ rule: z.string(), counts: Counts })),
});
export type RuleDistribution = z.infer<typeof RuleDistribution>;

export const LocationChecklist = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      rule: z.string(),
      state: z.enum(['met', 'missing', 'expiring']),
      detail: z.string(),
      attests: z
        .object({ part: z.string(), begin: z.record(z.string(), z.unknown()) })
        .nullable()
        .describe('What is vouched for here, and how a new entry begins; null: it is settled elsewhere'),
      evaluatedAt: z.string().optional().describe('Duties: since when this is the finding'),
    }),
  ),
  applies: z
    .array(z.object({ rule: z.string(), title: z.string(), anchor: z.string() }))
    .describe('Rules that are asked when a first text would go out to a caller from here'),
});
export type LocationChecklist = z.infer<typeof LocationChecklist>;

export const GateSample = z.object({ input: z.record(z.string(), z.unknown()) });
export type GateSample = z.infer<typeof GateSample>;
