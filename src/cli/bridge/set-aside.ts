import { open } from 'node:fs/promises';

/**
 * Where the bridge puts what Ringback can never read, so that it neither blocks what comes after it nor is lost: one JSON
 * line each, beside the spool, with where it came from, why it was set aside and every byte of it.
 */
export interface SetAside {
  readonly path: string;
  /** On disk when it resolves. */
  readonly put: (entries: readonly SetAsideEntry[]) => Promise<void>;
}

export interface SetAsideEntry {
  readonly reason: string;
  readonly from: Readonly<Record<string, unknown>>;
  /** What it was, when it is text; `base64` otherwise. */
  readonly text?: string;
  readonly base64?: string;
}

export function setAsideAt(path: string, now: () => Date): SetAside {
  return {
    path,
    put: async (entries) => {
      if (entries.length === 0) return;
      const at = now().toISOString();
      const handle = await open(path, 'a', 0o600);
      try {
        await handle.appendFile(entries.map((entry) => `${JSON.stringify({ at, ...entry })}\n`).join(''));
        await handle.datasync();
      } finally {
        await handle.close();
      }
    },
  };
}
