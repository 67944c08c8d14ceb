import { AppError, type Issue } from '../core/model/errors.ts';
import type { Log } from '../ports/log.ts';
import { isDatabaseDown, PG, pgCode } from '../store/database.ts';
import type { ErrorBody } from './api/schemas/common.ts';

/** An error as it leaves the server. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
}

/** Every way of failing, in the one shape of the API. What is our fault is logged; what is the caller's is not. */
export function refusalOf(error: unknown, requestId: string, log: Log): Refusal {
  const known = toAppError(error);
  if (known.code === 'internal') {
    log.error(
      { requestId, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      'request failed',
    );
  }
  return refuse(known, requestId);
}

export function refuse(error: AppError, requestId: string): Refusal {
  const retryAfter = retryAfterSeconds(error);
  return {
    status: error.status,
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
    body: {
      error: {
        code: error.code,
        message: error.message,
        remedy: error.remedy,
        ...(error.issues.length === 0 ? {} : { issues: [...error.issues] }),
        requestId,
      },
    },
  };
}

/** What went wrong in the terms of our own table. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseDown(error))
    return new AppError('database-down', 'the database does not answer', { retryable: true, cause: error });
  const code = pgCode(error) ?? '';
  // Class 22 is "data exception": a value that no check of ours refused but that PostgreSQL cannot hold.
  if (code.startsWith('22'))
    return new AppError('invalid-input', 'a value cannot be stored as it is', { cause: error });
  if (code === PG.exclusionViolation)
    return new AppError('slot-taken', 'this time was booked meanwhile', { cause: error });
  if (code.startsWith('23'))
    return new AppError('conflict', 'this does not fit what is stored', { cause: error });
  if (code === PG.serialization || code === PG.deadlock)
    return new AppError('conflict', 'somebody else was faster', { retryable: true, cause: error });
  return new AppError('internal', 'something went wrong on our side', { cause: error });
}

export function invalidInput(message: string, issues: readonly Issue[]): AppError {
  return new AppError('invalid-input', message, { issues });
}

export function notFound(what: string): AppError {
  return new AppError('not-found', `there is no such ${what}`);
}

function retryAfterSeconds(error: AppError): number | null {
  if (error.retryAfterMs !== undefined) return Math.max(1, Math.ceil(error.retryAfterMs / 1000));
  return error.status === 503 ? 5 : null;
}
