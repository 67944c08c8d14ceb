import { createHmac } from 'node:crypto';
import type { IncomingRequest } from '../../../src/ports/connector.ts';
import type { Signer } from '../voice-signers.ts';

const NONCE = '31627761595286130198';

/** V3 as Plivo documents it, for the addresses without a query and with one that the fixtures use. */
const signer: Signer = {
  settings: (authToken) => ({ authToken }),
  header: 'x-plivo-signature-v3',
  covers: 'body',
  sign: (request, secret) => {
    const signature = createHmac('sha256', secret)
      .update(`${signedText(request)}.${NONCE}`)
      .digest('base64');
    const headers = {
      ...request.headers,
      'x-plivo-signature-v3': signature,
      'x-plivo-signature-v3-nonce': NONCE,
    };
    return { ...request, headers };
  },
  sameMeaning: (a, b) => signedText(a) === signedText(b),
};
export default signer;

function signedText(request: IncomingRequest): string {
  const [base = '', query] = request.url.split('?');
  const sorted = (text: string, equals: string): string[] =>
    [...new URLSearchParams(text)]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, value]) => name + equals + value);
  if (query !== undefined) return `${base}?${sorted(query, '=').join('&')}`;
  return `${base}?${sorted(new TextDecoder().decode(request.body), '').join('')}`;
}
