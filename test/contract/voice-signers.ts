import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { IncomingRequest } from '../../src/ports/connector.ts';

/**
 * How each vendor signs, written independently of the connectors: by the vendor's own library where there is one. One
 * file per surface in `voice-signers/`; a surface without a file uses the shared access token.
 */
export const SECRET = 'correct-horse-battery-staple';

export interface Signer {
  readonly settings: (secret: string) => Readonly<Record<string, unknown>>;
  readonly sign: (request: IncomingRequest, secret: string) => IncomingRequest;
  /** The header that carries the signature or token. */
  readonly header: string;
  /** Whether the signature covers the body, or is only a token beside it. */
  readonly covers: 'body' | 'token';
  /** True when both bodies mean the same fields to the vendor's scheme. */
  readonly sameMeaning?: (a: IncomingRequest, b: IncomingRequest) => boolean;
}

/** Vendors that sign nothing: the token of `src/connectors/shared/access.ts`, as a bearer. */
const accessToken: Signer = {
  settings: (token) => ({ accessToken: token }),
  header: 'authorization',
  covers: 'token',
  sign: (request, token) => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${token}` },
  }),
};

export async function signerOf(surface: string): Promise<Signer> {
  const path = join(import.meta.dirname, 'voice-signers', `${surface}.ts`);
  if (!existsSync(path)) return accessToken;
  return ((await import(pathToFileURL(path).href)) as { readonly default: Signer }).default;
}
