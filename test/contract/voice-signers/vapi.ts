import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

/** The HMAC credential with Vapi's defaults: SHA-256, hex, `{timestamp}.{body}`. */
const signer: Signer = {
  settings: (accessToken) => ({ accessToken }),
  header: 'x-signature',
  covers: 'body',
  sign: (request, secret) => {
    const stamp = String(Date.parse(request.receivedAt));
    const signature = createHmac('sha256', secret).update(`${stamp}.`).update(request.body).digest('hex');
    return { ...request, headers: { ...request.headers, 'x-timestamp': stamp, 'x-signature': signature } };
  },
};
export default signer;
