/** The only source of time in the shell. The core never sees it: time reaches the core as a recorded fact. */
export interface Clock {
  readonly now: () => Date;
}

export const systemClock: Clock = { now: () => new Date() };
