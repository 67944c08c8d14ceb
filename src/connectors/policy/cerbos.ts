/**
 * Cerbos through its policy decision point over HTTP. https://docs.cerbos.dev/cerbos/latest/api, read 2026-11-21.
 *
 * The PDP reads policies from its own storage (disk, git, a bundle), so the operator puts the exported files there. Each
 * answer names the arm that was activated and the version of the rules; another version is refused. A request may ask
 * about 50 resources (the PDP's default limit), and a resource is a rule: more rules are more requests.
 */
import { z } from 'zod';
import { secret, type OutboundDeps } from '../../ports/connector.ts';
import { definePolicyEngine, type PolicyQuestion, type PolicyReply } from '../../ports/policy.ts';
import { callPolicyApi } from '../shared/policy-call.ts';

const Config = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('HTTP address of the PDP, for example http://127.0.0.1:3592'),
  token: secret(z.string(), 'Bearer token, when a gateway in front of the PDP asks for one').optional(),
});
type Config = z.infer<typeof Config>;

const Answer = z.object({
  results: z.array(
    z.object({
      resource: z.object({ kind: z.string() }),
      outputs: z
        .array(z.object({ val: z.object({ version: z.string(), arm: z.string() }).optional() }))
        .default([]),
    }),
  ),
});

export default definePolicyEngine({
  meta: {
    id: 'cerbos',
    name: 'Cerbos',
    language: 'cerbos',
    maturity: 'live',
    checkedHow:
      'The lab starts a real PDP with the exported policies and has every case of every rule and every example judged, with the same outcome as natively.',
    lastChecked: '2026-11-21',
    docs: ['https://docs.cerbos.dev/cerbos/latest/api', 'https://docs.cerbos.dev/cerbos/latest/policies'],
    setup: [
      'Run `ringback policy export cerbos DIR` and put the files into the storage of your PDP.',
      'Start the PDP, for example `cerbos server --set=storage.disk.directory=DIR/policies`.',
      'Enter its HTTP address. Export again after every update of Ringback.',
    ],
  },
  config: Config,
  load: (pack, config) =>
    Promise.resolve({
      status: 'loaded',
      policy: { ask: (question, deps) => ask(question, pack.version, config, deps), close: () => undefined },
    }),
  check: async (config, deps) => {
    const answer = await callPolicyApi(config, deps, 'GET', '/_cerbos/health');
    return answer.status === 'answered'
      ? { ok: true, detail: 'The PDP answers.' }
      : {
          ok: false,
          detail: `The PDP: ${answer.detail}`,
          remedy: 'Check its address and that it is running.',
        };
  },
});

const RESOURCES_PER_REQUEST = 50;

async function ask(
  { kind, today, facts, rules }: PolicyQuestion,
  version: string,
  config: Config,
  deps: OutboundDeps,
): Promise<PolicyReply> {
  const arms: Record<string, string> = {};
  for (let from = 0; from < rules.length; from += RESOURCES_PER_REQUEST) {
    const answer = await callPolicyApi(config, deps, 'POST', '/api/check/resources', {
      requestId: `ringback-${from}`,
      principal: { id: 'ringback', roles: ['gate'], attr: { ...facts, today } },
      resources: rules
        .slice(from, from + RESOURCES_PER_REQUEST)
        .map((rule) => ({ resource: { kind: rule, id: rule }, actions: [kind] })),
    });
    if (answer.status === 'unavailable') return answer;
    const read = Answer.safeParse(answer.body);
    if (!read.success)
      return { status: 'unavailable', detail: 'the answer is not one of a Cerbos PDP', retryable: false };
    for (const { resource, outputs } of read.data.results) {
      const said = outputs.flatMap(({ val }) => (val === undefined ? [] : [val]));
      const [first] = said;
      if (first === undefined) continue;
      if (first.version !== version)
        return {
          status: 'unavailable',
          detail: `it holds the rules ${first.version}, and these are ${version}: export them again`,
          retryable: false,
        };
      if (said.some(({ arm }) => arm !== first.arm))
        return {
          status: 'unavailable',
          detail: `two arms of ${resource.kind} hold at once`,
          retryable: false,
        };
      arms[resource.kind] = first.arm;
    }
  }
  return { status: 'answered', arms };
}
