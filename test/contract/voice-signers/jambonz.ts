import { createHmac } from 'node:crypto';
import { RECEIVED_AT } from '../voice-fixtures.ts';
import type { Signer } from '../voice-signers.ts';

/** As jambonz-feature-server signs: seconds, a dot, and the JSON that it sends. */
const signer: Signer = {
  settings: (webhookSecret) => ({ webhookSecret }),
  header: 'jambonz-signature',
  covers: 'body',
  sign: (request, secret) => {
    const time = Math.floor(Date.parse(RECEIVED_AT) / 1000);
    const digest = createHmac('sha256', secret).update(`${time}.`).update(request.body).digest('hex');
    return { ...request, headers: { ...request.headers, 'jambonz-signature': `t=${time},v1=${digest}` } };
  },
};
export default signer;
