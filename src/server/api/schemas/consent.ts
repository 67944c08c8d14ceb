/** Suppressed numbers and the consent ledger. The ledger only grows; a state is a fold over it. */
import { z } from 'zod';
import { CONSENT_STATES } from '../../../core/model/consent.ts';
import { ConsentEnded, ConsentGiven } from '../../../core/model/consent-given.ts';
import { At, Cursor, Id, Limit, listOf, Phone, Search } from './common.ts';

export const ConsentEntry = z.object({
  seq: z.int(),
  bannerKey: z.string(),
  bannerName: z.string(),
  kind: z.string(),
  title: z.string().describe('What the line says, in words'),
  occurredAt: At,
  source: z.string(),
  category: z.string().nullable(),
  proof: z.record(z.string(), z.unknown()),
});
export type ConsentEntry = z.infer<typeof ConsentEntry>;

export const ConsentPerBanner = z.object({
  bannerKey: z.string(),
  bannerName: z.string(),
  state: z.enum(CONSENT_STATES),
  explanation: z.string(),
  since: At.nullable(),
});
export type ConsentPerBanner = z.infer<typeof ConsentPerBanner>;

export const ConsentLedger = z.object({
  phone: Phone,
  contactId: Id.nullable(),
  lineType: z.string().nullable(),
  states: z.array(ConsentPerBanner),
  given: z
    .array(
      z.object({
        bannerKey: z.string(),
        writtenConsent: z.enum(['valid', 'defective', 'none']),
        defect: z.string().nullable(),
        sellers: z.array(z.string()),
        artificialVoice: z.boolean(),
        whatsapp: z.boolean(),
        patientAuthorization: z.boolean(),
      }),
    )
    .describe('What was given in writing, per brand, as the Gate reads it now'),
  ledger: z.array(ConsentEntry),
});
export type ConsentLedger = z.infer<typeof ConsentLedger>;

export const REVOCATION_MEANS = ['phone', 'mail', 'email', 'web', 'in-person', 'text', 'other'] as const;

export const ConsentRequest = z.strictObject({
  kind: z.enum(['opted-out', 'do-not-contact', 're-opted-in', 'wrong-party']),
  banner: z.string().min(1).max(63).describe('Banner key, or `all`'),
  source: z.literal('staff').default('staff'),
  means: z
    .enum(REVOCATION_MEANS)
    .optional()
    .describe('How the person told us: any reasonable means counts (47 CFR 64.1200(a)(10))'),
  receivedOn: z.iso
    .date()
    .optional()
    .describe(
      'The day the person said it, when that is not today; a request older than ten business days is late',
    ),
  note: z.string().trim().min(3).max(400).describe('How we know: what was said, when and to whom'),
});
export type ConsentRequest = z.input<typeof ConsentRequest>;

/** Consent that a person gave in writing, or ended, for one brand. */
export const ConsentGivenRequest = z.strictObject({
  banner: z.string().min(1).max(63).describe('Key of the brand it was given to, or ended for'),
  given: z.union([ConsentGiven, ConsentEnded]),
});
export type ConsentGivenRequest = z.input<typeof ConsentGivenRequest>;

export const ConsentGivenAnswer = z.object({
  defect: z
    .string()
    .nullable()
    .describe('What the record lacks to count; it is kept all the same, and counts for nothing'),
  unnamed: z
    .array(z.string())
    .describe('Legal entities that text for this brand and that the words shown do not name'),
  ledger: ConsentLedger,
});
export type ConsentGivenAnswer = z.infer<typeof ConsentGivenAnswer>;

export const SuppressionsQuery = z.object({ cursor: Cursor, limit: Limit, q: Search });
export type SuppressionsQuery = z.infer<typeof SuppressionsQuery>;
export const SuppressionRow = z.object({
  phone: Phone,
  name: z.string().nullable(),
  contactId: Id.nullable(),
  kind: z.enum(['opted-out', 'do-not-contact', 'wrong-party', 'unreachable', 'landline']),
  banners: z.array(z.string()),
  bannerNames: z.array(z.string()).describe('The brands as callers know them, in the same order'),
  since: At,
  source: z.string(),
  words: z.string().nullable().describe('What the person wrote or said, when it is on record'),
});
export type SuppressionRow = z.infer<typeof SuppressionRow>;
export const SuppressionList = listOf(SuppressionRow);
export type SuppressionList = z.infer<typeof SuppressionList>;
