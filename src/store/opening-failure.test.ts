/**
 * If this fails: a taken port, a folder that cannot be written or a wrong password ends `npm start` in a stack trace that
 * calls itself our fault, and the person who starts it does not learn what to do.
 */
import { describe, expect, it } from 'vitest';
import { openingFailure } from './opening-failure.ts';

const failure = (fields: Record<string, unknown>): Error =>
  Object.assign(new Error('as Node says it'), fields);

describe('a failure to open', () => {
  it.each([
    [{ code: 'EADDRINUSE', syscall: 'listen', port: 8080 }, '--port', /8080 is taken/],
    [{ code: 'EACCES', syscall: 'listen', port: 80 }, '--port', /may not listen on port 80/],
    [{ code: 'EROFS', syscall: 'mkdir', path: '/data' }, '/data', /cannot be written/],
    [{ code: 'EPERM', syscall: 'mkdir', path: '/data' }, '/data', /may not be changed/],
    [{ code: 'EEXIST', syscall: 'mkdir', path: '/data' }, '/data', /is a file/],
    [{ code: 'ENOSPC', syscall: 'write', path: '/data/x' }, '/data/x', /disk is full/],
    [{ code: 'ENOENT', syscall: 'open', path: 'shop.yaml' }, 'shop.yaml', /not there/],
    [{ code: '28P01' }, 'DATABASE_URL', /as Node says it/],
    [{ code: '3D000' }, 'DATABASE_URL', /as Node says it/],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'DATABASE_URL', /as Node says it/],
  ])('names the thing and the remedy: %o', (fields, path, message) => {
    const found = openingFailure(failure(fields));
    expect(found?.code).toBe('invalid-config');
    expect(found?.issues).toEqual([
      {
        path,
        message: expect.stringMatching(message) as string,
        remedy: expect.stringMatching(/\w/) as string,
      },
    ]);
  });

  it('leaves a fault of ours a fault of ours', () => {
    expect(openingFailure(new TypeError('x is not a function'))).toBeNull();
    expect(openingFailure(failure({ code: '22008' }))).toBeNull();
    expect(openingFailure(failure({ code: 'constructor' }))).toBeNull();
    expect(openingFailure('text')).toBeNull();
  });
});
