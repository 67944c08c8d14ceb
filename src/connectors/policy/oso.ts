/**
 * Oso's open-source library, in process. https://www.osohq.com/docs/oss, read 2026-11-21. It is archived upstream: its
 * last release is of 2023 and no fixes come any more. Choose it only where the rest of the house already runs on Polar.
 *
 * One query asks for all rules. The facts are written into it as a dictionary, which Polar reads without calling back
 * into JavaScript; the exporter leaves nothing in texts that could end one. The library is loaded when first asked for.
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
    id: 'oso',
    name: 'Oso (open-source library, archived upstream)',
    language: 'polar',
    maturity: 'live',
    checkedHow:
      'Every case of every rule and every example is judged by the real library in the tests, with the same outcome as natively. The library is archived upstream.',
    lastChecked: '2026-11-21',
    docs: ['https://www.osohq.com/docs/oss', 'https://github.com/osohq/oso'],
    setup: ['Nothing to set up: the library runs inside Ringback.'],
  },
  config: Config,
  load: (pack) => load(pack),
  check: async () => {
    await import('oso');
    return { ok: true, detail: 'Oso runs in process. It is archived upstream and gets no fixes.' };
  },
});

async function load(pack: PolicyPack): Promise<PolicyLoad> {
  const { Oso } = await import('oso');
  const oso = new Oso();
  try {
    // All at once: rules refer to each other across files.
    await oso.loadStr(pack.files.map(({ text }) => text).join('\n'));
  } catch (error) {
    return {
      status: 'unavailable',
      detail: `Oso refuses the policies: ${messageOf(error)}`,
      retryable: false,
    };
  }
  return {
    status: 'loaded',
    policy: {
      ask: async ({ rules, today, facts }): Promise<PolicyReply> => {
        const wanted = rules.map((rule) => JSON.stringify(rule)).join(', ');
        const query = `fact = ${dictionary(facts)} and rule in [${wanted}] and outcome(rule, fact, ${today}, arm)`;
        const arms: Record<string, string> = {};
        try {
          for await (const found of oso.query(query)) {
            const [rule, arm] = [found.get('rule'), found.get('arm')];
            if (typeof rule === 'string' && typeof arm === 'string') arms[rule] ??= arm;
          }
        } catch (error) {
          return {
            status: 'unavailable',
            detail: `Oso could not judge: ${messageOf(error)}`,
            retryable: false,
          };
        }
        return { status: 'answered', arms };
      },
      close: () => {
        oso.free();
      },
    },
  };
}

/** The exporter's facts hold only what JSON and Polar write alike: words without quotes, numbers, booleans and lists. */
function dictionary(facts: Readonly<Record<string, unknown>>): string {
  return `{${Object.entries(facts)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')}}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
