/**
 * OPA as a server of its own, over its REST API. https://www.openpolicyagent.org/docs/rest-api, read 2026-11-21.
 *
 * By default Ringback puts the rule book there itself (`PUT /v1/policies/...`), which suits an OPA beside it; one that
 * gets its policies as bundles is left alone (`policies: bundle`). Either way the answer names the version of the rules it
 * was made with, and another version is refused.
 */
import { z } from 'zod';
import { secret } from '../../ports/connector.ts';
import { defineOwnPolicies, definePolicyEngine } from '../../ports/policy.ts';
import { askOpa } from '../shared/opa-server.ts';
import { readOwnVerdicts } from '../shared/own-verdicts.ts';
import { callPolicyApi } from '../shared/policy-call.ts';

const url = z
  .url({ protocol: /^https?$/ })
  .transform((text) => text.replace(/\/+$/, ''))
  .describe('Address of OPA, for example http://127.0.0.1:8181');
const token = secret(z.string(), 'Bearer token, when OPA runs with --authentication=token').optional();

const Config = z.strictObject({
  url,
  token,
  policies: z
    .enum(['push', 'bundle'])
    .default('push')
    .describe('push: Ringback puts the rules there. bundle: they come from your bundle server'),
});

const Own = z.strictObject({
  url,
  token,
  path: z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9_]*(\/[A-Za-z_][A-Za-z0-9_]*)*$/,
      'a package with slashes, such as acme/texts',
    )
    .describe('Package of your policy, with slashes: acme/texts for `package acme.texts`'),
});

export default definePolicyEngine({
  meta: {
    id: 'opa-rest',
    name: 'OPA (REST API)',
    language: 'rego',
    maturity: 'live',
    checkedHow:
      'The lab starts a real OPA, puts the rules there and has every case of every rule and every example judged, with the same outcome as natively.',
    lastChecked: '2026-11-21',
    docs: ['https://www.openpolicyagent.org/docs/rest-api', 'https://www.openpolicyagent.org/docs/security'],
    setup: [
      'Run OPA beside Ringback: `opa run --server --addr 127.0.0.1:8181`.',
      'Enter its address. Ringback puts its rules there under `ringback/`.',
      'With bundles instead: serve what `ringback policy export opa DIR` wrote, and set policies to bundle.',
    ],
  },
  config: Config,
  load: async (pack, { url, token, policies }, deps) => {
    const access = { url, token };
    for (const { path, text } of policies === 'push' ? pack.files : []) {
      if (!path.endsWith('.rego')) continue;
      const put = await callPolicyApi(access, deps, 'PUT', `/v1/policies/${path}`, text);
      if (put.status === 'unavailable') return { ...put, detail: `OPA did not take ${path}: ${put.detail}` };
    }
    return { status: 'loaded', policy: askOpa(access, pack) };
  },
  check: async ({ url, token }, deps) => {
    const answer = await callPolicyApi({ url, token }, deps, 'GET', '/health');
    return answer.status === 'answered'
      ? { ok: true, detail: 'OPA answers.' }
      : {
          ok: false,
          detail: `OPA: ${answer.detail}`,
          remedy: 'Check address and token, and that OPA is running.',
        };
  },
  // What OPA holds may change at any time, so the version only says where it is held.
  own: defineOwnPolicies({
    config: Own,
    load: async (_, access, deps) => {
      const health = await callPolicyApi(access, deps, 'GET', '/health');
      if (health.status === 'unavailable') return { status: 'unavailable', detail: `OPA: ${health.detail}` };
      return {
        status: 'loaded',
        policy: {
          version: `held by OPA at ${access.path}`,
          ask: async ({ kind, today, facts }, asked) => {
            const input = { kind, today, facts };
            const answer = await callPolicyApi(access, asked, 'POST', `/v1/data/${access.path}`, { input });
            if (answer.status === 'unavailable') return { status: 'unavailable', detail: answer.detail };
            return readOwnVerdicts((answer.body as { result?: unknown } | null)?.result, access.path);
          },
        },
      };
    },
  }),
});
