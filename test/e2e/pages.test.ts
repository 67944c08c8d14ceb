/**
 * Every page in light and dark, wide and on a phone: no accessibility fault that axe can find, nothing wider than the
 * screen, no script error, and a picture of it in test/e2e/screenshots. If one fails, someone cannot use that page.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_SOURCES } from '../../src/simulate/demo-organisation.ts';
import { faults, openBrowser, skipBrowserTests, watch } from './support/browser.ts';
import {
  contextOf,
  judge,
  logIn,
  LOOKS,
  open as openAt,
  picture,
  WIDE,
  type Session,
} from './support/looks.ts';
import { startServer, type E2eServer } from './support/server.ts';
import { answerAtOnce, CALLER, goToWeekdayMorning, ring, SHOP, until } from './support/story.ts';

describe.skipIf(skipBrowserTests)('the pages', () => {
  let server: E2eServer;
  let browser: Browser;
  let state: Session;
  let pages: Readonly<Record<string, string>>;

  // Whatever was started is stopped, also when the furnishing fails half-way.
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    server = await startServer();
    closing.defer(() => server.stop());
    await goToWeekdayMorning(server);
    pages = await furnish(server);
    browser = await openBrowser();
    closing.defer(() => browser.close());
    state = await logIn(browser, server);
  }, 240_000);

  afterAll(async () => {
    await closing.disposeAsync();
  });

  test.each(LOOKS)('$name', { timeout: 300_000 }, async (look) => {
    const context = await contextOf(browser, state, look);
    const page = await context.newPage();
    const trouble = watch(page, server.base);
    const found: string[] = [];
    for (const [name, path] of Object.entries(pages)) {
      await openAt(page, server.base + path);
      for (const fault of await judge(page, name, look))
        if (!found.some((known) => known.endsWith(fault.slice(name.length)))) found.push(fault);
    }
    await context.close();
    expect(found).toEqual([]);
    expect(trouble).toEqual([]);
  });

  test('what opens over a page: dialogs, drawers, tabs', { timeout: 300_000 }, async () => {
    const context = await contextOf(browser, state, WIDE);
    const page = await context.newPage();
    const trouble = watch(page, server.base);
    const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
    const tab = (name: string) => page.getByRole('tab', { name }).click();
    const overlays: [name: string, path: string, open: () => Promise<void>][] = [
      ['notices', '/', () => press(/^Notices/)],
      ['account', '/', () => press(/^Account of/)],
      ['help', '/', () => page.keyboard.press('?')],
      ['new-booking', `/bookings?location=${SHOP}`, () => press('New booking')],
      ['booking', `/bookings?location=${SHOP}`, () => page.locator('.rb-booking').first().click()],
      ['revocation', '/consent', () => press('Add a revocation')],
      ['erase', pages['contact'] ?? '', () => press('Erase')],
      ['pause', '/locations', () => press('Pause Everything')],
      ['mode', `/locations/${SHOP}`, () => page.getByRole('radio', { name: /Off/ }).click()],
      ['hours', `/locations/${SHOP}`, () => tab('Hours')],
      ['services', `/locations/${SHOP}`, () => tab('Services')],
      ['notice', `/locations/${SHOP}`, () => tab('Notice and sender')],
      ['escalation', `/locations/${SHOP}`, () => tab('Escalation')],
      [
        'service',
        `/locations/${SHOP}`,
        async () => {
          await tab('Services');
          await press(/^Edit /);
        },
      ],
      ['rule', '/rules', () => press('What it answers and what it leaves out')],
      [
        'configuration',
        '/configuration',
        async () => {
          await editFile(page, /mode: live/, 'mode: off');
          await press('See what it would change');
          await page.getByRole('button', { name: /^Apply 1 change/ }).waitFor();
        },
      ],
      [
        'configuration-problems',
        '/configuration',
        async () => {
          await editFile(page, /zone: .*/, 'zone: America/Chicagoo');
          await press('See what it would change');
          await page.getByText(/problems? in the file/).waitFor();
        },
      ],
      ['add-person', '/people', () => press('Add a person')],
      ['make-key', '/people', () => press('Make a key')],
    ];
    const found: string[] = [];
    for (const [name, path, open] of overlays) {
      await openAt(page, server.base + path);
      await open();
      await page.waitForLoadState('load');
      await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: 'detached' });
      await picture(page, `over-${name}`);
      for (const fault of await faults(page)) found.push(`${name}: ${fault}`);
    }
    await context.close();
    expect(found).toEqual([]);
    expect(trouble).toEqual([]);
  });

  test('the login page', async () => {
    for (const look of LOOKS) {
      const context = await browser.newContext({
        viewport: { width: look.width, height: look.height },
        colorScheme: look.scheme,
      });
      const page = await context.newPage();
      await page.goto(`${server.base}/login`);
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      expect(await judge(page, 'login', look)).toEqual([]);
      await context.close();
    }
  });
});

/** Calls of many kinds, one conversation with a booking, one opt-out, one question for counsel: no page is empty. */
async function furnish(server: E2eServer): Promise<Readonly<Record<string, string>>> {
  await answerAtOnce(server);
  const rung = await ring(server);
  const attempt = rung.attemptIds[0] ?? '';
  const handset = `/simulator/handsets/${encodeURIComponent(CALLER)}`;
  const texts = async () =>
    (await server.api<{ messages: { direction: string; from: string }[] }>('GET', handset)).messages.filter(
      (message) => message.direction === 'to-handset',
    );
  await until(async () => (await texts()).length > 0, 'the first text');
  const to = (await texts())[0]?.from ?? '';
  for (const body of [
    'How much is ceramic coating?',
    'A 2022 Subaru Outback',
    'An SUV',
    'the first one',
    'Ana Ruiz',
  ]) {
    const before = (await texts()).length;
    await server.api('POST', `${handset}/messages`, { to, body });
    await until(async () => (await texts()).length > before, `an answer to "${body}"`);
  }
  const kinds = [
    'rep-busy',
    'queue-abandon',
    'voicemail-left-with-callback',
    'ivr-drop',
    'known-spam',
    'short-duration',
  ];
  const shops = [
    'boston-back-bay',
    'hartford-west-end',
    'chicago-pilsen',
    'atlanta-midtown',
    'anchorage-midtown',
  ];
  for (const [index, kind] of kinds.entries()) {
    await ring(server, {
      locationKey: shops[index % shops.length] ?? SHOP,
      caller: `+1312555018${index}`,
      class: kind,
      surfaces: ['twilio', 'callrail'],
    });
  }
  await ring(server, { caller: null, locationKey: 'boston-back-bay' });
  await ring(server, {
    caller: '+16175550193',
    locationKey: 'pittsburgh-strip-district',
    surfaces: ['twilio'],
  });
  await server.api('POST', `/consent/${encodeURIComponent('+13125550177')}`, {
    kind: 'do-not-contact',
    banner: 'all',
    source: 'staff',
    note: 'Asked at the counter not to be contacted.',
  });
  await until(async () => {
    const counsel = await server.api<{ items: unknown[] }>('GET', '/counsel');
    const callbacks = await server.api<{ items: unknown[] }>('GET', '/callbacks');
    return counsel.items.length > 0 && callbacks.items.length > 0;
  }, 'the queues to fill');
  const call = await server.api<{ header: { threadId: string | null; contactId: string | null } }>(
    'GET',
    `/calls/${attempt}`,
  );
  return {
    today: '/',
    calls: '/calls',
    'call-story': `/calls/${attempt}`,
    'call-why': `/calls/${attempt}?view=why`,
    'call-texts': `/calls/${attempt}?view=texts`,
    'call-proof': `/calls/${attempt}?view=proof`,
    inbox: '/inbox',
    conversation: `/inbox/${call.header.threadId ?? ''}`,
    callbacks: '/callbacks',
    bookings: `/bookings?location=${SHOP}`,
    contacts: '/contacts',
    contact: `/contacts/${call.header.contactId ?? ''}`,
    locations: '/locations',
    location: `/locations/${SHOP}`,
    sources: '/sources',
    'source-connect': '/sources/connect/ringcentral',
    source: `/sources/${DEMO_SOURCES.callrail}`,
    spam: '/spam',
    'source-mapped': '/sources/connect/mapped-http',
    consent: '/consent',
    'consent-ledger': `/consent/${encodeURIComponent(CALLER)}`,
    counsel: '/counsel',
    rules: '/rules',
    health: '/health',
    people: '/people',
    configuration: '/configuration',
    simulator: `/simulator?location=${SHOP}&caller=${encodeURIComponent(CALLER)}`,
  };
}

/** One change in a file of thousands of lines; typing all of them anew would take the browser longer than anybody has. */
async function editFile(page: Page, what: RegExp, by: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'The configuration as YAML' });
  const text = (await box.inputValue()).replace(what, by);
  await page.evaluate(
    `(() => {
      const box = document.querySelector('textarea[aria-label="The configuration as YAML"]');
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, ${JSON.stringify(text)});
      box.dispatchEvent(new Event('input', { bubbles: true }));
    })()`,
  );
}
