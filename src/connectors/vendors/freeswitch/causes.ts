import type { Disposition } from '../../../core/model/call-event.ts';

/**
 * What FreeSWITCH's hang-up causes say about a call that nobody took.
 * https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Troubleshooting-Debugging/Hangup-Cause-Code-Table_3964945,
 * read 2026-11-21.
 */
/** `NORMAL_CLEARING` of a channel that nobody took is somebody who rang and hung up. */
export function missOf(cause: string | null, ended = false): Disposition {
  if (cause !== null && Object.hasOwn(CAUSES, cause)) return CAUSES[cause as keyof typeof CAUSES];
  return ended || cause === 'NORMAL_CLEARING' || cause === 'NORMAL_UNSPECIFIED' ? 'no_answer' : 'unknown';
}

const CAUSES = {
  NO_ANSWER: 'no_answer',
  NO_USER_RESPONSE: 'no_answer',
  ALLOTTED_TIMEOUT: 'no_answer',
  RECOVERY_ON_TIMER_EXPIRE: 'no_answer',
  PROGRESS_TIMEOUT: 'no_answer',
  MEDIA_TIMEOUT: 'no_answer',
  USER_BUSY: 'busy',
  ORIGINATOR_CANCEL: 'canceled',
  CALL_REJECTED: 'rejected',
  DECLINE: 'rejected',
  BLOCKED: 'blocked',
  UNWANTED: 'blocked',
  REJECT_ALL: 'blocked',
  USER_NOT_REGISTERED: 'failed',
  SUBSCRIBER_ABSENT: 'failed',
  UNALLOCATED_NUMBER: 'failed',
  NO_ROUTE_DESTINATION: 'failed',
  NO_ROUTE_TRANSIT_NET: 'failed',
  DESTINATION_OUT_OF_ORDER: 'failed',
  INVALID_NUMBER_FORMAT: 'failed',
  NORMAL_CIRCUIT_CONGESTION: 'failed',
  NETWORK_OUT_OF_ORDER: 'failed',
  NORMAL_TEMPORARY_FAILURE: 'failed',
  SWITCH_CONGESTION: 'failed',
  GATEWAY_DOWN: 'failed',
  INCOMPATIBLE_DESTINATION: 'failed',
  BEARERCAPABILITY_NOTAVAIL: 'failed',
  CHAN_NOT_IMPLEMENTED: 'failed',
  SERVICE_NOT_IMPLEMENTED: 'failed',
  SERVICE_UNAVAILABLE: 'failed',
  MANDATORY_IE_MISSING: 'failed',
  OUTGOING_CALL_BARRED: 'failed',
  INCOMING_CALL_BARRED: 'blocked',
  INVALID_GATEWAY: 'failed',
  INVALID_PROFILE: 'failed',
  INTERWORKING: 'failed',
  PROTOCOL_ERROR: 'failed',
  EXCHANGE_ROUTING_ERROR: 'failed',
  CRASH: 'failed',
  SYSTEM_SHUTDOWN: 'failed',
  MANAGER_REQUEST: 'failed',
} as const satisfies Record<string, Disposition>;
