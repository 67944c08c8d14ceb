import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import { Country, COUNTRY_IN_WORDS } from './country.ts';
import { readParty, toE164 } from './phone.ts';

/**
 * Who called whom, for PBXs and SIP servers that write down what was dialled and not which way a call went. An
 * extension is nobody whom a customer could be: a call from one to an outside number goes out, the rest comes in.
 */
export const pbxFields = {
  mainNumber: E164.optional().describe('Number of the shop, for records that name only an extension'),
  extensionNumbers: z
    .record(z.string(), E164)
    .default({})
    .describe('Direct number of each extension, where it has one'),
  country: Country.optional().describe(COUNTRY_IN_WORDS),
};
export interface PbxNumbers {
  readonly mainNumber?: string | undefined;
  readonly extensionNumbers: Readonly<Record<string, string>>;
  /** Of numbers written without a country code; the United States when absent. */
  readonly country?: CountryCode | undefined;
}

export type Parties = Pick<CallEvent, 'direction' | 'from' | 'fromWithheld' | 'to'>;

/** A caller that is null was not recorded, an empty one was hidden. `said` is the direction where the record has one. */
export function partiesOf(
  caller: string | null,
  callee: string | null,
  numbers: PbxNumbers,
  said: CallEvent['direction'] | null = null,
): Parties {
  const { country } = numbers;
  const callerInside = isExtension(caller);
  // A number of another country, dialled without its code, cannot be read, and is outside all the same.
  const calleeOutside =
    callee !== null && (toE164(userPart(callee), country) !== null || /^\+?\d{7,15}$/.test(userPart(callee)));
  const direction =
    said ?? (!callerInside ? 'inbound' : calleeOutside && !isOurs(callee, numbers) ? 'outbound' : 'internal');
  const own = (text: string | null): string | null => {
    const user = text === null ? '' : userPart(text);
    return numbers.extensionNumbers[user] ?? readParty(user, country).number ?? numbers.mainNumber ?? null;
  };
  if (direction === 'outbound')
    return { direction, from: own(caller), fromWithheld: false, to: readParty(callee, country).number };
  if (direction === 'internal')
    return {
      direction,
      from: readParty(caller, country).number,
      fromWithheld: false,
      to: readParty(callee, country).number,
    };
  const from = readParty(caller, country);
  return { direction, from: from.number, fromWithheld: caller !== null && from.withheld, to: own(callee) };
}

/** Up to six digits, perhaps with a star: nobody can be called back under it. */
export function isExtension(text: string | null): boolean {
  return text !== null && /^[*#]?\d{1,6}$/.test(userPart(text));
}

function isOurs(callee: string, numbers: PbxNumbers): boolean {
  const number = toE164(userPart(callee), numbers.country);
  return (
    number !== null &&
    (number === numbers.mainNumber || Object.values(numbers.extensionNumbers).includes(number))
  );
}

/** `sip:102@pbx.example.test`, `"Front desk" <102>` and `102@pbx` all mean 102. */
function userPart(text: string): string {
  const inner = /<([^>]*)>\s*$/.exec(text)?.[1] ?? text;
  return inner
    .replace(/^(?:sips?|tel):/i, '')
    .replace(/[@;].*$/, '')
    .trim();
}
