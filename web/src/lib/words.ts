/** The product's codes in the shop owner's words, in one place so that every page says the same. */
export type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'watch' | 'counsel';

interface Words {
  readonly label: string;
  readonly tone: Tone;
  readonly hint?: string;
}

const CLASSES: Readonly<Record<string, Words>> = {
  'no-answer': { label: 'No answer', tone: 'neutral', hint: 'It rang and nobody picked up.' },
  'rep-busy': { label: 'Line busy', tone: 'neutral', hint: 'Everyone was on another call.' },
  'ivr-drop': { label: 'Left in menu', tone: 'neutral', hint: 'The caller hung up in the phone menu.' },
  'queue-abandon': { label: 'Left queue', tone: 'neutral', hint: 'The caller gave up waiting in line.' },
  'voicemail-left-with-callback': {
    label: 'Voicemail, call back',
    tone: 'warning',
    hint: 'A message that asks for a call.',
  },
  'voicemail-left-without-callback': { label: 'Voicemail', tone: 'neutral', hint: 'A message was left.' },
  'voicemail-not-left': {
    label: 'Voicemail, no message',
    tone: 'neutral',
    hint: 'Voicemail picked up; no message was left.',
  },
  'after-hours': {
    label: 'After hours',
    tone: 'neutral',
    hint: 'Outside the opening hours of the location.',
  },
  'during-business-hours': {
    label: 'During hours',
    tone: 'neutral',
    hint: 'Inside the opening hours of the location.',
  },
  'short-duration': { label: 'Short ring', tone: 'neutral', hint: 'The caller hung up almost at once.' },
  'prolonged-ring': {
    label: 'Long ring',
    tone: 'warning',
    hint: 'It rang for long before the caller gave up.',
  },
  'callback-in-progress': {
    label: 'Being called back',
    tone: 'neutral',
    hint: 'Someone was already returning an earlier call.',
  },
  'blocked-caller': { label: 'Blocked caller', tone: 'bad', hint: 'The number is on the block list.' },
  'known-spam': { label: 'Spam', tone: 'bad', hint: 'The number is known for spam.' },
  'skill-mismatch': {
    label: 'Skill not available',
    tone: 'warning',
    hint: 'Nobody with the needed skill was free.',
  },
  'language-mismatch': {
    label: 'Language not available',
    tone: 'warning',
    hint: 'Nobody spoke the language of the caller.',
  },
};

export const CLASS_IDS = Object.keys(CLASSES);

const STATES: Readonly<Record<string, Words>> = {
  'in-progress': { label: 'In progress', tone: 'neutral' },
  missed: { label: 'Missed', tone: 'warning' },
  answered: { label: 'Answered', tone: 'good' },
  'recovered-by-caller': {
    label: 'Caller got through',
    tone: 'good',
    hint: 'They rang again and reached someone.',
  },
  undecided: { label: 'Undecided', tone: 'neutral', hint: 'The surfaces have not said yet how it ended.' },
};

const ANSWERS: Readonly<Record<string, Words>> = {
  none: { label: 'No text needed', tone: 'neutral' },
  scheduled: { label: 'Text scheduled', tone: 'watch' },
  deferred: { label: 'Waiting for lawful hours', tone: 'watch' },
  counsel: { label: 'With counsel', tone: 'counsel' },
  sending: { label: 'Sending', tone: 'watch' },
  sent: { label: 'Texted', tone: 'good' },
  shadow: {
    label: 'Shadow: would have texted',
    tone: 'watch',
    hint: 'Decided and recorded; nothing was sent.',
  },
  held: { label: 'Not texted', tone: 'warning' },
  cancelled: { label: 'Text not needed any more', tone: 'neutral' },
};

const DELIVERY: Readonly<Record<string, Words>> = {
  intent: { label: 'Sending', tone: 'neutral' },
  unknown: {
    label: 'Checking with the carrier',
    tone: 'warning',
    hint: 'The answer was lost. We ask the carrier and never send twice.',
  },
  rejected: { label: 'Refused by the carrier', tone: 'bad' },
  accepted: {
    label: 'Accepted',
    tone: 'neutral',
    hint: 'The carrier took it; delivery is not confirmed yet.',
  },
  sent: { label: 'Sent', tone: 'neutral' },
  delivered: { label: 'Delivered', tone: 'good' },
  undelivered: { label: 'Not delivered', tone: 'bad' },
  failed: { label: 'Failed', tone: 'bad' },
  read: { label: 'Read', tone: 'good' },
  received: { label: 'Received', tone: 'neutral' },
};

const CONSENT: Readonly<Record<string, Words>> = {
  UNKNOWN: { label: 'Nothing on record', tone: 'neutral' },
  INBOUND_CALLED: { label: 'Called us', tone: 'neutral' },
  INBOUND_NOTICED: { label: 'Called and heard the notice', tone: 'good' },
  TEXTBACK_SENT: { label: 'Texted back once', tone: 'neutral' },
  ENGAGED: { label: 'In conversation', tone: 'good' },
  TRANSACTIONAL: { label: 'Customer messages allowed', tone: 'good' },
  MARKETING: { label: 'Marketing allowed', tone: 'good' },
  OPTED_OUT: { label: 'Opted out', tone: 'bad' },
  CLARIFY_PENDING: { label: 'Asked what they meant', tone: 'warning' },
  RE_OPTED_IN: { label: 'Opted in again', tone: 'good' },
  DNC_INTERNAL: { label: 'Do not contact', tone: 'bad' },
  BLOCKED: { label: 'Blocked', tone: 'bad' },
  LAPSED: { label: 'Lapsed', tone: 'neutral' },
};

const VERDICTS: Readonly<Record<string, Words>> = {
  pass: { label: 'Pass', tone: 'good' },
  deny: { label: 'Deny', tone: 'bad' },
  'defer-until': { label: 'Wait', tone: 'watch' },
  'route-to-counsel': { label: 'Ask counsel', tone: 'counsel' },
  'not-applicable': { label: 'Does not apply', tone: 'neutral' },
};

const MODES: Readonly<Record<string, Words>> = {
  live: { label: 'Live', tone: 'good', hint: 'Decides, records and texts.' },
  shadow: { label: 'Shadow', tone: 'watch', hint: 'Decides and records; sends nothing.' },
  off: { label: 'Off', tone: 'neutral', hint: 'Only records calls.' },
};

const SUPPRESSIONS: Readonly<Record<string, Words>> = {
  'opted-out': { label: 'Opted out', tone: 'bad' },
  'do-not-contact': { label: 'Do not contact', tone: 'bad' },
  'wrong-party': { label: 'Wrong person', tone: 'warning' },
  unreachable: { label: 'Unreachable', tone: 'neutral' },
  landline: { label: 'Landline', tone: 'neutral' },
};

/** How news of a source come. */
const DELIVERED: Readonly<Record<string, string>> = {
  webhook: 'webhook',
  subscription: 'push subscription',
  poll: 'looking at the vendor',
  stream: 'a live stream',
};

export const FAMILIES: Readonly<Record<string, string>> = {
  'call-tracking': 'Call tracking',
  cpaas: 'Programmable voice',
  ucaas: 'Business phone systems',
  'contact-center': 'Contact centers',
  enterprise: 'Enterprise voice',
  sip: 'Your own SIP server',
  'click-to-call': 'Ads and click-to-call',
  'ai-receptionist': 'AI receptionists',
  generic: 'Anything else',
};

const MATURITY: Readonly<Record<string, Words>> = {
  live: { label: 'Checked live', tone: 'good', hint: 'Checked against the real service.' },
  emulator: { label: 'Checked with an emulator', tone: 'good', hint: 'Checked against an emulator of it.' },
  vectors: {
    label: 'Checked with vendor data',
    tone: 'good',
    hint: 'Checked against test data or the library that the vendor publishes, not with a real account.',
  },
  documented: {
    label: 'From documentation only',
    tone: 'watch',
    hint: 'Written from the vendor’s documentation; nobody has tried it with a real account yet. Watch the first calls.',
  },
};
const UNVERIFIED: Words = {
  label: 'Unverified',
  tone: 'warning',
  hint: 'The vendor publishes no complete format, so parts are our best reading. Check the first calls against the vendor.',
};

const pick =
  (table: Readonly<Record<string, Words>>) =>
  (code: string | null | undefined): Words =>
    table[code ?? ''] ?? { label: sentence(code ?? 'unknown'), tone: 'neutral' };

export const words = {
  class: pick(CLASSES),
  state: pick(STATES),
  answer: pick(ANSWERS),
  delivery: pick(DELIVERY),
  consent: pick(CONSENT),
  verdict: pick(VERDICTS),
  mode: pick(MODES),
  suppression: pick(SUPPRESSIONS),
  delivered: (delivery: string): string => DELIVERED[delivery] ?? delivery,
  family: (family: string): string => FAMILIES[family] ?? sentence(family),
  /** Honest: a surface whose vendor publishes no format says so, whatever its grade. */
  maturity: (maturity: string, checkedHow: string): Words =>
    maturity === 'documented' && /unverified/i.test(checkedHow) ? UNVERIFIED : pick(MATURITY)(maturity),
};

/** `queue-abandon` -> "Queue abandon", for codes that came later than this page. */
export function sentence(code: string): string {
  const text = code.replaceAll(/[-_.]/g, ' ').trim();
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
