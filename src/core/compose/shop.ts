/**
 * What every text knows about the shop, how the shop is named in it, and the marks by which a finished text is judged.
 */
import type { Decision } from '../model/decision.ts';
import type { LocationRecord } from '../model/directory.ts';
import { cleanText, type FittedText } from './fit.ts';
import { advertises } from './template.ts';

/** Raised whenever the same facts may give another text. */
export const COMPOSE_VERSION = 3;

export const OPT_OUT_LINE = 'Reply STOP to opt out.';

/** What every text needs to know about the shop. */
export interface ShopFacts {
  readonly brand: string;
  readonly location: string;
  readonly country: string;
  readonly zone: string;
  /** Number the caller can ring, E.164. */
  readonly phone: string | null;
  readonly helpContact: string | null;
  readonly bookingLink: string | null;
  readonly maxSegments: number;
}

export interface ComposedText extends FittedText {
  readonly variant: string;
  readonly brandNamed: boolean;
  readonly optOutInstruction: boolean;
  readonly aiDisclosed: boolean;
  readonly hasMarketing: boolean;
  /** What was repaired in the operator's template, in plain words. */
  readonly repairs: readonly string[];
}

export function shopFacts(location: LocationRecord, dialled: string | null): ShopFacts {
  const main = location.config.numbers.find((number) => number.kind === 'main')?.number;
  return {
    brand: location.banner.name,
    location: location.name,
    country: location.config.address.country,
    zone: location.zone,
    phone: dialled ?? main ?? null,
    helpContact: location.banner.config.helpContact ?? null,
    bookingLink: location.config.bookingLink ?? null,
    maxSegments: location.config.textback.maxSegments,
  };
}

export function shopName(facts: Pick<ShopFacts, 'brand' | 'location'>): string {
  const [brand, location] = [facts.brand.trim(), facts.location.trim()];
  if (includes(location, brand)) return location;
  return includes(brand, location) ? brand : `${brand} ${location}`;
}

/** First name only, and only when it looks like one: caller-ID names such as `WIRELESS CALLER` are nobody's. */
export function greetingName(name: string | null): string {
  const first = (name ?? '').trim().split(/\s+/)[0] ?? '';
  return /^\p{Lu}\p{Ll}[\p{L}'’-]{0,18}$/u.test(first) ? first : '';
}

export function contactOf(facts: Pick<ShopFacts, 'helpContact' | 'phone'>): string | null {
  return facts.helpContact ?? (facts.phone === null ? null : sayPhone(facts.phone));
}

/** `(310) 555-0142` for North American numbers, E.164 otherwise. */
export function sayPhone(e164: string): string {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  return match === null ? e164 : `(${match[1] ?? ''}) ${match[2] ?? ''}-${match[3] ?? ''}`;
}

export function disclosesAssistant(text: string): boolean {
  return /\b(?:automated|virtual|digital|AI)\s+(?:\w+\s+)?assistant\b|\b(?:chat)?bot\b|\bautomated\b|\basistente\s+(?:autom[aá]tico|virtual|digital)\b/i.test(
    text,
  );
}

export function described(fitted: FittedText, facts: ShopFacts, variant: string): ComposedText {
  return {
    ...fitted,
    variant,
    brandNamed: includes(fitted.body, facts.brand),
    optOutInstruction: /\bSTOP\b/.test(fitted.body),
    aiDisclosed: disclosesAssistant(fitted.body),
    hasMarketing: advertises(withoutNames(fitted.body, facts)),
    repairs: [],
  };
}

/** A brand called "Sale & Sons" advertises nothing by signing its texts. */
function withoutNames(body: string, facts: ShopFacts): string {
  return [facts.brand, facts.location, facts.bookingLink ?? ''].reduce(
    (text, name) => (name === '' ? text : text.replaceAll(cleanText(name), ' ')),
    body,
  );
}

export function includes(text: string, part: string): boolean {
  const plain = (value: string): string => cleanText(value).toLowerCase();
  return plain(text).includes(plain(part.trim()));
}

export function decided<Facts extends ShopFacts>(
  kind: string,
  facts: Facts,
  outcome: ComposedText,
  what: string,
): Decision<ComposedText, Facts> {
  return {
    kind,
    version: COMPOSE_VERSION,
    facts,
    outcome,
    confidence: 1,
    explanation: [
      `${what}: ${outcome.segments} segment${outcome.segments === 1 ? '' : 's'} in ${outcome.encoding}.`,
      ...outcome.repairs,
    ].join(' '),
    citations: ['CTIA Messaging Principles 5.1', 'regulation catalogue section 5.4'],
  };
}
