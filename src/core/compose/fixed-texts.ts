/**
 * The fixed answers to STOP, HELP, START, an unclear wish and an emergency. They are never written by an operator's
 * template or by a model: what they must and must not say is law or carrier rule (catalogue section 5.4).
 */
import type { Decision } from '../model/decision.ts';
import { fit } from './fit.ts';
import { ENGLISH, SPANISH, type FixedWords } from './fixed-words.ts';
import { contactOf, decided, described, shopName, type ComposedText, type ShopFacts } from './shop.ts';
import { sayDateTime } from './wording.ts';

export interface AnswerFacts extends ShopFacts {
  /** A confirmed booking ahead, when one exists: a lone CANCEL may have meant it. */
  readonly upcoming: { readonly service: string; readonly startsAt: string } | null;
  /** The word that ended texts may have been about the booking. */
  readonly askIfAppointment?: true;
  /** The opt-out ends another programme; reminders of visits that stand go on. */
  readonly remindersGoOn?: true;
  /** Spanish for somebody who writes Spanish; absent: English. */
  readonly language?: 'es';
}

const wordsFor = (facts: AnswerFacts): FixedWords => (facts.language === 'es' ? SPANISH : ENGLISH);

/** The single confirmation of an opt-out (47 CFR 64.1200(a)(12)): it confirms, and says nothing to win anybody back. */
export function composeOptOutConfirmation(facts: AnswerFacts): Decision<ComposedText, AnswerFacts> {
  const say = wordsFor(facts);
  const contact = contactOf(facts);
  const meant =
    facts.askIfAppointment === true && facts.upcoming !== null
      ? say.ifAppointmentMeant(
          sayDateTime(facts.upcoming.startsAt, facts.zone, facts.language === 'es'),
          contact,
        )
      : '';
  const done = facts.remindersGoOn === true ? say.remindersOnly(facts.brand) : say.noMoreTexts(facts.brand);
  const back = facts.remindersGoOn === true ? say.stopAll : say.startAgain;
  const help = contact === null || meant !== '' ? '' : say.questions(contact);
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
  const say = wordsFor(facts);
  const call = contact === null ? '' : say.reachUs(contact);
  const fitted = fit(
    [
      [say.whoWeAre(shop), call, say.rates, say.optOut],
      [say.whoWeAreShort(shop), call, say.rates, say.optOut],
    ],
    facts.maxSegments,
  );
  return decided('compose.help', facts, described(fitted, facts, 'help'), 'The answer to HELP');
}

export function composeStartConfirmation(facts: AnswerFacts): Decision<ComposedText, AnswerFacts> {
  const shop = shopName(facts);
  const say = wordsFor(facts);
  const fitted = fit([[say.textsAgain(shop), say.rates, say.helpAndStop]], facts.maxSegments);
  return decided('compose.start', facts, described(fitted, facts, 'start'), 'The confirmation of START');
}

/** Asked once when two careful readers could read a message differently; no answer counts as "stop". */
export function composeClarify(facts: AnswerFacts): Decision<ComposedText, AnswerFacts> {
  const fitted = fit([[wordsFor(facts).stopOrGoOn(facts.brand)]], facts.maxSegments);
  return decided(
    'compose.clarify',
    facts,
    described(fitted, facts, 'clarify'),
    'The one question after an unclear wish',
  );
}

/** Fixed text for emergencies. It says what to do and never that help is on its way: nobody here can send any. */
export function composeSafetyText(facts: AnswerFacts): Decision<ComposedText, AnswerFacts> {
  const say = wordsFor(facts);
  const american = facts.country === 'US' || facts.country === 'CA';
  const crisis = american ? say.crisis : '';
  const now = say.danger(facts.brand, american ? '911' : say.localNumber);
  const honest = say.cannotSendHelp;
  const fitted = fit(
    [
      [now, crisis, honest, say.optOut],
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
