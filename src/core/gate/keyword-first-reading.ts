/**
 * The first reader of free text: sayings of three languages, explainable one by one. What a visit, a booking, a time or
 * the very opposite explains is struck out; what remains is judged: somebody else, an end, doubt, or nothing.
 */
import * as english from './keyword-english.ts';
import { INNOCENT as ENGLISH_INNOCENT } from './keyword-english-innocent.ts';
import { REVOCATION as ENGLISH_REVOCATION, UNMISTAKABLE } from './keyword-english-revocation.ts';
import * as french from './keyword-french.ts';
import { wholeWord } from './keyword-fold.ts';
import { scopeOf, type OptOutScope } from './keyword-scope.ts';
import { LEFT_OVER, PRESUMED } from './keyword-presumed.ts';
import * as spanish from './keyword-spanish.ts';
import { isMistypedKeyword } from './keyword-typos.ts';
import type { Saying } from './keyword-vocabulary.ts';

export interface FirstReading {
  /** `explained`: nothing about texts, and something that only sounds like it was recognised as such. */
  readonly says: 'revocation' | 'wrong-party' | 'ambiguous' | 'explained' | 'nothing';
  /** The words that decided, and what they were taken to mean; absent when nothing was said about texts. */
  readonly phrase?: string;
  readonly means?: string;
  readonly scope?: OptOutScope;
  /** "cancel" was said: the appointment may be meant too. */
  readonly cancels: boolean;
  /** A sign, a listed word misspelt, what nothing explains away, or a hedge: no second reader is asked. */
  readonly certain: boolean;
}

/** `text` as it came, and the same folded (keyword-fold). */
export function firstReading(text: string, folded: string): FirstReading {
  const plainly = find(UNMISTAKABLE, folded);
  const struck = strike(folded, INNOCENT);
  const stranger = find(WRONG_PARTY, struck) ?? isSomeoneElse(text);
  if (stranger !== undefined) return { says: 'wrong-party', cancels: false, certain: false, ...stranger };
  const hedge = find(HEDGED, struck);
  const plain =
    hedge === undefined
      ? struck
      : strike(
          struck,
          HEDGED.map(({ pattern }) => pattern),
        );
  const sure = isStopSign(text) ?? plainly;
  const revoked = sure ?? find(REVOCATION, plain) ?? mistyped(text);
  if (revoked !== undefined) {
    return {
      says: 'revocation',

      cancels: /(?<![a-z])cancel(?:ar)?(?![a-z])/.test(struck) || wholeWord(text) === 'cancle',
      certain: (sure ?? mistyped(text)) !== undefined,
      ...revoked,
      scope: scopeOf(plainly === undefined ? plain : folded),
    };
  }
  const unclear = hedge ?? find(AMBIGUOUS, struck);
  return unclear === undefined
    ? {
        says: struck === folded ? 'nothing' : 'explained',
        cancels: false,
        certain: false,
      }
    : { says: 'ambiguous', cancels: false, certain: hedge !== undefined, ...unclear };
}

const INNOCENT = [...ENGLISH_INNOCENT, ...spanish.INNOCENT, ...french.INNOCENT];
const WRONG_PARTY = [...english.WRONG_PARTY, ...spanish.WRONG_PARTY, ...french.WRONG_PARTY];
const REVOCATION = [...ENGLISH_REVOCATION, ...spanish.REVOCATION, ...french.REVOCATION, ...PRESUMED];
const HEDGED = [...english.HEDGED, ...spanish.HEDGED, ...french.HEDGED];
const AMBIGUOUS = [...english.AMBIGUOUS, ...spanish.AMBIGUOUS, ...french.AMBIGUOUS, ...LEFT_OVER];

interface Reason {
  readonly phrase: string;
  readonly means: string;
}

function strike(text: string, patterns: readonly RegExp[]): string {
  return patterns
    .reduce((rest, pattern) => rest.replaceAll(pattern, ' ~ '), text)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function find(list: readonly Saying[], text: string): Reason | undefined {
  for (const { means, pattern } of list) {
    const [phrase] = text.match(pattern) ?? [];
    if (phrase !== undefined) return { phrase: phrase.trim().slice(0, 200), means };
  }
  return undefined;
}

function isStopSign(text: string): Reason | undefined {
  return STOP_SIGNS.test(text.trim()) ? { phrase: text.trim().slice(0, 20), means: 'stop' } : undefined;
}
const STOP_SIGNS = /^(?:🛑|🚫|⛔|🖕|✋)(?:\s|🛑|🚫|⛔|🖕|✋|📱|📲|💬|\p{M}|\ufe0f|\p{Emoji_Modifier})*$/u;

function mistyped(text: string): Reason | undefined {
  const word = wholeWord(text);
  return isMistypedKeyword(word) ? { phrase: word, means: 'a listed word, misspelt' } : undefined;
}

/** "This isn't Maria", "No Mike here": a name, told by its capital. */
function isSomeoneElse(text: string): Reason | undefined {
  for (const pattern of NAMES_SOMEONE_ELSE) {
    const [phrase, name] = pattern.exec(text) ?? [];
    if (phrase !== undefined && name !== undefined && !NO_NAME.test(name))
      return { phrase: phrase.trim().slice(0, 200), means: 'somebody else answers' };
  }
  return undefined;
}

const NAMES_SOMEONE_ELSE: readonly RegExp[] = [
  /\b(?:[Ii]['’]?m|[Ii] am|[Tt]his is|[Ii]t['’]?s|[Tt]hat['’]?s|[Tt]his) (?:not|isn['’]?t|ain['’]?t) (\p{Lu}\p{Ll}+)\b/u,
  /^\W*(?:[Nn]ot|NOT) (\p{Lu}\p{Ll}+)\W*$/u,
  /\b[Nn]o (\p{Lu}\p{Ll}+)(?: lives)? here\b/u,
  /\b[Jj]e ne suis pas (\p{Lu}\p{Ll}+)\b/u,
  /\b(?:[Cc]e n['’]est|[Cc]['’]est) pas (\p{Lu}\p{Ll}+)\b/u,
  /\b[Tt]he wrong (\p{Lu}\p{Ll}+)\b/u,
  /\b(?:[Nn]o soy|[Pp]as de|[Nn]o hay ning[uú]na?|[Nn]o vive ning[uú]na?) (\p{Lu}\p{Ll}+)(?: ici| aquí| aqui)?\b/u,
  /^\W*[Ww]rong (\p{Lu}\p{Ll}+)\b/u,
  /\b[Nn]o (?:one|body) (?:named|called) (\p{Lu}\p{Ll}+)\b/u,
];
const NO_NAME =
  /^(?:Sure|Interested|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|A|The|In|Good|Working|Now|Yet|Today|Really|One|Available|Happy)$/;
