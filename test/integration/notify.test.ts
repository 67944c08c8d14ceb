/**
 * If this fails: the owner is not told of a hot lead, is told five times, or gets a daily mail that is empty, late by
 * an hour after a clock change, or full of customers' numbers.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { smtpNotifier } from '../../src/connectors/notify/smtp.ts';
import { webhookNotifier } from '../../src/connectors/notify/webhook.ts';
import { erase } from '../../src/connectors/shared/erase.ts';
import { digest, nextDigestAt, scheduleDigests } from '../../src/pipeline/digest.ts';
import { notify, raiseNotification, type Notice } from '../../src/pipeline/notify.ts';
import type { Pipeline } from '../../src/pipeline/context.ts';
import { runDue } from '../../src/pipeline/worker.ts';
import type { Notifier } from '../../src/ports/notify.ts';
import { addCallbacks } from '../../src/store/leads.ts';
import { startHookServer, type HookServer } from '../support/hook-server.ts';
import { startMailServer, type MailServerForTests } from '../support/mail-server.ts';
import { textingShop, type TextingShop } from '../support/texting-shop.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
let mail: MailServerForTests;
let hook: HookServer;
let shop: TextingShop;
let pipeline: Pipeline;

beforeAll(async () => {
  mail = await startMailServer();
  hook = await startHookServer();
  shop = await textingShop({
    tenant: {
      notify: { email: { to: ['owner@example.com'], digestAt: '17:00' }, webhook: { url: hook.url, secret } },
      lookUps: {
        reassigned: {
          without: { by: 'Ana', reason: 'Answers only', on: '2026-11-01', expiresOn: '2027-01-12' },
        },
      },
    },
  });
  pipeline = withNotifiers(shop.pipeline);
});
afterAll(async () => {
  await shop.close();
  await hook.close();
  await mail.close();
});
beforeEach(() => {
  mail.mails.length = 0;
  hook.received.length = 0;
});

function withNotifiers(base: Pipeline): Pipeline {
  const notifiers: readonly Notifier[] = [
    erase<Notifier>(smtpNotifier({ url: mail.url, from: 'Ringback <ringback@example.com>' })),
    erase<Notifier>(webhookNotifier({ allowPrivate: true })),
  ];
  return {
    ...base,
    connectors: { ...base.connectors, notify: new Map(notifiers.map((each) => [each.meta.id, each])) },
  };
}

const tx = <T>(work: Parameters<typeof shop.database.store.tx<T>>[1]) =>
  shop.database.store.tx(shop.tenantId, work);
let keys = 0;
const raise = (notice: Partial<Notice> = {}) =>
  tx((t) =>
    raiseNotification(t, pipeline, {
      tenantId: shop.tenantId,
      locationId: shop.locationId,
      type: 'hot-lead',
      subject: 'Main Street: a caller wants to book',
      body: 'Open the conversation.',
      link: '/inbox/1',
      dedupeKey: `test:${(keys += 1)}`,
      at: shop.clock.now().toISOString(),
      ...notice,
    }),
  );
const deliverDue = () => runDue(pipeline, 'notify', notify);
const delivery = async (id: string | null) =>
  (
    await tx((t) =>
      t
        .selectFrom('notification')
        .select('delivery')
        .where('id', '=', id ?? '')
        .executeTakeFirstOrThrow(),
    )
  ).delivery;

describe('a notice', () => {
  it('reaches every channel at once, and the same thing told twice is told once', async () => {
    const id = await raise({ dedupeKey: 'hot:1' });
    expect(await raise({ dedupeKey: 'hot:1' })).toBeNull();
    await deliverDue();
    await deliverDue();
    expect(mail.mails).toHaveLength(1);
    expect(hook.received).toHaveLength(1);
    // The signature is checked in the contract test; its library looks at the real clock, which stands elsewhere here.
    expect(JSON.parse(hook.received[0]?.body ?? '')).toMatchObject({
      type: 'ringback.hot-lead',
      data: { id, url: 'https://calls.example.test/inbox/1' },
    });
    expect(await delivery(id)).toEqual({ email: 'accepted', webhook: 'accepted' });
    expect((await shop.auditKinds()).filter((kind) => kind === 'notify.answer')).toHaveLength(2);
  });

  it('is tried again on the channel that failed, and only there', async () => {
    hook.answers.push(503, 'drop');
    const id = await raise();
    await deliverDue();
    expect(await delivery(id)).toEqual({ email: 'accepted', webhook: 'pending' });
    for (let round = 0; round < 3; round += 1) {
      shop.clock.advance(20 * 60_000);
      await deliverDue();
    }
    expect(await delivery(id)).toEqual({ email: 'accepted', webhook: 'accepted' });
    expect(mail.mails).toHaveLength(1);
    expect(hook.received).toHaveLength(3);
    expect(new Set(hook.received.map((request) => request.headers['webhook-id']))).toEqual(new Set([id]));
  });

  it('stops trying after a day of failures and says so', async () => {
    hook.answers.push(...Array.from({ length: 30 }, () => 500));
    const id = await raise();
    for (let hour = 0; hour < 24; hour += 1) {
      await deliverDue();
      shop.clock.advance(3_600_000);
    }
    hook.answers.length = 0;
    expect(await delivery(id)).toEqual({ email: 'accepted', webhook: 'rejected' });
    expect(hook.received.length).toBeLessThan(10);
    expect(await tx((t) => t.selectFrom('job').select('id').where('kind', '=', 'notify').execute())).toEqual(
      [],
    );
  });

  it('of a simulated organisation stays inside', async () => {
    const inside = await textingShop({
      simulated: true,
      tenant: { notify: { email: { to: ['owner@example.com'] }, webhook: { url: hook.url, secret } } },
    });
    try {
      const outside = withNotifiers(inside.pipeline);
      // As if the store's own guard had been forgotten.
      const leaky: Pipeline = {
        ...outside,
        organisations: {
          load: async (t, tenantId) => {
            const organisation = await outside.organisations.load(t, tenantId);
            return {
              ...organisation,
              tenant: {
                ...organisation.tenant,
                config: { ...organisation.tenant.config, notify: { webhook: { url: hook.url, secret } } },
              },
            };
          },
        },
      };
      const at = inside.clock.now().toISOString();
      await inside.database.store.tx(inside.tenantId, (t) =>
        raiseNotification(t, leaky, {
          tenantId: inside.tenantId,
          type: 'escalation',
          subject: 'x',
          body: 'y',
          dedupeKey: 'z',
          at,
        }),
      );
      await runDue(leaky, 'notify', notify);
      expect(hook.received).toHaveLength(0);
      const rows = await inside.database.store.tx(inside.tenantId, (t) =>
        t.selectFrom('notification').select('delivery').execute(),
      );
      expect(rows).toEqual([{ delivery: { none: 'not-configured' } }]);
    } finally {
      await inside.close();
    }
  });
});

describe('the digest', () => {
  const passDay = async (): Promise<void> => {
    shop.clock.advance(86_400_000);
    await runDue(pipeline, 'digest', digest);
    await deliverDue();
  };

  it('lists what waits, at the configured time, without names or full numbers, and is silent when there is nothing', async () => {
    shop.clock.set('2026-12-01T12:00:00Z');
    await scheduleDigests(pipeline);
    await scheduleDigests(pipeline);
    const planned = await tx((t) =>
      t.selectFrom('job').select(['due_at']).where('kind', '=', 'digest').execute(),
    );
    expect(planned).toEqual([{ due_at: '2026-12-01T23:00:00.000Z' }]);

    await passDay();
    expect(mail.mails).toHaveLength(0);

    const { attemptId } = await shop.intend({ to: '+13125550177' });
    await tx((t) =>
      addCallbacks(t, shop.tenantId, [
        {
          locationId: shop.locationId,
          attemptId,
          phone: '+13125550177',
          name: 'Ana Example',
          reasonCode: 'withheld',
          reason: 'The number is a landline.',
          urgent: true,
          at: shop.clock.now().toISOString(),
        },
      ]),
    );
    await raise({ type: 'info', subject: 'Two texts were deferred to the morning' });
    await passDay();
    expect(mail.mails).toHaveLength(1);
    const raw = decode(mail.mails[0]?.raw ?? '');
    expect(raw).toContain('1 to call back');
    expect(raw).toContain('Main Street (America/Chicago)');
    expect(raw).toContain('URGENT: The number is a landline.');
    expect(raw).toContain('Two texts were deferred to the morning');
    expect(raw).not.toContain('3125550177');
    expect(raw).not.toContain('Ana');

    await tx((t) => t.updateTable('callback_item').set({ state: 'done' }).execute());
    await passDay();
    expect(mail.mails).toHaveLength(1);
  });

  it('tells of what runs out 30 and 7 days before, each once, even where nothing else happened', async () => {
    shop.clock.set('2026-12-10T12:00:00Z');
    mail.mails.length = 0;
    const told: string[] = [];
    for (let days = 0; days < 40; days += 1) {
      await passDay();
      for (const { raw } of mail.mails.splice(0))
        told.push(
          `${shop.clock.now().toISOString().slice(0, 10)} ${/(?:ends?|ended) (?:on|today)[^.]*/.exec(decode(raw))?.[0] ?? ''}`,
        );
    }
    expect(told).toEqual([
      '2026-12-13 ends on 2027-01-12, in 30 days',
      '2027-01-05 ends on 2027-01-12, in 7 days',
      '2027-01-11 ends on 2027-01-12, in 1 day',
      '2027-01-13 ended on 2027-01-12',
    ]);
  });

  it('comes at the same time of day when the clocks change', () => {
    const zone = 'America/Chicago';
    expect(nextDigestAt(new Date('2026-10-31T23:00:00Z'), '17:00', zone).toISOString()).toBe(
      '2026-11-01T23:00:00.000Z',
    );
    expect(nextDigestAt(new Date('2026-10-31T21:00:00Z'), '17:00', zone).toISOString()).toBe(
      '2026-10-31T22:00:00.000Z',
    );
    // 02:30 does not exist on the day the clocks go forward: it is 03:30 then.
    expect(nextDigestAt(new Date('2027-03-14T07:00:00Z'), '02:30', zone).toISOString()).toBe(
      '2027-03-14T08:30:00.000Z',
    );
    expect(nextDigestAt(new Date('2026-11-20T12:00:00Z'), '24:00', zone).toISOString()).toBe(
      '2026-11-21T06:00:00.000Z',
    );
    expect(nextDigestAt(new Date('2026-11-20T06:00:00Z'), '00:00', zone).toISOString()).toBe(
      '2026-11-21T06:00:00.000Z',
    );
  });
});

/** The readable part of a mail, whatever way it was wrapped for the wire. */
function decode(raw: string): string {
  if (/content-transfer-encoding: base64/i.test(raw))
    return Buffer.from(raw.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8');
  return raw
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
