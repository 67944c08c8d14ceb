import type { Mapping } from './mapped/schema.ts';

/**
 * What AI receptionists without a public format have in common: every call that they report was taken by their agent, so
 * a length or a summary is a conversation with AI, and the outcome words are those of a front desk. Guesses, and called
 * so on the set-up pages; an operator's mapping lies over all of it.
 */
export const RECEPTIONIST: Mapping = {
  answeredBy: 'ai',
  fields: {
    status: ['call_status', 'status', 'outcome', 'call_outcome', 'disposition', 'end_reason', 'result'],
    talkSeconds: [
      'talk_seconds',
      'talk_time',
      'conversation_seconds',
      'call_duration',
      'duration_seconds',
      'duration',
      'call_length',
    ],
    startedAt: [
      'start_time',
      'started_at',
      'call_start_time',
      'call_time',
      'call_date',
      'timestamp',
      'created_at',
      'date',
    ],
    callerName: ['caller_name', 'customer_name', 'contact_name', 'name'],
    recordingUrl: ['recording_url', 'recording', 'call_recording', 'audio_url'],
    forwardedTo: ['transferred_to', 'transfer_number', 'forwarded_to'],
  },
  statuses: {
    handled: 'answered',
    resolved: 'answered',
    booked: 'answered',
    'appointment booked': 'answered',
    'lead captured': 'answered',
    'message taken': 'answered',
    transferred: 'answered',
    'transfer failed': 'no_answer',
    'transfer unanswered': 'no_answer',
    'hung up': 'ivr_abandoned',
    'hang up': 'ivr_abandoned',
    'no conversation': 'ivr_abandoned',
    'caller silent': 'ivr_abandoned',
    abandoned: 'ivr_abandoned',
    spam: 'blocked',
    robocall: 'blocked',
  },
};
