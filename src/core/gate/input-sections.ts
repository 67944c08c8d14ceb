/**
 * The parts of a GateInput that only some rules read (catalogue 3.2, "facts that only some rules read").
 *
 * An absent part means that nothing is known, so no rule passes by it. Every field may be absent or null, and words we
 * do not know are accepted: what they mean is settled where the facts are derived.
 */
import { z } from 'zod';

const word = z.string().max(500).nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
const words = z.array(z.string().max(500)).max(500).nullish();

export const Payment = z.object({ cardStep: flag, pauseOrMask: flag }).nullish();

export const Baa = z
  .object({ sms: flag, llm: flag, crm: flag, voice: flag, storage: flag })
  .nullish()
  .describe('Business associate agreements that are signed and cover the product used; absent: no');

export const Template = z
  .object({
    principalApproved: flag,
    retailRecipients30d: count,
    whatsappApproved: flag,
    lexiconHits: words,
    reviewOverdue: flag,
  })
  .nullish();

export const Appointment = z
  .object({
    modality: word.describe('in-person or telehealth'),
    patientState: word,
    clinicianStates: words,
  })
  .nullish();

export const Gdpr = z
  .object({
    basis: word.describe('6(1)(a), 6(1)(b), 6(1)(c) or 6(1)(f)'),
    art13Notice: flag,
    softOptIn: flag,
    consentProof: flag,
  })
  .nullish();

export const Lgpd = z.object({ basis: word }).nullish();
export const Dpdp = z.object({ dltTemplateId: word, noticeConsent: flag }).nullish();

export const Routing = z
  .object({
    dialledLocation: word,
    assignedLocation: word.describe('absent: not yet chosen'),
    callerTerritory: word.describe('Exclusive territory the caller is in; absent or null: none'),
    ownedByAssigned: flag,
    reason: word.describe('own-missed-call, overflow, cross-routing or reassignment'),
    clausePermits: flag,
    features: words.describe('What ranks or routes'),
    purpose: word,
    decisionType: word.describe('scheduling or significant'),
    humanReview: flag,
    preUseNotice: flag,
  })
  .nullish();

export const Report = z
  .object({
    audience: word.describe('internal, franchisee, franchise-prospects or public'),
    containsEarnings: flag,
    inItem19: flag,
    deidentified: flag,
  })
  .nullish();

export const Write = z
  .object({
    fields: z
      .array(z.object({ name: word, class: word, redacted: flag }))
      .max(500)
      .nullish(),
    idempotencyKey: word,
    optOutSynced: flag,
    scopeMatches: flag,
  })
  .nullish();

export const Privacy = z
  .object({
    noticePath: flag,
    openRequest: word.describe('deletion, limit or null'),
    optOutOfSale: flag,
    sharing: flag,
    sensitive: words,
    sensitiveOptIn: flag,
    purposeIsCall: flag,
    pia: flag,
    automatedNotice: flag,
  })
  .nullish();

export const Enrichment = z
  .object({ isConsumerReport: flag, permissiblePurpose: word, prescreen: flag, firmOffer: flag })
  .nullish();

export const Voiceprint = z.object({ created: flag, writtenRelease: flag }).nullish();

/** Duties of the location that are not kept, as they were found when their facts last changed. */
export const Duties = z
  .array(
    z.object({
      duty: z.string().max(80),
      decision: z.enum(['deny', 'route-to-counsel']),
      queue: z.enum(['counsel', 'operations']).nullish(),
      kinds: z.array(z.string().max(40)).max(20).describe('Kinds of action that it stops'),
      because: z.string().max(2000),
      evaluatedAt: z.string().max(40),
    }),
  )
  .max(50)
  .nullish();
