/**
 * A booking as a calendar file, RFC 5545 (read 2026-11-21). The UID never changes and SEQUENCE grows with every move,
 * so a calendar that already has the visit moves or removes it instead of adding a second one. Times are UTC instants:
 * no VTIMEZONE to go stale, and every calendar shows them in its own zone.
 */
export interface IcsBooking {
  readonly id: string;
  readonly sequence: number;
  readonly cancelled: boolean;
  readonly startAt: string;
  readonly endAt: string;
  readonly summary: string;
  readonly where: string | null;
  readonly description: string | null;
  /** When this file was made, tenant time. */
  readonly madeAt: string;
}

export function icsFor(booking: IcsBooking): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ringback//Bookings 1//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${booking.cancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${escapeText(booking.id)}@ringback`,
    `DTSTAMP:${stamp(booking.madeAt)}`,
    `DTSTART:${stamp(booking.startAt)}`,
    `DTEND:${stamp(booking.endAt)}`,
    `SEQUENCE:${booking.sequence}`,
    `STATUS:${booking.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `SUMMARY:${escapeText(booking.summary)}`,
    ...(booking.where === null ? [] : [`LOCATION:${escapeText(booking.where)}`]),
    ...(booking.description === null ? [] : [`DESCRIPTION:${escapeText(booking.description)}`]),
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

function stamp(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Section 3.3.11: backslash, semicolon, comma and line breaks; other control characters cannot be written at all. */
function escapeText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** Section 3.1: no line over 75 octets; the rest goes on after a line break and one space, never inside a character. */
function foldLine(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > 75) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}

/** UTF-8 length of one character. */
function octetsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
