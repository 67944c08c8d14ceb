import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Keeper } from '../store/keeper.ts';

/**
 * A signed request to ourselves through the public address, as a vendor would send it: `ringback doctor` finds out
 * before the first call whether a proxy rewrites the path, the query or the body, which is what makes genuine webhooks
 * look forged (see docs/guides; FIELD 18). Signed with a key of this installation, so nobody else can use it to probe.
 */
export const SELF_TEST_PATH = '/hooks/self-test';
export const SELF_TEST_HEADER = 'x-ringback-self-test';
const WINDOW_MS = 5 * 60_000;

export interface SelfTestRequest {
  readonly url: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Encoded spaces, a plus, an umlaut and a line break: what proxies like to normalise. */
export function selfTestRequest(keeper: Keeper, publicUrl: string, now: Date): SelfTestRequest {
  const url = `${publicUrl}${SELF_TEST_PATH}?a=1&b=%20x&c=%2B1&nonce=${randomBytes(8).toString('hex')}`;
  const body = 'From=%2B13105550142&Body=Gr%C3%BC%C3%9Fe+%0D%0A+from+doctor';
  const at = now.toISOString();
  return {
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      [SELF_TEST_HEADER]: `${at} ${sign(keeper, at, url, Buffer.from(body))}`,
    },
    body,
  };
}

export type SelfTestAnswer =
  | { readonly ok: true }
  /** What this server saw; told only when the time of the request is right, and holds nothing secret. */
  | {
      readonly ok: false;
      readonly reason: 'unsigned' | 'expired' | 'mismatch';
      readonly computedUrl?: string;
      readonly bodyBytes?: number;
    };

export function answerSelfTest(
  keeper: Keeper,
  seen: {
    readonly url: string;
    readonly body: Uint8Array;
    readonly header: string | undefined;
    readonly now: Date;
  },
): SelfTestAnswer {
  const [at, signature] = (seen.header ?? '').split(' ');
  if (at === undefined || signature === undefined) return { ok: false, reason: 'unsigned' };
  if (!(Math.abs(Date.parse(at) - seen.now.getTime()) <= WINDOW_MS)) return { ok: false, reason: 'expired' };
  const expected = Buffer.from(sign(keeper, at, seen.url, seen.body));
  const given = Buffer.from(signature);
  if (expected.length === given.length && timingSafeEqual(expected, given)) return { ok: true };
  return { ok: false, reason: 'mismatch', computedUrl: seen.url, bodyBytes: seen.body.length };
}

function sign(keeper: Keeper, at: string, url: string, body: Uint8Array): string {
  return createHmac('sha256', keeper.derive('self-test', 32))
    .update(`${at}\nPOST\n${url}\n`)
    .update(body)
    .digest('base64url');
}
