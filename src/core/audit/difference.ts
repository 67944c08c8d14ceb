import { canonicalJson } from './canonical.ts';

/** Where two outcomes first part, as a dotted path with both values; null when they say the same. */
export interface Difference {
  readonly path: string;
  readonly recorded: unknown;
  readonly derived: unknown;
}

/** Compares what was recorded (read back from JSON) with what was derived now, as canonical JSON. */
export function firstDifference(recorded: unknown, derived: unknown): Difference | null {
  const left = canonicalJson(recorded);
  const right = canonicalJson(derived);
  return left === right ? null : descend('', JSON.parse(left), JSON.parse(right));
}

function descend(path: string, recorded: unknown, derived: unknown): Difference | null {
  if (canonicalJson(recorded) === canonicalJson(derived)) return null;
  if (isContainer(recorded) && isContainer(derived) && Array.isArray(recorded) === Array.isArray(derived)) {
    // Members that both have tell more than one that only one has.
    const shared = Object.keys(recorded).filter((name) => name in derived);
    for (const name of new Set([...shared, ...Object.keys(recorded), ...Object.keys(derived)])) {
      const within = path === '' ? name : `${path}.${name}`;
      const found = descend(within, recorded[name] ?? null, derived[name] ?? null);
      if (found !== null) return found;
    }
    // A member that is null on one side and absent on the other.
    return { path, recorded, derived };
  }
  return { path, recorded, derived };
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
