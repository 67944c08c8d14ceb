import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { sweepCredentials } from '../store/accounts.ts';
import { openInbox } from '../store/inbox.ts';
import { createApp } from './app.ts';
import { openLogins } from './auth/login.ts';
import type { ServerDeps } from './deps.ts';
import { openDeliveries } from './intake/deliveries.ts';
import { nodeDoor } from './intake/node-door.ts';
import { createIntake } from './intake/receive.ts';
import { openSourceHealth } from './intake/source-health.ts';
import { openSpool } from './intake/spool.ts';
import { createMetrics, watchQueues } from './metrics.ts';
import { openStreams } from './stream.ts';

export type { ServerDeps, ServerSettings } from './deps.ts';
export { createLoginToken } from './auth/login.ts';
export { createMetrics, timedSteps } from './metrics.ts';

export interface RingbackServer {
  /** The whole server as a function, for tests: no port is opened. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Listens; port 0 takes any free one. Resolves with the port. */
  readonly start: (port: number) => Promise<number>;
  /** Stops taking requests, finishes those under way, and leaves what is spooled for the next start. */
  readonly stop: () => Promise<void>;
}

/** Webhook intake, API, dashboard and probes. Adopts what an earlier run left in the spool. */
export async function createServer(deps: ServerDeps): Promise<RingbackServer> {
  const { store, log, signal } = deps.pipeline;
  sweepCredentials(store, deps.pipeline.clock.now()).catch(() => undefined);
  const metrics = deps.metrics ?? createMetrics();
  const health = openSourceHealth(store, log);
  const deliveries = openDeliveries({
    inbox: openInbox(store),
    spool: await openSpool(deps.settings.dataDirectory, log),
    log,
    wake: () => signal.wake('inbox'),
    metrics,
  });
  const intake = createIntake(deps, { deliveries, health, metrics });
  const streams = openStreams(signal);
  watchQueues(metrics, store, deps.pipeline.clock, () => deliveries.spooled().entries);
  const app = createApp({
    deps,
    metrics,
    intake,
    deliveries,
    health,
    streams,
    logins: openLogins(store, deps.pipeline.clock),
  });
  const door = nodeDoor(intake, randomUUID);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  let http: Server | null = null;

  return {
    fetch: async (request) => app.fetch(request),
    start: (port) =>
      new Promise((done, fail) => {
        http = createHttpServer(
          { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 75_000 },
          (request, response) => {
            if (!door(request, response)) void listener(request, response);
          },
        );
        http.once('error', fail);
        http.listen(port, deps.settings.host, () => {
          const address = http?.address();
          done(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    stop: async () => {
      streams.close();
      const closing = http;
      if (closing !== null) {
        await new Promise<void>((done) => {
          closing.close(() => done());
          closing.closeIdleConnections();
          setTimeout(() => closing.closeAllConnections(), 5000).unref();
        });
      }
      await deliveries.close();
      await health.close();
    },
  };
}
