/**
 * If these fail: a nudge or a reminder that waited for counsel goes out without being judged again, is forgotten after
 * counsel said yes, or goes out after counsel said no.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bookSlot } from '../../src/pipeline/book.ts';
import { CounselList } from '../../src/server/api/schemas/counsel.ts';
import { organise } from '../support/deliver.ts';
import { served, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { missedCall, received, text } from '../support/texting.ts';

const HOUR = 3_600_000;
let site: Served;
let tenantId: string;

beforeEach(async () => {
  site = await served({ at: '2026-11-18T16:00:00Z' });
  tenantId = await organise(
    site,
    shopConfig({
      location: { calendar: { reminderMinutesBefore: [120], leadMinutes: 0 } },
      tenant: {
        policy: {
          own: [
            {
              id: 'ask-first',
              use: 'cedar',
              author: 'counsel@harbor.example',
              kinds: ['sms.nudge', 'sms.reminder'],
              settings: {
                text: '@decision("route-to-counsel") @because("We look first.") forbid (principal, action, resource);',
              },
            },
          ],
        },
      },
    }),
  );
});
afterEach(() => site.close());

const texts = () => received(site, tenantId);
async function decide(action: string, decision: 'approve-once' | 'refuse'): Promise<void> {
  const counsel = await site.as(tenantId, 'counsel');
  const { items } = CounselList.parse(await counsel.ok('GET', '/api/v1/counsel'));
  const id = items.find((item) => item.action === action)?.id ?? 'nothing waits';
  await counsel.ok('POST', `/api/v1/counsel/${id}`, { decision, note: 'Looked at it' });
  await site.settle();
}
/** How the Gate decided each time about this kind of action, oldest first. */
const decisions = (kind: string) =>
  site.pipeline.store.tx(tenantId, async (tx) => {
    const rows = await tx
      .selectFrom('audit_record')
      .select(['leaf', 'id'])
      .where('kind', '=', 'decision.gate')
      .orderBy('id')
      .execute();
    return rows
      .map(
        (row) =>
          JSON.parse(row.leaf) as { body: { outcome?: { decision: string; findings: { rule: string }[] } } },
      )
      .flatMap(({ body: { outcome } }) => (outcome === undefined ? [] : [outcome]))
      .filter(({ findings }) => findings.some(({ rule }) => rule === 'operator:ask-first'))
      .map(({ decision }) => `${kind} ${decision}`);
  });

describe('a nudge that waits for counsel', () => {
  beforeEach(async () => {
    await missedCall(site);
    expect(await texts()).toHaveLength(1);
    await site.passTime(5 * HOUR);
    expect(await texts()).toHaveLength(1);
  });

  it('goes out after a yes, judged again', async () => {
    await decide('sms.nudge', 'approve-once');
    expect(await texts()).toHaveLength(2);
    expect(await decisions('nudge')).toEqual(['nudge route-to-counsel', 'nudge pass']);
  });

  it('stays here after a yes when the person said STOP meanwhile', async () => {
    await text(site, 'STOP');
    const before = await texts();
    await decide('sms.nudge', 'approve-once');
    expect(await texts()).toEqual(before);
  });

  it('waits for the morning after a yes in the night', async () => {
    site.clock.set('2026-11-19T04:00:00Z');
    await decide('sms.nudge', 'approve-once');
    expect(await texts()).toHaveLength(1);
    site.clock.set('2026-11-19T15:30:00Z');
    await site.settle();
    expect((await texts()).length).toBeGreaterThan(1);
  });

  it('does not go out after a no', async () => {
    await decide('sms.nudge', 'refuse');
    await site.passTime(HOUR);
    expect(await texts()).toHaveLength(1);
  });
});

describe('a reminder that waits for counsel', () => {
  const START = '2026-11-18T22:00:00.000Z';

  beforeEach(async () => {
    await missedCall(site);
    await site.pipeline.store.tx(tenantId, async (tx) => {
      const organisation = await site.pipeline.organisations.load(tx, tenantId);
      const [location] = organisation.locations.values();
      const attempt = await tx.selectFrom('attempt').select('id').executeTakeFirstOrThrow();
      if (location === undefined) throw new Error('no location');
      const booked = await bookSlot(
        tx,
        site.pipeline,
        {
          organisation,
          location,
          phone: SHOP.caller,
          contactId: null,
          threadId: null,
          attemptId: attempt.id,
          by: 'staff:test',
          at: site.clock.now().toISOString(),
        },
        { serviceKey: 'wash', startAt: START, name: 'Sam' },
      );
      expect(booked).toMatchObject({ ok: true });
    });
    await text(site, 'thanks');
    site.clock.set('2026-11-18T20:01:00Z');
    await site.settle();
  });

  const reminders = async () => (await texts()).filter((body) => body.includes('reminder of your'));

  it('goes out after a yes, judged again', async () => {
    expect(await reminders()).toEqual([]);
    await decide('sms.reminder', 'approve-once');
    expect(await reminders()).toHaveLength(1);
    expect((await decisions('reminder')).at(-1)).toBe('reminder pass');
  });

  it('stays here after a yes that comes when the visit is over', async () => {
    site.clock.set('2026-11-18T23:00:00Z');
    await decide('sms.reminder', 'approve-once');
    expect(await reminders()).toEqual([]);
  });

  it('does not go out after a no', async () => {
    await decide('sms.reminder', 'refuse');
    await site.passTime(HOUR / 2);
    expect(await reminders()).toEqual([]);
  });
});
