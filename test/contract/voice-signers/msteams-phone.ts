import type { Signer } from '../voice-signers.ts';

/** Log rows that an operator forwards; notifications with their own clientState are tested in voice-authenticity-enterprise. */
const signer: Signer = {
  settings: (clientState) => ({ clientState }),
  header: 'authorization',
  covers: 'token',
  sign: (request, secret) => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${secret}` },
  }),
};
export default signer;
