import { all, any, holds, is, lacks, oneOf } from '../expression.ts';
import { defineRule, deny, defer, pass } from '../rule.ts';
import { registryBranches } from './dnc-national.ts';

/** Brokers have their own telemarketing rule: hours, our own list and the registry, the worst of the three. */
export const finra3230 = defineRule({
  id: 'finra-3230',
  title: 'FINRA telemarketing',
  citation: 'FINRA Rule 3230',
  aliases: ['FINRA 3230'],
  notCovered: 'Texts: the rule speaks of calls.',
  anchor: 'vertical',
  confidence: 'K',
  jurisdictions: ['US'],
  verticals: ['broker-dealer'],
  channels: ['voice'],
  kinds: ['call.human', 'call.ai-voice'],
  when: is('vertical', 'broker-dealer'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'As quiet-hours-federal, dnc-national and internal-dnc. 6 years.',
  records: ['quietHours.closedClocks', 'dnc.relationshipBasis'],
  branches: [
    { when: lacks('solicitation'), then: pass('Not a sales call.') },
    {
      when: any(holds('dnc.internal'), oneOf('consent.state', ['DNC_INTERNAL', 'BLOCKED'])),
      then: deny('dnc-internal', 'On our own do-not-call list.', 'none'),
    },
    ...registryBranches.filter((branch) => branch.then.decision === 'deny'),
    {
      when: all(lacks('quietHours.federalOpen'), lacks('quietHours.hasOpening')),
      then: deny(
        'no-opening',
        'Outside 8 am to 9 pm, and no common opening within 10 days.',
        'manual-callback',
      ),
    },
    {
      when: lacks('quietHours.federalOpen'),
      then: defer('quiet-hours', 'quietHours.nextOpening', 'Outside 8 am to 9 pm where the person may be.'),
    },
    ...registryBranches.filter((branch) => branch.then.decision !== 'deny'),
  ],
  otherwise: pass('Inside the hours and on no list that forbids it.'),
});
