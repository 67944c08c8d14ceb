/**
 * If this fails: a number on an imported list is texted all the same, a customer on such a list is not, a list cannot be
 * taken back, or nobody learns that the filter held back people who were customers.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replay } from '../../src/pipeline/replay.ts';
import { ContactList } from '../../src/server/api/schemas/contacts.ts';
import { Health } from '../../src/server/api/schemas/health.ts';
import { SpamCaller, SpamListImported, SpamListPlan, SpamLists } from '../../src/server/api/schemas/spam.ts';
import { deliver, organise, twilioMiss } from '../support/deliver.ts';
import { errorOf, served, type Client, type Served } from '../support/served.ts';
import { SHOP, shopConfig } from '../support/shop.ts';

const LISTED = '+13125550142';
const OTHER = '+13125550143';
let site: Served;
let tenantId: string;
let owner: Client;

beforeEach(async () => {
  site = await served({ at: '2026-11-18T18:00:00Z' });
  tenantId = await organise(site, shopConfig());
  owner = await site.as(tenantId, 'owner');
});
afterEach(() => site.close());

const upload = async (list: string, csv: string) =>
  SpamListImported.parse(await owner.ok('POST', '/api/v1/spam-lists', { list, csv }));
const lists = async () => SpamLists.parse(await owner.ok('GET', '/api/v1/spam-lists'));
const spamCheck = async () =>
  Health.parse(await owner.ok('GET', '/api/v1/health')).checks.find((check) => check.name === 'Spam filter');
async function rings(from: string): Promise<void> {
  await deliver(site, twilioMiss(site.clock.now(), { from, to: SHOP.main, source: 'shop-twilio' }));
  await site.settle();
  await site.passTime(60_000);
}
interface Judged {
  readonly answer: string;
  readonly code: string | null;
  readonly view: { classes: { class: string; because: string }[]; explanation: string };
}
const last = (caller: string): Promise<Judged> =>
  site.pipeline.store.tx(tenantId, async (tx) => {
    const row = await tx
      .selectFrom('attempt')
      .select(['answer', 'answer_code', 'view'])
      .where('caller', '=', caller)
      .orderBy('started_at', 'desc')
      .executeTakeFirstOrThrow();
    return { answer: row.answer, code: row.answer_code, view: row.view as Judged['view'] };
  });

it('a listed caller is held with the reason in words, and found again by replay', async () => {
  expect(await upload('ftc', 'phone,label\n(312) 555-0142,robocall\nnobody,x')).toMatchObject({
    numbers: 1,
    added: 1,
    leftOut: [{ line: 3 }],
  });
  await rings(LISTED);
  const judged = await last(LISTED);
  expect(judged).toMatchObject({ answer: 'held', code: 'known-spam' });
  expect(judged.view.classes[0]).toMatchObject({ class: 'known-spam' });
  expect(judged.view.classes[0]?.because).toContain('the number is on the list ftc (robocall)');
  await rings(OTHER);
  expect(await last(OTHER)).toMatchObject({ answer: 'sent' });
  expect((await replay(site.pipeline, tenantId)).differenceCount).toBe(0);
});

it('a customer on a list is answered, and the record says why', async () => {
  await upload('ftc', '+13125550142');
  await rings(LISTED);
  expect(await spamCheck()).toMatchObject({ ok: true });
  const people = ContactList.parse(await owner.ok('GET', '/api/v1/contacts'));
  const id = people.items.find((person) => person.phone === LISTED)?.id ?? '';
  await owner.ok('PATCH', `/api/v1/contacts/${id}`, { existingCustomer: true });
  // The call that was held was a customer's: the filter was wrong, and says so.
  expect((await lists()).last30Days).toEqual({
    held: 1,
    ofCustomers: 1,
    released: 0,
    falseBlocks: 1,
    falseBlockRate: 1,
    byScore: [{ label: '90 to 94', held: 1, falseBlocks: 1 }],
    bySign: [{ label: 'On an imported list', held: 1, falseBlocks: 1 }],
  });
  expect(await spamCheck()).toMatchObject({ ok: false, detail: expect.stringContaining('100.0%') as string });
  site.clock.advance(3_600_000);
  await rings(LISTED);
  const judged = await last(LISTED);
  expect(judged.code).not.toBe('known-spam');
  expect(judged.view.explanation).toContain('is marked as your customer, so nothing is held back');
});

it('a list is replaced by its next import, and can be removed', async () => {
  await upload('ftc', `${LISTED}\n${OTHER}`);
  await upload('own', OTHER);
  expect(await upload('ftc', LISTED)).toMatchObject({ numbers: 1, added: 0, removed: 1 });
  expect((await lists()).items).toMatchObject([
    { list: 'ftc', numbers: 1 },
    { list: 'own', numbers: 1 },
  ]);
  await owner.ok('DELETE', '/api/v1/spam-lists/own');
  expect((await lists()).items.map((item) => item.list)).toEqual(['ftc']);
  await rings(OTHER);
  expect(await last(OTHER)).toMatchObject({ answer: 'sent' });
});

it('a plan tells what would change, whom it would concern, and changes nothing', async () => {
  await upload('ftc', `phone,label\n${LISTED},robocall\n${OTHER},`);
  await rings(LISTED);
  const people = ContactList.parse(await owner.ok('GET', '/api/v1/contacts'));
  const id = people.items.find((person) => person.phone === LISTED)?.id ?? '';
  await owner.ok('PATCH', `/api/v1/contacts/${id}`, { existingCustomer: true });
  const plan = SpamListPlan.parse(
    await owner.ok('POST', '/api/v1/spam-lists/plan', {
      list: 'ftc',
      csv: `phone,label\n${LISTED},survey\n+13125550144,\nnobody,x`,
    }),
  );
  expect(plan).toMatchObject({
    exists: true,
    numbers: 2,
    added: 1,
    removed: 1,
    kept: 1,
    relabelled: 1,
    examples: { added: ['+13125550144'], removed: [OTHER] },
    customers: 1,
    calledLately: 1,
    refused: 1,
    leftOut: [{ line: 4 }],
  });
  expect((await lists()).items).toMatchObject([{ list: 'ftc', numbers: 2 }]);
});

it('a list says who brought it and from where, and comes back after it was taken away', async () => {
  await owner.ok('POST', '/api/v1/spam-lists', {
    list: 'ftc',
    csv: `phone,label\n${LISTED},robocall`,
    source: 'complaints-november.csv',
  });
  const [item] = (await lists()).items;
  expect(item).toMatchObject({ source: 'complaints-november.csv', numbers: 1 });
  expect(item?.importedBy).toMatch(/^staff:/);
  await owner.ok('DELETE', '/api/v1/spam-lists/ftc');
  expect(await lists()).toMatchObject({ items: [], removed: [{ list: 'ftc', numbers: 1 }] });
  await owner.ok('POST', '/api/v1/spam-lists/ftc/restore');
  expect(await lists()).toMatchObject({ items: [{ list: 'ftc', numbers: 1 }], removed: [] });
  await rings(LISTED);
  expect((await last(LISTED)).view.classes[0]?.because).toContain('on the list ftc (robocall)');
  expect((await owner.send('POST', '/api/v1/spam-lists/ftc/restore')).status).toBe(404);
  // Another of the same name ends the way back to the old one, and after a month there is none.
  await owner.ok('DELETE', '/api/v1/spam-lists/ftc');
  await upload('ftc', OTHER);
  expect((await lists()).removed).toEqual([]);
  await owner.ok('DELETE', '/api/v1/spam-lists/ftc');
  site.clock.advance(31 * 86_400_000);
  expect((await lists()).removed).toEqual([]);
});

it('tells why a number is held, and staff release it for good', async () => {
  await upload('ftc', `phone,label\n${LISTED},robocall`);
  const agent = await site.as(tenantId, 'agent');
  const ask = async () => SpamCaller.parse(await agent.ok('GET', `/api/v1/spam-callers/${LISTED}`));
  expect(await ask()).toMatchObject({
    held: true,
    why: expect.stringContaining('Held as spam: the number is on the list ftc (robocall)') as string,
    lists: [{ list: 'ftc', label: 'robocall' }],
    calls: [],
  });
  await rings(LISTED);
  expect((await ask()).calls).toMatchObject([{ held: true }]);
  await agent.ok('PATCH', `/api/v1/spam-callers/${LISTED}`, { released: true });
  expect(await ask()).toMatchObject({
    held: false,
    spared: 'was released by your staff',
    released: { by: expect.stringMatching(/^staff:/) as string },
  });
  expect((await lists()).last30Days).toMatchObject({
    held: 1,
    released: 1,
    falseBlocks: 1,
    falseBlockRate: 1,
  });
  site.clock.advance(3_600_000);
  await rings(LISTED);
  const judged = await last(LISTED);
  expect(judged.code).not.toBe('known-spam');
  expect(judged.view.explanation).toContain('was released by your staff, so nothing is held back');
  expect((await replay(site.pipeline, tenantId)).differenceCount).toBe(0);
  await agent.ok('PATCH', `/api/v1/spam-callers/${LISTED}`, { released: false });
  expect(await ask()).toMatchObject({ held: true, released: null });
  // A number that never called can be asked about and released before it does.
  const viewer = await site.as(tenantId, 'viewer');
  expect(await viewer.ok('GET', `/api/v1/spam-callers/${OTHER}`)).toMatchObject({ held: false, lists: [] });
  expect((await viewer.send('PATCH', `/api/v1/spam-callers/${OTHER}`, { released: true })).status).toBe(403);
  expect((await viewer.send('GET', '/api/v1/spam-callers/nobody')).status).toBe(404);
});

it('nonsense is refused and changes nothing', async () => {
  await upload('ftc', LISTED);
  expect(
    errorOf(await owner.send('POST', '/api/v1/spam-lists', { list: 'ftc', csv: 'name\nAna' })),
  ).toMatchObject({
    code: 'invalid-input',
  });
  expect(
    errorOf(await owner.send('POST', '/api/v1/spam-lists', { list: 'No Name', csv: LISTED })),
  ).toMatchObject({
    code: 'invalid-input',
  });
  expect((await lists()).items).toMatchObject([{ list: 'ftc', numbers: 1 }]);
  const viewer = await site.as(tenantId, 'viewer');
  expect((await viewer.send('POST', '/api/v1/spam-lists', { list: 'x', csv: LISTED })).status).toBe(403);
});
