import { unpackCallLogs } from '../vendors/broadworks/logs.ts';
import { defineMappedSurface } from '../shared/mapped/surface.ts';

/**
 * Nextiva: no webhook that a customer could set was found (https://www.nextiva.com/support, looked at on 2026-11-21), so
 * its calls come by a bridge: a Zapier step, or a script that reads the call logs of Nextiva's BroadWorks interface, which
 * partners use (https://www.clickpointsoftware.com/integrations/salesexec-nextiva-enhanced-logs.html), and posts them as
 * they are. Both are read: common names, and call logs with placed, received and missed. UNVERIFIED.
 *
 * Quirks: call logs are one user's, and name the number that was called only by luck: set mapping.mainNumber. A received
 * call was answered by the user himself; what went to voicemail stands under missed.
 */
export default defineMappedSurface(
  {
    id: 'nextiva',
    name: 'Nextiva',
    family: 'ucaas',
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow: 'Unverified: the vendor publishes no webhook; names of BroadWorks call logs and common names',
    lastChecked: '2026-11-21',
    docs: ['https://www.nextiva.com/support'],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'Let your bridge post every finished call to {url} with `Authorization: Bearer` and the text: a Zap of Nextiva with a webhook step, or a script that reads EnhancedCallLogs as JSON and posts the answer as it is.',
      'From a Zap send call_id, from, to, direction, status, start_time and duration.',
      'Write the main number of the business into mapping.mainNumber, because call logs do not name it.',
      'Ringback verifies the token.',
    ],
  },
  {
    fields: {
      callId: ['callId', 'call_id', 'callTrackingId', 'callLogId', 'id'],
      linkedCallIds: ['callTrackingId', 'callLogId', 'session_id', 'parent_call_id'],
      from: [
        'callingPresentationNumber',
        'callingAssertedNumber',
        'from',
        'from_number',
        'caller_number',
        'caller',
      ],
      to: ['dialedNumber', 'calledNumber', 'to', 'to_number', 'called_number'],
      customer: ['phoneNumber', 'customer_number'],
      direction: ['log', 'direction', 'call_direction', 'call_type'],
      status: ['log', 'status', 'call_status', 'result', 'outcome', 'disposition'],
      startedAt: ['startTime', 'time', 'start_time', 'started_at', 'call_start'],
      answeredAt: ['answerTime', 'answered_at', 'answer_time'],
      endedAt: ['releaseTime', 'detachedTime', 'end_time', 'ended_at'],
      callerName: ['callingPresentationName', 'name', 'caller_name'],
      forwardedFrom: ['redirectingNumber', 'forwarded_from'],
    },
    statuses: { received: 'answered', placed: 'unknown' },
    final: { field: 'leg', equals: 'own' },
  },
  unpackCallLogs,
);
