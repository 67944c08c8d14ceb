import { z } from 'zod';

/** RFC 3339 instant in UTC, written with `Z`; milliseconds optional. */
export const Instant = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/,
    'an RFC 3339 instant in UTC, for example 2026-11-20T18:42:00Z',
  )
  .refine(exists, 'a date that exists');

/** `Date.parse` takes 31 February for 3 March, so the day must come back as it was given. */
function exists(text: string): boolean {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text.slice(0, 10);
}
export type Instant = z.infer<typeof Instant>;

/** E.164 number with its plus sign. Whether the number exists is another question. */
export const E164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'an E.164 number, for example +13105550142');
export type E164 = z.infer<typeof E164>;

/** Lower-case key that people choose for tenants, banners, locations and sources: it appears in URLs and files. */
export const Key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, for example main-street');
export type Key = z.infer<typeof Key>;

/** IANA zone that this runtime's tzdata knows. */
export const ZoneId = z.string().refine(isZone, 'an IANA time zone, for example America/Chicago');

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return zone.includes('/') || zone === 'UTC';
  } catch {
    return false;
  }
}

/** Wall-clock time of day, `HH:MM`, 00:00 to 24:00. */
export const ClockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day such as 08:30');

/** Calendar date, `YYYY-MM-DD`. */
export const CalendarDate = z.iso.date();

/** Money in minor units (cents) with its ISO 4217 currency. */
export const Money = z.strictObject({ minor: z.int(), currency: z.string().length(3) });
export type Money = z.infer<typeof Money>;
