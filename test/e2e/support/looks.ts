/**
 * The four looks that pages are seen in, and what is asked of a page in each. Everything axe knows is asked where it can
 * answer differently: every layout once and every colour scheme once. Colours are asked a third time, because a wide page
 * shows parts that a phone does not; in the fourth look a page has to come up, fit the screen and stay silent.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { faults, type Faults } from './browser.ts';
import type { E2eServer } from './server.ts';

export interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  readonly axe: Faults;
}

export const WIDE: Look = { name: 'wide-light', width: 1440, height: 900, scheme: 'light', axe: 'all' };
export const LOOKS: readonly Look[] = [
  WIDE,
  { name: 'wide-dark', width: 1440, height: 900, scheme: 'dark', axe: 'colours' },
  { name: 'narrow-light', width: 390, height: 844, scheme: 'light', axe: 'none' },
  { name: 'narrow-dark', width: 390, height: 844, scheme: 'dark', axe: 'all' },
];

export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Logs in with the one-time link, which works once, and gives what other contexts need to be logged in too. */
export async function logIn(browser: Browser, server: E2eServer): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.base + server.loginPath);
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  const session = await context.storageState();
  await context.close();
  return session;
}

/** A logged-in context of its own size and colours. */
export async function contextOf(browser: Browser, session: Session, look: Look): Promise<BrowserContext> {
  return browser.newContext({
    storageState: session,
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
  });
}

/** Goes there and waits until the page has come up. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('h1:visible').first().waitFor();
  await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready');
}

export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1',
  );
}

/** What is wrong with the page that is open, in this look, one line each; and its picture. */
export async function judge(page: Page, name: string, look: Look): Promise<string[]> {
  // Rows of a long page cost seconds to draw: whole once, on a phone, where nobody sees them at a glance.
  await picture(page, `${name}-${look.name}`, { fullPage: look.axe === 'none' });
  const found = (await faults(page, look.axe)).map((fault) => `${name}: ${fault}`);
  if (await isTooWide(page)) found.unshift(`${name}: wider than the screen`);
  return found;
}

const PICTURES = join(import.meta.dirname, '..', 'screenshots');

/** Kept in test/e2e/screenshots, for people. */
export async function picture(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), ...options });
}
