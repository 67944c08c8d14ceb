import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

const signer: Signer = {
  settings: (signingKey) => ({ signingKey, replayWindowSeconds: 7 * 86_400 }),
  header: 'signature',
  covers: 'body',
  sign: (request, secret) => {
    const signature = createHmac('sha1', secret).update(request.body).digest('base64');
    return { ...request, headers: { ...request.headers, signature } };
  },
};
export default signer;
