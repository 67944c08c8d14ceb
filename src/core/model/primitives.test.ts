/** If this fails: a date that never was passes for one, and moves a call by days or decades. */
import { describe, expect, it } from 'vitest';
import { CallEvent } from './call-event.ts';
import { Instant } from './primitives.ts';

describe('an instant', () => {
  it.each(['2026-02-28T23:59:59Z', '2028-02-29T00:00:00.123Z', '1999-12-31T23:59:59Z'])(
    'takes %s',
    (text) => {
      expect(Instant.safeParse(text).success).toBe(true);
    },
  );
  it.each([
    '2026-02-31T00:00:00Z',
    '2026-02-29T12:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-21T10:00:00',
  ])('refuses %s', (text) => {
    expect(Instant.safeParse(text).success).toBe(false);
  });
  it.each(['0001-01-01T00:00:00Z', '1999-12-31T23:59:59Z', '2100-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'is no time of a call: %s',
    (text) => {
      expect(CallEvent.shape.occurredAt.safeParse(text).success).toBe(false);
      expect(CallEvent.shape.endedAt.safeParse(text).success).toBe(false);
    },
  );
});
