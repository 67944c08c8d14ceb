import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

const signer: Signer = {
  settings: (secretToken) => ({ secretToken }),
  header: 'x-zm-signature',
  covers: 'body',
  sign: (request, secret) => {
    const stamp = String(Math.floor(Date.parse(request.receivedAt) / 1000));
    const digest = createHmac('sha256', secret).update(`v0:${stamp}:`).update(request.body).digest('hex');
    const headers = { ...request.headers, 'x-zm-request-timestamp': stamp, 'x-zm-signature': `v0=${digest}` };
    return { ...request, headers };
  },
};
export default signer;
