/**
 * What a policy in Rego says about one action: the document at its path, with sets of texts under `deny` and `counsel` and
 * of waits under `defer`. Other names in the document are the policy's own business; one without any of the three is no
 * such policy, which is how a wrong path is noticed. A `permit` or `allow` is not looked at.
 */
import { z } from 'zod';
import type { OwnReply } from '../../ports/policy.ts';

const because = z.string().min(1).max(2000);
const Answer = z
  .object({
    deny: z.array(because).max(100).optional(),
    counsel: z.array(because).max(100).optional(),
    defer: z
      .array(
        z.union([
          z.object({ because, until: z.iso.datetime({ offset: true }) }),
          z.object({ because, hours: z.number().positive().max(10_000) }),
        ]),
      )
      .max(100)
      .optional(),
  })
  .refine((one) => one.deny !== undefined || one.counsel !== undefined || one.defer !== undefined, {
    error: 'it has none of deny, counsel and defer',
  });

export function readOwnVerdicts(value: unknown, where: string): OwnReply {
  if (value === undefined || value === null) return refused(`there is no document at ${where}`);
  const answer = Answer.safeParse(value);
  if (!answer.success) {
    const [issue] = answer.error.issues;
    const path = issue?.path.join('.') ?? '';
    return refused(
      `what ${where} says cannot be read: ${path === '' ? '' : `${path}: `}${issue?.message ?? ''}`,
    );
  }
  const { deny = [], counsel = [], defer = [] } = answer.data;
  return {
    status: 'answered',
    verdicts: [
      ...deny.map((one) => ({ decision: 'deny' as const, because: one })),
      ...counsel.map((one) => ({ decision: 'route-to-counsel' as const, because: one })),
      ...defer.map((one) => ({
        decision: 'defer-until' as const,
        because: one.because,
        until: 'until' in one ? one.until : one.hours,
      })),
    ],
  };
}

function refused(detail: string): OwnReply {
  return { status: 'unavailable', detail };
}
