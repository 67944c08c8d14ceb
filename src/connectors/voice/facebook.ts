import { z } from 'zod';
import { E164 } from '../../core/model/primitives.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { readMetaCalls } from '../vendors/meta/calls.ts';
import { META_SIGNATURE, metaFields, metaHandshake, verifyMeta } from '../vendors/meta/hook.ts';
import { eachOf } from '../shared/one-or-many.ts';

/**
 * Facebook Pages: calls in Messenger through the Page's webhook. Call buttons and call ads dial a plain number and report
 * only sums, so a shop hears those through its tracking number; lead forms are not calls.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/calling/webhooks, read 2026-11-21.
 */
const Config = z.strictObject({
  ...metaFields,
  mainNumber: E164.optional().describe('Number of the shop that stands for this account'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'facebook',
    name: 'Facebook',
    family: 'click-to-call',
    delivery: 'webhook',
    signature: META_SIGNATURE,
    clockToleranceSeconds: 15,
    maturity: 'documented',
    checkedHow: 'Payloads from the Messenger calling documentation; no Page with calling was at hand',
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.facebook.com/documentation/business-messaging/messenger-platform/calling/webhooks',
      'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
    ],
    setup: [
      'Set verifyToken of this source to a long random text and appSecret to the secret of your Meta app.',
      'In the app dashboard open Webhooks, choose Page, paste {url} as callback and the same text as verify token; Meta asks once and Ringback answers its challenge.',
      'Subscribe to the field calls. Ringback verifies X-Hub-Signature-256.',
      'Call buttons of ads and profiles dial a plain number: give them a tracking number and connect its vendor instead.',
    ],
  },
  config: Config,
  handshake: metaHandshake,
  verify: (request, config) => verifyMeta(request, config),
  parse: (request, config, context) =>
    eachOf(request, (one) =>
      readMetaCalls(one, { surface: 'facebook', objects: ['page'], mainNumber: config.mainNumber }, context),
    ),
});
