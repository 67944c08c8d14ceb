/** States of regulation catalogue section 5.1, per (recipient, sender brand). */
export const CONSENT_STATES = [
  'UNKNOWN',
  'INBOUND_CALLED',
  'INBOUND_NOTICED',
  'TEXTBACK_SENT',
  'ENGAGED',
  'TRANSACTIONAL',
  'MARKETING',
  'OPTED_OUT',
  'CLARIFY_PENDING',
  'RE_OPTED_IN',
  'DNC_INTERNAL',
  'BLOCKED',
  'LAPSED',
] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** One line of the append-only consent ledger. `occurredAt` is tenant time; order is by `occurredAt`, then `seq`. */
export interface ConsentEvent {
  readonly kind:
    | 'missed-call'
    | 'missed-call-noticed'
    | 'text-sent'
    | 'replied'
    | 'booked'
    | 'opted-out'
    | 'clarify-asked'
    | 're-opted-in'
    | 'wrong-party'
    | 'do-not-contact'
    | 'unreachable'
    | 'written-consent'
    | 'whatsapp-opt-in'
    | 'whatsapp-opt-out'
    | 'hipaa-authorization'
    | 'hipaa-authorization-revoked'
    | 'lapsed';
  readonly occurredAt: string;
  /** Where it came from: `sms`, `call`, `staff`, `provider`, `import`, `web`. */
  readonly source: string;
  /** The words received, the form shown, the provider's error: whatever proves it. */
  readonly proof: Readonly<Record<string, unknown>>;
  /** Message programme that an opt-out answered, for example `textback`. */
  readonly category?: string;
}
