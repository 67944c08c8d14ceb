/**
 * Is a text the approved wording with its blanks filled in? (FINRA Rule 2210(b)(1): a principal approves each template
 * before use.) What the composer adds by itself, the opt-out line and the disclosure of the assistant, may follow;
 * anything else is other wording. Looks for each piece in turn, so the time is linear whatever the text.
 */
import { disclosesAssistant } from '../compose/shop.ts';

/** Longest filling of one blank: a name, a shop, opening hours, an address. */
const LONGEST_FILLING = 120;

export function followsTemplate(body: string, template: string): boolean {
  const text = flat(body);
  const pieces = flat(template).split(/\{[^{}]*\}/);
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const from = text.indexOf(piece, at);
    if (from < 0) return false;
    if (index === 0 ? from !== 0 : from - at > LONGEST_FILLING) return false;
    at = from + piece.length;
  }
  const endsInBlank = pieces.at(-1) === '';
  const rest = text.slice(at);
  return endsInBlank ? rest.length <= LONGEST_FILLING || isAdded(rest) : isAdded(rest);
}

/** Only sentences that the law or the carriers ask for. */
function isAdded(rest: string): boolean {
  return rest
    .split(/(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .every((sentence) => sentence.length <= 100 && (OPT_OUT.test(sentence) || disclosesAssistant(sentence)));
}

const OPT_OUT = /^(?:reply|text|send|answer) (?:with )?stop\b[^.]{0,40}\.?$/i;

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
