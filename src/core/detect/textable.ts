import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { AttemptView } from '../model/attempt.ts';

/**
 * The first look before any law is asked: can this caller sensibly be texted at all, and if not, is a person's call back
 * worth it? The Gate decides whether a text is allowed; this decides whether there is anyone to text.
 */
export interface TextableFacts {
  /** From a lookup or a learned bounce; absent when unknown, and unknown may be tried once. */
  readonly lineType?: 'mobile' | 'landline' | 'voip' | 'toll-free' | 'unknown';
  readonly blocked?: boolean;
  readonly knownSpam?: boolean;
  /** The number of a rep or other staff. */
  readonly staff?: boolean;
  /** One of our own numbers: texting it would answer ourselves. */
  readonly own?: boolean;
}

export type TextableReason =
  | 'textable'
  | 'not-missed'
  | 'withheld'
  | 'not-a-number'
  | 'own-number'
  | 'staff-number'
  | 'blocked'
  | 'known-spam'
  | 'toll-free'
  | 'landline';

export interface TextableVerdict {
  readonly textable: boolean;
  readonly reason: TextableReason;
  /** Worth an entry on the list of people to call back by hand. */
  readonly callbackList: boolean;
  /** One sentence that a shop owner understands. */
  readonly explanation: string;
}

export function textable(view: AttemptView, facts: TextableFacts = {}): TextableVerdict {
  const no = (reason: TextableReason, callbackList: boolean, explanation: string): TextableVerdict => ({
    textable: false,
    reason,
    callbackList,
    explanation,
  });
  if (!view.missed)
    return no('not-missed', false, 'Nothing to answer: the call was not missed, or the caller was reached.');
  const holds = (name: string): boolean => view.classes.some((finding) => finding.class === name);
  const left = holds('voicemail-left-with-callback') || holds('voicemail-left-without-callback');
  if (view.from === null) {
    const withheld = view.calls.some((call) => call.events.some((event) => event.fromWithheld));
    return withheld
      ? no(
          'withheld',
          true,
          left
            ? 'The caller hid the number but left a message: listen to it.'
            : 'The caller hid the number, so no text can be sent.',
        )
      : no('not-a-number', left, 'The caller has no number that can be texted.');
  }
  if (facts.own === true) return no('own-number', false, 'The call came from one of your own numbers.');
  if (facts.staff === true) return no('staff-number', false, 'The call came from a member of staff.');
  if (facts.blocked === true || holds('blocked-caller'))
    return no('blocked', false, 'This caller is blocked.');
  if (facts.knownSpam === true || holds('known-spam'))
    return no('known-spam', false, 'This caller is known for spam or robocalls.');
  if (facts.lineType === 'toll-free' || isTollFree(view.from)) {
    return no(
      'toll-free',
      true,
      'Toll-free numbers belong to companies and cannot read a text; call back if it matters.',
    );
  }
  if (facts.lineType === 'landline')
    return no('landline', true, 'This is a landline, which cannot receive texts: call back.');
  return {
    textable: true,
    reason: 'textable',
    callbackList: false,
    explanation: 'The caller has a number that can be texted.',
  };
}

/** North American 800-type numbers and other countries' free numbers, by the numbering plan. */
export function isTollFree(number: string): boolean {
  if (/^\+1(800|822|833|844|855|866|877|88\d)\d{7}$/.test(number)) return true;
  return !number.startsWith('+1') && parsePhoneNumberFromString(number)?.getType() === 'TOLL_FREE';
}
