/**
 * What is said after a booking effect was really carried out: first the deed, then the word. The result comes in as a
 * fact, with the calendar as it is afterwards; a lost slot leads to other times that are free now.
 */
import type { Decision } from '../model/decision.ts';
import { greetingName } from '../compose/shop.ts';
import { saySlot } from '../compose/wording.ts';
import { decidedTurn } from './assistant.ts';
import { offer } from './booking-talk.ts';
import { asked, askExtra, extrasFor, nextQuestion } from './questions.ts';
import { spread } from './choose-slot.ts';
import {
  finish,
  fullLabel,
  phrasesFor,
  put,
  remember,
  serviceName,
  serviceOf,
  slotsFor,
  whenOpen,
  type Draft,
} from './draft.ts';
import { groundingOf, guardReply } from './guard.ts';
import { readText } from './text.ts';
import { NO_WISH } from './time-wish.ts';
import { handOver } from './turn-ends.ts';
import type { BookingEffect, BookingFacts, ConverseFacts, EffectResult, Said, Turn } from './turn.ts';

export interface ConcludeFacts {
  /** As after the effect: the calendar and the bookings are read again. `state` is the turn's. */
  readonly base: ConverseFacts;
  readonly effect: BookingEffect;
  readonly result: EffectResult;
  readonly preface: Said;
  readonly intent: string;
  readonly hot: boolean;
  /** Address of the calendar file, when the installation can be reached from outside. */
  readonly calendarLink: string | null;
}

export function conclude(facts: ConcludeFacts): Decision<Turn, ConcludeFacts> {
  const turn = concludeTurn(facts);
  if (turn.reply === null) return decidedTurn('conclude', facts, turn);
  const links = facts.calendarLink === null ? [] : [facts.calendarLink];
  const verdict = guardReply(turn.reply, groundingOf(facts.base, turn.state, links));
  if (verdict.ok) return decidedTurn('conclude', facts, turn);
  const reason = `The draft was held back: ${verdict.problems.join(' ')}`;
  return decidedTurn('conclude', facts, {
    ...turn,
    reply: null,
    actions: [...turn.actions, { type: 'handover', code: 'unanswered', reason }],
    why: reason,
  });
}

function concludeTurn(facts: ConcludeFacts): Turn {
  const draft = open(facts);
  const { effect, result } = facts;
  for (const line of facts.preface.lines) put(draft, line, ...facts.preface.asserts);
  if (result.ok) return succeeded(draft, facts, result.booking);
  if (result.code === 'not-routed') return notRouted(draft);
  draft.why =
    result.code === 'slot-taken'
      ? 'The time was taken a moment before; others are offered.'
      : 'The booking was no longer there.';
  switch (effect.type) {
    case 'hold':
    case 'confirm':
      return offerOthers(draft, effect.serviceKey, effect.startAt, null);
    case 'move': {
      const moving = facts.base.bookings.find((booking) => booking.id === effect.bookingId) ?? null;
      if (moving === null || result.code === 'not-found') return nothingThere(draft);
      return offerOthers(draft, moving.serviceKey, effect.startAt, moving);
    }
    case 'confirm-hold':
      return holdLapsed(draft, effect);
    case 'cancel':
      return nothingThere(draft);
  }
}

function succeeded(draft: Draft, facts: ConcludeFacts, booking: BookingFacts): Turn {
  const { say } = draft;
  const name = serviceName(facts.base, booking.serviceKey, say);
  const id = `booking:${booking.id}`;
  switch (facts.effect.type) {
    case 'hold': {
      const service = serviceOf(facts.base, booking.serviceKey);
      const question = service === null ? null : nextQuestion(draft, service);
      remember(draft, { held: { id: booking.id, startAt: booking.startAt }, offers: [], wish: null });
      put(
        draft,
        say.held(
          saySlot(booking.startAt, facts.base.shop.zone, facts.base.now, draft.spanish),
          facts.base.calendar.holdMinutes,
        ),
        id,
      );
      if (question !== null) {
        remember(draft, { pending: { kind: 'question', key: question.key, tries: 0 } });
        put(draft, asked(question));
      }
      draft.why = 'The time is held while the last questions are asked.';
      return finish(draft);
    }
    case 'confirm':
    case 'confirm-hold': {
      const where = facts.base.address ?? '';
      const nameKnown = draft.state.name !== null && draft.state.name !== '';
      const service = serviceOf(facts.base, booking.serviceKey);
      const keys = service === null ? [] : [...extrasFor(service, draft.state.answers)];
      const extras =
        keys.length === 0 ? undefined : { bookingId: booking.id, serviceKey: booking.serviceKey, keys };
      remember(draft, {
        bookingId: booking.id,
        held: null,
        offers: [],
        wish: null,
        wantsBooking: false,
        serviceKey: null,
        answers: {},
        pending: nameKnown ? null : { kind: 'name', ...(extras === undefined ? {} : { extras }) },
      });
      const thanks = greetingName(draft.state.name);
      put(draft, say.booked(name, fullLabel(draft, booking), where), id);
      if (nameKnown) {
        if (thanks !== '') draft.lines.push(say.thanksName(thanks));
      } else put(draft, say.askName);
      addCalendar(draft, facts);
      if (nameKnown) askExtra(draft, extras);
      draft.why = 'The booking stands.';
      return finish(draft);
    }
    case 'move':
      remember(draft, {
        bookingId: booking.id,
        offers: [],
        wish: null,
        pending: null,
        wantsBooking: false,
        serviceKey: null,
      });
      put(draft, say.moved(name, fullLabel(draft, booking)), id);
      addCalendar(draft, facts);
      draft.why = 'The booking was moved.';
      return finish(draft);
    case 'cancel':
      remember(draft, {
        bookingId: null,
        held: null,
        offers: [],
        wish: null,
        pending: null,
        wantsBooking: false,
      });
      put(draft, say.cancelled(name, fullLabel(draft, booking)), id);
      draft.why = 'The booking was cancelled.';
      return finish(draft);
  }
}

/** The hold ran out while questions were answered: the same time once more if it is free, else others. */
function holdLapsed(draft: Draft, effect: Extract<BookingEffect, { type: 'confirm-hold' }>): Turn {
  const { held } = draft.state;
  const service = serviceOf(draft.facts, draft.state.serviceKey);
  remember(draft, { held: null });
  if (held === null || service === null) return nothingThere(draft);
  const slot = slotsFor(draft.facts, service).find((each) => each.startAt === held.startAt);
  if (slot === undefined) return offerOthers(draft, service.key, held.startAt, null);
  draft.effect = {
    type: 'confirm',
    serviceKey: service.key,
    startAt: slot.startAt,
    endAt: slot.endAt,
    resources: slot.resources,
    answers: effect.answers,
    name: effect.name,
  };
  draft.why = 'The hold had run out; the time was still free and is claimed again.';
  return finish(draft);
}

function offerOthers(draft: Draft, serviceKey: string, startAt: string, moving: BookingFacts | null): Turn {
  const service = serviceOf(draft.facts, serviceKey);
  const all =
    service === null ? [] : slotsFor(draft.facts, service, moving).filter((slot) => slot.startAt !== startAt);
  const near = [...all]
    .sort((a, b) => distance(a.startAt, startAt) - distance(b.startAt, startAt))
    .slice(0, 12)
    .sort((a, b) => a.startAt.localeCompare(b.startAt));
  const free = spread(near, draft.facts.shop.zone);
  if (free.length > 0) return finish(offer(draft, free, moving, draft.say.taken));
  remember(draft, { pending: { kind: 'person' } });
  put(draft, draft.say.takenNone);
  return finish(draft);
}

/** The rules leave the choice of who does it to a person, so the caller gets one. */
function notRouted(draft: Draft): Turn {
  const why = 'The rules do not agree that Ringback gives this visit to somebody; a person arranges it.';
  remember(draft, { offers: [], wish: null, held: null });
  return handOver(draft, 'unanswered', why, draft.say.handover(whenOpen(draft.facts, draft.say)));
}

function nothingThere(draft: Draft): Turn {
  remember(draft, { pending: { kind: 'book-it' }, offers: [] });
  put(draft, draft.say.noBooking);
  return finish(draft);
}

function addCalendar(draft: Draft, facts: ConcludeFacts): void {
  if (facts.calendarLink !== null) draft.lines.push(draft.say.calendar(facts.calendarLink));
}

function distance(a: string, b: string): number {
  return Math.abs(Date.parse(a) - Date.parse(b));
}

function open(facts: ConcludeFacts): Draft {
  const { state } = facts.base;
  return {
    facts: facts.base,
    text: readText(''),
    wish: NO_WISH,
    intents: new Set(),
    say: phrasesFor(state),
    spanish: state.language === 'es',
    state,
    lines: [],
    asserts: new Set(),
    actions: [],
    effect: null,
    intent: facts.intent,
    hot: facts.hot,
    why: '',
  };
}
