/** What the Cedar connector and the operator's own Cedar policies share: the library, the question, and how it complains. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { OwnVerdict } from '../../core/model/own-verdict.ts';
import type { OwnLoad, OwnReply, PolicyPack } from '../../ports/policy.ts';

/** Loaded when it is first asked for: it holds some 5 MB of code. */
export function cedarLibrary() {
  return import('@cedar-policy/cedar-wasm/nodejs');
}

export interface CedarQuestion {
  readonly kind: string;
  readonly stage: string;
  readonly today: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

export function askCedar(question: CedarQuestion) {
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

export function saidByCedar(
  errors: readonly { readonly message: string; readonly help?: string | null }[],
): string {
  return errors.map(({ message, help }) => (help ? `${message} (${help})` : message)).join('; ');
}

/**
 * The operator's own policies. A `forbid` denies; its annotation `@decision("route-to-counsel")` or
 * `@decision("defer") @hours("12")` makes it say less, `@because("...")` says it in words. A `permit` lets nothing
 * through. Only where the text permits something at all does Cedar's own default count: what it does not permit, it denies.
 */
export async function loadOwnCedar(pack: PolicyPack, text: string): Promise<OwnLoad> {
  const wasm = await cedarLibrary();
  const schema = pack.files.find(({ path }) => path.endsWith('.cedarschema'))?.text ?? '';
  const parts = wasm.policySetTextToParts(text);
  if (parts.type === 'failure') return unusable(saidByCedar(parts.errors));
  if (parts.policy_templates.length > 0)
    return unusable('templates have no place here; write out each policy');
  if (parts.policies.length === 0) return unusable('it holds no policy');
  const facts = new Set([...schema.matchAll(/^\s+"([^"]+)"\?:/gm)].map(([, name]) => name ?? ''));
  const staticPolicies: Record<string, string> = {};
  const words = new Map<string, OwnVerdict>();
  let permits = false;
  for (const [index, policy] of parts.policies.entries()) {
    const id = `own${index}`;
    const json = wasm.policyToJson(policy);
    if (json.type === 'failure') return unusable(saidByCedar(json.errors));
    const { effect, annotations = {}, conditions } = json.json;
    const unknown = factsNamed(conditions).find((fact) => !facts.has(fact));
    if (unknown !== undefined)
      return unusable(`${unknown} is no fact of the rule book; \`ringback policy list --facts\` names them`);
    staticPolicies[id] = policy;
    permits ||= effect === 'permit';
    if (effect === 'permit') continue;
    const word = readAnnotations(annotations);
    if ('problem' in word) return unusable(`policy ${index + 1}: ${word.problem}`);
    words.set(id, word);
  }
  if (!permits) staticPolicies['nothing-said'] = 'permit (principal, action, resource);';
  const policies = { staticPolicies };
  const validation = wasm.validate({ schema, policies });
  if (validation.type === 'failure') return unusable(saidByCedar(validation.errors));
  if (validation.validationErrors.length > 0) {
    // It says the same once for each kind of action.
    const once = new Map(validation.validationErrors.map(({ policyId, error }) => [policyId, error]));
    return unusable(saidByCedar([...once.values()]));
  }

  // The library keeps what it parsed by name; the same text read against the same facts is the same.
  const version = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const preparsedPolicySetId = `own ${version} ${pack.version}`;
  for (const parsed of [
    wasm.preparseSchema(preparsedPolicySetId, schema),
    wasm.preparsePolicySet(preparsedPolicySetId, policies),
  ])
    if (parsed.type === 'failure') return unusable(saidByCedar(parsed.errors));

  const ask = (question: CedarQuestion): OwnReply => {
    const answer = wasm.statefulIsAuthorized({
      ...askCedar(question),
      preparsedPolicySetId,
      preparsedSchemaName: preparsedPolicySetId,
    });
    if (answer.type === 'failure') return { status: 'unavailable', detail: saidByCedar(answer.errors) };
    const { decision, diagnostics } = answer.response;
    if (diagnostics.errors.length > 0)
      return { status: 'unavailable', detail: saidByCedar(diagnostics.errors.map(({ error }) => error)) };
    if (decision === 'allow') return { status: 'answered', verdicts: [] };
    const forbidden = diagnostics.reason.flatMap((id): OwnVerdict[] => {
      const word = words.get(id);
      return word === undefined ? [] : [word];
    });
    return {
      status: 'answered',
      verdicts:
        forbidden.length > 0
          ? forbidden
          : [{ decision: 'deny', because: 'None of the policies that permit something permits this.' }],
    };
  };
  return {
    status: 'loaded',
    policy: {
      version,
      ask: ({ kind, today, facts }) => Promise.resolve(ask({ kind, stage: 'first', today, facts })),
    },
  };
}

/** The library takes `has` of a name that nobody knows for false, so a typing mistake would never forbid anything. */
function factsNamed(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(factsNamed);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    const read = key === 'has' || key === '.' ? FactRead.safeParse(value) : null;
    return read?.success === true ? [read.data.attr] : factsNamed(value);
  });
}

const FactRead = z.object({
  left: z.object({
    '.': z.object({ left: z.object({ Var: z.literal('context') }), attr: z.literal('facts') }),
  }),
  attr: z.string(),
});

const Annotations = z.object({
  decision: z.enum(['deny', 'route-to-counsel', 'defer']).default('deny'),
  because: z.string().min(1).max(2000).default("The operator's own policy forbids it."),
  hours: z.coerce.number().positive().max(240).optional(),
});

function readAnnotations(
  annotations: Readonly<Record<string, string | null>>,
): OwnVerdict | { readonly problem: string } {
  const parsed = Annotations.safeParse(annotations);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `@${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` };
  }
  const { decision, because, hours } = parsed.data;
  if (decision !== 'defer') return { decision, because };
  return hours === undefined
    ? { problem: '@decision("defer") needs @hours("12"): how long it waits' }
    : { decision: 'defer-until', because, until: hours };
}

function unusable(detail: string): OwnLoad {
  return { status: 'unavailable', detail: `Cedar refuses it: ${detail}` };
}
