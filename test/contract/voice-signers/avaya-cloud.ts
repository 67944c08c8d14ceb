import type { Signer } from '../voice-signers.ts';

const signer: Signer = {
  settings: (verificationToken) => ({ verificationToken }),
  header: 'verification-token',
  covers: 'token',
  sign: (request, secret) => ({
    ...request,
    headers: { ...request.headers, 'verification-token': secret },
  }),
};
export default signer;
