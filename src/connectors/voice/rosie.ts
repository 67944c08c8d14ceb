import { defineMappedSurface } from '../shared/mapped/surface.ts';
import { RECEPTIONIST } from '../shared/receptionist-words.ts';

/**
 * Rosie (heyrosie.com), an AI receptionist. Its Zapier trigger "New Call" is public (https://zapier.com/apps/rosie,
 * templates read 2026-11-21), the fields behind it are not: the operator writes them into the webhook step. So this is a
 * preset over common names, with the words of a front desk. UNVERIFIED.
 */
export default defineMappedSurface(
  {
    id: 'rosie',
    name: 'Rosie',
    family: 'ai-receptionist',
    clockToleranceSeconds: 120,
    maturity: 'documented',
    checkedHow: 'Unverified: the vendor publishes no format; read by common field names and your mapping',
    lastChecked: '2026-11-21',
    docs: ['https://heyrosie.com', 'https://zapier.com/apps/rosie/integrations'],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'In Zapier choose the trigger New Call in Rosie and the action Webhooks by Zapier, POST, payload type JSON, to {url}.',
      'Add the header Authorization with Bearer followed by the text.',
      'Fill these names from the fields that Zapier shows: call_id, caller_number, to_number, start_time, duration (seconds), call_status, caller_name, transferred_to, recording_url. Other names go into mapping.fields.',
      'Rosie reports calls that it took. Where a field tells that the caller hung up or nobody took a transfer, send it as call_status: hung up, transfer failed, spam.',
      'Ringback verifies the token.',
    ],
  },
  RECEPTIONIST,
);
