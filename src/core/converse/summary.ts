/** What the conversation was about, in a line or two: for the lead, the call-back list and whoever picks it up. */
import { sayDateTime } from '../compose/wording.ts';
import { givenAnswers } from './questions.ts';
import { serviceName, serviceOf } from './draft.ts';
import type { BookingFacts, ConverseFacts, Turn } from './turn.ts';

export function summarise(facts: ConverseFacts, turn: Turn, bookings: readonly BookingFacts[]): string {
  const { state } = turn;
  const service = serviceOf(facts, state.serviceKey ?? facts.state.serviceKey);
  const answers = givenAnswers({ ...facts.state.answers, ...state.answers });
  const booked = bookings.filter((booking) => booking.state === 'confirmed');
  const handover = turn.actions.find((action) => action.type === 'handover' || action.type === 'escalate');
  const parts = [
    ...(service === null ? [] : [`Interested in ${service.name}.`]),
    ...Object.entries(answers).map(([key, answer]) => `${key}: ${answer}.`),
    ...booked.map(
      (booking) =>
        `Booked: ${serviceName(facts, booking.serviceKey)}, ${sayDateTime(booking.startAt, facts.shop.zone)}.`,
    ),
    ...(booked.length === 0 && state.offers.length > 0 ? ['Times were offered.'] : []),
    ...(handover === undefined ? [] : ['Needs a person.']),
    ...(state.name === null ? [] : [`Name: ${state.name}.`]),
  ];
  return (parts.length > 0 ? parts.join(' ') : `In conversation (${turn.intent}).`).slice(0, 1000);
}
