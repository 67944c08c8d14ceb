import { randomInt } from 'node:crypto';
import { isOpenAt } from '../core/detect/hours.ts';
import { AppError } from '../core/model/errors.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import type { Pipeline } from '../pipeline/context.ts';
import type {
  Door,
  HandsetText,
  RingReport,
  RingWish,
  Simulator,
  SimulatorView,
} from '../ports/simulator.ts';
import { openInbox } from '../store/inbox.ts';
import type { SourceRecord } from '../store/sources.ts';
import { virtualCarrier } from '../store/virtual-carrier.ts';
import { fastForward, restOfWorker } from './clock.ts';
import { ensureApiSource, feed, sourceFor } from './feed.ts';
import { openHands, type Hands } from './hands.ts';
import type { HistoryState } from './history.ts';
import { seededRandom } from './random.ts';
import { shopsOf } from './shops.ts';
import { textsFrom } from './text-hours.ts';
import { planCall, type PlannedCall } from './traffic.ts';
import { SECRET_SETTING, signed } from './vendors/deliveries.ts';
import { canTell, endOf, SURFACES, type Delivery, type Surface } from './vendors/ring.ts';
import { CLASS_WORDS, STAGE_CALLERS, SURFACE_NAMES } from './wording.ts';

/** The simulator behind the Simulator page. Every door it uses is the real one; it only plays the world outside. */
export function openSimulator(pipeline: Pipeline, hands: Hands = openHands()): Simulator {
  const carrier = virtualCarrier(pipeline.store, pipeline.clock);
  const forwarding = new Map<string, { progress: number; target: string; running: boolean }>();

  /** The organisation, if it is a simulated one; everything on this desk starts here. */
  const staged = async (
    tenantId: string,
  ): Promise<{ organisation: Organisation; history: HistoryState | null; now: Date }> =>
    pipeline.store.tx(tenantId, async (tx) => {
      const organisation = await pipeline.organisations.load(tx, tenantId);
      if (!organisation.tenant.simulated)
        throw new AppError(
          'simulated-only',
          `${organisation.tenant.name} is real; nothing is simulated in it`,
        );
      const row = await tx
        .selectFrom('tenant')
        .select('history')
        .where('id', '=', tenantId)
        .executeTakeFirstOrThrow();
      const now = new Date(pipeline.clock.now().getTime() + organisation.tenant.clockOffsetMs);
      return { organisation, history: row.history as HistoryState | null, now };
    });

  const handset = async (tenantId: string, number: string): Promise<readonly HandsetText[]> => {
    await staged(tenantId);
    const rows = await pipeline.store.tx(tenantId, (tx) =>
      tx
        .selectFrom('handset_message')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where((eb) => eb.or([eb('recipient', '=', number), eb('sender', '=', number)]))
        .orderBy('id', 'desc')
        .limit(200)
        .execute(),
    );
    return rows.reverse().map((row) => ({
      id: String(row.id),
      direction: row.direction as HandsetText['direction'],
      from: row.sender,
      to: row.recipient,
      body: row.body,
      at: row.at,
    }));
  };

  return {
    handset,
    state: async (tenantId) => view(await staged(tenantId), forwarding.get(tenantId) ?? null),
    ring: async (tenantId, wish, door) => {
      const stage = await staged(tenantId);
      if (wish.caller !== null) hands.pickUp(tenantId, wish.caller);
      return ringShop(pipeline, stage.organisation, stage.now, wish, door);
    },
    text: async (tenantId, text) => {
      const { now } = await staged(tenantId);
      hands.pickUp(tenantId, text.from);
      await carrier.fromHandset({ tenantId, ...text, at: now.toISOString() });
      pipeline.signal.wake('inbox');
      return handset(tenantId, text.from);
    },
    fastForward: async (tenantId, seconds) => {
      const { history, now } = await staged(tenantId);
      if (forwarding.get(tenantId)?.running === true)
        throw new AppError('conflict', 'the clock is already being moved');
      if (history !== null && !history.done)
        throw new AppError('conflict', 'the two weeks of history are still being played');
      const target = new Date(now.getTime() + seconds * 1000);
      const entry = { progress: 0, target: target.toISOString(), running: true };
      forwarding.set(tenantId, entry);
      void fastForward(
        pipeline,
        tenantId,
        target,
        () => restOfWorker(pipeline, tenantId),
        ({ share }) => {
          entry.progress = share;
          pipeline.signal.wake(`change:${tenantId}`);
        },
      )
        .catch((error: unknown) => pipeline.log.error({ error: String(error) }, 'moving the clock stopped'))
        .finally(() => {
          entry.running = false;
          pipeline.signal.wake(`change:${tenantId}`);
        });
      return { target: entry.target, running: true };
    },
    sources: async (tenantId) => {
      await staged(tenantId);
      return (await pipeline.sources.ofTenant(tenantId)).flatMap((source) => {
        const secret = secretOf(source);
        return secret === null
          ? []
          : [
              {
                key: source.key,
                surface: source.connector,
                path: `/hooks/voice/${source.key}`,
                url: pipeline.publicUrl === null ? null : `${pipeline.publicUrl}/hooks/voice/${source.key}`,
                secret,
              },
            ];
      });
    },
    carried: async (tenantId, after, limit) => {
      await staged(tenantId);
      const rows = await pipeline.store.tx(tenantId, (tx) =>
        tx
          .selectFrom('handset_message')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('direction', '=', 'to-handset')
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute(),
      );
      return rows.map((row) => ({
        position: row.id,
        from: row.sender,
        to: row.recipient,
        body: row.body,
        at: row.at,
        clientReference: row.client_reference,
      }));
    },
  };
}

function view(
  stage: { readonly organisation: Organisation; readonly history: HistoryState | null; readonly now: Date },
  forwarding: SimulatorView['forwarding'],
): SimulatorView {
  const { organisation, history, now } = stage;
  const span = history === null ? 1 : Date.parse(history.to) - Date.parse(history.from);
  return {
    now: now.toISOString(),
    offsetMs: organisation.tenant.clockOffsetMs,
    surfaces: SURFACES.map((id) => ({ id, name: SURFACE_NAMES[id] })),
    classes: CLASS_WORDS,
    locations: shopsOf(organisation).map(({ location, main }) => ({
      key: location.key,
      name: location.name,
      number: main,
      zone: location.zone,
      mode: location.mode,
      brand: location.banner.name,
      textsFrom: textsFrom({ number: main, dialledLocation: placeOf(location) }, now)?.toISOString() ?? null,
    })),
    callers: STAGE_CALLERS.map((caller) => ({
      number: caller.number,
      label: caller.name,
      description: `${caller.name}, a mobile number`,
    })),
    forwarding:
      forwarding === null
        ? null
        : { running: forwarding.running, progress: forwarding.progress, target: forwarding.target },
    history: {
      running: history !== null && !history.done,
      progress:
        history === null || history.done
          ? 1
          : Math.max(0, Math.min(1, (Date.parse(history.at) - Date.parse(history.from)) / span)),
    },
  };
}

function placeOf({ zone, config }: LocationRecord): { zone: string; state: string } {
  return { zone, state: config.address.state };
}

async function ringShop(
  pipeline: Pipeline,
  organisation: Organisation,
  now: Date,
  wish: RingWish,
  door: Door,
): Promise<RingReport> {
  const tenantId = organisation.tenant.id;
  const call = await planRing(pipeline, organisation, now, wish);
  if (call.surfaces.includes('call-events'))
    await ensureApiSource(pipeline, tenantId, organisation.tenant.key);
  const sources = await pipeline.sources.ofTenant(tenantId);
  const reports: RingReport['deliveries'][number][] = [];
  for (const delivery of call.deliveries) {
    const status = await deliver(pipeline, sources, delivery, door);
    reports.push({ surface: delivery.surface, at: delivery.at.toISOString(), status, what: delivery.what });
  }
  pipeline.signal.wake('inbox');
  return {
    attemptIds: await attemptsOf(pipeline, tenantId, call, now),
    startedAt: call.ring.startedAt.toISOString(),
    endedAt: endOf(call.ring).toISOString(),
    deliveries: reports,
  };
}

/** The call as wished, ending now; or in words why it cannot be told like that. */
async function planRing(
  pipeline: Pipeline,
  organisation: Organisation,
  now: Date,
  wish: RingWish,
): Promise<PlannedCall> {
  const shop = shopsOf(organisation).find((each) => each.location.key === wish.locationKey);
  if (shop === undefined)
    throw refuse('locationKey', 'there is no such shop', 'Choose one of the listed locations.');
  const surfaces = wish.surfaces.filter((each): each is Surface =>
    (SURFACES as readonly string[]).includes(each),
  );
  if (surfaces.length < wish.surfaces.length)
    throw refuse('surfaces', `only ${SURFACES.join(', ')} are simulated`, 'Choose from the list.');
  if (!surfaces.some((surface) => canTell(surface, wish.class))) {
    const able = SURFACES.filter((surface) => canTell(surface, wish.class)).map(
      (surface) => SURFACE_NAMES[surface],
    );
    throw refuse('surfaces', 'none of these products can tell that', `Add ${able.join(' or ')}.`);
  }
  checkHours(shop.location, wish, now);
  if (wish.class === 'blocked-caller' && !surfaces.includes('call-events'))
    await checkBlocked(pipeline, organisation.tenant.id, wish.caller);
  const known = STAGE_CALLERS.find((caller) => caller.number === wish.caller);
  const seed = randomInt(2 ** 32);
  const endingAt = (startedAt: Date): PlannedCall =>
    planCall(seededRandom(seed), shop, {
      story: wish.class,
      startedAt,
      caller:
        wish.caller === null
          ? null
          : (known ?? { number: wish.caller, name: 'Simulated caller', manner: 'silent' }),
      surfaces: [...new Set(surfaces)],
      attestation: 'A',
      chatty: true,
      ...(wish.voicemail !== undefined && { voicemail: wish.voicemail }),
    });
  // Twice the same call, the second time moved so that the caller hangs up now: the text back counts from the click.
  const lasts = endOf(endingAt(now).ring).getTime() - now.getTime();
  return endingAt(new Date(now.getTime() - lasts));
}

function checkHours(location: LocationRecord, wish: RingWish, now: Date): void {
  const { hours, exceptions } = location.config;
  const open = isOpenAt({ zone: location.zone, hours, exceptions }, now.toISOString());
  if (wish.class === 'after-hours' && open)
    throw refuse(
      'class',
      `${location.name} is open now`,
      'Choose a shop that is closed, or fast-forward into the night.',
    );
  if (wish.class === 'during-business-hours' && !open)
    throw refuse(
      'class',
      `${location.name} is closed now`,
      'Choose a shop that is open, or fast-forward into the day.',
    );
}

async function checkBlocked(pipeline: Pipeline, tenantId: string, caller: string | null): Promise<void> {
  const contact = await pipeline.store.tx(tenantId, (tx) =>
    tx
      .selectFrom('contact')
      .select('blocked')
      .where('tenant_id', '=', tenantId)
      .where('phone', '=', caller ?? '')
      .executeTakeFirst(),
  );
  if (contact?.blocked !== true)
    throw refuse(
      'caller',
      'this caller is not blocked',
      'Block the number on the Contacts page first, or add the front desk as a surface.',
    );
}

async function deliver(
  pipeline: Pipeline,
  sources: readonly SourceRecord[],
  delivery: Delivery,
  door: Door,
): Promise<number> {
  const source = sourceFor(sources, delivery);
  if (source === undefined) return 404;
  if (delivery.surface === 'call-events') {
    const inbox = openInbox(pipeline.store);
    try {
      await feed(inbox, sources, [delivery], pipeline.clock.now());
      return 200;
    } finally {
      await inbox.close();
    }
  }
  const url = `${pipeline.publicUrl ?? 'http://simulator.invalid'}/hooks/voice/${source.key}`;
  const request = signed(delivery, url, secretOf(source) ?? '');
  const host = new URL(url).host;
  const answer = await door({
    sourceKey: source.key,
    method: request.method,
    headers: { ...request.headers, host },
    body: request.body,
  });
  return answer.status;
}

function secretOf(source: SourceRecord): string | null {
  const setting: string | undefined = (SECRET_SETTING as Readonly<Record<string, string>>)[source.connector];
  const value =
    setting === undefined ? undefined : (source.config as Readonly<Record<string, unknown>>)[setting];
  return source.kind === 'voice' && typeof value === 'string' ? value : null;
}

const LOOKS = 60;

/** Waits a moment until the webhooks were heard, so that the page can link to the attempt they became. */
async function attemptsOf(
  pipeline: Pipeline,
  tenantId: string,
  call: PlannedCall,
  since: Date,
): Promise<string[]> {
  const { caller } = call.ring;
  for (let look = 0; look < LOOKS; look += 1) {
    const rows = await pipeline.store.tx(tenantId, (tx) =>
      tx
        .selectFrom('attempt')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('location_id', '=', call.shop.location.id)
        .where('merged_into', 'is', null)
        .where('updated_at', '>=', since.toISOString())
        .where((eb) => (caller === null ? eb('caller', 'is', null) : eb('caller', '=', caller)))
        .orderBy('started_at', 'desc')
        .limit(3)
        .execute(),
    );
    if (rows.length > 0) return rows.map((row) => row.id);
    await new Promise((done) => setTimeout(done, 50));
  }
  return [];
}

function refuse(path: string, message: string, remedy: string): AppError {
  return new AppError('invalid-input', `${message}. ${remedy}`, { issues: [{ path, message, remedy }] });
}
