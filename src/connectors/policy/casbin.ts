/**
 * Casbin, in process. https://casbin.org/docs/overview and https://casbin.org/docs/abac, read 2026-11-21.
 *
 * Casbin walks through all its lines for every request, so each rule gets an enforcer with the lines of its own from the
 * same model; the one file with all lines works just as well elsewhere. The explanation of an answer is the line that
 * decided, and so the arm. The library is loaded when it is first asked for.
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
    id: 'casbin',
    name: 'Casbin',
    language: 'casbin',
    maturity: 'live',
    checkedHow:
      'Every case of every rule and every example is judged by the real library in the tests, with the same outcome as natively.',
    lastChecked: '2026-11-21',
    docs: [
      'https://casbin.org/docs/overview',
      'https://casbin.org/docs/abac',
      'https://github.com/casbin/node-casbin',
    ],
    setup: ['Nothing to set up: Casbin runs inside Ringback.'],
  },
  config: Config,
  load: (pack) => load(pack),
  check: async () => {
    await import('casbin');
    return { ok: true, detail: 'Casbin runs in process.' };
  },
});

async function load(pack: PolicyPack): Promise<PolicyLoad> {
  const { newEnforcer, newModelFromString, StringAdapter } = await import('casbin');
  const model = pack.files.find(({ path }) => path === 'model.conf')?.text ?? '';
  const lines = (pack.files.find(({ path }) => path === 'policy.csv')?.text ?? '').split('\n');
  const byRule = Map.groupBy(
    lines.filter((line) => line.startsWith('p, ')),
    (line) => line.split(', ')[1] ?? '',
  );
  const enforcers = new Map<string, Awaited<ReturnType<typeof newEnforcer>>>();
  try {
    for (const [rule, own] of byRule) {
      const enforcer = await newEnforcer(newModelFromString(model), new StringAdapter(own.join('\n')));
      enforcers.set(rule, enforcer);
    }
  } catch (error) {
    return {
      status: 'unavailable',
      detail: `Casbin refuses the policies: ${messageOf(error)}`,
      retryable: false,
    };
  }
  const ask = (
    rules: readonly string[],
    today: number,
    facts: Readonly<Record<string, unknown>>,
  ): PolicyReply => {
    const arms: Record<string, string> = {};
    try {
      for (const rule of rules) {
        const [, line] =
          enforcers.get(rule)?.enforceExSync(rule, today, facts['fact'], facts['known'], facts['has']) ?? [];
        if (line?.[0] === rule && line[1] !== undefined) arms[rule] = line[1];
      }
    } catch (error) {
      return {
        status: 'unavailable',
        detail: `Casbin could not judge: ${messageOf(error)}`,
        retryable: false,
      };
    }
    return { status: 'answered', arms };
  };
  return {
    status: 'loaded',
    policy: {
      ask: ({ rules, today, facts }) => Promise.resolve(ask(rules, today, facts)),
      close: () => {
        enforcers.clear();
      },
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
