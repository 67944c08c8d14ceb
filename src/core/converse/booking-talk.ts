/**
 * The part of the conversation that ends in a booking: which service, its questions, which time. A time that is named
 * before the questions are answered is held meanwhile, so that nobody answers three questions to hear it is gone.
 */
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
  serviceOf,
  slotsFor,
  type Draft,
} from './draft.ts';
import { matchService } from './match-service.ts';
import { isWish, namesTime, NO_WISH } from './time-wish.ts';
import { asked, givenAnswers, nextQuestion, pricingQuestion, type Question } from './questions.ts';
import type { BookingFacts } from './turn.ts';

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
  if (question === null) return beforeTheTime(draft, service) ?? pickTime(draft, service, null);
  return askOrHold(draft, service, question);
}

/** Whoever asked for a price and named no time is first asked what the price depends on. */
function beforeTheTime(draft: Draft, service: Service): Draft | null {
  const { intents, wish, state } = draft;
  if (!intents.has('price') || namesTime(wish) || state.wish !== null || state.pending?.kind === 'slot')
    return null;
  const question = pricingQuestion(draft, service);
  if (question === null) return null;
  remember(draft, { pending: { kind: 'question', key: question.key, tries: 0 } });
  put(draft, asked(question));
  return draft;
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
    // Whoever asks what is free hears it, and is then asked what the visit needs; the wish is kept until then.
    if (choice.kind === 'offer') tellFree(draft, choice.slots, draft.say.free);
    if (choice.kind === 'none-fits') tellFree(draft, choice.nearest, draft.say.freeNear);
  }
  const again = state.pending?.kind === 'question' && state.pending.key === question.key;
  remember(draft, { pending: again ? state.pending : { kind: 'question', key: question.key, tries: 0 } });
  put(draft, asked(question));
  return draft;
}

function tellFree(draft: Draft, slots: readonly Slot[], words: (times: readonly string[]) => string): void {
  if (slots.length === 0) return;
  put(draft, words(slots.map((slot) => label(draft, slot))), ...slots.map((slot) => `slot:${slot.key}`));
}

export function pickTime(draft: Draft, service: Service, moving: BookingFacts | null): Draft {
  const { facts, say, intents } = draft;
  const { held } = draft.state;
  const holding =
    held !== null && facts.bookings.some((booking) => booking.id === held.id && booking.state === 'held');
  const changing = isWish(draft.wish) && draft.state.pending?.kind === 'slot';
  if (holding && !changing && moving === null) {
    draft.effect = {
      type: 'confirm-hold',
      bookingId: held.id,
      answers: givenAnswers(draft.state.answers),
      name: draft.state.name,
    };
    return draft;
  }
  const all = slotsFor(facts, service, moving);
  // The hold ran out while the questions were answered: the same time once more, while it is free.
  const lapsed =
    held === null || holding || changing || moving !== null
      ? undefined
      : all.find((slot) => slot.startAt === held.startAt);
  if (lapsed !== undefined) return claim(draft, service, lapsed, moving, all);
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
    answers: givenAnswers(draft.state.answers),
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

export function offerPerson(draft: Draft, line: string): Draft {
  put(draft, line);
  remember(draft, { pending: { kind: 'person' } });
  return draft;
}
