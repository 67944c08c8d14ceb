/** Who judges besides the rule book: engines and policies of the operator's own. */
import { z } from 'zod';
import { OwnPolicySetting, PolicyEngineSetting } from '../../../core/model/organisation.ts';
import { Relaxation } from '../../../core/model/relaxation.ts';
import { SettingField } from './sources.ts';

export const PolicyEngineShape = z.object({
  id: z.string(),
  name: z.string(),
  maturity: z.string(),
  settings: z.array(SettingField),
  own: z.array(SettingField).nullable().describe('What a policy of your own needs here; null: it takes none'),
});

export const PolicyView = z.object({
  rules: z.string().describe('Version of the rules that an engine must hold'),
  installation: z.object({
    engine: z.object({ name: z.string(), role: z.string() }).nullable(),
    own: z.array(z.object({ id: z.string(), title: z.string(), engine: z.string() })),
  }),
  engine: PolicyEngineSetting.nullable().describe('Null: as the installation says'),
  own: z.array(OwnPolicySetting),
  relaxed: z.array(Relaxation).describe('Product policy that was loosened: by whom, why and until when'),
  engines: z.array(PolicyEngineShape),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const PolicyChange = z
  .strictObject({
    engine: PolicyEngineSetting.nullable().optional().describe('Null: as the installation says'),
    own: z.array(OwnPolicySetting).max(50).optional(),
  })
  .refine((change) => change.engine !== undefined || change.own !== undefined, {
    error: 'say what is to change: engine, own or both',
  });
export type PolicyChange = z.infer<typeof PolicyChange>;
