/** Each duty by itself: where it concerns a location, whether it is kept, and what it stops while it is not. */
import regions from '../gate/data/regions.json' with { type: 'json' };
import type { ActionKind } from '../gate/input.ts';
import { AUTOMATED_KINDS, OUTBOUND_KINDS, SMS_KINDS } from '../gate/kinds.ts';
import { VENDOR_USES, type DutyAttestations, type VendorUse } from '../model/attestations.ts';
import { daysBetween } from '../model/days.ts';
import type { DutyEffect, DutyFinding } from '../model/duty.ts';

export interface DutyFacts {
  /** UTC day. */
  readonly today: string;
  readonly vertical: string;
  readonly country: string;
  /** The number that texts; `ours`: it rings at a shop of the same brand. Null without one. */
  readonly sender: { readonly number: string; readonly ours: boolean } | null;
  /** A language model of a vendor is set up. */
  readonly usesModel: boolean;
  /** A page where callers book is linked. */
  readonly bookingPage: boolean;
  readonly attested: DutyAttestations;
}

type Found = Pick<DutyFinding, 'state' | 'because'> & { readonly effect?: DutyEffect };
interface Duty {
  readonly id: string;
  /** Null where it does not concern the location. */
  readonly check: (facts: DutyFacts) => Found | null;
}

const met = (because: string): Found => ({ state: 'met', because });
const due = (because: string): Found => ({ state: 'due', because });
const denies = (because: string, kinds: readonly ActionKind[]): Found => ({
  state: 'missing',
  because,
  effect: { decision: 'deny', kinds },
});
const asks = (
  because: string,
  kinds: readonly ActionKind[],
  queue: 'counsel' | 'operations' = 'operations',
): Found => ({ state: 'missing', because, effect: { decision: 'route-to-counsel', queue, kinds } });

const PROCESSING = [
  'sms.textback.first',
  'sms.nudge',
  'sms.reminder',
  'sms.marketing',
  'crm.write',
  'llm.process',
] as const;
/** Regulation (EU) 2024/1689 Art. 113 as amended: high-risk duties from 2 December 2027. */
const HIGH_RISK_FROM = '2027-12-02';

export const DUTIES: readonly Duty[] = [
  {
    id: 'caller-id-integrity',
    check: ({ country, sender, attested, today }) => {
      if (country !== 'US' || sender === null) return null;
      const told = attested.senderNumber;
      const vouched =
        told !== undefined && told.number === sender.number && told.since <= today ? told : null;
      if (vouched !== null && !vouched.answers)
        return denies(
          `${sender.number} takes no calls, so nobody can opt out by calling it.`,
          AUTOMATED_KINDS,
        );
      if (vouched !== null || sender.ours) return met(`${sender.number} belongs to this brand and rings.`);
      return asks(
        `${sender.number} is no number of this brand's shops, and nobody vouched that it takes calls.`,
        AUTOMATED_KINDS,
      );
    },
  },
  {
    id: 'email-to-sms-gateway',
    check: ({ sender }) =>
      sender === null ? null : met('Texts go through a messaging provider, never an e-mail gateway.'),
  },
  {
    id: 'duguid-atds',
    check: ({ country, sender }) =>
      country !== 'US' || sender === null
        ? null
        : met('Each text answers one call; no list is dialled or texted.'),
  },
  {
    id: 'fdd-item-17',
    check: ({ attested: { franchisee }, today }) => {
      if (franchisee === undefined) return null;
      return franchisee.status === 'active' || franchisee.since > today
        ? met(`The franchise agreement runs, as of ${franchisee.since}.`)
        : denies(
            `The franchise agreement is ${franchisee.status} since ${franchisee.since}.`,
            OUTBOUND_KINDS,
          );
    },
  },
  {
    id: 'robocall-mitigation-db',
    check: ({ attested: { voiceVendors }, country, today }) => {
      if (country !== 'US') return null;
      const calls: readonly ActionKind[] = ['call.ai-voice'];
      if (voiceVendors === undefined || voiceVendors.length === 0)
        return asks(
          'Nobody looked whether the voice vendors are in the Robocall Mitigation Database.',
          calls,
        );
      const unlisted = voiceVendors.filter(({ listed }) => !listed);
      if (unlisted.length > 0)
        return denies(`${names(unlisted)}: not in the Robocall Mitigation Database.`, calls);
      const age = Math.max(...voiceVendors.map(({ checkedOn }) => daysBetween(checkedOn, today)));
      if (age > 400) return denies(`The Robocall Mitigation Database was looked at ${age} days ago.`, calls);
      return age > 30
        ? due(`The Robocall Mitigation Database was looked at ${age} days ago; look again.`)
        : met(`${names(voiceVendors)}: in the Robocall Mitigation Database.`);
    },
  },
  {
    id: 'hipaa-tech-safeguards',
    check: ({ vertical, attested: { safeguards }, today }) => {
      if (vertical !== 'healthcare') return null;
      if (safeguards === undefined || safeguards.checkedOn > today)
        return asks('Nobody vouched that what stores health data is encrypted and logged.', ['crm.write']);
      const lacking = [
        ...(safeguards.encrypted ? [] : ['not encrypted']),
        ...(safeguards.accessLogs ? [] : ['without access logs']),
        ...(safeguards.uniqueUsers ? [] : ['with shared accounts']),
      ];
      return lacking.length === 0
        ? met(`Encrypted and logged, as of ${safeguards.checkedOn}.`)
        : denies(`What stores health data is ${lacking.join(' and ')}.`, ['crm.write']);
    },
  },
  {
    id: 'hipaa-admin-safeguards',
    check: ({ vertical, attested: { riskAnalysis }, today }) => {
      if (vertical !== 'healthcare') return null;
      const age = riskAnalysis === undefined ? null : daysBetween(riskAnalysis.doneOn, today);
      if (age === null || age < 0) return { state: 'missing', because: 'There is no risk analysis on file.' };
      return age > 365
        ? { state: 'missing', because: `The risk analysis is ${age} days old; it is done every 12 months.` }
        : met(`The risk analysis is of ${riskAnalysis?.doneOn ?? ''}.`);
    },
  },
  vendorClause('glba-safeguards', ['lender'], 'safeguards', 'a safeguards clause'),
  vendorClause(
    'sec-reg-s-p',
    ['broker-dealer', 'ria'],
    'incidentNotice72h',
    'the duty to tell of incidents within 72 hours',
  ),
  {
    id: 'gdpr-art-30',
    check: ({ country, attested: { register }, today }) => {
      if (!isEuropean(country)) return null;
      return register !== undefined && register.since <= today
        ? met(`Entry ${register.entry} of the register, since ${register.since}.`)
        : asks('Answering missed calls has no entry in the register of processing.', PROCESSING, 'counsel');
    },
  },
  {
    id: 'eu-ai-act-art-12-13-14-15',
    check: ({ country, usesModel, attested: { aiRisk }, today }) => {
      if (!regions.euEea.includes(country) || !usesModel) return null;
      if (aiRisk === undefined || aiRisk.assessedOn > today)
        return asks('Nobody classified the assistant under the AI Act.', ['llm.process'], 'counsel');
      if (aiRisk.class === 'not-high') return met(`Not high-risk: ${aiRisk.rationale}`);
      return today >= HIGH_RISK_FROM && !aiRisk.controls
        ? denies('The assistant is high-risk, and the controls are not in place.', ['llm.process'])
        : due(`High-risk: the controls must be in place on ${HIGH_RISK_FROM}.`);
    },
  },
  {
    id: 'eu-ai-act-art-26',
    check: ({ country, usesModel, attested: { aiRisk }, today }) => {
      if (!regions.euEea.includes(country) || !usesModel || aiRisk?.class !== 'high') return null;
      if (aiRisk.overseer !== undefined) return met(`${aiRisk.overseer} oversees the assistant.`);
      return today >= HIGH_RISK_FROM
        ? denies('Nobody is named who oversees the high-risk assistant.', ['llm.process'])
        : due(`Name who oversees the assistant before ${HIGH_RISK_FROM}.`);
    },
  },
  {
    id: 'ada-title-iii',
    check: ({ country }) =>
      country === 'US' ? met('Relay calls are calls like others, and the shop can be called.') : null,
  },
  {
    id: 'wcag-2-2',
    check: ({ bookingPage, attested: { bookingPageAudit }, today }) => {
      if (!bookingPage) return null;
      if (bookingPageAudit === undefined || bookingPageAudit.doneOn > today)
        return due('Nobody looked whether everybody can use the booking page.');
      return bookingPageAudit.blockers === 0
        ? met(`No blocking fault, as of ${bookingPageAudit.doneOn}.`)
        : { state: 'missing', because: `The booking page has ${bookingPageAudit.blockers} blocking faults.` };
    },
  },
];

/**
 * Customer information flows only to vendors whose contract has the clause (16 CFR § 314.4(f); 17 CFR § 248.30). A vendor
 * known to lack it gets none: no question to a model, no text, no record kept or handed on with it. Where nobody looked,
 * the model is not asked, because it reads all that a caller says; that nobody looked at who carries the texts is told and
 * stops nothing, because the number a shop answers is one its phone company knows already.
 */
function vendorClause(
  id: string,
  verticals: readonly string[],
  clause: 'safeguards' | 'incidentNotice72h',
  words: string,
): Duty {
  return {
    id,
    check: ({ vertical, country, usesModel, sender, attested: { vendorClauses = [] }, today }) => {
      if (country !== 'US' || !verticals.includes(vertical)) return null;
      const uses = VENDOR_USES.filter(
        (use) => (use !== 'llm' || usesModel) && (use !== 'sms' || sender !== null),
      );
      const current = vendorClauses.filter(
        ({ checkedOn, expiresOn }) => checkedOn <= today && (expiresOn === undefined || today <= expiresOn),
      );
      const about = (use: VendorUse) => current.filter((one) => one.uses?.includes(use) !== false);
      const without = current.filter(
        (one) => !one[clause] && uses.some((use) => one.uses?.includes(use) !== false),
      );
      if (without.length > 0) {
        const stopped = uses.filter((use) => about(use).some((one) => !one[clause]));
        return denies(`${names(without)}: the contract lacks ${words}.`, [
          ...new Set(stopped.flatMap((use) => FLOWS[use])),
        ]);
      }
      if (usesModel && about('llm').length === 0)
        return asks(`No vendor contract with ${words} is on file.`, ['llm.process'], 'counsel');
      if (sender !== null && about('sms').length === 0)
        return due(`Nobody looked whether the contract of who carries the texts has ${words}.`);
      return current.length === 0 ? null : met(`${names(current)}: the contract has ${words}.`);
    },
  };
}

/** What gives a vendor customer information, by what the vendor is there for. A call itself gives none beyond the call. */
const FLOWS: Readonly<Record<VendorUse, readonly ActionKind[]>> = {
  llm: ['llm.process'],
  sms: SMS_KINDS,
  crm: ['crm.write', 'report.export'],
  voice: ['call.ai-voice', 'call.record'],
  storage: ['crm.write', 'call.record', 'report.export'],
};

function isEuropean(country: string): boolean {
  return country === 'GB' || regions.euEea.includes(country);
}

function names(vendors: readonly { readonly vendor: string }[]): string {
  return vendors.map(({ vendor }) => vendor).join(', ');
}
