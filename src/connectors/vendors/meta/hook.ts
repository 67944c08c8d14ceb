import { z } from 'zod';
import { secret } from '../../../ports/connector.ts';
import type { HandshakeReply, IncomingRequest, Verdict } from '../../../ports/connector.ts';
import { asObject } from '../../shared/body.ts';
import { hmacHex, sameText } from '../../shared/crypto.ts';
import type { Fields } from '../../shared/records.ts';
import { forged, genuine, noSecret, notSigned } from '../../shared/verdict.ts';

/**
 * Webhooks of Meta's Graph API, the same for Pages, Instagram and WhatsApp: a GET with a challenge when the address is
 * saved, and X-Hub-Signature-256 over the bytes as sent (Meta escapes what is not ASCII before it signs).
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started, read 2026-11-21. No time is signed.
 */
export const metaFields = {
  appSecret: secret(z.string().min(1), 'App secret, from App settings, Basic').optional(),
  verifyToken: secret(
    z.string().min(8),
    'Long random text that you also enter at Meta beside the address',
  ).optional(),
};
export interface MetaSecrets {
  readonly appSecret?: string | undefined;
  readonly verifyToken?: string | undefined;
}

export const META_SIGNATURE =
  'X-Hub-Signature-256: sha256= and hex HMAC-SHA256 over the raw body with the app secret';

export function verifyMeta(request: IncomingRequest, secrets: MetaSecrets): Verdict {
  if (secrets.appSecret === undefined) return noSecret('app secret');
  const header = request.headers['x-hub-signature-256'];
  if (header === undefined || header === '') return notSigned('X-Hub-Signature-256');
  return sameText(header, `sha256=${hmacHex('sha256', secrets.appSecret, request.body)}`)
    ? genuine
    : forged("The signature does not fit the body and the app's secret.");
}

/** Only the right token gets its challenge back; a challenge that could be markup gets none. */
export function metaHandshake(request: IncomingRequest, secrets: MetaSecrets): HandshakeReply | null {
  const start = request.url.indexOf('?');
  if (request.method !== 'GET' || start === -1 || secrets.verifyToken === undefined) return null;
  const query = new URLSearchParams(request.url.slice(start + 1));
  const challenge = query.get('hub.challenge') ?? '';
  if (query.get('hub.mode') !== 'subscribe' || !/^[\w.-]{1,256}$/.test(challenge)) return null;
  if (!sameText(query.get('hub.verify_token') ?? '', secrets.verifyToken)) return null;
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: challenge };
}

/** A change of one entry: `field` names what `value` is about. Arrays of Messenger beside `changes` are given likewise. */
export interface MetaChange {
  readonly object: string;
  readonly entryId: unknown;
  readonly field: string;
  readonly value: unknown;
}

export function changesOf(body: Fields): readonly MetaChange[] {
  const object = typeof body['object'] === 'string' ? body['object'] : '';
  return list(body['entry']).flatMap((entry) => [
    ...list(entry['changes']).map((change) => ({
      object,
      entryId: entry['id'],
      field: typeof change['field'] === 'string' ? change['field'] : '',
      value: change['value'],
    })),
    ...['calls', 'messaging', 'standby'].flatMap((field) =>
      Array.isArray(entry[field])
        ? [{ object, entryId: entry['id'], field, value: entry[field] as unknown }]
        : [],
    ),
  ]);
}

export function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.slice(0, 1000).map((entry: unknown) => asObject(entry) ?? {}) : [];
}
