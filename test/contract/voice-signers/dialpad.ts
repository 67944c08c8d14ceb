import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

/** RFC 7515, appendix A.1: the whole body becomes a compact token. */
const signer: Signer = {
  settings: (webhookSecret) => ({ webhookSecret }),
  header: 'content-type',
  covers: 'body',
  sign: (request, secret) => {
    const part = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
    const head = part(Buffer.from('{"alg":"HS256","typ":"JWT"}'));
    const signed = `${head}.${part(request.body)}`;
    const signature = createHmac('sha256', secret).update(signed).digest('base64url');
    return {
      ...request,
      headers: { ...request.headers, 'content-type': 'application/jwt' },
      body: new TextEncoder().encode(`${signed}.${signature}`),
    };
  },
};
export default signer;
