import { defineMappedSurface } from '../shared/mapped/surface.ts';

/**
 * Mitel CloudLink and the PBXs behind it (MiVoice, MiCloud). https://developer.mitel.io describes notification
 * subscriptions and a call resource, but no sample of a call event could be read on 2026-11-21; call history leaves the
 * PBX as SMDR lines on a socket. So this is a preset over the names of CloudLink's call resource and of SMDR columns, for
 * a subscription with a header of your own or a bridge that posts parsed SMDR. UNVERIFIED.
 *
 * SMDR says "time to answer" only with asterisks when nobody answered; a bridge sends it as it is, in `time_to_answer`.
 */
export default defineMappedSurface(
  {
    id: 'mitel-cloudlink',
    name: 'Mitel CloudLink',
    family: 'enterprise',
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow:
      'Unverified: no public sample of a call event; read by the names of CloudLink and SMDR and your mapping',
    lastChecked: '2026-11-21',
    docs: ['https://developer.mitel.io', 'https://www.mitel.com/document-center'],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'With CloudLink: create a subscription to the media (calls) topic of your account with transport HTTP to {url} and the header Authorization: Bearer followed by the text.',
      'With MiVoice: let the bridge that reads SMDR (TCP 1752) post each record as JSON to {url}: date, start_time, duration, calling_party, called_party, time_to_answer, call_status, call_id, direction.',
      'Extensions are not numbers: name the shop’s number in mapping.mainNumber, or map the dialled number (DNIS) in mapping.fields.to.',
      'Ringback verifies the token.',
    ],
  },
  {
    fields: {
      callId: ['call.id', 'callId', 'call_id', 'id', 'smdr_id'],
      linkedCallIds: ['call.globalCallId', 'globalCallId', 'network_call_id', 'associated_call_id'],
      from: [
        'call.from.number',
        'from.number',
        'remoteParty.number',
        'calling_party',
        'callingParty',
        'ani',
        'from',
      ],
      to: ['call.to.number', 'to.number', 'dnis', 'called_party', 'calledParty', 'digits_dialed', 'to'],
      status: ['call.state', 'state', 'call_status', 'completion_status', 'status'],
      answered: ['answered'],
      startedAt: ['call.startTime', 'startTime', 'date + start_time', 'start_time', 'date'],
      answeredAt: ['call.answerTime', 'answerTime'],
      endedAt: ['call.endTime', 'endTime', 'end_time'],
      ringSeconds: ['ring_seconds', 'time_to_answer'],
      talkSeconds: ['talk_seconds', 'talk_time'],
      durationSeconds: ['duration', 'call_duration'],
      queue: ['queue', 'acd_group', 'hunt_group', 'path'],
      agent: ['agent', 'extension', 'called_extension'],
    },
    statuses: {
      offered: 'in_progress',
      alerting: 'in_progress',
      held: 'answered',
      connected: 'answered',
      answered: 'answered',
      abandoned: 'queue_abandoned',
      unanswered: 'no_answer',
      'no answer': 'no_answer',
      busy: 'busy',
      forwarded: 'in_progress',
      voicemail: 'voicemail',
      rejected: 'rejected',
      failed: 'failed',
      error: 'failed',
    },
  },
);
