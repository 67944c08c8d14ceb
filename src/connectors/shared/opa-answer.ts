/** What `data.ringback.gate.answer` says, wherever OPA runs: its own server, a bundle's consumer, or compiled code. */
import { z } from 'zod';
import type { PolicyReply } from '../../ports/policy.ts';

const Answer = z.object({
  version: z.string(),
  outcomes: z.record(z.string(), z.object({ arm: z.string() })),
});

export function readOpaAnswer(value: unknown, version: string, rules: readonly string[]): PolicyReply {
  const answer = Answer.safeParse(value);
  if (!answer.success) {
    return {
      status: 'unavailable',
      detail: 'there is no data.ringback.gate.answer: the exported policies are not loaded there',
      retryable: false,
    };
  }
  if (answer.data.version !== version) {
    return {
      status: 'unavailable',
      detail: `it holds the rules ${answer.data.version}, and these are ${version}: export and load them again`,
      retryable: false,
    };
  }
  const { outcomes } = answer.data;
  return {
    status: 'answered',
    arms: Object.fromEntries(
      rules.flatMap((rule) => {
        const arm = outcomes[rule]?.arm;
        return arm === undefined ? [] : [[rule, arm]];
      }),
    ),
  };
}
