/**
 * Where the person may be: candidate places from a phone number, addresses, what they said, and the shop they dialled
 * (catalogue 3.3).
 *
 * libphonenumber tells country and type but no state and no zone, so the area codes are our own table, from the public
 * assignments of NANPA (US) and CNA (Canada). An area code that spans zones gives one place per zone; numbers without
 * geography (toll-free, 5XX, 600, 700, 900) give none. Mobile numbers are ported and people move: every hint stays.
 */
import table from './data/area-codes.json' with { type: 'json' };

export interface CandidatePlace {
  readonly state: string;
  readonly zone: string;
  readonly source: string;
}

export interface PlaceHint {
  readonly state: string;
  /** When absent, every zone of the state counts. */
  readonly zone?: string;
}

export interface PlaceHints {
  readonly number: string | null;
  /** Postal addresses in our records. */
  readonly addresses?: readonly PlaceHint[];
  /** Places the person told us. */
  readonly declared?: readonly PlaceHint[];
  /** The shop that was dialled: never enough alone (the Gate then takes the list as empty). */
  readonly dialledLocation?: PlaceHint;
}

/** One of each place, in a fixed order. The result is a new array that the caller may keep. */
export function candidatePlaces(hints: PlaceHints): CandidatePlace[] {
  const places = [
    ...(hints.number === null ? [] : placesOfNumber(hints.number)),
    ...(hints.addresses ?? []).flatMap((hint) => placesOfHint(hint, 'crm-address')),
    ...(hints.declared ?? []).flatMap((hint) => placesOfHint(hint, 'declared')),
    ...(hints.dialledLocation === undefined ? [] : placesOfHint(hints.dialledLocation, 'dialled-location')),
  ];
  return [
    ...new Map(places.map((place) => [`${place.state} ${place.zone} ${place.source}`, place])).values(),
  ];
}

/** Places of a North American number by its area code; empty for any other number. */
export function placesOfNumber(number: string): readonly CandidatePlace[] {
  const areaCode = /^\+1(\d{3})\d{7}$/.exec(number)?.[1];
  return areaCode === undefined ? [] : (byAreaCode.get(areaCode) ?? []);
}

/** Country of a North American number by its area code: for codes newer than libphonenumber's metadata. */
export function countryOfNumber(number: string): string | null {
  const areaCode = /^\+1(\d{3})\d{7}$/.exec(number)?.[1];
  return areaCode === undefined
    ? null
    : (rows.find(([, row]) => row.areaCodes.includes(areaCode))?.[1].country ?? null);
}

/** Zones in which a state or province keeps its clocks; empty when we do not know it. */
export function zonesOfState(state: string): readonly string[] {
  return zonesByState.get(state) ?? [];
}

interface Row {
  readonly country: string;
  readonly zone: string;
  readonly areaCodes: readonly string[];
  readonly zonesByAreaCode: Readonly<Record<string, readonly string[]>>;
}

const rows: readonly (readonly [string, Row])[] = Object.entries(
  table.places as unknown as Readonly<Record<string, Row>>,
);

const zonesByState = new Map(
  rows.map(
    ([state, row]) =>
      [state, [...new Set([row.zone, ...Object.values(row.zonesByAreaCode).flat()])]] as const,
  ),
);

const byAreaCode = collectAreaCodes();

function collectAreaCodes(): ReadonlyMap<string, readonly CandidatePlace[]> {
  const found = new Map<string, CandidatePlace[]>();
  for (const [state, row] of rows) {
    for (const areaCode of row.areaCodes) {
      const zones = row.zonesByAreaCode[areaCode] ?? [row.zone];
      const places = zones.map((zone) => ({ state, zone, source: `area-code-${areaCode}` }));
      found.set(areaCode, [...(found.get(areaCode) ?? []), ...places]);
    }
  }
  return found;
}

function placesOfHint(hint: PlaceHint, source: string): readonly CandidatePlace[] {
  if (hint.zone !== undefined) return [{ state: hint.state, zone: hint.zone, source }];
  const zones = zonesOfState(hint.state);
  // A state we do not know still counts: the Gate widens it to every US zone.
  return zones.length === 0
    ? [{ state: hint.state, zone: '', source }]
    : zones.map((zone) => ({ state: hint.state, zone, source }));
}
