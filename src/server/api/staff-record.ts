import type { NewRecord } from '../../store/audit.ts';
import { appendRecords } from '../../store/audit.ts';
import { authorOf } from '../auth/principal.ts';
import type { Call } from './route.ts';

/**
 * What a person did through the API is a record like every decision: `staff.<what>`, in the transaction of the deed.
 * Names of staff are not personal content of callers and stay readable; what concerns a caller goes under their key.
 */
export async function recordStaff(
  call: Pick<Call<unknown, unknown, unknown>, 'tx' | 'deps' | 'principal' | 'clock'>,
  what: string,
  about: Pick<NewRecord, 'attemptId' | 'phone' | 'body' | 'personal'>,
): Promise<void> {
  await appendRecords(call.tx, call.deps.pipeline.keeper, call.principal.tenantId, [
    {
      kind: `staff.${what}`,
      ...(about.attemptId === undefined ? {} : { attemptId: about.attemptId }),
      ...(about.phone === undefined ? {} : { phone: about.phone }),
      occurredAt: call.clock.now().toISOString(),
      body: {
        ...about.body,
        by: authorOf(call.principal),
        role: call.principal.role,
        via: call.principal.via,
      },
      ...(about.personal === undefined ? {} : { personal: about.personal }),
    },
  ]);
}
