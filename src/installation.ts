import { join } from 'node:path';
import { pino } from 'pino';
import {
  languageModels,
  messagingProviders,
  notifiers,
  numberLookups,
  policyEngines,
  voiceSurfaces,
} from './connectors/registry.generated.ts';
import { handsetProvider } from './connectors/messaging/handset.ts';
import { smtpNotifier } from './connectors/notify/smtp.ts';
import { webhookNotifier } from './connectors/notify/webhook.ts';
import { erase } from './connectors/shared/erase.ts';
import { AppError } from './core/model/errors.ts';
import { answer } from './pipeline/answer.ts';
import { NOTHING_SET_UP, openPolicyDesks, type PolicyDesks } from './pipeline/policy-desks.ts';
import type { Connectors, Pipeline } from './pipeline/context.ts';
import { cutDeliveries } from './pipeline/cut-deliveries.ts';
import { digest } from './pipeline/digest.ts';
import { keepDuties } from './pipeline/duties.ts';
import { expire } from './pipeline/expire.ts';
import { follow } from './pipeline/follow.ts';
import { drainInbox } from './pipeline/hear.ts';
import { learnClocks } from './pipeline/learn-clocks.ts';
import { lookUp } from './pipeline/look-up.ts';
import { notify } from './pipeline/notify.ts';
import { poll } from './pipeline/poll.ts';
import { reconcile } from './pipeline/reconcile.ts';
import { reminder } from './pipeline/reminder.ts';
import { reply } from './pipeline/reply.ts';
import { sealAll } from './pipeline/seal.ts';
import { send } from './pipeline/send.ts';
import { subscribe } from './pipeline/subscribe.ts';
import { tallyDecisions } from './pipeline/tally.ts';
import { unsubscribe } from './pipeline/unsubscribe.ts';
import { planUpkeep } from './pipeline/upkeep.ts';
import type { WorkerPlan } from './pipeline/worker.ts';
import { systemClock, type Clock } from './ports/clock.ts';
import { silentLog, type Log } from './ports/log.ts';
import type { Notifier } from './ports/notify.ts';
import { policyDesks } from './policy-setting.ts';
import { instanceKey, readSettings, type Settings } from './settings.ts';
import { ALL_TENANTS, isDatabaseDown, migrate, openStore, type Store } from './store/database.ts';
import { startEmbedded } from './store/embedded.ts';
import { openKeeper, type Keeper } from './store/keeper.ts';
import { listTenants, organisationDirectory } from './store/organisation.ts';
import { sharedSignal, type Signal } from './store/signal.ts';
import { sourceDirectory } from './store/sources.ts';
import { virtualCarrier } from './store/virtual-carrier.ts';

/** An opened installation: database, keys, connectors and the steps of the pipeline, wired together. */
export interface Installation {
  readonly settings: Settings;
  readonly pipeline: Pipeline;
  readonly plan: WorkerPlan;
  readonly log: Log;
  readonly databaseUrl: string;
  readonly close: () => Promise<void>;
  /** Ends the embedded database at once, whoever still asks it; does nothing to one that is not ours. */
  readonly stopDatabase: () => Promise<void>;
}

/** What a command that needs the database is given. Nothing is opened before it asks. */
export interface CommandDeps {
  readonly openPipeline: () => Promise<{
    readonly pipeline: Pipeline;
    readonly plan: WorkerPlan;
    readonly settings: Settings;
    readonly tenants: readonly { readonly id: string; readonly key: string }[];
    readonly close: () => Promise<void>;
  }>;
}

export async function openInstallation(
  settings: Settings,
  options: { report?: (line: string) => void; clock?: Clock; log?: Log; poolSize?: number } = {},
): Promise<Installation> {
  const log = options.log ?? openLog(settings);
  const report = options.report ?? (() => undefined);
  const database = await openDatabase(settings, report);
  try {
    // What can be wrong in the settings comes first: a connection that is open already would keep a failed run alive.
    const keeper = openKeeper(await instanceKey(settings));
    const policy = await policyDesks(settings.policyFile);
    await migrate(database.url, report);
    const store = openStore(database.url, { max: options.poolSize ?? 20 });
    const signal = await sharedSignal(database.url, store.pool, log);
    const wired = wire({ store, signal, keeper, settings, log, clock: options.clock ?? systemClock, policy });
    return {
      settings,
      log,
      databaseUrl: database.url,
      stopDatabase: database.stop,
      ...wired,
      close: async () => {
        wired.pipeline.sources.close();
        policy.close();
        await signal.close();
        await store.close();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Puts the parts together. Tests use it with their own store and clock. */
export function wire(parts: {
  readonly store: Store;
  readonly signal: Signal;
  readonly keeper: Keeper;
  readonly settings: Pick<Settings, 'publicUrl'> &
    Partial<Pick<Settings, 'smtpUrl' | 'smtpFrom' | 'allowPrivateWebhooks'>>;
  readonly log?: Log;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  readonly connectors?: Partial<Connectors>;
  readonly policy?: PolicyDesks;
}): { pipeline: Pipeline; plan: WorkerPlan } {
  const { store, signal, keeper, clock } = parts;
  const messaging = new Map(messagingProviders);
  const handset = handsetProvider(virtualCarrier(store, clock));
  messaging.set(handset.meta.id, handset);
  const pipeline: Pipeline = {
    store,
    clock,
    keeper,
    signal,
    log: parts.log ?? silentLog,
    connectors: {
      voice: voiceSurfaces,
      messaging,
      notify: notifiersOf(parts.settings),
      llm: languageModels,
      lookup: numberLookups,
      ...parts.connectors,
    },
    organisations: organisationDirectory(keeper),
    sources: sourceDirectory({ store, keeper, clock, signal }),
    fetch: parts.fetch ?? fetch,
    publicUrl: parts.settings.publicUrl,
    // Organisations may set up engines of their own also where the installation has set up none.
    policy:
      parts.policy ??
      openPolicyDesks(policyEngines, NOTHING_SET_UP, {
        fetch: parts.fetch ?? fetch,
        now: () => clock.now(),
      }),
  };
  return { pipeline, plan: PLAN };
}

/** The ways to reach people, as this installation's environment sets them up. */
function notifiersOf(settings: Parameters<typeof wire>[0]['settings']): Connectors['notify'] {
  const { smtpUrl, smtpFrom, allowPrivateWebhooks } = settings;
  const mail = smtpUrl && smtpFrom ? { url: smtpUrl, from: smtpFrom } : null;
  return new Map([
    ...notifiers,
    ['smtp', erase<Notifier>(smtpNotifier(mail))],
    ['webhook', erase<Notifier>(webhookNotifier({ allowPrivate: allowPrivateWebhooks ?? false }))],
  ]);
}

const PLAN: WorkerPlan = {
  drainInbox,
  planUpkeep: async (pipeline) => (await keepDuties(pipeline)) + (await planUpkeep(pipeline)),
  learnClocks,
  seal: sealAll,
  cutDeliveries,
  tally: tallyDecisions,
  steps: {
    answer,
    send,
    reconcile,
    reply,
    follow,
    reminder,
    notify,
    digest,
    expire,
    lookup: lookUp(Math.random),
    poll: poll(Math.random),
    subscribe: subscribe(Math.random),
    unsubscribe: unsubscribe(Math.random),
  },
};

/** The dependencies of command-line commands, opened on first use. */
export function commandDeps(env: NodeJS.ProcessEnv): CommandDeps {
  return {
    openPipeline: async () => {
      const settings = readSettings(env);
      const installation = await openInstallation(settings, { log: silentLog, poolSize: 6 });
      const calm = stopOnSignal(installation.stopDatabase);
      const tenants = await installation.pipeline.store.tx(ALL_TENANTS, listTenants);
      return {
        pipeline: installation.pipeline,
        plan: installation.plan,
        settings,
        tenants,
        close: async () => {
          await installation.close();
          calm();
        },
      };
    },
  };
}

/**
 * Ctrl-C in a command that runs a database of its own: what is under way is rolled back, and no PostgreSQL is left
 * behind without an owner. A signal comes two or three times (terminal, launcher); one is enough.
 */
function stopOnSignal(stopDatabase: () => Promise<void>): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let asked = false;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    void stopDatabase().finally(() => process.exit(INTERRUPTED));
  };
  for (const signal of signals) process.on(signal, ask);
  return () => {
    for (const signal of signals) process.off(signal, ask);
  };
}

/** 128 and the number of SIGINT, as shells have it. */
const INTERRUPTED = 130;

interface OpenDatabase {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function openDatabase(
  settings: Settings,
  report: (line: string) => void,
): Promise<OpenDatabase> {
  if (settings.databaseUrl === null) return startEmbedded(settings.data, { report });
  const url = settings.databaseUrl;
  const probe = openStore(url, { max: 1 });
  try {
    const { rows } = await probe.pool.query<{ server_version_num: string }>('show server_version_num');
    const version = Number(rows[0]?.server_version_num ?? 0);
    if (version < 150_000) {
      throw new AppError(
        'invalid-config',
        `the database is PostgreSQL ${Math.floor(version / 10_000)}; Ringback needs 15 or later`,
        {
          issues: [{ path: 'DATABASE_URL', message: 'names a server that is too old' }],
        },
      );
    }
  } catch (error) {
    if (!isDatabaseDown(error)) throw error;
    throw new AppError('database-down', 'the database named by DATABASE_URL does not answer', {
      cause: error,
    });
  } finally {
    await probe.close();
  }
  return { url, stop: () => Promise.resolve() };
}

function openLog(settings: Settings): Log {
  return pino({
    level: settings.logLevel,
    base: { process: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.secret', '*.authToken', '*.password', '*.body'],
  });
}

/** Where the built dashboard lies. */
export const WEB_ROOT = join(import.meta.dirname, '..', 'web', 'dist');
