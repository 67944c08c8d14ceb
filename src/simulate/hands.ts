/**
 * The phones that a user of the Simulator page has picked up. While the demo history plays, the people of the simulation
 * answer their own texts; a phone that somebody holds in the hand is answered by nobody else, from then on.
 */
export interface Hands {
  readonly pickUp: (tenantId: string, number: string) => void;
  readonly holds: (tenantId: string, number: string) => boolean;
}

export function openHands(): Hands {
  const held = new Map<string, Set<string>>();
  return {
    pickUp: (tenantId, number) => {
      const phones = held.get(tenantId) ?? new Set<string>();
      held.set(tenantId, phones.add(number));
    },
    holds: (tenantId, number) => held.get(tenantId)?.has(number) === true,
  };
}
