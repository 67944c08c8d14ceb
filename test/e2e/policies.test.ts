/**
 * If these fail: an owner cannot set up a policy of their own in the browser, does not see why somebody was not texted, or
 * cannot tell whether that person may be rung now.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import { startServer, type E2eServer } from './support/server.ts';
import { answerAtOnce, CALLER, goToWeekdayMorning, ring, until } from './support/story.ts';

describe.skipIf(skipBrowserTests)('policies of one’s own, and the people they leave to ring', () => {
  let server: E2eServer;
  let browser: Browser;
  let page: Page;
  let trouble: string[];
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    server = await startServer();
    closing.defer(() => server.stop());
    await goToWeekdayMorning(server);
    await answerAtOnce(server);
    browser = await openBrowser();
    closing.defer(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    trouble = watch(page, server.base);
    await page.goto(server.base + server.loginPath);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  }, 180_000);
  afterAll(() => closing.disposeAsync());

  test('one that cannot be used is refused with the reason, one that can is kept', async () => {
    await page.goto(`${server.base}/rules?view=judges`);
    await page.getByRole('button', { name: 'Add a policy' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('no-first-texts');
    const text = page.getByRole('textbox', { name: 'Policy' });
    await text.fill('forbid (');
    await page.getByRole('button', { name: 'Try it out and keep it' }).click();
    await page.getByRole('alert').filter({ hasText: 'Cedar refuses it' }).first().waitFor();
    await text.fill(
      '@because("Copperline rings back.") forbid (principal, action == Ringback::Action::"sms.textback.first", resource);',
    );
    await page.getByRole('button', { name: 'Try it out and keep it' }).click();
    await page.getByText('operator:no-first-texts').waitFor();
  });

  test('whom it leaves to ring is on the list, with what the rules say of a call now', async () => {
    await ring(server, { caller: CALLER });
    await until(async () => {
      const { items } = await server.api<{ items: { phone: string | null }[] }>('GET', '/callbacks');
      return items.some(({ phone }) => phone === CALLER);
    }, 'the callback');
    await page.goto(`${server.base}/callbacks`);
    const row = page.locator('.rb-callback').filter({ hasText: 'opperline rings back' }).first();
    await row.getByText('You may call now').waitFor();
    await page.screenshot({ path: 'test/e2e/screenshots/callbacks-verdict.png' });
    await row.getByText('I am calling').click();
    await row.getByText('said they are calling').waitFor();
  });

  test('who judges is shown, and nothing went wrong on the way', async () => {
    // The browser of the test has no telephone: after a tel: link its page waits for one.
    page = await page.context().newPage();
    await page.goto(`${server.base}/rules?view=judges`);
    await page.getByRole('heading', { name: 'Policy engine' }).waitFor();
    await page.screenshot({ path: 'test/e2e/screenshots/rules-judges.png', fullPage: true });
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'PATCH'),
      page.getByRole('button', { name: 'Take out' }).click(),
    ]);
    expect([answer.status(), await answer.text()]).toMatchObject([200, expect.stringContaining('"own":[]')]);
    await until(async () => (await page.getByText('operator:no-first-texts').count()) === 0, 'it to go');
    expect(trouble.filter((line) => !line.includes('400') && !line.includes('tel:'))).toEqual([]);
  });
});
