/**
 * What people vouch for, because no message and no vendor's answer can show it: agreements with vendors, approved
 * wording, prompts that play, legal grounds (regulation catalogue 3.2: `baa`, `template`, `gdpr`, `lgpd`, `dpdp`, the
 * recording notice, `privacy`). Each carries its date, and an end where it has one: from the day after it counts as
 * missing, and a rule that needs it stops the message.
 */
import { z } from 'zod';
import { CalendarDate, E164, Key } from './primitives.ts';

const name = z.string().min(1).max(120);
/** Where the paper is, and who put it here: the dashboard takes the name from the login. */
const by = name.optional().describe('Who entered it');
const onFile = {
  document: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .describe('Where the document is: a link, or the file and its page'),
  by,
};

/** Text messaging, language model, customer records, calls, storage of recordings and transcripts. */
export const VENDOR_USES = ['sms', 'llm', 'crm', 'voice', 'storage'] as const;
export type VendorUse = (typeof VENDOR_USES)[number];

export const BusinessAssociateAgreement = z.strictObject({
  use: z.enum(VENDOR_USES).describe('What the vendor does with patient data'),
  vendor: name,
  product: z.string().max(200).optional().describe('The eligible product that the agreement covers'),
  signedOn: CalendarDate,
  expiresOn: CalendarDate.optional().describe('Last day; absent: until it is ended'),
  ...onFile,
});

export const ApprovedTemplate = z.strictObject({
  key: Key,
  version: z.string().min(1).max(40),
  text: z.string().min(10).max(700).describe('The approved wording, merge fields such as {caller} included'),
  principal: name.describe('The registered principal who approved it'),
  approvedOn: CalendarDate,
  reviewBy: CalendarDate.optional().describe('From the day after, a supervisor looks first'),
  expiresOn: CalendarDate.optional(),
  ...onFile,
});

export const RecordingNotice = z.strictObject({
  text: z.string().min(10).max(400),
  version: z.string().min(1).max(40),
  playedSince: CalendarDate,
  onEveryCall: z.boolean().default(false).describe('Played before anything is captured, on every call'),
  onVoicemail: z.boolean().default(true).describe('Part of the greeting before the beep'),
  ...onFile,
});

export const ZeroRetention = z.strictObject({
  vendor: name.describe('Host of the model, as in `assistant.baseUrl`, or the name of the provider'),
  verifiedOn: CalendarDate,
  expiresOn: CalendarDate.optional(),
  trainingOff: z.boolean().describe('The vendor may not learn from the content'),
  evidence: z.string().max(400).optional(),
  by,
});

export const LegalBasis = z.strictObject({
  gdpr: z
    .strictObject({
      basis: z.enum(['6(1)(a)', '6(1)(b)', '6(1)(c)', '6(1)(f)']),
      art13Notice: z.boolean().default(false),
      softOptIn: z.boolean().default(false),
      consentProof: z.boolean().default(false),
      assessedOn: CalendarDate,
      ...onFile,
    })
    .optional()
    .describe('EU, EEA and United Kingdom'),
  lgpd: z
    .strictObject({ basis: z.string().min(2).max(120), assessedOn: CalendarDate, ...onFile })
    .optional()
    .describe('Brazil'),
  dpdp: z
    .strictObject({
      dltTemplateId: z.string().min(1).max(80),
      noticeConsent: z.boolean().default(false),
      registeredOn: CalendarDate,
      ...onFile,
    })
    .optional()
    .describe('India'),
});

/** What duties of a location and its vendors rest on; each is evaluated when it changes (core/duties). */
export const DutyAttestations = z.strictObject({
  senderNumber: z
    .strictObject({
      number: E164,
      answers: z.boolean().describe('People who call it can opt out'),
      since: CalendarDate,
      ...onFile,
    })
    .optional()
    .describe('For a texting number that is none of the shop numbers'),
  franchisee: z
    .strictObject({ status: z.enum(['active', 'terminated', 'expired']), since: CalendarDate, ...onFile })
    .optional()
    .describe('State of the franchise agreement'),
  voiceVendors: z
    .array(z.strictObject({ vendor: name, listed: z.boolean(), checkedOn: CalendarDate, ...onFile }))
    .max(50)
    .optional()
    .describe('Robocall Mitigation Database: who was found there, and when somebody looked'),
  safeguards: z
    .strictObject({
      encrypted: z.boolean(),
      accessLogs: z.boolean(),
      uniqueUsers: z.boolean(),
      checkedOn: CalendarDate,
      ...onFile,
    })
    .optional()
    .describe('What stores health data (clinics)'),
  riskAnalysis: z
    .strictObject({ doneOn: CalendarDate, ...onFile })
    .optional()
    .describe('HIPAA, every 12 months (clinics)'),
  vendorClauses: z
    .array(
      z.strictObject({
        vendor: name,
        uses: z
          .array(z.enum(VENDOR_USES))
          .min(1)
          .max(VENDOR_USES.length)
          .optional()
          .describe('What the vendor gets customer information for; absent: every use'),
        safeguards: z.boolean(),
        incidentNotice72h: z.boolean(),
        checkedOn: CalendarDate,
        expiresOn: CalendarDate.optional(),
        ...onFile,
      }),
    )
    .max(50)
    .optional()
    .describe('Clauses in contracts with vendors of customer information (finance)'),
  register: z
    .strictObject({ entry: z.string().min(1).max(120), since: CalendarDate, ...onFile })
    .optional()
    .describe('Entry in the register of processing (EU, EEA, United Kingdom)'),
  aiRisk: z
    .strictObject({
      class: z.enum(['not-high', 'high']),
      rationale: z.string().min(3).max(400),
      assessedOn: CalendarDate,
      controls: z.boolean().default(false),
      overseer: name.optional(),
      ...onFile,
    })
    .optional()
    .describe('Class of the assistant under the AI Act (EU, EEA)'),
  bookingPageAudit: z
    .strictObject({ doneOn: CalendarDate, blockers: z.int().min(0), ...onFile })
    .optional()
    .describe('WCAG 2.2, levels A and AA'),
});
export type DutyAttestations = z.infer<typeof DutyAttestations>;

export const Attestations = z.strictObject({
  baa: z
    .array(BusinessAssociateAgreement)
    .max(50)
    .optional()
    .describe('Business associate agreements (clinics)'),
  approvedTemplates: z.array(ApprovedTemplate).max(100).optional().describe('FINRA 2210 (broker-dealers)'),
  recordingNotice: RecordingNotice.optional(),
  phiMinimum: z
    .strictObject({
      enabled: z.boolean().default(true),
      redact: z
        .array(z.string().min(3).max(60))
        .max(200)
        .default([])
        .describe(
          'Words that tell of health here, beyond those we know; never texted, never written to the CRM',
        ),
      by,
    })
    .optional(),
  zeroRetention: z.array(ZeroRetention).max(20).optional(),
  legalBasis: LegalBasis.optional(),
  minors: z
    .strictObject({
      audience: z.enum(['adults', 'general', 'children']),
      reviewedOn: CalendarDate,
      note: z.string().max(400).optional(),
      ...onFile,
    })
    .optional()
    .describe('Who calls: `adults` only where the trade itself makes sure of it'),
  privacyNotice: z
    .strictObject({ url: z.url(), version: z.string().min(1).max(40), since: CalendarDate, by })
    .optional(),
  substantiatedClaims: z
    .array(z.string().min(5).max(200))
    .max(100)
    .optional()
    .describe('Claims that may be texted because they can be shown'),
  duties: DutyAttestations.optional().describe('What duties of the location and its vendors rest on'),
});
export type Attestations = z.infer<typeof Attestations>;
