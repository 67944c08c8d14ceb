/** Asking an OPA over its REST API for `ringback.gate.answer`: its own server, or one that a vendor's product runs. */
import type { LoadedPolicy, PolicyPack } from '../../ports/policy.ts';
import { readOpaAnswer } from './opa-answer.ts';
import { callPolicyApi, type PolicyApi } from './policy-call.ts';

export function askOpa(access: PolicyApi, pack: PolicyPack): LoadedPolicy {
  return {
    ask: async ({ kind, stage, today, facts, rules }, deps) => {
      const input = { kind, stage, today, facts };
      const answer = await callPolicyApi(access, deps, 'POST', '/v1/data/ringback/gate/answer', { input });
      if (answer.status === 'unavailable') return answer;
      return readOpaAnswer((answer.body as { result?: unknown } | null)?.result, pack.version, rules);
    },
    close: () => undefined,
  };
}
