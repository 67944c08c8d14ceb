/**
 * What the Gate is told: the GateInput of the regulation catalogue, section 3.2.
 *
 * Almost every field may be absent or null, and enumerations accept words we do not know: such a fact is *unknown*, and
 * an unknown fact never makes a rule pass. What is refused here is only nonsense that no rule could read: a number
 * where a text belongs, an instant that does not exist, an action we have never heard of.
 */
import { z } from 'zod';
import type { Issue } from '../model/errors.ts';
import { Instant } from '../model/primitives.ts';
import * as sections from './input-sections.ts';

export const ACTION_KINDS = [
  'sms.textback.first',
  'sms.nudge',
  'sms.reply',
  'sms.reminder',
  'sms.marketing',
  'sms.optout.confirm',
  'sms.help',
  'call.human',
  'call.ai-voice',
  'call.record',
  'llm.process',
  'crm.write',
  'route.assign',
  'report.export',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

const word = z.string().max(500).nullish();
const longText = z.string().max(100_000).nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
const words = z.array(z.string().max(500)).max(500).nullish();

const Action = z.object({
  kind: z.enum(ACTION_KINDS),
  messageClass: word.describe(
    'informational, conversational, transactional, marketing or service; else marketing',
  ),
  category: word.describe('Programme, for example textback, appointment-reminder, safety-text'),
  body: longText.describe('Text as it will be sent; absent: judge by the flags alone'),
  brandNamed: flag,
  optOutInstruction: flag,
  hasMarketing: flag,
  hasPhi: flag,
  identifiesSeller: flag,
  voiceOptOut: flag,
  firstEvaluatedUtc: Instant.nullish().describe(
    'On the re-run after a defer-until: when the Gate first saw this action',
  ),
  claims: z
    .array(z.object({ text: longText, allowListed: flag }))
    .max(200)
    .nullish(),
  contentFlags: words,
  intents: words,
});

const Call = z.object({
  id: word,
  fromPresentation: word.describe('allowed, restricted or unavailable'),
  endedSecondsAgo: count,
  class: word,
  verstat: word,
  attestation: word.describe('A, B, C, none or failed'),
  textbackNoticePlayed: flag,
  recordingNoticePlayed: flag,
  leftVoicemail: flag.describe('A voicemail that does not refuse contact'),
  keypress: flag.describe('Pressed a key to get a text or call; absent: no'),
  ivrOrRingSeconds: count,
  voicemailTranscript: longText,
});

const Candidate = z.object({ state: word, zone: word, source: word });

const Recipient = z.object({
  country: word.describe('ISO 3166-1 alpha-2'),
  lineType: word.describe('mobile, voip, landline, tollfree or unknown'),
  candidates: z.array(Candidate).max(200).nullish(),
  existingCustomer: flag,
  lastInquiryDaysAgo: count,
  lastTransactionDaysAgo: count,
  ageSignal: word,
  parentalConsent: flag,
});

const OptOut = z.object({
  minutesAgo: count,
  daysAgo: count,
  scope: word.describe('all or category'),
  inReplyToCategory: word,
  brand: word,
});

const Consent = z.object({
  state: word.describe('ConsentState of section 5.1 for this recipient and brand'),
  enteredFrom: word.describe(
    'For TEXTBACK_SENT: INBOUND_CALLED or INBOUND_NOTICED; absent: derived from the call',
  ),
  optOut: OptOut.nullish().describe('null: none on file; absent: not known'),
  pewc: z
    .object({ valid: flag, sellers: words, defect: word, artificialVoice: flag })
    .nullish()
    .describe('Prior express written consent'),
  capturedDaysAgo: count,
  callbackRequested: flag,
  whatsappOptIn: flag,
  optInConfirmationSent: flag,
  hipaaAuthorization: flag,
  reOptIn: z.object({ keyword: word, daysAgo: count }).nullish(),
});

const History = z.object({
  textbacksForThisCall: count,
  textbacksThisNumberLocation24h: count,
  nudgesSent: count,
  outboundUtc24h: z
    .array(Instant)
    .max(10_000)
    .nullish()
    .describe('Automated outbound; replies, HELP and confirmations not counted'),
  subject: word.describe('same or different, compared with this action; absent: same'),
  optoutConfirmationsSent: count,
  lastInboundMinutesAgo: count.describe('null: no text from this person; absent: not known'),
});

const Sender = z.object({
  type: word.describe('10dlc, tollfree, shortcode or whatsapp'),
  brandStatus: word,
  campaignStatus: word,
  useCase: word,
  numberLinked: flag,
  tollfreeVerified: flag,
  brand: word,
  legalEntity: word,
  optInFlowMatches: flag.describe('Real opt-in flow is the declared one; absent: yes'),
  ageGateApproved: flag,
});

const Policy = z.object({
  quietHoursMode: word,
  optOutScope: word.describe('all or category'),
  crossBannerOptOut: flag,
  rulePackDate: z.iso.date().nullish(),
  textbackFreshnessSeconds: count.describe('absent: 600'),
  corroborationSeconds: count.describe('absent: 15'),
});

const Dnc = z.object({
  national: flag,
  nationalListAgeDays: count,
  stateListed: words,
  internal: flag,
  stateListsHeld: words,
});

const Ai = z.object({
  drafts: flag,
  converses: flag,
  voice: flag,
  disclosed: flag,
  vendorTrainingOff: flag,
  zeroRetentionVerifiedDaysAgo: count,
  openDomain: flag,
});

const Location = z.object({
  state: word,
  zone: word,
  country: word,
  noNoticeCounselApproval: flag,
  counselExemptions: words,
});

export const GateInput = z.object({
  check: z.literal('gate').nullish(),
  action: Action,
  call: Call.nullish().transform((given): z.infer<typeof Call> => given ?? {}),
  recipient: Recipient.nullish().transform((given): z.infer<typeof Recipient> => given ?? {}),
  consent: Consent.nullish().transform((given): z.infer<typeof Consent> => given ?? {}),
  dnc: Dnc.nullish().transform((given): z.infer<typeof Dnc> => given ?? {}),
  rnd: z
    .object({
      result: word,
      since: word.describe('Date of consent that was asked about'),
      askedOn: word.describe('Day of the answer'),
    })
    .nullish(),
  sender: Sender.nullish().transform((given): z.infer<typeof Sender> => given ?? {}),
  history: History.nullish().transform((given): z.infer<typeof History> => given ?? {}),
  vertical: word,
  ai: Ai.nullish().transform((given): z.infer<typeof Ai> => given ?? {}),
  location: Location.nullish().transform((given): z.infer<typeof Location> => given ?? {}),
  emergencyStates: words,
  policy: Policy.nullish().transform((given): z.infer<typeof Policy> => given ?? {}),
  nowUtc: Instant,
  inboundText: longText,
  callerIntent: word,
  recorder: word,
  partyStates: words,
  lookups: z
    .object({
      timedOut: words.describe('line-type, rnd, dnc, attestation; also litigator'),
      attempts: count,
      byChoice: words.describe('Not asked because the operator chose, on record, to run without'),
    })
    .nullish()
    .describe('absent: none timed out'),
  duties: sections.Duties,
  payment: sections.Payment,
  baa: sections.Baa,
  template: sections.Template,
  appointment: sections.Appointment,
  gdpr: sections.Gdpr,
  lgpd: sections.Lgpd,
  dpdp: sections.Dpdp,
  routing: sections.Routing,
  report: sections.Report,
  write: sections.Write,
  privacy: sections.Privacy,
  enrichment: sections.Enrichment,
  voiceprint: sections.Voiceprint,
});
export type GateInput = z.infer<typeof GateInput>;

export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads a GateInput from anything; never throws. Each issue names the field and what to send instead. */
export function parseGateInput(value: unknown): Parsed<GateInput> {
  return parseWith(GateInput, value);
}

/** The same for any small check input. */
export function parseWith<Value>(schema: z.ZodType<Value>, value: unknown): Parsed<Value> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, issues: result.error.issues.map(toIssue) };
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  const path = issue.path.map(String).join('.') || '(whole input)';
  return { path, message: issue.message, remedy: remedyFor(issue, path) };
}

function remedyFor(issue: z.core.$ZodIssue, path: string): string {
  if (path === 'nowUtc') return 'Send the instant of the judgement in UTC, for example 2026-11-20T18:42:00Z.';
  if (issue.code === 'invalid_value') return `Send one of: ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'invalid_type') {
    return `Send ${issue.expected === 'object' ? 'an object' : `a ${issue.expected}`} here, or leave ${path} out when it is not known.`;
  }
  return `Correct ${path}, or leave it out when it is not known.`;
}
