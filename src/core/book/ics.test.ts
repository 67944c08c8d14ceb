/** If this fails: the calendar file of a booking does not open, shows a wrong time, or doubles the visit when it moves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { icsFor, type IcsBooking } from './ics.ts';

const booking: IcsBooking = {
  id: '0198a000-0000-7000-8000-000000000001',
  sequence: 0,
  cancelled: false,
  startAt: '2026-11-26T16:00:00.000Z',
  endAt: '2026-11-26T20:00:00.000Z',
  summary: 'Ceramic coating at Shine Lab, Main Street',
  where: '12 Main St; Austin',
  description: 'Line one\nLine two \\ end',
  madeAt: '2026-11-24T00:47:00.123Z',
};
const unfold = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar file', () => {
  it('holds the visit in UTC, with escaped text', () => {
    const lines = unfold(icsFor(booking));
    expect(lines).toContain('UID:0198a000-0000-7000-8000-000000000001@ringback');
    expect(lines).toContain('DTSTART:20261126T160000Z');
    expect(lines).toContain('DTEND:20261126T200000Z');
    expect(lines).toContain('DTSTAMP:20261124T004700Z');
    expect(lines).toContain('SUMMARY:Ceramic coating at Shine Lab\\, Main Street');
    expect(lines).toContain('LOCATION:12 Main St\\; Austin');
    expect(lines).toContain('DESCRIPTION:Line one\\nLine two \\\\ end');
    expect(lines[0]).toBe('BEGIN:VCALENDAR');
    expect(lines.slice(-2)).toEqual(['END:VCALENDAR', '']);
  });

  it('keeps its identity when the visit moves or is cancelled, with a higher sequence', () => {
    const uid = (text: string): string | undefined => unfold(text).find((line) => line.startsWith('UID:'));
    const moved = icsFor({ ...booking, sequence: 1, startAt: '2026-11-27T16:00:00.000Z' });
    const cancelled = icsFor({ ...booking, sequence: 2, cancelled: true });
    expect(uid(moved)).toBe(uid(icsFor(booking)));
    expect(unfold(moved)).toContain('SEQUENCE:1');
    expect(unfold(cancelled)).toEqual(
      expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED', 'SEQUENCE:2']),
    );
  });

  it('never has a line over 75 octets or a broken character, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (summary) => {
        const text = icsFor({ ...booking, summary, description: summary });
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(text.isWellFormed()).toBe(summary.isWellFormed());
      }),
    );
  });
});
