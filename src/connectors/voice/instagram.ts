import { z } from 'zod';
import { E164 } from '../../core/model/primitives.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { readMetaCalls } from '../vendors/meta/calls.ts';
import { META_SIGNATURE, metaFields, metaHandshake, verifyMeta } from '../vendors/meta/hook.ts';
import { eachOf } from '../shared/one-or-many.ts';

/**
 * Instagram professional accounts: calls that reach the account's webhook in the shape of Messenger calling. Meta documents
 * that shape for Pages and says nothing of Instagram of its own, so this is unverified. The call button of a profile dials
 * a plain number.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/calling/webhooks, read 2026-11-21.
 */
const Config = z.strictObject({
  ...metaFields,
  mainNumber: E164.optional().describe('Number of the shop that stands for this account'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'instagram',
    name: 'Instagram',
    family: 'click-to-call',
    delivery: 'webhook',
    signature: META_SIGNATURE,
    clockToleranceSeconds: 15,
    maturity: 'documented',
    checkedHow:
      'Unverified: Meta documents the calls webhook for Pages; the signature is that of every Meta webhook',
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.facebook.com/documentation/business-messaging/messenger-platform/calling/webhooks',
      'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
    ],
    setup: [
      'Set verifyToken of this source to a long random text and appSecret to the secret of your Meta app.',
      'In the app dashboard open Webhooks, choose Instagram, paste {url} as callback and the same text as verify token; Meta asks once and Ringback answers its challenge.',
      'Subscribe to the field calls. Ringback verifies X-Hub-Signature-256.',
      'Call buttons of ads and profiles dial a plain number: give them a tracking number and connect its vendor instead.',
    ],
  },
  config: Config,
  handshake: metaHandshake,
  verify: (request, config) => verifyMeta(request, config),
  parse: (request, config, context) =>
    eachOf(request, (one) =>
      readMetaCalls(
        one,
        { surface: 'instagram', objects: ['instagram', 'page'], mainNumber: config.mainNumber },
        context,
      ),
    ),
});
