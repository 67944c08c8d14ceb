/**
 * Card numbers and security codes in free text: found, so that they never reach a record, and cut out, so that the rest
 * may be written (PCI DSS v4.0.1 3.3.1, 3.5.1; catalogue 3.5 "crm-write").
 *
 * A card number is 13 to 19 digits, spaces and hyphens between them, that pass Luhn's check. A security code is what
 * follows `cvv` and its relatives or `PIN`. Track data is what a reader puts on the wire.
 */
import { plainText } from './plain-text.ts';

export interface Redaction {
  readonly text: string;
  readonly cardNumbers: number;
  /** Security codes, PINs and track data: never stored after authorisation. */
  readonly secrets: number;
}

export function redactCardData(text: string): Redaction {
  if (!/\d{3}|\d[ -]\d/.test(text)) return { text, cardNumbers: 0, secrets: 0 };
  const cuts = findCuts(text);
  let out = '';
  let at = 0;
  for (const cut of cuts) {
    out += text.slice(at, cut.from) + cut.instead;
    at = cut.to;
  }
  return {
    text: out + text.slice(at),
    cardNumbers: cuts.filter((cut) => cut.what === 'number').length,
    secrets: cuts.filter((cut) => cut.what === 'secret').length,
  };
}

export function hasCardData(text: string): boolean {
  const { cardNumbers, secrets } = redactCardData(text);
  return cardNumbers + secrets > 0;
}

/** Does the text ask the other side to send card data in the conversation? A link to a payment page is the right way. */
export function asksForCardData(text: string): boolean {
  if (!CARD_WORD.test(text)) return false;
  return plainText(text.replaceAll('#', ' number '))
    .replaceAll(NEVER, ' ')
    .split(' . ')
    .some((sentence) => ASKS.test(sentence) && !ELSEWHERE.test(sentence));
}

const CARD_WORD = /card|digit|\bcc\b|\bvisa\b|amex|tarjeta|carte|cvv|cvc|security|seguridad|[^\x20-\x7e\s]/i;
const NEVER =
  /(?<![a-z])(?:(?:please )?(?:do not|dont|never|no need to)(?: ever)? (?:text|send|share|reply|give|provide|post|type|ask)|(?:we|i) (?:will |would )?never (?:ask|need|request)|no (?:envie|mande|comparta))[^.]*/g;
const ASKS =
  /(?<![a-z])(?:(?:reply|text|send|give|provide|share|type|enter|confirm|need|tell|what|whats|have|get|take|read|use|message|dinos|envie|envienos|mande|mandenos|necesitamos|cual|envoyez|donnez)(?: [a-z0-9]+){0,8} (?:card (?:number|numbers|no|num|details|info|information|digits)|card s number|cc (?:number|info|details)|(?:visa|mastercard|amex|american express)(?: or [a-z]+)? (?:number|no|num|details|info)|number on(?: the front of)? (?:your|the)(?: (?:credit|debit|bank))? card|(?:photo|picture|pic|image|scan) of(?: (?:your|the|both|sides|front|of|that|a))* (?:credit|debit|bank|payment) card|(?:\d+|three|four|sixteen) ?digits?(?: [a-z]+){0,6} card|(?:[34]|three|four) digits? (?:security )?code|(?:code|digits?|number)(?: [a-z]+){0,2} on the back|cvv2?|cvc2?|security code|numero de (?:la |su |tu )?tarjeta|numero de carte)|(?:card number|cvv|cvc|security code)(?: [a-z]+){0,4} please|(?:text|send|give)(?: (?:me|us))? your(?: (?:credit|debit|bank))? card(?= (?:and|with|exp)|$)|and the (?:[34]|three|four) digits?(?: [a-z]+){0,3} (?:back|code|card))(?![a-z])/;
const ELSEWHERE =
  /(?<![a-z])(?:link|page|portal|website|site|online|https?|www|last (?:four|4)|over the phone|by phone|enlace|lien)(?![a-z])/;

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly what: 'number' | 'secret';
  readonly instead: string;
}

const SECRET_REMOVED = '[SAD removed]';
const TRACK = /%?[A-Z]?\d{12,19}\^[^^?\n]{2,40}\^[^?\s]*\??|;?\d{12,19}=\d{4,}[^?\s]*\??/gi;
const BETWEEN = String.raw`((?:[^\w.]|\b(?:is|was|number|num|no|code|value|es|est|the|my|on|of|back|front|card|for|it|its|this|that|s)\b){0,20})`;
const CODE = new RegExp(
  String.raw`\b(?:(?:cvv2?|cvc2?|cid|csc|cav2|security\s+code)${BETWEEN}(\d{3,4}|\d(?:[ -]\d){2,3})(?!\d)|pin${BETWEEN}(\d{3,12}|\d(?:[ -]\d){3,5})(?!\d))`,
  'gi',
);
const DIGIT_RUN = /\d(?:[ \u00a0\u2010-\u2015-]{0,3}\d){12,}/g;

function findCuts(text: string): readonly Cut[] {
  const cuts: Cut[] = [];
  const isFree = (from: number, to: number): boolean => cuts.every((cut) => to <= cut.from || from >= cut.to);
  for (const match of text.matchAll(TRACK)) {
    cuts.push({
      from: match.index,
      to: match.index + match[0].length,
      what: 'secret',
      instead: SECRET_REMOVED,
    });
  }
  for (const match of text.matchAll(DIGIT_RUN)) {
    for (const [from, to] of cardNumbersIn(match[0])) {
      const span = [match.index + from, match.index + to] as const;
      if (!isFree(...span)) continue;
      const digits = onlyDigits(text.slice(...span));
      cuts.push({ from: span[0], to: span[1], what: 'number', instead: `[PAN ****${digits.slice(-4)}]` });
    }
  }
  for (const match of text.matchAll(CODE)) {
    const code = match[2] ?? match[4] ?? '';
    const to = match.index + match[0].length;
    if (isFree(to - code.length, to))
      cuts.push({ from: to - code.length, to, what: 'secret', instead: SECRET_REMOVED });
  }
  return cuts.sort((a, b) => a.from - b.from);
}

/** How digits on a card are grouped. A number written next to other digits is told from them by its groups. */
const CARD_SHAPES: readonly (readonly number[])[] = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
  [4, 4, 4, 4, 3],
  [4, 4, 4, 4, 2],
  [4, 4, 4, 4, 1],
  [4, 4, 5],
];

type Span = readonly [from: number, to: number];

function cardNumbersIn(run: string): readonly Span[] {
  const groups = [...run.matchAll(/\d+/g)].map((match) => ({ from: match.index, digits: match[0] }));
  const found: Span[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    const group = groups[first];
    if (group === undefined) break;
    if (isCardNumber(group.digits)) {
      found.push([group.from, group.from + group.digits.length]);
      continue;
    }
    const shape = CARD_SHAPES.find((lengths) => {
      const part = groups.slice(first, first + lengths.length);
      return (
        part.length === lengths.length &&
        part.every((one, index) => one.digits.length === lengths[index]) &&
        isCardNumber(part.map((one) => one.digits).join(''))
      );
    });
    const last = shape === undefined ? undefined : groups[first + shape.length - 1];
    if (shape === undefined || last === undefined) continue;
    found.push([group.from, last.from + last.digits.length]);
    first += shape.length - 1;
  }
  // Oddly grouped, but nothing else around it: the whole run is the number.
  return found.length === 0 && isCardNumber(onlyDigits(run)) ? [[0, run.length]] : found;
}

function isCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || /^0+$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function onlyDigits(text: string): string {
  return text.replaceAll(/\D/g, '');
}
