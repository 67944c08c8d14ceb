/**
 * The Look-ups page and consent on paper with a real browser. If this fails, nobody can add a look-up, choose to run
 * without a list under their name, or write down what a person signed.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import { contextOf, judge, logIn, LOOKS, open, WIDE, type Session } from './support/looks.ts';
import { startServer, type E2eServer } from './support/server.ts';

const CALLER = '+13105550142';

describe.skipIf(skipBrowserTests)('look-ups in the dashboard', () => {
  let server: E2eServer;
  let browser: Browser;
  let state: Session;
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    server = await startServer();
    closing.defer(() => server.stop());
    browser = await openBrowser();
    closing.defer(() => browser.close());
    state = await logIn(browser, server);
  }, 240_000);
  afterAll(() => closing.disposeAsync());

  test('a source is added, a list is run without and taken back, a signature is written down', async () => {
    const context = await contextOf(browser, state, WIDE);
    const page = await context.newPage();
    await open(page, `${server.base}/look-ups`);

    await page.getByRole('button', { name: 'Add a source' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Vendor or file').click();
    await page.getByRole('option', { name: 'Litigator list (file)' }).click();
    await drawer.getByRole('button', { name: 'Add', exact: true }).click();
    await drawer
      .getByText(/expected string|Too small|Invalid/i)
      .first()
      .waitFor();
    await drawer.getByLabel('Path').fill('/srv/lists/litigators.csv');
    await drawer.getByRole('button', { name: 'Add', exact: true }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('Not asked yet').waitFor();

    const row = page.getByRole('listitem').filter({ hasText: 'Litigator list' }).first();
    await row.getByRole('button', { name: 'Take the choice back' }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await row.getByRole('button', { name: 'Run without' }).click();
    await page.getByLabel(/^Why/).fill('the list is on its way');
    await page.getByRole('button', { name: 'Run without, under my name' }).click();
    await row.getByText('“the list is on its way”').waitFor();

    await open(page, `${server.base}/consent/${encodeURIComponent(CALLER)}`);
    await page.getByRole('button', { name: 'Add consent' }).click();
    await page.getByLabel(/^Signed on/).fill('2026-01-10T09:00');
    await page.getByLabel(/^The words shown/).fill('I agree to marketing texts by automated means.');
    await page.getByLabel(/^What shows it/).fill('form 4, submission 981');
    await page.getByRole('combobox', { name: /^Companies named/ }).fill('Harbor Detailing LLC');
    await page.keyboard.press('Enter');
    await page.getByLabel('The words allow marketing by automated means').check();
    await page.getByRole('button', { name: 'Write down' }).click();
    await page.getByText('Marketing: counts for nothing').waitFor();
    await context.close();
  }, 120_000);

  test.each(LOOKS)('$name', { timeout: 120_000 }, async (look) => {
    const context = await contextOf(browser, state, look);
    const page = await context.newPage();
    const trouble = watch(page, server.base);
    const found: string[] = [];
    for (const [name, path] of Object.entries({
      'look-ups': '/look-ups',
      'consent-given': `/consent/${encodeURIComponent(CALLER)}`,
    })) {
      await open(page, server.base + path);
      found.push(...(await judge(page, name, look)));
    }
    expect(found).toEqual([]);
    expect(trouble).toEqual([]);
    await context.close();
  });
});
