import { createHmac } from 'node:crypto';
import {
  endOf,
  leavesVoicemail,
  secondsAfter,
  VOICEMAIL_SECONDS,
  type Delivery,
  type Ring,
  type SignedRequest,
} from './ring.ts';

/**
 * CallRail's side of a simulated ring: the pre-call webhook where an operator switched it on, and the post-call webhook.
 * https://apidocs.callrail.com/#webhooks, read 2026-11-21. It sits in front: customers dial its tracking number.
 */
export function callrailDeliveries(ring: Ring): Delivery[] {
  const end = endOf(ring);
  const answered = ring.story === 'answered';
  const voicemail = leavesVoicemail(ring.story);
  const seconds = Math.max(1, Math.round((end.getTime() - ring.startedAt.getTime()) / 1000));
  const common = {
    resource_id: `CAL${ring.id.slice(0, 32)}`,
    company_resource_id: `COM${'7'.repeat(32)}`,
    customer_phone_number: ring.caller ?? 'anonymous',
    customer_name: ring.callerName ?? null,
    tracking_phone_number: ring.tracking,
    business_phone_number: ring.main,
    direction: 'inbound',
    start_time: isoSeconds(ring.startedAt),
    ...ring.attribution,
  };
  const deliveries: Delivery[] = [];
  const add = (at: Date, what: string, fields: object): void => {
    deliveries.push({
      surface: 'callrail',
      at,
      what,
      contentType: 'application/json',
      body: JSON.stringify({ ...common, timestamp: isoSeconds(at), ...fields }),
    });
  };
  if (ring.chatty)
    add(secondsAfter(ring.startedAt, 1), 'a call comes in', {
      answered: false,
      call_type: 'missed',
      duration: 0,
    });
  add(
    secondsAfter(end, 3),
    answered ? 'the call was answered' : voicemail ? 'a voicemail was left' : 'the call was missed',
    {
      answered,
      call_type: answered
        ? 'inbound'
        : voicemail
          ? 'voicemail'
          : ring.story === 'ivr-drop'
            ? 'abandoned'
            : 'missed',
      duration: answered ? ring.talkSeconds : seconds,
      voicemail,
      recording:
        voicemail || answered ? `https://app.callrail.com/calls/CAL${ring.id.slice(0, 32)}/recording` : null,
      recording_duration: voicemail ? VOICEMAIL_SECONDS : answered ? ring.talkSeconds : null,
      transcription: voicemail ? (ring.voicemail ?? null) : null,
      spam: ring.story === 'known-spam',
      note: null,
      value: null,
      lead_status: null,
    },
  );
  return deliveries;
}

/** `Signature`: base64 HMAC-SHA1 over the raw body with the company's signing key. */
export function signCallrail(delivery: Delivery, url: string, signingKey: string): SignedRequest {
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': delivery.contentType,
      signature: createHmac('sha1', signingKey).update(delivery.body).digest('base64'),
      'user-agent': 'CallRail/Webhooks',
    },
    body: delivery.body,
  };
}

function isoSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
