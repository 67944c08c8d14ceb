import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

const signer: Signer = {
  settings: (apiKey) => ({ apiKey }),
  header: 'x-retell-signature',
  covers: 'body',
  sign: (request, secret) => {
    const stamp = Date.parse(request.receivedAt);
    const digest = createHmac('sha256', secret).update(request.body).update(String(stamp)).digest('hex');
    return { ...request, headers: { ...request.headers, 'x-retell-signature': `v=${stamp},d=${digest}` } };
  },
};
export default signer;
