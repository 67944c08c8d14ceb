import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

const signer: Signer = {
  settings: (signingSecret) => ({ signingSecret, replayWindowSeconds: 0 }),
  header: 'x-ctm-signature',
  covers: 'body',
  sign: (request, secret) => {
    const time = '1795200131';
    const signature = createHmac('sha1', secret).update(time).update(request.body).digest('base64');
    return { ...request, headers: { ...request.headers, 'x-ctm-time': time, 'x-ctm-signature': signature } };
  },
};
export default signer;
