import { defineMappedSurface } from '../shared/mapped/surface.ts';

/**
 * CallSource: no public description of a webhook or API was found on 2026-11-21 (https://www.callsource.com has sales
 * pages only), so nothing of the vendor is claimed here. Its data arrives by a bridge of the operator's (an e-mail or
 * export turned into HTTP) in the common names of call data, or in others that `mapping` names. UNVERIFIED.
 */
export default defineMappedSurface(
  {
    id: 'callsource',
    name: 'CallSource',
    family: 'call-tracking',
    clockToleranceSeconds: 120,
    maturity: 'documented',
    checkedHow: 'Unverified: the vendor publishes no format; read by common field names and your mapping',
    lastChecked: '2026-11-21',
    docs: ['https://www.callsource.com'],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'Ask your CallSource representative for a call data feed over HTTP and give them {url}?token= followed by the text; or send the rows of a CallSource report there yourself, as JSON or form.',
      'Ask for these names, or write those that you get into mapping.fields: call_id, caller_number, tracking_number, call_date, call_status, talk_seconds.',
      'Make a call that nobody answers and look at Health: what could not be read is named there.',
      'Ringback verifies the token.',
    ],
  },
  {
    fields: {
      business: ['tracking_number', 'telecom_number', 'target_number_dialed', 'dialed_number'],
      forwardedTo: ['target_number', 'ring_to_number', 'destination_number'],
      startedAt: ['call_date + call_time', 'start_time', 'call_datetime', 'call_date'],
    },
  },
);
