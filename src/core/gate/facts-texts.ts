/**
 * What the words say: the body as it will be sent, and the words of the person that it answers. Each detector runs only
 * where a rule asks for it, and no text ever becomes part of a fact: the evidence holds verdicts, never words.
 */
import { asksForCardData, hasCardData } from './content/card-data.ts';
import { classOfContent, hasPublicShortener } from './content/carrier-forbidden.ts';
import { drugTalk } from './content/drug-promotion.ts';
import { dangerIn } from './content/emergency.ts';
import { statesHousingPreference } from './content/housing-preference.ts';
import { asksWhoIsTalking, claimsToBeAPerson, saysItIsAMachine } from './content/human-claim.ts';
import { speaksOfHealth } from './content/patient-data.ts';
import { promisesReturns } from './content/promises.ts';
import type { ActionKind, GateInput } from './input.ts';

export interface TextFacts {
  'text.hasBody': boolean;
  'text.hasInbound': boolean;
  'body.cardData': boolean;
  'body.asksForCard': boolean;
  'inbound.cardData': boolean;
  /** Card data in anything that this action would store or show to a model. */
  'stored.cardData': boolean;
  'content.class': string;
  'body.shortener': boolean;
  'claims.allAllowed': boolean;
  'body.health': boolean;
  'body.drugs': string;
  'body.promises': boolean;
  'body.housingPreference': boolean;
  'body.claimsHuman': boolean;
  /** Asked whether this is a machine, and the body does not say that it is. */
  'body.evadesBotQuestion': boolean;
  'body.franchiseTerms': boolean;
  /** Words of the person being answered that speak of danger; `none` when there are none. */
  danger: string;
}

type Answer = { readonly [Name in keyof TextFacts]: TextFacts[Name] | undefined };

export function textFacts(input: GateInput, kind: ActionKind, vertical: string): Answer {
  const body = nonEmpty(input.action.body);
  const inbound = nonEmpty(input.inboundText);
  const voicemail = nonEmpty(input.call.voicemailTranscript);
  const claims = input.action.claims ?? [];
  const said = [...(body === null ? [] : [body]), ...claims.map((claim) => claim.text ?? '')].join(' . ');
  const isText = kind.startsWith('sms.');
  const isStored = kind === 'crm.write' || kind === 'llm.process';
  const aiTalks = input.ai.drafts !== false || input.ai.converses !== false || kind === 'call.ai-voice';
  return {
    'text.hasBody': body !== null,
    'text.hasInbound': inbound !== null,
    'body.cardData': isText && body !== null && hasCardData(body),
    'body.asksForCard': isText && body !== null && asksForCardData(body),
    'inbound.cardData': isText && inbound !== null && hasCardData(inbound),
    'stored.cardData':
      isStored && [body, inbound, voicemail].some((text) => text !== null && hasCardData(text)),
    'content.class': classOfContent(input.action.contentFlags ?? []),
    'body.shortener': body !== null && hasPublicShortener(body),
    'claims.allAllowed': claims.every((claim) => claim.allowListed === true),
    'body.health':
      body !== null &&
      (vertical === 'healthcare' || vertical === 'unknown') &&
      isText &&
      speaksOfHealth(body),
    'body.drugs': !isText || said === '' ? 'none' : drugTalk(said, vertical === 'pharma', ownNames(input)),
    'body.promises': vertical === 'broker-dealer' && said !== '' && promisesReturns(said),
    'body.housingPreference':
      (vertical === 'real-estate' || vertical === 'lender') && body !== null && statesHousingPreference(body),
    'body.claimsHuman': body !== null && aiTalks && claimsToBeAPerson(body),
    'body.evadesBotQuestion':
      isText &&
      body !== null &&
      inbound !== null &&
      input.ai.converses !== false &&
      asksWhoIsTalking(inbound) &&
      !saysItIsAMachine(body),
    'body.franchiseTerms':
      input.callerIntent === 'franchise-inquiry' && body !== null && FRANCHISE_TERMS.test(body),
    danger: dangerOf(inbound, voicemail, input.action.intents ?? []),
  };
}

const FRANCHISE_TERMS =
  /\b(?:earn\w*|profit\w*|revenue|income|roi|returns?|royalt\w+|franchise fee|initial fee|investment|fdd|item 19|disclosure|territor\w+|units? (?:average|make)|sales of)\b|\$\s?\d/i;

function dangerOf(inbound: string | null, voicemail: string | null, intents: readonly string[]): string {
  for (const text of [inbound, voicemail]) {
    const danger = text === null ? null : dangerIn(text);
    if (danger !== null) return danger;
  }
  return intents.includes('emergency') ? 'emergency' : 'none';
}

function ownNames(input: GateInput): readonly string[] {
  return [input.sender.brand, input.sender.legalEntity].flatMap((name) =>
    name === null || name === undefined ? [] : [name],
  );
}

function nonEmpty(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : text;
}
