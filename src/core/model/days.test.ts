/** If this fails: an agreement ends a day early or late, and what runs out is told on the wrong day. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAfter, daysBetween, wholeDays } from './days.ts';

const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

describe('days', () => {
  it('goes as many days on as there are between', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -50_000, max: 50_000 }), (from, days) => {
        expect(daysBetween(from, dayAfter(from, days))).toBe(days);
      }),
    );
  });

  it.each([
    ['2026-11-21', '2026-11-21', 0],
    ['2026-02-28', '2026-03-01', 1],
    ['2028-02-28', '2028-03-01', 2],
    ['2026-10-31', '2026-11-02', 2],
    ['2026-11-21', '2026-11-20', -1],
    ['2026-11-20T12:00:00Z', '2026-11-21T11:59:59Z', 0],
    ['2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z', 1],
    ['2026-11-20T12:00:00Z', '2026-11-20T11:59:59Z', -1],
  ])('counts full days only: %s to %s', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  it('takes the day of an instant', () => {
    expect(dayAfter('2026-12-31T23:59:59Z', 1)).toBe('2027-01-01');
    expect(wholeDays(86_399_999)).toBe(0);
  });
});
