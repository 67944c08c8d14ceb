/** Lets one loop sleep until another has something for it; a ring while nobody listens is not lost. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves at the next ring, or at once when it rang since the last time. */
  readonly heard: () => Promise<void>;
}

export function bell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    heard: async () => {
      if (!rung) await new Promise<void>((done) => (wake = done));
      wake = null;
      rung = false;
    },
  };
}
