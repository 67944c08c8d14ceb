/** The organisation as YAML, and what an edited file would change. Secrets never leave: they show as references. */
import { z } from 'zod';
import { IssueShape } from './common.ts';

export const ConfigText = z.object({ yaml: z.string() });
export type ConfigText = z.infer<typeof ConfigText>;
export const ConfigRequest = z.strictObject({ yaml: z.string().min(1).max(2_000_000) });
export type ConfigRequest = z.infer<typeof ConfigRequest>;

export const ConfigChange = z.object({
  action: z.string().describe('`create`, `update` or `remove`'),
  path: z.string(),
  text: z.string().describe('In words'),
  dangerous: z.boolean(),
  danger: z.string().optional().describe('Why somebody should look twice'),
});
export type ConfigChange = z.infer<typeof ConfigChange>;
export const ConfigPlan = z.object({
  ok: z.boolean(),
  changes: z.array(ConfigChange),
  issues: z.array(IssueShape),
});
export type ConfigPlan = z.infer<typeof ConfigPlan>;
export const ConfigApplied = z.object({ applied: z.int(), changes: z.array(ConfigChange) });
export type ConfigApplied = z.infer<typeof ConfigApplied>;
