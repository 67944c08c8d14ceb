import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { LocationConfig, TenantConfig } from '../core/model/organisation.ts';
import areaCodes from '../core/gate/data/area-codes.json' with { type: 'json' };
import { AppError } from '../core/model/errors.ts';
import { CALLERS_PER_AREA, callerOf, type Caller } from './callers.ts';
import { seededRandom, type Random } from './random.ts';
import { isDay } from './text-hours.ts';
import { planCall, type PlannedCall } from './traffic.ts';
import { canTell, endOf, reachesVoicemail, type Story, type Surface } from './vendors/ring.ts';

/** A shop as the load generator knows it: its numbers, and whether it is ready to text. */
export interface LoadShop {
  readonly main: string;
  readonly tracking: string;
  readonly desk: string;
  readonly config: LocationConfig;
}

/** One simulated attempt: one call or a call with redials, and the one thing that must come of it. */
export interface LoadAttempt {
  readonly calls: readonly PlannedCall<LoadShop>[];
  readonly caller: string | null;
  readonly shop: LoadShop;
  /** Whether the caller must get exactly one text back. */
  readonly text: boolean;
}

export function loadShops(config: TenantConfig): readonly LoadShop[] {
  return config.banners.flatMap((banner) =>
    banner.locations.flatMap((location): LoadShop[] => {
      const main = location.numbers.find((number) => number.kind === 'main')?.number;
      if (main === undefined) return [];
      const tracking = location.numbers.find((number) => number.kind === 'tracking')?.number ?? main;
      const desk = location.numbers.find((number) => number.kind === 'staff')?.number ?? main;
      return [{ main, tracking, desk, config: location }];
    }),
  );
}

const STORIES: Partial<Record<Story, number>> = {
  'no-answer': 44,
  'rep-busy': 10,
  'voicemail-left-with-callback': 8,
  'voicemail-left-without-callback': 4,
  'voicemail-not-left': 6,
  'ivr-drop': 4,
  'queue-abandon': 5,
  'short-duration': 5,
  'prolonged-ring': 5,
  'known-spam': 3,
  answered: 6,
};

/** Every surface stack has Twilio in it, so that the phone network's word on the caller is always there. */
const STACKS: readonly (readonly Surface[])[] = [
  ['twilio'],
  ['twilio', 'callrail'],
  ['twilio', 'ringcentral'],
  ['twilio', 'callrail', 'ringcentral'],
];

/**
 * Attempts of people who each call once, so that what must come of one never depends on another; people and shops where
 * it is day for the next while, so that no text waits for the morning.
 */
export function planLoad(
  shops: readonly LoadShop[],
  now: Date,
  options: { readonly seed: number; readonly attempts: number },
): readonly LoadAttempt[] {
  const random = seededRandom(options.seed);
  const callers = distinctCallers(random).filter(({ number }) => isDay({ number }, now));
  const awake = shops.filter(({ config: { address } }) =>
    isDay({ number: null, dialledLocation: { state: address.state } }, now),
  );
  if (awake.length === 0 || callers.length === 0)
    throw new AppError(
      'conflict',
      `at ${now.toISOString()} it is night, or a day without texts, at all of these shops; move the simulated clock to a working day (Simulator, fast-forward) and run this again`,
    );
  if (options.attempts > callers.length)
    throw new AppError(
      'conflict',
      `there are fictional numbers for ${callers.length} attempts where it is day now; ask for fewer`,
    );
  return callers.slice(0, options.attempts).map((caller) => {
    const shop = random.pick(awake);
    const story = random.weighted(STORIES as Readonly<Record<Story, number>>);
    const shown = random.chance(0.97) ? caller : null;
    const calls = callsOf(random, shop, shown, story, now);
    return {
      calls,
      caller: shown?.number ?? null,
      shop,
      text: shown !== null && isReady(shop.config, story) && deservesText(story),
    };
  });
}

function callsOf(
  random: Random,
  shop: LoadShop,
  caller: Caller | null,
  story: Story,
  now: Date,
): PlannedCall<LoadShop>[] {
  const able = STACKS.filter((stack) => stack.some((surface) => canTell(surface, story)));
  const surfaces = random.pick(able);
  const wishes = { story, caller, surfaces, attestation: 'A' } as const;
  // A redial is the same attempt: still one text. It never gets through, because then the order of arrival would matter.
  const redials = caller !== null && deservesText(story) && random.chance(0.08) ? random.between(1, 3) : 0;
  const calls: PlannedCall<LoadShop>[] = [];
  let end = now;
  for (let left = redials; left >= 0; left -= 1) {
    const draft = planCall(random, shop, {
      ...wishes,
      story: left === 0 ? story : 'no-answer',
      startedAt: now,
    });
    const length = endOf(draft.ring).getTime() - now.getTime();
    const startedAt = new Date(end.getTime() - length);
    calls.unshift(planCall(random, shop, { ...wishes, story: left === 0 ? story : 'no-answer', startedAt }));
    end = new Date(startedAt.getTime() - random.between(10, 40) * 1000);
  }
  return calls;
}

function deservesText(story: Story): boolean {
  return story !== 'answered' && story !== 'known-spam' && story !== 'blocked-caller';
}

/** Live, with a notice that this caller heard, and a number that the carriers know. */
function isReady(config: LocationConfig, story: Story): boolean {
  const { greetingNotice: notice, sender, textback } = config;
  const heard =
    notice !== undefined && (notice.onEveryCall || (notice.onVoicemail && reachesVoicemail(story)));
  const registered =
    sender?.brandStatus === 'verified' && sender.campaignStatus === 'active' && sender.numberLinked;
  return textback.mode === 'live' && heard && registered;
}

interface AreaCodes {
  readonly places: Readonly<
    Record<string, { readonly country: string; readonly areaCodes: readonly string[] }>
  >;
}

function distinctCallers(random: Random): Caller[] {
  const codes = Object.values((areaCodes as AreaCodes).places).flatMap((place) =>
    place.country === 'US' ? place.areaCodes : [],
  );
  // An area code opened yesterday may be unknown to the numbering tables, and then nobody is texted there.
  const known = codes.filter(
    (code) => parsePhoneNumberFromString(callerOf(code, 0).number)?.getType() !== undefined,
  );
  const all = known.flatMap((code) =>
    Array.from({ length: CALLERS_PER_AREA }, (_, place) => callerOf(code, place)),
  );
  return random.shuffled([...new Map(all.map((caller) => [caller.number, caller])).values()]);
}
