/**
 * If these fail, the simulator offers a shop whose text waits for hours, and somebody who tries Ringback for the first time
 * sees nothing happen; or the load generator misses texts that were never due.
 */
import { describe, expect, it } from 'vitest';
import { isDay, textsFrom } from './text-hours.ts';

const AUSTIN = { number: '+15125550106', dialledLocation: { zone: 'America/Chicago', state: 'TX' } };
const BOSTON = { number: '+16175550100', dialledLocation: { zone: 'America/New_York', state: 'MA' } };

describe('when a text may go', () => {
  it('is now in the middle of a working day', () => {
    const noon = new Date('2026-11-18T18:00:00Z');
    for (const where of [AUSTIN, BOSTON]) expect(textsFrom(where, noon)).toEqual(noon);
  });

  it('is noon on a Sunday in Texas, where the law keeps the morning quiet', () => {
    const sundayTen = new Date('2026-11-22T16:00:00Z');
    expect(textsFrom(AUSTIN, sundayTen)?.toISOString()).toBe('2026-11-22T18:00:00.000Z');
    expect(isDay(AUSTIN, sundayTen)).toBe(false);
  });

  it('is the next morning after the evening, on the clock of the place', () => {
    const late = new Date('2026-11-18T04:30:00Z');
    expect(textsFrom(BOSTON, late)?.toISOString()).toBe('2026-11-18T13:00:00.000Z');
  });

  it('is not day any more when a run would end in the evening', () => {
    expect(isDay(BOSTON, new Date('2026-11-19T00:30:00Z'))).toBe(true);
    expect(isDay(BOSTON, new Date('2026-11-19T01:50:00Z'))).toBe(false);
  });
});
