/**
 * The fixed answers to STOP, HELP, START, an unclear wish and an emergency. They are never written by an operator's
 * template or by a model: what they must and must not say is law or carrier rule (catalogue section 5.4).
 */
import type { Decision } from '../model/decision.ts';
import { fit } from './fit.ts';
import {
  contactOf,
  decided,
  described,
  OPT_OUT_LINE,
  shopName,
  type ComposedText,
  type ShopFacts,
} from './shop.ts';
import { sayDateTime } from './wording.ts';

export interface AnswerFacts extends ShopFacts {
  /** A confirmed booking ahead, when one exists: a lone CANCEL may have meant it. */
  readonly upcoming: { readonly service: string; readonly startsAt: string } | null;
}

/** A contact is a phone number, or an address that nobody can call. */
const reach = (contact: string): string => (/^https?:/i.test(contact) ? `see ${contact}` : `call ${contact}`);
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The single confirmation of an opt-out (47 CFR 64.1200(a)(12)): it confirms, and says nothing to win anybody back. */
export function composeOptOutConfirmation(
  facts: AnswerFacts,
  askIfAppointment = false,
): Decision<ComposedText, AnswerFacts> {
  const contact = contactOf(facts);
  const meant =
    askIfAppointment && facts.upcoming !== null
      ? `If you meant your appointment on ${sayDateTime(facts.upcoming.startsAt, facts.zone)}, it still stands: please ${reach(contact ?? 'us')} to cancel it.`
      : '';
  const done = `You will get no more texts from ${facts.brand}.`;
  const back = 'Reply START to get texts again.';
  const help = contact === null || meant !== '' ? '' : `Questions? ${capital(reach(contact))}.`;
  const fitted = fit(
    [
      [done, meant, help, back],
      [done, meant, back],
      [done, back],
    ],
    facts.maxSegments,
  );
  return decided(
    'compose.optout-confirm',
    facts,
    { ...described(fitted, facts, 'optout-confirm'), optOutInstruction: true },
    'The one confirmation of an opt-out',
  );
}

export function composeHelp(facts: AnswerFacts): Decision<ComposedText, AnswerFacts> {
  const shop = shopName(facts);
  const contact = contactOf(facts);
  const who = `${shop}: we text people whose call we missed, to answer questions and book visits.`;
  const call = contact === null ? '' : `Reach us at ${contact}.`;
  const rates = 'Msg & data rates may apply.';
  const fitted = fit(
    [
      [who, call, rates, OPT_OUT_LINE],
      [`${shop}: answers to missed calls.`, call, rates, OPT_OUT_LINE],
    ],
    facts.maxSegments,
  );
  return decided('compose.help', facts, described(fitted, facts, 'help'), 'The answer to HELP');
}

export function composeStartConfirmation(facts: AnswerFacts): Decision<ComposedText, AnswerFacts> {
  const shop = shopName(facts);
  const what = `${shop}: you will get our texts again, about your calls and appointments only, a few a month at most.`;
  const fitted = fit(
    [[what, 'Msg & data rates may apply. Reply HELP for help, STOP to opt out.']],
    facts.maxSegments,
  );
  return decided('compose.start', facts, described(fitted, facts, 'start'), 'The confirmation of START');
}

/** Asked once when two careful readers could read a message differently; no answer counts as "stop". */
export function composeClarify(facts: AnswerFacts): Decision<ComposedText, AnswerFacts> {
  const ask = `${facts.brand}: do you want us to stop texting you? Reply STOP and we will, or START to go on.`;
  const fitted = fit([[ask]], facts.maxSegments);
  return decided(
    'compose.clarify',
    facts,
    described(fitted, facts, 'clarify'),
    'The one question after an unclear wish',
  );
}

/** Fixed text for emergencies. It says what to do and never that help is on its way: nobody here can send any. */
export function composeSafetyText(facts: AnswerFacts): Decision<ComposedText, AnswerFacts> {
  const number = facts.country === 'US' || facts.country === 'CA' ? '911' : 'your local emergency number';
  const crisis =
    facts.country === 'US' || facts.country === 'CA' ? 'In emotional crisis, call or text 988.' : '';
  const now = `${facts.brand}: if anyone is in danger, call ${number} now.`;
  const honest = 'This is an automated line and cannot send help; we are alerting our team.';
  const fitted = fit(
    [
      [now, crisis, honest, OPT_OUT_LINE],
      [now, crisis, honest],
    ],
    Math.max(2, facts.maxSegments),
  );
  return decided(
    'compose.safety',
    facts,
    described(fitted, facts, 'safety'),
    'The fixed text for emergencies',
  );
}
