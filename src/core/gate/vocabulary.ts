/** The words of the Gate's answers (catalogue 3.5): scripts and audits depend on them, so they change only by addition. */
export const REASONS = [
  'no-notice',
  'no-consent',
  'duplicate',
  'stale',
  'missing-brand',
  'missing-opt-out-line',
  'second-message',
  'no-written-consent',
  'opted-out',
  'rule-pack-outdated',
  'confirmation-not-allowed',
  'quiet-hours',
  'no-opening',
  'dnc',
  'registry-stale',
  'dnc-internal',
  'spoofed-trigger',
  'uncorroborated-trigger',
  'sender-not-registered',
  'use-case-mismatch',
  'opt-in-flow',
  'frequency-cap',
  'nudge-limit',
  'stopped-by-reply',
  'state-of-emergency',
  'lookup-timeout',
  'unreachable',
  'seller-not-named',
  'seller-not-identified',
  'no-voice-consent',
  'no-voice-opt-out',
  'reassigned',
  'rnd-unchecked',
  'forbidden-content',
  'no-whatsapp-opt-in',
  'outside-24h-window',
  'open-domain-bot',
  'no-recording-notice',
  'vendor-recorder',
  'vendor-own-use',
  'verification-expired',
  'no-baa',
  'phi-in-message',
  'card-data',
  'drug-claim',
  'protected-proxy',
  'geography-in-ranking',
  'unsupported-claim',
  'human-claim',
  'template-not-approved',
  'supervisor-review',
  'preference-statement',
  'franchise-inquiry',
  'clinical-limit',
  'automated-decision',
  'data-use',
  'under-13',
  'territory',
  'earnings-claim',
  'no-lawful-basis',
  'undisclosed-ai',
  'emergency',
  'write-precondition',
] as const;
export type Reason = (typeof REASONS)[number];

/** Most restrictive first: among equals the earlier one wins (catalogue 3.5). */
export const FALLBACKS = [
  'fixed-safety-text+human-alert',
  'human-parent',
  'none',
  'manual-review',
  'manual-callback',
  'fixed-template',
  'continue-unrecorded',
] as const;
export type Fallback = (typeof FALLBACKS)[number];

export const QUEUES = ['registered-principal', 'supervisor', 'operations', 'counsel'] as const;
export type Queue = (typeof QUEUES)[number];

export type Obligation =
  | 'single-message-only'
  | 'no-nudges'
  | 'notice-recommended'
  | 'identify-business-at-start'
  | 'offer-voice-opt-out'
  | 'disclose-ai'
  | 'archive-3y-17a-4-b-4'
  | 'link-privacy-notice'
  | 'reverify-vendor-profile'
  | 'redact-before-store'
  | 'send-payment-link';
