/**
 * If this fails: the shop is not told of a hot lead, a forged or redirected webhook leaks what customers wrote, or the
 * notices of Ringback can be used to knock on the operator's own network.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { smtpNotifier } from '../../src/connectors/notify/smtp.ts';
import { webhookNotifier } from '../../src/connectors/notify/webhook.ts';
import { isPublicAddress } from '../../src/connectors/shared/public-address.ts';
import type { OutboundDeps } from '../../src/ports/connector.ts';
import type { Notification } from '../../src/ports/notify.ts';
import { startHookServer, type HookServer } from '../support/hook-server.ts';
import { startMailServer, type MailServerForTests } from '../support/mail-server.ts';

const notification: Notification = {
  id: '0193a000-0000-7000-8000-00000000000a',
  type: 'hot-lead',
  subject: 'Main Street: a caller wants to book',
  text: 'Somebody asks for Thursday. Ätsch — with umlauts.',
  occurredAt: '2026-11-20T18:42:00.000Z',
  url: 'https://calls.example.test/inbox/1',
  data: { locationKey: 'main-street' },
};
const deps = (ms = 5000): OutboundDeps => ({ fetch, now: () => new Date(), signal: AbortSignal.timeout(ms) });

describe('signed webhook', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const notifier = webhookNotifier({ allowPrivate: true });
  let hook: HookServer;
  beforeAll(async () => {
    hook = await startHookServer();
  });
  afterAll(() => hook.close());
  const config = (): ReturnType<typeof notifier.config.parse> =>
    notifier.config.parse({ url: hook.url, secret });

  it("is believed by the Standard Webhooks project's own library, and only unchanged", async () => {
    expect(await notifier.notify(notification, config(), deps())).toEqual({ status: 'accepted' });
    const [request] = hook.received.splice(0);
    const headers = request?.headers as Record<string, string>;
    const body = request?.body ?? '';
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      type: 'ringback.hot-lead',
      timestamp: notification.occurredAt,
      data: {
        id: notification.id,
        subject: notification.subject,
        text: notification.text,
        url: notification.url,
        locationKey: 'main-street',
      },
    });
    expect(headers['webhook-id']).toBe(notification.id);
    expect(() => new Webhook(secret).verify(body.replace('Thursday', 'Friday'), headers)).toThrow();
    expect(() =>
      new Webhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`).verify(body, headers),
    ).toThrow();
  });

  it.each([
    [500, { status: 'rejected', retryable: true }],
    [429, { status: 'rejected', retryable: true }],
    [400, { status: 'rejected', retryable: false }],
    [410, { status: 'rejected', retryable: false }],
    ['drop', { status: 'unknown' }],
  ] as const)('says what an answer of %s means', async (answer, expected) => {
    hook.answers.push(answer);
    expect(await notifier.notify(notification, config(), deps())).toMatchObject(expected);
  });

  it('follows no redirect: the notice was meant for one address', async () => {
    hook.received.length = 0;
    hook.answers.push(302);
    expect(await notifier.notify(notification, config(), deps())).toMatchObject({
      status: 'rejected',
      retryable: false,
    });
    expect(hook.received.map((request) => request.path)).toEqual(['/hook']);
  });

  it('ends at its time limit', async () => {
    hook.answers.push('hang');
    expect(await notifier.notify(notification, config(), deps(100))).toMatchObject({ status: 'unknown' });
  });

  it.each([
    'http://127.0.0.1:80/x',
    'https://127.0.0.1/x',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://0x7f000001/x',
    'https://2130706433/x',
    'https://localhost/x',
  ])('does not knock on %s', async (url) => {
    const strict = webhookNotifier({ allowPrivate: false });
    const answer = await strict.notify(notification, strict.config.parse({ url, secret }), deps());
    expect(answer).toMatchObject({ status: 'rejected', retryable: false });
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it('refuses a secret that could be guessed, and an address that is none', () => {
    expect(notifier.config.safeParse({ url: hook.url, secret: 'whsec_c2hvcnQ=' }).success).toBe(false);
    expect(notifier.config.safeParse({ url: 'ftp://example.com', secret }).success).toBe(false);
  });
});

it('knows which addresses are public', () => {
  for (const address of ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '[2606:4700::1111]'])
    expect([address, isPublicAddress(address)]).toEqual([address, true]);
  for (const address of [
    '192.168.1.1',
    '172.16.0.1',
    '172.31.255.255',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1%eth0',
    'fd00::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'example.com',
    '',
  ]) {
    expect([address, isPublicAddress(address)]).toEqual([address, false]);
  }
});

describe('mail', () => {
  let server: MailServerForTests;
  beforeAll(async () => {
    server = await startMailServer({ user: 'shop', password: 'mail-password' });
  });
  afterAll(() => server.close());
  const notifier = () => smtpNotifier({ url: server.url, from: 'Ringback <ringback@example.com>' });
  const config = { to: ['owner@example.com', 'desk@example.com'] };

  it('arrives with subject, text, link and an id that repeats with the notice', async () => {
    expect(await notifier().notify(notification, config, deps())).toEqual({ status: 'accepted' });
    expect(await notifier().notify(notification, config, deps())).toEqual({ status: 'accepted' });
    const [mail, again] = server.mails.splice(0);
    expect(mail).toMatchObject({ from: 'ringback@example.com', to: config.to });
    expect(mail?.raw).toContain('Subject: Main Street: a caller wants to book');
    expect(mail?.raw).toContain('Auto-Submitted: auto-generated');
    expect(mail?.raw).toContain('https://calls.example.test/inbox/1');
    const id = `Message-ID: <${notification.id}@ringback>`;
    expect([mail?.raw.includes(id), again?.raw.includes(id)]).toEqual([true, true]);
  });

  it('cannot be given more headers through its subject', async () => {
    await notifier().notify(
      { ...notification, subject: 'Hello\r\nBcc: everybody@example.com' },
      config,
      deps(),
    );
    const [mail] = server.mails.splice(0);
    expect(mail?.to).toEqual(config.to);
    expect(mail?.raw).not.toMatch(/^Bcc:/m);
  });

  it.each([
    [451, { status: 'rejected', retryable: true }],
    [550, { status: 'rejected', retryable: false }],
    ['hang-up', { status: 'unknown' }],
  ] as const)('says what an answer of %s means', async (fault, expected) => {
    server.faults.push(fault);
    expect(await notifier().notify(notification, config, deps())).toMatchObject(expected);
    server.mails.length = 0;
  });

  it('may have arrived when the server falls silent', async () => {
    server.faults.push('silent');
    expect(await notifier().notify(notification, config, deps(400))).toMatchObject({ status: 'unknown' });
  });

  it('says what to do about a wrong password or an absent server, without repeating the password', async () => {
    const wrong = smtpNotifier({
      url: server.url.replace('mail-password', 'wrong-password'),
      from: 'a@example.com',
    });
    const answer = await wrong.notify(notification, config, deps());
    const check = await wrong.check(config, deps());
    expect(answer).toMatchObject({ status: 'rejected', retryable: false });
    expect(check.ok).toBe(false);
    expect(JSON.stringify([answer, check])).not.toContain('wrong-password');
    const gone = await startMailServer();
    await gone.close();
    expect(
      await smtpNotifier({ url: gone.url, from: 'a@example.com' }).notify(notification, config, deps()),
    ).toMatchObject({ status: 'rejected', retryable: true });
    expect(await smtpNotifier(null).notify(notification, config, deps())).toMatchObject({
      status: 'rejected',
      retryable: false,
    });
    expect(await notifier().check(config, deps())).toMatchObject({ ok: true });
  });
});
