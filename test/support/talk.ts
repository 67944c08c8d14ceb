import type { Busy } from '../../src/core/book/availability.ts';
import { shopFacts } from '../../src/core/compose/shop.ts';
import { conclude } from '../../src/core/converse/conclude.ts';
import { converse } from '../../src/core/converse/assistant.ts';
import {
  FRESH_STATE,
  type BookingFacts,
  type ConverseFacts,
  type EffectResult,
  type Turn,
} from '../../src/core/converse/turn.ts';
import type { LocationRecord } from '../../src/core/model/directory.ts';
import { BannerConfig, LocationConfig } from '../../src/core/model/organisation.ts';
import { repFacts } from '../../src/core/book/availability.ts';

const day = [{ open: '08:00', close: '18:00' }];

/** The two-bay detailing shop of the original description, with fictional numbers. */
export function detailingShop(change: Record<string, unknown> = {}): LocationRecord {
  const config = LocationConfig.parse({
    key: 'main-street',
    name: 'Main Street',
    zone: 'America/Chicago',
    address: { street: '12 Main St', city: 'Austin', state: 'TX' },
    numbers: [{ number: '+15125550100', sms: true }],
    hours: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [{ open: '09:00', close: '14:00' }] },
    bays: 2,
    calendar: { slotMinutes: 60, leadMinutes: 60, horizonDays: 14, holdMinutes: 10 },
    services: [
      {
        key: 'ceramic-coating',
        name: 'Ceramic coating',
        aliases: ['ceramic', 'coating'],
        minutes: 240,
        priceText: 'from $699 for a sedan, from $849 for an SUV or truck',
        description: 'Two packages: Shine lasts about two years, Armor about five',
        questions: [{ key: 'vehicle', ask: 'What vehicle is it (year, make, model)?', kind: 'text' }],
      },
      {
        key: 'full-detail',
        name: 'Full detail',
        aliases: ['detail inside and out'],
        minutes: 180,
        price: { minor: 24900, currency: 'USD' },
      },
      {
        key: 'interior-detail',
        name: 'Interior detail',
        minutes: 120,
        priceText: '$149',
        questions: [{ key: 'pets', ask: 'Is there pet hair?', kind: 'yes-no' }],
      },
      { key: 'window-tint', name: 'Window tint', minutes: 120, bookable: false },
    ],
    textback: { mode: 'live' },
    ...change,
  });
  const banner = BannerConfig.omit({ locations: true }).parse({
    key: 'shine-lab',
    name: 'Shine Lab',
    legalEntity: 'Shine Lab LLC',
  });
  return {
    id: '0198a000-0000-7000-8000-000000000001',
    tenantId: '0198a000-0000-7000-8000-0000000000aa',
    banner: {
      id: '0198a000-0000-7000-8000-0000000000bb',
      key: banner.key,
      name: banner.name,
      legalEntity: banner.legalEntity,
      paused: false,
      config: banner,
    },
    key: config.key,
    name: config.name,
    zone: config.zone,
    mode: 'live',
    paused: false,
    version: 1,
    config,
  };
}

export interface Talk {
  /** What the shop answers; an empty text when it stays silent. */
  readonly say: (text: string) => string;
  readonly turns: Turn[];
  readonly bookings: BookingFacts[];
  readonly busy: Busy[];
  now: string;
  state: ConverseFacts['state'];
  /** Runs just before an effect is carried out: another caller may take the slot. */
  beforeEffect: (() => void) | null;
}

/** A conversation over an in-memory calendar with the rules of the real one: one booking per resource and time. */
export function talk(
  options: {
    now?: string;
    location?: LocationRecord;
    busy?: Busy[];
    disclosed?: boolean;
    /** The Gate does not agree that a visit is given to anybody. */
    notRouted?: boolean;
  } = {},
): Talk {
  const location = options.location ?? detailingShop();
  const busy = [...(options.busy ?? [])];
  const bookings: BookingFacts[] = [];
  const turns: Turn[] = [];
  let count = 0;
  const self: Talk = {
    turns,
    bookings,
    busy,
    now: options.now ?? '2026-11-24T00:42:20.000Z',
    state: { ...FRESH_STATE, disclosed: options.disclosed ?? true },
    beforeEffect: null,
    say: (text) => {
      count += 1;
      const facts = factsOf(String(count), text);
      let turn = converse(facts).outcome;
      for (let round = 0; turn.effect !== null && round < 3; round += 1) {
        self.beforeEffect?.();
        const { effect, preface, intent, hot, actions } = turn;
        const result = carryOut(effect);
        const base = { ...factsOf(String(count), text), state: turn.state, bookings: withResult(result) };
        const next = conclude({ base, effect, result, preface, intent, hot, calendarLink: null }).outcome;
        turn = { ...next, actions: [...actions, ...next.actions] };
      }
      self.state = turn.state;
      turns.push(turn);
      return turn.reply?.body ?? '';
    },
  };

  function factsOf(id: string, text: string): ConverseFacts {
    const { config } = location;
    return {
      now: self.now,
      shop: shopFacts(location, null),
      opening: { hours: config.hours, exceptions: config.exceptions },
      address: '12 Main St, Austin',
      services: config.services,
      calendar: {
        reps: repFacts(config),
        bays: config.bays,
        busy: [...busy],
        slotMinutes: config.calendar.slotMinutes,
        leadMinutes: config.calendar.leadMinutes,
        horizonDays: config.calendar.horizonDays,
        holdMinutes: config.calendar.holdMinutes,
      },
      bookings: bookings.filter((booking) => booking.state === 'held' || booking.state === 'confirmed'),
      contactName: null,
      state: self.state,
      inbound: { id, text },
    };
  }

  function withResult(result: EffectResult): BookingFacts[] {
    const current = bookings.filter((booking) => booking.state === 'held' || booking.state === 'confirmed');
    if (!result.ok || current.some((booking) => booking.id === result.booking.id)) return current;
    return [...current, result.booking];
  }

  function take(resources: readonly string[], from: string, to: string): string | null {
    return (
      resources.find(
        (resource) => !busy.some((each) => each.resource === resource && each.from < to && from < each.to),
      ) ?? null
    );
  }

  function carryOut(effect: NonNullable<Turn['effect']>): EffectResult {
    if (options.notRouted === true) return { ok: false, code: 'not-routed' };
    switch (effect.type) {
      case 'hold':
      case 'confirm': {
        const resource = take(effect.resources, effect.startAt, effect.endAt);
        if (resource === null) return { ok: false, code: 'slot-taken' };
        const booking: BookingFacts = {
          id: `b${bookings.length + 1}`,
          serviceKey: effect.serviceKey,
          startAt: effect.startAt,
          endAt: effect.endAt,
          state: effect.type === 'hold' ? 'held' : 'confirmed',
        };
        bookings.push(booking);
        if (effect.type === 'confirm') busy.push({ resource, from: effect.startAt, to: effect.endAt });
        return { ok: true, booking };
      }
      case 'confirm-hold':
        return change(effect.bookingId, 'held', { state: 'confirmed' }, (booking) =>
          busy.push({ resource: 'bay-1', from: booking.startAt, to: booking.endAt }),
        );
      case 'move': {
        const resource = take(effect.resources, effect.startAt, effect.endAt);
        if (resource === null) return { ok: false, code: 'slot-taken' };
        const old = bookings.find((booking) => booking.id === effect.bookingId);
        const freed = busy.findIndex((each) => each.from === old?.startAt);
        if (freed !== -1) busy.splice(freed, 1);
        busy.push({ resource, from: effect.startAt, to: effect.endAt });
        return change(effect.bookingId, 'confirmed', { startAt: effect.startAt, endAt: effect.endAt });
      }
      case 'cancel':
        return change(effect.bookingId, null, { state: 'cancelled' }, (booking) => {
          const freed = busy.findIndex((each) => each.from === booking.startAt);
          if (freed !== -1) busy.splice(freed, 1);
        });
    }
  }

  function change(
    id: string,
    state: string | null,
    next: Partial<BookingFacts>,
    then?: (booking: BookingFacts) => void,
  ): EffectResult {
    const at = bookings.findIndex(
      (booking) => booking.id === id && (state === null || booking.state === state),
    );
    const old = bookings[at];
    if (old === undefined) return { ok: false, code: 'not-found' };
    const booking = { ...old, ...next };
    bookings[at] = booking;
    then?.(booking);
    return { ok: true, booking };
  }

  return self;
}
