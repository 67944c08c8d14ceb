import type { Disposition } from '../../../core/model/call-event.ts';

/**
 * What Vapi's `endedReason` says about a call. There are more than six hundred values, most of them
 * `<phase>.error-<provider>-...`, so families are read by pattern and only the decisive ones are listed.
 * https://docs.vapi.ai/calls/call-ended-reason and the enum of Vapi's OpenAPI file, read 2026-11-21.
 *
 * `talked`: the agent had the caller on the line; whether it was a conversation depends on the transcript.
 */
export function meaningOf(reason: string): Disposition | 'talked' | 'forwarded' {
  if (Object.hasOwn(LISTED, reason)) return LISTED[reason] ?? 'unknown';
  if (/hungup-before-call-connect|hung-up-before/.test(reason)) return 'canceled';
  if (/(^|[.-])(busy|486)([.-]|$)/.test(reason)) return 'busy';
  if (/\b(480|408)\b|did-not-answer|no-answer/.test(reason)) return 'no_answer';
  if (/\b(603|607|608)\b|declin|reject/.test(reason)) return 'rejected';
  if (/hook-executed-transfer$/.test(reason)) return 'forwarded';
  if (/hook-executed-say$/.test(reason)) return 'talked';
  if (/transfer.*(fail|timeout|cancel|max-duration)|(fail|error).*transfer/.test(reason)) return 'no_answer';
  if (/completed(-call)?$/.test(reason)) return 'talked';
  if (/^assistant-ended-call/.test(reason)) return 'talked';
  if (
    /error|fail|not-found|not-provided|invalid|fault|shutdown|no-server|disconnected|timed-out/.test(reason)
  )
    return 'failed';
  if (/^(call\.start|assistant-request|pipeline|phone-call-provider)/.test(reason)) return 'failed';
  return 'unknown';
}

const LISTED: Readonly<Record<string, Disposition | 'talked' | 'forwarded'>> = {
  'customer-ended-call': 'talked',
  // The word of the documentation's own example.
  hangup: 'talked',
  'assistant-said-end-call-phrase': 'talked',
  'assistant-said-message-with-end-call-enabled': 'talked',
  'exceeded-max-duration': 'talked',
  'silence-timed-out': 'talked',
  'manually-canceled': 'talked',
  'vonage-completed': 'talked',
  'assistant-forwarded-call': 'forwarded',
  'assistant-forwarded-call-after-message-spoken': 'forwarded',
  'customer-ended-call-before-warm-transfer': 'no_answer',
  'customer-ended-call-after-warm-transfer-attempt': 'no_answer',
  'customer-ended-call-during-transfer': 'no_answer',
  // The server sent the caller on to a number; who took the call there is not told.
  'assistant-request-returned-forwarding-phone-number': 'unknown',
  'call.forwarding.operator-busy': 'busy',
  voicemail: 'voicemail',
  'customer-busy': 'busy',
  'customer-did-not-answer': 'no_answer',
  'vonage-rejected': 'rejected',
  'twilio-reported-customer-misdialed': 'failed',
  'customer-did-not-give-microphone-permission': 'failed',
  'call.in-progress.error-assistant-did-not-receive-customer-audio': 'failed',
};
