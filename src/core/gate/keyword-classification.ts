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
import { intentOf, type Intent } from './keyword-intents.ts';
import { NOT_REVOCATION } from './keyword-innocent.ts';
import { AMBIGUOUS, ONLY_SOMETIMES, REVOCATION, WRONG_PARTY } from './keyword-patterns.ts';
import { isMistypedKeyword, unmistype } from './keyword-typos.ts';

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
    };
  }
  if (HELP.has(word)) return { classification: 'help', method: 'exact', effect: 'HELP', obligations: [] };
  const maySayYes = input.state === 'OPTED_OUT' && input.pendingQuestion === true;
  if (OPT_IN.has(word) || (maySayYes && OPT_IN_WHEN_ASKED.has(word))) {
    return { classification: 'opt-in', method: 'exact', effect: 'RE_OPTED_IN', obligations: [] };
  }
  return classifyFreeText(input.text);
}

/** The message as one comparable word: catalogue 6.8 `normalise`. */
export function wholeWord(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}

/** Text as the patterns want it; see keyword-patterns. Long texts keep their beginning and end. */
export function foldText(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(INVISIBLE, '').toLowerCase();
  const clipped = plain.length > 2000 ? `${plain.slice(0, 1500)} . ${plain.slice(-500)}` : plain;
  return clipped
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’‘ʼ`´′]/g, "'")
    .replaceAll(/n't\b/g, 'nt')
    .replaceAll(/[.!?;:\n\r]+/g, ' . ')
    .replaceAll(',', ' , ')
    .replaceAll(/wrong\s+#/g, 'wrong number')
    .replaceAll(/[^a-z0-9.,]+/g, ' ')
    .trim()
    .split(' ')
    .map(unmistype)
    .join(' ')
    .replaceAll(/(?<![a-z0-9])s (?:. )?t (?:. )?o (?:. )?p(?![a-z0-9])/g, 'stop');
}

const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad]/g;
const REVOKED = { classification: 'revocation', effect: 'OPTED_OUT' } as const;

const listed = (list: readonly string[]): ReadonlySet<string> => new Set(list.map(wholeWord));
const OPT_OUT = listed(keywords.optOutExact);
const HELP = listed(keywords.help);
const OPT_IN = listed(keywords.optIn);
const OPT_IN_WHEN_ASKED = listed(keywords.optInOnlyWhenAsked);
const BOOKING_WORD = listed(keywords.ambiguousBookingWord);

function classifyFreeText(text: string): KeywordVerdict {
  const folded = foldText(text);
  const struck = NOT_REVOCATION.reduce((rest, pattern) => rest.replaceAll(pattern, ' ~ '), folded)
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (matches(WRONG_PARTY, struck) || isSomeoneElse(text)) {
    return { classification: 'wrong-party', method: 'free-text', effect: 'BLOCKED', obligations: [] };
  }
  const withoutTimes = struck.replaceAll(ONLY_SOMETIMES, ' ~ ');
  if (
    STOP_SIGNS.test(text.trim()) ||
    matches(REVOCATION, withoutTimes) ||
    isMistypedKeyword(wholeWord(text))
  ) {
    const meant = /(?<![a-z])cancel(?:ar)?(?![a-z])/.test(struck) || wholeWord(text) === 'cancle';
    return { ...REVOKED, method: 'free-text', obligations: meant ? ['ask-if-appointment-was-meant'] : [] };
  }
  if (withoutTimes !== struck || matches(AMBIGUOUS, struck)) {
    return {
      classification: 'ambiguous',
      method: 'free-text',
      effect: 'CLARIFY_PENDING',
      obligations: ['ask-once'],
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

const STOP_SIGNS = /^(?:🛑|🚫|⛔|🖕|✋)(?:\s|🛑|🚫|⛔|🖕|✋|\p{M}|\ufe0f|\p{Emoji_Modifier})*$/u;

function matches(patterns: readonly RegExp[], text: string): boolean {
  // `search` ignores the position that a global pattern remembers.
  return patterns.some((pattern) => text.search(pattern) >= 0);
}

/** "This isn't Maria", "No Mike here": a name, told by its capital. */
function isSomeoneElse(text: string): boolean {
  return NAMES_SOMEONE_ELSE.some((pattern) => {
    const name = pattern.exec(text)?.[1];
    return name !== undefined && !NO_NAME.test(name);
  });
}

const NAMES_SOMEONE_ELSE: readonly RegExp[] = [
  /\b(?:[Ii]['’]?m|[Ii] am|[Tt]his is|[Ii]t['’]?s|[Tt]hat['’]?s|[Tt]his) (?:not|isn['’]?t|ain['’]?t) (\p{Lu}\p{Ll}+)\b/u,
  /^\W*(?:[Nn]ot|NOT) (\p{Lu}\p{Ll}+)\W*$/u,
  /\b[Nn]o (\p{Lu}\p{Ll}+)(?: lives)? here\b/u,
  /\b[Jj]e ne suis pas (\p{Lu}\p{Ll}+)\b/u,
];
const NO_NAME =
  /^(?:Sure|Interested|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|A|The|In|Good|Working|Now|Yet|Today|Really|One|Available|Happy)$/;
