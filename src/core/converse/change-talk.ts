/**
 * What follows after a booking: cancelling it, moving it, asking about it. The booking is looked up, never assumed; with
 * several the caller is asked which one.
 */
import { zoned } from '../compose/wording.ts';
import { offerPerson, pickTime } from './booking-talk.ts';
import { chooseSlot } from './choose-slot.ts';
import { fullLabel, put, remember, serviceName, serviceOf, type Draft } from './draft.ts';
import { matchService } from './match-service.ts';
import { isWish, type TimeWish } from './time-wish.ts';
import type { BookingFacts } from './turn.ts';

export function cancelTalk(draft: Draft, confirmed?: string, yes?: boolean): Draft {
  const { facts, say } = draft;
  draft.intent = 'cancel-booking';
  const booking =
    confirmed === undefined
      ? chooseBooking(draft, 'cancel')
      : (facts.bookings.find((each) => each.id === confirmed) ?? null);
  if (booking === null) return draft;
  const name = serviceName(facts, booking.serviceKey, say);
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
  draft.wish = onItsDay(draft, booking);
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
      say.yourBooking(serviceName(facts, booking.serviceKey, say), fullLabel(draft, booking)),
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
  const items = standing.map((booking) =>
    say.bookingOn(serviceName(facts, booking.serviceKey, say), fullLabel(draft, booking)),
  );
  put(draft, say.whichBooking(items), ...standing.map((booking) => `booking:${booking.id}`));
  remember(draft, {
    pending: { kind: 'which-booking', then, bookingIds: standing.map((booking) => booking.id) },
  });
  return null;
}

/** "Can we do 10 instead" means the day of the visit, unless another is named. */
function onItsDay(draft: Draft, booking: BookingFacts): TimeWish {
  const { wish, facts } = draft;
  const at = wish.at ?? (wish.bare === null ? null : wish.bare * 60);
  if (at === null || wish.dates !== null) return wish;
  const day = zoned(booking.startAt, facts.shop.zone).toPlainDate().toString();
  return { ...wish, bare: null, at, halfDay: wish.at === null || wish.halfDay, dates: [day] };
}
