/**
 * If this fails: what a caller gets depends on which webhook happens to arrive first. A text that would have been sent
 * had the evidence come a second earlier is never sent.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ringcentralDeliveries } from '../../src/simulate/vendors/ringcentral.ts';
import type { Ring } from '../../src/simulate/vendors/ring.ts';
import { twilioDeliveries } from '../../src/simulate/vendors/twilio.ts';
import { deliver, organise, type TestDelivery } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

let shop: TestInstallation;
let tenantId: string;

const start = async (location: Record<string, unknown> = {}): Promise<void> => {
  tenantId = await organise(shop, shopConfig({ location, textback: { nudges: [] } }));
};
beforeEach(async () => {
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
});
afterEach(() => shop.close());

const ring = (given: Partial<Ring> = {}): Ring => ({
  id: '0123456789abcdef0123456789abcdef01234567',
  caller: SHOP.caller,
  main: SHOP.main,
  tracking: SHOP.tracking,
  desk: '+13125550109',
  startedAt: new Date(shop.clock.now().getTime() - 22_000),
  story: 'no-answer',
  ringSeconds: 22,
  talkSeconds: 0,
  attestation: null,
  chatty: false,
  ...given,
});
const twilio = (given: Partial<Ring> = {}): TestDelivery[] =>
  twilioDeliveries(ring(given)).map((each) => ({ source: 'shop-twilio', ...each }));
const ringcentral = (given: Partial<Ring> = {}): TestDelivery[] =>
  ringcentralDeliveries(ring(given)).map((each) => ({ source: 'shop-ringcentral', ...each }));
const only = (deliveries: readonly TestDelivery[], place: number): TestDelivery[] =>
  deliveries.slice(place, place + 1);

const look = () =>
  shop.pipeline.store.tx(tenantId, async (tx) => ({
    texts: (
      await tx.selectFrom('handset_message').select('id').where('direction', '=', 'to-handset').execute()
    ).length,
    attempts: await tx
      .selectFrom('attempt')
      .select(['answer', 'answer_code'])
      .where('merged_into', 'is', null)
      .execute(),
    openCallbacks: (await tx.selectFrom('callback_item').select('id').where('state', '=', 'open').execute())
      .length,
    openCounsel: (await tx.selectFrom('counsel_item').select('id').where('state', '=', 'open').execute())
      .length,
  }));

describe('a call that the network does not vouch for', () => {
  it('is real when it rang long enough, also where the surface tells start and end in two frames', async () => {
    await start();
    await deliver(shop, ringcentral());
    await shop.passTime(30_000);
    expect(await look()).toMatchObject({ texts: 1, attempts: [{ answer: 'sent' }] });
  });

  it('is texted when the proof comes after the first look, and nobody is asked to call back any more', async () => {
    await start();
    const [dial, status] = [only(twilio(), 0), only(twilio(), 1)];
    await deliver(shop, dial);
    await shop.passTime(25_000);
    expect(await look()).toMatchObject({
      texts: 0,
      attempts: [{ answer: 'held', answer_code: 'uncorroborated-trigger' }],
      openCallbacks: 1,
    });
    await deliver(shop, status);
    await shop.passTime(1000);
    expect(await look()).toMatchObject({ texts: 1, attempts: [{ answer: 'sent' }], openCallbacks: 0 });
  });

  it('stays unanswered when more webhooks bring no proof', async () => {
    await start();
    const short = twilio({ ringSeconds: 6, startedAt: new Date(shop.clock.now().getTime() - 6000) });
    await deliver(shop, only(short, 0));
    await shop.passTime(25_000);
    await deliver(shop, only(short, 1));
    await shop.passTime(25_000);
    expect(await look()).toMatchObject({ texts: 0, openCallbacks: 1 });
  });
});

describe('a caller who hears the notice in the voicemail greeting only', () => {
  const notice = {
    greetingNotice: {
      text: 'If we miss you we may text you back.',
      version: 'g1',
      playedSince: '2026-01-01',
    },
  };

  it('is texted once the message is known, though the missed ring alone had gone to counsel', async () => {
    await start(notice);
    const all = twilio({
      story: 'voicemail-left-with-callback',
      attestation: 'A',
      voicemail: 'Call me back.',
    });
    await deliver(shop, only(all, 0));
    await shop.passTime(25_000);
    expect(await look()).toMatchObject({ texts: 0, attempts: [{ answer: 'counsel' }], openCounsel: 1 });
    await deliver(shop, all.slice(1));
    await shop.passTime(25_000);
    expect(await look()).toMatchObject({
      texts: 1,
      attempts: [{ answer: 'sent' }],
      openCounsel: 0,
      openCallbacks: 0,
    });
  });
});

describe('a number that one product hides and another shows', () => {
  it('is texted when the product that shows it speaks last', async () => {
    await start();
    await deliver(shop, ringcentral({ caller: null }));
    await shop.passTime(25_000);
    expect(await look()).toMatchObject({ texts: 0, attempts: [{ answer: 'held', answer_code: 'withheld' }] });
    // The carrier in front saw the number: same ring, same shop.
    await deliver(
      shop,
      twilio({ attestation: 'A', startedAt: new Date(shop.clock.now().getTime() - 47_000) }),
    );
    await shop.passTime(25_000);
    const after = await look();
    expect(after.texts).toBe(1);
  });
});

describe('a call that seemed to be answered', () => {
  it('is texted when the redial after it is missed', async () => {
    await start();
    const answered = twilio({ story: 'answered', talkSeconds: 30, attestation: 'A' });
    await deliver(shop, answered);
    await shop.passTime(120_000);
    expect(await look()).toMatchObject({ texts: 0 });
    await deliver(shop, twilio({ id: 'f'.repeat(40), attestation: 'A' }));
    await shop.passTime(25_000);
    expect(await look()).toMatchObject({ texts: 1, attempts: [{ answer: 'sent' }] });
  });

  it('is texted when a miss was withdrawn and the caller is then missed again', async () => {
    await start();
    const at = shop.clock.now().getTime();
    await deliver(shop, twilio({ attestation: 'A' }));
    await shop.passTime(5000);
    await deliver(
      shop,
      twilio({
        id: 'e'.repeat(40),
        story: 'answered',
        ringSeconds: 2,
        talkSeconds: 2,
        attestation: 'A',
        startedAt: new Date(at + 1000),
      }),
    );
    await shop.passTime(60_000);
    expect(await look()).toMatchObject({ texts: 0, attempts: [{ answer: 'cancelled' }] });
    await deliver(shop, twilio({ id: 'f'.repeat(40), attestation: 'A' }));
    await shop.passTime(25_000);
    expect(await look()).toMatchObject({ texts: 1, attempts: [{ answer: 'sent' }] });
  });
});
