import { z } from 'zod';
import { isSecret } from '../../ports/connector.ts';

/**
 * Many vendors sign nothing and can only be given a secret inside the address or a header. It proves who sends at the
 * door and must not be kept beyond it: neither with the delivery nor on the Health page.
 */
const secretsByConfig = new WeakMap<object, readonly string[]>();

/** Access tokens have at least so many characters. Hiding shorter secrets would tear holes into ids and numbers. */
const SHORTEST_TOKEN = 8;

/**
 * The values that the connector's schema marks as secret, as they stand in a header and as they stand in an address:
 * vendors repeat some of them there. Found once per configuration, not once per delivery.
 */
export function secretsOf(connector: { readonly config: z.ZodType }, config: unknown): readonly string[] {
  if (typeof config !== 'object' || config === null || !(connector.config instanceof z.ZodObject)) return [];
  let known = secretsByConfig.get(config);
  if (known === undefined) {
    const shape: Readonly<Record<string, unknown>> = connector.config.shape;
    known = Object.entries(config as Record<string, unknown>).flatMap(([name, value]) => {
      const field = shape[name];
      return typeof value === 'string' &&
        value.length >= SHORTEST_TOKEN &&
        field instanceof z.ZodType &&
        isSecret(field)
        ? [...new Set([encodeURIComponent(value), value])]
        : [];
    });
    secretsByConfig.set(config, known);
  }
  return known;
}

export function withoutSecrets(url: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), url);
}

const MASK = '***';
const TOKEN_PARAMETER = /([?&](?:token|key|secret|access_token|[\w.-]*(?:token|secret))=)[^&#]*/gi;

/**
 * The address as Health shows it after a refusal. What was sent as a secret there is hidden although it was wrong: it may
 * be the right one of another source, or the right one with a slip of the finger.
 */
export function shownUrl(url: string, key: string, secrets: readonly string[]): string {
  const tail = url.indexOf(`/${key}/`);
  const query = url.indexOf('?');
  const bare =
    tail === -1 || (query !== -1 && query < tail)
      ? url
      : `${url.slice(0, tail + key.length + 2)}${MASK}${query === -1 ? '' : url.slice(query)}`;
  return withoutSecrets(bare, secrets).replace(TOKEN_PARAMETER, `$1${MASK}`);
}
