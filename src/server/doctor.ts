import { RULE_PACK_DATE } from '../core/gate/gate.ts';
import { RULES } from '../core/gate/rules/all.ts';
import type { Pipeline } from '../pipeline/context.ts';
import { address } from './doctor/address.ts';
import { fix, ok, type DoctorLine } from './doctor/lines.ts';
import { database, disk, runtime, zones } from './doctor/machine.ts';
import { organisation } from './doctor/organisation.ts';

export type { DoctorLine } from './doctor/lines.ts';

export interface DoctorDeps {
  readonly pipeline: Pipeline;
  readonly tenants: readonly { readonly id: string; readonly key: string }[];
  readonly dataDirectory: string;
  /** Whether the database is Ringback's own in the data directory. */
  readonly embedded: boolean;
}

/** Looks at everything that keeps missed calls from being answered, and says how to put each right. Changes nothing. */
export async function examine(deps: DoctorDeps): Promise<DoctorLine[]> {
  const lines = [
    runtime(),
    ...(await database(deps)),
    ...(await zones(deps)),
    ...(await disk(deps)),
    ...(await address(deps)),
    rulePack(deps),
  ];
  for (const tenant of deps.tenants) lines.push(...(await organisation(deps, tenant)));
  if (deps.tenants.length === 0)
    lines.push(
      fix(
        'Organisation',
        'none',
        'there is no organisation yet',
        'Run `ringback import ringback.yaml`, or start with --demo to look around.',
      ),
    );
  return lines;
}

function rulePack({ pipeline }: DoctorDeps): DoctorLine {
  const today = pipeline.clock.now().toISOString().slice(0, 10);
  const overdue = RULES.filter((rule) => rule.reviewBy < today);
  return overdue.length === 0
    ? ok('Rules', 'reviewed', `rule pack of ${RULE_PACK_DATE}, ${RULES.length} rules, none overdue`)
    : fix(
        'Rules',
        'reviewed',
        `${overdue.length} rules are past their review date: ${overdue.map((rule) => rule.id).join(', ')}`,
        'Update Ringback; until then these rules send actions to counsel.',
      );
}
