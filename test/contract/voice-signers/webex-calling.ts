import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

const signer: Signer = {
  settings: (webhookSecret) => ({ webhookSecret }),
  header: 'x-spark-signature',
  covers: 'body',
  sign: (request, secret) => {
    const signature = createHmac('sha1', secret).update(request.body).digest('hex');
    return { ...request, headers: { ...request.headers, 'x-spark-signature': signature } };
  },
};
export default signer;
