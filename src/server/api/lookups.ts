/** Finding what a request names, with the refusal when it is not there. */
import { z } from 'zod';
import type { LocationRecord, Organisation } from '../../core/model/directory.ts';
import { notFound } from '../errors.ts';

export const IdParam = z.object({ id: z.uuid() });
export const KeyParam = z.object({ key: z.string().min(1).max(63) });

export function locationByKey(organisation: Organisation, key: string): LocationRecord {
  const location = organisation.locationsByKey.get(key);
  if (location === undefined) throw notFound('location');
  return location;
}

/** Ids of the locations that a list is narrowed to; undefined when it is not narrowed. Unknown keys match nothing. */
export function narrowed(
  organisation: Organisation,
  by: { location?: string | undefined; banner?: string | undefined },
): { locationIds?: readonly string[] } {
  if (by.location === undefined && by.banner === undefined) return {};
  const fitting = [...organisation.locations.values()].filter(
    (location) =>
      (by.location === undefined || location.key === by.location) &&
      (by.banner === undefined || location.banner.key === by.banner),
  );
  return { locationIds: fitting.map((location) => location.id) };
}
