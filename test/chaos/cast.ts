import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import areaCodes from '../../src/core/gate/data/area-codes.json' with { type: 'json' };
import { TenantConfig } from '../../src/core/model/organisation.ts';
import { DEMO_EXCEPTIONS, demoOrganisation } from '../../src/simulate/demo-organisation.ts';
import { fictionalNumber } from '../../src/simulate/demo-places.ts';
import { seededRandom, type Random } from '../../src/simulate/random.ts';
import { deliveriesOf } from '../../src/simulate/vendors/deliveries.ts';
import {
  endOf,
  type Delivery,
  type Ring,
  type Story,
  type Surface,
} from '../../src/simulate/vendors/ring.ts';

/**
 * Who rings whom in a chaos run, and what must come of it. The truth is decided here, from what "really" happened,
 * before a single webhook is written: nothing below asks the code under test.
 */
export interface PlannedAttempt {
  readonly number: number;
  readonly shop: ChaosShop;
  /** Null when the caller hides the number. */
  readonly caller: string | null;
  readonly rings: readonly PlannedRing[];
  readonly truth: Truth;
}

export interface PlannedRing {
  readonly id: string;
  readonly story: Story;
  readonly surfaces: readonly Surface[];
  readonly ringSeconds: number;
  readonly attestation: Ring['attestation'];
  readonly chatty: boolean;
  /** How long before the end of the attempt's last ring this one ended. */
  readonly endedSecondsBefore: number;
}

export interface Truth {
  readonly texts: 'one' | 'none' | 'at-most-one';
  readonly missed: 'yes' | 'no' | 'either';
  readonly why: string;
}

export interface ChaosShop {
  readonly key: string;
  readonly main: string;
  readonly tracking: string;
  readonly desk: string;
  readonly silentBecause: string | null;
}

export interface Cast {
  readonly config: TenantConfig;
  /** Secret of each source by its key. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly attempts: readonly PlannedAttempt[];
}

/** The same seed gives the same people, shops and stories. */
export function castOf(count: number, seed: number, options: { today: string; instantOnly?: boolean }): Cast {
  const random = seededRandom(seed);
  const secrets = new Map<string, string>();
  const config = organisation(random, secrets, options);
  const shops = config.banners.flatMap((banner) => banner.locations.map(shopOf));
  const callers = callerNumbers(random);
  const desks = new Set<string>();
  const attempts = Array.from({ length: count }, (_, number) => {
    const fresh = callers();
    return options.instantOnly === true
      ? plainMiss(number, shops, random, fresh)
      : attemptOf(number, shops, random, fresh, desks);
  });
  return { config, secrets, attempts };
}

/** What the vendors will say about an attempt whose last ring ends at `endsAt` (tenant time). */
export function tell(attempt: PlannedAttempt, endsAt: Date): readonly Delivery[] {
  return attempt.rings.flatMap((planned) => {
    const ring: Ring = {
      id: planned.id,
      caller: attempt.caller,
      main: attempt.shop.main,
      tracking: attempt.shop.tracking,
      desk: attempt.shop.desk,
      startedAt: endsAt,
      story: planned.story,
      ringSeconds: planned.ringSeconds,
      talkSeconds: planned.story === 'answered' ? 60 : 0,
      ...(planned.story === 'voicemail-left-with-callback' && { voicemail: 'Please call me back. Thanks.' }),
      ...(planned.story === 'voicemail-left-without-callback' && {
        voicemail: 'Are you open on Friday? Bye.',
      }),
      attestation: planned.attestation,
      chatty: planned.chatty,
      attribution: {
        source_name: 'Google Ads',
        utm_source: 'google',
        gclid: `Cj0K${planned.id.slice(0, 12)}`,
      },
    };
    const lasts = endOf(ring).getTime() - endsAt.getTime();
    const startedAt = new Date(endsAt.getTime() - lasts - planned.endedSecondsBefore * 1000);
    return deliveriesOf({ ...ring, startedAt }, planned.surfaces);
  });
}

// ---------------------------------------------------------------- the organisation

function organisation(
  random: Random,
  secrets: Map<string, string>,
  options: { today: string; instantOnly?: boolean },
): TenantConfig {
  const demo = demoOrganisation({
    today: options.today,
    secret: (key) => {
      const made = `chaos-${random.hex(32)}`;
      secrets.set(key, made);
      return made;
    },
  });
  return TenantConfig.parse({
    ...demo,
    tenant: { ...demo.tenant, key: 'chaos', name: 'Chaos (simulated)' },
    banners: demo.banners.map((banner) => ({
      ...banner,
      locations: banner.locations.map((location) => ({
        ...location,
        // Everybody hears the notice: else what is allowed would hang on what the caller did, and when we learn of it.
        greetingNotice: {
          text: 'If we miss you we may text this number about your call.',
          version: 'chaos',
          playedSince: '2025-01-15',
          onVoicemail: true,
          onEveryCall: true,
        },
        textback: {
          ...location.textback,
          ...(options.instantOnly === true ? { mode: 'live' } : {}),
          delaySeconds: options.instantOnly === true ? 0 : random.between(2, 5),
          nudges: [],
        },
      })),
    })),
    // A run that is slowed down by kills must not end in "too late": that rule has its own tests.
    policy: { ...demo.policy, textbackFreshnessSeconds: 3600 },
  });
}

function shopOf(location: TenantConfig['banners'][number]['locations'][number]): ChaosShop {
  const numberOf = (kind: string): string =>
    location.numbers.find((number) => number.kind === kind)?.number ?? '';
  const registered = !DEMO_EXCEPTIONS.unregistered.some((key) => key === location.key);
  const { mode } = location.textback;
  return {
    key: location.key,
    main: numberOf('main'),
    tracking: numberOf('tracking'),
    desk: numberOf('staff'),
    silentBecause:
      mode !== 'live'
        ? `the shop is ${mode}`
        : registered
          ? null
          : 'the number is not registered with the carriers',
  };
}

// ---------------------------------------------------------------- the people

const FIRST_CALLER = 20;

/** Fictional numbers of the mainland: every area code is open there when it is early afternoon in Chicago. */
function callerNumbers(random: Random): () => string {
  const far = new Set(['AK', 'HI', 'PR', 'VI', 'GU', 'AS', 'MP']);
  const codes = Object.entries(areaCodes.places)
    .filter(([state, place]) => place.country === 'US' && !far.has(state))
    .flatMap(([, place]) => place.areaCodes)
    .filter((code) => parsePhoneNumberFromString(fictionalNumber(code, 0))?.getType() !== undefined);
  const numbers = random.shuffled(
    codes.flatMap((code) =>
      Array.from({ length: 100 - FIRST_CALLER }, (_, place) => fictionalNumber(code, FIRST_CALLER + place)),
    ),
  );
  let next = 0;
  return () => {
    const number = numbers[next++];
    if (number === undefined) throw new Error(`only ${numbers.length} fictional callers exist`);
    return number;
  };
}

type Plot = keyof typeof PLOTS;

/** What happens to people, and how often. */
const PLOTS = {
  'no-answer': 34,
  'rep-busy': 10,
  'voicemail-left-with-callback': 7,
  'voicemail-left-without-callback': 4,
  'voicemail-not-left': 6,
  'queue-abandon': 5,
  'prolonged-ring': 5,
  'ivr-drop': 3,
  short: 5,
  redials: 8,
  answered: 6,
  'known-spam': 2,
  withheld: 2,
  forged: 1,
  staff: 1,
  'gets-through': 1,
} as const;

const STACKS: readonly (readonly Surface[])[] = [
  ['twilio'],
  ['callrail'],
  ['ringcentral'],
  ['twilio', 'callrail'],
  ['twilio', 'ringcentral'],
  ['callrail', 'ringcentral'],
  ['twilio', 'callrail', 'ringcentral'],
];
/** Deliveries that one attempt may cause at most. */
const MOST_WEBHOOKS = 9;

function attemptOf(
  number: number,
  shops: readonly ChaosShop[],
  random: Random,
  caller: string,
  desks: Set<string>,
): PlannedAttempt {
  const shop = random.pick(shops);
  const drawn = random.weighted(PLOTS);
  // A desk that rings twice within minutes is one attempt with a redial: each rings once in a run.
  const plot = drawn === 'staff' && desks.has(shop.desk) ? 'no-answer' : drawn;
  if (plot === 'staff') desks.add(shop.desk);
  const ring = (
    story: Story,
    surfaces: readonly Surface[],
    given: Partial<PlannedRing> = {},
  ): PlannedRing => ({
    id: random.hex(40),
    story,
    surfaces,
    ringSeconds: story === 'prolonged-ring' ? random.between(32, 50) : random.between(17, 26),
    // One that the network does not vouch for has rung long enough to be believed.
    attestation: random.pick(['A', 'A', 'B', 'C', null]),
    chatty: random.chance(0.3),
    endedSecondsBefore: 0,
    ...given,
  });
  const stack = (able: (stack: readonly Surface[]) => boolean): readonly Surface[] =>
    random.pick(STACKS.filter(able));
  const any = (): readonly Surface[] => stack(() => true);
  const build = (rings: readonly PlannedRing[], truth: Truth, from: string | null = caller): PlannedAttempt =>
    spared({ number, shop, caller: from, rings, truth });
  const text: Truth =
    shop.silentBecause === null
      ? { texts: 'one', missed: 'yes', why: plot }
      : { texts: 'none', missed: 'yes', why: shop.silentBecause };
  const silent = (why: string): Truth => ({ texts: 'none', missed: 'yes', why });

  switch (plot) {
    case 'no-answer':
    case 'rep-busy':
    case 'voicemail-not-left':
    case 'prolonged-ring':
      return build([ring(plot, any())], text);
    case 'voicemail-left-with-callback':
    case 'voicemail-left-without-callback':
      return build([ring(plot, any())], text);
    case 'queue-abandon':
      return build(
        [
          ring(
            plot,
            stack((each) => !each.includes('callrail') || each.length > 1),
          ),
        ],
        text,
      );
    case 'ivr-drop':
      return build([ring(plot, ['callrail'])], text);
    case 'short':
      // Gone after a few seconds: only the network's word shows that the call was real.
      return build(
        [
          ring(
            'short-duration',
            stack((each) => each[0] === 'twilio' && each.length === 1),
            {
              ringSeconds: random.between(3, 7),
              attestation: random.pick(['A', 'B']),
            },
          ),
        ],
        text,
      );
    case 'redials': {
      const surfaces = stack((each) => each.length < 3);
      const rings = random.between(2, 3);
      return build(
        Array.from({ length: rings }, (_, index) =>
          ring('no-answer', surfaces, { endedSecondsBefore: (rings - 1 - index) * 55, chatty: false }),
        ),
        text,
      );
    }
    case 'answered':
      return build([ring('answered', any())], {
        texts: 'none',
        missed: 'no',
        why: 'somebody picked up',
      });
    case 'known-spam':
      return build(
        [
          ring(
            'known-spam',
            stack((each) => !each.includes('ringcentral')),
          ),
        ],
        silent('known spam'),
      );
    case 'withheld':
      return build([ring('no-answer', ['twilio'])], silent('the number is withheld'), null);
    case 'forged':
      return build(
        [ring('no-answer', ['twilio'], { attestation: 'failed' })],
        silent('the number was forged'),
      );
    case 'staff':
      return build(
        [ring('no-answer', ['callrail'])],
        silent('a member of staff rang'),
        `+1${shop.desk.slice(2)}`,
      );
    case 'gets-through':
      // Whether a text leaves in between hangs on who is killed when; two would be wrong in any case.
      return build(
        [
          ring('no-answer', ['twilio'], { endedSecondsBefore: 120, chatty: false }),
          ring('answered', ['twilio'], { chatty: false }),
        ],
        { texts: 'at-most-one', missed: 'either', why: 'the caller got through with a redial' },
      );
  }
}

/** The same for everybody, for measuring: one surface, two deliveries, the first of which completes the miss. */
function plainMiss(
  number: number,
  shops: readonly ChaosShop[],
  random: Random,
  caller: string,
): PlannedAttempt {
  const shop = random.pick(shops.filter((each) => each.silentBecause === null));
  const ring: PlannedRing = {
    id: random.hex(40),
    story: 'no-answer',
    surfaces: ['twilio'],
    ringSeconds: random.between(17, 26),
    attestation: 'A',
    chatty: false,
    endedSecondsBefore: 0,
  };
  return { number, shop, caller, rings: [ring], truth: { texts: 'one', missed: 'yes', why: 'no-answer' } };
}

/** Never more deliveries than a real attempt brings: the talkative surfaces fall silent first. */
function spared(attempt: PlannedAttempt): PlannedAttempt {
  const told = (given: PlannedAttempt): number => tell(given, new Date(0)).length;
  if (told(attempt) <= MOST_WEBHOOKS) return attempt;
  const quiet = { ...attempt, rings: attempt.rings.map((ring) => ({ ...ring, chatty: false })) };
  if (told(quiet) <= MOST_WEBHOOKS) return quiet;
  return { ...quiet, rings: quiet.rings.slice(-2) };
}

export type { Plot };
