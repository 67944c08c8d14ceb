/**
 * What the assistant wants to send, looked at before the Gate sees it (catalogue 3.5 "reply-check"): asked whether it is
 * a machine, it says so; it never claims to be a person; it claims nothing that cannot be shown; it carries no card data.
 */
import { z } from 'zod';
import { asksForCardData, hasCardData } from '../content/card-data.ts';
import { asksWhoIsTalking, claimsToBeAPerson, saysItIsAMachine } from '../content/human-claim.ts';
import type { Finding } from '../rule.ts';
import type { Fallback, Reason } from '../vocabulary.ts';
import { says } from './finding.ts';

export const ReplyCheckInput = z.object({
  check: z.literal('reply-check').nullish(),
  inbound: z.string().max(100_000).nullish(),
  draft: z.string().max(100_000),
  ai: z.object({ converses: z.boolean().nullish() }).nullish(),
  claims: z
    .array(z.object({ text: z.string().max(100_000).nullish(), allowListed: z.boolean().nullish() }))
    .max(200)
    .nullish(),
});
export type ReplyCheckInput = z.infer<typeof ReplyCheckInput>;

export interface ReplyCheckAnswer {
  readonly decision: 'pass' | 'deny';
  readonly fallback?: Fallback;
  readonly reason?: Reason;
  readonly findings: readonly Finding[];
}

export function checkReply(input: ReplyCheckInput): ReplyCheckAnswer {
  const { draft } = input;
  // Whether the assistant talks is taken to be so when nobody says: the check exists for its drafts.
  const asked = input.ai?.converses !== false && asksWhoIsTalking(input.inbound ?? '');
  const human = claimsToBeAPerson(draft) || (asked && !saysItIsAMachine(draft));
  const unsupported = (input.claims ?? []).some((claim) => claim.allowListed !== true);
  const card = hasCardData(draft) || asksForCardData(draft);
  const humanBecause = asked
    ? 'Asked whether it is a machine, the draft does not say plainly that it is.'
    : 'The draft claims to be a person.';
  const findings = [
    ...(card
      ? [says('pci-end-user-messaging', 'deny', 'The draft carries card data or asks for it.', 'card-data')]
      : []),
    human
      ? says('cfpb-udaap', 'deny', humanBecause, 'human-claim')
      : unsupported
        ? says(
            'cfpb-udaap',
            'deny',
            'A claim is not on the list of those that can be shown.',
            'unsupported-claim',
          )
        : says('cfpb-udaap', 'pass', 'Claims nothing that cannot be shown.'),
    human
      ? says('us-state-ai-disclosure', 'deny', humanBecause, 'human-claim')
      : says(
          'us-state-ai-disclosure',
          'pass',
          asked ? 'It says that it is a machine.' : 'Nobody asked what it is.',
        ),
  ];
  const denial = findings.find((finding) => finding.decision === 'deny');
  if (denial === undefined) return { decision: 'pass', findings };
  return {
    decision: 'deny',
    fallback: 'fixed-template',
    ...(denial.reason === undefined ? {} : { reason: denial.reason }),
    findings,
  };
}
