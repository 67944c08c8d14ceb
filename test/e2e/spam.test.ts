/**
 * The spam filter as an owner keeps it: a list is planned, applied, taken back and put back, and a number that is held
 * wrongly is released. If one of these fails, a list of somebody else's decides who is answered, and nobody can see why.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults, openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import { startServer, type E2eServer } from './support/server.ts';

describe.skipIf(skipBrowserTests)('the spam filter', () => {
  let server: E2eServer;
  let browser: Browser;
  let page: Page;
  let trouble: string[];
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    server = await startServer();
    closing.defer(() => server.stop());
    browser = await openBrowser();
    closing.defer(() => browser.close());
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    trouble = watch(page, server.base);
    await page.goto(server.base + server.loginPath);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  }, 180_000);

  afterAll(async () => {
    await closing.disposeAsync();
  });

  const lists = async () =>
    (await server.api<{ items: { list: string; numbers: number }[] }>('GET', '/spam-lists')).items;

  test('a list is shown before it is applied', async () => {
    await page.getByRole('link', { name: 'Spam filter' }).click();
    await page.getByRole('heading', { name: 'Spam filter', level: 1 }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import a list' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: 'FTC 2026-11.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('phone,label\n(312) 555-0142,robocall\n3125550143,\nnobody,x\n'),
    });
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('ftc-2026-11');
    await dialog.getByRole('button', { name: 'See what it would change' }).click();
    await dialog.getByText('A new list: 2 numbers').waitFor();
    await dialog.getByText('1 line cannot be read: line 4', { exact: false }).waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await lists()).toEqual([]);
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('2 numbers from FTC 2026-11.csv').waitFor();
  });

  test('tells why a number is held, and releases it', async () => {
    await page.getByRole('textbox', { name: 'Number' }).fill('312 555 0142');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('Held as spam: the number is on the list ftc-2026-11 (robocall).').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'This is no spam' }).click();
    await page.getByText('but the caller was released by your staff', { exact: false }).waitFor();
    const released = page.getByRole('alert').filter({ hasText: 'is released' });
    await released.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'This is no spam' }).waitFor();
  });

  test('a list is taken back and put back', async () => {
    await page.getByRole('button', { name: 'Remove ftc-2026-11' }).click();
    await page.getByRole('button', { name: 'Put ftc-2026-11 back' }).waitFor();
    expect(await lists()).toEqual([]);
    await page.getByText('Not held: nothing known', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Put ftc-2026-11 back' }).click();
    await page.getByRole('button', { name: 'Remove ftc-2026-11' }).waitFor();
    expect(await lists()).toMatchObject([{ list: 'ftc-2026-11', numbers: 2 }]);
    expect(await faults(page)).toEqual([]);
  });

  test('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByText('2 numbers from FTC 2026-11.csv').waitFor();
    expect(
      await page.evaluate<boolean>(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1',
      ),
    ).toBe(false);
    expect(await faults(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });
});
