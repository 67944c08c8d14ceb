/**
 * Text made comparable, so that a phrase is found however it is written: lower case, no accents, no apostrophes,
 * everything that is no letter or digit a single space, the end of a sentence ` . `.
 */

export function plainText(text: string): string {
  // Most texts need no unravelling, and this runs for every one that goes out.
  const plain = ASCII.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKC')
        .replaceAll(INVISIBLE, '')
        .toLowerCase()
        .normalize('NFD')
        .replaceAll(/\p{M}/gu, '');
  return plain
    .replaceAll(/['’‘ʼ`´′]/g, '')
    .replaceAll(/[.!?;:\n\r]+(?=\s|$)/g, ' . ')
    .replaceAll(/[^a-z0-9.%$]+/g, ' ')
    .trim();
}

/** Whole words only. The source is linear: no quantifier inside a quantifier. */
export function phrase(source: string): RegExp {
  return new RegExp(`(?<![a-z0-9])(?:${source})(?![a-z0-9])`);
}

/** The same, for striking out every place. */
export function phrases(source: string): RegExp {
  return new RegExp(`(?<![a-z0-9])(?:${source})(?![a-z0-9])`, 'g');
}

const ASCII = /^[\t\n\r -~]*$/;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad]/g;
