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
  definePolicyEngine,
  type PolicyLoad,
  type PolicyPack,
  type PolicyReply,
} from '../../ports/policy.ts';

const Config = z.strictObject({});

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
    const { getCedarVersion } = await library();
    return { ok: true, detail: `Cedar ${getCedarVersion()} runs in process.` };
  },
});

function library() {
  return import('@cedar-policy/cedar-wasm/nodejs');
}

async function load(pack: PolicyPack): Promise<PolicyLoad> {
  const wasm = await library();
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

  const ask = (question: Parameters<typeof request>[0]): PolicyReply => {
    const answer = wasm.statefulIsAuthorized({
      ...request(question),
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

function request(question: {
  readonly kind: string;
  readonly stage: string;
  readonly today: number;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly rules: readonly string[];
}) {
  return {
    principal: { type: 'Ringback::Gate', id: 'ringback' },
    action: { type: 'Ringback::Action', id: question.kind },
    resource: { type: 'Ringback::Stage', id: question.stage },
    // The exporter writes facts as JSON values that Cedar reads as they are.
    context: { today: question.today, facts: question.facts as Record<string, string> },
    validateRequest: true,
    entities: [],
  };
}

function said(errors: readonly { readonly message: string; readonly help?: string | null }[]): string {
  return errors.map(({ message, help }) => (help ? `${message} (${help})` : message)).join('; ');
}

function refused(detail: string): PolicyLoad {
  return { status: 'unavailable', detail: `Cedar refuses the policies: ${detail}`, retryable: false };
}

function failed(detail: string): PolicyReply {
  return { status: 'unavailable', detail: `Cedar could not judge: ${detail}`, retryable: false };
}
