/** What is neither a question we can answer nor a step towards a booking: thanks, hellos, riddles. */
import { bookingTalk } from './booking-talk.ts';
import { put, remember, whenOpen, type Draft } from './draft.ts';
import { asksSomething, nameIn } from './intents.ts';
import { done, clip, handOver, quiet, say1 } from './turn-ends.ts';
import type { Turn } from './turn.ts';

export function smallTalk(draft: Draft): Turn {
  const { intents, say, facts, text, state } = draft;
  const bookedAlready = facts.bookings.some((booking) => booking.state === 'confirmed');
  if (
    intents.has('thanks') ||
    intents.has('bye') ||
    (bookedAlready && (intents.has('yes') || intents.has('no')))
  ) {
    // Two polite parties could thank each other all day: the second time nothing needs to be said.
    if (state.sameBody > 1) return quiet(draft, 'thanks', 'Thanks were said already.');
    return say1(draft, intents.has('bye') ? say.bye : say.welcome, 'thanks', 'The caller said thanks.');
  }
  if (intents.has('name') && nameIn(text, false) !== null) {
    const learned = draft.state.name;
    return say1(
      draft,
      `${say.thanksName(learned ?? '')} ${say.keepAsking}`,
      'name',
      'The caller gave a name.',
    );
  }
  if (intents.has('greeting')) return say1(draft, say.hello, 'greeting', 'The caller said hello.');
  if (intents.has('no')) return say1(draft, say.bye, 'no', 'The caller needs nothing more.');
  if (intents.has('yes')) {
    return state.sameBody > 1
      ? quiet(draft, 'other', 'Nothing was asked.')
      : say1(draft, say.keepAsking, 'other', 'Nothing was asked yet.');
  }
  draft.actions.push({ type: 'note', text: clip(text.original) });
  if (asksSomething(text)) {
    remember(draft, { pending: { kind: 'person' } });
    return say1(draft, say.unknown, 'question', 'The answer is not on record; a person was offered.');
  }
  if (state.misunderstood >= 1)
    return handOver(
      draft,
      'unclear',
      'The assistant did not understand twice.',
      say.handover(whenOpen(facts, say)),
    );
  remember(draft, { misunderstood: state.misunderstood + 1 });
  if (state.pending?.kind === 'slot' && state.offers.length > 0) {
    put(draft, say.sorry);
    return done(bookingTalk(draft), 'unclear', 'The text was not understood; the times were listed again.');
  }
  return say1(draft, say.unclear, 'unclear', 'The text was not understood.');
}
