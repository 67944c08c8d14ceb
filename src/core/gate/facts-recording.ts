/** Facts about who hears, keeps and processes a call or a text: the parties' places, the recorder, the vendors. */
import recording from './data/recording.json' with { type: 'json' };
import { isKnownState } from './candidate-places.ts';
import { age } from './consent-standing.ts';
import type { ActionKind, GateInput } from './input.ts';

export interface RecordingFacts {
  vertical: string;
  'call.recordingNoticePlayed': boolean;
  'recording.partyStates': readonly string[];
  /** Every place is a known US state in which one party may record. */
  'recording.onePartyEverywhere': boolean;
  'recording.partyInMichigan': boolean;
  'recording.partyInCalifornia': boolean;
  'recording.partyInIllinois': boolean;
  'recording.ownSystem': boolean;
  'payment.present': boolean;
  'payment.unmaskedCardStep': boolean;
  'ai.involved': boolean;
  /** AI writes, talks or speaks; true when that is not known. */
  'ai.talks': boolean;
  'ai.conversesOrSpeaks': boolean;
  'ai.disclosed': boolean;
  'ai.drafts': boolean;
  'ai.vendorTrainingOff': boolean;
  'ai.verifiedDaysAgo': number;
  'ai.openDomain': boolean;
  'baa.complete': boolean;
  'baa.missing': readonly string[];
  'baa.llm': boolean;
  'data.leavesBaa': boolean;
  'report.deidentified': boolean;
  'voiceprint.present': boolean;
  'voiceprint.withoutRelease': boolean;
}

type Answer = { readonly [Name in keyof RecordingFacts]: RecordingFacts[Name] | undefined };

/** Kinds of business for which the rulebook has rules of its own, and the general ones. */
export const VERTICALS: readonly string[] = [
  'general',
  'healthcare',
  'broker-dealer',
  'ria',
  'lender',
  'real-estate',
  'legal',
  'kids',
  'pharma',
];

/** Unknown vertical: the general rules plus the detectors for health, cards and emergencies (catalogue 3.1). */
export function verticalOf(input: GateInput): string {
  return VERTICALS.includes(input.vertical ?? '') ? (input.vertical ?? 'unknown') : 'unknown';
}

export function recordingFacts(input: GateInput, kind: ActionKind, vertical: string): Answer {
  const parties = partiesOf(input);
  const inState = (state: string): boolean | undefined =>
    parties.states.includes(state) ? true : parties.allKnown ? false : undefined;
  const ownSystem = input.recorder === 'own-system';
  const { ai, baa } = input;
  const speaks = kind === 'call.ai-voice';
  const payment = input.payment ?? undefined;
  const voiceprint = input.voiceprint ?? undefined;
  const transcribed = kind === 'call.record' && !ownSystem;
  const missing =
    vertical === 'healthcare'
      ? vendorsOf(kind, input, ownSystem).filter((vendor) => baa?.[vendor] !== true)
      : [];
  return {
    vertical,
    'call.recordingNoticePlayed': input.call.recordingNoticePlayed ?? undefined,
    'recording.partyStates': parties.states,
    'recording.onePartyEverywhere':
      parties.allKnown && parties.inUs && parties.states.every((state) => !STRICT.has(state)),
    'recording.partyInMichigan': inState('MI'),
    'recording.partyInCalifornia': inState('CA'),
    'recording.partyInIllinois': inState('IL'),
    'recording.ownSystem': ownSystem,
    'payment.present': payment !== undefined,
    'payment.unmaskedCardStep':
      payment !== undefined && payment.cardStep !== false && payment.pauseOrMask !== true,
    'ai.involved': speaks || ai.drafts !== false || ai.converses !== false || transcribed,
    'ai.talks': speaks || ai.drafts !== false || ai.converses !== false,
    'ai.conversesOrSpeaks': speaks || ai.converses !== false,
    'ai.disclosed': ai.disclosed ?? undefined,
    'ai.drafts': ai.drafts ?? undefined,
    'ai.vendorTrainingOff': ai.vendorTrainingOff ?? undefined,
    'ai.verifiedDaysAgo': age(ai.zeroRetentionVerifiedDaysAgo),
    'ai.openDomain': ai.openDomain === true,
    'baa.complete': missing.length === 0,
    'baa.missing': missing,
    'baa.llm': baa?.llm === true,
    'data.leavesBaa': kind === 'report.export' || (kind === 'llm.process' && baa?.llm !== true),
    'report.deidentified': input.report?.deidentified === true,
    'voiceprint.present': voiceprint !== undefined,
    'voiceprint.withoutRelease':
      voiceprint !== undefined && voiceprint.created !== false && voiceprint.writtenRelease !== true,
  };
}

const STRICT: ReadonlySet<string> = new Set(recording.strict);

/** Places of caller, agent and server together; absent: every candidate state and the location. */
function partiesOf(input: GateInput): {
  readonly states: readonly string[];
  readonly allKnown: boolean;
  readonly inUs: boolean;
} {
  const inUs = input.recipient.country === 'US';
  const given = input.partyStates ?? undefined;
  if (given !== undefined && given.length > 0)
    return { states: [...new Set(given)].sort(), allKnown: given.every(isKnownState), inUs };
  const candidates = input.recipient.candidates ?? [];
  const usable = candidates.every((one) => one.source === 'dialled-location') ? [] : candidates;
  const places = [...usable.map((one) => one.state ?? ''), input.location.state ?? ''];
  const states = [...new Set(places.filter(isKnownState))].sort();
  return {
    states,
    allKnown: usable.length > 0 && places.every(isKnownState),
    inUs: inUs && input.location.country === 'US',
  };
}

type Vendor = 'sms' | 'llm' | 'crm' | 'voice' | 'storage';

/** Who touches patient data on the way (45 CFR 164.502(e)): even a text without any tells that somebody called a clinic. */
function vendorsOf(kind: ActionKind, input: GateInput, ownSystem: boolean): readonly Vendor[] {
  const model: readonly Vendor[] = input.ai.drafts !== false || input.ai.converses !== false ? ['llm'] : [];
  if (kind.startsWith('sms.')) return ['sms', ...model];
  switch (kind) {
    case 'call.human':
      return ['voice'];
    case 'call.ai-voice':
      return ['voice', 'llm'];
    case 'call.record':
      return ownSystem ? ['voice', 'storage'] : ['voice', 'storage', 'llm'];
    case 'llm.process':
      return ['llm'];
    case 'crm.write':
      return ['crm'];
    default:
      return [];
  }
}
