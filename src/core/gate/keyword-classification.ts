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
import { AMBIGUOUS, NOT_REVOCATION, ONLY_SOMETIMES, REVOCATION, WRONG_PARTY } from './keyword-patterns.ts';

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
  if (STOP_SIGNS.test(text.trim()) || matches(REVOCATION, withoutTimes) || isMistypedKeyword(text)) {
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

const STOP_TYPOS = new Set([
  'stpo',
  'sotp',
  'tsop',
  'stp',
  'st0p',
  'stoop',
  'stahp',
  'dtop',
  'stopl',
  'sstop',
  'ztop',
  'stip',
  'stiop',
  'stoip',
  'stio',
  'stopo',
  'syop',
  'atop',
  'sto',
  'stopit',
  'stopp',
  'stap',
]);
/** In a sentence only spellings that are no word of their own. */
const STOP_TYPOS_ANYWHERE = new Set([
  'stpo',
  'sotp',
  'tsop',
  'st0p',
  'stahp',
  'sstop',
  'stopit',
  'stiop',
  'stoip',
]);

function isMistypedKeyword(text: string): boolean {
  const word = wholeWord(text);
  if (STOP_TYPOS.has(word)) return true;
  if (!/^[a-z]{5,14}$/.test(word)) return false;
  return (
    MISTYPED_WHOLE.some(
      ([keyword, distance]) => word !== keyword && editDistance(word, keyword) <= distance,
    ) && !REAL_WORDS.has(word)
  );
}

const MISTYPED_WHOLE: readonly (readonly [string, number])[] = [
  ['unsubscribe', 2],
  ['cancel', 1],
  ['revoke', 1],
  ['stopall', 1],
  ['remove', 1],
  ['optout', 1],
];
const REAL_WORDS: ReadonlySet<string> = new Set([
  'subscribe',
  'cancels',
  'revoked',
  'remote',
  'removed',
  'removes',
  'remodel',
  'chancel',
  'evoke',
  'revokes',
]);

function unmistype(token: string): string {
  if (STOP_TYPOS_ANYWHERE.has(token) || /^st+o+p+$/.test(token)) return token === 'stoop' ? token : 'stop';
  if (/^(?:cancle|cansel|cancell|cancal|canel|cancelled?)$/.test(token))
    return token.startsWith('cancelle') ? token : 'cancel';
  if (/^u[a-z]{7,13}$/.test(token) && token !== 'unsubscribe' && editDistance(token, 'unsubscribe') <= 2)
    return 'unsubscribe';
  return TEXT_SPEAK.get(token) ?? token;
}

const TEXT_SPEAK: ReadonlyMap<string, string> = new Map([
  ['plz', 'please'],
  ['pls', 'please'],
  ['tex', 'text'],
  ['texing', 'texting'],
  ['textng', 'texting'],
  ['txting', 'texting'],
  ['txtin', 'texting'],
  ['textin', 'texting'],
  ['callin', 'calling'],
  ['mesage', 'message'],
  ['mesages', 'messages'],
  ['messege', 'message'],
  ['messeges', 'messages'],
  ['massages', 'messages'],
  ['msgs', 'messages'],
  ['mesaging', 'messaging'],
  ['nomore', 'no more'],
  ['anymore', 'anymore'],
  ['appointmnt', 'appointment'],
  ['apointment', 'appointment'],
  ['appoinment', 'appointment'],
  ['cancelation', 'cancellation'],
  ['wrng', 'wrong'],
  ['worng', 'wrong'],
  ['rong', 'wrong'],
  ['numer', 'number'],
  ['nubmer', 'number'],
  ['numbr', 'number'],
  ['dnt', 'dont'],
  ['dint', 'dont'],
  ['donot', 'do not'],
]);

/** Optimal string alignment: insert, delete, replace, swap neighbours. */
function editDistance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
