import {
  endOf,
  leavesVoicemail,
  reachesVoicemail,
  secondsAfter,
  type Delivery,
  type Ring,
  type SignedRequest,
} from './ring.ts';

/**
 * RingCentral's side of a simulated ring: telephony session notifications in sequence, one party.
 * https://developers.ringcentral.com/guide/notifications/event-filters/account-telephony-sessions, read 2026-11-21.
 */
export function ringcentralDeliveries(ring: Ring): Delivery[] {
  const end = endOf(ring);
  const rang = secondsAfter(ring.startedAt, ring.ringSeconds);
  const queue = ring.story === 'queue-abandon';
  const account = '809646016';
  const sessionId = decimals(ring.id);
  const session = `s-${ring.id.slice(0, 18)}z${ring.id.slice(18, 26)}`;
  const party = {
    accountId: account,
    id: `p-${ring.id.slice(0, 18)}z${ring.id.slice(18, 26)}-1`,
    direction: 'Inbound',
    to: {
      phoneNumber: ring.main,
      name: queue ? 'Front desk queue' : 'Main number',
      ...(queue && { extensionId: QUEUE }),
    },
    from: {
      phoneNumber: ring.caller ?? 'anonymous',
      ...(ring.callerName !== undefined && { name: ring.callerName }),
    },
    muted: false,
    standAlone: false,
    ...(queue && { queueCall: true, extensionId: QUEUE }),
  };
  const deliveries: Delivery[] = [];
  const add = (at: Date, what: string, status: object, more: object = {}): void => {
    const sequence = deliveries.length + 1;
    deliveries.push({
      surface: 'ringcentral',
      at: secondsAfter(at, 0.4),
      what,
      contentType: 'application/json',
      body: JSON.stringify({
        uuid: `${ring.id.slice(0, 8)}-${ring.id.slice(8, 12)}-4${ring.id.slice(13, 16)}-8${ring.id.slice(17, 20)}-${ring.id.slice(20, 31)}${sequence}`,
        event: `/restapi/v1.0/account/${account}/telephony/sessions`,
        timestamp: secondsAfter(at, 0.4).toISOString(),
        subscriptionId: '0a1c2d3e-4f50-4617-8283-94a5b6c7d8e9',
        ownerId: '400129284008',
        body: {
          sequence,
          sessionId,
          telephonySessionId: session,
          serverId: '10.27.19.10.TAM',
          eventTime: at.toISOString(),
          parties: [{ ...party, ...more, status: { rcc: false, ...status } }],
          origin: { type: 'Call' },
        },
      }),
    });
  };
  add(ring.startedAt, 'a call comes in', { code: 'Setup' });
  if (ring.chatty) add(secondsAfter(ring.startedAt, 1), 'the extension rings', { code: 'Proceeding' });
  if (ring.story === 'answered') {
    add(rang, 'somebody picked up', { code: 'Answered' }, { extensionId: AGENT });
    add(
      end,
      'the call ended',
      { code: 'Disconnected', reason: 'CallFinished' },
      { extensionId: AGENT, missedCall: false },
    );
  } else if (reachesVoicemail(ring.story)) {
    add(rang, 'voicemail picked up', { code: 'VoiceMail' });
    if (leavesVoicemail(ring.story))
      add(end, 'the call ended in voicemail', { code: 'Disconnected', reason: 'Voicemail' });
  } else {
    const reason =
      ring.story === 'rep-busy'
        ? 'TargetBusy'
        : queue || ring.story === 'ivr-drop'
          ? 'Cancelled'
          : 'NoAnswer';
    add(end, `the call was missed: ${reason}`, { code: 'Disconnected', reason }, { missedCall: true });
  }
  return deliveries;
}

/** RingCentral signs nothing: it repeats the verification token of the subscription. */
export function signRingcentral(delivery: Delivery, url: string, verificationToken: string): SignedRequest {
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': delivery.contentType,
      'verification-token': verificationToken,
      'user-agent': 'RingCentral-WebHook/8.3',
    },
    body: delivery.body,
  };
}

const QUEUE = '400131426008';
const AGENT = '400130127008';

/** Session ids are long decimal numbers, beyond what a double holds. */
function decimals(hex: string): string {
  return (BigInt(`0x${hex.slice(0, 15)}`) % 10n ** 14n).toString().padStart(14, '4');
}
