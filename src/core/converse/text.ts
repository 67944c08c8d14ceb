/**
 * Words as callers type them: lower case, without accents and punctuation, at a bounded length. Texts come with typos,
 * emoji, no spaces or ten thousand characters; nothing here throws and nothing grows with more than the first stretch.
 */
const READ_CHARACTERS = 1600;

export interface ReadText {
  /** Lower case, accents folded, apostrophes dropped, other punctuation to spaces, except inside times and amounts. */
  readonly plain: string;
  readonly words: readonly string[];
  readonly question: boolean;
  /** Nothing but emoji and white space: what they say. */
  readonly emojiOnly: EmojiMood | null;
  readonly empty: boolean;
  /** More than a person texts in one go: a person reads it. */
  readonly long: boolean;
  /** Long, and no language: letters at random, one word over and over, no words at all. */
  readonly garbled: boolean;
  /** The caller's own spelling, trimmed and bounded. */
  readonly original: string;
}

export function readText(text: string): ReadText {
  const original = text
    .normalize('NFKC')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, READ_CHARACTERS);
  const folded = original
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’‘`´]/g, '');
  const plain = folded
    .replaceAll(/(?<!\d)[.:]|[.:](?!\d)/g, ' ')
    .replaceAll(/[^\p{L}\p{N}.:$#/]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const words = plain === '' ? [] : plain.split(' ');
  const hasLetters = /[\p{L}\p{N}]/u.test(original);
  return {
    plain,
    words,
    question: /[?¿]/.test(original),
    emojiOnly: hasLetters || !/\p{Extended_Pictographic}/u.test(original) ? null : moodOf(original),
    empty: original === '',
    long: text.length > LONG,
    garbled: text.length > GARBLED_FROM && isGarbled(text),
    original,
  };
}

const LONG = 1000;
const GARBLED_FROM = 300;

/**
 * No text that a person wrote: hardly any spaces, hardly any letters, hardly any vowels (whatever has letters with case
 * has vowels), or the same few words again and again. Looks at a bounded stretch from each end.
 */
function isGarbled(text: string): boolean {
  const sample = `${text.slice(0, READ_CHARACTERS)} ${text.slice(-READ_CHARACTERS)}`
    .normalize('NFKC')
    .toLowerCase();
  const visible = sample.replaceAll(/\s/g, '');
  if (visible === '') return true;
  const count = (pattern: RegExp): number => (visible.match(pattern) ?? []).length;
  const letters = count(/\p{L}/gu);
  if (letters < visible.length * 0.4) return true;
  const latin = count(/\p{Script=Latin}/gu);
  // Scripts without spaces between words are a language we do not speak, not noise.
  if (latin < letters * 0.8) return false;
  const words = sample.split(/[^\p{L}\p{N}'’]+/u).filter((word) => word !== '');
  if (words.some((word) => word.length > 60)) return true;
  const vowels = count(/[aeiouyàáâäãèéêëìíîïòóôöõùúûü]/gu);
  if (vowels < latin * 0.2) return true;
  return words.length >= 40 && new Set(words).size < words.length * 0.05;
}

/**
 * What people mean by emoji alone. A hand raised against us and stop signs never come this far: the keywords read them as
 * STOP. Two that contradict each other say nothing that we could act on.
 */
export type EmojiMood = 'urgent' | 'upset' | 'no' | 'puzzled' | 'yes' | 'thanks' | 'happy' | 'other';

const MOODS: readonly (readonly [EmojiMood, RegExp])[] = [
  ['urgent', /[🆘🚑]/u],
  ['upset', /[😡🤬😠👿💢😤😒🙄😞😟😢😭💔🤮🤢😾😖😩😫☹🙁]/u],
  ['no', /[👎❌✖🙅🚫]/u],
  ['puzzled', /[🤔❓❔⁉🤷😕🧐]/u],
  ['yes', /[👍👌✅✔☑💯🆗🤝🫡🙆]/u],
  ['thanks', /[🙏💐🙇]/u],
  ['happy', /[❤💕💖🧡💛💚💙💜😊🙂😀😃😄😁😆😅😂🤣😉😎🥰😍🤩😘🎉🥳🤗👏💪🔥✨]/u],
];

function moodOf(emoji: string): EmojiMood {
  const shown = MOODS.filter(([, pattern]) => pattern.test(emoji)).map(([mood]) => mood);
  if (shown.includes('urgent')) return 'urgent';
  if (shown.includes('upset')) return 'upset';
  return shown.includes('yes') && shown.includes('no') ? 'puzzled' : (shown[0] ?? 'other');
}

/** Whether two words are the same but for a typo: one edit from 4 letters on, two from 8 on (swaps count as one). */
export function sameWord(typed: string, known: string): boolean {
  if (typed === known) return true;
  const allowed = known.length >= 8 ? 2 : known.length >= 4 ? 1 : 0;
  if (allowed === 0 || Math.abs(typed.length - known.length) > allowed) return false;
  // A plural or a different first letter is rarely a typo of the same word, a plural of it is.
  if (typed[0] !== known[0] && known.length < 6) return false;
  return editDistance(typed, known, allowed) <= allowed;
}

/** Optimal string alignment distance, given up above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    if (Math.min(...next) > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}

export type Language = 'en' | 'es' | 'other';

const SPANISH = new Set(
  (
    'hola buenos buenas dias tardes noches gracias cuanto cuesta cuestan precio precios quiero quisiera necesito puedo puede pueden ' +
    'una para por favor cita manana hoy horario abren cierran abierto donde estan direccion lunes martes miercoles jueves viernes ' +
    'sabado domingo si con mi carro coche camioneta ustedes tienen que cuando hablar llamo soy servicios horarios ofrecen cobran persona alguien espanol cancelar cambiar hora es el la los las del'
  ).split(' '),
);
const SPANISH_SURE = new Set(
  'hola buenos buenas gracias cuanto cuesta cuestan precio quiero quisiera necesito cita manana horario abren cierran donde direccion lunes martes miercoles jueves viernes sabado domingo camioneta carro ustedes espanol hablar precios servicios horarios ofrecen cuestan cobran tienen pueden llamo gracias'.split(
    ' ',
  ),
);
const ENGLISH = new Set(
  (
    'the a an is are do does you your i im me my we to for of on in at and or how much what when where can could would like want need ' +
    'yes no ok okay thanks thank hi hello hey please it that this book price cost open time today tomorrow'
  ).split(' '),
);

const IN_BOTH = new Set(['no', 'me', 'a']);

/** English unless the words say otherwise; short answers such as "10" or "ok" keep the language of the talk so far. */
export function languageOf(text: ReadText, soFar: Language): Language {
  if (
    /[\p{Script=Han}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Greek}]/u.test(
      text.original,
    )
  )
    return 'other';
  const spanish = text.words.filter((word) => SPANISH.has(word)).length;
  // "No" and "me" are words of both: they never turn a Spanish talk into an English one.
  const english = text.words.filter(
    (word) => ENGLISH.has(word) && !(soFar === 'es' && IN_BOTH.has(word)),
  ).length;
  if (spanish > english && text.words.some((word) => SPANISH_SURE.has(word))) return 'es';
  if (english > 0 && english >= spanish) return 'en';
  if (text.words.length >= 4 && english === 0 && spanish === 0 && FOREIGN.test(text.plain)) return 'other';
  return soFar;
}

/** Frequent words of languages that callers in North America use beside English and Spanish. */
const FOREIGN =
  /\b(?:bonjour|vous|votre|merci|combien|je|voudrais|pour|est|prix|rendez|ola|obrigado|quanto|voce|preciso|quero|nao|sao|ich|und|nicht|wie|viel|bitte|danke|termin|xin|chao|toi|bao|nhieu|kamusta|po|magkano|salamat|gusto|ko)\b/;
