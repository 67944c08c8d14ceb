/** Days as callers name them, counted on the wall of the shop: tomorrow, next Thursday, the 26th, 11/26, this weekend. */
import { Temporal } from 'temporal-polyfill';

const WEEKDAY_WORDS: readonly RegExp[] = [
  /\b(?:mon|monday|mondays|lunes)\b/,
  /\b(?:tue|tues|tuesday|tuseday|martes)\b/,
  /\b(?:wed|weds|wednesday|wendsday|wensday|miercoles)\b/,
  /\b(?:thu|thur|thurs|thursday|thrusday|thursdy|jueves)\b/,
  /\b(?:fri|friday|firday|viernes)\b/,
  /\b(?:sat|saturday|saterday|sabado)\b/,
  /\b(?:sun|sunday|domingo)\b/,
];
export const MONTH_WORD =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{1,2})(?:st|nd|rd|th)?\b|\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Local dates that would do, sorted; null when no day was named. */
export function datesIn(plain: string, today: Temporal.PlainDate): string[] | null {
  const dates: Temporal.PlainDate[] = [];
  // `mañana` alone is tomorrow; `por la mañana` is the morning.
  const noMorning = plain.replaceAll(/\b(?:por|en|de) la manana\b/g, ' ');
  if (/\b(?:today|tonight|this (?:morning|afternoon|evening)|later today|hoy|2day)\b/.test(plain))
    dates.push(today);
  const afterTomorrow = /\b(?:day after tomorrow|pasado manana)\b/.test(noMorning);
  if (afterTomorrow) dates.push(today.add({ days: 2 }));
  else if (/\b(?:tomorrow|tommorow|tomorow|tommorrow|tmrw|tmr|tmw|2morrow|manana)\b/.test(noMorning))
    dates.push(today.add({ days: 1 }));
  const nextWeek = /\bnext week\b|\bproxima semana\b/.test(plain);
  const monday = today.add({ days: 8 - today.dayOfWeek });
  const named = WEEKDAY_WORDS.some((pattern) => pattern.test(plain));
  WEEKDAY_WORDS.forEach((pattern, index) => {
    if (!pattern.test(plain)) return;
    const ahead = (index + 1 - today.dayOfWeek + 7) % 7;
    const next = new RegExp(`\\bnext (?:${pattern.source.slice(2, -2)})`).test(plain);
    // The weekday of today may mean today or a week from now, and "next Thursday" either week: the offer shows which.
    if (nextWeek) dates.push(monday.add({ days: index }));
    else if (next || ahead === 0) dates.push(today.add({ days: ahead }), today.add({ days: ahead + 7 }));
    else dates.push(today.add({ days: ahead }));
  });
  if (nextWeek && !named) for (let day = 0; day < 7; day += 1) dates.push(monday.add({ days: day }));
  if (/\bweekends?\b|\bfin de semana\b/.test(plain)) {
    const saturday = today.add({ days: (6 - today.dayOfWeek + 7) % 7 });
    dates.push(saturday, saturday.add({ days: 1 }));
  }
  if (/\bweekdays?\b/.test(plain)) {
    for (let day = 0; day < 14; day += 1)
      if (today.add({ days: day }).dayOfWeek <= 5) dates.push(today.add({ days: day }));
  }
  if (/\bthis week\b/.test(plain) && !named)
    for (let day = 0; day <= 7 - today.dayOfWeek; day += 1) dates.push(today.add({ days: day }));
  dates.push(...calendarDates(plain, today));
  const unique = [...new Set(dates.map((date) => date.toString()))].sort();
  return unique.length === 0 ? null : unique;
}

function calendarDates(plain: string, today: Temporal.PlainDate): Temporal.PlainDate[] {
  const month = MONTH_WORD.exec(plain);
  if (month !== null)
    return upcoming(MONTHS.indexOf(month[1] ?? month[4] ?? '') + 1, Number(month[2] ?? month[3]), today);
  const slash = /\b(\d{1,2})\/(\d{1,2})(?:\/\d{2,4})?\b/.exec(plain);
  if (slash !== null) return upcoming(Number(slash[1]), Number(slash[2]), today);
  const ordinal = /\bthe (\d{1,2})(?:st|nd|rd|th)\b/.exec(plain);
  if (ordinal === null) return [];
  const day = Number(ordinal[1]);
  const thisMonth = valid(today.year, today.month, day);
  if (thisMonth !== null && Temporal.PlainDate.compare(thisMonth, today) >= 0) return [thisMonth];
  const next = today.add({ months: 1 });
  const nextMonth = valid(next.year, next.month, day);
  return nextMonth === null ? [] : [nextMonth];
}

function upcoming(month: number, day: number, today: Temporal.PlainDate): Temporal.PlainDate[] {
  const date = valid(today.year, month, day);
  if (date === null) return [];
  if (Temporal.PlainDate.compare(date, today) >= 0) return [date];
  const nextYear = valid(today.year + 1, month, day);
  return nextYear === null ? [] : [nextYear];
}

function valid(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
}
