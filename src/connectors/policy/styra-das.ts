/**
 * Styra DAS: policies go to the control plane, an OPA of a custom system judges. Read 2026-11-21 in stored copies of
 * https://docs.styra.com/api (PUT /v1/policies/systems/{system}/{path} with `modules`); the live pages did not answer any
 * more, and the product may be closed to new customers. Not tried against the product: no account here.
 *
 * With a token Ringback publishes the rule book to the system, one policy per package; DAS builds the bundle that the
 * system's OPAs load. The questions go to one of those OPAs, over OPA's own REST API.
 */
import { z } from 'zod';
import { secret } from '../../ports/connector.ts';
import { definePolicyEngine } from '../../ports/policy.ts';
import { askOpa } from '../shared/opa-server.ts';
import { callPolicyApi } from '../shared/policy-call.ts';

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const Config = z.strictObject({
  tenant: address.describe('Your DAS tenant, for example https://example.styra.com'),
  system: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .describe('Id of the custom system'),
  token: secret(z.string().min(1), 'API token of DAS that may write policies of that system'),
  opa: address.describe('Address of an OPA of that system, for example http://127.0.0.1:8181'),
  opaToken: secret(z.string(), 'Bearer token, when that OPA asks for one').optional(),
});

export default definePolicyEngine({
  meta: {
    id: 'styra-das',
    name: 'Styra DAS',
    language: 'rego',
    maturity: 'documented',
    checkedHow:
      "From stored copies of the vendor's documentation, publishing tried on a local server; the OPA that judges is the one that the lab runs. Unverified against the product.",
    lastChecked: '2026-11-21',
    docs: ['https://docs.styra.com/api', 'https://docs.styra.com/das/systems/custom/policy-authoring'],
    setup: [
      'Make a custom system in DAS and an API token that may write its policies.',
      'Run an OPA with the configuration that DAS shows for the system.',
      'Enter tenant, system, token and the address of that OPA. Ringback publishes its rules at every start.',
    ],
  },
  config: Config,
  load: async (pack, { tenant, system, token, opa, opaToken }, deps) => {
    for (const { path, text } of pack.files) {
      if (!path.endsWith('.rego')) continue;
      // DAS keeps policies by package; Rego's file names are the modules in it.
      const name = /^package\s+(\S+)/m.exec(text)?.[1]?.replaceAll('.', '/') ?? 'ringback';
      const module = path.split('/').at(-1) ?? path;
      const put = await callPolicyApi(
        { url: tenant, token },
        deps,
        'PUT',
        `/v1/policies/systems/${system}/${name}`,
        {
          modules: { [module]: text },
        },
      );
      if (put.status === 'unavailable') return { ...put, detail: `DAS did not take ${path}: ${put.detail}` };
    }
    return { status: 'loaded', policy: askOpa({ url: opa, token: opaToken }, pack) };
  },
  check: async ({ tenant, system, token }, deps) => {
    const answer = await callPolicyApi({ url: tenant, token }, deps, 'GET', `/v1/systems/${system}`);
    return answer.status === 'answered'
      ? { ok: true, detail: 'DAS knows the system.' }
      : { ok: false, detail: `DAS: ${answer.detail}`, remedy: 'Check tenant, system and token.' };
  },
});
