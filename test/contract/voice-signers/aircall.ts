import type { IncomingRequest } from '../../../src/ports/connector.ts';
import type { Signer } from '../voice-signers.ts';

/** Aircall signs nothing; each body repeats the webhook's token. A body that is no object cannot carry one. */
const signer: Signer = {
  settings: (webhookToken) => ({ webhookToken }),
  header: 'x-unused',
  covers: 'body',
  sign: (request, secret) => {
    const text = new TextDecoder().decode(request.body);
    return {
      ...request,
      body: new TextEncoder().encode(text.replace(/^\s*\{/, `{"token":${JSON.stringify(secret)},`)),
    };
  },
  sameMeaning: (a, b) => tokenOf(a) === tokenOf(b),
};
export default signer;

function tokenOf(request: IncomingRequest): unknown {
  try {
    return (JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body)) as { token?: unknown })
      .token;
  } catch {
    return Symbol('no token');
  }
}
