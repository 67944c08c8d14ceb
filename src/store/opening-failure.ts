/**
 * Why Ringback could not be opened, in the words of the one error table: a port that is taken, a folder that cannot be
 * written, a full disk, a database that refuses the login. These are no faults of ours, and the person who reads them
 * needs the thing and the remedy, not a stack.
 *
 * Codes: `errno(3)`; PostgreSQL's appendix A, error codes (read 2026-11-21).
 */
import { AppError, type Issue } from '../core/model/errors.ts';

/** Null when it is none of these, so a fault of ours. */
export function openingFailure(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const issue = issueOf(error.code, error);
  return issue === null
    ? null
    : new AppError('invalid-config', 'cannot go on', { issues: [issue], cause: error });
}

function issueOf(code: string, error: Error): Issue | null {
  if ('syscall' in error && error.syscall === 'listen') return portIssue(code, error);
  const login = Object.hasOwn(LOGIN, code) ? LOGIN[code] : undefined;
  if (login !== undefined) return { path: 'DATABASE_URL', message: error.message, remedy: login };
  const words = Object.hasOwn(FILES, code) ? FILES[code] : undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  return words === undefined || path === null ? null : { path, ...words };
}

function portIssue(code: string, error: Error): Issue | null {
  const port = 'port' in error ? String(error.port) : '';
  if (code === 'EADDRINUSE') {
    return {
      path: '--port',
      message: `port ${port} is taken`,
      remedy:
        'Ringback may be running already: look there first. Else stop what listens there, or choose another with --port or RINGBACK_PORT.',
    };
  }
  if (code === 'EACCES')
    return {
      path: '--port',
      message: `this user may not listen on port ${port}`,
      remedy: 'Choose one above 1023.',
    };
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return {
      path: 'RINGBACK_HOST',
      message: 'this machine has no such address',
      remedy: 'Use 127.0.0.1 or 0.0.0.0.',
    };
  return null;
}

const LOGIN: Readonly<Record<string, string>> = {
  '28P01': 'Correct user and password in DATABASE_URL.',
  '28000': 'Correct the user in DATABASE_URL, or let it in (pg_hba.conf of the server).',
  '3D000': 'Create that database, or correct its name in DATABASE_URL.',
  '42501': 'The role must own its database: alter database ... owner to ...',
  ENOTFOUND: 'Correct the host in DATABASE_URL.',
  EAI_AGAIN: 'Correct the host in DATABASE_URL, or look at the name service of this machine.',
};

const FILES: Readonly<Record<string, Pick<Issue, 'message' | 'remedy'>>> = {
  ENOENT: { message: 'is not there', remedy: 'Correct the path.' },
  EACCES: {
    message: 'may not be used by this user',
    remedy: 'Give this user the right to read and write it.',
  },
  EPERM: {
    message: 'may not be changed by this user',
    remedy: 'Give this user the right to read and write it.',
  },
  EROFS: {
    message: 'is on a disk that cannot be written',
    remedy: 'Choose another data directory with --data.',
  },
  EEXIST: { message: 'is a file, not a folder', remedy: 'Choose another data directory with --data.' },
  ENOTDIR: { message: 'is not a folder', remedy: 'Correct the path.' },
  EISDIR: { message: 'is a folder, not a file', remedy: 'Name the file.' },
  ENOSPC: { message: 'cannot be written: the disk is full', remedy: 'Make room, then start again.' },
};
