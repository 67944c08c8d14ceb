import type { z } from 'zod';
import type { KnownConnectors } from '../core/organisation/rules.ts';
import type { Clock } from '../ports/clock.ts';
import type { LanguageModel } from '../ports/llm.ts';
import type { Log } from '../ports/log.ts';
import type { NumberLookup } from '../ports/lookup.ts';
import type { MessagingProvider } from '../ports/messaging.ts';
import type { Notifier } from '../ports/notify.ts';
import type { VoiceSurface } from '../ports/voice.ts';
import type { Store } from '../store/database.ts';
import type { Job } from '../store/jobs.ts';
import type { Keeper } from '../store/keeper.ts';
import type { OrganisationDirectory } from '../store/organisation.ts';
import type { Signal } from '../store/signal.ts';
import type { SourceDirectory, SourceRecord } from '../store/sources.ts';
import type { PolicyDesks } from './policy-desks.ts';

/** Every connector of this build, by id. Handed in by the composition root: the pipeline knows none by name. */
export interface Connectors {
  readonly voice: ReadonlyMap<string, VoiceSurface>;
  readonly messaging: ReadonlyMap<string, MessagingProvider>;
  readonly notify: ReadonlyMap<string, Notifier>;
  readonly llm: ReadonlyMap<string, LanguageModel>;
  /** Absent where nothing is ever asked about numbers. */
  readonly lookup?: ReadonlyMap<string, NumberLookup>;
}

/** What a configuration may name, for checking it before it is applied. */
export function knownConnectors(connectors: Connectors): KnownConnectors {
  return {
    voice: [...connectors.voice.keys()],
    messaging: [...connectors.messaging.keys()],
    lookup: Object.fromEntries(
      [...(connectors.lookup ?? [])].map(([id, connector]) => [id, connector.meta.topics]),
    ),
  };
}

/** What every step is given. Nothing in the pipeline reads a clock, an environment or a network but through this. */
export interface Pipeline {
  readonly store: Store;
  /** Machine time; a tenant's own time comes from `tenantClock`. */
  readonly clock: Clock;
  readonly keeper: Keeper;
  readonly log: Log;
  readonly signal: Signal;
  readonly connectors: Connectors;
  readonly organisations: OrganisationDirectory;
  readonly sources: SourceDirectory;
  readonly fetch: typeof fetch;
  /** Public address of this installation without a trailing slash, or null when the operator has set none. */
  readonly publicUrl: string | null;
  /** The operators' own policies and policy engines, where they have a say; absent: the rule book alone. */
  readonly policy?: PolicyDesks;
}

/** A step takes claimed jobs of one kind, of any tenants, and finishes each in the transaction that holds its result. */
export type Step = (pipeline: Pipeline, jobs: readonly Job[]) => Promise<void>;

const parsedConfigs = new WeakMap<SourceRecord, unknown>();

/** A source's settings as its connector wants them; parsed once per loaded source. Null when they do not fit. */
export function configFor<Config>(
  connector: { readonly config: z.ZodType<Config> },
  source: SourceRecord,
): Config | null {
  if (parsedConfigs.has(source)) return parsedConfigs.get(source) as Config | null;
  const parsed = connector.config.safeParse(source.config);
  const config = parsed.success ? parsed.data : null;
  parsedConfigs.set(source, config);
  return config;
}
