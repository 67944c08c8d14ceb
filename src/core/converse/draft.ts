/**
 * One turn while it is being thought out: what the caller said, what is known, and the lines gathered so far. Every line
 * comes with the ids of what it claims, so that the guard can check the finished text against the record.
 */
import { findSlots, type Slot } from '../book/availability.ts';
import { cleanText } from '../compose/fit.ts';
import { disclosesAssistant, shopName } from '../compose/shop.ts';
import { tidy } from '../compose/template.ts';
import { openState, sayDateTime, saySlot } from '../compose/wording.ts';
import { countSegments } from '../gate/segments.ts';
import type { Service } from '../model/organisation.ts';
import type { Intent } from './intents.ts';
import { ENGLISH, SPANISH, type Phrases } from './phrases.ts';
import type { ReadText } from './text.ts';
import type { TimeWish } from './time-wish.ts';
import type {
  BookingEffect,
  BookingFacts,
  ConverseFacts,
  ConverseState,
  Turn,
  TurnAction,
  TurnReply,
} from './turn.ts';

export interface Draft {
  readonly facts: ConverseFacts;
  readonly text: ReadText;
  wish: TimeWish;
  readonly intents: ReadonlySet<Intent>;
  readonly say: Phrases;
  readonly spanish: boolean;
  state: ConverseState;
  readonly lines: string[];
  readonly asserts: Set<string>;
  readonly actions: TurnAction[];
  effect: BookingEffect | null;
  intent: string;
  hot: boolean;
  why: string;
}

export function phrasesFor(state: ConverseState): Phrases {
  return state.language === 'es' ? SPANISH : ENGLISH;
}

export function put(draft: Draft, line: string, ...asserts: readonly string[]): void {
  draft.lines.push(line);
  for (const id of asserts) draft.asserts.add(id);
}

export function remember(draft: Draft, change: Partial<ConverseState>): void {
  draft.state = { ...draft.state, ...change };
}

export function bookableServices(facts: ConverseFacts): readonly Service[] {
  return facts.services.filter((service) => service.bookable);
}

export function serviceOf(facts: ConverseFacts, key: string | null): Service | null {
  return facts.services.find((service) => service.key === key) ?? null;
}

export function serviceName(facts: ConverseFacts, key: string, say: Phrases = ENGLISH): string {
  return serviceOf(facts, key)?.name ?? say.visit;
}

/** Real openings, soonest first. A booking that is being moved does not stand in its own way. */
export function slotsFor(
  facts: ConverseFacts,
  service: Service,
  moving: BookingFacts | null = null,
): readonly Slot[] {
  // One turn asks for the same openings several times; the calendar of a turn never changes.
  const known = remembered.get(facts.calendar) ?? new Map<string, readonly Slot[]>();
  remembered.set(facts.calendar, known);
  const name = JSON.stringify([facts.now, service.key, moving?.id ?? null, facts.state.language]);
  const slots = known.get(name) ?? openings(facts, service, moving);
  known.set(name, slots);
  return slots;
}

const remembered = new WeakMap<ConverseFacts['calendar'], Map<string, readonly Slot[]>>();

function openings(facts: ConverseFacts, service: Service, moving: BookingFacts | null): readonly Slot[] {
  const { zone } = facts.shop;
  const { reps, bays, slotMinutes, leadMinutes, horizonDays } = facts.calendar;
  const { key, minutes, skills } = service;
  const busy =
    moving === null
      ? facts.calendar.busy
      : facts.calendar.busy.filter((each) => !(each.from === moving.startAt && each.to === moving.endAt));
  const speaks = reps.some((rep) => rep.languages.some((each) => each.startsWith('es')));
  const language = facts.state.language === 'es' && speaks ? 'es' : null;
  return findSlots({
    zone,
    now: facts.now,
    opening: facts.opening,
    reps,
    bays,
    service: { key, minutes, skills },
    language,
    busy,
    slotMinutes,
    leadMinutes,
    horizonDays,
  });
}

/** The slots that were offered, in the order in which they were; one that is gone stays in its place with nobody free. */
export function offeredSlots(state: ConverseState, service: Service, all: readonly Slot[]): Slot[] {
  return state.offers.map(
    (startAt) =>
      all.find((slot) => slot.startAt === startAt) ?? {
        key: `${service.key}@${startAt}`,
        startAt,
        endAt: new Date(Date.parse(startAt) + service.minutes * 60_000).toISOString(),
        resources: [],
      },
  );
}

export function label(draft: Pick<Draft, 'facts' | 'spanish'>, slot: { readonly startAt: string }): string {
  return saySlot(slot.startAt, draft.facts.shop.zone, draft.facts.now, draft.spanish);
}

export function fullLabel(
  draft: Pick<Draft, 'facts' | 'spanish'>,
  booking: { readonly startAt: string },
): string {
  return sayDateTime(booking.startAt, draft.facts.shop.zone, draft.spanish);
}

/** When a person can be expected, honestly: within opening hours, and when those are. */
export function whenOpen(facts: ConverseFacts, say: Phrases): string {
  return say.whenOpen(openState(facts.opening, facts.shop.zone, facts.now));
}

/** The finished turn: lines joined, the assistant named where it was not yet, counted as it will be sent. */
export function finish(draft: Draft): Turn {
  const { facts } = draft;
  const silent = draft.effect !== null || draft.lines.length === 0;
  const reply = silent ? null : replyOf(draft);
  const state = reply === null ? draft.state : afterReply(draft.state, facts.now, reply.body);
  return {
    reply,
    effect: draft.effect,
    preface: {
      lines: draft.effect === null ? [] : [...draft.lines],
      asserts: draft.effect === null ? [] : [...draft.asserts],
    },
    actions: [...draft.actions],
    state,
    intent: draft.intent,
    hot: draft.hot,
    writtenBy: 'assistant',
    why: draft.why,
  };
}

function replyOf(draft: Draft): TurnReply {
  const body = tidy(draft.lines.join(' '));
  const intro =
    draft.state.disclosed || disclosesAssistant(body) ? '' : draft.say.intro(shopName(draft.facts.shop));
  return measured(`${intro} ${body}`, [...draft.asserts]);
}

export function measured(text: string, asserts: readonly string[]): TurnReply {
  const body = cleanText(tidy(text));
  const { segments, encoding } = countSegments(body);
  return { body, segments, encoding, asserts };
}

export function afterReply(state: ConverseState, now: string, body: string): ConverseState {
  const hourAgo = Date.parse(now) - 3_600_000;
  return {
    ...state,
    disclosed: state.disclosed || disclosesAssistant(body),
    repliesAt: [...state.repliesAt.filter((at) => Date.parse(at) > hourAgo), now].slice(-40),
  };
}
