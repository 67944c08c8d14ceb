/**
 * What the learned reader counts in a text: words, word pairs and triples, pairs with a gap, the same over concepts
 * (keyword-concepts), and letter groups, which survive misspelling. Read for the whole text and for each of its thoughts,
 * so that a "take me off" at the end of a long story is not drowned by the story.
 */
import { conceptOf, roleOf } from './keyword-concepts.ts';

export interface Segment {
  readonly text: string;
  readonly features: readonly string[];
}

/** The whole folded text first, then its thoughts when there is more than one. At most 24 segments of 80 words. */
export function segmentsOf(folded: string): readonly Segment[] {
  const thoughts = split(folded);
  const whole = { text: folded, features: featuresOf(folded.split(' ')) };
  if (thoughts.length < 2) return [whole];
  return [whole, ...thoughts.map((words) => ({ text: words.join(' '), features: featuresOf(words) }))];
}

/** The features of some words as such, without those about where a text begins or ends, or how long it is. */
export function boundlessFeatures(words: readonly string[]): readonly string[] {
  return featuresOf(words).filter((feature) => !/[\^$]|^#/.test(feature));
}

function split(folded: string): readonly (readonly string[])[] {
  const thoughts: string[][] = [[]];
  for (const token of folded.split(' ')) {
    const last = thoughts.at(-1);
    if (MARK.has(token)) {
      if (last !== undefined && token === '?' && last.length > 0) last.push(token);
      if (last !== undefined && last.length > 0) thoughts.push([]);
    } else if (JOINT.has(token) && last !== undefined && last.length >= 2) thoughts.push([]);
    else last?.push(token);
  }
  return thoughts.filter((words) => words.length > 0).slice(-23);
}

const MARK = new Set(['.', ',', '?']);
const JOINT = new Set('and but so because cuz bc since y pero porque asi et mais car donc alors'.split(' '));

function featuresOf(all: readonly string[]): readonly string[] {
  const words = all.length > 80 ? [...all.slice(0, 50), ...all.slice(-30)] : all;
  const found = new Set<string>();
  const concepts = words.map((word) => (MARK.has(word) ? word : (conceptOf(word) ?? '_')));
  ngrams(found, words, '');
  ngrams(found, concepts, '@');
  mixed(found, words, concepts);
  roles(found, concepts);
  for (const word of words) letters(found, word);
  found.add(`#${String(Math.min(9, Math.ceil(words.length / 3)))}`);
  return [...found];
}

function ngrams(found: Set<string>, words: readonly string[], kind: '' | '@'): void {
  const gap = kind === '@' ? 5 : 3;
  let before = '^';
  for (let i = 0; i <= words.length; i += 1) {
    const here = words[i] ?? '$';
    const pair = `${kind}${before} ${here}`;
    found.add(pair);
    if (i < words.length) {
      found.add(kind + here);
      found.add(`${pair} ${words[i + 1] ?? '$'}`);
      if (here !== '_' && !MARK.has(here)) distant(found, words, i, gap, kind);
    }
    before = here;
  }
}

/** A word and those two to `gap` places behind it, up to the end of the sentence. */
function distant(
  found: Set<string>,
  words: readonly string[],
  from: number,
  gap: number,
  kind: string,
): void {
  const start = `${kind}${words[from] ?? ''} .. `;
  for (let k = 1; k <= gap && from + k < words.length; k += 1) {
    const there = words[from + k] ?? '_';
    if (there === '.' || there === '?') return;
    if (k > 1 && there !== '_' && there !== ',') found.add(start + there);
  }
}

/** The parts that concepts play, one after another, whatever stands between them: "END ME ADDR". */
function roles(found: Set<string>, concepts: readonly string[]): void {
  const parts = ['^'];
  for (const concept of concepts) {
    const role = concept === '?' ? '?' : roleOf(concept);
    if (role !== undefined && role !== parts.at(-1)) parts.push(role);
  }
  parts.push('$');
  for (let i = 0; i < parts.length; i += 1)
    for (let size = 2; size <= 4 && i + size <= parts.length; size += 1)
      found.add(`%${parts.slice(i, i + size).join(' ')}`);
  for (const part of new Set(parts)) found.add(`%${part}`);
}

/** A word beside a concept: "off LIST", "NEG bother". */
function mixed(found: Set<string>, words: readonly string[], concepts: readonly string[]): void {
  for (let i = 0; i + 1 < words.length; i += 1) {
    const [word, next] = [words[i] ?? '', words[i + 1] ?? ''];
    const [concept, following] = [concepts[i] ?? '_', concepts[i + 1] ?? '_'];
    if (following !== '_' && following !== next) found.add(`${word} @${following}`);
    if (concept !== '_' && concept !== word) found.add(`@${concept} ${next}`);
  }
}

function letters(found: Set<string>, word: string): void {
  if (word.length < 3 || MARK.has(word)) return;
  const framed = `<${word}>`;
  for (let size = 4; size <= 5; size += 1)
    for (let i = 0; i + size <= framed.length; i += 1) found.add('~' + framed.slice(i, i + size));
}
