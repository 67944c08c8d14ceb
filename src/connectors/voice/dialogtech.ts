import { defineMappedSurface } from '../shared/mapped/surface.ts';

/**
 * DialogTech (once Ifbyphone, now part of Invoca): the Post-Call Action, whose parameters the customer names himself, and
 * records of the call detail report in their flat names of old (`sid`, `ani`, `dnis`, `date_added`) and their nested ones
 * of late (`caller_id`, `call_transfer.call_transfer_status`, `call_metrics.missed_call`).
 * https://apidocs.dialogtech.com/reference/post-call-action and https://apidocs.dialogtech.com/docs/call-detail-report,
 * read 2026-11-21; nested names from a client's public model classes, as no sample of the vendor was found. UNVERIFIED.
 *
 * Quirks: the report's durations are minutes rounded up, so they are not taken for seconds. Times are the account's wall
 * clock. The values of `call_transfer_status` are not published: common words are understood, others are kept as unknown.
 */
export default defineMappedSurface(
  {
    id: 'dialogtech',
    name: 'DialogTech',
    family: 'call-tracking',
    clockToleranceSeconds: 90,
    maturity: 'documented',
    checkedHow: 'Unverified: field names from the documentation, no sample of a delivery was found',
    lastChecked: '2026-11-21',
    docs: [
      'https://apidocs.dialogtech.com/reference/post-call-action',
      'https://apidocs.dialogtech.com/docs/call-detail-report',
    ],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'In DialogTech open Developer Tools, Post Call Actions, and create one for the numbers of this business.',
      'Give it {url}?token= followed by the text.',
      'Add dynamic parameters named sid, ani, dnis, date_added, call_transfer_status, transfer_to_number, missed_call and, where you use them, phone_label, gclid and Keyword, each with the value of its name.',
      'Make a call that nobody answers and look at Health. Words that Ringback does not know are shown there; name their meaning in mapping.statuses.',
      'Ringback verifies the token. DialogTech signs nothing.',
    ],
  },
  {
    fields: {
      callId: ['sid', 'session_id', 'call_id'],
      from: ['ani', 'caller_id'],
      to: ['dnis', 'dialed_number'],
      startedAt: ['start_time', 'date_added'],
      durationSeconds: [],
      status: ['call_transfer.call_transfer_status', 'call_transfer_status', 'call_status'],
      missed: ['call_metrics.missed_call', 'missed_call'],
      ringSeconds: ['call_transfer.ring_seconds', 'ring_seconds'],
      forwardedTo: ['call_transfer.transfer_to_number', 'transfer_to_number'],
      recordingUrl: ['call_analytics.recording.recording_url', 'recording_url'],
      callerName: ['first_name + last_name', 'caller_name'],
    },
    attribution: {
      source: ['phone_label'],
      campaign: ['paid_search.campaign', 'visitor_data.campaign', 'st_campaign', 'campaign'],
      medium: ['st_medium'],
      term: ['st_term'],
      content: ['st_content'],
      keyword: ['visitor_data.activity_keyword', 'Keyword', 'Search_Term', 'visitor_data.search_term'],
      gclid: ['visitor_data.gclid', 'gclid'],
      referrer: ['visitor_data.referrer', 'st_referer'],
      dniPool: ['sourceiq_data.pool_name', 'Pool_Name'],
      utmSource: ['visitor_data.default_utm_parameters.utm_source', 'utm_source'],
      utmMedium: ['visitor_data.default_utm_parameters.utm_medium', 'utm_medium'],
      utmCampaign: ['visitor_data.default_utm_parameters.utm_campaign', 'utm_campaign'],
      utmTerm: ['visitor_data.default_utm_parameters.utm_term', 'utm_term'],
      utmContent: ['visitor_data.default_utm_parameters.utm_content', 'utm_content'],
    },
  },
);
