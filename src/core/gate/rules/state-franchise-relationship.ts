import { all, holds, lacks } from '../expression.ts';
import { defineRule, pass, route } from '../rule.ts';

/** State relationship and encroachment laws protect territories too; lists differ by source, so counsel looks in every state. */
export const stateFranchiseRelationship = defineRule({
  id: 'state-franchise-relationship',
  title: 'State franchise relationship laws',
  citation: 'State relationship laws; table in data/franchise.json',
  aliases: ['state relationship laws', 'encroachment'],
  notCovered: 'Renewal and termination.',
  anchor: 'franchise',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['franchise'],
  channels: ['routing'],
  kinds: ['route.assign'],
  when: holds('routing.dialledLocationKnown'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'As fdd-item-12. 6 years.',
  records: ['franchise.relationshipList'],
  branches: [
    {
      when: all(
        holds('routing.crossTerritory'),
        holds('routing.foreignTerritory'),
        lacks('routing.clausePermits'),
      ),
      then: route(
        'territory',
        'The call would cross into an exclusive territory without a clause that permits it.',
      ),
    },
  ],
  otherwise: pass('Inside the own territory, or the agreement permits it.'),
});
