/**
 * Signed outgoing webhook after Standard Webhooks (https://www.standardwebhooks.com, specification 1.0.0, read
 * 2026-11-21): headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, which is `v1,` and the base64
 * HMAC-SHA256 over `id.timestamp.body`. A notice may come twice after a lost answer: receivers dedupe on the id.
 *
 * It speaks through node:http rather than the injected fetch, because the address must be checked at the moment of
 * connecting: a name that is public when looked up once can be private when looked up again.
 */
import { lookup as resolve } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { z } from 'zod';
import { secret, type OutboundDeps } from '../../ports/connector.ts';
import { defineNotifier, type Notification, type Notifier, type NotifyAnswer } from '../../ports/notify.ts';
import { hmacBase64 } from '../shared/crypto.ts';
import { classifyFailure } from '../shared/http-call.ts';
import { isPublicAddress } from '../shared/public-address.ts';

const Config = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Where notices are posted'),
  secret: secret(
    z.string().refine((text) => keyOf(text).length >= 24, 'at least 24 bytes in base64 after whsec_'),
    'Standard Webhooks secret: whsec_ and base64',
  ),
});
type Config = z.infer<typeof Config>;

export function webhookNotifier(options: { readonly allowPrivate: boolean }): Notifier<Config> {
  return defineNotifier({
    meta: {
      id: 'webhook',
      name: 'Signed webhook',
      maturity: 'vectors',
      checkedHow:
        "Signatures are verified by the Standard Webhooks project's own library; delivery against a local server.",
      lastChecked: '2026-11-21',
      docs: [
        'https://www.standardwebhooks.com',
        'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
      ],
      setup: [
        'Make a secret: whsec_ followed by 24 to 64 random bytes in base64.',
        'Write URL and secret under `notify.webhook`; the receiver verifies with any Standard Webhooks library.',
        'Addresses of your own network need RINGBACK_ALLOW_PRIVATE_WEBHOOKS=1.',
      ],
    },
    config: Config,
    notify: (notification, config, deps) => post(notification, config, deps, options.allowPrivate),
    check: (config) => {
      const refusal = refuseUrl(new URL(config.url), options.allowPrivate);
      return Promise.resolve(
        refusal === null
          ? { ok: true, detail: 'The webhook address is usable; nothing was sent to it.' }
          : {
              ok: false,
              detail: refusal,
              remedy: 'Use a public https address, or set RINGBACK_ALLOW_PRIVATE_WEBHOOKS=1.',
            },
      );
    },
  });
}

export default webhookNotifier({ allowPrivate: false });

async function post(
  notification: Notification,
  config: Config,
  deps: OutboundDeps,
  allowPrivate: boolean,
): Promise<NotifyAnswer> {
  const url = new URL(config.url);
  const refusal = refuseUrl(url, allowPrivate);
  if (refusal !== null) return { status: 'rejected', detail: refusal, retryable: false };
  const body = JSON.stringify({
    type: `ringback.${notification.type}`,
    timestamp: notification.occurredAt,
    data: {
      id: notification.id,
      subject: notification.subject,
      text: notification.text,
      ...(notification.url === undefined ? {} : { url: notification.url }),
      ...notification.data,
    },
  });
  const timestamp = Math.floor(deps.now().getTime() / 1000).toString();
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Ringback-Webhook/1',
    'webhook-id': notification.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${sign(config.secret, `${notification.id}.${timestamp}.${body}`)}`,
  };
  try {
    return judge(await request(url, headers, body, deps.signal, allowPrivate));
  } catch (error) {
    if (error instanceof PrivateAddress)
      return { status: 'rejected', detail: error.message, retryable: false };
    const outcome = classifyFailure(error);
    if (outcome.kind === 'not-sent') return { status: 'rejected', detail: outcome.detail, retryable: true };
    return { status: 'unknown', detail: outcome.kind === 'lost' ? outcome.detail : 'no answer' };
  }
}

function judge(status: number): NotifyAnswer {
  if (status >= 200 && status < 300) return { status: 'accepted' };
  if (status >= 300 && status < 400)
    return {
      status: 'rejected',
      detail: `the receiver redirects (${status}); redirects are not followed`,
      retryable: false,
    };
  // 410 is the specification's way of saying "stop for good".
  const retryable = status >= 500 || status === 408 || status === 429;
  return { status: 'rejected', detail: `the receiver answered ${status}`, retryable };
}

function refuseUrl(url: URL, allowPrivate: boolean): string | null {
  if (allowPrivate) return null;
  if (url.protocol !== 'https:') return 'only https is used for webhooks on the internet';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host) ? PRIVATE : null;
}

const PRIVATE = 'the address is not a public one, so nothing was sent';

class PrivateAddress extends Error {
  constructor() {
    super(PRIVATE);
    this.name = 'PrivateAddress';
  }
}

/** Looks the name up once, refuses what is not public, and connects to exactly what was looked at. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = error === null ? addresses : [];
    if (error !== null || first === undefined) callback(error ?? new Error('no address'), '', 0);
    else if (!addresses.every((each) => isPublicAddress(each.address))) callback(new PrivateAddress(), '', 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function request(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
  allowPrivate: boolean,
): Promise<number> {
  return new Promise((done, fail) => {
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal,
      agent: false as const,
    };
    const call = (url.protocol === 'https:' ? https : http).request(
      url,
      allowPrivate ? options : { ...options, lookup: publicLookup },
    );
    call.once('response', (response) => {
      // The status is the whole answer; what else it says is not read.
      response.destroy();
      done(response.statusCode ?? 0);
    });
    call.once('error', fail);
    call.end(body);
  });
}

function keyOf(secretText: string): Buffer {
  return Buffer.from(secretText.replace(/^whsec_/, ''), 'base64');
}

function sign(secretText: string, content: string): string {
  return hmacBase64('sha256', keyOf(secretText), content);
}
