import { randomBytes } from 'node:crypto';
import type { MessageKind } from '../../src/core/model/conversation.ts';
import { TenantConfig } from '../../src/core/model/organisation.ts';
import twilio from '../../src/connectors/messaging/twilio.ts';
import { handsetProvider } from '../../src/connectors/messaging/handset.ts';
import { erase } from '../../src/connectors/shared/erase.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { intendText } from '../../src/pipeline/intend.ts';
import { runDue } from '../../src/pipeline/worker.ts';
import { reconcile } from '../../src/pipeline/reconcile.ts';
import { send } from '../../src/pipeline/send.ts';
import { silentLog } from '../../src/ports/log.ts';
import type { MessagingProvider } from '../../src/ports/messaging.ts';
import { ALL_TENANTS, type Store } from '../../src/store/database.ts';
import { newId } from '../../src/store/ids.ts';
import { openKeeper } from '../../src/store/keeper.ts';
import { applyConfig, organisationDirectory } from '../../src/store/organisation.ts';
import { openThreads } from '../../src/store/open-threads.ts';
import { localSignal } from '../../src/store/signal.ts';
import { sourceDirectory } from '../../src/store/sources.ts';
import { virtualCarrier, type CarrierFaults } from '../../src/store/virtual-carrier.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';
import { freshDatabase, type TestDatabase } from './postgres.ts';
import { SHOP, shopConfig } from './shop.ts';

/** Only what sending needs: a shop, a clock that stands still, real connectors, and texts to hand over. */
export interface TextingShop {
  readonly database: TestDatabase;
  readonly pipeline: Pipeline;
  readonly clock: ManualClock;
  readonly tenantId: string;
  readonly locationId: string;
  readonly bannerId: string;
  /** Intends a text to this number, with a missed call behind it unless the kind has none; returns its ids. */
  readonly intend: (
    text?: Partial<{ to: string; body: string; kind: MessageKind; attempt: boolean }>,
  ) => Promise<{ messageId: string; attemptId: string }>;
  /** Runs due jobs of these kinds until none is left. */
  readonly run: (pipeline?: Pipeline) => Promise<void>;
  readonly message: (id: string) => Promise<Record<string, unknown>>;
  readonly auditKinds: () => Promise<string[]>;
  readonly close: () => Promise<void>;
}

export async function textingShop(given: {
  readonly twilio?: Record<string, unknown>;
  readonly simulated?: boolean;
  readonly faults?: CarrierFaults;
  readonly providers?: readonly MessagingProvider[];
  readonly tenant?: Record<string, unknown>;
}): Promise<TextingShop> {
  const database = await freshDatabase();
  const { store } = database;
  const clock = manualClock('2026-11-18T18:00:00Z');
  const keeper = openKeeper(randomBytes(32));
  const signal = localSignal();
  const handset = handsetProvider(
    virtualCarrier(store, clock, given.faults === undefined ? {} : { faults: given.faults }),
  );
  const providers = [erase<MessagingProvider>(twilio), handset, ...(given.providers ?? [])];
  const pipeline: Pipeline = {
    store,
    clock,
    keeper,
    signal,
    log: silentLog,
    connectors: {
      voice: new Map(),
      messaging: new Map(providers.map((each) => [each.meta.id, each])),
      notify: new Map(),
      llm: new Map(),
    },
    organisations: organisationDirectory(keeper),
    sources: sourceDirectory({ store, keeper, clock, signal }),
    fetch,
    publicUrl: 'https://calls.example.test',
  };
  const base = shopConfig();
  const config = TenantConfig.parse({
    ...base,
    tenant: { ...base.tenant, simulated: given.simulated ?? false },
    sources: [
      ...(given.twilio === undefined
        ? []
        : [{ key: 'shop-sms', kind: 'messaging', connector: 'twilio', settings: given.twilio }]),
      { key: 'shop-handset', kind: 'messaging', connector: 'handset' },
    ],
    ...given.tenant,
  });
  const { tenantId } = await store.tx(ALL_TENANTS, (tx) => applyConfig(tx, keeper, config));
  const { locationId, bannerId } = await store.tx(tenantId, async (tx) => {
    const organisation = await pipeline.organisations.load(tx, tenantId);
    const [location] = organisation.locations.values();
    if (location === undefined) throw new Error('the shop has no location');
    return { locationId: location.id, bannerId: location.banner.id };
  });
  const sources = await pipeline.sources.ofTenant(tenantId);
  const source = sources.find((each) => each.key === 'shop-sms') ?? sources[0];
  if (source === undefined) throw new Error('the shop has no messaging source');

  return {
    database,
    pipeline,
    clock,
    tenantId,
    locationId,
    bannerId,
    intend: (text = {}) =>
      store.tx(tenantId, async (tx) => {
        const at = clock.now().toISOString();
        const to = text.to ?? SHOP.caller;
        const attemptId = newId(clock.now());
        const withAttempt = text.attempt ?? true;
        if (withAttempt) {
          await tx
            .insertInto('attempt')
            .values({
              id: attemptId,
              tenant_id: tenantId,
              location_id: locationId,
              caller: to,
              dialled: SHOP.main,
              state: 'missed',
              missed: true,
              missed_at: at,
              started_at: at,
              view: '{}',
              answer: 'sending',
              created_at: at,
              updated_at: at,
            })
            .execute();
        }
        const threads = await openThreads(tx, [
          { tenantId, locationId, phone: to, contactId: null, attemptId: withAttempt ? attemptId : null, at },
        ]);
        const kind = text.kind ?? 'textback';
        const intended = await intendText(tx, pipeline, {
          tenantId,
          threadId: threads.get(`${locationId} ${to}`) ?? '',
          ...(withAttempt ? { attemptId } : {}),
          kind,
          purpose: `${kind}:${attemptId}`,
          author: 'system',
          sourceId: source.id,
          from: SHOP.main,
          to,
          body:
            text.body ?? 'Sorry we missed you at Harbor Detailing. How can we help? Reply STOP to opt out.',
          segments: 1,
          at,
        });
        if ('duplicate' in intended) throw new Error('the purpose was taken');
        return { messageId: intended.messageId, attemptId };
      }),
    run: async (other = pipeline) => {
      for (let done = 1; done > 0;)
        done = (await runDue(other, 'send', send)) + (await runDue(other, 'reconcile', reconcile));
    },
    message: (id) =>
      store.tx(tenantId, (tx) =>
        tx.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
      ),
    auditKinds: () =>
      store.tx(tenantId, async (tx) =>
        (await tx.selectFrom('audit_record').select('kind').orderBy('id').execute()).map((row) => row.kind),
      ),
    close: async () => {
      pipeline.sources.close();
      await database.drop();
    },
  };
}

/** A store whose transactions fail while `broken` says so: what a process sees that is cut off from its database. */
export function breakableStore(store: Store, broken: () => boolean): Store {
  return {
    ...store,
    tx: (tenantId, work) =>
      broken() ? Promise.reject(new Error('the process died here')) : store.tx(tenantId, work),
  };
}
