import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { Issue } from '../../../core/model/errors.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { asObject, flagOf, textOf } from '../../shared/body.ts';
import { finish, ignored, malformed } from '../../shared/event.ts';
import { eventsBeside } from '../../shared/join-results.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import type { RingCentralSettings } from './calls.ts';
import { readIso } from '../../shared/time.ts';

/**
 * Telephony session notifications of RingCentral: one frame per change, each with the parties that changed.
 * https://developers.ringcentral.com/guide/notifications/event-filters/account-telephony-sessions and
 * /guide/voice/call-log/states, read 2026-11-21.
 *
 * Frames come out of order; a party is one leg and its direction is its own, so one call yields several events under one
 * telephonySessionId. `Answered` is a person only for a party on a user's extension: queues and menus answer too. A
 * missed party is not a missed call: AgentAnswered means that a colleague took it.
 */
export function readSession(
  envelope: Fields,
  body: Fields,
  config: RingCentralSettings,
  source: string,
): ParseResult<CallEvent> {
  const listed = Array.isArray(body['parties']) ? body['parties'] : [];
  const callId = textOf(body['telephonySessionId']) ?? textOf(body['sessionId']);
  if (callId === null) return malformed('body.telephonySessionId', 'missing');
  const origin = textOf(asObject(body['origin'])?.['type']);
  if (origin !== null && NOT_A_CALL.has(origin))
    return ignored(`A ${origin} session is not a customer's call.`);
  const at = readIso(textOf(body['eventTime']) ?? textOf(envelope['timestamp']) ?? '');
  if (at === null) return malformed('body.eventTime', 'missing, or not a date between 2000 and 2099');

  const parties = listed.slice(0, 50).map((party) => asObject(party));
  const frame = {
    source,
    callId,
    at,
    sessionId: textOf(body['sessionId']),
    eventId: textOf(envelope['uuid']) ?? `${callId}:${textOf(body['sequence']) ?? at.at}`,
    several: parties.length > 1,
    dialled: parties.map((party) => numberOf(party, 'to')).find((number) => number !== null) ?? null,
  };
  const events: CallEvent[] = [];
  const issues: Issue[] = [];
  const skipped: string[] = [];
  parties.forEach((party, index) => {
    const read =
      party === null
        ? { issues: [{ path: '', message: 'not an object' }] }
        : readPartyEvent(party, frame, config);
    if ('event' in read) events.push(read.event);
    else if ('skip' in read) skipped.push(read.skip);
    else
      issues.push(...read.issues.map((issue) => ({ ...issue, path: `body.parties.${index}.${issue.path}` })));
  });
  if (events.length > 0) return eventsBeside(events, issues);
  if (issues.length > 0) return { result: 'malformed', issues };
  return ignored(skipped[0] ?? 'The frame names no party.');
}

const REASONS = {
  NoAnswer: 'no_answer',
  Timeout: 'no_answer',
  TargetBusy: 'busy',
  Rejected: 'rejected',
  CallReplied: 'rejected',
  Cancelled: 'canceled',
  Voicemail: 'voicemail',
  AgentAnswered: 'answered',
  Pickup: 'answered',
  TakeOver: 'answered',
  CallSwitch: 'answered',
  CallFlip: 'answered',
  CallFinished: 'unknown',
  CallDropped: 'unknown',
  AgentDropped: 'unknown',
  Supervising: 'unknown',
  InternalError: 'failed',
  InvalidNumber: 'failed',
  InternationalDisabled: 'failed',
  DestinationBlocked: 'failed',
  NotEnoughFunds: 'failed',
  NoSuchUser: 'failed',
} as const satisfies Record<string, Disposition>;

/** The leg went on elsewhere; what becomes of the call is told by the leg that follows. */
const MOVED = new Set([
  'BlindTransfer',
  'RccTransfer',
  'AttendedTransfer',
  'CallerInputRedirect',
  'DtmfTransfer',
  'CallRedirected',
  'ParkLocation',
  'CallPark',
]);
const NOT_A_CALL = new Set(['GreetingsRecording', 'VerificationCall', 'TestCall']);

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
}

interface Frame {
  readonly source: string;
  readonly callId: string;
  readonly at: { readonly at: string; readonly precision: 'ms' | 's' | 'min' };
  readonly sessionId: string | null;
  readonly eventId: string;
  readonly several: boolean;
  readonly dialled: string | null;
}
type PartyResult =
  { readonly event: CallEvent } | { readonly skip: string } | { readonly issues: readonly Issue[] };

function readPartyEvent(party: Fields, frame: Frame, config: RingCentralSettings): PartyResult {
  const status = asObject(party['status']) ?? {};
  const code = textOf(status['code']) ?? 'missing';
  const reason = textOf(status['reason']);
  if (code === 'FaxReceive') return { skip: 'A fax is not a call.' };
  const outbound = textOf(party['direction'])?.toLowerCase() === 'outbound';
  const from = readParty(textOf(asObject(party['from'])?.['phoneNumber']));
  const toExtension = textOf(asObject(party['to'])?.['extensionId']);
  const fromExtension = textOf(asObject(party['from'])?.['extensionId']);
  const extension = textOf(party['extensionId']);
  // The guide's own samples are of this kind: one extension calls another, and one side shows no more than that.
  const both = fromExtension !== null && toExtension !== null;
  const internal = both && (from.number === null || numberOf(party, 'to') === null);
  const named = numberOf(party, 'to') ?? frame.dialled;
  const known = config.extensionNumbers[toExtension ?? extension ?? ''] ?? config.mainNumber ?? null;
  const to = named ?? (outbound || internal ? null : known);
  const queueCall = flagOf(party['queueCall']) === true;
  const isQueue = queueCall && (extension === null || extension === toExtension);
  const platform =
    !outbound && (extension === null || isQueue || config.platformExtensionIds.includes(extension));
  const outcome = outcomeOf(code, reason, {
    missed: flagOf(party['missedCall']),
    platform,
    queueCall,
    placed: extension !== null || asObject(party['to']) !== null,
  });
  const peer = asObject(status['peerId']);
  const id = textOf(party['id']);
  const links = [
    id,
    frame.sessionId,
    textOf(peer?.['telephonySessionId']),
    textOf(peer?.['sessionId']),
    textOf(peer?.['partyId']),
  ];
  const at = frame.at.at;
  return finish({
    surface: 'ringcentral',
    source: frame.source === '' ? null : frame.source,
    eventId: frame.several
      ? `${frame.eventId}:${id ?? extension ?? to ?? 'party'}`.slice(0, 256)
      : frame.eventId,
    callId: frame.callId,
    linkedCallIds: [...new Set(links.filter((link) => link !== null && link !== frame.callId))],
    direction: internal ? 'internal' : outbound ? 'outbound' : 'inbound',
    from: from.number,
    // A frame may name nobody, and who calls from an extension hides nothing.
    fromWithheld: !outbound && !internal && asObject(party['from']) !== null && from.withheld,
    to,
    occurredAt: at,
    timePrecision: frame.at.precision,
    startedAt: code === 'Setup' ? at : null,
    answeredAt: code === 'Answered' && outcome.disposition === 'answered' ? at : null,
    endedAt: outcome.final ? at : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: reason === null ? code : `${code}, ${reason}`,
    queue: queueCall ? (textOf(asObject(party['to'])?.['name'], 200) ?? toExtension) : null,
    agent: platform ? null : extension,
    attribution: {},
    callerName: outbound || queueCall ? null : textOf(asObject(party['from'])?.['name'], 200),
  });
}

function outcomeOf(code: string, reason: string | null, party: Party): Outcome {
  switch (code) {
    case 'Setup':
    case 'Proceeding':
      return { disposition: 'in_progress', final: false };
    case 'Answered':
    case 'Hold':
    case 'Parked':
      return { disposition: party.platform ? 'in_progress' : 'answered', final: false };
    case 'VoiceMail':
      return { disposition: 'voicemail', final: true };
    case 'VoiceMailScreening':
      // The user listens in and may still take the call.
      return { disposition: 'voicemail', final: false };
    case 'Disconnected':
    case 'Gone':
      return ended(code, reason, party);
    default:
      return { disposition: 'unknown', final: false };
  }
}

interface Party {
  readonly missed: boolean | null;
  /** A menu, a queue or an intermediate leg: whatever it answers, no person did. */
  readonly platform: boolean;
  readonly queueCall: boolean;
  /** The frame says who was called; shortened frames, such as those of the guide on call times, name nobody. */
  readonly placed: boolean;
}

function ended(code: string, reason: string | null, party: Party): Outcome {
  if (reason !== null && MOVED.has(reason)) return { disposition: 'in_progress', final: false };
  const known =
    reason !== null && Object.hasOwn(REASONS, reason) ? REASONS[reason as keyof typeof REASONS] : null;
  if (known === 'answered' || known === 'voicemail') return { disposition: known, final: true };
  const says = known === 'unknown' ? null : known;
  if (party.missed === true) {
    const waited = party.queueCall && (says === null || says === 'canceled');
    return { disposition: waited ? 'queue_abandoned' : (says ?? 'no_answer'), final: true };
  }
  // Gone is one leg handing the call to another; only the frame of that other leg tells how it went.
  if (code === 'Gone') return { disposition: says ?? 'in_progress', final: false };
  if (says === null) {
    // The call ended inside a queue or a menu and no transfer out of it is named: the caller gave up there.
    if (party.platform && party.placed)
      return { disposition: party.queueCall ? 'queue_abandoned' : 'ivr_abandoned', final: true };
    // Frames of old have no missedCall flag; an end without any reason and without an answer is then a miss.
    const old = reason === null && party.missed === null && party.placed;
    return { disposition: old ? 'no_answer' : 'unknown', final: true };
  }
  if (says === 'canceled' && party.queueCall) return { disposition: 'queue_abandoned', final: true };
  // In a queue one agent's unanswered ring decides nothing: the next agent is tried.
  const oneOfMany = party.queueCall && party.missed === false && says !== 'failed';
  return { disposition: says, final: !oneOfMany };
}

function numberOf(party: Fields | null, side: 'to' | 'from'): string | null {
  return readParty(textOf(asObject(party?.[side])?.['phoneNumber'])).number;
}
