/**
 * Connecting a phone product as an operator does it: find it, save it, set up the vendor, and watch the first delivery
 * come in. If one of these fails, nobody connects a phone system without reading code.
 */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults, openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import { startServer, type E2eServer } from './support/server.ts';

const SECRET = 'signing-key-of-the-new-source';
const KEY = 'copperline-tracking';
const MAPPED = 'copperline-mapped';
const PICTURES = join(import.meta.dirname, 'screenshots');

describe.skipIf(skipBrowserTests)('connecting a phone product', () => {
  let server: E2eServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let trouble: string[];
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    server = await startServer();
    closing.defer(() => server.stop());
    browser = await openBrowser();
    closing.defer(() => browser.close());
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    trouble = watch(page, server.base);
    await page.goto(server.base + server.loginPath);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  }, 180_000);

  afterAll(async () => {
    await closing.disposeAsync();
  });

  /** What CallRail would send, signed with this key. */
  async function deliver(signingKey: string, customer: string): Promise<number> {
    const { now, locations } = await server.api<{ now: string; locations: { number: string }[] }>(
      'GET',
      '/simulator',
    );
    const body = JSON.stringify({
      resource_id: `CAL${customer.slice(-4)}`,
      answered: false,
      call_type: 'missed',
      customer_phone_number: customer,
      tracking_phone_number: locations[0]?.number,
      direction: 'inbound',
      duration: '12',
      start_time: now,
      timestamp: now,
      recording: null,
    });
    const signature = createHmac('sha1', signingKey).update(body).digest('base64');
    const response = await fetch(`${server.base}/hooks/voice/${KEY}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', signature },
      body,
    });
    return response.status;
  }

  test('finds the product among all of them and sees what it takes', async () => {
    await page.goto(`${server.base}/sources`);
    await page.getByRole('heading', { name: 'Connect a phone product' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search products' }).fill('call tracking callrail');
    await page.getByText('1 product', { exact: true }).waitFor();
    await page
      .getByRole('link', { name: /CallRail/ })
      .last()
      .click();
    await page.getByRole('heading', { name: 'Connect CallRail', level: 1 }).waitFor();
    await page.getByText('Checked with vendor data').waitFor();
    await page.getByText('base64 HMAC-SHA1 over the raw body', { exact: false }).waitFor();
    await page.getByLabel('Key', { exact: true }).fill(KEY);
    await page.getByText(`/hooks/voice/${KEY}`, { exact: false }).first().waitFor();
  });

  test('is told beside the field what cannot be right', async () => {
    await page.getByLabel('Replay window seconds').fill('soon');
    await page.getByRole('button', { name: 'Save and wait' }).click();
    await page.getByText('not a number').waitFor();
    await page.getByLabel('Replay window seconds').fill('-5');
    await page.getByRole('button', { name: 'Save and wait' }).click();
    await page.getByText(/too small|>=0/i).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByLabel('Replay window seconds').fill('0');
  });

  test('saves, and the page waits for the first event', async () => {
    await page.getByRole('textbox', { name: 'Signing key' }).fill(SECRET);
    await page.getByRole('textbox', { name: 'Name' }).fill('Our tracking numbers');
    await page.getByRole('button', { name: 'Save and wait' }).click();
    await page.getByRole('heading', { name: 'Our tracking numbers', level: 1 }).waitFor();
    await page.getByText('Waiting for your first event').first().waitFor();
    await page.getByRole('button', { name: 'Copy: Address to paste' }).waitFor();
    expect(await page.locator('.rb-url').first().textContent()).toContain(`/hooks/voice/${KEY}`);
    await page.screenshot({ path: join(PICTURES, 'source-waiting.png') });
    expect(await faults(page)).toEqual([]);
  });

  test('shows by itself that a delivery was refused and why, and then that one was understood', async () => {
    expect(await deliver('another key', '+13125550171')).toBe(401);
    await page.getByText('A delivery came and was refused').waitFor({ timeout: 20_000 });
    await page.getByText('The signature does not fit', { exact: false }).waitFor();
    await page.screenshot({ path: join(PICTURES, 'source-refused.png') });
    expect(await faults(page)).toEqual([]);

    expect(await deliver(SECRET, '+13125550172')).toBe(200);
    await page.getByText('Your first event arrived').waitFor({ timeout: 20_000 });
    await page.getByText('Understood').waitFor({ timeout: 20_000 });
    await page.screenshot({ path: join(PICTURES, 'source-arrived.png') });
    expect(await faults(page)).toEqual([]);
  });

  test('never shows the secret again, and keeps it through other changes', async () => {
    await page.reload();
    await page.getByText('Set, and never shown again').waitFor();
    expect(await page.content()).not.toContain(SECRET);
    await page.getByRole('button', { name: 'Replace Signing key' }).click();
    expect(await page.getByRole('textbox', { name: 'Signing key' }).inputValue()).toBe('');
    await page.getByRole('textbox', { name: 'Signing key' }).fill('another key');
    await page.getByRole('button', { name: 'Keep the old Signing key' }).click();
    await page.getByText('Set, and never shown again').waitFor();
    await page.getByLabel('Replay window seconds').fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('It holds from the next delivery on.', { exact: false }).waitFor();
    expect(await deliver(SECRET, '+13125550173')).toBe(200);
  });

  test('fills in a field mapping without writing JSON, and takes it back', async () => {
    await page.goto(`${server.base}/sources/connect/mapped-http`);
    await page.getByLabel('Key', { exact: true }).fill(MAPPED);
    await page.getByRole('button', { name: 'Make one' }).click();
    const add = async (to: string, field: string) => {
      await page.getByRole('combobox', { name: `Add a field to ${to}` }).click();
      await page.getByRole('option', { name: field, exact: true }).click();
    };
    await add('Mapping', 'Fields');
    await add('Fields', 'From');
    await page.getByLabel('From 1', { exact: true }).fill('data..from');
    await add('Mapping', 'Statuses');
    await page.getByLabel('Statuses: name 1').fill('no pick-up');
    await page.getByRole('button', { name: 'Save and wait' }).click();
    // What the page sees itself comes first, beside its row; what only the server knows comes then.
    await page.getByText('fill it in, or remove it').waitFor();
    await page.getByRole('combobox', { name: 'Statuses: value of no pick-up' }).click();
    await page.getByRole('option', { name: 'no answer', exact: true }).click();
    expect(await page.getByText('fill it in, or remove it').count()).toBe(0);
    await page.getByRole('button', { name: 'Save and wait' }).click();
    await page.getByText('not a field path', { exact: false }).waitFor();
    expect(await page.getByLabel('From 1', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    expect(await faults(page)).toEqual([]);
    await page.getByLabel('From 1', { exact: true }).fill('data.from');
    await add('Mapping', 'Answered');
    await page.getByRole('combobox', { name: 'Answered: kind' }).click();
    await page.getByRole('option', { name: 'Any of several fields' }).click();
    await page.getByLabel('Field', { exact: true }).fill('talk');
    await add('Any 1', 'Greater than');
    await page.getByLabel('Greater than', { exact: true }).fill('0');
    await page.screenshot({ path: join(PICTURES, 'source-mapping.png') });
    await page.getByRole('button', { name: 'Save and wait' }).click();
    await page.getByText('Waiting for your first event').first().waitFor();
    const mapping = {
      fields: { from: 'data.from' },
      statuses: { 'no pick-up': 'no_answer' },
      answered: { any: [{ field: 'talk', greaterThan: 0 }] },
    };
    const stored = async () =>
      (await server.api<{ settings: Record<string, unknown> }>('GET', `/sources/${MAPPED}`)).settings;
    expect(await stored()).toEqual({ mapping });

    await page.getByRole('button', { name: 'Remove Statuses', exact: true }).click();
    await page.getByRole('button', { name: 'Undo changes of Mapping' }).click();
    await page.getByLabel('Statuses: name 1').waitFor();
    await page.getByRole('button', { name: 'JSON of Mapping' }).click();
    const json = page.getByRole('textbox', { name: 'Mapping as JSON' });
    expect(JSON.parse(await json.inputValue())).toEqual(mapping);
    await json.fill('{"fields": {"from": ["a", "b"]}}');
    await page.getByRole('button', { name: 'Form of Mapping' }).click();
    expect(await page.getByLabel('From 2', { exact: true }).inputValue()).toBe('b');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByLabel('Statuses: name 1').waitFor();
    await page.getByRole('button', { name: 'Remove Statuses', exact: true }).click();
    // The page looks at its source every few seconds. Here such a look is answered before the press itself is.
    const address = `${server.base}/api/v1/sources/${MAPPED}`;
    await page.route(address, async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      const response = await route.fetch();
      await page.waitForResponse((other) => other.url() === address && other.request().method() === 'GET');
      await route.fulfill({ response });
    });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const saved = page.getByRole('alert').filter({ hasText: 'It holds from the next delivery on.' });
    await saved.waitFor();
    await page.unroute(address);
    expect(await stored()).toEqual({ mapping: { fields: mapping.fields, answered: mapping.answered } });
    await saved.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The settings are as they were.').waitFor();
    expect(await stored()).toEqual({ mapping });
    expect(await faults(page)).toEqual([]);
  });

  test('fits a phone and stays usable there', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of [
      '/sources',
      '/sources/connect/ringcentral',
      `/sources/${KEY}`,
      `/sources/${MAPPED}`,
    ]) {
      await page.goto(server.base + path);
      await page.locator('h1:visible').first().waitFor();
      await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: 'detached' });
      expect(
        await page.evaluate<boolean>(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1',
        ),
      ).toBe(false);
      expect(await faults(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('is disconnected after a question', async () => {
    await page.goto(`${server.base}/sources/${KEY}`);
    await page.getByRole('button', { name: 'Disconnect this source' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await page.getByRole('heading', { name: 'Sources', level: 1 }).waitFor();
    expect(await deliver(SECRET, '+13125550174')).toBe(404);
    expect(trouble).toEqual([]);
  });
});
