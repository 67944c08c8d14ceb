/**
 * If this fails: a caller who answers our text gets no answer, two answers, an invented one, or goes on being texted
 * after saying STOP.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { organise } from '../support/deliver.ts';
import { testInstallation, type TestInstallation } from '../support/installation.ts';
import { SHOP, shopConfig } from '../support/shop.ts';
import { missedCall, received, text } from '../support/texting.ts';

let shop: TestInstallation;
let tenantId: string;

beforeEach(async () => {
  // A Wednesday, noon in Chicago.
  shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(shop, shopConfig());
});
afterEach(() => shop.close());

const all = <T>(
  work: (tx: Parameters<Parameters<TestInstallation['pipeline']['store']['tx']>[1]>[0]) => Promise<T>,
): Promise<T> => shop.pipeline.store.tx(tenantId, work);
const thread = () => all((tx) => tx.selectFrom('thread').selectAll().executeTakeFirstOrThrow());
const consent = async () =>
  (await all((tx) => tx.selectFrom('consent_event').select('kind').orderBy('seq').execute())).map(
    (row) => row.kind,
  );
const jobs = async (kind: string) =>
  (await all((tx) => tx.selectFrom('job').select('key').where('kind', '=', kind).execute())).map(
    (row) => row.key,
  );
const notices = async () =>
  await all((tx) => tx.selectFrom('notification').select(['type', 'subject']).orderBy('id').execute());

describe('the conversation of the detailing shop', () => {
  it('goes from the first text to a booking, a contact with a name and a lead that says what happened', async () => {
    await missedCall(shop);
    await text(shop, 'Hi, how much is ceramic coating for an SUV?');
    await text(shop, '2021 Highlander');
    await text(shop, 'Friday at 10');
    await text(shop, 'this is Ana');
    const texts = await received(shop, tenantId);
    expect(texts).toHaveLength(5);
    expect(texts[0]).toMatch(/assistant.*STOP/);
    expect(texts[1]).toContain('from $899 for an SUV, $749 for a sedan');
    expect(texts[2]).toMatch(/Which works\?/);
    expect(texts[3]).toMatch(/booked: Ceramic coating on Friday, Nov 20 at 10:00 AM/);
    expect(texts[4]).toMatch(/Thanks, Ana/);
    const [booking] = await all((tx) => tx.selectFrom('booking').selectAll().execute());
    expect(booking).toMatchObject({
      state: 'confirmed',
      service_key: 'ceramic-coating',
      name: 'Ana',
      answers: { vehicle: '2021 Highlander' },
    });
    const lead = await all((tx) => tx.selectFrom('lead').selectAll().executeTakeFirstOrThrow());
    expect(lead).toMatchObject({ outcome: 'booked', hot: true });
    expect(lead.summary).toMatch(/Booked: Ceramic coating/);
    expect(await all((tx) => tx.selectFrom('contact').select('name').executeTakeFirstOrThrow())).toEqual({
      name: 'Ana',
    });
    expect((await consent()).filter((kind) => kind === 'booked')).toHaveLength(1);
    expect((await notices()).filter((notice) => notice.type === 'hot-lead').length).toBeGreaterThan(0);
    const sent = await all((tx) =>
      tx
        .selectFrom('message')
        .select(['body', 'asserts'])
        .where('body', 'like', '%booked:%')
        .executeTakeFirstOrThrow(),
    );
    expect(sent.asserts).toContain(`booking:${booking?.id ?? ''}`);
    // Nothing is left to nag somebody who has booked.
    expect(await jobs('follow')).toHaveLength(0);
  });

  it('discloses the assistant when the person writes first, and answers from the number written to', async () => {
    await text(shop, 'what are your hours?', { to: SHOP.tracking });
    const [sent] = await all((tx) =>
      tx
        .selectFrom('handset_message')
        .select(['sender', 'body'])
        .where('direction', '=', 'to-handset')
        .execute(),
    );
    expect(sent?.sender).toBe(SHOP.tracking);
    expect(sent?.body).toMatch(/automated assistant of Harbor Detailing/);
    expect(sent?.body).toMatch(/Mon-Fri 9 AM-6 PM/);
  });
});

describe('words about texting come before anything', () => {
  it('STOP ends timers and texts in flight, is confirmed once, and nothing follows', async () => {
    await missedCall(shop);
    expect(await jobs('follow')).toHaveLength(1);
    await text(shop, 'STOP');
    const texts = await received(shop, tenantId);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toMatch(/no more texts from Harbor Detailing/);
    expect(await jobs('follow')).toHaveLength(0);
    await text(shop, 'stop');
    await text(shop, 'how much is a wash?');
    await shop.passTime(48 * 3_600_000);
    expect(await received(shop, tenantId)).toHaveLength(2);
    expect((await consent()).filter((kind) => kind === 'opted-out')).toHaveLength(1);
    expect((await thread()).unread).toBeGreaterThan(0);
  });

  it.each([
    ['category', '2026-11-18T18:00:00Z', 'Friday', ['reminder']],
    ['all', '2026-11-18T18:00:00Z', 'Friday', []],
    // Stop one, stop all: the waiver has ended.
    ['category', '2027-02-03T18:00:00Z', 'Friday', []],
  ] as const)(
    '"no marketing" under policy %s on %s: the reminder of a visit goes on only where policy and law let it',
    async (optOutScope, at, day, kinds) => {
      await shop.close();
      shop = await testInstallation({ at });
      tenantId = await organise(
        shop,
        shopConfig({
          tenant: { policy: { optOutScope } },
          location: { calendar: { reminderMinutesBefore: [1440] } },
        }),
      );
      await text(shop, `hand wash ${day} at 3pm`);
      await text(shop, 'Ana');
      await text(shop, 'no marketing texts please');
      const confirmed = (await received(shop, tenantId)).at(-1);
      if (kinds.length > 0)
        expect(confirmed).toMatch(/except reminders of appointments you have\. .*STOP to end those too/);
      else expect(confirmed).toMatch(/no more texts from Harbor Detailing\./);
      await shop.passTime(27 * 3_600_000 + 60_000);
      await text(shop, 'how much is a wash?');
      const sent = await all((tx) =>
        tx
          .selectFrom('message')
          .select('kind')
          .where('direction', '=', 'outbound')
          .where('state', '=', 'delivered')
          .where('kind', 'not in', ['reply', 'optout-confirm'])
          .execute(),
      );
      expect(sent.map((message) => message.kind)).toEqual(kinds);
      // A question from somebody who opted out is a person's to answer.
      expect((await thread()).unread).toBeGreaterThan(0);
      if (kinds.length > 0) {
        await text(shop, 'STOP');
        const ledger = await all((tx) =>
          tx.selectFrom('consent_event').select(['kind', 'category', 'proof']).orderBy('seq').execute(),
        );
        expect(
          ledger
            .filter((line) => line.kind === 'opted-out')
            .map((line) => (line.proof as { scope: string }).scope),
        ).toEqual(['category', 'all']);
        expect((await received(shop, tenantId)).at(-1)).toMatch(/no more texts from Harbor Detailing\./);
      }
    },
  );

  it('free words count, "cancel my appointment" does not', async () => {
    await missedCall(shop);
    await text(shop, 'cancel my appointment');
    expect(await consent()).not.toContain('opted-out');
    await text(shop, 'please stop texting me');
    expect(await consent()).toContain('opted-out');
  });

  it('START brings texts back, HELP is answered in any state', async () => {
    await missedCall(shop);
    await text(shop, 'STOP');
    await text(shop, 'HELP');
    expect((await received(shop, tenantId)).at(-1)).toMatch(/STOP to opt out/);
    await text(shop, 'START');
    expect((await received(shop, tenantId)).at(-1)).toMatch(/Msg & data rates/);
    await text(shop, 'how much is a hand wash?');
    expect((await received(shop, tenantId)).at(-1)).toContain('$49');
  });

  it('a wrong number is never texted again, and gets no answer', async () => {
    await missedCall(shop);
    await text(shop, 'wrong number');
    await text(shop, 'how much?');
    expect(await received(shop, tenantId)).toHaveLength(1);
    expect(await consent()).toContain('wrong-party');
  });

  it('an unclear wish is asked about once, then silence means stop', async () => {
    await missedCall(shop);
    await text(shop, 'not interested');
    expect((await received(shop, tenantId)).at(-1)).toMatch(/Reply STOP and we will/);
    await shop.passTime(26 * 3_600_000);
    await text(shop, 'not interested');
    expect(
      (await received(shop, tenantId)).filter((body) => /Reply STOP and we will/.test(body)),
    ).toHaveLength(1);
    expect(await consent()).toContain('opted-out');
  });

  it('stays silent where the provider has confirmed a STOP itself', async () => {
    await missedCall(shop);
    const { receiveText } = await import('../../src/pipeline/reply.ts');
    const source = await shop.pipeline.sources.byKey('shop-handset');
    if (source === null) throw new Error('no source');
    await all((tx) =>
      receiveText(tx, shop.pipeline, {
        source,
        from: SHOP.caller,
        to: SHOP.main,
        body: 'STOP',
        providerId: 'p1',
        optOutType: 'STOP',
        at: shop.clock.now().toISOString(),
      }),
    );
    await shop.settle();
    expect(await received(shop, tenantId)).toHaveLength(1);
    expect(await consent()).toContain('opted-out');
  });
});

describe('people first', () => {
  it('escalates danger at any hour with the fixed text, and falls silent', async () => {
    shop.clock.set('2026-11-19T05:30:00Z');
    await text(shop, 'help there is a gas leak in my house');
    const texts = await received(shop, tenantId);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/call 911 now/);
    expect(await thread()).toMatchObject({ holder: 'human', urgent: true });
    expect((await notices()).map((notice) => notice.type)).toContain('escalation');
    await text(shop, 'how much is a wash?');
    expect(await received(shop, tenantId)).toHaveLength(1);
  });

  it('hands over when asked, and says nothing while a person holds the thread', async () => {
    await text(shop, 'can I talk to a real person');
    expect(await thread()).toMatchObject({ holder: 'human', unread: 1 });
    await text(shop, 'hello?');
    expect(await received(shop, tenantId)).toHaveLength(1);
    expect((await thread()).unread).toBe(2);
  });

  it('is not fooled by two deliveries of one text, with the same id or another', async () => {
    await text(shop, 'how much is a hand wash please?', { id: 'twice' });
    await text(shop, 'how much is a hand wash please?', { id: 'twice' });
    await text(shop, 'how much is a hand wash please?', { id: 'thrice' });
    expect(await received(shop, tenantId)).toHaveLength(1);
  });

  it('stops two of our own shops that text each other', async () => {
    await text(shop, 'Hi, this is Harbor Detailing. Reply STOP to opt out.');
    await text(shop, 'how much?', { from: SHOP.tracking, to: SHOP.main });
    expect(await received(shop, tenantId)).toHaveLength(0);
    expect(await received(shop, tenantId, SHOP.tracking)).toHaveLength(0);
  });

  it('sends nothing in shadow mode, and shows the text to a person', async () => {
    await shop.close();
    shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
    tenantId = await organise(shop, shopConfig({ textback: { mode: 'shadow' } }));
    await text(shop, 'how much is a wash?');
    expect(await received(shop, tenantId)).toHaveLength(0);
    expect((await thread()).unread).toBe(1);
  });

  it('answers an angry face with an offer of a person, who is told', async () => {
    await text(shop, '😡');
    expect((await received(shop, tenantId)).at(-1)).toMatch(/Sorry if something is not right.*a person/);
    expect((await notices()).map((notice) => notice.subject).join()).toMatch(/wrote something for a person/);
    await text(shop, '🙏');
    expect(await thread()).toMatchObject({ holder: 'human' });
  });

  it('answers Spanish in Spanish, the words that law and carriers ask for included', async () => {
    await text(shop, 'Hola, precios por favor?');
    await text(shop, 'horario?');
    await text(shop, 'HELP');
    await text(shop, 'huele a gas, hay una fuga de gas en mi casa');
    await text(shop, 'ya no me escriban');
    const texts = await received(shop, tenantId);
    expect(texts[0]).toMatch(
      /^Este es el asistente automatico de Harbor Detailing.*Precios: Ceramic coating from \$899/,
    );
    expect(texts[1]).toMatch(/Horario: lun-vie 9 AM-6 PM, sab 10 AM-2 PM, dom cerrado\. Hoy abierto/);
    expect(texts[2]).toMatch(/Contacto: .*Responda STOP para no recibir mas\./);
    expect(texts[3]).toMatch(/llame al 911 ahora.*988.*no puede enviar ayuda/);
    expect(texts[4]).toMatch(/No recibira mas mensajes de Harbor Detailing.*Responda START/);
    expect(texts).toHaveLength(5);
  });

  it('asks an optional question after the booking and writes the answer to it', async () => {
    await shop.close();
    shop = await testInstallation({ at: '2026-11-18T18:00:00Z' });
    tenantId = await organise(
      shop,
      shopConfig({
        location: {
          services: [
            {
              key: 'wash',
              name: 'Hand wash',
              minutes: 60,
              questions: [{ key: 'wishes', ask: 'Anything we should know?', required: false }],
            },
          ],
        },
      }),
    );
    await text(shop, 'hand wash friday at 10');
    await text(shop, 'Ana');
    await text(shop, 'mind the dog');
    const texts = await received(shop, tenantId);
    expect(texts[0]).toMatch(/booked: Hand wash.*What name/);
    expect(texts.slice(1)).toEqual(['Thanks, Ana. Anything we should know?', 'Noted, thanks.']);
    expect(
      await all((tx) => tx.selectFrom('booking').select(['state', 'name', 'answers']).execute()),
    ).toEqual([{ state: 'confirmed', name: 'Ana', answers: { wishes: 'mind the dog' } }]);
  });

  it('survives an empty text, an emoji and ten thousand characters', async () => {
    await text(shop, '👍');
    await text(shop, '');
    await text(shop, 'price lorem ipsum cost wash '.repeat(360));
    const texts = await received(shop, tenantId);
    expect(texts).toHaveLength(3);
    expect(texts[2]).toMatch(/could not read that.*asked a person/);
    expect(texts[2]).not.toContain('$');
    expect(await thread()).toMatchObject({ holder: 'human' });
    expect((await notices()).map((notice) => notice.subject).join()).toMatch(/a text could not be read/);
    // Nothing to call back about: nobody said anything.
    expect(await all((tx) => tx.selectFrom('callback_item').select('id').execute())).toHaveLength(0);
    expect(
      await all((tx) =>
        tx.selectFrom('inbox').select('state').where('state', 'in', ['quarantined', 'malformed']).execute(),
      ),
    ).toHaveLength(0);
  });
});
