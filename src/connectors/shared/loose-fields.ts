import { flagOf, secondsOf, textOf } from './body.ts';

/**
 * One record whose field names are spelled as the sender pleases: `CALL ID`, `callId`, `Call_ID` and `call.id` are the
 * same field here. Reports and admin-chosen payloads of contact centers differ in nothing else.
 */
export interface LooseFields {
  readonly has: (...names: readonly string[]) => boolean;
  /** The first of the named fields that holds text. */
  readonly text: (names: readonly string[], limit?: number) => string | null;
  readonly flag: (...names: readonly string[]) => boolean | null;
  /** Plain seconds, or a clock such as `00:01:05`. */
  readonly seconds: (...names: readonly string[]) => number | null;
  readonly raw: (name: string) => unknown;
}

/** The first spelling of a field wins. */
export function looseFields(record: Readonly<Record<string, unknown>>): LooseFields {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(record)) {
    const key = plain(name);
    if (!fields.has(key)) fields.set(key, value);
  }
  const raw = (name: string): unknown => fields.get(plain(name));
  const first = <T>(names: readonly string[], read: (value: unknown) => T | null): T | null => {
    for (const name of names) {
      const value = read(raw(name));
      if (value !== null) return value;
    }
    return null;
  };
  return {
    has: (...names) => names.some((name) => fields.has(plain(name))),
    text: (names, limit) => first(names, (value) => textOf(value, limit)),
    flag: (...names) => first(names, (value) => flagOf(value)),
    seconds: (...names) => first(names, (value) => secondsOf(value) ?? clockOf(value)),
    raw,
  };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function clockOf(value: unknown): number | null {
  const match = /^(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)(?:\.\d{1,9})?$/.exec(textOf(value) ?? '');
  if (match === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return total <= 86_400 ? total : null;
}
