/**
 * What an incoming text does to consent: is it a stop, a wrong number, a call for help, a restart, or just conversation?
 * (catalogue 3.5 "keyword-classification", 6.8; 47 CFR 64.1200(a)(10); CTIA Messaging Principles 5.1)
 *
 * Exact words first: the whole message, cleaned, is one of the listed words. Then free text: strike out what a visit, a
 * booking, a time or some other stopping thing explains, and judge what remains. Presume revocation; ask once when two
 * careful readers would differ.
 */
import { z } from 'zod';
import keywords from './data/keywords.json' with { type: 'json' };
import * as english from './keyword-english.ts';
import { INNOCENT as ENGLISH_INNOCENT } from './keyword-english-innocent.ts';
import { REVOCATION as ENGLISH_REVOCATION, UNMISTAKABLE } from './keyword-english-revocation.ts';
import * as french from './keyword-french.ts';
import { foldText, wholeWord } from './keyword-fold.ts';
import { intentOf, type Intent } from './keyword-intents.ts';
import { scopeOf, type OptOutScope } from './keyword-scope.ts';
import { LEFT_OVER, PRESUMED } from './keyword-presumed.ts';
import * as spanish from './keyword-spanish.ts';
import { isMistypedKeyword } from './keyword-typos.ts';
import type { Saying } from './keyword-vocabulary.ts';

export { foldText, wholeWord };

export const KeywordInput = z.object({
  check: z.literal('keyword-classification').nullish(),
  text: z.string().max(100_000),
  state: z.string().max(100).nullish().describe('ConsentState of the sender of this text'),
  pendingQuestion: z.boolean().nullish().describe('We asked whether texts should start again'),
});
export type KeywordInput = z.infer<typeof KeywordInput>;

export interface KeywordVerdict {
  readonly classification: 'revocation' | 'wrong-party' | 'help' | 'opt-in' | 'not-revocation' | 'ambiguous';
  readonly method: 'exact' | 'free-text';
  readonly effect: 'OPTED_OUT' | 'BLOCKED' | 'HELP' | 'RE_OPTED_IN' | 'NONE' | 'CLARIFY_PENDING';
  readonly intent?: Intent;
  readonly obligations: readonly ('ask-if-appointment-was-meant' | 'ask-once')[];
  /** The words that decided, as they were read (lower case, spelt right); absent when nothing was said about texts. */
  readonly phrase?: string;
  /** What those words were taken to mean. */
  readonly means?: string;
  /** How much a revocation ends: every text, calls too, or one kind of text. */
  readonly scope?: OptOutScope;
}

export function classifyKeyword(
  input: Pick<KeywordInput, 'text' | 'state' | 'pendingQuestion'>,
): KeywordVerdict {
  const word = wholeWord(input.text);
  if (OPT_OUT.has(word)) {
    return {
      ...REVOKED,
      method: 'exact',
      obligations: BOOKING_WORD.has(word) ? ['ask-if-appointment-was-meant'] : [],
      phrase: word,
      scope: 'all',
    };
  }
  if (HELP.has(word))
    return { classification: 'help', method: 'exact', effect: 'HELP', obligations: [], phrase: word };
  const maySayYes = input.state === 'OPTED_OUT' && input.pendingQuestion === true;
  if (OPT_IN.has(word) || (maySayYes && OPT_IN_WHEN_ASKED.has(word))) {
    return {
      classification: 'opt-in',
      method: 'exact',
      effect: 'RE_OPTED_IN',
      obligations: [],
      phrase: word,
    };
  }
  return classifyFreeText(input.text);
}

const REVOKED = { classification: 'revocation', effect: 'OPTED_OUT' } as const;

const listed = (list: readonly string[]): ReadonlySet<string> => new Set(list.map(wholeWord));
const OPT_OUT = listed(keywords.optOutExact);
const HELP = listed(keywords.help);
const OPT_IN = listed(keywords.optIn);
const OPT_IN_WHEN_ASKED = listed(keywords.optInOnlyWhenAsked);
const BOOKING_WORD = listed(keywords.ambiguousBookingWord);

const INNOCENT = [...ENGLISH_INNOCENT, ...spanish.INNOCENT, ...french.INNOCENT];
const WRONG_PARTY = [...english.WRONG_PARTY, ...spanish.WRONG_PARTY, ...french.WRONG_PARTY];
const REVOCATION = [...ENGLISH_REVOCATION, ...spanish.REVOCATION, ...french.REVOCATION, ...PRESUMED];
const HEDGED = [...english.HEDGED, ...spanish.HEDGED, ...french.HEDGED];
const AMBIGUOUS = [...english.AMBIGUOUS, ...spanish.AMBIGUOUS, ...french.AMBIGUOUS, ...LEFT_OVER];

function classifyFreeText(text: string): KeywordVerdict {
  const folded = foldText(text);
  const plainly = find(UNMISTAKABLE, folded);
  const struck = strike(folded, INNOCENT);
  const stranger = find(WRONG_PARTY, struck) ?? isSomeoneElse(text);
  if (stranger !== undefined) {
    return {
      classification: 'wrong-party',
      method: 'free-text',
      effect: 'BLOCKED',
      obligations: [],
      ...stranger,
    };
  }
  const hedge = find(HEDGED, struck);
  const plain =
    hedge === undefined
      ? struck
      : strike(
          struck,
          HEDGED.map(({ pattern }) => pattern),
        );
  const revoked = isStopSign(text) ?? plainly ?? find(REVOCATION, plain) ?? mistyped(text);
  if (revoked !== undefined) {
    const meant = /(?<![a-z])cancel(?:ar)?(?![a-z])/.test(struck) || wholeWord(text) === 'cancle';
    return {
      ...REVOKED,
      method: 'free-text',
      obligations: meant ? ['ask-if-appointment-was-meant'] : [],
      ...revoked,
      scope: scopeOf(plainly === undefined ? plain : folded),
    };
  }
  const unclear = hedge ?? find(AMBIGUOUS, struck);
  if (unclear !== undefined) {
    return {
      classification: 'ambiguous',
      method: 'free-text',
      effect: 'CLARIFY_PENDING',
      obligations: ['ask-once'],
      ...unclear,
    };
  }
  return {
    classification: 'not-revocation',
    method: 'free-text',
    effect: 'NONE',
    intent: intentOf(folded),
    obligations: [],
  };
}

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
