/** If this fails: the callback list tells a time of day in another way than every other page, or noon as midnight. */
import { expect, it } from 'vitest';
import { wallTime } from '../../web/src/lib/time.ts';

it.each([
  ['08:00', '8 AM'],
  ['09:30', '9:30 AM'],
  ['00:00', '12 AM'],
  ['12:00', '12 PM'],
  ['12:05', '12:05 PM'],
  ['21:00', '9 PM'],
])('a clock that shows %s is read as %s', (clock, said) => {
  expect(wallTime(clock).replaceAll('\u00a0', ' ')).toBe(said);
});
