/**
 * Writes every text that does not answer one: the first text-back, nudges and reminders. The fixed answers to STOP,
 * HELP and START live in fixed-texts.ts. Content rules: regulation catalogue section 5.4.
 *
 * The operator's template is honoured as far as the rules allow. Brand and location are named, the opt-out line is
 * always there, the assistant is disclosed when it will answer, and nothing is advertised: a template that breaks one
 * of these is repaired or replaced, and the decision says so.
 */
import type { MissedCallClass } from '../model/attempt.ts';
import type { Decision } from '../model/decision.ts';
import type { LocationRecord } from '../model/directory.ts';
import { fit } from './fit.ts';
import {
  COMPOSE_VERSION,
  decided,
  described,
  disclosesAssistant,
  greetingName,
  includes,
  OPT_OUT_LINE,
  sayPhone,
  shopFacts,
  shopName,
  type ComposedText,
  type ShopFacts,
} from './shop.ts';
import { fill, templateProblems, type MergeValues } from './template.ts';
import { openState, sayDateTime, sayOpenState } from './wording.ts';

const DISCLOSURES = [
  'An automated assistant answers here; ask for a person any time.',
  'An automated assistant answers; ask for a person any time.',
  'Automated assistant; ask for a person any time.',
] as const;

export { COMPOSE_VERSION };

export type TextVariant = 'standard' | 'after-hours' | 'voicemail' | 'busy' | 'returning';

export interface TextbackFacts extends ShopFacts {
  readonly callerName: string | null;
  readonly primaryClass: MissedCallClass | null;
  readonly classes: readonly MissedCallClass[];
  /** This person was in touch with this location before. */
  readonly returning: boolean;
  /** What may be said of the hours now, such as "open until 6 PM today". */
  readonly hoursText: string;
  readonly assistantAnswers: boolean;
  readonly template: string | null;
  readonly templates: Readonly<Partial<Record<Exclude<TextVariant, 'standard'>, string>>>;
}

/** The facts of a first text-back, from the directory and the attempt. */
export function textbackFacts(given: {
  readonly location: LocationRecord;
  readonly dialled: string | null;
  readonly primaryClass: MissedCallClass | null;
  readonly classes: readonly MissedCallClass[];
  readonly callerName: string | null;
  readonly returning: boolean;
  readonly assistantAnswers: boolean;
  /** Tenant time. */
  readonly at: string;
}): TextbackFacts {
  const { location } = given;
  return {
    ...shopFacts(location, given.dialled),
    callerName: given.callerName,
    primaryClass: given.primaryClass,
    classes: [...given.classes],
    returning: given.returning,
    hoursText: sayOpenState(openState(location.config, location.zone, given.at)),
    assistantAnswers: given.assistantAnswers,
    template: location.config.textback.template ?? null,
    templates: withoutUndefined(location.config.textback.templates),
  };
}

export function composeTextback(facts: TextbackFacts): Decision<ComposedText, TextbackFacts> {
  const variant = variantOf(facts);
  const own = (variant === 'standard' ? undefined : facts.templates[variant]) ?? facts.template;
  const outcome = write(facts, {
    own,
    builtIn: TEXTBACKS[variant],
    shortest: TEXTBACK_SHORTEST,
    variant,
    values: valuesOf(facts),
  });
  return decided('compose.textback', facts, outcome, `The ${variant} text of ${facts.location}`);
}

export interface NudgeFacts extends ShopFacts {
  readonly callerName: string | null;
  readonly hoursText: string;
  /** 1 for the first nudge, 2 for the second. */
  readonly number: number;
  readonly assistantAnswers: boolean;
  readonly template: string | null;
}

export function composeNudge(facts: NudgeFacts): Decision<ComposedText, NudgeFacts> {
  const builtIn = facts.number <= 1 ? NUDGE_FIRST : NUDGE_LAST;
  const outcome = write(facts, {
    own: facts.template,
    builtIn,
    shortest: NUDGE_SHORTEST,
    variant: `nudge-${facts.number}`,
    values: valuesOf(facts),
  });
  return decided('compose.nudge', facts, outcome, `Nudge ${facts.number} of ${facts.location}`);
}

export interface ReminderFacts extends ShopFacts {
  readonly bookingId: string;
  readonly service: string;
  readonly startsAt: string;
  readonly address: string | null;
}

export function composeReminder(facts: ReminderFacts): Decision<ComposedText, ReminderFacts> {
  const values = {
    ...shopValues(facts),
    service: facts.service,
    when: sayDateTime(facts.startsAt, facts.zone),
  };
  const where = facts.address === null ? '' : `We are at ${facts.address}.`;
  const main = fill('{shop}: a reminder of your {service} on {when}.', values);
  const change = 'Reply "reschedule" if the time no longer suits.';
  const fitted = fit(
    [
      [main, where, change, OPT_OUT_LINE],
      [main, change, OPT_OUT_LINE],
      [main, OPT_OUT_LINE],
    ],
    facts.maxSegments,
  );
  return decided(
    'compose.reminder',
    facts,
    described(fitted, facts, 'reminder'),
    `Reminder of a booking at ${facts.location}`,
  );
}

const TEXTBACKS: Readonly<Record<TextVariant, string>> = {
  standard: 'Hi {caller}, this is {shop}. Sorry we missed your call just now. How can we help?',
  'after-hours': 'Hi {caller}, this is {shop}. Sorry we missed your call; we are {hours}. How can we help?',
  voicemail:
    'Hi {caller}, this is {shop}. Thanks for your voicemail; a person will listen to it. How can we help meanwhile?',
  busy: 'Hi {caller}, this is {shop}. Sorry, everyone was busy when you called. How can we help?',
  returning: 'Hi {caller}, this is {shop}. Sorry we missed you this time. How can we help?',
};
const TEXTBACK_SHORTEST = '{shop}: sorry we missed your call. How can we help?';
const NUDGE_FIRST = 'Hi {caller}, {shop} again about your missed call. Can we still help? Just reply here.';
const NUDGE_LAST =
  'Hi {caller}, {shop} here: if you still need us after your missed call, just reply. We will not text about it again.';
const NUDGE_SHORTEST = '{shop}: can we still help with your missed call?';

function variantOf(facts: TextbackFacts): TextVariant {
  const has = (name: MissedCallClass): boolean => facts.classes.includes(name);
  if (has('voicemail-left-with-callback') || has('voicemail-left-without-callback')) return 'voicemail';
  if (has('after-hours')) return 'after-hours';
  if (has('rep-busy') || has('queue-abandon')) return 'busy';
  return facts.returning ? 'returning' : 'standard';
}

interface Draft {
  readonly own: string | null;
  readonly builtIn: string;
  readonly shortest: string;
  readonly variant: string;
  readonly values: MergeValues;
}

function write(facts: ShopFacts & { readonly assistantAnswers: boolean }, draft: Draft): ComposedText {
  const repairs: string[] = [];
  let template = draft.builtIn;
  if (draft.own !== null) {
    const problem = templateProblems(draft.own, 'template')[0];
    if (problem === undefined) template = draft.own;
    else repairs.push(`The location's own template was not used: ${problem.message}.`);
  }
  const named = (text: string): string => {
    const { text: repaired, repair } = nameShop(fill(text, draft.values), facts);
    if (repair !== null && text === template) repairs.push(repair);
    return repaired;
  };
  const texts = [...new Set([template, draft.builtIn, draft.shortest])].map(named);
  const disclosures = (text: string): readonly string[] =>
    !facts.assistantAnswers || disclosesAssistant(text) ? [''] : DISCLOSURES;
  const optOut = (text: string): string => (/\bSTOP\b/.test(text) ? '' : OPT_OUT_LINE);
  const wordings = texts.flatMap((text) =>
    disclosures(text).map((disclosure) => [text, disclosure, optOut(text)]),
  );
  const shop = shopName(facts);
  const bare = `${shop.length > 60 ? facts.brand : shop}: sorry we missed your call.`;
  wordings.push([bare, facts.assistantAnswers ? DISCLOSURES[2] : '', OPT_OUT_LINE]);
  const fitted = fit(wordings, facts.maxSegments);
  if (fitted.shortened > 0)
    repairs.push(`Shortened to fit ${facts.maxSegments} segment${facts.maxSegments === 1 ? '' : 's'}.`);
  return { ...described(fitted, facts, draft.variant), repairs };
}

/** Brand and location belong into every first text; what the template left out is added where it reads naturally. */
function nameShop(text: string, facts: ShopFacts): { text: string; repair: string | null } {
  const shop = shopName(facts);
  if (!includes(text, facts.brand))
    return { text: `${shop}: ${text}`, repair: 'The template did not name the brand; it was put first.' };
  if (includes(text, facts.location) || includes(facts.brand, facts.location)) return { text, repair: null };
  const at = text.toLowerCase().indexOf(facts.brand.toLowerCase());
  const joined = `${text.slice(0, at)}${shop}${text.slice(at + facts.brand.length)}`;
  return { text: joined, repair: 'The template did not name the location; it was added to the brand.' };
}

function valuesOf(
  facts: ShopFacts & { callerName: string | null; hoursText: string; assistantAnswers: boolean },
): MergeValues {
  return {
    ...shopValues(facts),
    caller: greetingName(facts.callerName),
    hours: facts.hoursText,
    assistant: facts.assistantAnswers ? DISCLOSURES[0] : '',
  };
}

function shopValues(facts: ShopFacts): MergeValues {
  return {
    brand: facts.brand,
    location: facts.location,
    shop: shopName(facts),
    booking_link: facts.bookingLink ?? '',
    phone: facts.phone === null ? '' : sayPhone(facts.phone),
  };
}

function withoutUndefined(
  templates: LocationRecord['config']['textback']['templates'],
): TextbackFacts['templates'] {
  return Object.fromEntries(Object.entries(templates).filter((entry) => typeof entry[1] === 'string'));
}
