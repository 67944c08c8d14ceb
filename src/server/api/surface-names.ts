import type { Connectors } from '../../pipeline/context.ts';

/** Events that somebody hands over normalised name a surface of their own; the way they came has this name. */
const API = 'API';

const known = new WeakMap<Connectors, Readonly<Record<string, string>>>();

/** What every product of this build is called, by the id under which calls and texts name it. */
export function surfaceNames(connectors: Connectors): Readonly<Record<string, string>> {
  let names = known.get(connectors);
  if (names === undefined) {
    const metas = [...connectors.messaging.values(), ...connectors.voice.values()].map(({ meta }) => meta);
    names = Object.fromEntries([['api', API], ...metas.map(({ id, name }): [string, string] => [id, name])]);
    known.set(connectors, names);
  }
  return names;
}
