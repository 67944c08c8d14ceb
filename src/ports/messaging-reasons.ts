import type { RejectReason } from './messaging.ts';

/**
 * Why a text did not reach the caller, in words for the person at the shop, and what to do about it. `operator` marks
 * reasons that somebody must fix before any further text gets through: those raise a problem notice.
 */
export interface ReasonWords {
  readonly text: string;
  readonly remedy: string;
  readonly operator: boolean;
}

export const REASON_WORDS: Readonly<Record<RejectReason, ReasonWords>> = {
  'opted-out': {
    text: 'The carrier says that this person opted out of texts from your number.',
    remedy: 'Do not text. Calling back is allowed unless they asked not to be called.',
    operator: false,
  },
  landline: {
    text: 'The number is a landline or its carrier does not take texts.',
    remedy: 'Call back by phone; Ringback remembers and will not text this number again.',
    operator: false,
  },
  'invalid-number': {
    text: 'The number does not exist or cannot receive texts.',
    remedy: 'Check the number on the call record; call back if it rings.',
    operator: false,
  },
  unreachable: {
    text: 'The phone was switched off, out of reach, or unknown to its carrier.',
    remedy: 'Call back later.',
    operator: false,
  },
  'blocked-by-carrier': {
    text: 'The carrier or the person blocks messages from your number.',
    remedy: 'Call back by phone.',
    operator: false,
  },
  'spam-filtered': {
    text: "The carrier's spam filter stopped the text.",
    remedy:
      'Check that the registered campaign matches what you send, and that texts hold no short links or shouting.',
    operator: true,
  },
  'sender-not-registered': {
    text: 'Your number is not registered for business texts (A2P 10DLC or toll-free verification).',
    remedy: 'Finish the registration at your provider; until then carriers refuse every text.',
    operator: true,
  },
  'region-not-enabled': {
    text: 'Your provider account may not text to that country or region.',
    remedy: "Allow the region in the provider's messaging permissions, if you want to text there.",
    operator: false,
  },
  'rate-limited': {
    text: 'The provider accepts no more texts from your number right now.',
    remedy: 'Nothing for a short burst; for a lasting one, raise the limits of your registration.',
    operator: false,
  },
  credentials: {
    text: 'The provider refused our login.',
    remedy: 'Check the account id and token of the messaging source, then run `ringback doctor`.',
    operator: true,
  },
  content: {
    text: 'The provider refused the wording of the text.',
    remedy: "Look at the text and at the provider's content rules.",
    operator: false,
  },
  'not-configured': {
    text: 'There is no working texting account for this location.',
    remedy: 'Set up the messaging source and the sender of the location, then run `ringback doctor`.',
    operator: true,
  },
  unknown: {
    text: 'The provider refused or failed the text without a reason that we know.',
    remedy: "Look up the code in the provider's documentation.",
    operator: false,
  },
};
