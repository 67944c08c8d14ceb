import type { z } from 'zod';
import { NUMBER_TOPICS } from '../core/model/look-ups.ts';
import { TenantConfig, type BannerConfig, type LocationConfig } from '../core/model/organisation.ts';
import { DETAILING, PLUMBING, type Brand } from './demo-brands.ts';
import { fictionalNumber, PLACES, type Place } from './demo-places.ts';
import { seededRandom, type Random } from './random.ts';

/**
 * The organisation a newcomer meets: two brands, 87 shops, every number fictional, marked SIMULATED. Deterministic: the
 * same seed and day give the same shops. A few are not ready on purpose, so that the pages show what that looks like.
 */
export const DEMO_KEY = 'demo';
export const DEMO_SEED = 87;
export const DEMO_SOURCES = {
  twilio: 'demo-twilio',
  callrail: 'demo-callrail',
  ringcentral: 'demo-ringcentral',
  handset: 'handset',
} as const;

/** Shops that differ from the rest, by key: what a reader of Health and Locations should find. */
export const DEMO_EXCEPTIONS = {
  shadow: [
    'hartford-west-end',
    'milwaukee-third-ward',
    'st-louis-soulard',
    'new-orleans-bywater',
    'boise-the-bench',
    'las-vegas-huntridge',
  ],
  off: ['anchorage-midtown'],
  noNotice: ['pittsburgh-strip-district'],
  unregistered: ['oklahoma-city-plaza-district'],
  /** The notice is heard on voicemail only, not by callers who hang up while it rings. */
  voicemailNoticeOnly: ['richmond-shockoe', 'albuquerque-old-town'],
} as const;

export interface DemoOptions {
  readonly seed?: number;
  /** Local date, for the holidays ahead. */
  readonly today: string;
  /** The secret of each source; random for every installation. */
  readonly secret: (sourceKey: string) => string;
}

export function demoOrganisation(options: DemoOptions): TenantConfig {
  const random = seededRandom(options.seed ?? DEMO_SEED);
  const shops = PLACES.flatMap((place) =>
    place.districts.map((district, index) => {
      const brand = index === 1 ? PLUMBING : DETAILING;
      return { brand, location: shop(place, district, index, brand, random, options.today) };
    }),
  );
  return TenantConfig.parse({
    version: 1,
    tenant: { key: DEMO_KEY, name: 'Ringback Demo', zone: 'America/Chicago', simulated: true },
    banners: [DETAILING, PLUMBING].map((brand): z.input<typeof BannerConfig> => ({
      key: brand.key,
      name: brand.name,
      legalEntity: brand.legalEntity,
      helpContact: `https://${brand.mailDomain}/help`,
      locations: shops.filter((each) => each.brand === brand).map((each) => each.location),
    })),
    sources: [
      {
        key: DEMO_SOURCES.twilio,
        kind: 'voice',
        connector: 'twilio',
        name: 'Twilio (simulated)',
        settings: { authToken: options.secret(DEMO_SOURCES.twilio) },
      },
      {
        key: DEMO_SOURCES.callrail,
        kind: 'voice',
        connector: 'callrail',
        name: 'CallRail (simulated)',
        // The tenant's clock may run days apart from the machine's, so age says nothing here.
        settings: { signingKey: options.secret(DEMO_SOURCES.callrail), replayWindowSeconds: 0 },
      },
      {
        key: DEMO_SOURCES.ringcentral,
        kind: 'voice',
        connector: 'ringcentral',
        name: 'RingCentral (simulated)',
        settings: { verificationToken: options.secret(DEMO_SOURCES.ringcentral) },
      },
      { key: DEMO_SOURCES.handset, kind: 'messaging', connector: 'handset', name: 'On-screen phone' },
    ],
    lookUps: Object.fromEntries(
      NUMBER_TOPICS.map((list) => [
        list,
        { without: { by: 'Demo owner', reason: 'nobody is asked about invented numbers', on: '2025-01-15' } },
      ]),
    ),
    attestations: {
      privacyNotice: { url: 'https://www.example.com/privacy', version: '3', since: '2025-01-15' },
      recordingNotice: {
        text: 'This call may be recorded. Leave a message and we call you back.',
        version: '2',
        playedSince: '2025-01-15',
      },
    },
  });
}

const FIRST_NAMES = [
  'Ana',
  'Marcus',
  'Priya',
  'Jonas',
  'Leila',
  'Tom',
  'Grace',
  'Diego',
  'Mei',
  'Sam',
  'Olivia',
  'Andre',
  'Hannah',
  'Luis',
  'Nora',
  'Victor',
];
const STREETS = [
  'Cedar St',
  'Foundry Ave',
  'Harbor Rd',
  'Juniper Ln',
  'Market St',
  'Mill St',
  'Orchard Ave',
  'Union St',
];

function shop(
  place: Place,
  district: string,
  index: number,
  brand: Brand,
  random: Random,
  today: string,
): z.input<typeof LocationConfig> {
  const key = `${place.key}-${district.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  const main = fictionalNumber(place.areaCode, index * 3);
  const tracking = fictionalNumber(place.areaCode, index * 3 + 1);
  const staff = fictionalNumber(place.areaCode, index * 3 + 2);
  const is = (list: readonly string[]): boolean => list.includes(key);
  const registered = !is(DEMO_EXCEPTIONS.unregistered);
  const [open, close] = brand.weekday;
  const reps = team(brand, place, random);
  return {
    key,
    name: `${place.city} ${district}`,
    zone: place.zone,
    address: {
      street: `${random.between(100, 2900)} ${random.pick(STREETS)}`,
      city: place.city,
      state: place.state,
      postalCode: place.postalCode,
    },
    languages: ['TX', 'CA', 'FL', 'NM', 'AZ', 'NV'].includes(place.state) ? ['en', 'es'] : ['en'],
    numbers: [
      { number: main, kind: 'main', sms: true },
      { number: tracking, kind: 'tracking', forwardsTo: main },
      { number: staff, kind: 'staff' },
    ],
    hours: {
      ...Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ open, close }]])),
      sat: brand.saturday === null ? [] : [{ open: brand.saturday[0], close: brand.saturday[1] }],
      sun: brand.sunday === null ? [] : [{ open: brand.sunday[0], close: brand.sunday[1] }],
    },
    exceptions: holidays(today),
    services: brand.services.map((service) => ({ ...service })),
    reps,
    bays: brand === DETAILING ? 2 : 1,
    calendar: { slotMinutes: 30, leadMinutes: 60, horizonDays: 30, reminderMinutesBefore: [24 * 60, 120] },
    ...(!is(DEMO_EXCEPTIONS.noNotice) && {
      greetingNotice: {
        text: brand.greeting,
        version: '2025-01',
        playedSince: '2025-01-15',
        onVoicemail: true,
        onEveryCall: !is(DEMO_EXCEPTIONS.voicemailNoticeOnly),
      },
    }),
    sender: {
      number: main,
      type: '10dlc',
      provider: DEMO_SOURCES.handset,
      legalEntity: brand.legalEntity,
      brandStatus: registered ? 'verified' : 'pending',
      campaignStatus: registered ? 'active' : 'pending',
      useCase: 'CUSTOMER_CARE',
      numberLinked: registered,
      optInFlowMatches: true,
    },
    textback: {
      mode: is(DEMO_EXCEPTIONS.shadow) ? 'shadow' : is(DEMO_EXCEPTIONS.off) ? 'off' : 'live',
      delaySeconds: random.pick([10, 15, 20, 20, 30]),
      nudges: [{ afterMinutes: 4 * 60 }, { afterMinutes: 24 * 60 }],
    },
    escalation: [{ name: 'Shop manager', email: `${key}@${brand.mailDomain}`, phone: staff }],
  };
}

function team(
  brand: Brand,
  place: Place,
  random: Random,
): NonNullable<z.input<typeof LocationConfig>['reps']> {
  const names = random.shuffled(FIRST_NAMES).slice(0, random.between(2, 4));
  return names.map((name, index) => ({
    key: name.toLowerCase(),
    name,
    // Together they can do everything: the first knows all, the others some of it.
    skills: index === 0 ? [...brand.skills] : random.shuffled(brand.skills).slice(0, 3),
    languages:
      index === 0 || !['TX', 'CA', 'FL', 'NM', 'AZ', 'NV'].includes(place.state) ? ['en'] : ['en', 'es'],
  }));
}

/** Days on which every shop is closed, this year and next. */
function holidays(today: string): NonNullable<z.input<typeof LocationConfig>['exceptions']> {
  const year = Number(today.slice(0, 4));
  return [year, year + 1].flatMap((each) => [
    { date: `${each}-01-01`, hours: [], note: "New Year's Day" },
    { date: `${each}-07-04`, hours: [], note: 'Independence Day' },
    { date: thanksgiving(each), hours: [], note: 'Thanksgiving' },
    { date: `${each}-12-25`, hours: [], note: 'Christmas Day' },
  ]);
}

/** The fourth Thursday of November. */
function thanksgiving(year: number): string {
  const firstWeekday = new Date(Date.UTC(year, 10, 1)).getUTCDay();
  const firstThursday = 1 + ((4 - firstWeekday + 7) % 7);
  return `${year}-11-${String(firstThursday + 21).padStart(2, '0')}`;
}
