/** Counts failures per name in a sliding window, so that passwords cannot be tried out. In memory: it protects this process. */
export interface RateLimit {
  /** Milliseconds to wait, or 0 when another try is allowed. */
  readonly waitMs: (name: string, now: Date) => number;
  readonly failed: (name: string, now: Date) => void;
  readonly forget: (name: string) => void;
}

export function rateLimit(limits: { readonly failures: number; readonly windowMs: number }): RateLimit {
  const failures = new Map<string, number[]>();
  const recent = (name: string, now: Date): number[] =>
    (failures.get(name) ?? []).filter((at) => at > now.getTime() - limits.windowMs);
  return {
    waitMs: (name, now) => {
      const times = recent(name, now);
      const oldest = times[times.length - limits.failures];
      return oldest === undefined ? 0 : oldest + limits.windowMs - now.getTime();
    },
    failed: (name, now) => {
      failures.set(name, [...recent(name, now), now.getTime()].slice(-limits.failures));
      // Names are chosen by whoever knocks: keep the table small by dropping the ones that ran out.
      if (failures.size > 10_000)
        for (const each of failures.keys()) if (recent(each, now).length === 0) failures.delete(each);
    },
    forget: (name) => void failures.delete(name),
  };
}
