import type { LocationRecord, Organisation } from '../core/model/directory.ts';

/** A shop as its callers meet it: the numbers they dial and the phone that rings. */
export interface Shop {
  readonly location: LocationRecord;
  readonly main: string;
  readonly tracking: string;
  readonly desk: string;
}

/** Every shop that can be rung: it has a number of its own; without a tracking number callers dial it directly. */
export function shopsOf(organisation: Organisation): readonly Shop[] {
  return [...organisation.locations.values()].flatMap((location): Shop[] => {
    const { numbers } = location.config;
    const main = numbers.find((number) => number.kind === 'main') ?? numbers[0];
    if (main === undefined) return [];
    const tracking = numbers.find((number) => number.kind === 'tracking');
    const desk = numbers.find((number) => number.kind === 'staff');
    return [
      {
        location,
        main: main.number,
        tracking: tracking?.number ?? main.number,
        desk: desk?.number ?? main.number,
      },
    ];
  });
}
