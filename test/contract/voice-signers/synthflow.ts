import { createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

/** Synthflow signs the call id and nothing else. */
const signer: Signer = {
  settings: (webhookSecret) => ({ webhookSecret }),
  header: 'synthflow-signature',
  covers: 'token',
  sign: (request, secret) => {
    const callId = /"(?:call_id|_id)":\s*"([^"]*)"/.exec(new TextDecoder().decode(request.body))?.[1] ?? '';
    const signature = createHmac('sha256', secret).update(callId).digest('base64');
    return { ...request, headers: { ...request.headers, 'synthflow-signature': signature } };
  },
};
export default signer;
