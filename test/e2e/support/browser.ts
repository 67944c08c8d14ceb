/**
 * Debian's Chromium through playwright-core. Machines without it skip the suite with a line that says so; where
 * nothing may be skipped (CI=true) that is a failure.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const chromiumPath = PLACES.find((path) => existsSync(path));
export const skipBrowserTests = chromiumPath === undefined && process.env['CI'] !== 'true';
if (skipBrowserTests) {
  process.stdout.write('skipped  e2e: no Chromium on this machine (Debian: apt-get install chromium)\n');
}

export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('Chromium is not installed, and CI=true skips nothing.');
  return chromium.launch({ executablePath: chromiumPath, args: ARGUMENTS });
}

/**
 * What went wrong on a page without anyone seeing it: script errors, broken policy, calls to other hosts. Typed refusals
 * of the API (4xx) are part of the tests and shown on the page.
 */
export function watch(page: Page, base: string): string[] {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 40[0149]/.test(message.text()))
      trouble.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:'))
      trouble.push(`asked ${request.url()}`);
  });
  return trouble;
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** How much of axe: WCAG 2.2 A and AA and axe's good practices; only what a colour scheme can change; or nothing. */
export type Faults = 'all' | 'colours' | 'none';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ASKED = {
  all: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const;

/**
 * Every accessibility fault that axe finds, one line each. What passed is neither described nor carried over here: that
 * is most of what axe has to say, and more than half of its time.
 */
export async function faults(page: Page, asked: Faults = 'all'): Promise<string[]> {
  if (asked === 'none') return [];
  await page.evaluate(AXE);
  const options = { runOnly: ASKED[asked], resultTypes: ['violations'], selectors: false };
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) =>
        `${violation.id}: ${violation.help}\n    ${node.html.slice(0, 220)}\n    ${node.failureSummary ?? ''}`,
    ),
  );
}
