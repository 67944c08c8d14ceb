import type { Disposition } from '../../../core/model/call-event.ts';
import { asObject, textOf } from '../../shared/body.ts';
import { readParty } from '../../shared/phone.ts';
import type { Party } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * One Genesys Cloud conversation as legs, out of either of its two written forms: the analytics detail record
 * (participants, sessions, segments, metrics) and the conversation resource (participants with connectedTime, and a list
 * of calls in its full form). Only voice counts. Models AnalyticsConversation and CallConversation of the platform SDK
 * (MyPureCloud/platform-client-sdk-javascript), read 2026-11-21.
 */
export interface Leg {
  readonly purpose: string;
  readonly ani: string | null;
  readonly dnis: string | null;
  readonly direction: string | null;
  readonly startedAt: ReadInstant | null;
  /** When this participant began to speak with the other side. */
  readonly connectedAt: ReadInstant | null;
  readonly endedAt: ReadInstant | null;
  readonly talkSeconds: number;
  readonly disconnectType: string | null;
  readonly abandoned: boolean;
  /** Length of a message that was left here, or null. */
  readonly voicemailSeconds: number | null;
  readonly isVoicemail: boolean;
  readonly sipCodes: readonly string[];
  readonly name: string | null;
  readonly userId: string | null;
  readonly queueId: string | null;
  readonly skillId: string | null;
  readonly languageId: string | null;
  readonly sessionId: string | null;
  readonly callerName: string | null;
}

export interface Conversation {
  readonly id: string;
  readonly outbound: boolean;
  readonly from: Party;
  readonly to: string | null;
  readonly startedAt: ReadInstant;
  readonly endedAt: ReadInstant | null;
  readonly legs: readonly Leg[];
}

/** Null when no voice session is in it; a text when it is unreadable, naming the field. */
export function readConversation(record: Fields): Conversation | null | { readonly path: string } {
  const id = textOf(record['conversationId']) ?? textOf(record['id']);
  if (id === null) return { path: 'conversationId' };
  const participants = (Array.isArray(record['participants']) ? record['participants'] : []).slice(0, 100);
  const legs = participants.flatMap((participant: unknown) => legsOf(asObject(participant) ?? {}));
  if (legs.length === 0) return null;
  const starts = legs.flatMap((leg) => (leg.startedAt === null ? [] : [leg.startedAt]));
  const startedAt =
    instantOf(record['conversationStart']) ?? instantOf(record['startTime']) ?? inOrder(starts).at(0) ?? null;
  if (startedAt === null) return { path: 'conversationStart' };
  const ends = legs.map((leg) => leg.endedAt);
  const all = ends.every((end) => end !== null) ? ends : [];
  const endedAt =
    instantOf(record['conversationEnd']) ?? instantOf(record['endTime']) ?? inOrder(all).at(-1) ?? null;
  const customer = legs.find(isCustomer);
  const said =
    textOf(record['originatingDirection']) ?? customer?.direction ?? legs[0]?.direction ?? 'inbound';
  const outbound = said.toLowerCase() === 'outbound';
  const ours = legs.find(isHuman);
  const caller = (outbound ? [ours, customer] : [customer, ours]).find((leg) => (leg?.ani ?? null) !== null);
  const dialled = [customer, ours, ...legs].map((leg) => readParty(leg?.dnis).number);
  return {
    id,
    outbound,
    from: readParty(caller?.ani),
    to: dialled.find((number) => number !== null) ?? null,
    startedAt,
    endedAt,
    legs,
  };
}

export function isHuman(leg: Leg): boolean {
  return leg.purpose === 'agent' || leg.purpose === 'user';
}

/** What became of a conversation that is over. */
export function outcomeOf(conversation: Conversation): Disposition {
  const { legs, outbound } = conversation;
  if (legs.some((leg) => isHuman(leg) && leg.connectedAt !== null)) return 'answered';
  const sip = legs.flatMap((leg) => leg.sipCodes);
  if (outbound) {
    if (sip.includes('486') || sip.includes('600')) return 'busy';
    if (sip.includes('603')) return 'rejected';
    return legs.some((leg) => FAILED.has(leg.disconnectType ?? '')) ? 'failed' : 'no_answer';
  }
  if (legs.some((leg) => leg.disconnectType === 'spam')) return 'blocked';
  if (legs.some((leg) => leg.isVoicemail)) return 'voicemail';
  if (legs.some((leg) => leg.abandoned)) return 'queue_abandoned';
  const passed = (purposes: readonly string[]): boolean => legs.some((leg) => purposes.includes(leg.purpose));
  if (passed(['acd'])) return 'queue_abandoned';
  if (legs.some((leg) => isHuman(leg))) return sip.includes('486') ? 'busy' : 'no_answer';
  if (passed(['ivr', 'workflow', 'botflow', 'bot'])) return 'ivr_abandoned';
  return legs.some((leg) => FAILED.has(leg.disconnectType ?? '')) ? 'failed' : 'no_answer';
}

const FAILED = new Set(['error', 'uncallable', 'transport.failure', 'transport_failure']);
const VOICE = new Set(['voice', 'call', 'calls']);

function isCustomer(leg: Leg): boolean {
  return leg.purpose === 'customer' || leg.purpose === 'external';
}

function legsOf(participant: Fields): readonly Leg[] {
  const purpose = (textOf(participant['purpose']) ?? '').toLowerCase();
  if (Array.isArray(participant['sessions'])) {
    return participant['sessions']
      .slice(0, 50)
      .map((session: unknown) => asObject(session) ?? {})
      .filter((session) => VOICE.has((textOf(session['mediaType']) ?? 'voice').toLowerCase()))
      .map((session) => sessionLeg(purpose, participant, session));
  }
  if (Array.isArray(participant['calls'])) {
    return participant['calls']
      .slice(0, 50)
      .map((call: unknown) => resourceLeg(purpose, participant, asObject(call) ?? {}));
  }
  const other = ['chats', 'emails', 'messages', 'callbacks', 'cobrowsesessions', 'videos'];
  return other.some((name) => participant[name] !== undefined) ? [] : [resourceLeg(purpose, participant, {})];
}

/** A leg of the analytics detail record. */
function sessionLeg(purpose: string, participant: Fields, session: Fields): Leg {
  const segments = objectsIn(session['segments']);
  const metrics = objectsIn(session['metrics']);
  const metric = (name: string): number | null => {
    const found = metrics.find((entry) => entry['name'] === name);
    const value = Number(found?.['value']);
    return found !== undefined && Number.isFinite(value) && value >= 0 ? value : null;
  };
  const ofType = (type: string): readonly Fields[] =>
    segments.filter((segment) => textOf(segment['segmentType'])?.toLowerCase() === type);
  const talks = ofType('interact');
  const messages = ofType('voicemail');
  const last = segments.at(-1);
  const left = metric('tVoicemail') ?? (messages.length > 0 ? Math.round(lengthOf(messages) * 1000) : null);
  return {
    purpose,
    ani: textOf(session['ani']) ?? textOf(session['addressFrom']),
    dnis: textOf(session['sessionDnis']) ?? textOf(session['dnis']) ?? textOf(session['addressTo']),
    direction: textOf(session['direction']),
    startedAt: instantOf(segments[0]?.['segmentStart']),
    connectedAt: instantOf(talks[0]?.['segmentStart']),
    endedAt: instantOf(last?.['segmentEnd']),
    talkSeconds: lengthOf(talks),
    disconnectType: textOf(last?.['disconnectType'])?.toLowerCase() ?? null,
    abandoned: metric('tAbandon') !== null || (metric('nAbandon') ?? 0) > 0,
    voicemailSeconds: left === null ? null : left / 1000,
    isVoicemail: purpose === 'voicemail' || left !== null,
    sipCodes: segments.flatMap((segment) => codesIn(segment['sipResponseCodes'])),
    name: textOf(participant['participantName'], 200),
    userId: textOf(participant['userId']),
    queueId: segments.map((segment) => textOf(segment['queueId'])).find((id) => id !== null) ?? null,
    skillId: firstIn(segments, 'requestedRoutingSkillIds'),
    languageId:
      segments.map((segment) => textOf(segment['requestedLanguageId'])).find((id) => id !== null) ?? null,
    sessionId: textOf(session['sessionId']),
    callerName: isCustomerPurpose(purpose) ? textOf(session['remoteNameDisplayable'], 200) : null,
  };
}

/** A leg of the conversation resource; in its full form the times stand with the call, else with the participant. */
function resourceLeg(purpose: string, participant: Fields, call: Fields): Leg {
  const field = (name: string): unknown => call[name] ?? participant[name];
  const self = asObject(field('self'));
  const address = textOf(participant['address']) ?? textOf(self?.['addressNormalized']);
  const direction = textOf(field('direction'));
  const inbound = direction?.toLowerCase() !== 'outbound';
  const customer = isCustomerPurpose(purpose);
  const connectedAt = instantOf(field('connectedTime'));
  const endedAt = instantOf(field('disconnectedTime')) ?? instantOf(field('endTime'));
  const seconds =
    connectedAt === null || endedAt === null
      ? 0
      : (Date.parse(endedAt.at) - Date.parse(connectedAt.at)) / 1000;
  return {
    purpose,
    // The customer's address is the far side's, whichever way the call went.
    ani: textOf(field('ani')) ?? (customer && inbound ? address : null),
    dnis: textOf(field('dnis')) ?? (customer && !inbound ? address : null),
    direction,
    startedAt: instantOf(participant['startTime']) ?? connectedAt,
    connectedAt,
    endedAt,
    talkSeconds: Math.max(0, seconds),
    disconnectType: textOf(field('disconnectType'))?.toLowerCase() ?? null,
    abandoned: false,
    voicemailSeconds: null,
    isVoicemail: purpose === 'voicemail',
    sipCodes: [],
    name: textOf(participant['name'], 200),
    userId: textOf(participant['userId']) ?? textOf(asObject(participant['user'])?.['id']),
    queueId: textOf(participant['queueId']) ?? textOf(asObject(participant['queue'])?.['id']),
    skillId: null,
    languageId: null,
    sessionId: textOf(call['id']),
    callerName: customer ? textOf(participant['name'], 200) : null,
  };
}

function isCustomerPurpose(purpose: string): boolean {
  return purpose === 'customer' || purpose === 'external';
}

function objectsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.slice(0, 200).map((entry: unknown) => asObject(entry) ?? {}) : [];
}

function codesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((code: unknown) => textOf(code) ?? '') : [];
}

function firstIn(segments: readonly Fields[], name: string): string | null {
  return segments.map((segment) => codesIn(segment[name])[0] ?? null).find((id) => id !== null) ?? null;
}

function lengthOf(segments: readonly Fields[]): number {
  const total = segments.reduce((sum, segment) => {
    const start = instantOf(segment['segmentStart']);
    const end = instantOf(segment['segmentEnd']);
    return start === null || end === null
      ? sum
      : sum + Math.max(0, Date.parse(end.at) - Date.parse(start.at));
  }, 0);
  return total / 1000;
}

function instantOf(value: unknown): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : readIso(text);
}

function inOrder(times: readonly ReadInstant[]): readonly ReadInstant[] {
  return times.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
