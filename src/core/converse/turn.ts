/**
 * What one turn of the conversation reads and gives. The assistant's memory is data of a fixed shape, kept with the
 * thread and recorded with every decision, so that any turn can be made again from the record.
 */
import { z } from 'zod';
import type { Busy, RepFacts } from '../book/availability.ts';
import type { OpeningHours } from '../compose/wording.ts';
import type { ShopFacts } from '../compose/shop.ts';
import type { Service } from '../model/organisation.ts';
import { TimeWish } from './time-wish.ts';

/** Raised whenever the same facts may give another turn. */
export const CONVERSE_VERSION = 4;

/** Optional questions that are still to be asked about a booking, the next one first. */
const Extras = z.object({ bookingId: z.string(), serviceKey: z.string(), keys: z.array(z.string()) });
export type Extras = z.infer<typeof Extras>;

const Pending = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('service') }),
  /** Why we want to know which service is meant: a question of price, of length, or a booking. */
  z.object({ kind: z.literal('question'), key: z.string(), tries: z.number() }),
  z.object({ kind: z.literal('slot'), moving: z.string().nullable() }),
  z.object({ kind: z.literal('book-it') }),
  z.object({ kind: z.literal('name'), extras: Extras.optional() }),
  /** An optional question after the booking: the booking stands, whatever comes. */
  z.object({ kind: z.literal('extra'), ...Extras.shape }),
  z.object({ kind: z.literal('person') }),
  z.object({ kind: z.literal('confirm-cancel'), bookingId: z.string() }),
  z.object({
    kind: z.literal('which-booking'),
    then: z.enum(['cancel', 'reschedule']),
    bookingIds: z.array(z.string()),
  }),
]);
export type Pending = z.infer<typeof Pending>;

export const ConverseState = z.object({
  v: z.literal(1),
  language: z.enum(['en', 'es', 'other']),
  serviceKey: z.string().nullable(),
  answers: z.record(z.string(), z.string()),
  pending: Pending.nullable(),
  /** Start instants of the slots last offered, in the order in which they were listed. */
  offers: z.array(z.string()),
  name: z.string().nullable(),
  /** The hold that waits for the last answers. */
  held: z.object({ id: z.string(), startAt: z.string() }).nullable(),
  /** A time that was named before it could be offered. */
  wish: TimeWish.nullable(),
  bookingId: z.string().nullable(),
  /** The caller wants to book, not only to know. */
  wantsBooking: z.boolean(),
  disclosed: z.boolean(),
  misunderstood: z.number(),
  repliesAt: z.array(z.string()),
  lastBody: z.string().nullable(),
  sameBody: z.number(),
  /** Words of a caller that a person should read, in order. */
  notes: z.array(z.string()),
  /** Stretches in which a person spoke for the shop; the last one is open while it has no end. */
  humanStretches: z.array(z.object({ from: z.string(), to: z.string().nullable() })),
});
export type ConverseState = z.infer<typeof ConverseState>;

export const FRESH_STATE: ConverseState = {
  v: 1,
  language: 'en',
  serviceKey: null,
  answers: {},
  pending: null,
  offers: [],
  name: null,
  held: null,
  wish: null,
  bookingId: null,
  wantsBooking: false,
  disclosed: false,
  misunderstood: 0,
  repliesAt: [],
  lastBody: null,
  sameBody: 0,
  notes: [],
  humanStretches: [],
};

/** What whoever hands a thread back leaves in its memory: the marked end of the human stretch. */
const HandBack = z.object({ handedBackAt: z.iso.datetime() });

/** Memory that cannot be read (an older shape, a hand-edited row) is forgotten rather than trusted. */
export function readState(stored: unknown): ConverseState {
  const parsed = ConverseState.safeParse(stored);
  const state = parsed.success ? parsed.data : FRESH_STATE;
  const back = HandBack.safeParse(stored);
  return back.success ? afterHandBack(state, back.data.handedBackAt) : state;
}

/** After a person handed the thread back: nothing half-said is picked up again, what was learned stays (FIELD 21). */
export function afterHandBack(state: ConverseState, at: string): ConverseState {
  const stretches = state.humanStretches.map((stretch) =>
    stretch.to === null ? { ...stretch, to: at } : stretch,
  );
  return {
    ...state,
    pending: null,
    offers: [],
    held: null,
    wish: null,
    misunderstood: 0,
    sameBody: 0,
    lastBody: null,
    repliesAt: [],
    humanStretches: stretches.slice(-10),
  };
}

export function whenTakenOver(state: ConverseState, at: string): ConverseState {
  if (state.humanStretches.some((stretch) => stretch.to === null)) return state;
  return { ...state, humanStretches: [...state.humanStretches, { from: at, to: null }].slice(-10) };
}

export interface BookingFacts {
  readonly id: string;
  readonly serviceKey: string;
  readonly startAt: string;
  readonly endAt: string;
  readonly state: 'held' | 'confirmed' | 'cancelled' | 'expired';
}

export interface ConverseFacts {
  /** Tenant time. */
  readonly now: string;
  readonly shop: ShopFacts;
  readonly opening: OpeningHours;
  readonly address: string | null;
  readonly services: readonly Service[];
  readonly calendar: {
    readonly reps: readonly RepFacts[];
    readonly bays: number;
    readonly busy: readonly Busy[];
    readonly slotMinutes: number;
    readonly leadMinutes: number;
    readonly horizonDays: number;
    readonly holdMinutes: number;
  };
  /** This person's bookings and holds here that are not over. */
  readonly bookings: readonly BookingFacts[];
  readonly contactName: string | null;
  readonly state: ConverseState;
  readonly inbound: { readonly id: string; readonly text: string };
}

/** What the shell must do in the transaction of the turn, before anything is said about it. */
export type BookingEffect =
  | {
      readonly type: 'hold' | 'confirm';
      readonly serviceKey: string;
      readonly startAt: string;
      readonly endAt: string;
      readonly resources: readonly string[];
      readonly answers: Readonly<Record<string, string>>;
      readonly name: string | null;
    }
  | {
      readonly type: 'confirm-hold';
      readonly bookingId: string;
      readonly answers: Readonly<Record<string, string>>;
      readonly name: string | null;
    }
  | {
      readonly type: 'move';
      readonly bookingId: string;
      readonly startAt: string;
      readonly endAt: string;
      readonly resources: readonly string[];
    }
  | { readonly type: 'cancel'; readonly bookingId: string };

export type EffectResult =
  | { readonly ok: true; readonly booking: BookingFacts }
  /** `not-routed`: the rules do not agree that Ringback gives this visit to somebody. */
  | { readonly ok: false; readonly code: 'slot-taken' | 'not-found' | 'not-routed' };

export type TurnAction =
  | {
      readonly type: 'handover';
      readonly reason: string;
      readonly code:
        | 'asked'
        | 'complaint'
        | 'unclear'
        | 'language'
        | 'machine'
        | 'callback'
        | 'long'
        | 'garbled'
        | 'unanswered';
    }
  | { readonly type: 'escalate'; readonly level: 'danger' | 'pressing'; readonly reason: string }
  | { readonly type: 'capture-answer'; readonly key: string; readonly answer: string }
  | { readonly type: 'capture-name'; readonly name: string }
  /** Learned after the booking: written to it. */
  | {
      readonly type: 'booking-answer';
      readonly bookingId: string;
      readonly key: string;
      readonly answer: string;
    }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'callback' };

export interface TurnReply {
  readonly body: string;
  readonly segments: number;
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Ids of everything the text claims: `price:<service>`, `slot:<key>`, `booking:<id>`, `hours`, `address`... */
  readonly asserts: readonly string[];
}

export interface Said {
  readonly lines: readonly string[];
  readonly asserts: readonly string[];
}

export interface Turn {
  /** Null: nothing is said, on purpose. */
  readonly reply: TurnReply | null;
  /** When set, the shell carries it out and asks `conclude` what to say; `reply` is null then. */
  readonly effect: BookingEffect | null;
  /** What will be said before the outcome of the effect: the answer to a question in the same text. */
  readonly preface: Said;
  readonly actions: readonly TurnAction[];
  readonly state: ConverseState;
  readonly intent: string;
  /** A lead that is worth an interruption. */
  readonly hot: boolean;
  /** Who wrote the words: the deterministic assistant, or a model whose draft passed the guard. */
  readonly writtenBy: 'assistant' | 'model';
  readonly why: string;
}
