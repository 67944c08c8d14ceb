import { isEmpty, lookUp, valuesAt } from './paths.ts';
import type { Fields } from './paths.ts';
import { commonStatus } from './words.ts';

/**
 * Products that send calls often send their texts, chats and forms to the same address. They name two numbers as well, so
 * they are told apart by what they call themselves, or by the words that somebody wrote. Only used where no rule of the
 * operator (`mapping.only`) says what a call is.
 */
const KINDS = [
  'event',
  'event_type',
  'type',
  'channel',
  'media_type',
  'message_type',
  'lead_type',
  'record_type',
];
const OTHER = /\b(?:sms|mms|text|chat|e-?mail|fax|form|web ?form|message|agent state)\b/i;
const CALLISH = /call|voice|phone/i;
const WRITTEN = ['body', 'text', 'message_body', 'sms_body', 'message_text'];

/** Why this is no call, or null when it may be one. */
export function notACall(fields: Fields): string | null {
  const kinds = valuesAt(fields, KINDS).map(({ value }) => String(value).replaceAll(/[._-]/g, ' '));
  const other = kinds.find((kind) => OTHER.test(kind) && !CALLISH.test(kind) && commonStatus(kind) === null);
  if (other !== undefined && !kinds.some((kind) => CALLISH.test(kind)))
    return 'The delivery calls itself a text, chat, form or mail; it is not a call.';
  const written = WRITTEN.some((name) => !isEmpty(lookUp(fields, name).value));
  const timed = ['start_time', 'started_at', 'duration', 'call_duration', 'call_status', 'call_id', 'callid'];
  return written && !timed.some((name) => lookUp(fields, name).present)
    ? 'The delivery carries words that somebody wrote and nothing of a call; it is a text message.'
    : null;
}
