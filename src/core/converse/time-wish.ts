/**
 * What a caller says about time, in many phrasings, as plain limits: which local dates, which stretch of the day, which
 * of the offered times. Relative days are counted on the wall of the location's zone. Words only: whether such a time
 * can be booked is another file's question.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { ReadText } from './text.ts';
import { datesIn, MONTH_WORD } from './wish-dates.ts';

export const TimeWish = z.object({
  /** Local dates that would do; null when no day was named. */
  dates: z.array(z.string()).nullable(),
  /** Minutes after local midnight: earliest and latest start that would do. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** A clock time that was named, as minutes; `halfDay` when AM or PM was not said and both could be meant. */
  at: z.number().nullable(),
  halfDay: z.boolean(),
  /** A bare number that could be a clock time or a place in the list. */
  bare: z.number().nullable(),
  /** "The second one", counted from 1; -1 is the last. */
  ordinal: z.number().nullable(),
  /** Any of the offered times, or the soonest. */
  any: z.boolean(),
  soonest: z.boolean(),
  /** None of the offered times. */
  others: z.boolean(),
});
export type TimeWish = z.infer<typeof TimeWish>;

export const NO_WISH: TimeWish = {
  dates: null,
  from: null,
  to: null,
  at: null,
  halfDay: false,
  bare: null,
  ordinal: null,
  any: false,
  soonest: false,
  others: false,
};

export function isWish(wish: TimeWish): boolean {
  return (
    namesTime(wish) || wish.bare !== null || wish.ordinal !== null || wish.any || wish.soonest || wish.others
  );
}

/** A day or a time of day was named, not just a place in a list. */
export function namesTime(wish: TimeWish): boolean {
  return wish.dates !== null || wish.from !== null || wish.to !== null || wish.at !== null;
}

export function readWish(text: ReadText, zone: string, now: string): TimeWish {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate();
  const plain = ` ${text.plain} `;
  const dates = datesIn(plain, today);
  const part = partOfDay(plain);
  const clock = clockIn(plain, dates !== null);
  const wish: TimeWish = {
    ...NO_WISH,
    dates,
    from: part?.from ?? null,
    to: part?.to ?? null,
    ...(clock === null ? {} : clock),
    ordinal: ordinalIn(plain),
    any: /\b(?:any(?: (?:time|of (?:them|those|these)|one|day))?|either|whichever|whatever (?:works|you have)|both work|dont care|doesnt matter|you pick|cualquiera)\b/.test(
      plain,
    ),
    soonest:
      /\b(?:asap|soonest|earliest|first (?:available|opening|thing available)|as soon as possible|right away|lo antes posible|cuanto antes)\b/.test(
        plain,
      ),
    others:
      /\b(?:other (?:times?|days?|options?|slots?)|another (?:time|day)|different (?:time|day)|something else|none(?: of (?:those|these|them))?|neither|those dont work|doesnt work|dont work|cant (?:do|make) (?:those|that|any|it)|anything else|more (?:times|options)|any other|otra hora|otro dia|ninguna)\b/.test(
        plain,
      ),
  };
  return combinePart(wish, part, clock);
}

/** "3 in the afternoon" settles AM or PM; "Thursday morning at 10" keeps the exact time. */
function combinePart(
  wish: TimeWish,
  part: { from: number; to: number } | null,
  clock: Clock | null,
): TimeWish {
  if (clock?.at === undefined || clock.at === null || part === null) return wish;
  const options = [clock.at, (clock.at + 720) % 1440];
  const settled = clock.halfDay
    ? (options.find((minute) => minute >= part.from && minute <= part.to) ?? clock.at)
    : clock.at;
  return { ...wish, at: settled, halfDay: false, from: null, to: null };
}

/** Parts of the day, as people mean them when they book. */
function partOfDay(plain: string): { from: number; to: number } | null {
  if (/\b(?:first thing|early morning|early)\b/.test(plain)) return { from: 0, to: 9 * 60 + 59 };
  if (/\b(?:mornings?|in the am|before lunch|por la manana|en la manana|de la manana)\b/.test(plain))
    return { from: 0, to: 11 * 60 + 59 };
  if (/\b(?:noon|midday|lunch ?time|mediodia)\b/.test(plain) && !/\b(?:before|after|by)\b/.test(plain))
    return { from: 11 * 60 + 30, to: 13 * 60 };
  if (/\b(?:end of (?:the )?day|late afternoon|after work|after school)\b/.test(plain))
    return { from: 16 * 60, to: 24 * 60 };
  if (/\b(?:afternoons?|in the pm|after lunch|por la tarde|en la tarde|de la tarde)\b/.test(plain))
    return { from: 12 * 60, to: 17 * 60 + 29 };
  if (/\b(?:evenings?|tonight|nights?|por la noche|de la noche)\b/.test(plain))
    return { from: 17 * 60, to: 24 * 60 };
  return null;
}

type Clock = Pick<TimeWish, 'from' | 'to' | 'at' | 'halfDay' | 'bare'>;
const TIME = String.raw`(\d{1,2})(?:[:.h](\d{2}))?\s?(am|pm|oclock)?`;
/** `1030`, `330pm`: read as a time only where one is expected, because prices and years look the same. */
const RUN_TOGETHER = /\b(1[0-2]|[1-9])([0-5]\d)(am|pm)?\b(?![:.\d])/g;

function clockIn(plain: string, dayNamed: boolean): Clock | null {
  const text = plain
    .replaceAll(/\b(noon|midday|mediodia)\b/g, '12:00 pm')
    .replaceAll(/\bmidnight\b/g, '24:00')
    .replaceAll(new RegExp(MONTH_WORD, 'g'), ' ')
    .replaceAll(
      /\b\d{1,2}\/\d{1,2}(?:\/\d{2,4})?\b|\b\d{1,2}(?:st|nd|rd|th)\b|[$#]\s?\d+|\b(?:option|number|no) \d\b/g,
      ' ',
    )
    .replaceAll(/(\d)\s?([ap]) ?m\b/g, '$1$2m')
    .replaceAll(/(\d)([ap])\b/g, '$1$2m')
    .replaceAll(/\b(\d{1,2}) (\d{2})(am|pm)\b/g, '$1:$2$3')
    .replaceAll(
      RUN_TOGETHER,
      (whole, hour: string, minute: string, half: string | undefined, offset: number, all: string) =>
        half !== undefined ||
        dayNamed ||
        /\b(?:at|around|about|after|before|by|las)\s$/.test(all.slice(0, offset)) ||
        all.trim() === whole.trim()
          ? `${hour}:${minute}${half ?? ''}`
          : whole,
    );
  const between = new RegExp(
    String.raw`\b(?:between|from|entre) ${TIME} (?:and|to|til|till|until|y|a) ${TIME}\b`,
  ).exec(text);
  if (between !== null) {
    const to = minutesOf(between[4], between[5], between[6]);
    const from = minutesOf(between[1], between[2], between[3] ?? between[6]);
    if (from !== null && to !== null) return range(daytime(from), daytime(to));
  }
  const after = new RegExp(String.raw`\b(?:after|past|later than|from|despues de(?: las)?)\s${TIME}\b`).exec(
    text,
  );
  const before = new RegExp(String.raw`\b(?:before|by|earlier than|until|antes de(?: las)?)\s${TIME}\b`).exec(
    text,
  );
  const from = after === null ? null : minutesOf(after[1], after[2], after[3]);
  const to = before === null ? null : minutesOf(before[1], before[2], before[3]);
  if (from !== null || to !== null)
    return range(from === null ? null : daytime(from), to === null ? null : daytime(to) - 1);
  const marked =
    new RegExp(String.raw`\b(\d{1,2})(?:[:.](\d{2}))?(am|pm)\b`).exec(text) ??
    /\b(\d{1,2})[:.](\d{2})()\b/.exec(text);
  if (marked !== null) {
    const at = minutesOf(marked[1], marked[2], marked[3]);
    if (at !== null) return exact(at, (marked[3] ?? '') === '');
  }
  const spoken =
    /\b(?:at|around|about|say|a las|a la|@)\s(\d{1,2})\b(?! (?:people|cars?|years?|min|hours?))/.exec(text) ??
    /\b(\d{1,2})\s?(?:oclock|ish)\b/.exec(text);
  if (spoken !== null) {
    const at = minutesOf(spoken[1], undefined, undefined);
    if (at !== null) return exact(at, true);
  }
  const swapped = /\b(?:do|make it|to)\s(\d{1,2})(?=\s*(?:instead|works?|please|rather|if|or|$))/.exec(text);
  if (swapped !== null) {
    const at = minutesOf(swapped[1], undefined, undefined);
    if (at !== null) return exact(at, true);
  }
  const bare = /(?:^|\s)(\d{1,2})(?=\s|$)/.exec(text);
  if (bare === null) return null;
  const value = Number(bare[1]);
  const at = minutesOf(bare[1], undefined, undefined);
  if (dayNamed && at !== null) return exact(at, true);
  // Alone among other words a number is rarely a time: "10 works" is, "I have 2 cars" is not.
  const short = text.trim().split(/\s+/).length <= 4;
  return short && value <= 12 && value > 0
    ? { from: null, to: null, at: null, halfDay: false, bare: value }
    : null;
}

function exact(at: number, halfDay: boolean): Clock {
  return { from: null, to: null, at, halfDay: halfDay && at < 720 + 60, bare: null };
}

function range(from: number | null, to: number | null): Clock {
  return { from, to, at: null, halfDay: false, bare: null };
}

/** "after 3" means the afternoon; "after 9" the morning. Only for limits: exact times are matched both ways. */
function daytime(minutes: number): number {
  return minutes > 0 && minutes < 7 * 60 ? minutes + 720 : minutes;
}

function minutesOf(
  hourText: string | undefined,
  minuteText: string | undefined,
  half: string | undefined,
): number | null {
  const hour = Number(hourText);
  const minute = minuteText === undefined || minuteText === '' ? 0 : Number(minuteText);
  if (!Number.isInteger(hour) || hour > 24 || minute > 59) return null;
  const mark = (half ?? '').trim()[0];
  if (mark === 'p' && hour < 12) return (hour + 12) * 60 + minute;
  if (mark === 'a' && hour === 12) return minute;
  return hour * 60 + minute;
}

const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:first (?:one|slot|time|option)|1st(?: one)?|option (?:1|one|a)|number (?:1|one)|no 1|#1|the first|la primera|el primero|primera|primero)\b/,
    1,
  ],
  [
    /\b(?:second(?: (?:one|slot|time|option))?|2nd(?: one)?|option (?:2|two|b)|number (?:2|two)|no 2|#2|la segunda|el segundo|segunda)\b/,
    2,
  ],
  [
    /\b(?:third(?: (?:one|slot|time|option))?|3rd(?: one)?|option (?:3|three|c)|number (?:3|three)|no 3|#3|la tercera|el tercero|tercera)\b/,
    3,
  ],
  [/\b(?:last (?:one|slot|time|option)|latest one|the last|la ultima|el ultimo)\b/, -1],
];

function ordinalIn(plain: string): number | null {
  if (/^\s*first\s*$/.test(plain)) return 1;
  const spoken = plain.replaceAll('#', ' option ').replaceAll(/\s+/g, ' ');
  return ORDINALS.find(([pattern]) => pattern.test(spoken))?.[1] ?? null;
}
