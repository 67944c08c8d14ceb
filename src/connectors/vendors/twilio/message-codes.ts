import type { CodeAdvice } from '../../../ports/messaging.ts';

/**
 * Twilio's messaging error codes that a shop meets, in plain words: reasons, and what the operator does about them.
 * One page per code at https://www.twilio.com/docs/api/errors/<code>; the pages of 21611, 30001, 30024, 30036 and
 * 30893 were read 2026-11-21, the others follow the vendor notes of this project and Twilio's code list. A code that is
 * not listed keeps its number and counts as `unknown`. The same codes come at once (answer of the Messages resource) and
 * later (delivery receipt).
 */
export const TWILIO_MESSAGE_CODES: Readonly<Record<string, CodeAdvice>> = {
  // Login and account
  '20003': advice(
    'credentials',
    'Twilio refused the login',
    'Compare account SID and auth token (or API key) with the Twilio console.',
  ),
  '20005': advice(
    'credentials',
    'The Twilio account is not active',
    'Open the Twilio console and settle what it asks for.',
  ),
  '20404': advice(
    'credentials',
    'Twilio does not know this account or resource',
    'Compare the account SID with the Twilio console.',
  ),
  '30002': advice(
    'credentials',
    'The Twilio account is suspended',
    'Open the Twilio console and settle what it asks for, often a payment.',
  ),
  '21266': advice(
    'invalid-number',
    'Sender and recipient are the same number',
    'Nothing: a shop does not text itself.',
  ),
  // The recipient
  '21211': advice(
    'invalid-number',
    'The recipient is not a valid phone number',
    'Check the number on the call record.',
  ),
  '21217': advice(
    'invalid-number',
    'The recipient is not a valid phone number',
    'Check the number on the call record.',
  ),
  '21610': advice(
    'opted-out',
    'The recipient sent STOP to this number',
    'Do not text; only the person can undo it by texting START.',
  ),
  '21614': advice('landline', 'The recipient is not a mobile number', 'Call back by phone.'),
  '21265': advice('invalid-number', 'The recipient is a short code', 'Nothing: short codes are not people.'),
  '30003': advice('unreachable', 'The phone is switched off or out of reach', 'Call back later.'),
  '30004': advice(
    'blocked-by-carrier',
    'The recipient or their carrier blocks the message',
    'Call back by phone.',
  ),
  '30005': advice(
    'unreachable',
    'The number is unknown to its carrier or no longer in service',
    'Call back by phone to check it.',
  ),
  '30006': advice('landline', 'A landline, or a carrier that does not take texts', 'Call back by phone.'),
  // Registration of the sender (A2P)
  '30032': advice(
    'sender-not-registered',
    'The toll-free number is not verified',
    'Submit toll-free verification in the Twilio console and wait for its approval.',
  ),
  '30034': advice(
    'sender-not-registered',
    'The number is not in an approved 10DLC campaign',
    'Register brand and campaign, then add the number to the messaging service of that campaign.',
  ),
  '30035': advice(
    'sender-not-registered',
    'The number is blocked or its 10DLC registration is not complete',
    'Check in the console that the number is in the messaging service of an approved campaign; after a fresh approval wait a day, then ask Twilio.',
  ),
  '30024': advice(
    'sender-not-registered',
    'A carrier has not set up this number for business texts yet',
    'Right after a registration this passes within days; otherwise send Twilio three message SIDs.',
  ),
  '30893': advice(
    'sender-not-registered',
    'The campaign was refused: sample messages and use case do not fit together',
    'Give two samples word for word as Ringback sends them, with brand and opt-out line, and submit it again.',
  ),
  '30909': advice(
    'sender-not-registered',
    'The campaign was refused: reviewers could not check how people agree to texts',
    'Describe the call and the greeting word for word in the campaign, and submit it again.',
  ),
  '30923': advice(
    'sender-not-registered',
    'The campaign was refused in review',
    'Read the reason beside the campaign in the console, correct it and submit it again.',
  ),
  '21704': advice(
    'not-configured',
    'The messaging service holds no number',
    'Add the number of the location to the sender pool of the service.',
  ),
  '21703': advice(
    'not-configured',
    'The messaging service holds no number that can text there',
    'Add a US number to the sender pool of the service.',
  ),
  '21705': advice(
    'not-configured',
    'The messaging service does not exist',
    'Compare the messaging service SID with the Twilio console.',
  ),
  '21712': advice(
    'not-configured',
    'The number is not in the sender pool of the messaging service',
    "Add the location's number to the sender pool of the service.",
  ),
  '21606': advice(
    'not-configured',
    'The sender is not a number of this account that can text',
    'Buy or port the number to this account, or correct the sender of the location.',
  ),
  '21659': advice(
    'not-configured',
    'The sender is not a number of this account',
    'Compare the sender of the location with the numbers in the Twilio console.',
  ),
  '21660': advice(
    'not-configured',
    'Sender and account do not belong together',
    'Use the account that owns the number.',
  ),
  '21212': advice(
    'not-configured',
    'The sender is not a valid number',
    'Correct the sender of the location; use E.164.',
  ),
  '21603': advice('not-configured', 'No sender was given', 'Set the sender of the location.'),
  // Country and permission
  '21408': advice(
    'region-not-enabled',
    'The account may not text to that region',
    'Allow the country under Messaging > Settings > Geo permissions.',
  ),
  '21612': advice(
    'region-not-enabled',
    'There is no route from this sender to that number',
    'Text from a number of the same country.',
  ),
  '21608': advice(
    'not-configured',
    'A trial account texts verified numbers only',
    'Upgrade the Twilio account, or verify your own phone to try it out.',
  ),
  // Content
  '21602': advice('content', 'The text was empty', 'This is our fault; tell us.'),
  '21617': advice('content', 'The text is longer than 1,600 characters', 'Shorten the template.'),
  '21619': advice('content', 'The text was empty', 'This is our fault; tell us.'),
  '30019': advice('content', 'The carrier found the content too large', 'Shorten the template.'),
  '30007': advice(
    'spam-filtered',
    'A carrier filtered the message',
    'Compare the text with the registered campaign; name the brand, avoid short links, capitals and offers.',
  ),
  // Speed
  '20429': retryable('Too many requests at once', 'Nothing; Ringback waits and tries again.'),
  '14107': retryable('Too many texts from this number', 'Nothing; Ringback waits and tries again.'),
  '21611': retryable(
    "The sender's queue at Twilio is full",
    'Nothing for a burst; for lasting trouble raise the throughput of the campaign.',
  ),
  '63018': retryable('The rate limit of this channel is reached', 'Nothing; Ringback waits and tries again.'),
  '30001': advice(
    'rate-limited',
    'The queue of the sender at Twilio overflowed',
    'Raise the throughput of the campaign.',
  ),
  '30022': advice(
    'rate-limited',
    'The rate limit of the 10DLC campaign is reached',
    'Raise the trust score of the brand or the class of the campaign.',
  ),
  '30023': advice(
    'rate-limited',
    'The daily limit of the 10DLC brand is reached',
    'Raise the trust score of the brand; T-Mobile counts per brand and day.',
  ),
  // Nobody's fault that we can name
  '30008': advice(
    'unknown',
    'The carrier gave no reason',
    'Call back by phone; when it happens often, ask Twilio with the message SID.',
  ),
  '30410': advice('unreachable', "The carrier's system did not answer Twilio in time", 'Call back by phone.'),
  '30036': advice(
    'unreachable',
    'The message could not be delivered within its validity',
    'Call back by phone.',
  ),
};

function advice(reason: CodeAdvice['reason'], meaning: string, remedy: string): CodeAdvice {
  return { reason, meaning, remedy };
}

function retryable(meaning: string, remedy: string): CodeAdvice {
  return { reason: 'rate-limited', meaning, remedy, retryable: true };
}
