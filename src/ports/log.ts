/** The slice of pino that Ringback uses. Never log bodies, secrets or full phone numbers. */
export interface Log {
  readonly debug: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly error: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** `+1310•••0142`: enough to recognise, not enough to call. */
export function maskNumber(number: string | null): string {
  return number === null ? 'withheld' : `${number.slice(0, -7)}•••${number.slice(-4)}`;
}
