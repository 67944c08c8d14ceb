import { all, holds, lacks, oneOf } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, pass } from '../rule.ts';
import { noWrittenConsent, stateLaw, whileClosed } from './state-rule-parts.ts';

/** New Jersey: text advertising needs permission; 8 to 9 (charts that say 8 are wrong). */
export const njTelemarketing = defineRule({
  ...stateLaw('NJ'),
  id: 'nj-telemarketing',
  title: 'New Jersey telemarketing law',
  citation: 'N.J.S.A. 56:8-119 to -135 (56:8-128, 56:8-130)',
  aliases: ['New Jersey telemarketing'],
  notCovered: 'The postal address that later written communications must carry.',
  confidence: 'V',
  effectiveFrom: null,
  reviewBy: '2027-05-20',
  evidence: 'Transcript of the request. Keep 5 years.',
  branches: [
    {
      when: all(holds('solicitation'), oneOf('action.kind', SMS_KINDS), lacks('consent.pewcValid')),
      then: noWrittenConsent('Text advertising without permission.'),
    },
    ...whileClosed('NJ'),
  ],
  otherwise: pass("Advertises nothing without permission, and inside New Jersey's hours."),
});
