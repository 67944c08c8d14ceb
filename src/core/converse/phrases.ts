/**
 * The assistant's sentences, in the languages it speaks. Short, plain, no exclamation parade: they are read on a phone
 * by someone who wanted to talk to a person. Numbers, times and names come in as finished words from the record.
 */
import { atClockEs, dayName, sayClock, sayNextOpenEs, type OpenState } from '../compose/wording.ts';

export interface Phrases {
  readonly intro: (shop: string) => string;
  readonly hello: string;
  readonly askService: (names: readonly string[]) => string;
  readonly whichService: (names: readonly string[]) => string;
  readonly price: (service: string, price: string) => string;
  readonly noPrice: (service: string) => string;
  readonly pricesAre: (list: readonly string[]) => string;
  readonly duration: (service: string, span: string) => string;
  readonly hours: (week: string, state: string) => string;
  readonly hoursOn: (day: string, open: string, state: string) => string;
  readonly address: (address: string) => string;
  readonly noAddress: string;
  readonly services: (names: readonly string[]) => string;
  readonly phone: (phone: string) => string;
  readonly offer: (service: string, times: readonly string[]) => string;
  readonly offerAgain: (times: readonly string[]) => string;
  readonly noneThen: (times: readonly string[]) => string;
  /** What is free, told before something else is asked: no question of its own. */
  readonly free: (times: readonly string[]) => string;
  readonly freeNear: (times: readonly string[]) => string;
  readonly noSlots: string;
  readonly whichTime: (times: readonly string[]) => string;
  readonly askTime: (service: string) => string;
  readonly taken: (times: readonly string[]) => string;
  readonly takenNone: string;
  readonly held: (when: string, minutes: number) => string;
  readonly booked: (service: string, when: string, where: string) => string;
  readonly moved: (service: string, when: string) => string;
  readonly askName: string;
  readonly thanksName: (name: string) => string;
  readonly cancelled: (service: string, when: string) => string;
  readonly confirmCancel: (service: string, when: string) => string;
  readonly keptBooking: (service: string, when: string) => string;
  readonly whichBooking: (list: readonly string[]) => string;
  readonly noBooking: string;
  readonly yourBooking: (service: string, when: string) => string;
  readonly reschedule: (service: string, when: string, times: readonly string[]) => string;
  readonly late: string;
  readonly bot: (shop: string) => string;
  readonly handover: (when: string) => string;
  readonly callback: (when: string) => string;
  readonly complaint: (when: string) => string;
  readonly pressing: (contact: string | null) => string;
  readonly who: (shop: string) => string;
  readonly unknownNoted: string;
  readonly sorry: string;
  readonly unknown: string;
  readonly unclear: string;
  readonly noText: string;
  readonly welcome: string;
  readonly bye: string;
  readonly keepAsking: string;
  readonly bookIt: (service: string) => string;
  readonly noted: string;
  readonly notBookable: (service: string) => string;
  /** When a person can be expected. */
  readonly whenOpen: (state: OpenState) => string;
  /** What a booking is called whose service is no longer there. */
  readonly visit: string;
  readonly bookingOn: (service: string, when: string) => string;
  readonly calendar: (link: string) => string;
  readonly upset: string;
  readonly garbled: string;
}

export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
const list = (items: readonly string[], or: string): string =>
  items.length <= 1 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${or} ${items.at(-1) ?? ''}`;

export const ENGLISH: Phrases = {
  intro: (shop) => `This is the automated assistant of ${shop}.`,
  hello: 'Hi! How can we help?',
  askService: (names) => `Happy to book that. Which service: ${list(names, 'or')}?`,
  whichService: (names) => `Do you mean ${list(names, 'or')}?`,
  price: (service, price) => `${service}: ${price}.`,
  noPrice: (service) => `I have no price on file for ${service}; a person can tell you. Shall I get one?`,
  pricesAre: (items) => `Our prices: ${items.join('; ')}.`,
  duration: (service, span) => `${service} takes about ${span}.`,
  hours: (week, state) => `Our hours: ${week}. We are ${state}.`,
  hoursOn: (day, open, state) => `On ${day} we are ${open}. We are ${state}.`,
  address: (address) => `We are at ${address}.`,
  noAddress: 'I do not have the street address here; a person can tell you. Shall I get one?',
  services: (names) => `We do ${list(names, 'and')}.`,
  phone: (phone) => `You can call us at ${phone}.`,
  offer: (service, times) => `For ${service} we have ${list(times, 'or')}. Which works?`,
  offerAgain: (times) => `We also have ${list(times, 'or')}. Which works?`,
  noneThen: (times) => `Nothing is free then. The nearest: ${list(times, 'or')}. Would one of these work?`,
  free: (times) => `Free: ${list(times, 'or')}.`,
  freeNear: (times) => `Nothing is free then; the nearest: ${list(times, 'or')}.`,
  noSlots: 'I see no open times that I can book here. Shall I have a person find one with you?',
  whichTime: (times) => `Which one: ${list(times, 'or')}?`,
  askTime: (service) => `What day and time would suit you for ${service}?`,
  taken: (times) => `Sorry, that time was just taken. Still free: ${list(times, 'or')}. Which works?`,
  takenNone: 'Sorry, that time was just taken, and I see no other. Shall I have a person find one with you?',
  held: (when, minutes) => `I am holding ${when} for you for ${minutes} minutes.`,
  booked: (service, when, where) =>
    `You are booked: ${service} on ${when}${where === '' ? '' : ` at ${where}`}.`,
  moved: (service, when) => `Done. Your ${service} is now on ${when}.`,
  askName: 'What name should we put it under?',
  thanksName: (name) => `Thanks, ${name}.`,
  cancelled: (service, when) =>
    `Your ${service} on ${when} is cancelled. If you want another time, just say so.`,
  confirmCancel: (service, when) => `Shall I cancel your ${service} on ${when}? Reply yes or no.`,
  keptBooking: (service, when) => `OK, your ${service} on ${when} stays as it is.`,
  whichBooking: (items) => `Which one: ${list(items, 'or')}?`,
  noBooking:
    'I find no upcoming appointment under this number. Would you like to book one, or shall I get a person?',
  yourBooking: (service, when) => `Your ${service} is on ${when}.`,
  reschedule: (service, when, times) =>
    `Your ${service} on ${when} stays until you pick a new time: ${list(times, 'or')}. Which works?`,
  late: 'Thanks for letting us know; I have told the team.',
  bot: (shop) => `I am the automated assistant of ${shop}, not a person. Shall I get a person for you?`,
  handover: (when) => `I have asked a person to take over. ${when}`,
  callback: (when) => `I have put you on our call-back list. ${when}`,
  complaint: (when) => `I am sorry to hear that. I have passed this to a person. ${when}`,
  pressing: (contact) =>
    `I am alerting our team right now.${contact === null ? '' : ` If you can, also call ${contact}.`} If anyone is in danger, call 911.`,
  who: (shop) =>
    `This is the automated assistant of ${shop}. We text back when we miss a call. How can we help?`,
  unknownNoted: 'I do not know that; I have noted your question for a person.',
  sorry: 'Sorry, I did not get that.',
  unknown: 'I do not know that, and I do not want to guess. Shall I get a person to answer you?',
  unclear: 'Sorry, I did not get that. Do you want a price, a time to come in, or a person?',
  noText: 'We got your message, but there was no text in it that we can read. How can we help?',
  welcome: 'You are welcome.',
  bye: 'Thanks, have a good day.',
  keepAsking: 'What else can we help with?',
  bookIt: (service) => `Would you like to book ${service}?`,
  noted: 'Noted, thanks.',
  notBookable: (service) => `${service} is arranged with a person. Shall I get one for you?`,
  whenOpen: (state) => {
    if (state.open) return `We are open until ${sayClock(state.until)} today.`;
    if (state.next === null) return '';
    const { days, date, open } = state.next;
    const day = days === 0 ? 'today' : days === 1 ? 'tomorrow' : dayName(date);
    return `We open ${day} at ${sayClock(open)}.`;
  },
  visit: 'appointment',
  bookingOn: (service, when) => `${service} on ${when}`,
  calendar: (link) => `Calendar: ${link}`,
  upset: 'Sorry if something is not right. Shall I get a person for you?',
  garbled: 'Sorry, I could not read that. I have asked a person to look at it.',
};

export const SPANISH: Phrases = {
  intro: (shop) => `Este es el asistente automatico de ${shop}.`,
  hello: 'Hola. ¿En que podemos ayudarle?',
  askService: (names) => `Con gusto. ¿Que servicio desea: ${list(names, 'o')}?`,
  whichService: (names) => `¿Se refiere a ${list(names, 'o')}?`,
  price: (service, price) => `${service}: ${price}.`,
  noPrice: (service) => `No tengo un precio de ${service}; una persona se lo puede decir. ¿Le aviso a una?`,
  pricesAre: (items) => `Precios: ${items.join('; ')}.`,
  duration: (service, span) => `${service}: tarda aproximadamente ${span}.`,
  hours: (week, state) => `Horario: ${week}. ${capital(state)}.`,
  hoursOn: (day, open, state) => `El ${day}: ${open}. ${capital(state)}.`,
  address: (address) => `Estamos en ${address}.`,
  noAddress: 'No tengo la direccion aqui; una persona se la puede dar. ¿Le aviso a una?',
  services: (names) => `Ofrecemos ${list(names, 'y')}.`,
  phone: (phone) => `Puede llamarnos al ${phone}.`,
  offer: (service, times) => `Para ${service} tenemos ${list(times, 'o')}. ¿Cual prefiere?`,
  offerAgain: (times) => `Tambien tenemos ${list(times, 'o')}. ¿Cual prefiere?`,
  noneThen: (times) => `A esa hora no hay lugar. Lo mas cercano: ${list(times, 'o')}. ¿Le sirve?`,
  free: (times) => `Hay lugar: ${list(times, 'o')}.`,
  freeNear: (times) => `A esa hora no hay lugar; lo mas cercano: ${list(times, 'o')}.`,
  noSlots: 'No veo horas libres para reservar aqui. ¿Le aviso a una persona?',
  whichTime: (times) => `¿Cual: ${list(times, 'o')}?`,
  askTime: (service) => `¿Que dia y hora prefiere para ${service}?`,
  taken: (times) => `Lo siento, esa hora se acaba de ocupar. Quedan: ${list(times, 'o')}. ¿Cual prefiere?`,
  takenNone: 'Lo siento, esa hora se acaba de ocupar y no veo otra. ¿Le aviso a una persona?',
  held: (when, minutes) => `Le guardo ${when} por ${minutes} minutos.`,
  booked: (service, when, where) =>
    `Su cita esta reservada: ${service}, ${when}${where === '' ? '' : `, ${where}`}.`,
  moved: (service, when) => `Listo. Su ${service} es ahora: ${when}.`,
  askName: '¿A que nombre la ponemos?',
  thanksName: (name) => `Gracias, ${name}.`,
  cancelled: (service, when) =>
    `Su cita de ${service} (${when}) esta cancelada. Si quiere otra hora, digame.`,
  confirmCancel: (service, when) => `¿Cancelo su cita de ${service} (${when})? Responda si o no.`,
  keptBooking: (service, when) => `De acuerdo, su cita de ${service} (${when}) sigue igual.`,
  whichBooking: (items) => `¿Cual: ${list(items, 'o')}?`,
  noBooking: 'No encuentro una cita con este numero. ¿Quiere hacer una, o le aviso a una persona?',
  yourBooking: (service, when) => `Su cita de ${service}: ${when}.`,
  reschedule: (service, when, times) =>
    `Su cita de ${service} (${when}) sigue hasta que elija otra: ${list(times, 'o')}. ¿Cual prefiere?`,
  late: 'Gracias por avisar; se lo dije al equipo.',
  bot: (shop) => `Soy el asistente automatico de ${shop}, no una persona. ¿Le aviso a una persona?`,
  handover: (when) => `Le pedi a una persona que le conteste. ${when}`,
  callback: (when) => `Lo puse en la lista para llamarle. ${when}`,
  complaint: (when) => `Lamento oir eso. Se lo pase a una persona. ${when}`,
  pressing: (contact) =>
    `Estoy avisando al equipo ahora mismo.${contact === null ? '' : ` Si puede, llame tambien al ${contact}.`} Si hay peligro, llame al 911.`,
  who: (shop) =>
    `Soy el asistente automatico de ${shop}. Escribimos cuando perdemos una llamada. ¿En que podemos ayudarle?`,
  unknownNoted: 'Eso no lo se; anote su pregunta para una persona.',
  sorry: 'Perdon, no entendi.',
  unknown: 'Eso no lo se y no quiero adivinar. ¿Le aviso a una persona?',
  unclear: 'Perdon, no entendi. ¿Desea un precio, una cita o hablar con una persona?',
  noText: 'Recibimos su mensaje, pero sin texto que podamos leer. ¿En que podemos ayudarle?',
  welcome: 'De nada.',
  bye: 'Gracias, que tenga buen dia.',
  keepAsking: '¿En que mas podemos ayudarle?',
  bookIt: (service) => `¿Quiere reservar ${service}?`,
  noted: 'Anotado, gracias.',
  notBookable: (service) => `${service} se acuerda con una persona. ¿Le aviso a una?`,
  whenOpen: (state) =>
    state.open
      ? `Hoy estamos hasta ${atClockEs(state.until)}.`
      : state.next === null
        ? ''
        : `Abrimos ${sayNextOpenEs(state.next)}.`,
  visit: 'cita',
  bookingOn: (service, when) => `${service} (${when})`,
  calendar: (link) => `Calendario: ${link}`,
  upset: 'Lamento si algo no esta bien. ¿Le aviso a una persona?',
  garbled: 'Perdon, no pude leer su mensaje. Le pedi a una persona que lo vea.',
};
