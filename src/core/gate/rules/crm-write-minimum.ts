import { all, holds, lacks, known } from '../expression.ts';
import { defineRule, deny, pass, route } from '../rule.ts';

/** A record is written once, redacted, with the opt-out beside it, into the right scope. */
export const crmWriteMinimum = defineRule({
  id: 'crm-write-minimum',
  title: 'Preconditions of a CRM write',
  citation: 'Product policy; the minimisation rules above',
  aliases: ['before any CRM write'],
  notCovered: 'What the CRM does with it afterwards.',
  anchor: 'privacy-and-ai',
  confidence: 'policy',
  jurisdictions: ['any'],
  verticals: ['all'],
  channels: ['crm'],
  kinds: ['crm.write'],
  when: known('action.kind'),
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '2027-02-20',
  evidence: 'Classes of the fields, redactions, key. Retention per class.',

  branches: [
    {
      when: lacks('write.idempotent'),
      then: deny('write-precondition', 'No idempotency key: the record could be written twice.'),
    },
    {
      when: holds('write.rawForbidden'),
      then: deny('write-precondition', 'Raw card, health or child data. Write the redacted record.'),
    },
    {
      when: all(holds('consent.optOutOnFile'), lacks('write.optOutSynced')),
      then: deny('write-precondition', 'The opt-out must be written with the record.'),
    },
    {
      when: holds('write.scopeMismatch'),
      then: route('write-precondition', "The record belongs to another franchisee's scope."),
    },
  ],
  otherwise: pass('Keyed, redacted, with the opt-out, in scope.'),
});
