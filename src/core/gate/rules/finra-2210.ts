import { all, holds, is, lacks, not, atMost } from '../expression.ts';
import { SMS_KINDS } from '../kinds.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** A principal approves what goes to more than 25 retail investors; a machine writes nothing freely. */
export const finra2210 = defineRule({
  id: 'finra-2210',
  title: 'FINRA communications with the public',
  citation: 'FINRA Rule 2210(a)(2), (a)(5), (b)(1)(A), (b)(4), (d)',
  aliases: ['FINRA 2210 pre-use review of each text (seed; it is the template)'],
  notCovered: 'One-to-one correspondence is reviewed afterwards: finra-3110.',
  anchor: 'vertical',
  confidence: 'V/K',
  jurisdictions: ['US'],
  verticals: ['broker-dealer'],
  channels: ['sms'],
  kinds: SMS_KINDS,
  when: is('vertical', 'broker-dealer'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence:
    'Approver, date, hash of the template, number of recipients. 3 years, the first 2 easily accessible.',
  records: ['template.recipients30d'],
  branches: [
    { when: holds('body.promises'), then: deny('unsupported-claim', 'It promises or predicts performance.') },
    {
      when: all(holds('ai.drafts'), lacks('template.present')),
      then: deny('unsupported-claim', 'A machine would write freely to customers, outside approved wording.'),
    },
    {
      when: all(lacks('template.approved'), not(atMost('template.recipients30d', 25))),
      then: route(
        'template-not-approved',
        'A template that no principal approved, for more than 25 retail investors or an unknown number.',
        'registered-principal',
      ),
    },
  ],
  otherwise: pass('Approved, or correspondence to 25 people at most.', 'archive-3y-17a-4-b-4'),
});
