import type { MissedCallClass } from '../core/model/attempt.ts';
import { callerOf } from './callers.ts';

/** The classes as the Simulator page offers them. */
export const CLASS_WORDS: readonly {
  readonly id: MissedCallClass;
  readonly name: string;
  readonly description: string;
}[] = [
  { id: 'no-answer', name: 'Nobody answers', description: 'It rings, nobody picks up, the caller hangs up.' },
  { id: 'rep-busy', name: 'Line busy', description: 'Everybody is on the phone.' },
  { id: 'ivr-drop', name: 'Hangs up in the menu', description: 'The caller gives up in the phone menu.' },
  { id: 'queue-abandon', name: 'Gives up waiting', description: 'The caller leaves the queue.' },
  {
    id: 'voicemail-left-with-callback',
    name: 'Voicemail: please call back',
    description: 'A message that asks for a call back.',
  },
  {
    id: 'voicemail-left-without-callback',
    name: 'Voicemail',
    description: 'A message that asks for nothing.',
  },
  {
    id: 'voicemail-not-left',
    name: 'Voicemail, no message',
    description: 'The mailbox picks up, the caller says nothing.',
  },
  { id: 'after-hours', name: 'After hours', description: 'The shop is closed. Only while it really is.' },
  {
    id: 'during-business-hours',
    name: 'During business hours',
    description: 'The shop is open. Only while it really is.',
  },
  { id: 'short-duration', name: 'Very short', description: 'Hangs up within seconds.' },
  { id: 'prolonged-ring', name: 'Rings for long', description: 'Rings for three quarters of a minute.' },
  {
    id: 'callback-in-progress',
    name: 'Shop rings back at once',
    description: 'Somebody calls the person back; no text is needed.',
  },
  { id: 'blocked-caller', name: 'Blocked caller', description: 'A number that the shop has blocked.' },
  { id: 'known-spam', name: 'Robocaller', description: 'The phone system says that it is spam.' },
  {
    id: 'skill-mismatch',
    name: 'Wants what nobody does',
    description: 'Asked the front desk for a skill that nobody here has.',
  },
  {
    id: 'language-mismatch',
    name: 'Speaks another language',
    description: 'Asked the front desk for a language that nobody here speaks.',
  },
];

export const SURFACE_NAMES = {
  twilio: 'Twilio Voice',
  callrail: 'CallRail',
  ringcentral: 'RingCentral',
  'call-events': 'Front desk (CallEvents API)',
} as const;

/** Places 72 to 79 of each area code: people the generated history leaves alone. */
export const STAGE_CALLERS = ['512', '310', '617', '312', '303', '206'].flatMap((areaCode) => [
  callerOf(areaCode, 72),
  callerOf(areaCode, 73),
]);
export const HISTORY_CALLERS = 72;
