import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { secret } from '../../../ports/connector.ts';
import type { IncomingRequest, Verdict } from '../../../ports/connector.ts';
import { accessFields, verifyAccess } from '../access.ts';
import { sameText } from '../crypto.ts';
import { forged, noSecret, notSigned } from '../verdict.ts';

/**
 * How a vendor without a scheme of its own, or with one that we do not know, proves itself to a mapped surface: a secret
 * as bearer token, in a header, as basic password, in the query or at the end of the path; or an HMAC over the raw body
 * whose details the operator copies from the vendor's page. Only an HMAC proves that the body was not changed.
 */
export const authenticityFields = {
  ...accessFields,
  accessQuery: z
    .string()
    .regex(/^[A-Za-z0-9_.~-]{1,64}$/, 'not a parameter name')
    .optional()
    .describe('Parameter of the address that carries the token, when it cannot be called `token`'),
  accessUser: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('User name that basic authentication must carry; any otherwise'),
  signingKey: secret(
    z.string().min(1),
    'Key of the HMAC, when the vendor signs its deliveries; every delivery must then be signed',
  ).optional(),
  signature: z
    .strictObject({
      header: z
        .string()
        .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/, 'not a header name')
        .default('X-Signature')
        .describe('Header that carries the signature'),
      algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
      encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
      prefix: z
        .string()
        .max(40)
        .default('')
        .describe('What stands before the signature in the header, such as `sha256=`'),
    })
    .optional()
    .describe('How the vendor signs: an HMAC over the raw body'),
};
export interface Authenticity {
  readonly accessToken?: string | undefined;
  readonly accessHeader?: string | undefined;
  readonly accessQuery?: string | undefined;
  readonly accessUser?: string | undefined;
  readonly signingKey?: string | undefined;
  readonly signature?:
    | {
        readonly header: string;
        readonly algorithm: 'sha1' | 'sha256' | 'sha512';
        readonly encoding: 'hex' | 'base64' | 'base64url';
        readonly prefix: string;
      }
    | undefined;
}

export const AUTHENTICITY_IN_WORDS =
  'A secret of your own as bearer token, basic password, header, ?token= or end of the path; or an HMAC over the body that you describe';

/** With both a token and a signing key configured, a delivery needs both. */
export function verifyAuthenticity(request: IncomingRequest, config: Authenticity): Verdict {
  if (config.signingKey !== undefined) {
    const signed = verifySignature(request, config, config.signingKey);
    if (!signed.ok || config.accessToken === undefined) return signed;
  }
  if (config.accessToken === undefined) return noSecret('access token or signing key');
  if (config.accessUser !== undefined && basicUser(request) !== config.accessUser) {
    return basicUser(request) === null
      ? notSigned('Authorization')
      : forged("The delivery carries another user name than this source's.");
  }
  return verifyAccess(request, config, placeOfItsOwn(request, config));
}

function verifySignature(request: IncomingRequest, config: Authenticity, key: string): Verdict {
  const {
    header = 'X-Signature',
    algorithm = 'sha256',
    encoding = 'hex',
    prefix = '',
  } = config.signature ?? {};
  const given = request.headers[header.toLowerCase()]?.trim();
  if (given === undefined || given === '') return notSigned(header);
  const expected = createHmac(algorithm, key).update(request.body).digest(encoding);
  const plain = given.startsWith(prefix) ? given.slice(prefix.length) : given;
  const right = sameText(encoding === 'hex' ? plain.toLowerCase() : plain, expected);
  return right ? { ok: true } : forged('The signature does not fit the body and the signing key.');
}

/** The token where the vendor can only be given an address: in a parameter, or as the end of the path. */
function placeOfItsOwn(request: IncomingRequest, config: Authenticity): string | null {
  const [address = '', query = ''] = (request.url.split('#', 1)[0] ?? '').split(/\?(.*)/s);
  if (config.accessQuery !== undefined) {
    const given = new URLSearchParams(query).get(config.accessQuery);
    if (given !== null && given !== '') return given;
  }
  if (config.accessHeader !== undefined || request.headers['authorization'] !== undefined) return null;
  const last = /^https?:\/\/[^/]+\/hooks\/voice\/[^/]+\/(.+)$/i.exec(address)?.[1];
  if (last === undefined) return null;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function basicUser(request: IncomingRequest): string | null {
  const rest = /^basic\s+(.+)$/i.exec(request.headers['authorization']?.trim() ?? '')?.[1];
  if (rest === undefined) return null;
  const pair = Buffer.from(rest, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(0, pair.indexOf(':')) : null;
}
