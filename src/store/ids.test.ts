/** Ids that collide or do not sort by time would lose rows or put the history out of order. */
import { describe, expect, it } from 'vitest';
import { newId } from './ids.ts';

describe('ids', () => {
  it('are UUIDs of version 7 whose first 48 bits are the time', () => {
    const at = new Date('2026-11-21T12:34:56.789Z');
    for (let count = 0; count < 2000; count += 1) {
      const id = newId(at);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(at.getTime());
    }
  });

  it('never repeat, over many refills of the random bytes', () => {
    const at = new Date('2026-11-21T12:34:56.789Z');
    const ids = new Set(Array.from({ length: 20_000 }, () => newId(at)));
    expect(ids.size).toBe(20_000);
    // Every random place takes every value: a constant one would show here.
    for (const place of [15, 16, 17, 20, 21, 22, 24, 35])
      expect(new Set([...ids].map((id) => id[place])).size).toBe(16);
    expect(new Set([...ids].map((id) => id[19])).size).toBe(4);
  });

  it('sort by the time they were made', () => {
    const times = ['2026-11-21T12:34:56.788Z', '2026-11-21T12:34:56.789Z', '2031-01-01T00:00:00.000Z'];
    const ids = times.map((time) => newId(new Date(time)));
    expect(ids.toSorted()).toEqual(ids);
  });
});
