/**
 * If this fails: a shop on Twilio would text a caller twice after a hiccup, take a refusal for a success, show
 * "delivered" for what a carrier threw away, or accept forged texts and receipts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import twilioLibrary from 'twilio';
import twilio from '../../src/connectors/messaging/twilio.ts';
import { TWILIO_MESSAGE_CODES } from '../../src/connectors/vendors/twilio/message-codes.ts';
import type { IncomingRequest, OutboundDeps } from '../../src/ports/connector.ts';
import type { OutgoingText } from '../../src/ports/messaging.ts';
import { REASON_WORDS } from '../../src/ports/messaging-reasons.ts';
import { signed, startFakeTwilio, type FakeTwilio } from '../support/fake-twilio.ts';

let fake: FakeTwilio;
let nobody: string;
let now: Date;

beforeAll(async () => {
  fake = await startFakeTwilio();
  // An address where nobody listens any more.
  const gone = await startFakeTwilio();
  nobody = gone.url;
  await gone.close();
});
afterAll(() => fake.close());
beforeEach(() => {
  now = new Date('2026-11-20T18:42:00Z');
  fake.now = () => now;
  fake.taken.length = 0;
  fake.forms.length = 0;
  fake.pageSize = null;
  fake.listLagMs = 0;
  fake.account = { status: 'active', type: 'Full' };
  fake.campaigns = ['VERIFIED'];
});

const text: OutgoingText = {
  tenantId: '0193a000-0000-7000-8000-000000000001',
  messageId: '0193a000-0000-7000-8000-0000000000aa',
  from: '+13105550100',
  to: '+13105550142',
  body: 'Sorry we missed you at Shine Detail. How can we help? Reply STOP to opt out.',
  intendedAt: '2026-11-20T18:42:00.000Z',
  submittedAt: '2026-11-20T18:42:00.000Z',
  statusCallbackUrl: 'https://calls.example.com/hooks/messaging/twilio',
};

const config = (extra: Record<string, unknown> = {}) => twilio.config.parse({ ...fake.config, ...extra });
const deps = (ms = 5000): OutboundDeps => ({ fetch, now: () => now, signal: AbortSignal.timeout(ms) });
const later = (ms: number): void => {
  now = new Date(now.getTime() + ms);
};

describe('send', () => {
  it('hands the text over as recorded and says accepted, not delivered', async () => {
    const answer = await twilio.send(text, config({ messagingServiceSid: `MG${'a'.repeat(32)}` }), deps());
    expect(answer).toEqual({
      status: 'accepted',
      providerId: fake.taken[0]?.sid,
      state: 'accepted',
      segments: 1,
    });
    const [form] = fake.forms;
    expect(Object.fromEntries(form ?? [])).toEqual({
      To: text.to,
      From: text.from,
      Body: text.body,
      ValidityPeriod: '900',
      SmartEncoded: 'false',
      MessagingServiceSid: `MG${'a'.repeat(32)}`,
      StatusCallback: `https://calls.example.com/hooks/messaging/twilio?message=${text.messageId}`,
    });
  });

  it.each([
    ['lose-answer', 1],
    ['drop-before', 0],
    ['error-after-taking', 1],
    ['garbage-after-taking', 1],
    ['cut-off-after-taking', 1],
  ] as const)('answers unknown after %s, because nobody can know', async (fault, taken) => {
    fake.faults.push(fault);
    expect(await twilio.send(text, config(), deps())).toMatchObject({ status: 'unknown' });
    expect(fake.taken).toHaveLength(taken);
  });

  it('answers unknown when Twilio is silent beyond the time limit', async () => {
    fake.faults.push('hang');
    expect(await twilio.send(text, config(), deps(150))).toEqual({
      status: 'unknown',
      detail: 'no answer in time',
    });
  });

  it('answers a retryable rejection when no connection was made', async () => {
    const closed = config({ apiUrl: nobody });
    expect(await twilio.send(text, closed, deps())).toMatchObject({
      status: 'rejected',
      retryable: true,
      code: 'no-connection',
    });
  });

  it.each([
    [21610, 'opted-out'],
    [21614, 'landline'],
    [30006, 'landline'],
    [21211, 'invalid-number'],
    [21408, 'region-not-enabled'],
    [30007, 'spam-filtered'],
    [30034, 'sender-not-registered'],
    [30032, 'sender-not-registered'],
    [21712, 'not-configured'],
    [99999, 'unknown'],
  ] as const)('maps error %i to %s, never to be tried again', async (code, reason) => {
    fake.faults.push({ status: 400, code });
    expect(await twilio.send(text, config(), deps())).toMatchObject({
      status: 'rejected',
      reason,
      code: String(code),
      retryable: false,
    });
  });

  it.each([
    [{ status: 429, code: 20429, retryAfter: '7' }, 7000],
    [{ status: 429, html: true, retryAfter: '3' }, 3000],
    [{ status: 400, code: 63018 }, undefined],
    [{ status: 400, code: 21611 }, undefined],
  ] as const)('waits and tries again when limited: %o', async (fault, retryAfterMs) => {
    fake.faults.push(fault);
    const answer = await twilio.send(text, config(), deps());
    expect(answer).toMatchObject({ status: 'rejected', reason: 'rate-limited', retryable: true });
    expect('retryAfterMs' in answer ? answer.retryAfterMs : undefined).toBe(retryAfterMs);
  });

  it.each([
    [{ status: 401, code: 20003 }, 'credentials'],
    [{ status: 403, html: true }, 'credentials'],
    [{ status: 404, code: 20404 }, 'credentials'],
    [{ status: 302, html: true }, 'not-configured'],
  ] as const)('names the operator as the one to act: %o', async (fault, reason) => {
    fake.faults.push(fault);
    expect(await twilio.send(text, config(), deps())).toMatchObject({
      status: 'rejected',
      reason,
      retryable: false,
    });
  });

  it('never repeats a secret in what it says', async () => {
    const wrong = config({ authToken: 'wrong-token-wrong-token' });
    const said = JSON.stringify([
      await twilio.send(text, wrong, deps()),
      await twilio.check(wrong, deps()),
      await twilio.reconcile(text, wrong, deps()),
    ]);
    expect(said).toContain('credentials');
    expect(said).not.toContain('wrong-token');
  });
});

describe('reconcile', () => {
  it('finds a text whose answer was lost, also while it is still queued', async () => {
    fake.faults.push('lose-answer');
    await twilio.send(text, config(), deps());
    expect(await twilio.reconcile(text, config(), deps())).toMatchObject({
      status: 'accepted',
      providerId: fake.taken[0]?.sid,
      state: 'accepted',
    });
  });

  it('says absent only when the list surely covers the time since', async () => {
    expect(await twilio.reconcile(text, config(), deps())).toMatchObject({ status: 'unknown' });
    later(61_000);
    expect(await twilio.reconcile(text, config(), deps())).toEqual({ status: 'absent' });
    const resubmitted = { ...text, submittedAt: now.toISOString() };
    expect(await twilio.reconcile(resubmitted, config(), deps())).toMatchObject({ status: 'unknown' });
  });

  it('does not take an older or another of our texts for the lost one', async () => {
    now = new Date('2026-11-20T18:30:00Z');
    await twilio.send(text, config(), deps());
    now = new Date('2026-11-20T18:41:30Z');
    await twilio.send(text, config(), deps());
    await twilio.send({ ...text, body: `No. ${text.body}` }, config(), deps());
    later(120_000);
    const second = fake.taken[1]?.sid;
    expect(await twilio.reconcile(text, config(), deps())).toMatchObject({
      status: 'accepted',
      providerId: second,
    });
    expect(await twilio.reconcile({ ...text, knownProviderIds: [second ?? ''] }, config(), deps())).toEqual({
      status: 'absent',
    });
  });

  it('walks the pages, and stops walking at a bound without guessing', async () => {
    await twilio.send(text, config(), deps());
    for (let index = 0; index < 9; index += 1)
      await twilio.send({ ...text, body: `other ${index}` }, config(), deps());
    later(120_000);
    fake.pageSize = 3;
    expect(await twilio.reconcile(text, config(), deps())).toMatchObject({ status: 'accepted' });
    fake.pageSize = 1;
    expect(await twilio.reconcile(text, config(), deps())).toMatchObject({ status: 'unknown' });
  });

  it.each([
    { status: 500 },
    { status: 401, code: 20003 },
    { status: 429, code: 20429 },
    'drop-before',
  ] as const)('stays undetermined when the list fails: %o', async (fault) => {
    later(120_000);
    fake.listFaults.push(fault);
    expect(await twilio.reconcile(text, config(), deps())).toMatchObject({ status: 'unknown' });
  });

  it('recognises the sentence that trial accounts put before a text', async () => {
    await twilio.send(
      { ...text, body: `Sent from your Twilio trial account - ${text.body}` },
      config(),
      deps(),
    );
    expect(await twilio.reconcile(text, config(), deps())).toMatchObject({ status: 'accepted' });
  });

  it('passes on that the text was taken and failed', async () => {
    await twilio.send(text, config(), deps());
    const [taken] = fake.taken;
    if (taken !== undefined) Object.assign(taken, { status: 'undelivered', errorCode: 30006 });
    expect(await twilio.reconcile(text, config(), deps())).toMatchObject({
      status: 'accepted',
      state: 'undelivered',
      reason: 'landline',
      code: '30006',
    });
  });
});

describe('deliveries', () => {
  const url = 'https://calls.example.com/hooks/messaging/twilio';
  const context = { source: 'twilio', zone: 'America/Los_Angeles' };

  it("believes what Twilio's own library signed, with the reference in the query, and nothing else", () => {
    const request = fake.receipt('SM00000000000000000000000000000001', 'delivered', {
      url: `${url}?message=${text.messageId}`,
    });
    expect(
      twilioLibrary.validateRequest(
        fake.authToken,
        request.headers['x-twilio-signature'] ?? '',
        request.url,
        Object.fromEntries(new URLSearchParams(Buffer.from(request.body).toString())),
      ),
    ).toBe(true);
    expect(twilio.verify(request, config(), now)).toEqual({ ok: true });
    expect(twilio.verify({ ...request, url }, config(), now)).toMatchObject({
      ok: false,
      code: 'signature-invalid',
    });
    expect(
      twilio.verify(
        { ...request, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        config(),
        now,
      ),
    ).toMatchObject({ ok: false, code: 'signature-missing' });
    const changed = Buffer.from(request.body);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(twilio.verify({ ...request, body: changed }, config(), now)).toMatchObject({ ok: false });
  });

  it.each([
    ['queued', 'accepted'],
    ['sending', 'accepted'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['undelivered', 'undelivered'],
    ['failed', 'failed'],
    ['read', 'read'],
    ['canceled', 'failed'],
  ])('reads the receipt %s as %s', (status, state) => {
    const request = signed(fake.authToken, `${url}?message=${text.messageId}`, {
      MessageSid: 'SM1',
      MessageStatus: status,
    });
    expect(twilio.parse(request, config(), context)).toEqual({
      result: 'events',
      events: [{ type: 'receipt', providerId: 'SM1', state, messageId: text.messageId }],
    });
  });

  it('keeps the code of a failure and says what it means', () => {
    const request = fake.receipt('SM1', 'undelivered', { errorCode: 30034 });
    expect(twilio.parse(request, config(), context)).toMatchObject({
      events: [{ state: 'undelivered', code: '30034', reason: 'sender-not-registered' }],
    });
  });

  it('reads an inbound text with pictures and the opt-out type', () => {
    const request = fake.inbound(
      {
        MessageSid: 'SM2',
        From: '+13105550142',
        To: '+13105550100',
        Body: 'STOP 🛑',
        NumMedia: '1',
        MediaUrl0: 'https://api.twilio.com/media/1',
        OptOutType: 'STOP',
      },
      url,
    );
    expect(twilio.parse(request, config(), context)).toEqual({
      result: 'events',
      events: [
        {
          type: 'inbound',
          providerId: 'SM2',
          from: '+13105550142',
          to: '+13105550100',
          body: 'STOP 🛑',
          mediaUrls: ['https://api.twilio.com/media/1'],
          optOutType: 'STOP',
        },
      ],
    });
  });

  it.each([
    ['an unknown status', { MessageSid: 'SM3', MessageStatus: 'teleported' }, 'malformed'],
    ['no sid', { MessageStatus: 'sent' }, 'malformed'],
    ['nothing it knows', { MessageSid: 'SM3' }, 'malformed'],
    [
      'a number that is none',
      { MessageSid: 'SM3', SmsStatus: 'received', From: '+13105550142', To: 'hello', Body: 'x' },
      'malformed',
    ],
    [
      'a short code as sender',
      { MessageSid: 'SM3', SmsStatus: 'received', From: '32665', To: '+13105550100', Body: 'x' },
      'ignored',
    ],
    [
      'another channel',
      {
        MessageSid: 'SM3',
        SmsStatus: 'received',
        From: 'whatsapp:+13105550142',
        To: 'whatsapp:+13105550100',
        Body: 'x',
      },
      'ignored',
    ],
  ])('says what is wrong with %s', (_name, fields, result) => {
    expect(
      twilio.parse(
        signed(fake.authToken, url, fields as unknown as Record<string, string>),
        config(),
        context,
      ).result,
    ).toBe(result);
  });

  it('keeps a text of 10,000 characters whole and drops NUL, which the database could not hold', () => {
    const body = `${'ä'.repeat(10_000)}\u0000`;
    const parsed = twilio.parse(
      fake.inbound({ MessageSid: 'SM4', From: '+13105550142', To: '+13105550100', Body: body }, url),
      config(),
      context,
    );
    expect(parsed).toMatchObject({ events: [{ body: 'ä'.repeat(10_000) }] });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', ''),
        fc.webUrl(),
        (body, type, address) => {
          const request: IncomingRequest = {
            method: 'POST',
            url: address,
            headers: { 'content-type': type, 'x-twilio-signature': 'AAAA' },
            body,
            receivedAt: now.toISOString(),
          };
          expect(twilio.parse(request, config(), context).result).toMatch(/events|ignored|malformed/);
          expect(twilio.verify(request, config(), now).ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('acknowledges with empty TwiML, so that Twilio sends no words of ours twice', () => {
    expect(twilio.acknowledge).toEqual({
      contentType: 'text/xml; charset=utf-8',
      body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
    });
  });
});

describe('check', () => {
  const service = { messagingServiceSid: `MG${'b'.repeat(32)}` };
  it('is content with a verified campaign', async () => {
    expect(await twilio.check(config(service), deps())).toMatchObject({ ok: true });
  });
  it.each([
    ['a suspended account', () => (fake.account = { status: 'suspended', type: 'Full' })],
    ['a campaign under review', () => (fake.campaigns = ['IN_PROGRESS'])],
    ['no campaign', () => (fake.campaigns = [])],
  ])('says what to do about %s', async (_name, change) => {
    change();
    const result = await twilio.check(config(service), deps());
    expect(result.ok).toBe(false);
    expect(result.remedy).toBeTruthy();
  });
  it('says what to do when Twilio cannot be reached', async () => {
    expect(await twilio.check(config({ apiUrl: nobody }), deps())).toMatchObject({ ok: false });
  });
});

describe('settings and words', () => {
  it('refuses settings that cannot work and names the field', () => {
    const wrong = twilio.config.safeParse({
      accountSid: 'AC12',
      authToken: 'x',
      apiKeySid: `SK${'a'.repeat(32)}`,
      extra: 1,
    });
    expect(wrong.success).toBe(false);
    expect(wrong.error?.issues.map((issue) => issue.path.join('.'))).toEqual(
      expect.arrayContaining(['accountSid', 'authToken', '']),
    );
  });
  it('has plain words for every code and reason', () => {
    for (const [code, advice] of Object.entries(TWILIO_MESSAGE_CODES)) {
      expect(code).toMatch(/^\d{5}$/);
      expect(advice.meaning.length).toBeGreaterThan(10);
      expect(advice.remedy.length).toBeGreaterThan(5);
      expect(REASON_WORDS[advice.reason].text).toBeTruthy();
    }
  });
});
