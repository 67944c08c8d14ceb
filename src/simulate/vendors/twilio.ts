import { createHmac } from 'node:crypto';
import {
  endOf,
  leavesVoicemail,
  reachesVoicemail,
  secondsAfter,
  VOICEMAIL_SECONDS,
  type Delivery,
  type Ring,
  type SignedRequest,
} from './ring.ts';

/**
 * Twilio's side of a simulated ring: the Dial action, the Record action, the transcription and the number's status
 * callback, as form posts. https://www.twilio.com/docs/voice/twiml/dial, /record, /voice/api/call-resource#statuscallback,
 * read 2026-11-21. As in reality only the status callback carries a Timestamp.
 */
export function twilioDeliveries(ring: Ring): Delivery[] {
  const end = endOf(ring);
  const rang = secondsAfter(ring.startedAt, ring.ringSeconds);
  const callSid = `CA${ring.id.slice(0, 32)}`;
  const childSid = `CA${ring.id.slice(8, 40)}`;
  const from = ring.caller ?? '+266696687';
  const common = {
    AccountSid: `AC${'5'.repeat(32)}`,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    Direction: 'inbound',
    From: from,
    Caller: from,
    To: ring.main,
    Called: ring.main,
    ...(ring.callerName !== undefined && { CallerName: ring.callerName.toUpperCase() }),
    ...verification(ring),
    ...(ring.story === 'known-spam' && { AddOns: ROBOCALLER }),
  };
  const callbacks = { CallbackSource: 'call-progress-events' };
  const deliveries: Delivery[] = [];
  const add = (at: Date, what: string, fields: Readonly<Record<string, string>>): void => {
    deliveries.push({
      surface: 'twilio',
      at,
      what,
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({ ...common, ...fields }).toString(),
    });
  };
  const leg = {
    CallSid: childSid,
    ParentCallSid: callSid,
    Direction: 'outbound-dial',
    From: from,
    To: ring.desk,
    Called: ring.desk,
    Caller: from,
  };

  const rings = ring.story !== 'queue-abandon' && ring.story !== 'ivr-drop';
  if (ring.chatty && rings) {
    add(secondsAfter(ring.startedAt, 1), 'the shop phone starts to ring', {
      ...leg,
      ...callbacks,
      CallStatus: 'ringing',
      SequenceNumber: '1',
      Timestamp: rfc2822(secondsAfter(ring.startedAt, 1)),
    });
  }
  if (ring.story === 'queue-abandon') {
    add(end, 'the caller left the queue', {
      CallStatus: 'completed',
      QueueSid: `QU${ring.id.slice(0, 32)}`,
      QueueResult: 'hangup',
      QueueTime: String(ring.ringSeconds),
    });
  } else if (rings) {
    const status = ring.story === 'answered' ? 'completed' : ring.story === 'rep-busy' ? 'busy' : 'no-answer';
    add(ring.story === 'answered' ? end : rang, `dialling the shop ended: ${status}`, {
      CallStatus: reachesVoicemail(ring.story) ? 'in-progress' : 'completed',
      DialCallSid: childSid,
      DialCallStatus: status,
      DialBridged: String(ring.story === 'answered'),
      ...(ring.story === 'answered' && { DialCallDuration: String(ring.talkSeconds) }),
    });
  }
  const recording = {
    RecordingSid: `RE${ring.id.slice(0, 32)}`,
    RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/AC${'5'.repeat(32)}/Recordings/RE${ring.id.slice(0, 32)}`,
  };
  if (reachesVoicemail(ring.story)) {
    const left = leavesVoicemail(ring.story);
    add(end, left ? 'a voicemail was recorded' : 'voicemail picked up, nothing was said', {
      ...recording,
      CallStatus: 'completed',
      Digits: 'hangup',
      RecordingDuration: left ? String(VOICEMAIL_SECONDS) : '0',
    });
  }
  add(secondsAfter(end, 1), 'the call ended', {
    ...callbacks,
    CallStatus: 'completed',
    CallDuration: String(Math.max(1, Math.round((end.getTime() - ring.startedAt.getTime()) / 1000))),
    SequenceNumber: '0',
    Timestamp: rfc2822(end),
  });
  if (leavesVoicemail(ring.story) && ring.voicemail !== undefined) {
    add(secondsAfter(end, 9), 'the voicemail was transcribed', {
      ...recording,
      CallStatus: 'completed',
      TranscriptionSid: `TR${ring.id.slice(0, 32)}`,
      TranscriptionStatus: 'completed',
      TranscriptionText: ring.voicemail,
    });
  }
  if (ring.story === 'callback-in-progress' && ring.caller !== null)
    deliveries.push(callback(ring, secondsAfter(end, 3)));
  return deliveries;
}

/** The shop rings the caller back from its own number. */
function callback(ring: Ring, at: Date): Delivery {
  const fields = {
    AccountSid: `AC${'5'.repeat(32)}`,
    ApiVersion: '2010-04-01',
    CallSid: `CA${ring.id.slice(4, 36)}`,
    Direction: 'outbound-api',
    From: ring.main,
    To: ring.caller ?? '',
    CallStatus: 'ringing',
    CallbackSource: 'call-progress-events',
    SequenceNumber: '1',
    Timestamp: rfc2822(at),
  };
  return {
    surface: 'twilio',
    at,
    what: 'the shop rings the caller back',
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(fields).toString(),
  };
}

/** X-Twilio-Signature: base64 HMAC-SHA1 over the URL and every field's name and value in order of name. */
export function signTwilio(delivery: Delivery, url: string, authToken: string): SignedRequest {
  const fields = [...new URLSearchParams(delivery.body)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const signed = url + fields.map(([name, value]) => name + value).join('');
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': delivery.contentType,
      'x-twilio-signature': createHmac('sha1', authToken).update(signed).digest('base64'),
      'user-agent': 'TwilioProxy/1.1',
    },
    body: delivery.body,
  };
}

const ROBOCALLER = JSON.stringify({
  status: 'successful',
  results: { nomorobo_spamscore: { status: 'successful', result: { status: 'success', score: 1 } } },
});

function verification(ring: Ring): Record<string, string> {
  if (ring.attestation === null || ring.caller === null) return {};
  return {
    StirVerstat:
      ring.attestation === 'failed' ? 'TN-Validation-Failed-C' : `TN-Validation-Passed-${ring.attestation}`,
  };
}

/** `Sat, 21 Nov 2026 03:34:37 +0000` */
function rfc2822(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}
