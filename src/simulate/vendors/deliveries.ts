import { callEventDeliveries } from './call-events.ts';
import { callrailDeliveries, signCallrail } from './callrail.ts';
import { ringcentralDeliveries, signRingcentral } from './ringcentral.ts';
import type { Delivery, Ring, SignedRequest, Surface } from './ring.ts';
import { signTwilio, twilioDeliveries } from './twilio.ts';

const TELLERS: Readonly<Record<Surface, (ring: Ring) => Delivery[]>> = {
  twilio: twilioDeliveries,
  callrail: callrailDeliveries,
  ringcentral: ringcentralDeliveries,
  'call-events': callEventDeliveries,
};

/** Everything the chosen surfaces say about one ring, in the order in which they would send it. */
export function deliveriesOf(ring: Ring, surfaces: readonly Surface[]): Delivery[] {
  return surfaces
    .flatMap((surface) => TELLERS[surface](ring))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The request as the vendor sends it to `url`; `secret` is the source's own, or an API key for normalised events. */
export function signed(delivery: Delivery, url: string, secret: string): SignedRequest {
  switch (delivery.surface) {
    case 'twilio':
      return signTwilio(delivery, url, secret);
    case 'callrail':
      return signCallrail(delivery, url, secret);
    case 'ringcentral':
      return signRingcentral(delivery, url, secret);
    case 'call-events':
      return {
        method: 'POST',
        url,
        headers: { 'content-type': delivery.contentType, authorization: `Bearer ${secret}` },
        body: delivery.body,
      };
  }
}

/** Setting of the source that holds the secret each surface signs with. */
export const SECRET_SETTING = {
  twilio: 'authToken',
  callrail: 'signingKey',
  ringcentral: 'verificationToken',
} as const;
