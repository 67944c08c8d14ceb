/**
 * One process of the product, as `ringback server` and `ringback worker` start it: the same `openInstallation`,
 * `createServer` and `startWorker`. It differs in two things only. Its virtual carrier can be told to misbehave, and it
 * tells its parent when it is ready and which texts the carrier took, so that a run can be killed and measured.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { handsetProvider } from '../../src/connectors/messaging/handset.ts';
import { openInstallation } from '../../src/installation.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { startWorker } from '../../src/pipeline/worker.ts';
import type { VirtualCarrier } from '../../src/ports/carrier.ts';
import { createMetrics, createServer } from '../../src/server/server.ts';
import { readSettings } from '../../src/settings.ts';
import { seededFaults, virtualCarrier, type CarrierFaults } from '../../src/store/virtual-carrier.ts';
import { VERSION } from '../../src/version.ts';

export const ChildOptions = z.object({
  role: z.enum(['server', 'worker']),
  faults: z
    .object({
      seed: z.string(),
      loseAnswer: z.number(),
      dropBefore: z.number(),
      repeatReceipts: z.number(),
      shuffleReceipts: z.number(),
      slow: z.number(),
      /** Where it is remembered which texts were dropped once: a carrier that drops the same text twice is given up. */
      directory: z.string(),
    })
    .nullable(),
  /** Report every text the carrier took. */
  reportAccepted: z.boolean(),
});
export type ChildOptions = z.infer<typeof ChildOptions>;

export type FromChild =
  | { readonly ready: number }
  /** Recipient and machine time in milliseconds. */
  | { readonly accepted: readonly (readonly [string, number])[] };

const options = ChildOptions.parse(JSON.parse(process.argv[2] ?? '{}'));
// Whoever started us is gone: so are we, also when that was by SIGKILL.
process.on('disconnect', () => process.exit(0));

const settings = readSettings(process.env);
const installation = await openInstallation(settings);
const pipeline = withCarrier(installation.pipeline);
let stop: () => Promise<void>;
if (options.role === 'server') {
  const server = await createServer({
    pipeline,
    metrics: createMetrics(),
    settings: {
      version: VERSION,
      host: settings.host,
      dataDirectory: settings.data,
      webRoot: null,
      adminKey: settings.adminKey,
    },
  });
  tell({ ready: await server.start(settings.port) });
  stop = () => server.stop();
} else {
  const worker = startWorker(pipeline, installation.plan);
  tell({ ready: 0 });
  stop = () => worker.stop();
}
// A process that is killed writes no cache of its own accord, and coming back would take longer every time.
flushCompileCache();
process.once('SIGTERM', () => {
  void stop()
    .then(() => installation.close())
    .then(() => process.exit(0));
});

function withCarrier(given: Pipeline): Pipeline {
  if (options.role === 'server') return given;
  const { faults } = options;
  const carrier = virtualCarrier(
    given.store,
    given.clock,
    faults === null ? {} : { faults: faultsOf(faults) },
  );
  const provider = handsetProvider(options.reportAccepted ? reporting(carrier) : carrier);
  const messaging = new Map(given.connectors.messaging).set(provider.meta.id, provider);
  return { ...given, connectors: { ...given.connectors, messaging } };
}

function faultsOf(given: NonNullable<ChildOptions['faults']>): CarrierFaults {
  const { seed, loseAnswer, dropBefore, repeatReceipts, shuffleReceipts } = given;
  const draw = seededFaults(seed, {
    loseAnswer,
    dropBefore,
    repeatReceipts,
    shuffleReceipts,
    slow: { rate: given.slow, ms: 400 },
  });
  return (message) => {
    const fault = draw(message);
    if (fault?.dropBefore !== true) return fault;
    const mark = join(given.directory, message.clientReference);
    if (existsSync(mark)) return { ...fault, dropBefore: false };
    mkdirSync(mark, { recursive: true });
    return fault;
  };
}

function reporting(carrier: VirtualCarrier): VirtualCarrier {
  let taken: (readonly [string, number])[] = [];
  const flush = (): void => {
    if (taken.length > 0) tell({ accepted: taken });
    taken = [];
  };
  setInterval(flush, 250).unref();
  return {
    ...carrier,
    submit: async (message) => {
      const answer = await carrier.submit(message);
      if (answer.result === 'taken') taken.push([message.to, performance.timeOrigin + performance.now()]);
      return answer;
    },
  };
}

function tell(message: FromChild): void {
  if (process.connected) process.send?.(message);
}
