import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';

/**
 * One reading of everything that vendors put into a number field: E.164, digits without a plus, national and formatted
 * numbers, SIP and tel URIs, and the words or keypad spellings that stand for "no number shown".
 */
export interface Party {
  /** E.164, or null when there is no dialable number. */
  readonly number: string | null;
  /** True when the caller hid the number or none came with the call. */
  readonly withheld: boolean;
}

/**
 * Words for a hidden number. Carriers also spell them on the keypad: Twilio shows ANONYMOUS as +266696687
 * (doorkeeper.jp/developer/blocking-phone-number-twilio, read 2026-11-21), and likewise the others.
 */
const HIDDEN_WORDS = [
  'anonymous',
  'restricted',
  'private',
  'unavailable',
  'unknown',
  'blocked',
  'withheld',
  'noname',
];
/** Never spelled on the keypad: their digits could be extensions. `no` is what is left of No Caller ID. */
const ONLY_WORDS = [
  'hidden',
  'no',
  'none',
  'null',
  'undefined',
  'notavailable',
  'unavail',
  'outofarea',
  'suppressed',
];
const HIDDEN = new Set([...ONLY_WORDS, ...HIDDEN_WORDS.flatMap((word) => [word, onKeypad(word)])]);

/** Reads a number field. `country` is assumed for numbers written without a country code. */
export function readParty(raw: string | null | undefined, country: CountryCode = 'US'): Party {
  const text = (raw ?? '').trim();
  // A lone plus is what CallTrackingMetrics leaves of a number that was not shown.
  if (text === '' || text === '+') return { number: null, withheld: true };
  const user = userOf(text);
  const word = user
    .toLowerCase()
    .replace(/^(caller|number)(\s+id)?\b|\b(caller|number)(\s+id)?$/g, '')
    .replaceAll(/[^a-z0-9]/g, '');
  if (HIDDEN.has(word) || user.toLowerCase() === 'anonymous.invalid') return { number: null, withheld: true };
  return { number: toE164(user, country), withheld: false };
}

/** E.164 of a dialable number, else null. Extensions, short codes and names are not dialable from outside. */
export function toE164(text: string, country: CountryCode = 'US'): string | null {
  if (/^\+1\d*$/.test(text)) return /^\+1[2-9]\d{9}$/.test(text) ? text : null;
  if (/^\+[2-9]\d{6,14}$/.test(text)) return text;
  if (text.length > 40 || !/^[\d\s().+\-/x]*$/i.test(text)) return null;
  return (
    possible(parsePhoneNumberFromString(text, country)) ??
    possible(parsePhoneNumberFromString(withPlus(text)))
  );
}

/**
 * CPaaS and call records write E.164 without its plus (`442079460123`), and some dial plans `00` for it. Only what is too
 * long for a national number is read so, because an extension or a short code is never a foreign number.
 */
function withPlus(text: string): string {
  const digits = text.replaceAll(/[\s().\-/]/g, '').replace(/^00(?=[1-9])/, '');
  return /^[1-9]\d{10,14}$/.test(digits) ? `+${digits}` : text;
}

function possible(parsed: ReturnType<typeof parsePhoneNumberFromString>): string | null {
  return parsed?.isPossible() === true &&
    /^\+[1-9]\d{6,14}$/.test(parsed.number) &&
    // Ten digits from another country, such as 0612345678, are no number of North America.
    !/^\+1(?![2-9]\d{9}$)/.test(parsed.number) &&
    parsed.nationalNumber.length > 6
    ? parsed.number
    : null;
}

/** `sip:+13105550142@example.com;user=phone` and `tel:+13105550142` carry the number in their user part. */
function userOf(text: string): string {
  const uri = /^(?:sips?|tel):([^@;?>]+)/i.exec(text.replace(/^.*</, ''));
  if (uri?.[1] === undefined) return text;
  try {
    return decodeURIComponent(uri[1]);
  } catch {
    return uri[1];
  }
}

function onKeypad(word: string): string {
  return word.replaceAll(/[a-z]/g, (letter) =>
    String('22233344455566677778889999'[letter.charCodeAt(0) - 97]),
  );
}
