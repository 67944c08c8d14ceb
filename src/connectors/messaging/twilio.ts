/**
 * Twilio Programmable Messaging: sends, asks what became of a lost answer, hears receipts and inbound texts.
 *
 * https://www.twilio.com/docs/messaging/api/message-resource, .../docs/messaging/guides/webhook-request and
 * .../docs/messaging/guides/track-outbound-message-status, read 2026-11-21; parameter and field names checked against
 * the official Node library 6.2.0. Quirks that shaped this file:
 * - The Messages resource has no idempotency key. So our message id rides on the status callback address, receipts bring
 *   it back, and a lost answer is settled by listing the messages to this number (shared/twilio-messages.ts).
 * - 201 means "queued", never "delivered"; unregistered senders get their 30034 later, by receipt.
 * - Twilio keeps a text in its queue for up to ten hours by default. A text-back that late is worse than none and may
 *   fall into quiet hours, hence `validitySeconds`.
 */
import { z } from 'zod';
import { secret, type CheckResult, type OutboundDeps, type ParseResult } from '../../ports/connector.ts';
import { defineMessaging, type MessagingEvent } from '../../ports/messaging.ts';
import { readFields, textOf } from '../shared/body.ts';
import { toE164 } from '../shared/phone.ts';
import { TWILIO_MESSAGE_CODES } from '../vendors/twilio/message-codes.ts';
import {
  accountUrl,
  answerOf,
  callTwilio,
  findLostText,
  messagesUrl,
  parseJson,
  stateOf,
} from '../vendors/twilio/messages.ts';
import { verifyTwilioSignature } from '../vendors/twilio/signature.ts';

const Config = z
  .strictObject({
    accountSid: z
      .string()
      .regex(/^AC[0-9a-f]{32}$/i, 'an account SID: AC and 32 characters')
      .describe('Account SID'),
    authToken: secret(
      z.string().min(16),
      'Auth token: checks the signature of deliveries, and logs in when no API key is given',
    ),
    apiKeySid: z
      .string()
      .regex(/^SK[0-9a-f]{32}$/i, 'an API key SID: SK and 32 characters')
      .optional()
      .describe('API key SID for sending'),
    apiKeySecret: secret(z.string().min(16), 'Secret of the API key').optional(),
    messagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i, 'a messaging service SID: MG and 32 characters')
      .optional()
      .describe(
        'Messaging service of the registered campaign; its sender pool must hold the numbers of the locations',
      ),
    validitySeconds: z
      .int()
      .min(60)
      .max(36_000)
      .default(900)
      .describe('How long Twilio may try before it gives up'),
    apiUrl: z
      .url()
      .default('https://api.twilio.com')
      .describe('Address of the REST API, for regions and tests'),
    messagingUrl: z
      .url()
      .default('https://messaging.twilio.com')
      .describe('Address of the messaging API, for regions and tests'),
  })
  .refine((config) => (config.apiKeySid === undefined) === (config.apiKeySecret === undefined), {
    message: 'apiKeySid and apiKeySecret come together',
    path: ['apiKeySecret'],
  });
type Config = z.infer<typeof Config>;

export default defineMessaging({
  meta: {
    id: 'twilio',
    name: 'Twilio Messaging',
    maturity: 'vectors',
    checkedHow:
      "Signatures against Twilio's own Node library; requests and answers against a server written from the documented API.",
    lastChecked: '2026-11-21',
    docs: [
      'https://www.twilio.com/docs/messaging/api/message-resource',
      'https://www.twilio.com/docs/messaging/guides/webhook-request',
      'https://www.twilio.com/docs/usage/security#validating-requests',
    ],
    setup: [
      'In the Twilio console open Phone Numbers > Manage > Active numbers and choose the number of the location.',
      'Under Messaging, set "A message comes in" to Webhook, {url}, HTTP POST. With a messaging service set it there under Integration instead.',
      'Copy account SID and auth token from the account page into the settings of this source.',
      'For US numbers finish the A2P 10DLC registration and put its messaging service SID into the settings.',
      'Delivery receipts need no click: every text names its own callback address.',
    ],
    signature: 'X-Twilio-Signature: HMAC-SHA1 over URL and form fields',
    idempotency: 'none',
  },
  config: Config,
  codes: TWILIO_MESSAGE_CODES,
  send: async (text, config, deps) => {
    const form = new URLSearchParams({
      To: text.to,
      From: text.from,
      Body: text.body,
      ValidityPeriod: String(config.validitySeconds),
      // The words that were recorded are the words that go out.
      SmartEncoded: 'false',
    });
    if (config.messagingServiceSid !== undefined) form.set('MessagingServiceSid', config.messagingServiceSid);
    if (text.statusCallbackUrl !== undefined)
      form.set('StatusCallback', withReference(text.statusCallbackUrl, text.messageId));
    return answerOf(await callTwilio(config, deps, `${messagesUrl(config)}.json`, form), deps.now());
  },
  reconcile: findLostText,
  verify: (request, config) => verifyTwilioSignature(request, config.authToken),
  parse: (request): ParseResult<MessagingEvent> => {
    const fields = readFields(request);
    if (!fields.ok) return { result: 'malformed', issues: fields.issues };
    return readDelivery(fields.value, referenceOf(request.url));
  },
  check,
  acknowledge: {
    contentType: 'text/xml; charset=utf-8',
    body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
  },
});

function readDelivery(
  fields: Readonly<Record<string, unknown>>,
  reference: string | null,
): ParseResult<MessagingEvent> {
  const providerId =
    textOf(fields['MessageSid']) ?? textOf(fields['SmsSid']) ?? textOf(fields['SmsMessageSid']);
  if (providerId === null)
    return malformed(
      'MessageSid',
      'there is no message SID',
      'Point only messaging webhooks at this address.',
    );
  const status = (textOf(fields['MessageStatus']) ?? textOf(fields['SmsStatus']))?.toLowerCase() ?? null;
  const inbound =
    status === null ? fields['Body'] !== undefined : status === 'received' || status === 'receiving';
  if (inbound) return readInbound(fields, providerId);
  if (status === null)
    return malformed(
      'MessageStatus',
      'neither a status nor a text',
      'Point only messaging webhooks at this address.',
    );
  const state = stateOf(status);
  if (state === null)
    return malformed(
      'MessageStatus',
      `the status "${status.slice(0, 40)}" is not known`,
      'Tell us; the delivery is kept and can be read after an update.',
    );
  const code = textOf(fields['ErrorCode']);
  const failed = code !== null && /^[1-9]\d{3,5}$/.test(code);
  return {
    result: 'events',
    events: [
      {
        type: 'receipt',
        providerId,
        state,
        ...(reference === null ? {} : { messageId: reference }),
        ...(failed ? { code, reason: TWILIO_MESSAGE_CODES[code]?.reason ?? 'unknown' } : {}),
      },
    ],
  };
}

function readInbound(
  fields: Readonly<Record<string, unknown>>,
  providerId: string,
): ParseResult<MessagingEvent> {
  const [rawFrom, rawTo] = [textOf(fields['From']), textOf(fields['To'])];
  if (rawFrom === null || rawTo === null)
    return malformed(rawFrom === null ? 'From' : 'To', 'the number is missing');
  if (rawFrom.includes(':'))
    return {
      result: 'ignored',
      reason: `a message of the channel ${rawFrom.split(':', 1)[0] ?? ''}, which is not read here`,
    };
  const [from, to] = [toE164(rawFrom), toE164(rawTo)];
  if (to === null) return malformed('To', 'not a phone number in E.164');
  if (from === null)
    return {
      result: 'ignored',
      reason: 'sent by a short code or a name, not by a person who could be answered',
    };
  const optOutType = textOf(fields['OptOutType'])?.toUpperCase();
  const count = Math.min(Number(textOf(fields['NumMedia']) ?? 0) || 0, 10);
  return {
    result: 'events',
    events: [
      {
        type: 'inbound',
        providerId,
        from,
        to,
        // PostgreSQL text holds no NUL, and no phone sends one on purpose.
        body: typeof fields['Body'] === 'string' ? fields['Body'].replaceAll('\u0000', '') : '',
        mediaUrls: Array.from({ length: count }, (_, index) =>
          textOf(fields[`MediaUrl${index}`], 2048),
        ).filter((url) => url !== null),
        ...(optOutType === 'STOP' || optOutType === 'START' || optOutType === 'HELP' ? { optOutType } : {}),
      },
    ],
  };
}

/** Reads only. Says whether the login works, the account is active and the sender is registered. */
async function check(config: Config, deps: OutboundDeps): Promise<CheckResult> {
  const account = await callTwilio(config, deps, `${accountUrl(config)}.json`);
  if (account.kind !== 'answered')
    return {
      ok: false,
      detail: `Twilio cannot be reached: ${account.detail}`,
      remedy: 'Check the network and proxy of this machine.',
    };
  if (account.status !== 200) {
    return {
      ok: false,
      detail: `Twilio refused the login (HTTP ${account.status})`,
      remedy: 'Compare account SID and auth token (or API key) with the Twilio console.',
    };
  }
  const { status, type } = z
    .object({ status: z.string(), type: z.string().nullish() })
    .safeParse(parseJson(account.text)).data ?? { status: 'unknown', type: null };
  if (status !== 'active')
    return {
      ok: false,
      detail: `the Twilio account is ${status}`,
      remedy: 'Open the Twilio console and settle what it asks for.',
    };
  const trial = type === 'Trial' ? ' It is a trial account: it texts verified numbers only.' : '';
  if (config.messagingServiceSid === undefined) {
    return {
      ok: true,
      detail: `Login works.${trial} No messaging service is set, so the A2P registration of the sender was not read.`,
      remedy: 'For US long codes set messagingServiceSid to the service of your approved campaign.',
    };
  }
  const compliance = await callTwilio(
    config,
    deps,
    `${config.messagingUrl}/v1/Services/${config.messagingServiceSid}/Compliance/Usa2p?PageSize=20`,
  );
  const campaigns =
    compliance.kind === 'answered' && compliance.status === 200
      ? z
          .object({ compliance: z.array(z.object({ campaign_status: z.string().nullish() })) })
          .safeParse(parseJson(compliance.text)).data?.compliance
      : undefined;
  if (campaigns === undefined) {
    return {
      ok: false,
      detail: 'the messaging service or its registration could not be read',
      remedy: 'Compare messagingServiceSid with the Twilio console.',
    };
  }
  const states = campaigns.map((campaign) => campaign.campaign_status ?? 'unknown');
  return states.includes('VERIFIED')
    ? { ok: true, detail: `Login works.${trial} The A2P campaign of the messaging service is verified.` }
    : {
        ok: false,
        detail: `the A2P campaign of the messaging service is ${states.join(', ') || 'missing'}; carriers refuse texts until it is VERIFIED`,
        remedy:
          'Finish brand and campaign registration under Messaging > Regulatory compliance, then add the numbers to the service.',
      };
}

const REFERENCE = 'message';

function withReference(url: string, messageId: string): string {
  const callback = new URL(url);
  callback.searchParams.set(REFERENCE, messageId);
  return callback.href;
}

function referenceOf(url: string): string | null {
  const reference = URL.canParse(url) ? new URL(url).searchParams.get(REFERENCE) : null;
  return reference !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(reference)
    ? reference.toLowerCase()
    : null;
}

function malformed(path: string, message: string, remedy?: string): ParseResult<MessagingEvent> {
  return {
    result: 'malformed',
    issues: [remedy === undefined ? { path, message } : { path, message, remedy }],
  };
}
