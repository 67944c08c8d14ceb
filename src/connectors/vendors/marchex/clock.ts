import { textOf } from '../../shared/body.ts';
import { readBareUtc, readIso, readLocal } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * Marchex writes times on the account's clock without naming its zone: `2026-11-20T13:42:11` in call webhooks and
 * `11/20/2026 1:42:11 PM` in sales rescue webhooks. The zone is found, in this order, from the operator's setting; from
 * `MonitorStartTime`, which is the same moment in UTC; from `Properties.UTC`, the time of sending, where that is known
 * to be right after the end of the call; and else it is the shop's.
 */
type Fields = Readonly<Record<string, unknown>>;

export type OwnClock = { readonly offset: string } | { readonly zone: string };

export function ownClock(
  fields: Fields,
  given: {
    readonly sentAt: string | null;
    /** The notification is sent as soon as what it tells has happened. */
    readonly fresh: boolean;
    readonly zone: string | null;
    readonly fallback: string;
  },
): OwnClock {
  if (given.zone !== null) return { zone: given.zone };
  const monitored = offsetBetween(textOf(fields['StartTime']), textOf(fields['MonitorStartTime']), 60);
  if (monitored !== null) return { offset: monitored };
  const happened = textOf(fields['EndTime']) ?? textOf(fields['StartTime']);
  const sent = given.fresh ? offsetBetween(happened, given.sentAt, 120) : null;
  return sent === null ? { zone: given.fallback } : { offset: sent };
}

/** The first of the fields that is a time; names that end in `utc` are UTC. */
export function readOwnClock(fields: Fields, names: readonly string[], clock: OwnClock): ReadInstant | null {
  for (const name of names) {
    const text = textOf(fields[name]) ?? '';
    const exact = readIso(text);
    if (exact !== null) return exact;
    const wall = wallOf(text);
    if (wall === null) continue;
    if (/utc$/i.test(name)) return readBareUtc(wall);
    return 'offset' in clock ? readIso(`${wall}${clock.offset}`) : readLocal(wall, clock.zone);
  }
  return null;
}

export function secondsBetween(from: ReadInstant | null, to: ReadInstant | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (Date.parse(to.at) - Date.parse(from.at)) / 1000;
  return seconds >= 0 && seconds <= 86_400 ? seconds : null;
}

/** The offset of the wall clock from UTC, when both name about the same moment; zones are whole quarters of an hour. */
function offsetBetween(wall: string | null, utc: string | null, slackSeconds: number): string | null {
  const a = Date.parse(`${wallOf(wall ?? '') ?? ''}Z`);
  const b = Date.parse(`${wallOf((utc ?? '').replace(/Z$/, '')) ?? ''}Z`);
  if (Number.isNaN(a) || Number.isNaN(b)) return null;
  const seconds = (a - b) / 1000;
  const quarters = Math.round(seconds / 900);
  if (Math.abs(seconds - quarters * 900) > slackSeconds || quarters < -48 || quarters > 56) return null;
  const minutes = Math.abs(quarters * 15);
  const text = (part: number): string => String(part).padStart(2, '0');
  return `${quarters < 0 ? '-' : '+'}${text(Math.floor(minutes / 60))}:${text(minutes % 60)}`;
}

/** `YYYY-MM-DDTHH:MM:SS` of either layout. */
function wallOf(text: string): string | null {
  const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)$/.exec(text);
  if (iso !== null) return `${iso[1] ?? ''}T${iso[2] ?? ''}`;
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) ([AP])M$/i.exec(text);
  if (us === null) return null;
  const [, month = '', day = '', year = '', hour = '', minute = '', second = '', half = ''] = us;
  const hours = (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${String(hours).padStart(2, '0')}:${minute}:${second}`;
}
