/**
 * What an incoming text does to consent: is it a stop, a wrong number, a call for help, a restart, or just conversation?
 * (catalogue 3.5 "keyword-classification", 6.8; 47 CFR 64.1200(a)(10); CTIA Messaging Principles 5.1)
 *
 * Exact words first: the whole message, cleaned, is one of the listed words. Then free text, read twice: by sayings
 * (keyword-first-reading), and by a model that learned from labelled lines (keyword-learned), which hears what nobody
 * foresaw and doubts what was taken too literally. Presume revocation; ask once when the readers differ.
 */
import { z } from 'zod';
import keywords from './data/keywords.json' with { type: 'json' };
import { firstReading } from './keyword-first-reading.ts';
import { foldText, wholeWord } from './keyword-fold.ts';
import { intentOf, type Intent } from './keyword-intents.ts';
import { learnedReading } from './keyword-learned.ts';
import { scopeOf, type OptOutScope } from './keyword-scope.ts';

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
  /** How likely this is an opt-out, 0 to 1, when the learned reader had a say. */
  readonly confidence?: number;
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

function classifyFreeText(text: string): KeywordVerdict {
  const folded = foldText(text);
  const { says, cancels, certain, ...reason } = firstReading(text, folded);
  const learned = certain ? undefined : learnedReading(folded, says);
  const confidence = learned === undefined ? {} : { confidence: learned.probability };
  const heard = (as: string): Pick<KeywordVerdict, 'phrase' | 'means'> => {
    const because = learned?.because() ?? [];
    return {
      phrase: because.join(' … ').slice(0, 200),
      means: `read as ${as} because of: ${because.map((words) => `"${words}"`).join(', ')}`,
    };
  };
  switch (learned?.says ?? ALONE[says]) {
    case 'stop':
      return {
        ...REVOKED,
        method: 'free-text',
        obligations: cancels ? ['ask-if-appointment-was-meant'] : [],
        ...(says === 'revocation' ? reason : { ...heard('an opt-out'), scope: scopeOf(folded) }),
        ...confidence,
      };
    case 'wrong-party':
      return {
        classification: 'wrong-party',
        method: 'free-text',
        effect: 'BLOCKED',
        obligations: [],
        ...(says === 'wrong-party' ? reason : heard('somebody else')),
        ...confidence,
      };
    case 'ask': {
      const { phrase, means } = says === 'nothing' || says === 'explained' ? heard('an opt-out') : reason;
      return {
        classification: 'ambiguous',
        method: 'free-text',
        effect: 'CLARIFY_PENDING',
        obligations: ['ask-once'],
        ...(phrase === undefined ? {} : { phrase }),
        ...(means === undefined ? {} : { means }),
        ...confidence,
      };
    }
    case 'nothing':
      return {
        classification: 'not-revocation',
        method: 'free-text',
        effect: 'NONE',
        intent: intentOf(folded),
        obligations: [],
      };
  }
}

/** What a first reading comes to when it is certain. */
const ALONE = {
  revocation: 'stop',
  'wrong-party': 'wrong-party',
  ambiguous: 'ask',
  explained: 'nothing',
  nothing: 'nothing',
} as const;
