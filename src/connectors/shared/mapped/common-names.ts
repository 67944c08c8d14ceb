import type { Mapping } from './schema.ts';

/**
 * The mapping that holds when nobody configured one: names that call data has in many products. Case and punctuation do
 * not matter, so `caller_number` also stands for `CallerNumber` and `caller-number`. Names that mean different things in
 * different products are left out on purpose: `number`, `duration` for talk time, `called` for a flag.
 */
const FROM =
  'from from_number caller caller_number caller_id caller_id_number callerid callerid_num ani source_number src_phone_number src cli calling_number calling_party calling_party_number caller_phone caller_phone_number calling_phone_number origin originating_number from_phone from_phone_number call_from phone_from cid_num a_number remote_party_number from.number from.phone_number from.phoneNumber caller.number caller.phone_number caller.phone';
const TO =
  'to to_number dnis did did_number called called_number called_party called_party_number callee callee_number dialed dialed_number dialled_number dialled_phone_number dialed_phone_number destination_number dst destination to_phone to_phone_number call_to phone_to inbound_number ddi b_number cld to.number to.phone_number to.phoneNumber callee.number';
const CUSTOMER =
  'customer_number customer_phone_number customer_phone contact_number contact_phone external_number lead_phone phone_number phone';
const BUSINESS =
  'tracking_number tracking_phone_number business_number business_phone_number company_number virtual_number line_number our_number internal_number';
const CALL_ID =
  'call_id callid call_uuid call_sid sid call_guid call_key unique_id uniqueid uuid call_ref call_reference telco_call_ref linkedid cdr_id call_log_id record_id id call.id call.uuid call.sid';
const EVENT_ID = 'event_id event_uuid message_id delivery_id notification_id webhook_id';
const STATUS =
  'answer_status disposition call_disposition call_result result outcome call_outcome call_status status final_status call_state state hangup_cause end_reason ended_reason disconnect_reason reason event_type event type call_type action';
const DIRECTION = 'direction call_direction call_dir dir direction_type call_type type';
const STARTED =
  'start_time started_at start started call_start call_start_time call_started_at start_date_time start_datetime start_at start_date start_timestamp start_epoch start_stamp begin_time begin call_time call_date call_datetime calldate time_start start_time_utc initiated_at call_start_date date_start ring_time_at';
const ANSWERED_AT =
  'answered_at answer_time answer_date answer_datetime answer_stamp answer_epoch time_answered time_answer connected_at connect_time pickup_time answered_time';
const ENDED =
  'ended_at end_time end ended call_end call_end_time call_ended_at end_date_time end_datetime end_at end_date end_timestamp end_epoch end_stamp hangup_time hung_up_at time_end completed_at release_time disconnect_time finished_at';
const OCCURRED =
  'occurred_at event_time event_timestamp timestamp event_date ts time datetime date_time created_at date_created date_added created updated_at date + time';
const DURATION =
  'duration call_duration duration_seconds call_duration_seconds duration_sec total_duration call_length length call_seconds total_seconds';
const RING = 'ring_seconds ring_time ring_duration ringing_seconds ring_sec ring time_to_answer';
const TALK =
  'talk_seconds talk_time talk_duration talktime talk billsec bill_sec billable_seconds connect_duration connected_duration conversation_seconds conversation_duration bridge_duration agent_duration';

const list = (names: string): readonly string[] =>
  names
    .replace(' + ', '\u0000')
    .split(' ')
    .map((name) => name.replace('\u0000', ' + '));

export const COMMON_NAMES: Mapping = {
  fields: {
    callId: list(CALL_ID),
    eventId: list(EVENT_ID),
    linkedCallIds: list(
      'parent_call_id parent_id parent_call_sid parent_call_uuid session_id call_session_id conversation_id conversation_uuid linked_id other_leg_call_id related_call_id',
    ),
    from: list(FROM),
    to: list(TO),
    customer: list(CUSTOMER),
    business: list(BUSINESS),
    forwardedFrom: list('forwarded_from redirecting_number diversion redirected_from'),
    forwardedTo: list(
      'forwarded_to transfer_to_number transferred_to termination_number forward_number dest_phone_number',
    ),
    direction: list(DIRECTION),
    status: list(STATUS),
    answered: list('answered is_answered was_answered call_answered'),
    missed: list('missed is_missed was_missed missed_call call_missed'),
    startedAt: list(STARTED),
    answeredAt: list(ANSWERED_AT),
    endedAt: list(ENDED),
    occurredAt: list(OCCURRED),
    durationSeconds: list(DURATION),
    ringSeconds: list(RING),
    talkSeconds: list(TALK),
    voicemail: list('voicemail has_voicemail voicemail_left left_voicemail is_voicemail'),
    voicemailUrl: list('voicemail_url voicemail_link voicemail_recording_url voicemail_recording'),
    voicemailSeconds: list('voicemail_seconds voicemail_duration voicemail_length'),
    voicemailTranscript: list('voicemail_transcript voicemail_transcription voicemail_text'),
    queue: list('queue queue_name call_queue ring_group department hunt_group'),
    agent: list('agent agent_name agent_email user_name answered_by_name employee operator user'),
    skill: list('skill skill_name'),
    language: list('language lang caller_language'),
    recordingUrl: list('recording_url recording record_url recording_link call_recording_url call_recording'),
    attestation: list('attestation stir_attestation shaken_attestation stir_shaken_attestation attest'),
    verstat: list('verstat stir_verstat stir_status stir_shaken'),
    spam: list('spam is_spam'),
    spamScore: list('spam_score'),
    spamLabel: list('spam_label spam_category'),
    doNotCall: list('do_not_call dnc is_dnc registered_dnc'),
    callerName: list(
      'caller_name callername customer_name contact_name cnam caller_id_name calling_name caller.name from.name',
    ),
    location: list('location_key'),
  },
  attribution: {
    source: list('source_name lead_source marketing_source traffic_source'),
    medium: list('medium lead_medium marketing_medium'),
    campaign: list('campaign campaign_name lead_campaign marketing_campaign'),
    keyword: list('keyword keywords search_term lead_keyword'),
    utmSource: list('utm_source'),
    utmMedium: list('utm_medium'),
    utmCampaign: list('utm_campaign'),
    utmTerm: list('utm_term'),
    utmContent: list('utm_content'),
    gclid: list('gclid'),
    fbclid: list('fbclid facebook_click_id'),
    msclkid: list('msclkid'),
    ttclid: list('ttclid'),
    liFatId: list('li_fat_id'),
    dniPool: list('pool_name number_pool dni_pool dynamic_number_pool tracking_pool'),
    landingPage: list('landing_page landing_page_url landing_url'),
    referrer: list('referrer referring_url referer referrer_url'),
  },
};
