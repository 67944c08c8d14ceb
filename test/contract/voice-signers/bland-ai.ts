import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

const signer: Signer = {
  settings: (webhookSecret) => ({ webhookSecret }),
  header: 'x-webhook-signature',
  covers: 'body',
  sign: (request, secret) => {
    const signature = createHmac('sha256', secret).update(request.body).digest('hex');
    return { ...request, headers: { ...request.headers, 'x-webhook-signature': signature } };
  },
};
export default signer;
