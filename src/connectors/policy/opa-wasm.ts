/**
 * OPA as compiled WebAssembly, in process. https://www.openpolicyagent.org/docs/wasm, read 2026-11-21.
 *
 * The operator compiles the exported rule book with OPA's own tool (`opa build -t wasm -e ringback/gate/answer`); the
 * answer names the version of the rules it was compiled from, and another version than this build's is refused, so a
 * file that somebody forgot to rebuild never judges. The library is loaded when it is first asked for.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import {
  defineOwnPolicies,
  definePolicyEngine,
  type OwnLoad,
  type PolicyLoad,
  type PolicyPack,
} from '../../ports/policy.ts';
import { readOpaAnswer } from '../shared/opa-answer.ts';
import { readOwnVerdicts } from '../shared/own-verdicts.ts';

const Config = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe('The bundle.tar.gz that `opa build -t wasm` made of the exported policies, or its policy.wasm'),
});
type Config = z.infer<typeof Config>;

const Own = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe(
      'The bundle.tar.gz that `opa build -t wasm -e acme/texts` made of your policy, or its policy.wasm',
    ),
});

export default definePolicyEngine({
  meta: {
    id: 'opa-wasm',
    name: 'OPA (compiled WebAssembly)',
    language: 'rego',
    maturity: 'live',
    checkedHow:
      'The lab compiles the exported rules with a real OPA and judges every case of every rule and every example with the result.',
    lastChecked: '2026-11-21',
    docs: ['https://www.openpolicyagent.org/docs/wasm', 'https://github.com/open-policy-agent/npm-opa-wasm'],
    setup: [
      'Run `ringback policy export opa DIR`.',
      'Run `opa build -b DIR -t wasm -e ringback/gate/answer -o ringback.tar.gz` with OPA 1.0 or later.',
      'Name the resulting file here. Repeat both after every update of Ringback.',
    ],
  },
  config: Config,
  load: (pack, config) => load(pack, config),
  check: async (config) => {
    const read = await readModule(config);
    return 'problem' in read
      ? { ok: false, detail: read.problem, remedy: 'Compile it as the set-up steps say, and name the file.' }
      : { ok: true, detail: `The compiled policy has ${read.bytes.length} bytes.` };
  },
  own: defineOwnPolicies({ config: Own, load: (_, config) => loadOwn(config) }),
});

async function load(pack: PolicyPack, config: Config): Promise<PolicyLoad> {
  const compiled = await readCompiled(config);
  if ('problem' in compiled) return { status: 'unavailable', detail: compiled.problem, retryable: false };
  const { policy } = compiled;
  return {
    status: 'loaded',
    policy: {
      ask: ({ kind, stage, today, facts, rules }) => {
        try {
          const [answer] = policy.evaluate({ kind, stage, today, facts }) as { result?: unknown }[];
          return Promise.resolve(readOpaAnswer(answer?.result, pack.version, rules));
        } catch {
          // The instance's memory may be in any state now; the next question starts with a fresh one.
          return Promise.resolve({
            status: 'unavailable' as const,
            detail: 'the compiled policy failed while judging',
            retryable: true,
          });
        }
      },
      close: () => undefined,
    },
  };
}

/** Whatever its one entry point is called: it was compiled to answer just that. */
async function loadOwn(config: Config): Promise<OwnLoad> {
  const compiled = await readCompiled(config);
  if ('problem' in compiled) return { status: 'unavailable', detail: compiled.problem };
  const { policy, digest } = compiled;
  const names = Object.keys(policy.entrypoints as Readonly<Record<string, number>>);
  if (names.length !== 1)
    return {
      status: 'unavailable',
      detail: `${config.file} has ${names.length} entry points (${names.join(', ')}); compile it with one`,
    };
  return {
    status: 'loaded',
    policy: {
      version: digest,
      ask: ({ kind, today, facts }) => {
        try {
          const [answer] = policy.evaluate({ kind, today, facts }) as { result?: unknown }[];
          return Promise.resolve(readOwnVerdicts(answer?.result, names[0] ?? config.file));
        } catch {
          return Promise.resolve({
            status: 'unavailable' as const,
            detail: 'the compiled policy failed while judging',
          });
        }
      },
    },
  };
}

async function readCompiled(config: Config) {
  const read = await readModule(config);
  if ('problem' in read) return read;
  const { loadPolicy } = await import('@open-policy-agent/opa-wasm');
  try {
    const policy = await loadPolicy(read.bytes);
    return { policy, digest: createHash('sha256').update(read.bytes).digest('hex').slice(0, 16) };
  } catch {
    return { problem: `${config.file} is not a policy that OPA compiled` };
  }
}

type Module = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly problem: string };

async function readModule({ file }: Config): Promise<Module> {
  let bytes: Buffer<ArrayBuffer>;
  try {
    bytes = await readFile(file);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  } catch (error) {
    return { problem: `cannot read ${file}: ${error instanceof Error ? error.message : ''}` };
  }
  const module = isWasm(bytes) ? bytes : fromTar(bytes, 'policy.wasm');
  return module === null || !isWasm(module)
    ? { problem: `${file} holds no policy.wasm; was it built with -t wasm?` }
    : { bytes: new Uint8Array(module) };
}

function isWasm(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '\0asm';
}

/** One file of a POSIX tar: blocks of 512 bytes, a header with name and octal size before each file. */
function fromTar(tar: Buffer, wanted: string): Buffer | null {
  let at = 0;
  while (at + 512 <= tar.length) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    if (name === '') return null;
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (Number.isNaN(size)) return null;
    if (name.replace(/^\/+|^\.\//, '') === wanted) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return null;
}
