/**
 * Vouching for things in a real browser. If this fails, nobody can add, renew or withdraw what the checklist of a
 * location says is missing, what is entered does not say who entered it, or an agreement ends without a warning.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import {
  contextOf,
  judge,
  logIn,
  LOOKS,
  open as openAt,
  picture,
  WIDE,
  type Session,
} from './support/looks.ts';
import { startServer, type E2eServer } from './support/server.ts';
import { SHOP } from './support/story.ts';

interface View {
  readonly version: string;
  readonly items: readonly {
    readonly part: string;
    readonly state: string;
    readonly own: unknown;
    readonly organisation: unknown;
  }[];
}

describe.skipIf(skipBrowserTests)('what people vouch for, in the dashboard', () => {
  let server: E2eServer;
  let browser: Browser;
  let state: Session;
  let today: string;
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    server = await startServer();
    closing.defer(() => server.stop());
    const detail = await server.api<{ version: number }>('GET', `/locations/${SHOP}`);
    // A clinic has the longest list.
    await server.api('PATCH', `/locations/${SHOP}`, {
      version: detail.version,
      changes: { vertical: 'healthcare' },
    });
    today = (await server.api<{ now: string }>('GET', '/simulator')).now.slice(0, 10);
    browser = await openBrowser();
    closing.defer(() => browser.close());
    state = await logIn(browser, server);
  }, 240_000);
  afterAll(() => closing.disposeAsync());

  const open = (page: Page, path: string): Promise<void> => openAt(page, server.base + path);

  const inDays = (days: number): string =>
    new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  const partOf = async (path: string, part: string) =>
    (await server.api<View>('GET', path)).items.find((each) => each.part === part);
  const HERE = `/locations/${SHOP}/attestations`;

  test('an agreement that is missing is added, ends soon, is renewed, withdrawn and taken back', async () => {
    const context = await contextOf(browser, state, WIDE);
    const page = await context.newPage();
    const trouble = watch(page, server.base);
    await open(page, `/locations/${SHOP}`);

    await page.getByRole('button', { name: 'Add: Business associate agreement: text messages' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Put on file' }).click();
    await drawer.getByText('needed').first().waitFor();
    expect(await drawer.getByRole('combobox', { name: 'Use' }).inputValue()).toBe('sms');
    await drawer.getByLabel(/^Vendor/).fill('Example Messaging');
    await drawer.getByLabel(/^Signed on/).fill(inDays(-300));
    await drawer.getByLabel(/^Expires on/).fill(inDays(-301));
    await drawer.getByLabel(/^Document/).fill('https://files.example.com/baa-7.pdf');
    await drawer.getByRole('button', { name: 'Put on file' }).click();
    await drawer.getByText(/before it begins/).waitFor();
    await picture(page, 'attestation-form');
    await drawer.getByLabel(/^Expires on/).fill(inDays(12));
    await drawer.getByRole('button', { name: 'Put on file' }).click();
    await drawer.waitFor({ state: 'detached' });

    const line = page
      .getByRole('listitem')
      .filter({ hasText: 'Business associate agreement: text messages' })
      .first();
    await line.getByText(`Ends on ${inDays(12)}`).waitFor();
    await page.getByText('Entered by').first().waitFor();
    expect((await partOf(HERE, 'baa'))?.own).toMatchObject([
      { use: 'sms', vendor: 'Example Messaging', by: expect.stringMatching(/\w/) as string },
    ]);

    await line.getByRole('button', { name: /^Renew/ }).click();
    await drawer.getByLabel(/^Expires on/).fill(inDays(400));
    await drawer.getByRole('button', { name: 'Put on file' }).click();
    await drawer.waitFor({ state: 'detached' });
    await line.getByRole('button', { name: /^Change/ }).waitFor();

    await line.getByRole('button', { name: /^Change/ }).click();
    await drawer.getByRole('button', { name: 'Withdraw' }).click();
    await drawer.waitFor({ state: 'detached' });
    await line.getByRole('button', { name: /^Add/ }).waitFor();
    const toast = page.getByRole('alert').filter({ hasText: 'withdrawn' });
    await toast.getByRole('button', { name: 'Undo' }).click();
    await line.getByRole('button', { name: /^Change/ }).waitFor();
    expect((await partOf(HERE, 'baa'))?.own).toMatchObject([{ expiresOn: inDays(400) }]);
    expect(trouble).toEqual([]);
    await context.close();
  }, 120_000);

  test('for every location, then one location says otherwise; yes and no are said, not assumed', async () => {
    const context = await contextOf(browser, state, WIDE);
    const page = await context.newPage();
    await open(page, '/rules?view=vouched');
    const drawer = page.getByRole('dialog');
    await page.getByRole('combobox', { name: 'Vouch for something else' }).click();
    await page.getByRole('option', { name: 'Voice vendors in the Robocall Mitigation Database' }).click();
    await drawer.getByLabel(/^Vendor/).fill('Example Voice');
    await drawer.getByLabel(/^Checked on/).fill(inDays(-380));
    await drawer.getByRole('button', { name: 'Put on file' }).click();
    await drawer.getByText('needed').first().waitFor();
    await drawer.getByRole('radio', { name: 'Yes' }).check();
    await drawer.getByRole('button', { name: 'Put on file' }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText(`Ends on ${inDays(20)}`).waitFor();

    await open(page, `/locations/${SHOP}`);
    const card = page.getByRole('region', { name: 'Vouched for here' });
    await card.getByText('The organisation’s').first().waitFor();
    await card.getByRole('combobox', { name: 'Vouch for something else' }).click();
    await page.getByRole('option', { name: 'The texting number takes calls' }).click();
    await drawer.getByLabel(/^Number/).fill('not a number');
    await drawer.getByRole('radio', { name: 'No' }).check();
    await drawer.getByLabel(/^Since/).fill(inDays(-1));
    await drawer.getByRole('button', { name: 'Put on file' }).click();
    await drawer.locator('[aria-invalid="true"]').first().waitFor();
    await drawer.getByLabel(/^Number/).fill('+13105550166');
    await drawer.getByRole('button', { name: 'Put on file' }).click();
    await drawer.waitFor({ state: 'detached' });
    // What the organisation vouched for about its vendors holds here all the same.
    expect(await partOf(HERE, 'duties.voiceVendors')).toMatchObject({ own: null, state: 'ends-soon' });
    expect(await partOf(HERE, 'duties.senderNumber')).toMatchObject({ own: { answers: false } });
    await context.close();
  }, 120_000);

  test.each(LOOKS)('$name', { timeout: 120_000 }, async (look) => {
    const context = await contextOf(browser, state, look);
    const page = await context.newPage();
    const trouble = watch(page, server.base);
    const found: string[] = [];
    for (const [name, path] of Object.entries({
      vouched: '/rules?view=vouched',
      checklist: `/locations/${SHOP}`,
    })) {
      await open(page, path);
      await page.getByRole('heading', { name: /^Vouched for/ }).waitFor();
      found.push(...(await judge(page, name, look)));
    }
    await page.getByRole('button', { name: /^Add: Business associate agreement: calls/ }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/^Vendor/)
      .first()
      .waitFor();
    found.push(...(await judge(page, 'attestation-form', look)));
    expect(found).toEqual([]);
    expect(trouble).toEqual([]);
    await context.close();
  });
});
