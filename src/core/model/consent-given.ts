/**
 * Consent that a person gave in writing, with what proves it: marketing texts (47 CFR 64.1200(f)(9), E-SIGN 15 U.S.C.
 * 7001), WhatsApp (WhatsApp Business Messaging Policy), marketing with patient data (45 CFR 164.508(c)). A record that
 * lacks an element is kept as it is and counts for nothing; what it lacks is named.
 */
import { z } from 'zod';
import { CalendarDate, E164, Instant } from './primitives.ts';

const words = (most: number) => z.string().trim().min(3).max(most);

export const SIGNATURE_METHODS = [
  'web-form',
  'e-signature',
  'text-keyword',
  'key-press',
  'voice-recording',
  'paper',
] as const;

const Signature = z.strictObject({
  method: z.enum(SIGNATURE_METHODS),
  evidence: words(600).describe(
    'What shows it: address and browser of the form, id of the envelope, the text and its reply, the recording, the sheet',
  ),
  signer: z.string().trim().max(120).optional().describe('Name as signed'),
});

const common = {
  signedAt: Instant.describe('When the person gave it; never the day it was written down here'),
  textShown: words(4000).describe('The exact words the person agreed to'),
  version: z.string().trim().max(80).optional().describe('Version of the form, page or prompt'),
  note: z.string().trim().max(400).optional(),
};

export const WrittenConsent = z.strictObject({
  kind: z.literal('written-consent'),
  ...common,
  signature: Signature,
  sellers: z
    .array(z.string().trim().min(1).max(120))
    .min(1)
    .max(50)
    .describe('Legal entities named in the words shown; consent counts for these alone'),
  numbers: z.array(E164).min(1).max(10).describe('The numbers that the person authorised'),
  automated: z.boolean().describe('The words authorise marketing by automated means'),
  artificialVoice: z.boolean().default(false).describe('They also name an artificial or prerecorded voice'),
  notCondition: z.boolean().describe('They say that agreeing is no condition of buying anything'),
});
export type WrittenConsent = z.infer<typeof WrittenConsent>;

export const WhatsappOptIn = z.strictObject({
  kind: z.literal('whatsapp-opt-in'),
  ...common,
  signature: Signature,
  businessNamed: z.boolean().describe('The words name the business, and that it writes on WhatsApp'),
});
export type WhatsappOptIn = z.infer<typeof WhatsappOptIn>;

export const HipaaAuthorization = z.strictObject({
  kind: z.literal('hipaa-authorization'),
  ...common,
  signature: Signature,
  information: words(400).describe('Which information may be used (164.508(c)(1)(i))'),
  discloser: words(200).describe('Who may use or disclose it (ii)'),
  recipient: words(200).describe('To whom (iii)'),
  purpose: words(400).describe('Each purpose (iv)'),
  expiresOn: CalendarDate.describe('Last day of the authorization (v)'),
  statements: z
    .boolean()
    .describe('It tells of the right to revoke, of conditions and of redisclosure (164.508(c)(2))'),
  remuneration: z
    .enum(['none', 'disclosed', 'not-disclosed'])
    .describe('Payment by a third party, and whether the words say so (164.508(a)(3)(ii))'),
});
export type HipaaAuthorization = z.infer<typeof HipaaAuthorization>;

export const ConsentGiven = z.discriminatedUnion('kind', [WrittenConsent, WhatsappOptIn, HipaaAuthorization]);
export type ConsentGiven = z.infer<typeof ConsentGiven>;

/** Ends one of these without ending everything; a STOP ends marketing and WhatsApp as well. */
export const ConsentEnded = z.strictObject({
  kind: z.enum(['whatsapp-opt-out', 'hipaa-authorization-revoked']),
  endedAt: Instant,
  note: words(400).describe('How we know'),
});
export type ConsentEnded = z.infer<typeof ConsentEnded>;

/** What a record lacks to count for this number, in words that name the remedy; null: nothing. */
export function defectOf(given: ConsentGiven, phone: string): string | null {
  switch (given.kind) {
    case 'written-consent':
      if (!given.numbers.includes(phone)) return 'it does not name this number';
      if (!given.automated) return 'the words shown do not authorise automated marketing';
      return given.notCondition ? null : 'the words shown do not say that agreeing is no condition of buying';
    case 'whatsapp-opt-in':
      return given.businessNamed ? null : 'the words shown do not name the business and WhatsApp';
    case 'hipaa-authorization':
      if (!given.statements) return 'it lacks the statements of 45 CFR 164.508(c)(2)';
      return given.remuneration === 'not-disclosed' ? 'it does not tell that a third party pays' : null;
  }
}
