/** `--at INSTANT` of `ringback gate`: the same facts as they would be judged at another moment. */
import { Temporal } from 'temporal-polyfill';

export const NO_INSTANT = 'say a moment with its zone, for example 2027-02-01T15:00:00Z';

/** Whole seconds, UTC, as the Gate reads them; null when it names no moment. */
export function readInstant(text: string): string | null {
  try {
    const seconds = Temporal.Instant.from(text).round({ smallestUnit: 'second', roundingMode: 'floor' });
    const shown = seconds.toString();
    return /^\d{4}-/.test(shown) ? shown : null;
  } catch {
    return null;
  }
}

/** Only the checks that know a time: the Gate itself, and the retention of a record. */
export function atInstant(value: unknown, at: string | null): unknown {
  if (at === null || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const check: unknown = Reflect.get(value, 'check') ?? 'gate';
  return check === 'gate' || check === 'retention' ? { ...value, nowUtc: at } : value;
}
