import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import {
  endOf,
  leavesVoicemail,
  reachesVoicemail,
  VOICEMAIL_SECONDS,
  type Delivery,
  type Ring,
} from './ring.ts';

/**
 * A contact-centre product of the operator's own that speaks our CallEvent: the one simulated surface that knows what
 * language or skill a caller asked for, and that a caller was blocked.
 */
export function callEventDeliveries(ring: Ring): Delivery[] {
  const end = endOf(ring);
  const event: CallEvent = {
    surface: 'front-desk',
    eventId: `fd-${ring.id.slice(0, 24)}-ended`,
    callId: `fd-${ring.id.slice(0, 24)}`,
    linkedCallIds: [],
    direction: 'inbound',
    from: ring.caller,
    fromWithheld: ring.caller === null,
    to: ring.main,
    occurredAt: end.toISOString(),
    timePrecision: 'ms',
    startedAt: ring.startedAt.toISOString(),
    endedAt: end.toISOString(),
    ringSeconds: ring.ringSeconds,
    ...(ring.story === 'answered' && { talkSeconds: ring.talkSeconds, answeredBy: 'human' as const }),
    final: true,
    disposition: dispositionOf(ring),
    ...(reachesVoicemail(ring.story) && {
      voicemail: leavesVoicemail(ring.story)
        ? {
            left: true,
            seconds: VOICEMAIL_SECONDS,
            ...(ring.voicemail !== undefined && { transcript: ring.voicemail }),
          }
        : { left: false },
    }),
    ...(ring.story === 'language-mismatch' && { language: 'vi' }),
    ...(ring.story === 'skill-mismatch' && { skill: 'boat-detailing' }),
    ...(ring.story === 'known-spam' && { spam: { score: 0.97, label: 'robocaller' } }),
    ...(ring.attestation !== null &&
      ring.attestation !== 'failed' && {
        attestation: ring.attestation,
        verstat: `TN-Validation-Passed-${ring.attestation}`,
      }),
    attribution: {},
    ...(ring.callerName !== undefined && { callerName: ring.callerName }),
  };
  return [
    {
      surface: 'call-events',
      at: end,
      what:
        ring.story === 'answered' ? 'the front desk took the call' : 'the front desk reports a missed call',
      contentType: 'application/json',
      body: JSON.stringify(event),
    },
  ];
}

function dispositionOf(ring: Ring): Disposition {
  if (reachesVoicemail(ring.story)) return 'voicemail';
  switch (ring.story) {
    case 'answered':
      return 'answered';
    case 'rep-busy':
      return 'busy';
    case 'ivr-drop':
      return 'ivr_abandoned';
    case 'queue-abandon':
    case 'language-mismatch':
    case 'skill-mismatch':
      return 'queue_abandoned';
    case 'blocked-caller':
      return 'blocked';
    default:
      return 'no_answer';
  }
}
