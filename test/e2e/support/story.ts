/** Moves the simulated shop to a time when the law lets it text, and rings it: what most browser tests start from. */
import { Temporal } from 'temporal-polyfill';
import type { E2eServer } from './server.ts';

interface Simulator {
  readonly now: string;
  readonly forwarding: { readonly running: boolean } | null;
  readonly locations: readonly { readonly key: string; readonly number: string; readonly zone: string }[];
}

export const SHOP = 'chicago-west-loop';
export const CALLER = '+13125550192';
const ZONE = 'America/Chicago';

/** The next Tuesday, 10:30 in Chicago: a weekday morning is inside every window of state and federal law. */
export async function goToWeekdayMorning(server: E2eServer): Promise<void> {
  const before = await server.api<Simulator>('GET', '/simulator');
  const local = Temporal.Instant.from(before.now).toZonedDateTimeISO(ZONE);
  const days = (2 - local.dayOfWeek + 7) % 7 || 7;
  const target = local
    .toPlainDate()
    .add({ days })
    .toZonedDateTime({ timeZone: ZONE, plainTime: { hour: 10, minute: 30 } });
  const seconds = Math.round(target.since(local).total('seconds'));
  await server.api('POST', '/simulator/fast-forward', { seconds });
  await until(async () => {
    const { forwarding } = await server.api<Simulator>('GET', '/simulator');
    return forwarding?.running !== true;
  }, 'the clock to arrive');
}

/** Texts at once, so that no test waits for the shop's polite delay. */
export async function answerAtOnce(server: E2eServer, key = SHOP): Promise<void> {
  const detail = await server.api<{ version: number; config: { textback: object } }>(
    'GET',
    `/locations/${key}`,
  );
  await server.api('PATCH', `/locations/${key}`, {
    version: detail.version,
    changes: { textback: { ...detail.config.textback, delaySeconds: 0 } },
  });
}

export async function ring(
  server: E2eServer,
  wish: {
    locationKey?: string;
    caller?: string | null;
    class?: string;
    surfaces?: string[];
    voicemail?: string;
  } = {},
): Promise<{ attemptIds: string[] }> {
  return server.api('POST', '/simulator/calls', {
    surfaces: ['twilio', 'callrail', 'ringcentral'],
    locationKey: SHOP,
    caller: CALLER,
    class: 'no-answer',
    ...wish,
  });
}

/** Waits for a state of the world, not for a time. */
export async function until(check: () => Promise<boolean>, what: string, limitMs = 45_000): Promise<void> {
  const started = performance.now();
  while (!(await check())) {
    if (performance.now() - started > limitMs) throw new Error(`gave up waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
