/**
 * Card data in what a vendor sent, cut out so that the payload still reads as what it is: JSON stays JSON, a form a form,
 * and whatever names a call, a person's number or an instant stays as it was, although one such number in ten passes
 * Luhn's check. What people said or wrote is cut as everywhere (`card-data.ts`); a field of digits alone is a card
 * number only when no name of the field says otherwise and it begins and is as long as the cards of an issuer.
 *
 * Not seen: digits inside base64, compressed bodies or signed tokens, and digits that are spelt out as JSON escapes.
 */
import { redactCardData, type Redaction } from './card-data.ts';

/**
 * Can there be card data at all? A fraction of the cost of looking: nearly every payload ends here. Reads bytes as
 * Latin-1, so that it needs no encoding.
 */
export function mayHoldCardData(latin1: string): boolean {
  return LONG_NUMBER.test(latin1) || SECRET_WORD.test(latin1);
}

/** The payload without card data. Unchanged, to the byte, where there is none. */
export function redactPayload(text: string): Redaction {
  return redactValue('', text, 0);
}

/** One value under its name: a header, a parameter. */
export function redactField(key: string, text: string): Redaction {
  return redactValue(key, text, 1);
}

/** Separators as they travel: as they are, in UTF-8 read as Latin-1, percent-encoded, and as escapes of JSON. */
const GAP = String.raw`(?:[ +\u00a0-]|\u00c2\u00a0|\u00e2\u0080[\u0090-\u0095]|%20|%2[Dd]|%[Cc]2%[Aa]0|\\u00[Aa]0|\\u201[0-5])`;
const LONG_NUMBER = new RegExp(String.raw`\d(?:${GAP}{0,3}\d){12}`);
const SECRET_WORD = /\b(?:cvv|cvc|cid\b|csc\b|cav2|security.{1,3}code|pin\b)/i;

const NOTHING = { cardNumbers: 0, secrets: 0 };
const DEEPEST = 4;

function redactValue(key: string, text: string, depth: number): Redaction {
  if (depth < DEEPEST) {
    if (/^\s*[{[]/.test(text) && isJson(text)) return redactJson(text, depth);
    if (depth === 0 && /^[\w.~%[\]-]+=[^\s<>]*$/.test(text)) return redactForm(text, depth);
    if (depth === 0 && /^\s*</.test(text)) return redactXml(text, depth);
  }
  // Nothing could be read in it, so nothing is lost with an identifier.
  return depth === 0 ? redactCardData(text) : redactText(key, text);
}

/** Strings of JSON, each under the name it stands behind; numbers only under a name that says card. */
const JSON_PART = /"(?:[^"\\]|\\.)*"(\s*:)?|(?<![\w.+-])\d{13,19}(?![\w.])/g;

function redactJson(json: string, depth: number): Redaction {
  let key = '';
  return replaceParts(json, JSON_PART, (part, colon) => {
    if (!part.startsWith('"'))
      return CARD_FIELD.test(key) && isCard(part)
        ? { text: part.slice(-4).replace(/^0+(?=\d)/, ''), cardNumbers: 1, secrets: 0 }
        : { text: part, ...NOTHING };
    if (colon !== undefined) {
      key = String(JSON.parse(part.slice(0, -colon.length)));
      return { text: part, ...NOTHING };
    }
    const cut = redactValue(key, String(JSON.parse(part)), depth + 1);
    return changed(cut) ? { ...cut, text: JSON.stringify(cut.text) } : { text: part, ...NOTHING };
  });
}

function redactForm(form: string, depth: number): Redaction {
  return replaceParts(form, /[^&?#]+/g, (pair) => {
    const at = pair.indexOf('=');
    if (at === -1) return { text: pair, ...NOTHING };
    const cut = redactValue(decoded(pair.slice(0, at)), decoded(pair.slice(at + 1)), depth + 1);
    return changed(cut)
      ? { ...cut, text: `${pair.slice(0, at + 1)}${encodeURIComponent(cut.text)}` }
      : { text: pair, ...NOTHING };
  });
}

/** The text of each element and attribute, under its name. */
function redactXml(xml: string, depth: number): Redaction {
  let name = '';
  return replaceParts(xml, /<[^<>]*>?|[^<]+/g, (part) => {
    // Text that is quoted as a whole is text.
    if (!part.startsWith('<') || part.startsWith('<![')) return redactValue(name, part, depth + 1);
    name = /^<(?:[\w-]+:)?([\w-]+)/.exec(part)?.[1] ?? name;
    return replaceParts(part, /[\w-]+="[^"]*"/g, (attribute) => {
      const at = attribute.indexOf('=') + 2;
      const cut = redactValue(attribute.slice(0, at - 2), attribute.slice(at, -1), depth + 1);
      return { ...cut, text: `${attribute.slice(0, at)}${cut.text}"` };
    });
  });
}

function redactText(key: string, text: string): Redaction {
  if (SPEECH_FIELD.test(key) && !IDENTIFIER_FIELD.test(key)) return redactCardData(text);
  // Words with a space between them are somebody's, whatever the field is called.
  if (/\p{L}/u.test(text) && /\S\s+\S/.test(text)) return redactCardData(text);
  const bare = text.trim();
  if (CARD_FIELD.test(key) || (!IDENTIFIER_FIELD.test(key) && DIGITS_ALONE.test(bare)))
    return isCard(bare.replaceAll(/\D/g, '')) ? redactCardData(text) : { text, ...NOTHING };
  return { text, ...NOTHING };
}

const CARD_FIELD = /card|(?:^|[^a-z])(?:pan|cc)(?:[^a-z]|$)|digits|dtmf|keypress/i;
const SPEECH_FIELD =
  /text|body|message|transcri|content|comment|note|summary|subject|description|speech|utterance|caption|voicemail|question|answer|reply|sentence|phrase|words|snippet/i;
/** Names whose last word says that the value is an identifier, an address or an instant. */
const IDENTIFIER_FIELD =
  /(?:^|[^a-z]|[a-z](?=[A-Z]))(?:[Ii][Dd]s?|[SsUuGg]{1,2}[Ii][Dd]|uuid|key|hash|ref|reference|url|uri|link|href|at|At|[Tt]ime|[Tt]imestamp|ts|[Dd]ate|from|From|to|To|[Nn]umber|[Pp]hone|[Dd]uration|[Ss]ignature|token|caller|callee|msisdn)$/;
const DIGITS_ALONE = /^[^\w+]*\d[\d \u00a0\u2010-\u2015-]*\d\W*$/;

/** First digits and lengths of the issuers whose cards are in use (ISO/IEC 7812; each scheme's own list). */
function isCard(digits: string): boolean {
  return /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12,17}|35\d{14,17}|6\d{15,18})$/.test(
    digits,
  );
}

function replaceParts(
  text: string,
  pattern: RegExp,
  look: (part: string, group: string | undefined) => Redaction,
): Redaction {
  let [cardNumbers, secrets] = [0, 0];
  const out = text.replaceAll(pattern, (part: string, group: unknown) => {
    const cut = look(part, typeof group === 'string' ? group : undefined);
    cardNumbers += cut.cardNumbers;
    secrets += cut.secrets;
    return cut.text;
  });
  return { text: out, cardNumbers, secrets };
}

function changed({ cardNumbers, secrets }: Redaction): boolean {
  return cardNumbers + secrets > 0;
}

function decoded(part: string): string {
  const spaced = part.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
