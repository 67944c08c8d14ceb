/**
 * Days of the calendar as the API and the books write them: 2026-11-21. A day here has 24 hours, because it is a day of
 * UTC; days of a place, which may have 23 or 25, are `core/gate/zone-clock.ts`.
 */
export const DAY_MS = 86_400_000;

/** Full days from one day or instant to another; negative when the other was before it. */
export function daysBetween(from: string, to: string): number {
  return wholeDays(Date.parse(to) - Date.parse(from));
}

/** Full days in a stretch of time. */
export function wholeDays(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** The day that many days after the day or instant. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
