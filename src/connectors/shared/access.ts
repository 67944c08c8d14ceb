import { z } from 'zod';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, Verdict } from '../../ports/connector.ts';
import { sameText } from './crypto.ts';
import { forged, genuine, noSecret, notSigned } from './verdict.ts';

/**
 * Authenticity for the many vendors that sign nothing: a secret that only the operator and the vendor know, sent as a
 * bearer token, in a header of the operator's choice, as the password of basic authentication (RFC 7617) or, where the
 * vendor can only be given an address, in its query as `token`. It proves who sends, not that the body is whole; TLS
 * does that on the way.
 */
export const accessFields = {
  accessToken: secret(
    z.string().min(8),
    'Long random text that the vendor sends with every delivery',
  ).optional(),
  accessHeader: z
    .string()
    .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/, 'not a header name')
    .optional()
    .describe('Header that carries the token; otherwise Authorization, or `token` in the address'),
};
export interface Access {
  readonly accessToken?: string | undefined;
  readonly accessHeader?: string | undefined;
}

/** In words, for `meta.signature`. */
export const ACCESS_IN_WORDS =
  'None by the vendor: a secret of your own as bearer token, basic password, header or ?token= in the address';

/** `own` is where this vendor has a place of its own for the token, such as a field of the body. */
export function verifyAccess(request: IncomingRequest, config: Access, own?: string | null): Verdict {
  if (config.accessToken === undefined) return noSecret('access token');
  const given = own ?? givenToken(request, config);
  if (given === null || given === '') return notSigned(config.accessHeader ?? 'Authorization');
  return sameText(given, config.accessToken)
    ? genuine
    : forged("The delivery carries another token than this source's.");
}

function givenToken(request: IncomingRequest, config: Access): string | null {
  if (config.accessHeader !== undefined) {
    const value = request.headers[config.accessHeader.toLowerCase()];
    return value === undefined ? null : value.replace(/^Bearer\s+/i, '');
  }
  const authorization = request.headers['authorization'];
  if (authorization !== undefined && authorization !== '') return fromAuthorization(authorization);
  return fromAddress(request.url);
}

function fromAuthorization(value: string): string {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(value.trim()) ?? [];
  if (scheme.toLowerCase() !== 'basic') return scheme.toLowerCase() === 'bearer' ? rest : value.trim();
  const pair = Buffer.from(rest, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

function fromAddress(url: string): string | null {
  const start = url.indexOf('?');
  return start === -1 ? null : new URLSearchParams(url.slice(start + 1)).get('token');
}
