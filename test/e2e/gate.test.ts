/**
 * The Gate's own pages with a real browser: the rulebook found by its wrong names, what the rules did, what changes
 * next, an input that is tried, counsel's word with its scope, and what a location lacks. If this fails, counsel cannot
 * work.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contextOf, faults, openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import { startServer, type E2eServer } from './support/server.ts';
import { answerAtOnce, goToWeekdayMorning, ring, SHOP, until } from './support/story.ts';

const PICTURES = join(import.meta.dirname, 'screenshots');
const LOOKS = [
  { name: 'wide-light', width: 1440, height: 900, scheme: 'light' },
  { name: 'wide-dark', width: 1440, height: 900, scheme: 'dark' },
  { name: 'narrow-light', width: 390, height: 844, scheme: 'light' },
  { name: 'narrow-dark', width: 390, height: 844, scheme: 'dark' },
] as const;
const PAGES = {
  'gate-book': '/rules',
  'gate-search': '/rules?q=24-18',
  'gate-history': '/rules?view=history',
  'gate-watch': '/rules?view=watch',
  'gate-try': '/rules?view=try',
  'gate-location': `/locations/${SHOP}`,
};

describe.skipIf(skipBrowserTests)('the Gate in the dashboard', () => {
  let server: E2eServer;
  let browser: Browser;
  let state: Awaited<ReturnType<BrowserContext['storageState']>>;
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    server = await startServer();
    closing.defer(() => server.stop());
    await goToWeekdayMorning(server);
    await answerAtOnce(server);
    await ring(server);
    await until(async () => {
      const told = await server.api<{ decisions: number }>('GET', '/rules/distribution');
      return told.decisions > 0;
    }, 'a decision of the Gate');
    browser = await openBrowser();
    closing.defer(() => browser.close());
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.base + server.loginPath);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    state = await context.storageState();
    await context.close();
  }, 240_000);
  afterAll(() => closing.disposeAsync());

  async function open(page: Page, path: string): Promise<void> {
    await page.goto(server.base + path);
    await page.locator('h1:visible').first().waitFor();
    await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: 'detached' });
    await page.evaluate('document.fonts.ready');
  }

  test.each(LOOKS)('$name', { timeout: 200_000 }, async (look) => {
    const context = await contextOf(browser, state, look);
    const page = await context.newPage();
    const trouble = watch(page, server.base);
    const found: string[] = [];
    for (const [name, path] of Object.entries(PAGES)) {
      await open(page, path);
      await page.screenshot({ path: join(PICTURES, `${name}-${look.name}.png`), fullPage: look.width < 500 });
      const wide = await page.evaluate<boolean>(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1',
      );
      if (wide) found.push(`${name}: wider than the screen`);
      for (const fault of await faults(page)) found.push(`${name}: ${fault}`);
    }
    await context.close();
    expect(found).toEqual([]);
    expect(trouble).toEqual([]);
  });

  test(
    'is searched by wrong names, tried, and shows what a location lacks',
    { timeout: 120_000 },
    async () => {
      const context = await contextOf(browser, state, LOOKS[0]);
      const page = await context.newPage();
      await open(page, '/rules?q=24-18');
      await page.getByText('fcc-24-24-revocation').first().waitFor();

      await open(page, '/rules?view=try');
      await page.getByRole('button', { name: 'Fill in the sample' }).click();
      await page.getByRole('button', { name: 'Judge it' }).click();
      await page.getByRole('heading', { name: 'The answer' }).waitFor();
      await page.getByLabel('GateInput (JSON)').fill('{"action": {"kind": "sms.unheard-of"}}');
      await page.getByRole('button', { name: 'Judge it' }).click();
      await page.getByText('Send one of:').first().waitFor();

      await open(page, '/rules?view=history');
      await page.getByRole('rowheader', { name: 'Texts and calls that go out' }).waitFor();
      await open(page, `/locations/${SHOP}`);
      await page.getByRole('heading', { name: 'What applies here and what is missing' }).waitFor();
      await context.close();
    },
  );
});
