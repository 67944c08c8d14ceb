/** A line of the consent ledger from what was given in writing, however it came in: the dashboard, the API, a file. */
import { defectOf, type ConsentEnded, type ConsentGiven } from '../core/model/consent-given.ts';
import type { BannerRecord, Organisation } from '../core/model/directory.ts';
import type { Issue } from '../core/model/errors.ts';
import type { NewConsentEvent } from '../store/consent.ts';

export type GivenEvent =
  | {
      readonly ok: true;
      readonly event: Omit<NewConsentEvent, 'factKey' | 'source'>;
      /** It is kept, and counts for nothing. */
      readonly defect: string | null;
      /** Legal entities that text for the brand and are not named: consent counts for the named ones alone. */
      readonly unnamed: string[];
    }
  | { readonly ok: false; readonly issue: Issue };

/** `now` in tenant time. */
export function givenEvent(
  organisation: Organisation,
  banner: BannerRecord,
  phone: string,
  given: ConsentGiven | ConsentEnded,
  now: Date,
): GivenEvent {
  const [field, at] =
    'endedAt' in given ? (['endedAt', given.endedAt] as const) : (['signedAt', given.signedAt] as const);
  if (Date.parse(at) > now.getTime())
    return {
      ok: false,
      issue: {
        path: `given.${field}`,
        message: 'lies in the future',
        remedy: 'Give the moment at which the person gave or ended it.',
      },
    };
  const event = {
    bannerId: banner.id,
    phone,
    kind: given.kind,
    occurredAt: new Date(at).toISOString(),
    proof: 'endedAt' in given ? { note: given.note } : { given },
  };
  if ('endedAt' in given) return { ok: true, event, defect: null, unnamed: [] };
  const entities = new Set([
    banner.legalEntity,
    ...[...organisation.locations.values()]
      .filter((location) => location.banner.id === banner.id)
      .flatMap(({ config }) => config.sender?.legalEntity ?? []),
  ]);
  return {
    ok: true,
    event,
    defect: defectOf(given, phone),
    unnamed:
      given.kind === 'written-consent'
        ? [...entities].filter((entity) => !given.sellers.includes(entity)).sort()
        : [],
  };
}
