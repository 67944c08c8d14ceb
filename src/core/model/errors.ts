/**
 * The one table of error codes. Each names what the operator should do; CLI, API and dashboard print the same words.
 * `docs/errors.md` is generated from it.
 */
export const ERROR_CODES = {
  'bad-json': { status: 400, remedy: 'Send a body that is valid JSON in UTF-8.' },
  'bad-form': { status: 400, remedy: 'Send a body that is application/x-www-form-urlencoded in UTF-8.' },
  'bad-charset': { status: 415, remedy: 'Send UTF-8; no other character set is accepted.' },
  'bad-content-type': { status: 415, remedy: 'Send the content type that this address accepts.' },
  'body-too-large': { status: 413, remedy: 'Send less than the limit named in the message.' },
  'invalid-input': { status: 400, remedy: 'Correct the fields listed under `issues`.' },
  'invalid-config': { status: 400, remedy: 'Correct the lines listed under `issues`.' },
  'unknown-source': {
    status: 404,
    remedy: 'Check the address pasted at the vendor against the source page; keys are case-sensitive.',
  },
  'not-found': { status: 404, remedy: 'Check the address; the thing may have been removed.' },
  'wrong-method': { status: 405, remedy: 'Use one of the methods in the Allow header.' },
  'signature-missing': {
    status: 401,
    remedy: "Configure the source's secret at the vendor so that deliveries are signed.",
  },
  'signature-invalid': {
    status: 401,
    remedy:
      'Compare the secret with the vendor, and the public URL we computed (Health page) with the one the vendor calls.',
  },
  'signature-expired': {
    status: 401,
    remedy: 'The delivery is older than the allowed window; check the clock of this machine.',
  },
  'secret-not-configured': {
    status: 401,
    remedy: 'Set the secret of this source; unsigned deliveries are refused.',
  },
  unauthorized: { status: 401, remedy: 'Log in again, or send a valid API key as `Authorization: Bearer`.' },
  forbidden: { status: 403, remedy: 'Ask an owner for a role that may do this.' },
  conflict: { status: 409, remedy: 'Load the current state and try again.' },
  'slot-taken': { status: 409, remedy: 'Offer another time: this one was booked meanwhile.' },
  'idempotency-mismatch': { status: 409, remedy: 'Use a new Idempotency-Key for a different request.' },
  'simulated-only': { status: 409, remedy: 'Only organisations marked SIMULATED may do this.' },
  'rate-limited': { status: 429, remedy: 'Wait for the seconds named in Retry-After.' },
  'not-durable': {
    status: 503,
    remedy: 'Neither the database nor the spool could store the delivery; send it again.',
  },
  'database-down': {
    status: 503,
    remedy: 'The database does not answer; deliveries are spooled and nothing is lost. Start it again.',
  },
  internal: { status: 500, remedy: 'This is our fault. The log line with this request id says more.' },
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

/** One thing that is wrong with an input: where, what, and what to do about it. */
export interface Issue {
  /** Dotted path of the field, or `line 12` for files. */
  readonly path: string;
  readonly message: string;
  readonly remedy?: string;
}

/** The error of the shell. The core never throws; it returns unions. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { issues?: readonly Issue[]; retryable?: boolean; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.issues = options.issues ?? [];
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  get remedy(): string {
    return ERROR_CODES[this.code].remedy;
  }
}
