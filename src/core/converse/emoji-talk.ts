/**
 * Replies that are emoji and nothing else. What they mean depends on what was asked: a raised thumb is a yes to a
 * question and a nod after a booking; folded hands are "please" while a person is offered and "thanks" otherwise. An
 * angry face never gets a cheerful answer. Where nothing was asked and nothing needs saying, nothing is said.
 */
import { bookingTalk } from './booking-talk.ts';
import { cancelTalk } from './change-talk.ts';
import { remember, whenOpen, type Draft } from './draft.ts';
import { done, handOver, quiet, say1 } from './turn-ends.ts';
import type { Turn } from './turn.ts';

/** The turn for a text of emoji alone; null when there are words, or when what was asked settles it. */
export function emojiTalk(draft: Draft): Turn | null {
  const { text, state, say } = draft;
  const pending = state.pending?.kind ?? null;
  // Answers to our own questions, one of which may well be a thumb.
  if (pending === 'question' || pending === 'extra' || pending === 'which-booking') {
    if (text.emojiOnly !== 'upset') return null;
  }
  switch (text.emojiOnly) {
    case null:
    case 'urgent':
      return null;
    case 'yes':
      if (pending !== null && pending !== 'name') return null;
      return state.wantsBooking && state.serviceKey !== null ? null : nod(draft);
    case 'no':
      return pending === null || pending === 'name' ? upset(draft) : null;
    case 'upset':
      return upset(draft);
    case 'thanks':
      if (pending === 'person') return please(draft);
      return (
        askedAgain(draft) ??
        (state.sameBody > 1
          ? quiet(draft, 'thanks', 'Thanks were said already.')
          : say1(draft, say.welcome, 'thanks', 'The caller said thanks with an emoji.'))
      );
    case 'happy':
      return askedAgain(draft) ?? nod(draft);
    case 'puzzled':
    case 'other':
      return (
        askedAgain(draft) ??
        (state.sameBody > 1
          ? quiet(draft, 'other', 'The same emoji again; nothing was asked.')
          : say1(draft, say.unclear, 'other', 'An emoji that says nothing we could act on.'))
      );
  }
}

/** A nod: the first text of a caller gets a hello, later ones need no answer. */
function nod(draft: Draft): Turn {
  const { state, facts, say } = draft;
  const underWay = state.repliesAt.length > 0 || facts.bookings.length > 0 || state.sameBody > 1;
  return underWay
    ? quiet(draft, 'other', 'An emoji that agrees; nothing was asked and nothing needs saying.')
    : say1(draft, say.hello, 'greeting', 'An emoji as the first answer: the caller is greeted.');
}

function please(draft: Draft): Turn {
  const { facts, say } = draft;
  return handOver(
    draft,
    'asked',
    'A person was offered, and the caller said please.',
    say.handover(whenOpen(facts, say)),
  );
}

/** Something is wrong, and nobody knows what: a person is offered and told; shown again, a person takes over. */
function upset(draft: Draft): Turn {
  const { state, facts, say, text } = draft;
  if (state.pending?.kind === 'person' || state.sameBody > 1)
    return handOver(
      draft,
      'complaint',
      `The caller is upset: ${text.original.slice(0, 40)}`,
      say.complaint(whenOpen(facts, say)),
    );
  draft.actions.push({ type: 'note', text: text.original.slice(0, 40) });
  remember(draft, { pending: { kind: 'person' } });
  return say1(draft, say.upset, 'upset', 'The caller shows displeasure; a person was offered and told.');
}

/** What we asked last stays asked; null where nothing was. Our own questions about a service are asked again elsewhere. */
function askedAgain(draft: Draft): Turn | null {
  const { pending } = draft.state;
  switch (pending?.kind) {
    case 'slot':
    case 'service':
      return done(bookingTalk(draft), 'book', 'An emoji is no choice: what was asked is asked again.');
    case 'confirm-cancel':
      return done(
        cancelTalk(draft, pending.bookingId),
        'cancel-booking',
        'An emoji is neither yes nor no: what was asked is asked again.',
      );
    default:
      return null;
  }
}
