/**
 * The deterministic assistant: one text in, one turn out. It answers from the location's own record, asks the service's
 * questions, offers real times, books, moves, cancels, and hands over to a person whenever a person is the better
 * answer. It never guesses: what is not on record is said to be unknown. Default, and fallback of every model.
 *
 * Order of service: machines, danger, other languages, wishes for a person; then what we asked; then what they ask.
 */
import type { Decision } from '../model/decision.ts';
import { contactOf, shopName } from '../compose/shop.ts';
import { answerQuestions } from './answer-questions.ts';
import { bookingTalk, wantsSlot } from './booking-talk.ts';
import { cancelTalk, moveTalk, statusTalk } from './change-talk.ts';
import { askExtra, captureAnswer, captureExtra } from './questions.ts';
import { emojiTalk } from './emoji-talk.ts';
import { finish, phrasesFor, put, remember, whenOpen, type Draft } from './draft.ts';
import { guardReply, groundingOf } from './guard.ts';
import { asksSomething, intentsOf, nameIn } from './intents.ts';
import { machineSigns } from './loop-guard.ts';
import { matchService, surely } from './match-service.ts';
import { smallTalk } from './small-talk.ts';
import { languageOf, readText } from './text.ts';
import { isWish, readWish } from './time-wish.ts';
import { clip, done, handOver, say1 } from './turn-ends.ts';
import { CONVERSE_VERSION, type ConverseFacts, type Turn } from './turn.ts';
import { urgencyOf } from './urgent.ts';

export { CONVERSE_VERSION };

export function converse(facts: ConverseFacts): Decision<Turn, ConverseFacts> {
  return decidedTurn('converse', facts, guarded(facts, takeTurn(facts)));
}

/** Wraps a turn as a decision; the explanation is what the people of the shop read under "Why?". */
export function decidedTurn<Facts>(kind: string, facts: Facts, turn: Turn): Decision<Turn, Facts> {
  return {
    kind,
    version: CONVERSE_VERSION,
    facts,
    outcome: turn,
    confidence: 1,
    explanation: turn.why,
    citations: [],
  };
}

/** The last look: a text that claims what the record does not back is not sent, a person answers instead. */
export function guarded(facts: ConverseFacts, turn: Turn): Turn {
  if (turn.reply === null) return turn;
  const verdict = guardReply(turn.reply, groundingOf(facts, turn.state));
  if (verdict.ok) return turn;
  return {
    ...turn,
    reply: null,
    actions: [
      ...turn.actions,
      {
        type: 'handover',
        code: 'unanswered',
        reason: `The draft was held back: ${verdict.problems.join(' ')}`,
      },
    ],
    why: `The draft was held back: ${verdict.problems.join(' ')}`,
  };
}

function takeTurn(facts: ConverseFacts): Turn {
  const draft = open(facts);
  const { text, intents, state, say } = draft;
  const machine = machineSigns(text, {
    repliesAt: state.repliesAt,
    now: facts.now,
    sameBody: state.sameBody,
  });
  if (machine !== null) return handOver(draft, 'machine', machine, null);

  const urgency = text.emojiOnly === 'urgent' ? 'pressing' : urgencyOf(text);
  if (urgency !== null) {
    draft.actions.push({ type: 'escalate', level: urgency, reason: clip(text.original) });
    draft.intent = 'emergency';
    draft.hot = true;
    draft.why =
      urgency === 'danger'
        ? 'The text speaks of danger: the fixed safety text goes out and a person is alerted.'
        : 'The caller needs a person at once.';
    if (urgency === 'pressing') put(draft, say.pressing(contactOf(facts.shop)), 'phone');
    return finish(draft);
  }
  if (state.language === 'other')
    return handOver(
      draft,
      'language',
      'The caller writes in a language the assistant does not speak.',
      say.handover(whenOpen(facts, say)),
    );
  if (text.empty) return say1(draft, say.noText, 'empty', 'The text was empty.');
  if (text.garbled) return unreadable(draft);
  if (intents.has('bot-question')) {
    remember(draft, { pending: { kind: 'person' }, disclosed: true });
    return say1(
      draft,
      say.bot(shopName(facts.shop)),
      'bot-question',
      'Asked whether it is a machine, the assistant says so.',
    );
  }
  if (intents.has('human'))
    return handOver(draft, 'asked', 'The caller asked for a person.', say.handover(whenOpen(facts, say)));
  if (intents.has('complaint'))
    return handOver(
      draft,
      'complaint',
      `A complaint: ${clip(text.original)}`,
      say.complaint(whenOpen(facts, say)),
    );
  // Somewhere in ten thousand characters stands "cost": no list of prices is the answer to that.
  if (text.long)
    return handOver(
      draft,
      'long',
      'A long text that a person should read.',
      say.handover(whenOpen(facts, say)),
    );
  return emojiTalk(draft) ?? ordinary(draft);
}

/** Said once; whoever goes on is left to the person who was told. */
function unreadable(draft: Draft): Turn {
  const line = draft.state.sameBody > 1 ? null : draft.say.garbled;
  return handOver(draft, 'garbled', 'The text cannot be read: no words of any language.', line);
}

function ordinary(draft: Draft): Turn {
  const { facts, text, intents, say } = draft;
  learnName(draft);
  if (intents.has('callback')) {
    draft.actions.push({ type: 'callback' }, { type: 'note', text: clip(text.original) });
    draft.hot = true;
    put(draft, say.callback(whenOpen(facts, say)), 'hours');
    return done(draft, 'callback', 'The caller asked to be called.');
  }
  const settled = settlePending(draft);
  if (settled !== null) return settled;
  if (intents.has('cancel-booking'))
    return done(cancelTalk(draft), 'cancel-booking', 'The caller wants to cancel.');
  if (intents.has('reschedule') || wantsInstead(draft))
    return done(moveTalk(draft), 'reschedule', 'The caller wants another time.');
  if (intents.has('booking-status'))
    return done(statusTalk(draft), 'booking-status', 'The caller asked about their booking.');
  if (intents.has('running-late')) {
    draft.actions.push({ type: 'note', text: clip(text.original) });
    return say1(draft, say.late, 'running-late', 'The caller is running late; the team is told.');
  }
  if (intents.has('who') && !intents.has('price') && !intents.has('book'))
    return say1(draft, say.who(shopName(facts.shop)), 'who', 'The caller asked who this is.');
  noteService(draft);
  const captured = captureAnswer(draft);
  const answered = answerQuestions(draft);
  if (!captured && !answered) noteUnknown(draft);
  if (wantsSlot(draft) || captured) return done(bookingTalk(draft), 'book', 'The booking moves on.');
  if (answered) return done(draft, draft.intent, 'The question was answered from the record.');
  return smallTalk(draft);
}

/** What we asked last: a person, a cancellation, a name. Null when the text is about something else. */
function settlePending(draft: Draft): Turn | null {
  const { intents, say, facts, text } = draft;
  const { pending } = draft.state;
  if (pending === null) return null;
  const [yes, no] = [intents.has('yes'), intents.has('no')];
  switch (pending.kind) {
    case 'person':
      if (yes && !intents.has('thanks'))
        return handOver(
          draft,
          'asked',
          'The caller wants a person to answer.',
          say.handover(whenOpen(facts, say)),
        );
      remember(draft, { pending: null });
      return no || (yes && intents.has('thanks'))
        ? say1(draft, say.keepAsking, 'no', 'The caller does not need a person.')
        : null;
    case 'confirm-cancel':
      if (!yes && !no) return null;
      return done(
        cancelTalk(draft, pending.bookingId, yes),
        'cancel-booking',
        yes ? 'The caller confirmed the cancellation.' : 'The caller keeps the booking.',
      );
    case 'which-booking':
      return done(
        pending.then === 'cancel' ? cancelTalk(draft) : moveTalk(draft),
        pending.then === 'cancel' ? 'cancel-booking' : 'reschedule',
        'The caller chose among several bookings.',
      );
    case 'book-it':
      remember(draft, { pending: null, wantsBooking: draft.state.wantsBooking || yes });
      return no ? say1(draft, say.keepAsking, 'no', 'The caller does not want to book now.') : null;
    case 'name': {
      remember(draft, { pending: null });
      const name = nameIn(text, true);
      if (name === null) return null;
      if (name !== draft.state.name) captureName(draft, name);
      put(draft, say.thanksName(name));
      askExtra(draft, pending.extras);
      return done(draft, 'name', 'The caller gave a name.');
    }
    case 'extra':
      return captureExtra(draft)
        ? done(draft, 'extra', 'The caller answered an optional question about the booking.')
        : null;
    case 'service':
    case 'question':
    case 'slot':
      return null;
  }
}

/** "Actually, can we do 10 instead": a time, said by somebody who has a booking. */
function wantsInstead(draft: Draft): boolean {
  const booked = draft.facts.bookings.some((booking) => booking.state === 'confirmed');
  return (
    booked &&
    isWish(draft.wish) &&
    /\b(?:instead|rather|actually|mejor)\b/.test(draft.text.plain) &&
    draft.state.pending?.kind !== 'slot'
  );
}

/** A question in the middle of a booking that the record cannot answer: said, noted, and the booking goes on. */
function noteUnknown(draft: Draft): void {
  const { pending } = draft.state;
  if (pending?.kind !== 'question' && pending?.kind !== 'slot') return;
  if (!asksSomething(draft.text) || isWish(draft.wish) || draft.intents.has('book')) return;
  draft.actions.push({ type: 'note', text: clip(draft.text.original) });
  put(draft, draft.say.unknownNoted);
}

function open(facts: ConverseFacts): Draft {
  const text = readText(facts.inbound.text);
  const body = text.plain === '' ? text.original : text.plain;
  const { state } = facts;
  const sameBody = state.lastBody === body.slice(0, 200) ? state.sameBody + 1 : 1;
  const language = languageOf(text, state.language === 'other' ? 'en' : state.language);
  const remembered = {
    ...state,
    lastBody: body.slice(0, 200),
    sameBody,
    language,
    name: state.name ?? facts.contactName,
  };
  return {
    facts: { ...facts, state: remembered },
    text,
    wish: readWish(text, facts.shop.zone, facts.now),
    intents: intentsOf(text),
    say: phrasesFor(remembered),
    spanish: language === 'es',
    state: remembered,
    lines: [],
    asserts: new Set(),
    actions: [],
    effect: null,
    intent: 'other',
    hot: false,
    why: '',
  };
}

function learnName(draft: Draft): void {
  const name = nameIn(draft.text, false);
  if (name !== null && name !== draft.state.name) captureName(draft, name);
}

function captureName(draft: Draft, name: string): void {
  remember(draft, { name });
  draft.actions.push({ type: 'capture-name', name });
}

/** The service a text names becomes the one we talk about; answers to its questions stay. */
function noteService(draft: Draft): void {
  const service = surely(matchService(draft.text, draft.facts.services));
  if (service === null) return;
  if (draft.state.serviceKey !== service.key) remember(draft, { serviceKey: service.key, offers: [] });
  if (draft.state.pending?.kind === 'service') remember(draft, { pending: null });
}
