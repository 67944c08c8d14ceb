/**
 * How a text is billed: encoding, parts and the cost of each character (catalogue 6.10; 3GPP TS 23.038 and 23.040).
 *
 * GSM-7 holds 160 septets in one part and 153 in each of several; anything outside its alphabet turns the whole text
 * into UCS-2 with 70 and 67 UTF-16 units. A two-septet extension character and a surrogate pair are never split, so a
 * part may end one short. Counting takes the body exactly as given; `normaliseForGsm` is the composer's work before it.
 */
export interface SegmentCount {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
  /** Septets or UTF-16 units, without the fill at the end of a part. */
  readonly units: number;
}

export interface CharacterCost {
  readonly character: string;
  readonly units: number;
  /** Number of the part it travels in, from 1. */
  readonly segment: number;
  readonly inGsm: boolean;
}

export function countSegments(body: string): SegmentCount {
  if (ONLY_BASIC.test(body)) {
    const units = body.length;
    return { encoding: 'GSM-7', segments: units <= 160 ? Math.sign(units) : Math.ceil(units / 153), units };
  }
  const { encoding, segments, units } = layOut(body);
  return { encoding, segments, units };
}

/** The same with the cost of every character, for the editor that shows what makes a text expensive. */
export function explainSegments(
  body: string,
): SegmentCount & { readonly characters: readonly CharacterCost[] } {
  const { encoding, segments, units, placed } = layOut(body);
  const characters = placed.map(({ character, cost, segment }) => ({
    character,
    units: cost,
    segment,
    inGsm: gsmCost(character) > 0,
  }));
  return { encoding, segments, units, characters };
}

/** Replaces what word processors and phones put in by what GSM-7 has, and leaves alone what has no equal. */
export function normaliseForGsm(text: string): string {
  if (ONLY_BASIC.test(text)) return text;
  return Array.from(text.normalize('NFC'))
    .map((character) => (gsmCost(character) > 0 ? character : (REPLACEMENTS.get(character) ?? character)))
    .join('');
}

const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Nearly every text that goes out: one septet per character, nothing to replace. */
const ONLY_BASIC = new RegExp(`^[${[...GSM_BASIC].join('').replaceAll(/[\]\\^-]/g, String.raw`\$&`)}]*$`);
const GSM_EXTENDED = new Set('^{}\\[~]|€\f');

const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ...spread("'", '‘’‚‛′ʹʼ`´'),
  ...spread('"', '“”„‟″«»'),
  ...spread('-', '‐‑‒–—―−'),
  ...spread(
    ' ',
    '\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t',
  ),
  ...spread('', '\u200b\u200c\u2060\ufeff\u00ad'),
  ...spread('*', '•·●▪'),
  ['…', '...'],
  ['‹', '<'],
  ['›', '>'],
  ['™', '(TM)'],
  ['®', '(R)'],
  ['©', '(C)'],
  ['½', '1/2'],
  ['¼', '1/4'],
  ['¾', '3/4'],
  ['×', 'x'],
  ['⁄', '/'],
  ['\u2028', '\n'],
  ['\u2029', '\n'],
]);

interface Layout extends SegmentCount {
  readonly placed: readonly { readonly character: string; readonly cost: number; readonly segment: number }[];
}

function layOut(body: string): Layout {
  // Code points, so that a surrogate pair is one character; a lone surrogate stays one unit.
  const characters = Array.from(body);
  const encoding = characters.every((character) => gsmCost(character) > 0) ? 'GSM-7' : 'UCS-2';
  const costs = characters.map((character) => (encoding === 'GSM-7' ? gsmCost(character) : character.length));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const [single, each] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
  const room = units <= single ? single : each;
  let [segment, used] = [units === 0 ? 0 : 1, 0];
  const placed = characters.map((character, index) => {
    const cost = costs[index] ?? 0;
    if (used + cost > room) [segment, used] = [segment + 1, 0];
    used += cost;
    return { character, cost, segment };
  });
  return { encoding, segments: segment, units, placed };
}

/** Septets in GSM-7, 0 when the character is not in it. */
function gsmCost(character: string): number {
  return GSM_BASIC.has(character) ? 1 : GSM_EXTENDED.has(character) ? 2 : 0;
}

function spread(replacement: string, characters: string): readonly (readonly [string, string])[] {
  return Array.from(characters, (character) => [character, replacement] as const);
}
