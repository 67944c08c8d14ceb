import { randomBytes } from 'node:crypto';
import { wire } from '../../src/installation.ts';
import type { Connectors, Pipeline } from '../../src/pipeline/context.ts';
import { drain, type WorkerPlan } from '../../src/pipeline/worker.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { localSignal } from '../../src/store/signal.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { freshDatabase, type TestDatabase } from './postgres.ts';

/** A clock that moves only when told. */
export interface ManualClock extends Clock {
  readonly set: (instant: string) => void;
  readonly advance: (ms: number) => void;
}

export function manualClock(instant: string): ManualClock {
  let now = Date.parse(instant);
  return {
    now: () => new Date(now),
    set: (to) => void (now = Date.parse(to)),
    advance: (ms) => void (now += ms),
  };
}

export interface TestInstallation {
  readonly database: TestDatabase;
  readonly pipeline: Pipeline;
  readonly plan: WorkerPlan;
  readonly clock: ManualClock;
  /** Works until nothing is due. */
  readonly settle: () => Promise<number>;
  /** Moves the clock and works until nothing is due at the new time. */
  readonly passTime: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The whole pipeline on a database of its own, with the real connectors and a clock that stands still. */
export async function testInstallation(
  options: {
    at?: string;
    fetch?: typeof fetch;
    publicUrl?: string;
    connectors?: Partial<Connectors>;
  } = {},
): Promise<TestInstallation> {
  const database = await freshDatabase();
  const clock = manualClock(options.at ?? '2026-11-18T18:00:00Z');
  const signal = localSignal();
  const { pipeline, plan } = wire({
    store: database.store,
    signal,
    keeper: openKeeper(randomBytes(32)),
    settings: { publicUrl: options.publicUrl ?? 'https://calls.example.test' },
    clock,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(options.connectors === undefined ? {} : { connectors: options.connectors }),
  });
  const settle = (): Promise<number> => drain(pipeline, plan);
  return {
    database,
    pipeline,
    plan,
    clock,
    settle,
    passTime: async (ms) => {
      clock.advance(ms);
      await settle();
    },
    close: async () => {
      pipeline.sources.close();
      await signal.close();
      await database.drop();
    },
  };
}
