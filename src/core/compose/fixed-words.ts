/**
 * The words of the fixed texts, in the languages of the assistant. STOP, START and HELP stay as they are: carriers and
 * the law know these words (47 CFR 64.1200(a)(10); CTIA Messaging Principles 5.1). Spanish goes without the accents that
 * would make a text Unicode and twice as long.
 */
import { OPT_OUT_LINE } from './shop.ts';

export interface FixedWords {
  readonly optOut: string;
  readonly noMoreTexts: (brand: string) => string;
  readonly remindersOnly: (brand: string) => string;
  readonly startAgain: string;
  readonly stopAll: string;
  readonly questions: (contact: string) => string;
  readonly ifAppointmentMeant: (when: string, contact: string | null) => string;
  readonly whoWeAre: (shop: string) => string;
  readonly whoWeAreShort: (shop: string) => string;
  readonly reachUs: (contact: string) => string;
  readonly rates: string;
  readonly textsAgain: (shop: string) => string;
  readonly helpAndStop: string;
  readonly stopOrGoOn: (brand: string) => string;
  readonly danger: (brand: string, number: string) => string;
  readonly localNumber: string;
  readonly crisis: string;
  readonly cannotSendHelp: string;
}

/** A contact is a phone number, or an address that nobody can call. */
const isAddress = (contact: string): boolean => /^https?:/i.test(contact);
const reach = (contact: string): string => (isAddress(contact) ? `see ${contact}` : `call ${contact}`);
const reachEs = (contact: string): string => (isAddress(contact) ? `vea ${contact}` : `llame al ${contact}`);
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

export const ENGLISH: FixedWords = {
  optOut: OPT_OUT_LINE,
  noMoreTexts: (brand) => `You will get no more texts from ${brand}.`,
  remindersOnly: (brand) =>
    `You will get no more texts from ${brand} except reminders of appointments you have.`,
  startAgain: 'Reply START to get texts again.',
  stopAll: 'Reply STOP to end those too, START to get texts again.',
  questions: (contact) => `Questions? ${capital(reach(contact))}.`,
  ifAppointmentMeant: (when, contact) =>
    `If you meant your appointment on ${when}, it still stands: please ${reach(contact ?? 'us')} to cancel it.`,
  whoWeAre: (shop) => `${shop}: we text people whose call we missed, to answer questions and book visits.`,
  whoWeAreShort: (shop) => `${shop}: answers to missed calls.`,
  reachUs: (contact) => `Reach us at ${contact}.`,
  rates: 'Msg & data rates may apply.',
  textsAgain: (shop) =>
    `${shop}: you will get our texts again, about your calls and appointments only, a few a month at most.`,
  helpAndStop: 'Reply HELP for help, STOP to opt out.',
  stopOrGoOn: (brand) =>
    `${brand}: do you want us to stop texting you? Reply STOP and we will, or START to go on.`,
  danger: (brand, number) => `${brand}: if anyone is in danger, call ${number} now.`,
  localNumber: 'your local emergency number',
  crisis: 'In emotional crisis, call or text 988.',
  cannotSendHelp: 'This is an automated line and cannot send help; we are alerting our team.',
};

export const SPANISH: FixedWords = {
  optOut: 'Responda STOP para no recibir mas.',
  noMoreTexts: (brand) => `No recibira mas mensajes de ${brand}.`,
  remindersOnly: (brand) => `No recibira mas mensajes de ${brand}, salvo recordatorios de sus citas.`,
  stopAll: 'Responda STOP para no recibir ninguno, START para recibirlos otra vez.',
  startAgain: 'Responda START para recibirlos otra vez.',
  questions: (contact) => `¿Preguntas? ${capital(reachEs(contact))}.`,
  ifAppointmentMeant: (when, contact) =>
    `Si se referia a su cita (${when}), sigue en pie: ${contact === null ? 'llamenos' : reachEs(contact)} para cancelarla.`,
  whoWeAre: (shop) =>
    `${shop}: escribimos a quienes llamaron y no pudimos contestar, para responder preguntas y hacer citas.`,
  whoWeAreShort: (shop) => `${shop}: respuestas a llamadas perdidas.`,
  reachUs: (contact) => `Contacto: ${contact}.`,
  rates: 'Pueden aplicarse tarifas de mensajes y datos.',
  textsAgain: (shop) =>
    `${shop}: recibira nuestros mensajes otra vez, solo sobre sus llamadas y citas, pocos al mes.`,
  helpAndStop: 'Responda HELP para ayuda, STOP para no recibir mas.',
  stopOrGoOn: (brand) =>
    `${brand}: ¿quiere que dejemos de escribirle? Responda STOP y lo haremos, o START para seguir.`,
  danger: (brand, number) => `${brand}: si alguien esta en peligro, llame al ${number} ahora.`,
  localNumber: 'numero de emergencias local',
  crisis: 'En crisis emocional, llame o escriba al 988.',
  cannotSendHelp: 'Esta es una linea automatizada y no puede enviar ayuda; estamos avisando al equipo.',
};
