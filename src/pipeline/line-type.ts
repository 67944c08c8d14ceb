/** Can a number be texted? What was learned of it, else what the numbering plan says. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { GateInput } from '../core/gate/input.ts';
import { countryOfNumber } from '../core/gate/places.ts';

/**
 * What a bounce or a look-up taught us beats the numbering plan. North American prefixes cannot tell a mobile from a
 * landline; where nobody is asked, such a number counts as textable until a carrier says otherwise, once: the bounce is
 * then remembered. Where somebody is asked, it is unknown until the answer is there (look-up-facts.ts).
 */
export function lineTypeOf(
  learned: string | undefined,
  byPlan: string | undefined,
): GateInput['recipient']['lineType'] {
  if (learned === 'mobile' || learned === 'voip' || learned === 'landline' || learned === 'tollfree')
    return learned;
  switch (byPlan) {
    case 'MOBILE':
    case 'FIXED_LINE_OR_MOBILE':
    case 'PERSONAL_NUMBER':
      return 'mobile';
    case 'VOIP':
      return 'voip';
    case 'FIXED_LINE':
      return 'landline';
    case 'TOLL_FREE':
      return 'tollfree';
    default:
      return 'unknown';
  }
}

/** Whether the plan leaves open what kind of line this is. */
export function planCannotTell(phone: string): boolean {
  const type = parsePhoneNumberFromString(phone)?.getType() ?? typeByPlan(phone);
  return type === 'FIXED_LINE_OR_MOBILE' || type === undefined;
}

/** An area code newer than libphonenumber's metadata is a geographic number like any other. */
export function typeByPlan(phone: string): string | undefined {
  return countryOfNumber(phone) === null ? undefined : 'FIXED_LINE_OR_MOBILE';
}
