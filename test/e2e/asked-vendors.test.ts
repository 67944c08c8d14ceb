/**
 * Health and the page of a source that Ringback asks for by itself, in each of its states, with a vendor of our own. If
 * this fails, an operator whose vendor refuses us reads nothing of it, or cannot read it.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WEB_ROOT } from '../../src/installation.ts';
import { createLoginToken } from '../../src/server/server.ts';
import { organise } from '../support/deliver.ts';
import { polledVendor, type PolledVendor } from '../support/polled-vendor.ts';
import { served, type Served } from '../support/served.ts';
import { shopConfig } from '../support/shop.ts';
import { faults, openBrowser, skipBrowserTests, watch } from './support/browser.ts';

const PICTURES = join(import.meta.dirname, 'screenshots');

describe.skipIf(skipBrowserTests)('a vendor that is asked', () => {
  let site: Served;
  let vendor: PolledVendor;
  let browser: Browser;
  let page: Page;
  let base: string;
  let trouble: string[];
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    vendor = polledVendor(() => site.clock.now());
    site = await served({
      at: '2026-11-18T18:00:00Z',
      webRoot: WEB_ROOT,
      fetch: (...args) => vendor.fetch(...args),
      connectors: { voice: new Map([['polled', vendor.surface]]) },
    });
    closing.defer(() => site.close());
    const tenantId = await organise(
      site,
      shopConfig({
        tenant: {
          tenant: { key: 'shop', name: 'Harbor', zone: 'America/Chicago', simulated: false },
          sources: [
            { key: 'shop-polled', kind: 'voice', connector: 'polled', settings: { apiKey: 'a-key' } },
            { key: 'shop-unset', kind: 'voice', connector: 'polled' },
          ],
        },
        location: { sender: undefined, textback: { mode: 'shadow' } },
      }),
    );
    const port = await site.server.start(0);
    base = `http://127.0.0.1:${port}`;
    browser = await openBrowser();
    closing.defer(() => browser.close());
    const { token } = await createLoginToken(site.pipeline.store, site.pipeline.clock, { tenantId });
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    trouble = watch(page, base);
    await page.goto(`${base}/login?token=${token}`);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  }, 240_000);

  afterAll(async () => {
    await closing.disposeAsync();
  });

  async function look(path: string, picture: string): Promise<void> {
    await page.goto(base + path);
    await page.locator('h1:visible').first().waitFor();
    await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: 'detached' });
    await page.screenshot({ path: join(PICTURES, `${picture}.png`), fullPage: true });
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      expect(await faults(page)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  test('shows looks, the subscription and statuses nobody knows', async () => {
    vendor.pages = [['a', 'b']];
    vendor.status = 'gone fishing';
    await site.settle();
    await look('/health', 'asked-health');
    await page.getByText('Looks at the call log').first().waitFor();
    await page.getByText('Subscription at the vendor').first().waitFor();
    await page.getByText('gone fishing').first().waitFor();
    await page.getByText('The API key is missing.').first().waitFor();
    await look('/sources', 'asked-sources');
    await page.getByText('Settings are missing').waitFor();
  });

  test('shows a refusal with its remedy, and asks again when told to', async () => {
    vendor.moods = ['refuse'];
    await site.passTime(61_000);
    await look('/sources/shop-polled', 'asked-refused');
    await page.getByText('The vendor refuses us').waitFor();
    await page.getByText('Make a new key.', { exact: false }).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await look('/sources/shop-polled', 'asked-refused-narrow');
    expect(
      await page.evaluate<boolean>(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1',
      ),
    ).toBe(false);
    await page.getByRole('button', { name: 'Try again now' }).click();
    await page.getByText('The vendor is asked again.').waitFor();
    await site.settle();
    await page.getByText('The vendor refuses us').waitFor({ state: 'detached' });
    await page.getByText('Your first event arrived').waitFor();
    expect(trouble).toEqual([]);
  });
});
