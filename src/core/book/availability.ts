/**
 * When a service can really be booked: the hours of the location and of those who do the work, minus what is booked or
 * held, on the slot grid, from the shortest notice to the horizon. Pure: now and the bookings come in as facts.
 *
 * All arithmetic is on instants. Wall-clock hours become instants once per local day in the location's zone, so a day
 * of 23 or 25 hours and an evening that lies on the next UTC day need no special case.
 */
import { DAY_MS } from '../model/days.ts';
import type { LocationConfig, Service, WeeklyHours } from '../model/organisation.ts';
import { WEEKDAYS } from '../model/organisation.ts';
import type { OpeningHours } from '../compose/wording.ts';
import { localTime, MINUTE_MS, offsetSpanAt } from '../gate/zone-clock.ts';

/** Time that somebody or something is taken: a booking or a hold that still counts. */
export interface Busy {
  readonly resource: string;
  readonly from: string;
  readonly to: string;
}

export interface AvailabilityFacts {
  readonly zone: string;
  /** Tenant time. */
  readonly now: string;
  readonly opening: OpeningHours;
  readonly reps: readonly RepFacts[];
  /** How many bookings run at once where no reps are listed. */
  readonly bays: number;
  readonly service: Pick<Service, 'key' | 'minutes' | 'skills'>;
  /** Language the caller needs; null when any will do. */
  readonly language: string | null;
  readonly busy: readonly Busy[];
  readonly slotMinutes: number;
  readonly leadMinutes: number;
  readonly horizonDays: number;
}

export interface RepFacts {
  readonly key: string;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly hours?: WeeklyHours | undefined;
}

/** A time that can be booked now, with everyone or every bay that could take it, in the order of preference. */
export interface Slot {
  /** `<service>@<start>`: what an offer asserts and a claim names. */
  readonly key: string;
  readonly startAt: string;
  readonly endAt: string;
  readonly resources: readonly string[];
}

/** Availability of one service from the location's own settings. */
export function availabilityFacts(
  config: LocationConfig,
  service: Service,
  given: { readonly now: string; readonly busy: readonly Busy[]; readonly language?: string | null },
): AvailabilityFacts {
  return {
    zone: config.zone,
    now: given.now,
    opening: { hours: config.hours, exceptions: config.exceptions },
    reps: repFacts(config),
    bays: config.bays,
    service: { key: service.key, minutes: service.minutes, skills: service.skills },
    language: given.language ?? null,
    busy: given.busy,
    slotMinutes: config.calendar.slotMinutes,
    leadMinutes: config.calendar.leadMinutes,
    horizonDays: config.calendar.horizonDays,
  };
}

export function repFacts(config: LocationConfig): RepFacts[] {
  return config.reps.map(({ key, skills, languages, hours }) => ({ key, skills, languages, hours }));
}

/** Every bookable slot, soonest first. `until` narrows the search to slots that start before it. */
export function findSlots(facts: AvailabilityFacts, until?: string): Slot[] {
  const resources = resourcesFor(facts);
  if (resources.length === 0) return [];
  const now = Date.parse(facts.now);
  const earliest = now + facts.leadMinutes * MINUTE_MS;
  const latest = until === undefined ? Infinity : Date.parse(until);
  const length = facts.service.minutes * MINUTE_MS;
  const days = localDays(facts);
  const open = days.flatMap((date) => rangesOn(facts, date, undefined));
  // A visit may run on into the day after the horizon, but not start there.
  const worked = [...days, (days.at(-1) ?? 0) + 1];
  const openFor = worked.flatMap((date) => rangesOn(facts, date, undefined));
  const calendars = resources.map((resource) => ({
    key: resource.key,
    works: join(
      resource.hours === undefined
        ? openFor
        : intersect(join(openFor), join(worked.flatMap((date) => rangesOn(facts, date, resource.hours)))),
    ),
    taken: facts.busy
      .filter((busy) => busy.resource === resource.key)
      .map((busy) => ({ from: Date.parse(busy.from), to: Date.parse(busy.to) })),
  }));
  const starts = new Set<number>();
  for (const range of open) {
    for (let at = range.from; at < range.to; at += facts.slotMinutes * MINUTE_MS) {
      if (at >= earliest && at < latest) starts.add(at);
    }
  }
  return [...starts]
    .sort((a, b) => a - b)
    .flatMap((start) => {
      const end = start + length;
      const free = calendars
        .filter(
          ({ works, taken }) =>
            works.some((span) => span.from <= start && end <= span.to) &&
            !taken.some((span) => span.from < end && start < span.to),
        )
        .map(({ key }) => key);
      return free.length === 0
        ? []
        : [
            {
              key: slotKey(facts.service.key, iso(start)),
              startAt: iso(start),
              endAt: iso(end),
              resources: free,
            },
          ];
    });
}

export function slotKey(serviceKey: string, startAt: string): string {
  return `${serviceKey}@${new Date(startAt).toISOString()}`;
}

/** The service and start that a slot key names; null when it is none. */
export function readSlotKey(key: string): { readonly serviceKey: string; readonly startAt: string } | null {
  const at = key.lastIndexOf('@');
  const instant = Date.parse(key.slice(at + 1));
  return at <= 0 || Number.isNaN(instant)
    ? null
    : { serviceKey: key.slice(0, at), startAt: new Date(instant).toISOString() };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reps with every skill the service needs, those who speak the caller's language first and alone; else the bays. */
function resourcesFor(facts: AvailabilityFacts): { key: string; hours?: WeeklyHours | undefined }[] {
  if (facts.reps.length === 0)
    return Array.from({ length: facts.bays }, (_, index) => ({ key: `bay-${index + 1}` }));
  const skilled = facts.reps.filter((rep) =>
    facts.service.skills.every((skill) => rep.skills.includes(skill)),
  );
  const { language } = facts;
  return language === null
    ? skilled
    : skilled.filter((rep) => rep.languages.some((each) => sameLanguage(each, language)));
}

function sameLanguage(a: string, b: string): boolean {
  return a.split('-')[0]?.toLowerCase() === b.split('-')[0]?.toLowerCase();
}

/** Local days as numbers since 1970-01-01. */
function localDays(facts: AvailabilityFacts): number[] {
  const { day } = localTime(facts.zone, Date.parse(facts.now));
  // Yesterday too: a range that closes after midnight is still running.
  return Array.from({ length: facts.horizonDays + 2 }, (_, index) => day + index - 1);
}

/** An exception closes or opens the whole location on its date, whatever a rep's own week says. */
function rangesOn(facts: AvailabilityFacts, day: number, own: WeeklyHours | undefined): Span[] {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  const exception = facts.opening.exceptions.find((each) => each.date === date);
  // 1970-01-01 was a Thursday.
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon';
  const ranges = exception?.hours ?? (own ?? facts.opening.hours)[weekday];
  return ranges.flatMap((range) => {
    const from = wall(day, range.open, facts.zone);
    const to = wall(range.close <= range.open ? day + 1 : day, range.close, facts.zone);
    return from < to ? [{ from, to }] : [];
  });
}

/**
 * The instant at which the wall shows a time. One that the spring change skips becomes as much later as the change
 * takes away; one that the autumn change repeats means its first showing.
 */
function wall(day: number, hhmm: string, zone: string): number {
  const [hour = 0, minute = 0] = hhmm.split(':').map(Number);
  const shown = day * DAY_MS + (hour * 60 + minute) * MINUTE_MS;
  const before = offsetSpanAt(zone, shown - DAY_MS).offset;
  const after = offsetSpanAt(zone, shown + DAY_MS).offset;
  const fitting = [shown - before, shown - after].filter(
    (instant) => instant + offsetSpanAt(zone, instant).offset === shown,
  );
  return fitting.length === 0 ? shown - before : Math.min(...fitting);
}

/** Sorted spans with those that touch made one. */
function join(spans: readonly Span[]): Span[] {
  const joined: { from: number; to: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

function intersect(a: readonly Span[], b: readonly Span[]): Span[] {
  return a.flatMap((one) =>
    b.flatMap((two) => {
      const from = Math.max(one.from, two.from);
      const to = Math.min(one.to, two.to);
      return from < to ? [{ from, to }] : [];
    }),
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
