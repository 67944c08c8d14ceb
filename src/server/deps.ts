import type { Pipeline } from '../pipeline/context.ts';
import type { Simulator } from '../ports/simulator.ts';
import type { Metrics } from './metrics.ts';

/** What the server is told by whoever starts it. It reads no environment of its own. */
export interface ServerSettings {
  /** Version of Ringback, as package.json says it. */
  readonly version: string;
  readonly host: string;
  /** Where the spool lives; the only place the server writes besides the database. */
  readonly dataDirectory: string;
  /** Folder of the built dashboard, or null when there is none. */
  readonly webRoot: string | null;
  /** RINGBACK_ADMIN_KEY: an API key with the role owner for every organisation of this installation. */
  readonly adminKey: string | null;
  /** Where `${NAME}` in an applied configuration is looked up; nothing when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface ServerDeps {
  readonly pipeline: Pipeline;
  readonly settings: ServerSettings;
  /** Shared with the worker of the same process, so that /metrics shows both. */
  readonly metrics?: Metrics;
  /** The world outside, for organisations marked SIMULATED. */
  readonly simulator?: Simulator;
}
