import { defineMappedSurface } from '../shared/mapped/surface.ts';
import { RECEPTIONIST } from '../shared/receptionist-words.ts';

/**
 * Goodcall, an AI receptionist. Neither https://www.goodcall.com nor its help pages describe a webhook body (looked for on
 * 2026-11-21): calls leave it by Zapier or Make, or by an HTTP action in a logic flow, and in both the operator writes the
 * fields. So this is a preset over common names, with the words of a front desk. UNVERIFIED.
 */
export default defineMappedSurface(
  {
    id: 'goodcall',
    name: 'Goodcall',
    family: 'ai-receptionist',
    clockToleranceSeconds: 120,
    maturity: 'documented',
    checkedHow: 'Unverified: the vendor publishes no format; read by common field names and your mapping',
    lastChecked: '2026-11-21',
    docs: ['https://www.goodcall.com'],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'In Zapier or Make choose the Goodcall trigger for a new call and a webhook action (POST, JSON) to {url}, or add an HTTP action to the logic flow of your agent.',
      'Send the text as the header Authorization: Bearer followed by it; where only an address can be given, use {url}?token= followed by it.',
      'Fill these names: call_id, caller_number, to_number, direction, start_time, duration (seconds), call_status, caller_name, transferred_to, recording_url. Other names go into mapping.fields.',
      'Words of call_status that count as missed: missed, no answer, busy, voicemail, hung up, transfer failed. Write others into mapping.statuses.',
      'Ringback verifies the token.',
    ],
  },
  RECEPTIONIST,
);
