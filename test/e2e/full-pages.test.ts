/**
 * Pages with much on them and pages that lost their server. If this fails, someone scrolls the inbox into a blank screen,
 * reads two columns printed over each other, or trusts a Health page that stopped asking.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, skipBrowserTests } from './support/browser.ts';
import { startServer, type E2eServer } from './support/server.ts';
import { answerAtOnce, goToWeekdayMorning, ring, SHOP, until } from './support/story.ts';

const CALLERS = Array.from({ length: 12 }, (_, index) => `+1312555${String(160 + index).padStart(4, '0')}`);

describe.skipIf(skipBrowserTests)('full pages', () => {
  let server: E2eServer;
  let browser: Browser;
  let page: Page;
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    server = await startServer();
    closing.defer(() => server.stop());
    await goToWeekdayMorning(server);
    await answerAtOnce(server);
    for (const caller of CALLERS) await ring(server, { caller, surfaces: ['callrail'] });
    await until(
      async () =>
        (await server.api<{ items: unknown[] }>('GET', '/threads?limit=50')).items.length >= CALLERS.length,
      'a conversation with every caller',
    );
    // Unread, each with words for screen readers.
    const { locations } = await server.api<{ locations: { key: string; number: string }[] }>(
      'GET',
      '/simulator',
    );
    const to = locations.find((each) => each.key === SHOP)?.number;
    for (const caller of CALLERS)
      await server.api('POST', `/simulator/handsets/${encodeURIComponent(caller)}/messages`, {
        to,
        body: 'Can I talk to a person?',
      });
    await until(
      async () =>
        (await server.api<{ unreadThreads: number }>('GET', '/session')).unreadThreads >= CALLERS.length,
      'every conversation to be unread',
    );
    // Days later, so that every time of the list carries its day.
    await server.api('POST', '/simulator/fast-forward', { seconds: 3 * 86_400 });
    browser = await openBrowser();
    closing.defer(() => browser.close());
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(server.base + server.loginPath);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  }, 240_000);
  afterAll(() => closing.disposeAsync());

  const height = (): Promise<number> => page.evaluate('document.documentElement.scrollHeight');

  test('the inbox scrolls inside itself and never into a blank screen', async () => {
    await page.goto(`${server.base}/inbox`);
    await page
      .locator('.rb-thread-link')
      .nth(CALLERS.length - 1)
      .waitFor({ state: 'attached' });
    expect(await height()).toBe(800);
    await page.locator('.rb-thread-link').first().click();
    await page.locator('.rb-conversation-scroll').waitFor();
    expect(await height()).toBe(800);
  });

  test('no column of the calls is printed over the next', async () => {
    await page.goto(`${server.base}/calls`);
    await page.locator('.rb-call-when').first().waitFor();
    const wide = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.rb-call-when')]
        .filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent)`,
    );
    expect(wide).toEqual([]);
  });

  test('an address that is none stands in the frame', async () => {
    await page.goto(`${server.base}/no/such/page`);
    await page.getByRole('heading', { name: 'There is no such page', level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: 'Callback list' }).first().isVisible()).toBe(true);
  });

  test('Health says that its figures are old, and takes it back by itself', { timeout: 60_000 }, async () => {
    await page.goto(`${server.base}/health`);
    await page.getByText('Walls between organisations').waitFor();
    await page.route('**/api/v1/health', (route) =>
      route.fulfill({
        status: 503,
        json: {
          error: { code: 'database-down', message: 'the database does not answer', remedy: 'Start it.' },
        },
      }),
    );
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('What you see below is from before').waitFor();
    expect(await page.getByText('Everything works').count()).toBe(0);
    await page.unroute('**/api/v1/health');
    await page.getByText('What you see below is from before').waitFor({ state: 'detached' });
  });
});
