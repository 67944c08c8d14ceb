import { createHash, createHmac } from 'node:crypto';
import type { Signer } from '../voice-signers.ts';

/** The claims that Vonage documents; RFC 7515 for the form. */
const signer: Signer = {
  settings: (signatureSecret) => ({ signatureSecret }),
  header: 'authorization',
  covers: 'body',
  sign: (request, secret) => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const hash = createHash('sha256').update(request.body).digest('hex');
    const claims = {
      iat: Date.parse('2026-11-20T18:42:00Z') / 1000,
      jti: '6a1c8f7e-0000-4000-8000-000000000001',
      iss: 'Vonage',
      application_id: '6a1c8f7e-0000-4000-8000-000000000002',
      api_key: 'a1b2c3d4',
      ...(request.body.length === 0 ? {} : { payload_hash: hash }),
    };
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
    const signature = createHmac('sha256', secret).update(signed).digest('base64url');
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${signed}.${signature}` } };
  },
};
export default signer;
