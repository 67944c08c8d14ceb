import { createHash } from 'node:crypto';
import twilio from 'twilio';
import type { IncomingRequest } from '../../../src/ports/connector.ts';
import type { Signer } from '../voice-signers.ts';

const text = (body: Uint8Array): string => new TextDecoder().decode(body);

/** The official library signs. */
const signer: Signer = {
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
};
export default signer;

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
