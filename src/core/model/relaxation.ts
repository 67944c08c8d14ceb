/**
 * The one thing an operator may loosen: rules that are product policy and marked so here. The law, and what carriers
 * demand, can only be tightened. Each relaxation has an author, a reason and a last day, and is on record with every
 * decision that it changed (catalogue 3.4 and `caller-fatigue`).
 */
import { z } from 'zod';
import { CalendarDate } from './primitives.ts';

export const LOOSENABLE = ['caller-fatigue'] as const;

export const Relaxation = z.strictObject({
  rule: z
    .enum(LOOSENABLE, {
      error: `is no rule that may be loosened; only product policy is: ${LOOSENABLE.join(', ')}`,
    })
    .describe(
      'How often a person is contacted: up to three times in 24 hours, as the strictest states allow',
    ),
  author: z.string().min(1).max(200),
  reason: z.string().min(3).max(400),
  expires: CalendarDate.describe('Last day on which it holds'),
});
export type Relaxation = z.infer<typeof Relaxation>;
