/**
 * The first ten minutes of a newcomer, through the browser: log in, ring a shop, read the text, ask a price, book, ask
 * why, text STOP, change a setting. If one of these fails, a shop owner cannot do what the product is for.
 */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import { startServer, type E2eServer } from './support/server.ts';
import { answerAtOnce, CALLER, goToWeekdayMorning, ring, SHOP, until } from './support/story.ts';

describe.skipIf(skipBrowserTests)('a missed call, recovered in front of the operator', () => {
  let server: E2eServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let trouble: string[];

  // Whatever was started is stopped, also when the furnishing fails half-way.
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    server = await startServer();
    closing.defer(() => server.stop());
    await goToWeekdayMorning(server);
    await answerAtOnce(server);
    browser = await openBrowser();
    closing.defer(() => browser.close());
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    trouble = watch(page, server.base);
  }, 180_000);

  afterAll(async () => {
    await closing.disposeAsync();
  });

  test('an address without a session leads to the login page, and the one-time link opens Today once', async () => {
    await page.goto(`${server.base}/calls`);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.goto(server.base + server.loginPath);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.getByText('SIMULATED', { exact: true }).waitFor();

    const stranger = await browser.newContext();
    const other = await stranger.newPage();
    await other.goto(server.base + server.loginPath);
    await other.getByRole('alert').waitFor();
    await stranger.close();
  });

  test('rings a shop, and the text arrives on the drawn phone with the time it took', async () => {
    await page.goto(`${server.base}/simulator?location=${SHOP}&caller=${encodeURIComponent(CALLER)}`);
    await page.getByRole('button', { name: 'Ring and hang up' }).click();
    const texts = page.getByRole('log');
    await texts.locator('.rb-text-them').first().waitFor({ timeout: 45_000 });
    expect(await texts.locator('.rb-text-them').first().textContent()).toMatch(/Copperline Detailing.*STOP/s);
    await page.locator('.rb-stopwatch[data-stopped="true"]').waitFor();
    const seconds = Number.parseFloat((await page.getByRole('timer').textContent()) ?? '');
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThanOrEqual(60);
    // Several systems reported it, one attempt came of it.
    expect(await page.locator('.rb-hooks > li').count()).toBeGreaterThan(3);
    await page.getByText('1 attempt', { exact: true }).waitFor();
    expect(await texts.locator('.rb-text-them').count()).toBe(1);
    await picture(page, 'story-1-rung');
  });

  test('answers as the caller: a price from the shop’s own list, then a booking on the calendar', async () => {
    const texts = page.getByRole('log').locator('.rb-text-them');
    const say = async (words: string) => {
      const before = await texts.count();
      await page.getByRole('textbox', { name: 'Text as the caller' }).fill(words);
      await page.getByRole('button', { name: 'Send as the caller' }).click();
      await until(async () => (await texts.count()) > before, `an answer to "${words}"`);
      return (await texts.last().textContent()) ?? '';
    };
    let answer = await say('How much is ceramic coating for an SUV?');
    expect(answer).toMatch(/\$/);
    for (let turn = 0; turn < 8 && !/booked/i.test(answer); turn += 1) {
      answer = await say(nextWords(answer));
    }
    expect(answer).toMatch(/booked/i);
    await picture(page, 'story-2-booked');

    // Notices link to the booking alone; the page finds its shop and week.
    const bookings = await server.api<{ items: { id: string }[] }>('GET', '/bookings');
    await page.goto(`${server.base}/bookings?id=${bookings.items[0]?.id ?? ''}`);
    await page.getByRole('dialog').getByText('Confirmed').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.locator('.rb-booking').first().waitFor();
    await page.getByText('Chicago West Loop, all times C').waitFor();
  });

  test('says why, rule by rule, with sources', async () => {
    const calls = await server.api<{ items: { id: string }[] }>('GET', '/calls?limit=1');
    await page.goto(`${server.base}/calls/${calls.items[0]?.id ?? ''}?view=why`);
    // Open already when it is the first that the rules were asked about; a click would close it.
    const asked = page.getByRole('button', { name: /May we do it\?/ }).first();
    await asked.waitFor();
    if ((await asked.getAttribute('aria-expanded')) !== 'true') await asked.click();
    const findings = page.locator('.rb-finding:visible');
    await findings.first().waitFor();
    expect(await page.getByText(/47 CFR/).count()).toBeGreaterThan(0);
    expect(await page.locator('.rb-finding .rb-tone-good').count()).toBeGreaterThan(2);
    await page.getByText('Proof', { exact: true }).click();
    await page.getByText('Exact record').first().waitFor();
  });

  test('a person takes the conversation over, answers, and hands it back', async () => {
    const threads = await server.api<{ items: { id: string }[] }>('GET', '/threads?limit=1');
    await page.goto(`${server.base}/inbox/${threads.items[0]?.id ?? ''}`);
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByRole('button', { name: 'Hand back' }).waitFor();
    await page
      .getByRole('textbox', { name: 'Your reply' })
      .fill('Jordan here: park behind the shop, please.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.rb-bubble-staff').getByText('park behind the shop').waitFor();
    await page.getByText('Delivered').last().waitFor();
    await page.getByRole('button', { name: 'Hand back' }).click();
    await page.getByRole('button', { name: 'Take over' }).waitFor();
  });

  test('"stop texting me please" ends it everywhere, in the caller’s own words', async () => {
    await page.goto(`${server.base}/simulator?location=${SHOP}&caller=${encodeURIComponent(CALLER)}`);
    await page.getByRole('button', { name: 'stop texting me please' }).click();
    await until(async () => {
      const list = await server.api<{ items: { phone: string }[] }>('GET', '/suppressions');
      return list.items.some((item) => item.phone === CALLER);
    }, 'the suppression');
    await page.goto(`${server.base}/consent`);
    await page.getByText('stop texting me please').waitFor();
    await page.getByText('Opted out').first().waitFor();
    const carried = await server.api<{ texts: { to: string }[] }>('GET', '/simulator/carrier');
    const before = carried.texts.filter((text) => text.to === CALLER).length;
    // Another brand of the same operator: STOP counts there too.
    const rung = await ring(server, { locationKey: 'chicago-pilsen' });
    await until(async () => {
      const call = await server.api<{ header: { answer: string } }>(
        'GET',
        `/calls/${rung.attemptIds[0] ?? ''}`,
      );
      return call.header.answer === 'held';
    }, 'the call to be held');
    const after = await server.api<{ texts: { to: string }[] }>('GET', '/simulator/carrier');
    expect(after.texts.filter((text) => text.to === CALLER).length).toBe(before);
  });

  test('edits a template with a live preview, saves it, and refuses a template that would break the rules', async () => {
    await page.goto(`${server.base}/locations/${SHOP}`);
    const field = page.getByRole('textbox', { name: 'Text', exact: true });
    await field.fill('{shop} here. We just missed you, what can we do for you? {assistant}');
    await page.locator('.rb-preview').getByText('We just missed you').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Settings saved').waitFor();
    const saved = await server.api<{ config: { textback: { template?: string } } }>(
      'GET',
      `/locations/${SHOP}`,
    );
    expect(saved.config.textback.template).toContain('We just missed you');

    await field.fill('{nonsense} here, 20% off today only! Call us.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').filter({ hasText: 'template' }).first().waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
  });

  test('a callback that was done can be taken back', async () => {
    await ring(server, { caller: null });
    await until(async () => {
      const list = await server.api<{ items: unknown[] }>('GET', '/callbacks');
      return list.items.length > 0;
    }, 'a callback');
    await page.goto(`${server.base}/callbacks`);
    const rows = page.locator('.rb-callback');
    await rows.first().waitFor();
    const before = await rows.count();
    await rows.first().getByRole('button', { name: 'Dismiss' }).click();
    await until(async () => (await rows.count()) === before - 1, 'the row to go');
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await rows.count()) === before, 'the row to come back');
  });

  test('switching a shop to shadow asks first and says what it means', async () => {
    await page.goto(`${server.base}/locations/${SHOP}`);
    await page.getByRole('radio', { name: /Shadow/ }).click();
    await page.getByRole('dialog').getByText('sends nothing').waitFor();
    await page.getByRole('button', { name: 'Switch to shadow' }).click();
    await until(async () => {
      const detail = await server.api<{ location: { mode: string } }>('GET', `/locations/${SHOP}`);
      return detail.location.mode === 'shadow';
    }, 'the switch');
  });

  test('the keyboard goes everywhere', async () => {
    await page.goto(server.base);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('312');
    await page.waitForURL(/q=312/);
    await page.locator('main').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('nothing went wrong unseen, and no page asked another host', () => {
    expect(trouble).toEqual([]);
  });
});

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}.png`) });
}

/** What a willing customer says to the assistant's last question. */
function nextWords(answer: string): string {
  if (/which works|which (one )?suits|would you like/i.test(answer)) return 'the first one works';
  if (/sedan/i.test(answer)) return 'An SUV';
  if (/name/i.test(answer)) return 'Ana Ruiz';
  if (/make|model|vehicle|what (car|kind)|drive/i.test(answer)) return 'A 2022 Subaru Outback';
  if (/when|day|time/i.test(answer)) return 'As soon as possible';
  return 'Yes please, book it';
}
