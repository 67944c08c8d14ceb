/**
 * The part of the conversation that ends in a booking: which service, its questions, which time. A time that is named
 * before the questions are answered is held meanwhile, so that nobody answers three questions to hear it is gone.
 */
import type { QualificationQuestion } from '../model/organisation.ts';
import type { z } from 'zod';
import type { Slot } from '../book/availability.ts';
import type { Service } from '../model/organisation.ts';
import { chooseSlot, spread } from './choose-slot.ts';
import {
  bookableServices,
  fullLabel,
  label,
  offeredSlots,
  put,
  remember,
  serviceName,
  serviceOf,
  slotsFor,
  type Draft,
} from './draft.ts';
import { matchService } from './match-service.ts';
import { isWish, namesTime, NO_WISH } from './time-wish.ts';
import { readText, sameWord, type ReadText } from './text.ts';
import type { BookingFacts } from './turn.ts';

type Question = z.infer<typeof QualificationQuestion>;

/** Whether this text moves a booking on: asked for one, named a time while one is talked about, or chose an offer. */
export function wantsSlot(draft: Draft): boolean {
  const { state, wish, intents } = draft;
  if (intents.has('book')) remember(draft, { wantsBooking: true });
  const pending = draft.state.pending?.kind;
  const asksHours = intents.has('hours');
  if (pending === 'slot')
    return (
      isWish(wish) ||
      intents.has('yes') ||
      intents.has('no') ||
      (draft.lines.length > 0 && state.offers.length > 0)
    );
  if (namesTime(wish) && !asksHours && bookableServices(draft.facts).length > 0) {
    const settled =
      draft.facts.bookings.some((booking) => booking.state === 'confirmed') && state.serviceKey === null;
    if (!settled) remember(draft, { wantsBooking: true });
  }
  if (pending === 'person') return false;
  return (
    draft.state.wantsBooking &&
    (intents.has('book') ||
      intents.has('yes') ||
      namesTime(wish) ||
      pending === 'service' ||
      pending === 'question' ||
      draft.state.serviceKey !== null) &&
    !isSettled(draft)
  );
}

/** Nothing new is started by a "thanks" or a "no" once a booking stands. */
function isSettled(draft: Draft): boolean {
  const { intents, state, facts } = draft;
  const standing = facts.bookings.some(
    (booking) => booking.id === state.bookingId && booking.state === 'confirmed',
  );
  if (intents.has('no') && state.pending === null) return true;
  return (
    standing &&
    !intents.has('book') &&
    (intents.has('thanks') || intents.has('yes') || intents.has('no') || intents.has('bye'))
  );
}

export function bookingTalk(draft: Draft): Draft {
  const { say } = draft;
  draft.hot = true;
  if (draft.intent === 'other') draft.intent = 'book';
  if (namesTime(draft.wish) && draft.state.pending?.kind !== 'slot')
    remember(draft, { wish: { ...draft.wish, bare: null, ordinal: null } });
  const service = currentService(draft);
  if (service === null) {
    // Whatever was asked on the way has already said which services there are.
    if (
      draft.state.pending?.kind === 'person' ||
      draft.lines.some((line) => line.startsWith(say.whichService(['']).slice(0, 8)))
    )
      return draft;
    const names = ambiguous(draft)
      .slice(0, 6)
      .map((each) => each.name);
    if (names.length === 0) return offerPerson(draft, say.noSlots);
    remember(draft, { pending: { kind: 'service' } });
    put(draft, say.askService(names));
    return draft;
  }
  if (!service.bookable) return offerPerson(draft, say.notBookable(service.name));
  const moving = movingBooking(draft);
  if (moving !== null) return pickTime(draft, service, moving);
  const question = nextQuestion(draft, service);
  if (question === null) return pickTime(draft, service, null);
  return askOrHold(draft, service, question);
}

/** Saves the answer to the question that is open, if this text is one. */
export function captureAnswer(draft: Draft): boolean {
  const { pending } = draft.state;
  if (pending?.kind !== 'question') return false;
  const service = serviceOf(draft.facts, draft.state.serviceKey);
  const question = service?.questions.find((each) => each.key === pending.key);
  if (question === undefined) return false;
  const { text, intents } = draft;
  const turnsAway = ['price', 'hours', 'address', 'phone', 'duration', 'services'] as const;
  if (text.question && turnsAway.some((intent) => intents.has(intent))) return false;
  const answer = answerTo(question, text);
  if (answer === null && pending.tries < 1) {
    if (text.question) return false;
    remember(draft, { pending: { ...pending, tries: pending.tries + 1 } });
    return true;
  }
  // A second odd answer is taken as it is: a person will read it, nobody is asked a third time.
  const kept = answer ?? (text.original.slice(0, 200) || '(no answer)');
  remember(draft, { answers: { ...draft.state.answers, [question.key]: kept }, pending: null });
  draft.actions.push({ type: 'capture-answer', key: question.key, answer: kept });
  return true;
}

export function answerTo(question: Question, text: ReadText): string | null {
  if (text.plain === '' && text.emojiOnly === null) return null;
  switch (question.kind) {
    case 'text':
      return text.plain === '' ? null : text.original.slice(0, 200);
    case 'number': {
      const digits = /\d+(?:\.\d+)?/.exec(text.plain)?.[0];
      const word = [
        'zero',
        'one',
        'two',
        'three',
        'four',
        'five',
        'six',
        'seven',
        'eight',
        'nine',
        'ten',
      ].findIndex((each) => text.words.includes(each));
      return digits ?? (word === -1 ? null : String(word));
    }
    case 'yes-no':
      if (
        /^(?:y|yes|yeah|yep|yup|sure|ok|okay|si|correct|it (?:is|does|has)|i (?:do|have|am)|we (?:do|have|are))\b/.test(
          text.plain,
        ) ||
        text.emojiOnly === 'yes'
      )
        return 'yes';
      return /^(?:n|no|nope|nah|not|never|it (?:isnt|doesnt)|i (?:dont|havent)|we (?:dont|havent))\b/.test(
        text.plain,
      ) || text.emojiOnly === 'no'
        ? 'no'
        : null;
    case 'choice': {
      const choices = question.choices ?? [];
      const place = /^(?:option |number |#)?(\d{1,2})$/.exec(text.plain)?.[1];
      const byPlace = place === undefined ? undefined : choices[Number(place) - 1];
      if (byPlace !== undefined) return byPlace;
      const named = choices.filter((choice) => {
        const words = readText(choice).words;
        return (
          words.some((word) => word.length > 2 && text.words.some((typed) => sameWord(typed, word))) ||
          words.join(' ') === text.plain
        );
      });
      return named.length === 1
        ? (named[0] ?? null)
        : (choices.find((choice) => readText(choice).plain === text.plain) ?? null);
    }
  }
}

export function cancelTalk(draft: Draft, confirmed?: string, yes?: boolean): Draft {
  const { facts, say } = draft;
  draft.intent = 'cancel-booking';
  const booking =
    confirmed === undefined
      ? chooseBooking(draft, 'cancel')
      : (facts.bookings.find((each) => each.id === confirmed) ?? null);
  if (booking === null) return draft;
  const name = serviceName(facts, booking.serviceKey);
  if (yes === false) {
    remember(draft, { pending: null });
    put(draft, say.keptBooking(name, fullLabel(draft, booking)), `booking:${booking.id}`);
    return draft;
  }
  // "Cancel my appointment" is clear; "I can't make it" may want another time, so it is asked.
  if (yes === true || /\bcancel/.test(draft.text.plain)) {
    remember(draft, { pending: null });
    draft.effect = { type: 'cancel', bookingId: booking.id };
    return draft;
  }
  remember(draft, { pending: { kind: 'confirm-cancel', bookingId: booking.id } });
  put(draft, say.confirmCancel(name, fullLabel(draft, booking)), `booking:${booking.id}`);
  return draft;
}

export function moveTalk(draft: Draft): Draft {
  const { facts } = draft;
  draft.intent = 'reschedule';
  draft.hot = true;
  const booking = chooseBooking(draft, 'reschedule');
  if (booking === null) return draft;
  const service = serviceOf(facts, booking.serviceKey);
  if (service === null) return offerPerson(draft, draft.say.noSlots);
  remember(draft, {
    serviceKey: service.key,
    offers: [],
    pending: { kind: 'slot', moving: booking.id },
    wish: null,
  });
  return pickTime(draft, service, booking);
}

export function statusTalk(draft: Draft): Draft {
  const { facts, say } = draft;
  const standing = facts.bookings.filter((booking) => booking.state === 'confirmed');
  if (standing.length === 0) put(draft, say.noBooking);
  if (standing.length === 0) remember(draft, { pending: { kind: 'book-it' } });
  for (const booking of standing.slice(0, 3)) {
    put(
      draft,
      say.yourBooking(serviceName(facts, booking.serviceKey), fullLabel(draft, booking)),
      `booking:${booking.id}`,
    );
  }
  return draft;
}

/** The one booking meant; asks when several could be, and says so when there is none. */
function chooseBooking(draft: Draft, then: 'cancel' | 'reschedule'): BookingFacts | null {
  const { facts, say, wish } = draft;
  const standing = facts.bookings.filter(
    (booking) => booking.state === 'confirmed' || booking.state === 'held',
  );
  const [only, ...more] = standing;
  if (only === undefined) {
    put(draft, say.noBooking);
    remember(draft, { pending: { kind: 'book-it' } });
    return null;
  }
  if (more.length === 0) return only;
  const asSlots = standing.map((booking) => ({
    key: booking.id,
    startAt: booking.startAt,
    endAt: booking.endAt,
    resources: ['own'],
  }));
  const service = matchService(draft.text, facts.services).services[0];
  const byService = standing.filter((booking) => booking.serviceKey === service?.key);
  const choice = isWish(wish) ? chooseSlot(wish, asSlots, [], facts.shop.zone, false) : null;
  const chosen =
    choice?.kind === 'chosen' ? standing.find((booking) => booking.id === choice.slot.key) : undefined;
  const meant = chosen ?? (byService.length === 1 ? byService[0] : undefined);
  if (meant !== undefined) return meant;
  const items = standing.map(
    (booking) => `${serviceName(facts, booking.serviceKey)} on ${fullLabel(draft, booking)}`,
  );
  put(draft, say.whichBooking(items), ...standing.map((booking) => `booking:${booking.id}`));
  remember(draft, {
    pending: { kind: 'which-booking', then, bookingIds: standing.map((booking) => booking.id) },
  });
  return null;
}

function currentService(draft: Draft): Service | null {
  const known = serviceOf(draft.facts, draft.state.serviceKey);
  if (known !== null) return known;
  const bookable = bookableServices(draft.facts);
  const [only, ...more] = bookable;
  if (only === undefined || more.length > 0) return null;
  remember(draft, { serviceKey: only.key });
  return only;
}

function ambiguous(draft: Draft): readonly Service[] {
  const match = matchService(draft.text, bookableServices(draft.facts));
  return match.services.length > 0 ? match.services : bookableServices(draft.facts);
}

function movingBooking(draft: Draft): BookingFacts | null {
  const { pending } = draft.state;
  if (pending?.kind !== 'slot' || pending.moving === null) return null;
  return (
    draft.facts.bookings.find((booking) => booking.id === pending.moving && booking.state === 'confirmed') ??
    null
  );
}

export function nextQuestion(draft: Pick<Draft, 'state'>, service: Service): Question | null {
  return (
    service.questions.find(
      (question) => question.required && draft.state.answers[question.key] === undefined,
    ) ?? null
  );
}

function askOrHold(draft: Draft, service: Service, question: Question): Draft {
  const { state, facts, wish } = draft;
  const holds =
    state.held !== null &&
    facts.bookings.some((booking) => booking.id === state.held?.id && booking.state === 'held');
  if (!holds && (namesTime(wish) || (state.pending?.kind === 'slot' && isWish(wish)))) {
    const all = slotsFor(facts, service);
    const choice = chooseSlot(
      wish,
      offeredSlots(state, service, all),
      all,
      facts.shop.zone,
      draft.intents.has('yes'),
    );
    if (choice.kind === 'chosen' && choice.slot.resources.length > 0) {
      draft.effect = { type: 'hold', serviceKey: service.key, ...claimOf(draft, choice.slot) };
      return draft;
    }
  }
  const again = state.pending?.kind === 'question' && state.pending.key === question.key;
  remember(draft, { pending: again ? state.pending : { kind: 'question', key: question.key, tries: 0 } });
  put(draft, asked(question));
  return draft;
}

export function asked(question: Question): string {
  const choices = question.kind === 'choice' ? (question.choices ?? []) : [];
  return choices.length === 0 || choices.every((choice) => question.ask.includes(choice))
    ? question.ask
    : `${question.ask} (${choices.join(', ')})`;
}

function pickTime(draft: Draft, service: Service, moving: BookingFacts | null): Draft {
  const { facts, say, intents } = draft;
  const { held } = draft.state;
  const holding =
    held !== null && facts.bookings.some((booking) => booking.id === held.id && booking.state === 'held');
  const changing = isWish(draft.wish) && draft.state.pending?.kind === 'slot';
  if (holding && !changing && moving === null) {
    draft.effect = {
      type: 'confirm-hold',
      bookingId: held.id,
      answers: draft.state.answers,
      name: draft.state.name,
    };
    return draft;
  }
  const all = slotsFor(facts, service, moving);
  const offered = offeredSlots(draft.state, service, all);
  const wish = isWish(draft.wish)
    ? draft.wish
    : offered.length > 0 && intents.has('no')
      ? { ...NO_WISH, others: true }
      : (draft.state.wish ?? draft.wish);
  if (offered.length > 0 && !isWish(wish) && !intents.has('yes')) {
    const free = offered.filter((slot) => slot.resources.length > 0);
    return free.length > 0
      ? offer(draft, free, moving, say.whichTime)
      : offer(draft, spread(all, facts.shop.zone), moving, say.taken);
  }
  const choice = chooseSlot(wish, offered, all, facts.shop.zone, intents.has('yes'));
  switch (choice.kind) {
    case 'chosen':
      return claim(draft, service, choice.slot, moving, all);
    case 'offer': {
      const fresh = offered.length === 0 || choice.exact;
      const times = (slots: readonly string[]): string =>
        moving !== null && offered.length === 0
          ? say.reschedule(service.name, fullLabel(draft, moving), slots)
          : fresh
            ? say.offer(service.name, slots)
            : say.offerAgain(slots);
      if (moving !== null) draft.asserts.add(`booking:${moving.id}`);
      return offer(draft, choice.slots, moving, times);
    }
    case 'none-fits':
      return choice.nearest.length === 0
        ? offerPerson(draft, say.noSlots)
        : offer(draft, choice.nearest, moving, say.noneThen);
    case 'unclear': {
      const free = offered.filter((slot) => slot.resources.length > 0);
      return offer(draft, free.length > 0 ? free : spread(all, facts.shop.zone), moving, say.whichTime);
    }
  }
}

function claim(
  draft: Draft,
  service: Service,
  slot: Slot,
  moving: BookingFacts | null,
  all: readonly Slot[],
): Draft {
  if (slot.resources.length === 0) {
    const rest = all.filter((each) => each.startAt >= slot.startAt);
    const free = spread(rest.length > 0 ? rest : all, draft.facts.shop.zone);
    return free.length === 0
      ? offerPerson(draft, draft.say.takenNone)
      : offer(draft, free, moving, draft.say.taken);
  }
  draft.effect =
    moving === null
      ? { type: 'confirm', serviceKey: service.key, ...claimOf(draft, slot) }
      : {
          type: 'move',
          bookingId: moving.id,
          startAt: slot.startAt,
          endAt: slot.endAt,
          resources: slot.resources,
        };
  return draft;
}

function claimOf(draft: Draft, slot: Slot) {
  return {
    startAt: slot.startAt,
    endAt: slot.endAt,
    resources: slot.resources,
    answers: draft.state.answers,
    name: draft.state.name,
  };
}

export function offer(
  draft: Draft,
  slots: readonly Slot[],
  moving: BookingFacts | null,
  times: (labels: readonly string[]) => string,
): Draft {
  if (slots.length === 0) return offerPerson(draft, draft.say.noSlots);
  remember(draft, {
    offers: slots.map((slot) => slot.startAt),
    pending: { kind: 'slot', moving: moving?.id ?? null },
    wish: null,
  });
  put(draft, times(slots.map((slot) => label(draft, slot))), ...slots.map((slot) => `slot:${slot.key}`));
  return draft;
}

function offerPerson(draft: Draft, line: string): Draft {
  put(draft, line);
  remember(draft, { pending: { kind: 'person' } });
  return draft;
}
