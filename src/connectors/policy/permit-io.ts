/**
 * Permit.io through its policy decision point. https://docs.permit.io (PDP, GitOps, CLI), read 2026-11-21.
 *
 * The PDP is an OPA that Permit.io keeps supplied with policies; started with its OPA port exposed (`permit pdp run --opa
 * 8181`) it answers OPA's data API, with the environment's API key as bearer token. The rule book reaches it through
 * Permit's GitOps repository as custom Rego. Permit's own `/allowed` answers yes or no for a user and a resource and
 * cannot say which arm of which rule was taken, so it is not used. Not tried against the product: no account here.
 */
import { z } from 'zod';
import { secret } from '../../ports/connector.ts';
import { definePolicyEngine } from '../../ports/policy.ts';
import { askOpa } from '../shared/opa-server.ts';
import { callPolicyApi } from '../shared/policy-call.ts';

const Config = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .describe("Address of the PDP's OPA, for example http://127.0.0.1:8181"),
  apiKey: secret(z.string().min(1), 'API key of the Permit.io environment'),
});

export default definePolicyEngine({
  meta: {
    id: 'permit-io',
    name: 'Permit.io',
    language: 'rego',
    maturity: 'documented',
    checkedHow:
      "From the vendor's documentation; the OPA that its PDP contains is the one that the lab runs, and refusals are tried on a local server.",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.permit.io/integrations/gitops/overview',
      'https://docs.permit.io/how-to/permit-cli/permit-cli-pdp',
    ],
    setup: [
      'Run `ringback policy export opa DIR` and commit `DIR/ringback` as custom Rego to the GitOps repository of your environment.',
      'Run the PDP with its OPA exposed: `permit pdp run --opa 8181`.',
      "Enter the address of that OPA and the environment's API key.",
    ],
  },
  config: Config,
  load: (pack, { url, apiKey }) =>
    Promise.resolve({ status: 'loaded', policy: askOpa({ url, token: apiKey }, pack) }),
  check: async ({ url, apiKey }, deps) => {
    const answer = await callPolicyApi({ url, token: apiKey }, deps, 'GET', '/v1/data/ringback/gate/version');
    if (answer.status === 'unavailable')
      return { ok: false, detail: `The PDP: ${answer.detail}`, remedy: 'Check address, port and API key.' };
    const version = (answer.body as { result?: unknown } | null)?.result;
    return typeof version === 'string'
      ? { ok: true, detail: `The PDP holds the rules ${version}.` }
      : {
          ok: false,
          detail: 'The PDP answers but does not hold the rules.',
          remedy: 'Export them into the GitOps repository of the environment.',
        };
  },
});
