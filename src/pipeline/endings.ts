import type { Organisation } from '../core/model/directory.ts';
import { endingsOf, type Ending } from '../core/organisation/endings.ts';
import type { Pipeline } from './context.ts';

/** What runs out in this organisation, its own settings and the installation's policies that concern it. */
export function organisationEndings(
  pipeline: Pick<Pipeline, 'policy'>,
  organisation: Organisation,
  at: Date,
): readonly Ending[] {
  const { tenant, locations } = organisation;
  const { own = [], operator = [] } = pipeline.policy?.installation ?? {};
  return endingsOf({
    today: at.toISOString().slice(0, 10),
    tenant: tenant.config,
    locations: [...locations.values()].map(({ key, config }) => ({ ...config, key })),
    installation: [...own, ...operator.filter(({ tenants }) => tenants?.includes(tenant.key) !== false)],
  });
}
