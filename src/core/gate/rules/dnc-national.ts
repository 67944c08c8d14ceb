import { all, holds, is, lacks, not, moreThan, atMost, known } from '../expression.ts';
import { OUTBOUND_KINDS } from '../kinds.ts';
import { defineRule, deny, defer, pass, type Branch } from '../rule.ts';

const isListed = all(holds('dnc.national'), lacks('dnc.relationship'));

/** Shared with the brokers' own rule, which asks the same. */
export const registryBranches: readonly Branch[] = [
  {
    when: moreThan('dnc.listAgeDays', 31),
    then: deny('registry-stale', 'Our copy of the registry is older than 31 days.'),
    ifUnknown: 'skip',
  },
  {
    when: isListed,
    then: deny('dnc', 'On the national registry, and no recent business or consent between us.'),
    ifUnknown: 'skip',
  },
  {
    when: is('lookup.dnc', 'gave-up'),
    then: deny('lookup-timeout', 'The registry could not be asked.', 'manual-callback'),
  },
  {
    when: is('lookup.dnc', 'waiting'),
    then: defer('lookup-timeout', 'lookup.retryAt', 'The registry could not be asked yet; trying again.'),
  },
  {
    when: all(is('lookup.dnc', 'by-choice'), not(known('dnc.national'))),
    then: deny(
      'registry-stale',
      'The operator chose to run without the registry: sales contacts wait until there is a copy.',
    ),
  },
  {
    when: not(all(known('dnc.national'), atMost('dnc.listAgeDays', 31))),
    then: deny('registry-stale', 'Whether the registry lists this number is not known.'),
  },
];

/** The national registry binds sales contacts. An inquiry opens three months, a purchase eighteen; a request to stop ends both at once. */
export const dncNational = defineRule({
  id: 'dnc-national',
  title: 'National Do Not Call Registry and the established business relationship',
  citation: '47 CFR § 64.1200(c)(2), (e), (f)(5), (f)(15); 16 CFR § 310.4(b)(1)(iii)(B)',
  aliases: ['National DNC scrub', 'FTC do-not-call registry'],
  notCovered:
    'Calls that were no inquiries (spam, wrong number, vendors) create no relationship; the caller class is judged before the Gate.',
  anchor: 'outbound-and-suppression',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['all'],
  channels: ['sms', 'voice'],
  kinds: OUTBOUND_KINDS,
  when: is('recipient.country', 'US'),
  effectiveFrom: '2003-10-01',
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence:
    'Registry date and account number, result, basis of the relationship with its dates. Keep 5 years.',
  records: ['dnc.relationshipBasis'],
  branches: [
    { when: lacks('solicitation'), then: pass('Not a sales contact: the registry is irrelevant.') },
    ...registryBranches,
    { when: lacks('dnc.national'), then: pass('Not on the national registry.') },
  ],
  otherwise: pass('Listed, but recent business or signed consent between us allows it.'),
});
