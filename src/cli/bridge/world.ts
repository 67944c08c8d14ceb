/** What the bridge uses of the world. */
export interface BridgeWorld {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly log: (line: string) => void;
  /** Resolves after that time, or at once when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

export const FIRST_PAUSE_MS = 500;
export const LONGEST_PAUSE_MS = 60_000;

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
