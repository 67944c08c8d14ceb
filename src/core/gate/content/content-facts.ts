/**
 * What a classifier would say of the words of an action, from the word lists alone: health data, content that carriers
 * forbid, claims, intents, signs of a child. Lists are deliberately short: a detector that cries wolf would keep the
 * ordinary answer to a missed call from going out, so each list holds only what leaves no doubt.
 */
import type { GateInput } from '../input.ts';
import { phrase, phrases, plainText } from './plain-text.ts';
import { speaksOfHealth } from './patient-data.ts';

export interface Words {
  readonly vertical: string;
  readonly body: string | null;
  /** What the person wrote or said: the text that is answered, the voicemail. */
  readonly said: readonly string[];
  /** Names of brand and location: a shop called Fifth Street Liquor may say so. */
  readonly names: readonly string[];
  readonly redact: readonly string[];
  readonly substantiated: readonly string[];
}

export type ContentFacts = Pick<GateInput['action'], 'hasPhi' | 'contentFlags' | 'claims' | 'intents'>;

export function contentFacts(words: Words): ContentFacts {
  const { vertical, body } = words;
  const flags = body === null ? [] : flagsIn(withoutNames(body, words.names));
  const intents = vertical === 'healthcare' ? intentsIn(words.said) : [];
  const claims = body === null || !REGULATED.has(vertical) ? [] : claimsIn(body, words.substantiated);
  return {
    hasPhi: vertical === 'healthcare' && body !== null && tellsOfHealth(body, words.redact),
    ...(flags.length === 0 ? {} : { contentFlags: flags }),
    ...(intents.length === 0 ? {} : { intents }),
    ...(claims.length === 0 ? {} : { claims }),
  };
}

/** Health data by our lists or the location's own redaction list. */
export function tellsOfHealth(text: string, redact: readonly string[]): boolean {
  if (speaksOfHealth(text)) return true;
  const plain = ` ${plainText(text)} `;
  return redact.some((word) => plain.includes(` ${plainText(word)} `));
}

/** `under-13` only when the person says so; silence tells nothing. */
export function ageSignalIn(said: readonly string[]): 'under-13' | 'unknown' {
  return said.some((text) => CHILD.test(plainText(text))) ? 'under-13' : 'unknown';
}

export function asksForCall(said: readonly string[]): boolean {
  return said.some((text) => CALL_ME.test(plainText(text)));
}

export function asksAboutFranchise(said: readonly string[]): boolean {
  return said.some((text) => FRANCHISE.test(plainText(text)));
}

/** Trades whose claims somebody must be able to show (12 USC 5531, FINRA 2210, 21 CFR 202.1, SEC 206(4)-1). */
const REGULATED: ReadonlySet<string> = new Set([
  'broker-dealer',
  'ria',
  'lender',
  'pharma',
  'healthcare',
  'legal',
]);

const SMALL_NUMBER = '(?:[1-9]|1[0-2]|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const CHILD = phrase(
  `(?:im|i am) (?:only |just )?${SMALL_NUMBER} (?:years? old|yrs? old|yo)|(?:im|i am) in (?:kindergarten|(?:first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|6th) grade)|my age is ${SMALL_NUMBER}|tengo (?:[4-9]|1[0-2]|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce) anos`,
);
const CALL_ME = phrase(
  'call me(?: back)?|give me a (?:call|ring)|please call|can (?:you|someone|somebody) call|return my call|ring me|phone me|llamame|llameme|rappelez moi',
);
const FRANCHISE = phrase(
  '(?:buy|own|open|start|purchase|interested in|invest in|about)(?: \\w+){0,3} franchis(?:e|es|ing)|franchise (?:opportunity|opportunities|information|info|fee|cost|disclosure)|become a franchisee',
);

const FLAGS: Readonly<Record<string, RegExp>> = {
  cannabis: phrase(
    'cannabis|marijuana|weed (?:delivery|deals?|strains?)|thc|cbd (?:oil|gummies|products?)|edibles|dispensar(?:y|ies)',
  ),
  gambling: phrase(
    'casino|sports ?betting|sportsbook|free spins|slot machines?|online poker|place your bets?|lottery tickets?',
  ),
  'high-risk-lending': phrase(
    'payday (?:loans?|advance)|cash advance|title loans?|no credit check loans?|guaranteed (?:loan|approval)',
  ),
  'debt-relief': phrase(
    'debt (?:relief|consolidation|settlement|forgiveness|reduction)|credit repair|student loan forgiveness',
  ),
  sex: phrase('escorts?|adult (?:entertainment|content|videos?)|xxx|porn\\w*|erotic\\w*|onlyfans'),
  'lead-resale': phrase(
    '(?:sell|share) your (?:information|details|data) (?:with|to) (?:partners|third parties)',
  ),
  alcohol: phrase('beer|wine (?:club|tasting|sale)|whisk(?:e)?y|vodka|tequila|bourbon|liquor'),
  firearms: phrase('firearms?|handguns?|rifles?|shotguns?|ammo|ammunition'),
  tobacco: phrase('cigarettes?|cigars?|tobacco|vap(?:e|es|ing)|e cigs?|nicotine|hookah'),
};

function flagsIn(plain: string): string[] {
  return Object.entries(FLAGS).flatMap(([flag, pattern]) => (pattern.test(plain) ? [flag] : []));
}

function withoutNames(body: string, names: readonly string[]): string {
  let plain = plainText(body);
  for (const name of names) {
    const words = plainText(name);
    if (words !== '') plain = plain.replaceAll(words, ' ');
  }
  return plain;
}

const CONTROLLED = phrase(
  'adderall|ritalin|vyvanse|concerta|xanax|alprazolam|klonopin|clonazepam|ativan|lorazepam|valium|diazepam|oxycodone|oxycontin|percocet|vicodin|hydrocodone|norco|tramadol|morphine|fentanyl|methadone|suboxone|buprenorphine|ambien|zolpidem|ketamine|testosterone|opioids?|controlled substances?',
);
const ADVICE = phrase(
  'should i (?:take|stop|start|go to|increase|worry|be worried|come in)|can i (?:take|mix|stop taking)|is it (?:normal|safe|ok|okay|serious|bad) (?:to|that|if|for)|what should i (?:do|take)|how much (?:should|can) i take|what (?:dose|dosage)|do i have|what does (?:my|the) (?:result|test|scan|lab)|side effects?',
);

function intentsIn(said: readonly string[]): string[] {
  const plain = said.map(plainText);
  return [
    ...(plain.some((text) => CONTROLLED.test(text)) ? ['controlled-substance'] : []),
    ...(plain.some((text) => ADVICE.test(text)) ? ['clinical-advice'] : []),
  ];
}

const CLAIM = phrases(
  'guarantee\\w*|risk ?free|no risk|(?:lowest|best|cheapest) (?:rates?|prices?|fees?)|clinically proven|fda approved|pre ?approved|no credit check|(?:always|never) (?:win|lose|fails?)|cures?|100% (?:safe|effective|success)|(?:we|i) (?:will|can) win|no side effects',
);

function claimsIn(body: string, substantiated: readonly string[]): { text: string; allowListed: boolean }[] {
  const shown = substantiated.map(plainText);
  return plainText(body)
    .split(' . ')
    .flatMap((sentence) =>
      [...sentence.matchAll(CLAIM)].map(([text]) => ({
        text,
        allowListed: shown.some((one) => one.includes(text) && sentence.includes(one)),
      })),
    );
}
