import { Temporal } from 'temporal-polyfill';
import { areaCodeOf, callerOf, type Caller } from './callers.ts';
import { seededRandom, type Random } from './random.ts';
import type { Shop } from './shops.ts';
import { planCall, STORY_WEIGHTS, type PlannedCall } from './traffic.ts';
import { endOf, type Story } from './vendors/ring.ts';
import { HISTORY_CALLERS } from './wording.ts';

/**
 * Two weeks of calls for the demo: as people call in a normal fortnight, busy at nine, at noon and after work, with
 * redials, calls that get through in the end, hidden numbers and the odd robocaller. The same seed gives the same weeks.
 */
export function planHistory(
  shops: readonly Shop[],
  from: Date,
  to: Date,
  options: { readonly seed: number; readonly attempts: number },
): readonly PlannedCall[] {
  const random = seededRandom(options.seed);
  const calls: PlannedCall[] = [];
  const taken = new Set<string>();
  for (let at = 0; at < options.attempts; at += 1) {
    const shop = random.pick(shops);
    const startedAt = momentIn(shop, from, to, random);
    if (startedAt === null) continue;
    const caller = random.chance(0.03) ? null : someone(shop, taken, random);
    const story = random.weighted(STORY_WEIGHTS as Readonly<Record<Story, number>>);
    const call = planCall(random, shop, { story, startedAt, caller });
    calls.push(call, ...redialsOf(call, caller, random));
  }
  return calls
    .filter((call) => endOf(call.ring).getTime() < to.getTime() - 60_000)
    .sort((a, b) => a.ring.startedAt.getTime() - b.ring.startedAt.getTime());
}

/** Usually somebody new from the neighbourhood; one in eight has called before, perhaps another shop. */
function someone(shop: Shop, taken: Set<string>, random: Random): Caller {
  const areaCode = areaCodeOf(shop.main);
  const known = random.chance(0.12);
  for (let tries = 0; tries < 40; tries += 1) {
    const caller = callerOf(areaCode, random.between(0, HISTORY_CALLERS - 1));
    if (taken.has(caller.number) !== known && !(known && tries > 20)) continue;
    taken.add(caller.number);
    return caller;
  }
  return callerOf(areaCode, random.between(0, HISTORY_CALLERS - 1));
}

/** Some try again within minutes; half of those get through. */
function redialsOf(call: PlannedCall, caller: Caller | null, random: Random): PlannedCall[] {
  if (
    caller === null ||
    call.ring.story === 'answered' ||
    call.ring.story === 'known-spam' ||
    !random.chance(0.1)
  )
    return [];
  const startedAt = new Date(endOf(call.ring).getTime() + random.between(8, 300) * 1000);
  const story: Story = random.chance(0.5) ? 'answered' : 'no-answer';
  return [
    planCall(random, call.shop, {
      story,
      startedAt,
      caller,
      surfaces: call.surfaces.filter((surface) => surface !== 'call-events'),
    }),
  ];
}

/** Calls per hour of the day, local time. */
const HOURS = [1, 0, 0, 0, 0, 1, 3, 10, 22, 30, 26, 22, 28, 24, 20, 20, 24, 30, 26, 18, 12, 7, 4, 2];
const WEEKDAYS = [26, 24, 23, 22, 24, 14, 6];

function momentIn(shop: Shop, from: Date, to: Date, random: Random): Date | null {
  const zone = shop.location.zone;
  const first = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const days = Math.ceil((to.getTime() - from.getTime()) / 86_400_000);
  for (let tries = 0; tries < 50; tries += 1) {
    const day = first.add({ days: random.between(0, days) });
    if (!random.chance((WEEKDAYS[day.dayOfWeek - 1] ?? 1) / 26)) continue;
    const hour = Number(random.weighted(Object.fromEntries(HOURS.map((weight, at) => [String(at), weight]))));
    const time = day.toZonedDateTime({
      timeZone: zone,
      plainTime: { hour, minute: random.between(0, 59), second: random.between(0, 59) },
    });
    const at = time.epochMilliseconds;
    if (at > from.getTime() && at < to.getTime()) return new Date(at);
  }
  return null;
}
