/**
 * Cedar, in process, through the project's own WebAssembly build.
 * https://github.com/cedar-policy/cedar/tree/main/cedar-wasm, read 2026-11-21.
 *
 * Policies and schema are parsed once and validated against each other; every request is validated too, so a fact of the
 * wrong kind is an error and never a silent "does not apply". The library is loaded when it is first asked for: it holds
 * some 5 MB of code.
 */
import { z } from 'zod';
import {
  defineOwnPolicies,
  definePolicyEngine,
  type PolicyLoad,
  type PolicyPack,
  type PolicyQuestion,
  type PolicyReply,
} from '../../ports/policy.ts';
import { askCedar, cedarLibrary, loadOwnCedar, saidByCedar as said } from '../shared/cedar.ts';

const Config = z.strictObject({});

const Own = z.strictObject({
  text: z.string().min(1).max(100_000).describe('The policies themselves, in Cedar'),
});

export default definePolicyEngine({
  meta: {
    id: 'cedar',
    name: 'Cedar',
    language: 'cedar',
    maturity: 'live',
    checkedHow:
      'Every case of every rule and every example is judged by the real library in the tests, with the same outcome as natively.',
    lastChecked: '2026-11-21',
    docs: ['https://docs.cedarpolicy.com', 'https://github.com/cedar-policy/cedar/tree/main/cedar-wasm'],
    setup: ['Nothing to set up: Cedar runs inside Ringback.'],
  },
  config: Config,
  load: (pack) => load(pack),
  check: async () => {
    const { getCedarVersion } = await cedarLibrary();
    return { ok: true, detail: `Cedar ${getCedarVersion()} runs in process.` };
  },
  own: defineOwnPolicies({ config: Own, load: (pack, { text }) => loadOwnCedar(pack, text) }),
});

async function load(pack: PolicyPack): Promise<PolicyLoad> {
  const wasm = await cedarLibrary();
  const schema = pack.files.find(({ path }) => path.endsWith('.cedarschema'))?.text ?? '';
  const staticPolicies: Record<string, string> = {};
  for (const { path, text } of pack.files) {
    if (!path.endsWith('.cedar')) continue;
    const parts = wasm.policySetTextToParts(text);
    if (parts.type === 'failure') return refused(`${path}: ${said(parts.errors)}`);
    for (const policy of parts.policies) {
      const id = /@id\("([^"]+)"\)/.exec(policy)?.[1];
      if (id === undefined) return refused(`${path} holds a policy without @id`);
      staticPolicies[id] = policy;
    }
  }
  const policies = { staticPolicies };
  const validation = wasm.validate({ schema, policies });
  if (validation.type === 'failure') return refused(said(validation.errors));
  if (validation.validationErrors.length > 0)
    return refused(said(validation.validationErrors.map(({ error }) => error)));
  // The library keeps what it parsed by name; two versions may be loaded side by side.
  const preparsedPolicySetId = `ringback ${pack.version}`;
  const schemaParsed = wasm.preparseSchema(preparsedPolicySetId, schema);
  if (schemaParsed.type === 'failure') return refused(said(schemaParsed.errors));
  const parsed = wasm.preparsePolicySet(preparsedPolicySetId, policies);
  if (parsed.type === 'failure') return refused(said(parsed.errors));

  const ask = (question: PolicyQuestion): PolicyReply => {
    const answer = wasm.statefulIsAuthorized({
      ...askCedar(question),
      preparsedPolicySetId,
      preparsedSchemaName: preparsedPolicySetId,
    });
    if (answer.type === 'failure') return failed(said(answer.errors));
    const { errors, reason } = answer.response.diagnostics;
    if (errors.length > 0)
      return failed(`${errors[0]?.policyId ?? ''}: ${said(errors.map(({ error }) => error))}`);
    const wanted = new Set(question.rules);
    const arms: Record<string, string> = {};
    for (const id of reason) {
      const [rule = '', arm = ''] = id.split('#');
      if (!wanted.has(rule)) continue;
      if (rule in arms) return failed(`two arms of ${rule} hold at once: ${arms[rule] ?? ''} and ${arm}`);
      arms[rule] = arm;
    }
    return { status: 'answered', arms };
  };
  return {
    status: 'loaded',
    policy: { ask: (question) => Promise.resolve(ask(question)), close: () => undefined },
  };
}

function refused(detail: string): PolicyLoad {
  return { status: 'unavailable', detail: `Cedar refuses the policies: ${detail}`, retryable: false };
}

function failed(detail: string): PolicyReply {
  return { status: 'unavailable', detail: `Cedar could not judge: ${detail}`, retryable: false };
}
