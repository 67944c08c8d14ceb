/**
 * The last look at a text before it may be sent: every amount, time, day, address, number and every "you are booked" in
 * it must stand in the record it claims to rest on. What is backed is struck out; whatever claim is left has no backing,
 * and the text is refused. The same guard judges the deterministic assistant and every model (FIELD 22).
 */
import { Temporal } from 'temporal-polyfill';
import { readSlotKey } from '../book/availability.ts';
import { cleanText } from '../compose/fit.ts';
import { contactOf, sayPhone } from '../compose/shop.ts';
import {
  dayName,
  hoursOn,
  openState,
  sayDateTime,
  sayOpenState,
  sayOpenOn,
  saySlot,
  saySpan,
  sayTime,
  sayWeek,
} from '../compose/wording.ts';
import { priceOf } from './answer-questions.ts';
import { asked } from './questions.ts';
import { slotsFor, whenOpen } from './draft.ts';
import { capital, ENGLISH, SPANISH } from './phrases.ts';
import type { BookingFacts, ConverseFacts, ConverseState } from './turn.ts';

export interface Grounding {
  readonly facts: ConverseFacts;
  readonly state: ConverseState;
  /** Addresses that may be given: the booking page, the calendar file of a booking. */
  readonly links: readonly string[];
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly problems: readonly string[] };

export function groundingOf(
  facts: ConverseFacts,
  state: ConverseState,
  links: readonly string[] = [],
): Grounding {
  const { bookingLink } = facts.shop;
  return { facts, state, links: [...links, ...(bookingLink === null ? [] : [bookingLink])] };
}

export function guardReply(
  reply: { readonly body: string; readonly asserts: readonly string[] },
  grounding: Grounding,
): Verdict {
  const problems: string[] = [];
  const bookings: BookingFacts[] = [];
  let rest = ` ${cleanText(reply.body)} `;
  const snippets: string[] = [...grounding.links, ...alwaysTrue(grounding.facts)];
  for (const id of reply.asserts) {
    const backing = backingOf(id, grounding);
    if (backing === null) problems.push(`It rests on ${id}, which is not on record.`);
    else {
      snippets.push(...backing.texts);
      if (backing.booking !== undefined) bookings.push(backing.booking);
    }
  }
  for (const snippet of [...new Set(snippets.map(cleanText))].sort((a, b) => b.length - a.length)) {
    if (snippet !== '') rest = replaceWords(rest, snippet);
  }
  for (const [pattern, what] of CLAIMS) {
    const claim = pattern.exec(rest);
    if (claim !== null) problems.push(`"${claim[0].trim()}" is ${what} that the record does not back.`);
  }
  const has = (...states: BookingFacts['state'][]): boolean =>
    bookings.some((booking) => states.includes(booking.state));
  if (SAYS_BOOKED.test(rest) && !has('confirmed'))
    problems.push('It says that something is booked, and no booking is on record.');
  if (SAYS_CANCELLED.test(rest) && !has('cancelled'))
    problems.push('It says that something is cancelled, and no cancellation is on record.');
  if (SAYS_HELD.test(rest) && !has('held', 'confirmed'))
    problems.push('It says that a time is held, and no hold is on record.');
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
}

/** Which ids of the record a free text rests on: those whose words stand in it. For drafts of a model. */
export function assertsIn(body: string, candidates: readonly string[], grounding: Grounding): string[] {
  const text = cleanText(body);
  return candidates.filter((id) =>
    backingOf(id, grounding)?.texts.some((snippet) => snippet !== '' && text.includes(cleanText(snippet))),
  );
}

const CLAIMS: readonly (readonly [RegExp, string])[] = [
  [
    /[$€£]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:dollars?|bucks|usd|cents|pesos|dolares|euros?)\b|\b\d+\s?%/i,
    'an amount',
  ],
  [
    /\b\d{1,2}(?::\d{2})?\s?[ap]\.?\s?m\b\.?|\b\d{1,2}:\d{2}\b|\b\d{1,2} o'?clock\b|\b(?:noon|midnight|mediodia|medianoche)\b/i,
    'a time',
  ],
  [
    /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b|\b\d{1,2} de (?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic)[a-z]*\b|(?<!\p{L}|\bla )mañana(?!\p{L})|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}\b|\btomorrow\b/iu,
    'a day',
  ],
  [/https?:\/\/\S+|\bwww\.\S+/i, 'an address on the web'],
  [/\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b/, 'a phone number'],
  [
    /\b(?:discounts?|coupons?|promo(?:tion)?s?|special offers?|free of charge|complimentary|guarantee[ds]?)\b/i,
    'an offer',
  ],
  [
    /\b(?:i am|i'm|im) (?:a |an )?(?:real |live |actual )?(?:human|person)\b|\bnot a (?:bot|robot|machine)\b|\bmy name is\b/i,
    'a claim to be a person',
  ],
];
const SAYS_BOOKED =
  /\b(?:you(?:'re| are)|i(?:'ve| have)|we(?:'ve| have)|it(?:'s| is)|that(?:'s| is)|all|now|appointment is|visit is|booking is|cita (?:esta|es)) (?:now |all |already |just )?(?:booked|confirmed|scheduled|set for|reserved|reservada|confirmada)\b|\bon (?:the|our) (?:books|calendar|schedule)\b|\bsee you (?:then|there|on|at|soon|tomorrow|today)\b|\bis now on\b|\bbooking confirmed\b/i;
const SAYS_CANCELLED = /\b(?:is|are|been|have|has|esta) (?:now |been )?(?:cancell?ed|cancelada)\b/i;
const SAYS_HELD = /\b(?:i am|i'm|we are|we're) holding\b|\bheld for you\b|\ble guardo\b/i;

interface Backing {
  readonly texts: readonly string[];
  readonly booking?: BookingFacts;
}

function backingOf(id: string, { facts, state }: Grounding): Backing | null {
  const at = id.indexOf(':');
  const [kind, key] = at === -1 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)];
  const service = facts.services.find((each) => each.key === key);
  switch (kind) {
    case 'price': {
      const price = service === undefined ? null : priceOf(service);
      return price === null ? null : { texts: [price] };
    }
    case 'service':
      return service === undefined
        ? null
        : { texts: service.description === undefined ? [] : [service.description] };
    case 'duration':
      return service === undefined
        ? null
        : { texts: [saySpan(service.minutes), saySpan(service.minutes, true)] };
    case 'hours':
      return { texts: key === '' ? hoursTexts(facts) : dateTexts(facts, key) };
    case 'address':
      return facts.address === null ? null : { texts: [facts.address] };
    case 'phone': {
      const contact = contactOf(facts.shop);
      return {
        texts: [
          ...(contact === null ? [] : [contact]),
          ...(facts.shop.phone === null ? [] : [sayPhone(facts.shop.phone), facts.shop.phone]),
        ],
      };
    }
    case 'slot':
      return slotBacking(key, facts, state);
    case 'booking': {
      const booking = facts.bookings.find((each) => each.id === key);
      return booking === undefined
        ? null
        : {
            texts: [
              ...momentTexts(booking.startAt, facts),
              ...(facts.address === null ? [] : [facts.address]),
            ],
            booking,
          };
    }
    default:
      return null;
  }
}

/** A slot may be offered only while it is really free. */
function slotBacking(key: string, facts: ConverseFacts, state: ConverseState): Backing | null {
  const named = readSlotKey(key);
  const service = facts.services.find((each) => each.key === named?.serviceKey);
  if (named === null || service === undefined) return null;
  const { pending } = state;
  const movingId = pending?.kind === 'slot' ? pending.moving : null;
  const moving = facts.bookings.find((booking) => booking.id === movingId) ?? null;
  const free = slotsFor(facts, service, moving).some((slot) => slot.startAt === named.startAt);
  return free ? { texts: momentTexts(named.startAt, facts) } : null;
}

/** The ways in which one moment may be written. */
function momentTexts(instant: string, facts: ConverseFacts): string[] {
  const { zone } = facts.shop;
  const time = sayTime(instant, zone);
  const short = time.replace(':00', '');
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  const day = dayName(local);
  const labels = [
    saySlot(instant, zone, facts.now),
    saySlot(instant, zone, facts.now, true),
    sayDateTime(instant, zone),
    sayDateTime(instant, zone, true),
  ];
  const spoken = [time, short].flatMap((clock) => [
    `${day} at ${clock}`,
    `${day} ${clock}`,
    `${clock} on ${day}`,
    `${day}, ${clock}`,
  ]);
  return [...labels, ...spoken];
}

function hoursTexts(facts: ConverseFacts): string[] {
  const state = openState(facts.opening, facts.shop.zone, facts.now);
  return [
    sayWeek(facts.opening.hours),
    sayWeek(facts.opening.hours, true),
    sayOpenState(state),
    sayOpenState(state, true),
    capital(sayOpenState(state, true)),
    whenOpen(facts, ENGLISH),
    whenOpen(facts, SPANISH),
  ];
}

function dateTexts(facts: ConverseFacts, date: string): string[] {
  const day = readDate(date);
  if (day === null) return [];
  const ranges = hoursOn(facts.opening, day);
  return [
    `On ${dayName(day)} we are ${sayOpenOn(ranges)}`,
    `El ${dayName(day, true)}: ${sayOpenOn(ranges, true)}`,
    ...hoursTexts(facts),
  ];
}

function readDate(date: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(date);
  } catch {
    return null;
  }
}

/** Names and questions that the shop wrote itself may hold any number. */
function alwaysTrue(facts: ConverseFacts): string[] {
  return [
    facts.shop.brand,
    facts.shop.location,
    ...facts.services.flatMap((service) => [service.name, ...service.questions.map(asked)]),
  ];
}

/** Strikes out a snippet where it stands as whole words, so that "$9" never backs "$99". */
function replaceWords(text: string, snippet: string): string {
  let result = '';
  let from = 0;
  for (;;) {
    const at = text.indexOf(snippet, from);
    if (at === -1) return result + text.slice(from);
    const before = text[at - 1] ?? ' ';
    const after = text[at + snippet.length] ?? ' ';
    const beyond = text[at + snippet.length + 1] ?? ' ';
    const whole =
      !/[\p{L}\p{N}$]/u.test(before) &&
      !/[\p{L}\p{N}%]/u.test(after) &&
      !(/[.,:]/.test(after) && /\d/.test(beyond));
    result += text.slice(from, at) + (whole ? ' _ ' : snippet);
    from = at + snippet.length;
  }
}
