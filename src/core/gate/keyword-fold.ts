/** A message as one comparable word, and as the even text that the patterns of keyword-english and its like expect. */
import { respell } from './keyword-typos.ts';

/** Catalogue 6.8 `normalise`; accents go too, so that ARRÊT, arret and "stóp" are one word each. */
export function wholeWord(text: string): string {
  return evenLetters(text)
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replaceAll(/\s+/g, ' ');
}

/**
 * Lower case, no accents, `dont` for "don't", other apostrophes and hyphens as spaces; clauses end in ` . `, ` , ` or
 * ` ? `, so that "stop. by the way" is not "stop by". Pleas and oaths go, misspelt words are put right. Long texts keep
 * their beginning and end.
 */
export function foldText(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(INVISIBLE, '').toLowerCase();
  const clipped = plain.length > 2000 ? `${plain.slice(0, 1500)} . ${plain.slice(-500)}` : plain;
  const clauses = evenLetters(clipped)
    .replaceAll(STOP_SIGN_BEFORE_WORD, ' stop ')
    .replaceAll(/[’‘ʼ`´′]/g, "'")
    .replaceAll(/n't(?![a-z])/g, 'nt')
    .replaceAll(/(?<![a-z])(?:m|n|d|qu|j)'(?=[a-z])/g, (elided) => `${elided.slice(0, -1)} `)
    .replaceAll(/[?¿]+/g, ' ? ')
    .replaceAll(/(?<=[a-z])[.](?=[a-z](?:[.]|(?![a-z])))/g, ' ')
    .replaceAll(/[.!¡;:\n\r…|()"“”«»[\]]+|\s[-–—/]+\s|[–—]/g, ' . ')
    .replaceAll(',', ' , ')
    .replaceAll('&', ' and ')
    .replaceAll(/\p{Extended_Pictographic}+/gu, ' . ')
    .replaceAll(/#(?!\w)/g, ' number ')
    .replaceAll(/#(?=\d)/g, ' ')
    .replaceAll(/[^a-z0-9.,?]+/g, ' ')
    .trim();
  return tidy(respell(tidy(clauses)).replaceAll(PLEAS, ' '));
}

/** One blank between words, one mark between clauses, none at either end. */
function tidy(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?: ?[.,?])+(?= |$)/g, (marks) =>
      marks.includes('?') ? ' ?' : marks.includes('.') ? ' .' : ' ,',
    )
    .replaceAll(/^(?:[.,?] ?)+|(?: [.,])+$/g, '')
    .trim();
}

function evenLetters(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .toLowerCase();
}

const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad]/g;
const STOP_SIGN_BEFORE_WORD = /^\s*[🛑🚫⛔❌✋]+\p{Emoji_Modifier}?(?=\s*[\p{L}📱📲💬])/gu;
/** Courtesy and oaths carry no wish of their own; without them "please just stop, thanks" is "stop". */
const PLEAS =
  /(?<![a-z0-9])(?:please|kindly|just|simply|literally|seriously|honestly|sincerely|respectfully|fucking|fuckin|effing|freaking|freakin|frickin|friggin|damn|goddamn|dang|bloody|lol|lmao|lmfao|haha+|hehe|omg|ugh+|dude|bro|bruh|man|hey|hi|hello|guys|folks|sir|maam|ma am|god bless(?: you)?|thank you(?: (?:so|very) much)?|thanks(?: (?:so much|a lot))?|thnx|thanx|thx|tysm|por favor|porfavor|porfa|porfis|xfa|xfavor|x favor|gracias|muchas gracias|s il (?:vous|te) plait|svp|stp|s v p|merci(?: beaucoup)?(?! de(?: ne| m| cesser| ret| me| arr| supp| des| sto| bien))|bonjour|bonsoir|hola|buenas(?: tardes| noches)?|buenos dias)(?![a-z0-9])/g;
