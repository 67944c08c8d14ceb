import { z } from 'zod';
import { AppError } from '../core/model/errors.ts';
import { parseConfig } from '../core/organisation/parse.ts';
import { seededRandom } from './random.ts';
import { loadShops, planLoad, type LoadAttempt } from './truth.ts';
import { signed } from './vendors/deliveries.ts';
import type { Delivery } from './vendors/ring.ts';

/**
 * Load with known truth against a running server: sends the vendors' signed webhooks over HTTP, repeated, shuffled and at
 * a rate, and compares what the virtual carrier took with what should have been sent. Knows the server by its API only.
 */
export interface DriveOptions {
  readonly url: string;
  readonly key: string;
  readonly tenant: string;
  readonly attempts: number;
  readonly seed: number;
  /** Attempts per second; 0 sends as fast as the server takes them. */
  readonly rate: number;
  /** Share of webhooks that are sent twice, 0 to 1. */
  readonly duplicates: number;
  readonly shuffle: boolean;
  /** How long to wait for the texts after the last webhook, and for a server that is down, in seconds. */
  readonly patienceSeconds: number;
  readonly say: (line: string) => void;
}

export interface DriveReport {
  readonly attempts: number;
  readonly webhooks: {
    readonly sent: number;
    readonly accepted: number;
    readonly refused: number;
    readonly repeated: number;
    readonly perSecond: number;
  };
  readonly texts: { readonly expected: number; readonly counted: number };
  readonly differences: {
    /** Callers who should have got a text and did not. */
    readonly missing: readonly string[];
    /** Callers who got one and should not have. */
    readonly unexpected: readonly string[];
    /** Callers who got the same text more than once. */
    readonly repeated: readonly string[];
  };
  readonly agrees: boolean;
}

const State = z.object({
  now: z.string(),
  history: z.object({ running: z.boolean() }),
  forwarding: z.object({ running: z.boolean() }).nullable(),
});
const Sources = z.object({
  sources: z.array(
    z.object({ surface: z.string(), path: z.string(), url: z.string().nullable(), secret: z.string() }),
  ),
});
const Carried = z.object({
  texts: z.array(z.object({ position: z.number(), from: z.string(), to: z.string(), body: z.string() })),
});
type Text = z.infer<typeof Carried>['texts'][number];

export async function drive(options: DriveOptions): Promise<DriveReport> {
  const api = apiOf(options);
  const state = await api('GET', '/api/v1/simulator', State);
  if (state.history.running)
    throw new AppError(
      'conflict',
      'the two weeks of history are still being played; wait until they are done',
    );
  const { yaml } = await api('GET', '/api/v1/config', z.object({ yaml: z.string() }));
  const config = parseConfig(yaml);
  if (!config.ok)
    throw new AppError('internal', 'the server gave a configuration that this version cannot read', {
      issues: config.issues,
    });
  const { sources } = await api('GET', '/api/v1/simulator/sources', Sources);
  const before = await lastPosition(api);
  const attempts = planLoad(loadShops(config.config), new Date(state.now), options);
  const expected = attempts.filter((attempt) => attempt.text);
  options.say(`${attempts.length} attempts, ${expected.length} of them should get a text`);

  const webhooks = await sendAll(options, sources, attempts);
  options.say(
    `${webhooks.sent} webhooks sent, ${webhooks.accepted} accepted, ${webhooks.perSecond}/s; waiting for the texts`,
  );
  const texts = await waitForTexts(api, options, attempts, before);
  return { attempts: attempts.length, webhooks, ...compare(attempts, texts) };
}

function compare(
  attempts: readonly LoadAttempt[],
  texts: readonly Text[],
): Pick<DriveReport, 'texts' | 'differences' | 'agrees'> {
  const own = new Map(
    attempts.flatMap((attempt) => (attempt.caller === null ? [] : [[attempt.caller, attempt] as const])),
  );
  const got = Map.groupBy(
    texts.filter((text) => own.has(text.to)),
    (text) => text.to,
  );
  const due = attempts.filter((attempt) => attempt.text);
  const missing = due.flatMap(({ caller }) => (caller === null || got.has(caller) ? [] : [caller]));
  const unexpected = [...got.keys()].filter((caller) => own.get(caller)?.text !== true);
  const repeated = [...got].flatMap(([caller, all]) =>
    new Set(all.map((text) => `${text.from} ${text.body}`)).size < all.length ? [caller] : [],
  );
  return {
    texts: { expected: due.length, counted: got.size },
    differences: { missing, unexpected, repeated },
    agrees: missing.length === 0 && unexpected.length === 0 && repeated.length === 0,
  };
}

type Sources = z.infer<typeof Sources>['sources'];

async function sendAll(
  options: DriveOptions,
  sources: Sources,
  attempts: readonly LoadAttempt[],
): Promise<DriveReport['webhooks']> {
  const random = seededRandom(options.seed + 1);
  const started = performance.now();
  const totals = { sent: 0, accepted: 0, refused: 0, repeated: 0 };
  const sendOne = async (delivery: Delivery): Promise<void> => {
    totals.sent += 1;
    if (await post(options, sources, delivery)) totals.accepted += 1;
    else totals.refused += 1;
  };
  const groups = chunked(attempts, options.rate > 0 ? Math.max(1, Math.ceil(options.rate / 10)) : 200);
  for (const [index, group] of groups.entries()) {
    const once = group.flatMap((attempt) => attempt.calls.flatMap((call) => call.deliveries));
    const twice = once.filter(() => random.chance(options.duplicates));
    totals.repeated += twice.length;
    const all = options.shuffle
      ? random.shuffled([...once, ...twice])
      : [...once, ...twice].sort((a, b) => a.at.getTime() - b.at.getTime());
    await inParallel(all, 32, sendOne);
    if (options.rate > 0) {
      const due = started + ((index + 1) * group.length * 1000) / options.rate;
      await pause(due - performance.now());
    }
  }
  const seconds = (performance.now() - started) / 1000;
  return { ...totals, perSecond: Math.round(totals.sent / Math.max(seconds, 0.001)) };
}

/** Like a vendor: a server that is away or says 5xx gets the webhook again, a refusal does not. */
async function post(options: DriveOptions, sources: Sources, delivery: Delivery): Promise<boolean> {
  const source = sources.find((each) => each.surface === delivery.surface);
  const target = source === undefined ? '/api/v1/call-events' : source.path;
  const request = signed(delivery, source?.url ?? `${options.url}${target}`, source?.secret ?? options.key);
  const deadline = performance.now() + options.patienceSeconds * 1000;
  for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
    try {
      const answer = await fetch(`${options.url}${target}`, {
        method: request.method,
        headers: { ...request.headers, ...(source === undefined && { 'x-ringback-tenant': options.tenant }) },
        body: request.body,
        signal: AbortSignal.timeout(15_000),
      });
      await answer.arrayBuffer();
      if (answer.status < 500) return answer.ok;
    } catch {
      // Refused, reset or too slow: the vendor tries again.
    }
    if (performance.now() > deadline) return false;
    await pause(wait);
  }
}

type Api = <T>(method: 'GET' | 'POST', path: string, answer: z.ZodType<T>, body?: unknown) => Promise<T>;

function apiOf(options: DriveOptions): Api {
  return async (method, path, schema, body) => {
    const deadline = performance.now() + options.patienceSeconds * 1000;
    for (;;) {
      const answer = await fetch(`${options.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${options.key}`,
          'x-ringback-tenant': options.tenant,
          'content-type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      }).catch(() => null);
      if (answer !== null && answer.status < 500) {
        const value: unknown = await answer.json().catch(() => null);
        if (answer.ok) return schema.parse(value);
        const { error } = z.object({ error: z.object({ message: z.string() }) }).parse(value);
        throw new AppError(
          answer.status === 409 ? 'conflict' : 'unauthorized',
          `the server refuses ${path}: ${error.message}`,
        );
      }
      if (performance.now() > deadline) throw new AppError('internal', `${options.url} does not answer`);
      await pause(500);
    }
  };
}

async function lastPosition(api: Api): Promise<number> {
  const texts = await textsAfter(api, 0);
  return texts.at(-1)?.position ?? 0;
}

async function textsAfter(api: Api, position: number): Promise<Text[]> {
  const all: Text[] = [];
  for (;;) {
    const { texts } = await api(
      'GET',
      `/api/v1/simulator/carrier?after=${all.at(-1)?.position ?? position}&limit=5000`,
      Carried,
    );
    all.push(...texts);
    if (texts.length < 5000) return all;
  }
}

/** Longer than the longest delay that a shop may set. */
const DELAYS_SECONDS = 90;
/** A text that waits for a lawful hour goes out within a day; sixteen hours cover every night. */
const MOST_HOURS = 16;

/**
 * Lets the simulated clock run over the deliberate delays; moving it also waits until the pipeline rests. Where texts wait
 * for the morning it goes on hour by hour, no further than needed, so that follow-ups of later stay out of the count.
 */
async function waitForTexts(
  api: Api,
  options: DriveOptions,
  attempts: readonly LoadAttempt[],
  before: number,
): Promise<Text[]> {
  const texts: Text[] = [];
  for (let hours = 0; ; hours += 1) {
    await letTimePass(api, hours === 0 ? DELAYS_SECONDS : 3600);
    texts.push(...(await textsAfter(api, texts.at(-1)?.position ?? before)));
    const { missing } = compare(attempts, texts).differences;
    if (missing.length === 0 || hours >= MOST_HOURS) return texts;
    options.say(`${missing.length} texts wait for a lawful hour; moving the simulated clock by an hour`);
  }
}

async function letTimePass(api: Api, seconds: number): Promise<void> {
  await api('POST', '/api/v1/simulator/fast-forward', z.unknown(), { seconds });
  while ((await api('GET', '/api/v1/simulator', State)).forwarding?.running === true) await pause(100);
}

async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const runner = async (): Promise<void> => {
    for (;;) {
      const item = items[next];
      next += 1;
      if (item === undefined) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, runner));
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((done) => setTimeout(done, ms));
}
