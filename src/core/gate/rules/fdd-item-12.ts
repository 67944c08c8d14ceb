import { all, holds, lacks } from '../expression.ts';
import { defineRule, pass, route } from '../rule.ts';

/** Overflow must not hand one franchisee's territory to another without a clause that allows it. */
export const fddItem12 = defineRule({
  id: 'fdd-item-12',
  title: 'Franchise territory',
  citation: '16 CFR § 436.5(l); the franchise agreement',
  aliases: ['FDD Item 12 (seed; it discloses, the agreement binds)'],
  notCovered: 'The dialled location answering its own missed call, wherever the caller lives.',
  anchor: 'franchise',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['franchise'],
  channels: ['routing'],
  kinds: ['route.assign'],
  when: holds('routing.dialledLocationKnown'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Version of the territory map, clause id, decision. Term of the agreement and 6 years.',

  branches: [
    {
      when: all(
        holds('routing.crossTerritory'),
        holds('routing.foreignTerritory'),
        lacks('routing.clausePermits'),
      ),
      then: route(
        'territory',
        "The call would go to another franchisee's exclusive territory. The lead stays with the dialled location.",
      ),
    },
  ],
  otherwise: pass('Inside the own territory, or the agreement permits it.'),
});
