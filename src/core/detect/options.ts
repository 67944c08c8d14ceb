import type { LocationConfig, TenantConfig, WeeklyHours } from '../model/organisation.ts';
import type { CallerFacts } from './caller-facts.ts';
import { SPAM_THRESHOLD } from './spam.ts';

/**
 * What detection must know about the business to judge a call. Everything is optional: without an organisation each
 * dialled number is a location of its own, with no opening hours and the default thresholds.
 */
export interface LocationFacts {
  readonly key: string;
  readonly zone: string;
  readonly hours: WeeklyHours;
  readonly exceptions: readonly {
    readonly date: string;
    readonly hours: readonly { readonly open: string; readonly close: string }[];
  }[];
  readonly languages: readonly string[];
  readonly skills: readonly string[];
  /** Who can be rung, for surfaces that name the agent or the phone that rang. */
  readonly reps?: readonly RepFacts[];
  readonly shortSeconds: number;
  readonly prolongedRingSeconds: number;
  readonly redialWindowMinutes: number;
}

export interface RepFacts {
  readonly key: string;
  readonly name: string;
  readonly phone: string | null;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
}

export interface DetectOptions {
  /** Location key of one of our numbers; null when the number is not ours. */
  readonly locate?: (number: string) => string | null;
  readonly location?: (key: string) => LocationFacts | null;
  /** Where a tracking number rings through to, as configured. */
  readonly forwardsTo?: (number: string) => string | null;
  /** Location of every call of a source, when the number dialled does not tell. */
  readonly sourceLocation?: (source: string) => string | null;
  /** Numbers of reps and staff: a leg that rings one of them belongs to a call that came in. */
  readonly isStaff?: (number: string) => boolean;
  readonly isBlocked?: (number: string) => boolean;
  readonly isKnownSpam?: (number: string) => boolean;
  /** What is known of a caller beyond the call. */
  readonly caller?: (number: string) => CallerFacts | null;
  /** Surface id to display name, for explanations. */
  readonly surfaceName?: (surface: string) => string;
  /** Clock difference of each surface, in seconds; two surfaces tolerate the sum. */
  readonly clockToleranceSeconds?: Readonly<Record<string, number>>;
  /** How far each surface's clock is known to be ahead, in milliseconds: see `learnClockSkew`. */
  readonly clockSkewMs?: Readonly<Record<string, number>>;
  readonly redialWindowMinutes?: number;
  /** How long after a missed call an outgoing call to the same person counts as calling back. */
  readonly callbackWindowMinutes?: number;
  /** From here on a spam score (0 to 1) makes a caller known spam. */
  readonly spamScore?: number;
}

export const DEFAULTS = {
  clockToleranceSeconds: 45,
  redialWindowMinutes: 10,
  callbackWindowMinutes: 24 * 60,
  shortSeconds: 10,
  prolongedRingSeconds: 30,
  spamScore: SPAM_THRESHOLD,
} as const;

/** The options that a configured organisation implies. Built once per configuration, it answers in constant time. */
export function optionsFrom(config: TenantConfig): DetectOptions {
  const places = new Map<string, string>();
  const forwards = new Map<string, string>();
  const staff = new Set<string>();
  const facts = new Map<string, LocationFacts>();
  const locations = config.banners.flatMap((banner) => banner.locations);
  for (const location of locations) {
    facts.set(location.key, factsOf(location));
    for (const entry of location.numbers) {
      places.set(entry.number, location.key);
      if (entry.forwardsTo !== undefined) forwards.set(entry.number, entry.forwardsTo);
      if (entry.kind === 'staff') staff.add(entry.number);
    }
    for (const rep of location.reps) if (rep.phone !== undefined) staff.add(rep.phone);
  }
  // A target that no location lists belongs to the location that forwards to it, unless two do.
  for (const [number, target] of forwards) {
    const key = places.get(number);
    const shared = [...forwards].some(([other, to]) => to === target && places.get(other) !== key);
    if (key !== undefined && !shared && !places.has(target)) places.set(target, key);
  }
  const sources = new Map(
    config.sources.flatMap((source) =>
      source.location === undefined ? [] : [[source.key, source.location]],
    ),
  );
  return {
    locate: (number) => places.get(number) ?? null,
    location: (key) => facts.get(key) ?? null,
    forwardsTo: (number) => forwards.get(number) ?? null,
    sourceLocation: (source) => sources.get(source) ?? null,
    isStaff: (number) => staff.has(number),
  };
}

/** What detection reads of a location's configuration. */
export function factsOf(location: LocationConfig): LocationFacts {
  return {
    key: location.key,
    zone: location.zone,
    hours: location.hours,
    exceptions: location.exceptions,
    languages: [...new Set([...location.languages, ...location.reps.flatMap((rep) => rep.languages)])],
    skills: [...new Set(location.reps.flatMap((rep) => rep.skills))],
    reps: location.reps.map(({ key, name, phone, skills, languages }) => ({
      key,
      name,
      phone: phone ?? null,
      skills,
      languages,
    })),
    shortSeconds: location.thresholds.shortSeconds,
    prolongedRingSeconds: location.thresholds.prolongedRingSeconds,
    redialWindowMinutes: location.textback.redialWindowMinutes,
  };
}

export function redialWindowMs(place: string, options: DetectOptions): number {
  const minutes =
    options.location?.(place)?.redialWindowMinutes ??
    options.redialWindowMinutes ??
    DEFAULTS.redialWindowMinutes;
  return minutes * 60_000;
}

/** How far apart two surfaces may date the same moment. */
export function toleranceMs(a: string, b: string, options: DetectOptions): number {
  if (a === b) return 0;
  const of = (surface: string): number =>
    options.clockToleranceSeconds?.[surface] ?? DEFAULTS.clockToleranceSeconds;
  return (of(a) + of(b)) * 1000;
}

export function nameOf(surface: string, options: DetectOptions): string {
  return options.surfaceName?.(surface) ?? surface.charAt(0).toUpperCase() + surface.slice(1);
}
