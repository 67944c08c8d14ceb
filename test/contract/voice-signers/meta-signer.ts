import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

/** How Meta signs every webhook: hexadecimal, behind the name of the digest. */
export const metaSigner: Signer = {
  settings: (appSecret) => ({ appSecret }),
  header: 'x-hub-signature-256',
  covers: 'body',
  sign: (request, secret) => {
    const digest = createHmac('sha256', secret).update(request.body).digest('hex');
    return { ...request, headers: { ...request.headers, 'x-hub-signature-256': `sha256=${digest}` } };
  },
};
