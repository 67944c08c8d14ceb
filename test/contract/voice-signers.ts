import { createHash, createHmac } from 'node:crypto';
import twilio from 'twilio';
import type { IncomingRequest } from '../../src/ports/connector.ts';

/** How each vendor signs, written independently of the connectors: by the vendor's own library where there is one. */
export const SECRET = 'correct-horse-battery-staple';

export interface Signer {
  readonly settings: (secret: string) => Readonly<Record<string, unknown>>;
  readonly sign: (request: IncomingRequest, secret: string) => IncomingRequest;
  readonly header: string;
  /** Whether the signature covers the body, or is only a token beside it. */
  readonly covers: 'body' | 'token';
  /** True when both bodies mean the same fields to the vendor's scheme. */
  readonly sameMeaning?: (a: IncomingRequest, b: IncomingRequest) => boolean;
}

const text = (body: Uint8Array): string => new TextDecoder().decode(body);

export const signers: Readonly<Record<string, Signer>> = {
  twilio: {
    settings: (authToken) => ({ authToken }),
    header: 'x-twilio-signature',
    covers: 'body',
    sign: (request, secret) => {
      const json = (request.headers['content-type'] ?? '').includes('json');
      const hash = createHash('sha256').update(request.body).digest('hex');
      const url = json ? `${request.url}?bodySHA256=${hash}` : request.url;
      const params =
        json || request.method === 'GET' ? {} : Object.fromEntries(new URLSearchParams(text(request.body)));
      const signature = twilio.getExpectedTwilioSignature(secret, url, params);
      return { ...request, url, headers: { ...request.headers, 'x-twilio-signature': signature } };
    },
    sameMeaning: (a, b) => joined(a) === joined(b),
  },
  callrail: {
    settings: (signingKey) => ({ signingKey, replayWindowSeconds: 7 * 86_400 }),
    header: 'signature',
    covers: 'body',
    sign: (request, secret) => {
      const signature = createHmac('sha1', secret).update(request.body).digest('base64');
      return { ...request, headers: { ...request.headers, signature } };
    },
  },
  ringcentral: {
    settings: (verificationToken) => ({ verificationToken }),
    header: 'verification-token',
    covers: 'token',
    sign: (request, secret) => ({
      ...request,
      headers: { ...request.headers, 'verification-token': secret },
    }),
  },
};

/** Twilio signs names and values run together, so moving a character across their border changes nothing it can see. */
function joined(request: IncomingRequest): string {
  if ((request.headers['content-type'] ?? '').includes('json')) return text(request.body);
  const form = new URLSearchParams(text(request.body));
  return [...new Set(form.keys())]
    .sort()
    .map((name) =>
      [...new Set(form.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
}
