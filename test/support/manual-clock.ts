import type { Clock } from '../../src/ports/clock.ts';

/** A clock that moves only when told. */
export interface ManualClock extends Clock {
  readonly set: (instant: string) => void;
  readonly advance: (ms: number) => void;
}

export function manualClock(instant: string): ManualClock {
  let now = Date.parse(instant);
  return {
    now: () => new Date(now),
    set: (to) => void (now = Date.parse(to)),
    advance: (ms) => void (now += ms),
  };
}
