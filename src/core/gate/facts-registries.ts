/**
 * Facts about registers and consents that only sales contacts and machine voices need: do-not-call lists, relationships,
 * reassigned numbers, written consent, and what the opening of a call says.
 */
import stateLists from './data/state-dnc.json' with { type: 'json' };
import type { Candidates } from './candidate-places.ts';
import { age, type ConsentStanding } from './consent-standing.ts';
import type { LookupState } from './fact-table.ts';
import type { GateInput } from './input.ts';

export interface RegistryFacts {
  'dnc.national': boolean;
  'dnc.listAgeDays': number;
  /** A purchase, an inquiry or written consent that no later request has ended (47 CFR 64.1200(f)(5)). */
  'dnc.relationship': boolean;
  /** What it rests on, for the evidence. */
  'dnc.relationshipBasis': string;
  /** Candidate states with a list of their own. */
  'dnc.statesWithList': readonly string[];
  /** We hold the list of each of them. */
  'dnc.stateListsHeld': boolean;
  /** One of them lists this number, and no relationship that this state recognises counts. */
  'dnc.listedInState': boolean;

  'consent.pewcOnFile': boolean;
  'consent.sellerNamed': boolean;
  'consent.callbackRequested': boolean;
  'consent.recent': boolean;
  'action.voiceOptOut': boolean;
  'action.aboutBooking': boolean;

  'rnd.result': string;
  /** The person called or texted us within 30 days. */
  'recipient.heardFromLately': boolean;

  'lookup.dnc': LookupState;
  'lookup.stateDnc': LookupState;
  'lookup.rnd': LookupState;
  'lookup.litigator': LookupState;
}

type Answer = { readonly [Name in keyof RegistryFacts]: RegistryFacts[Name] | undefined };

export function registryFacts(
  input: GateInput,
  candidates: Candidates,
  standing: ConsentStanding,
  lookupState: (lookup: 'dnc' | 'state-dnc' | 'rnd' | 'litigator') => LookupState,
): Answer {
  const pewc = input.consent.pewc ?? undefined;
  const seller = input.sender.legalEntity ?? undefined;
  const sellerNamed = seller !== undefined && (pewc?.sellers ?? []).includes(seller);
  const pewcValid = pewc?.valid === true && sellerNamed;
  const basis = relationshipBasis(input, standing, pewcValid);
  const listed = input.dnc.stateListed ?? undefined;
  const held = input.dnc.stateListsHeld ?? [];
  const concerned = candidates.states.filter((state) => STATES_WITH_LIST.has(state));
  const rnd = input.rnd?.result ?? undefined;
  return {
    'dnc.national': input.dnc.national ?? undefined,
    'dnc.listAgeDays': age(input.dnc.nationalListAgeDays),
    'dnc.relationship': basis !== 'none',
    'dnc.relationshipBasis': basis,
    'dnc.statesWithList': concerned,
    'dnc.stateListsHeld': concerned.every((state) => held.includes(state)),
    'dnc.listedInState':
      concerned.length === 0
        ? false
        : listed === undefined
          ? undefined
          : concerned.some((state) => listed.includes(state) && !isExemptIn(state, input, standing)),
    'consent.pewcOnFile': pewc !== undefined,
    'consent.sellerNamed': sellerNamed,
    'consent.callbackRequested': input.consent.callbackRequested === true,
    'consent.recent': (age(input.consent.capturedDaysAgo) ?? Infinity) <= 30,
    'action.voiceOptOut': input.action.voiceOptOut ?? undefined,
    'action.aboutBooking': BOOKING.test(input.action.category ?? ''),
    'rnd.result': rnd === 'yes' || rnd === 'no' || rnd === 'no-data' ? rnd : undefined,
    'recipient.heardFromLately':
      (age(input.recipient.lastInquiryDaysAgo) ?? Infinity) <= 30 ||
      (age(input.history.lastInboundMinutesAgo) ?? Infinity) <= 30 * 1440,
    'lookup.dnc': lookupState('dnc'),
    'lookup.stateDnc': lookupState('state-dnc'),
    'lookup.rnd': lookupState('rnd'),
    'lookup.litigator': lookupState('litigator'),
  };
}

const BOOKING = /appointment|booking|reservation|visit|order|ticket|reschedul|reminder/i;
const STATES_WITH_LIST: ReadonlySet<string> = new Set(stateLists.states);

/** First that holds. A do-not-call request or an opt-out that came after it ended it at once. */
function relationshipBasis(input: GateInput, standing: ConsentStanding, pewcValid: boolean): string {
  if (pewcValid && !endedSince(input, standing, age(input.consent.capturedDaysAgo))) return 'written consent';
  const inquiry = age(input.recipient.lastInquiryDaysAgo);
  if (inquiry !== undefined && inquiry <= 90 && !endedSince(input, standing, inquiry)) return 'inquiry';
  const purchase = age(input.recipient.lastTransactionDaysAgo);
  if (purchase !== undefined && purchase <= 540 && !endedSince(input, standing, purchase)) return 'purchase';
  return 'none';
}

/** The exemption that 6.1 and 6.12 name for this state, if any. */
function isExemptIn(state: string, input: GateInput, standing: ConsentStanding): boolean {
  const limits: { readonly inquiry?: number; readonly purchase?: number } | undefined =
    state in stateLists.relationships
      ? stateLists.relationships[state as keyof typeof stateLists.relationships]
      : undefined;
  const counts = (days: number | undefined, limit: number | undefined): boolean =>
    days !== undefined && limit !== undefined && days <= limit && !endedSince(input, standing, days);
  return (
    counts(age(input.recipient.lastInquiryDaysAgo), limits?.inquiry) ||
    counts(age(input.recipient.lastTransactionDaysAgo), limits?.purchase)
  );
}

/** Did a request to stop come at the same time as, or after, a basis of this age? An age that is not known is old. */
function endedSince(input: GateInput, standing: ConsentStanding, basisDays: number | undefined): boolean {
  if (input.dnc.internal !== false || standing.state === 'DNC_INTERNAL') return true;
  if (standing.optOutReaches !== false) return true;
  const optOut = input.consent.optOut ?? undefined;
  const ours =
    optOut !== undefined && (optOut.brand === input.sender.brand || input.policy.crossBannerOptOut !== false);
  if (!ours) return false;
  return basisDays === undefined || (standing.optOutDaysAgo ?? 0) <= basisDays;
}
