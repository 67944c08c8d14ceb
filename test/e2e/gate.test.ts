/**
 * The Gate's own pages with a real browser: the rulebook found by its wrong names, what the rules did, what changes
 * next, an input that is tried, counsel's word with its scope, and what a location lacks. If this fails, counsel cannot
 * work.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import { contextOf, judge, logIn, LOOKS, open, WIDE, type Session } from './support/looks.ts';
import { startServer, type E2eServer } from './support/server.ts';
import { answerAtOnce, goToWeekdayMorning, ring, SHOP, until } from './support/story.ts';

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
  let state: Session;
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
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
    state = await logIn(browser, server);
  }, 240_000);
  afterAll(() => closing.disposeAsync());

  test.each(LOOKS)('$name', { timeout: 200_000 }, async (look) => {
    const context = await contextOf(browser, state, look);
    const page = await context.newPage();
    const trouble = watch(page, server.base);
    const found: string[] = [];
    for (const [name, path] of Object.entries(PAGES)) {
      await open(page, server.base + path);
      found.push(...(await judge(page, name, look)));
    }
    await context.close();
    expect(found).toEqual([]);
    expect(trouble).toEqual([]);
  });

  test(
    'is searched by wrong names, tried, and shows what a location lacks',
    { timeout: 120_000 },
    async () => {
      const context = await contextOf(browser, state, WIDE);
      const page = await context.newPage();
      await open(page, `${server.base}/rules?q=24-18`);
      await page.getByText('fcc-24-24-revocation').first().waitFor();

      await open(page, `${server.base}/rules?view=try`);
      await page.getByRole('button', { name: 'Fill in the sample' }).click();
      await page.getByRole('button', { name: 'Judge it' }).click();
      await page.getByRole('heading', { name: 'The answer' }).waitFor();
      await page.getByLabel('GateInput (JSON)').fill('{"action": {"kind": "sms.unheard-of"}}');
      await page.getByRole('button', { name: 'Judge it' }).click();
      await page.getByText('Send one of:').first().waitFor();

      await open(page, `${server.base}/rules?view=history`);
      await page.getByRole('rowheader', { name: 'Texts and calls that go out' }).waitFor();
      await open(page, `${server.base}/locations/${SHOP}`);
      await page.getByRole('heading', { name: 'What applies here and what is missing' }).waitFor();
      await context.close();
    },
  );
});
