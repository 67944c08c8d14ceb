import type { z } from 'zod';

/** A connector with its config type forgotten: the same fields, each function taking what the schema of `config` gave. */
type SameShape<Erased> = { readonly [Field in keyof Erased]: Field extends 'config' ? z.ZodType : unknown };

/**
 * The registry holds connectors of many config types in one map; this is the only place where that type is forgotten. It
 * is safe because the one way to a config is the connector's own schema: whoever holds an erased connector parses the
 * settings with `connector.config` and hands the result back to the same connector.
 */
export function erase<Erased extends { readonly config: z.ZodType }>(connector: SameShape<Erased>): Erased {
  return connector as unknown as Erased;
}
