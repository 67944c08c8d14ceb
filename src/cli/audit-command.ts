import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Pipeline } from '../pipeline/context.ts';

/** What the audit and replay commands share: how they are given their arguments and the database. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

export interface TenantRef {
  readonly id: string;
  readonly key: string;
}

export interface OpenPipeline {
  readonly pipeline: Pipeline;
  readonly tenants: readonly TenantRef[];
  readonly close: () => Promise<void>;
}

export interface CommandDeps {
  readonly openPipeline: () => Promise<OpenPipeline>;
}

/** Something the person at the keyboard can put right: printed without a stack, exit 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** The command was understood, but what it was given cannot be used: one line, without the usage. */
export class InputError extends UsageError {
  override readonly name = 'InputError';
}

/** `parseArgs` of Node, with its complaints turned into ours. */
export function readArgs<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Opens the database for as long as `work` runs. */
export async function withPipeline<T>(
  deps: CommandDeps,
  work: (open: OpenPipeline) => Promise<T>,
): Promise<T> {
  const open = await deps.openPipeline();
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

/** One organisation by key, or all of them. */
export function chosenTenants(tenants: readonly TenantRef[], key: string | undefined): readonly TenantRef[] {
  if (tenants.length === 0) throw noneYet();
  if (key === undefined) return tenants;
  const found = tenants.filter((tenant) => tenant.key === key);
  if (found.length > 0) return found;
  const known = tenants.map((tenant) => tenant.key).join(', ');
  throw new InputError(`--tenant: there is no organisation "${key}" (known: ${known})`);
}

/** Perhaps another data directory was meant: an answer about nothing would look like a good one. */
function noneYet(): InputError {
  return new InputError(
    'there is no organisation yet. RINGBACK_DATA or DATABASE_URL say where to look; `ringback import ringback.yaml` makes one',
  );
}

/** The one organisation a command is about; needed by name when there are several. */
export function oneTenant(tenants: readonly TenantRef[], key: string | undefined): TenantRef {
  const [tenant, ...more] = chosenTenants(tenants, key);
  if (tenant === undefined) throw noneYet();
  if (more.length > 0)
    throw new UsageError(`--tenant is needed: there are ${tenants.map((each) => each.key).join(', ')}`);
  return tenant;
}

/** An instant, or a date that means its first moment in UTC. */
export function instantArg(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const full = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(full)
    ? Date.parse(full)
    : NaN;
  if (Number.isNaN(ms))
    throw new UsageError(
      `${name} must be a date (2026-11-20, UTC) or an instant (2026-11-20T18:00:00Z), not "${text}"`,
    );
  return new Date(ms).toISOString();
}

/** Runs a command; usage errors get one line and the usage, unusable input one line, both exit 2. */
export async function answering(
  command: string,
  usage: string,
  io: CommandIo,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr(`ringback ${command}: ${error.message}\n${error instanceof InputError ? '' : usage}`);
    return 2;
  }
}

export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
