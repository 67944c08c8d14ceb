/**
 * The engines of `ringback gate --engine` and `ringback policy`, by the names people type. Those that are servers are
 * found through the environment; without it OPA and Cerbos are run from this machine, if it has them.
 */
import { erase } from '../connectors/shared/erase.ts';
import type { PolicyFormatName } from '../core/policy/formats/format.ts';
import { FORMATS } from '../core/policy/formats/all.ts';
import type { PolicyBook } from '../core/policy/policy-book.ts';
import { openEngine, type EngineSession } from '../pipeline/policy-desk.ts';
import type { PolicyEngine } from '../ports/policy.ts';
import { compileWithOpa, findProgram, startCerbos } from './policy-tools.ts';

export const ENGINES = ['opa', 'cedar', 'casbin', 'cerbos', 'oso'] as const;
export type EngineName = (typeof ENGINES)[number];

export function isEngine(name: string): name is EngineName {
  return (ENGINES as readonly string[]).includes(name);
}

export const FORMAT_OF: Readonly<Record<EngineName, PolicyFormatName>> = {
  opa: 'rego',
  cedar: 'cedar',
  casbin: 'casbin',
  cerbos: 'cerbos',
  oso: 'polar',
};

export type Seated =
  | { readonly session: EngineSession; readonly name: string; readonly close: () => Promise<void> }
  | { readonly problem: string; readonly remedy: string };

/** Opens the engine and gives it the book; `problem` when there is none, or it refuses. */
export async function seat(
  name: EngineName,
  book: PolicyBook,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Seated> {
  const found = await find(name, book, env);
  if ('problem' in found) return found;
  const { engine, config, close } = found;
  const session = openEngine(engine, config, book, { fetch, now: () => new Date() });
  const loaded = await session.load();
  if (loaded.status !== 'loaded') {
    await close();
    return { problem: loaded.detail, remedy: `See docs/connectors for how ${engine.meta.name} is set up.` };
  }
  return {
    session,
    name: engine.meta.name,
    close: async () => {
      session.close();
      await close();
    },
  };
}

type Found =
  | { readonly engine: PolicyEngine; readonly config: unknown; readonly close: () => Promise<void> }
  | { readonly problem: string; readonly remedy: string };

const nothing = (): Promise<void> => Promise.resolve();

async function find(name: EngineName, book: PolicyBook, env: NodeJS.ProcessEnv): Promise<Found> {
  switch (name) {
    case 'cedar':
      return configured((await import('../connectors/policy/cedar.ts')).default, {}, name);
    case 'casbin':
      return configured((await import('../connectors/policy/casbin.ts')).default, {}, name);
    case 'oso':
      return configured((await import('../connectors/policy/oso.ts')).default, {}, name);
    case 'opa':
      return findOpa(book, env);
    case 'cerbos':
      return findCerbos(book, env);
  }
}

async function findOpa(book: PolicyBook, env: NodeJS.ProcessEnv): Promise<Found> {
  const url = env['RINGBACK_OPA_URL'];
  if (url !== undefined) {
    const rest = (await import('../connectors/policy/opa-rest.ts')).default;
    return configured(rest, { url, token: env['RINGBACK_OPA_TOKEN'] }, 'RINGBACK_OPA_URL');
  }
  const wasm = (await import('../connectors/policy/opa-wasm.ts')).default;
  const file = env['RINGBACK_OPA_WASM'];
  if (file !== undefined) return configured(wasm, { file }, 'RINGBACK_OPA_WASM');
  const opa = await findProgram('opa', env['RINGBACK_OPA_BIN']);
  if (opa === null) {
    return {
      problem: 'there is no OPA here',
      remedy:
        'Set RINGBACK_OPA_URL to a running OPA, RINGBACK_OPA_WASM to a bundle that it compiled, or put `opa` on the PATH.',
    };
  }
  const compiled = await compileWithOpa(opa, FORMATS.rego.files(book));
  const found = configured(wasm, { file: compiled.file }, 'opa');
  return 'problem' in found ? found : { ...found, close: compiled.close };
}

async function findCerbos(book: PolicyBook, env: NodeJS.ProcessEnv): Promise<Found> {
  const cerbos = (await import('../connectors/policy/cerbos.ts')).default;
  const url = env['RINGBACK_CERBOS_URL'];
  if (url !== undefined)
    return configured(cerbos, { url, token: env['RINGBACK_CERBOS_TOKEN'] }, 'RINGBACK_CERBOS_URL');
  const program = await findProgram('cerbos', env['RINGBACK_CERBOS_BIN']);
  if (program === null) {
    return {
      problem: 'there is no Cerbos here',
      remedy:
        'Set RINGBACK_CERBOS_URL to a running PDP that holds the exported policies, or put `cerbos` on the PATH.',
    };
  }
  const running = await startCerbos(program, FORMATS.cerbos.files(book));
  const found = configured(cerbos, { url: running.url }, 'cerbos');
  return 'problem' in found ? found : { ...found, close: running.close };
}

function configured<Config>(engine: PolicyEngine<Config>, settings: unknown, where: string): Found {
  const config = engine.config.safeParse(settings);
  if (!config.success) {
    const [issue] = config.error.issues;
    return { problem: `${where}: ${issue?.message ?? 'cannot be used'}`, remedy: `Correct ${where}.` };
  }
  return { engine: erase<PolicyEngine>(engine), config: config.data, close: nothing };
}
