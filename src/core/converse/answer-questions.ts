/**
 * Answers from the record: prices word for word as the shop wrote them, hours, address, length, services, number. Each
 * line carries the id of the entry it rests on.
 */
import { contactOf } from '../compose/shop.ts';
import {
  openState,
  sayMoney,
  sayOpenOn,
  sayOpenState,
  saySpan,
  sayWeek,
  hoursOn,
  dayName,
} from '../compose/wording.ts';
import type { Service } from '../model/organisation.ts';
import { Temporal } from 'temporal-polyfill';
import { put, remember, serviceOf, type Draft } from './draft.ts';
import { matchService } from './match-service.ts';

/** Adds a line for everything that was asked and is known; true when at least one thing was asked. */
export function answerQuestions(draft: Draft): boolean {
  const { intents, say, facts } = draft;
  let asked = false;
  const about = servicesMeant(draft);
  if (intents.has('price')) {
    asked = true;
    draft.intent = 'price';
    sayPrices(draft, about);
  }
  if (intents.has('duration')) {
    asked = true;
    if (draft.intent === 'other') draft.intent = 'duration';
    const [only, ...more] = about;
    if (only !== undefined && more.length === 0)
      put(draft, say.duration(only.name, saySpan(only.minutes, draft.spanish)), `duration:${only.key}`);
    else askWhich(draft, about);
  }
  if (intents.has('hours')) {
    asked = true;
    if (draft.intent === 'other') draft.intent = 'hours';
    put(
      draft,
      sayHours(draft),
      ...(draft.wish.dates?.length === 1 ? draft.wish.dates.map((date) => `hours:${date}`) : ['hours']),
    );
  }
  if (intents.has('address')) {
    asked = true;
    if (draft.intent === 'other') draft.intent = 'address';
    if (facts.address === null) offerPerson(draft, say.noAddress);
    else put(draft, say.address(facts.address), 'address');
  }
  if (intents.has('phone') && !intents.has('callback')) {
    const contact = contactOf(facts.shop);
    if (contact !== null) {
      asked = true;
      if (draft.intent === 'other') draft.intent = 'phone';
      put(draft, say.phone(contact), 'phone');
    }
  }
  if (intents.has('services') && !intents.has('price') && facts.services.length > 0) {
    asked = true;
    if (draft.intent === 'other') draft.intent = 'services';
    put(draft, say.services(facts.services.slice(0, 8).map((service) => service.name)));
  }
  if (!asked && draft.state.pending?.kind !== 'service' && about.length > 0 && !intents.has('book'))
    asked = describe(draft, about);
  return asked;
}

/** What may be said of a price: the shop's own words first, else the fixed price. */
export function priceOf(service: Service): string | null {
  if (service.priceText !== undefined) return service.priceText.replace(/\.$/, '');
  return service.price === undefined ? null : sayMoney(service.price);
}

/** A caller who only names a service hears what it is, what it costs, and what we need to know next. */
function describe(draft: Draft, about: readonly Service[]): boolean {
  const { say, state } = draft;
  const [only, ...more] = about;
  if (only === undefined) return false;
  if (more.length > 0) {
    askWhich(draft, about);
    return true;
  }
  if (state.pending?.kind === 'question' || state.pending?.kind === 'slot') return false;
  draft.intent = 'service';
  sayPrices(draft, [only], false);
  if (only.description !== undefined && draft.lines.length === 0)
    put(draft, sentence(only.description), `service:${only.key}`);
  else if (only.description !== undefined) draft.lines.push(sentence(only.description));
  draft.asserts.add(`service:${only.key}`);
  if (only.bookable) remember(draft, { wantsBooking: true });
  else offerPerson(draft, say.notBookable(only.name));
  return true;
}

function sayPrices(draft: Draft, about: readonly Service[], offer = true): void {
  const { say, facts } = draft;
  const [only, ...more] = about;
  if (only === undefined) {
    const priced = facts.services.flatMap((service) => {
      const price = priceOf(service);
      return price === null ? [] : [{ service, price }];
    });
    if (priced.length === 0) offerPerson(draft, say.unknown);
    else if (priced.length <= 5) {
      put(
        draft,
        say.pricesAre(priced.map(({ service, price }) => `${service.name} ${price}`)),
        ...priced.map(({ service }) => `price:${service.key}`),
      );
    } else
      askWhich(
        draft,
        priced.map(({ service }) => service),
      );
    return;
  }
  if (more.length > 0 && about.length > 4) {
    askWhich(draft, about);
    return;
  }
  for (const service of about) {
    const price = priceOf(service);
    if (price !== null) put(draft, say.price(service.name, price), `price:${service.key}`);
    else if (offer) offerPerson(draft, say.noPrice(service.name));
  }
  if (
    more.length === 0 &&
    only.bookable &&
    only.description !== undefined &&
    offer &&
    draft.state.pending === null
  ) {
    put(draft, sentence(only.description), `service:${only.key}`);
  }
  // Whoever asks what it costs is close to booking; say how.
  if (offer && more.length === 0 && only.bookable && priceOf(only) !== null)
    remember(draft, { wantsBooking: true });
}

function sayHours(draft: Draft): string {
  const { say, facts, wish, spanish } = draft;
  const state = sayOpenState(openState(facts.opening, facts.shop.zone, facts.now), spanish);
  const date = wish.dates?.length === 1 ? wish.dates[0] : undefined;
  const week = sayWeek(facts.opening.hours, spanish);
  if (date === undefined) return say.hours(week, state);
  const day = Temporal.PlainDate.from(date);
  const ranges = hoursOn(facts.opening, day);
  return say.hoursOn(dayName(day, spanish), sayOpenOn(ranges, spanish), state);
}

function servicesMeant(draft: Draft): readonly Service[] {
  const match = matchService(draft.text, draft.facts.services);
  if (match.services.length > 0) return match.services;
  const talkedAbout = serviceOf(draft.facts, draft.state.serviceKey);
  const asks = draft.intents.has('price') || draft.intents.has('duration');
  return talkedAbout !== null && asks ? [talkedAbout] : [];
}

function askWhich(draft: Draft, among: readonly Service[]): void {
  const names = (among.length > 0 ? among : draft.facts.services).slice(0, 6).map((service) => service.name);
  put(draft, draft.say.whichService(names));
  remember(draft, { pending: { kind: 'service' } });
}

function offerPerson(draft: Draft, line: string): void {
  if (draft.lines.includes(line)) return;
  put(draft, line);
  remember(draft, { pending: { kind: 'person' } });
  draft.actions.push({ type: 'note', text: draft.text.original.slice(0, 300) });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
