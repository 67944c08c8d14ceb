/**
 * If these fail, people are texted on the wrong clock: an area code points to the wrong state, a code that spans two
 * zones counts as one, or a toll-free number pretends to be somewhere.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import table from './data/area-codes.json' with { type: 'json' };
import multiZone from './data/quiet-hours.json' with { type: 'json' };
import { candidatePlaces, countryOfNumber, placesOfNumber, zonesOfState } from './places.ts';
import { isKnownZone } from './zone-clock.ts';

const TERRITORIES = ['PR', 'VI', 'GU', 'AS', 'MP'];
/** Overlays of 2024 to 2026 that are in the public assignments but not yet in the library's metadata. */
const NEWER_THAN_THE_LIBRARY = [357, 436, 457, 465, 471, 621, 624, 679, 837, 861, 924];

describe('area codes', () => {
  it('agree with the numbering plan that libphonenumber knows, both ways', () => {
    const differences: string[] = [];
    for (let areaCode = 200; areaCode <= 999; areaCode += 1) {
      const plan = countryByPlan(areaCode);
      const state = placesOfNumber(`+1${areaCode}2345678`)[0]?.state;
      const ours = state === undefined ? undefined : countryOf(state);
      const abroad = plan !== undefined && !['US', 'CA', ...TERRITORIES].includes(plan);
      if (plan !== ours && !(abroad && ours === undefined) && !NEWER_THAN_THE_LIBRARY.includes(areaCode)) {
        differences.push(`${areaCode}: plan ${plan ?? 'none'}, table ${ours ?? 'none'}`);
      }
    }
    expect(differences).toEqual([]);
  });

  it('need no entry that the library has learned meanwhile', () => {
    expect(NEWER_THAN_THE_LIBRARY.filter((areaCode) => countryByPlan(areaCode) !== undefined)).toEqual([]);
  });

  it('name zones that tzdata has and states that the quiet-hours table has', () => {
    for (const [state, row] of Object.entries(table.places)) {
      expect(zonesOfState(state).filter((zone) => !isKnownZone(zone))).toEqual([]);
      if (row.country === 'US') expect(Object.keys(multiZone.states)).toContain(state);
    }
  });

  it.each([
    ['+18502345678', ['FL America/New_York', 'FL America/Chicago']],
    ['+19152345678', ['TX America/Denver']],
    ['+14322345678', ['TX America/Chicago', 'TX America/Denver']],
    ['+12703305678', ['KY America/Chicago', 'KY America/New_York']],
    ['+13105550142', ['CA America/Los_Angeles']],
    ['+19022345678', ['NS America/Halifax', 'PE America/Halifax']],
  ])('%s may be in %j', (number, places) => {
    expect(placesOfNumber(number).map((place) => `${place.state} ${place.zone}`)).toEqual(places);
  });

  it.each(['+18005550142', '+15005550142', '+19005550142', '+16005550142', '+447700900123', '310', ''])(
    '%s says nothing',
    (number) => {
      expect(placesOfNumber(number)).toEqual([]);
    },
  );
});

describe('candidate places', () => {
  it('keep every hint, the area code beside the address', () => {
    const places = candidatePlaces({
      number: '+12125550142',
      addresses: [{ state: 'CA' }],
      dialledLocation: { state: 'TX', zone: 'America/Chicago' },
    });
    expect(places).toEqual([
      { state: 'NY', zone: 'America/New_York', source: 'area-code-212' },
      { state: 'CA', zone: 'America/Los_Angeles', source: 'crm-address' },
      { state: 'TX', zone: 'America/Chicago', source: 'dialled-location' },
    ]);
  });

  it('count every zone of a state that has several, and keep a state we do not know', () => {
    expect(candidatePlaces({ number: null, declared: [{ state: 'TX' }, { state: 'ZZ' }] })).toEqual([
      { state: 'TX', zone: 'America/Chicago', source: 'declared' },
      { state: 'TX', zone: 'America/Denver', source: 'declared' },
      { state: 'ZZ', zone: '', source: 'declared' },
    ]);
  });
});

function countryOf(state: string): string {
  if (TERRITORIES.includes(state)) return state;
  return state in table.places ? table.places[state as keyof typeof table.places].country : 'none';
}

/** Country of the geographic numbers under an area code, or undefined when the plan has none. */
function countryByPlan(areaCode: number): string | undefined {
  for (const exchange of [234, 262, 622, 642, 777]) {
    const parsed = parsePhoneNumberFromString(`+1${areaCode}${exchange}5678`);
    const geographic = ['FIXED_LINE_OR_MOBILE', 'FIXED_LINE', 'MOBILE'].includes(parsed?.getType() ?? '');
    if (parsed?.isValid() === true && geographic) return parsed.country;
  }
  return undefined;
}

it('knows the country of an area code that is newer than libphonenumber', () => {
  expect(countryOfNumber('+14715550142')).toBe('US');
  expect(countryOfNumber('+14165550142')).toBe('CA');
  expect(countryOfNumber('+18005550142')).toBeNull();
  expect(countryOfNumber('+442079460142')).toBeNull();
});
