import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_SOURCES } from '../../src/simulate/demo-organisation.ts';
import { signed } from '../../src/simulate/vendors/deliveries.ts';
import type { Delivery, SignedRequest } from '../../src/simulate/vendors/ring.ts';

/** The vendors' side of the wire: they sign, send, and try again until somebody says 2xx. */
export interface Vendors {
  /** Resolves once the product took it; rejects when it refused it for good. */
  readonly deliver: (delivery: Delivery) => Promise<void>;
  readonly counts: { accepted: number; retries: number; refused: number };
  readonly close: () => void;
}

const FIRST_WAIT_MS = 150;
const LONGEST_WAIT_MS = 1500;
const MOST_TRIES = 200;

export function vendorsAt(
  url: string,
  secrets: ReadonlyMap<string, string>,
  options: { sockets?: number } = {},
): Vendors {
  const agent = new Agent({ keepAlive: true, maxSockets: options.sockets ?? 48 });
  const counts = { accepted: 0, retries: 0, refused: 0 };
  return {
    counts,
    deliver: async (delivery) => {
      const source = sourceOf(delivery);
      const ready = signed(delivery, `${url}/hooks/voice/${source}`, secrets.get(source) ?? '');
      for (let tries = 1; ; tries += 1) {
        const status = await post(agent, ready).catch(() => 0);
        if (status >= 200 && status < 300) {
          counts.accepted += 1;
          return;
        }
        if ((status >= 400 && status < 500) || tries === MOST_TRIES) {
          counts.refused += 1;
          throw new Error(
            `${delivery.surface} gave up on "${delivery.what}": status ${status} after ${tries} tries`,
          );
        }
        counts.retries += 1;
        await sleep(Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS));
      }
    },
    close: () => agent.destroy(),
  };
}

export function sourceOf(delivery: Pick<Delivery, 'surface'>): string {
  switch (delivery.surface) {
    case 'twilio':
      return DEMO_SOURCES.twilio;
    case 'callrail':
      return DEMO_SOURCES.callrail;
    case 'ringcentral':
      return DEMO_SOURCES.ringcentral;
    case 'call-events':
      throw new Error('normalised events have no vendor');
  }
}

function post(agent: Agent, ready: SignedRequest): Promise<number> {
  return new Promise((done, fail) => {
    const sending = request(
      ready.url,
      {
        agent,
        method: ready.method,
        headers: { ...ready.headers, 'content-length': Buffer.byteLength(ready.body) },
      },
      (response) => {
        response.resume();
        response.once('end', () => done(response.statusCode ?? 0));
        response.once('error', fail);
      },
    );
    sending.setTimeout(10_000, () => sending.destroy(new Error('no answer')));
    sending.once('error', fail);
    sending.end(ready.body);
  });
}
