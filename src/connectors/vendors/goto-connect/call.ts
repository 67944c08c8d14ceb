import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import { asObject, textOf } from '../../shared/body.ts';
import { rowIssue } from '../../shared/call-rows.ts';
import type { RowResult } from '../../shared/call-rows.ts';
import { finish } from '../../shared/event.ts';
import { dispositionFor, firstText } from '../../shared/lookup.ts';
import { partiesOf } from '../../shared/pbx.ts';
import type { PbxNumbers } from '../../shared/pbx.ts';
import { readParty } from '../../shared/phone.ts';
import { readIso } from '../../shared/time.ts';

/** The four kinds of record that GoTo Connect tells a call by; what was read is named in `voice/goto-connect.ts`. */
type Fields = Readonly<Record<string, unknown>>;

interface Given {
  readonly config: PbxNumbers;
  readonly source: string;
  readonly receivedAt: string;
}

export function readGoToRecord(row: Fields, given: Given): RowResult {
  const envelope = asObject(row['data']) ?? row;
  const content = asObject(envelope['content']) ?? envelope;
  const feed = textOf(envelope['source']) ?? '';
  if (textOf(row['CALL_ID']) !== null) return readNotify(row, given);
  if (/messag|sms|fax|voicemail|presence|recording/i.test(feed))
    return { skip: `A notification of ${feed.slice(0, 60)}, which tells no outcome of a call.` };
  if (asObject(content['metadata']) !== null) return readState(content, envelope, given);
  if (firstText(content, ['legId', 'originatorId']) !== null) return readHistory(content, given);
  if (textOf(content['conversationSpaceId']) !== null) return readReport(content, given);
  return rowIssue('content.conversationSpaceId', 'missing, and so are legId and CALL_ID');
}

/** A state of a call that is going on. */
function readState(content: Fields, envelope: Fields, given: Given): RowResult {
  const metadata = asObject(content['metadata']) ?? {};
  const state = asObject(content['state']) ?? {};
  const callId = textOf(metadata['conversationSpaceId']);
  if (callId === null) return rowIssue('content.metadata.conversationSpaceId', 'missing');
  const start = readIso(textOf(metadata['callCreated']) ?? '');
  const at = readIso(firstText({ ...envelope, ...state }, ['timestamp']) ?? '') ?? start;
  if (at === null)
    return rowIssue('content.metadata.callCreated', 'missing, or not a date between 2000 and 2099');
  const type = (firstText(state, ['type']) ?? textOf(envelope['type']) ?? 'no state').toUpperCase();
  const people = listOf(state['participants'] ?? content['legs']);
  const talking = type !== 'ENDING' && people.some((each) => isPerson(each) && isConnected(each));
  const ids = [
    ...listOf(metadata['associatedConversations']).map((each) =>
      firstText(each, ['conversationSpaceId', 'id']),
    ),
    ...people.map((each) => firstText(each, ['legId'])),
  ];
  return finish({
    ...common(given, callId, ids),
    eventId: `${callId}:${textOf(state['sequenceNumber']) ?? at.at}:${type}`.slice(0, 256),
    ...conversationParties(metadata, people, given),
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: start?.at,
    final: false,
    disposition: talking ? 'answered' : 'in_progress',
    dispositionRaw: type.slice(0, 200),
  });
}

/** The report of a conversation that has ended, whole or as summary. */
function readReport(content: Fields, given: Given): RowResult {
  const callId = textOf(content['conversationSpaceId']) ?? '';
  const start = readIso(firstText(content, ['callCreated', 'startTime']) ?? '');
  const end = readIso(firstText(content, ['callEnded', 'endTime']) ?? '');
  if (start === null) return rowIssue('content.callCreated', 'missing, or not a date between 2000 and 2099');
  const states = listOf(content['callStates']);
  const people = [
    ...listOf(content['participants']),
    ...states.flatMap((state) => listOf(state['participants'])),
  ];
  const outcome = reportOutcome(content, states, people);
  const voicemail = outcome.disposition === 'voicemail';
  const caller = asObject(content['caller']) ?? {};
  const answered = outcome.disposition === 'answered' ? readIso(textOf(content['callAnswered']) ?? '') : null;
  return finish({
    ...common(
      given,
      callId,
      people.map((each) => firstText(each, ['legId'])),
    ),
    eventId: `${callId}:report:${outcome.disposition}:${end?.at ?? ''}`.slice(0, 256),
    ...conversationParties(content, people, given),
    occurredAt: (end ?? start).at,
    timePrecision: (end ?? start).precision,
    startedAt: start.at,
    answeredAt: answered?.at,
    endedAt: end?.at,
    final: true,
    ...outcome,
    voicemail: voicemail
      ? { left: /left/i.test(outcome.dispositionRaw) || listOf(content['voicemails']).length > 0 }
      : null,
    queue: people.filter((each) => kindOf(each) === 'QUEUE').map((each) => nameOf(each))[0],
    agent: people.filter((each) => isPerson(each)).map((each) => nameOf(each))[0],
    callerName: nameOf(caller),
  });
}

/** Spelt without blanks and underscores. */
const OUTCOMES = {
  answered: 'answered',
  connected: 'answered',
  missed: 'no_answer',
  unanswered: 'no_answer',
  noanswer: 'no_answer',
  busy: 'busy',
  voicemail: 'voicemail',
  leftvoicemail: 'voicemail',
  abandoned: 'queue_abandoned',
  queueabandoned: 'queue_abandoned',
  rejected: 'rejected',
  declined: 'rejected',
  blocked: 'blocked',
  failed: 'failed',
  canceled: 'canceled',
  cancelled: 'canceled',
} as const satisfies Record<string, Disposition>;

function reportOutcome(
  content: Fields,
  states: readonly Fields[],
  people: readonly Fields[],
): { readonly disposition: Disposition; readonly dispositionRaw: string } {
  const said = firstText(content, ['callerOutcome', 'disposition', 'outcome']) ?? '';
  const word = said.toLowerCase().replaceAll(/[\s_-]/g, '');
  const raw = (said === '' ? 'no outcome' : said).slice(0, 200);
  // NORMAL says only that nothing went wrong; who was on the call says how it went.
  if (word !== '' && word !== 'normal')
    return { disposition: dispositionFor(OUTCOMES, word), dispositionRaw: raw };
  const kinds = new Set(people.map((each) => kindOf(each)));
  const talked =
    states.length === 0
      ? textOf(content['callAnswered']) !== null && people.some((each) => isPerson(each))
      : states.some(
          (state) => isConnected(state) && listOf(state['participants']).some((each) => isPerson(each)),
        ) || people.some((each) => isPerson(each) && isConnected(each));
  if (talked) return { disposition: 'answered', dispositionRaw: raw };
  if ([...kinds].some((kind) => kind.includes('VOICEMAIL')))
    return { disposition: 'voicemail', dispositionRaw: raw };
  if (kinds.has('QUEUE')) return { disposition: 'queue_abandoned', dispositionRaw: raw };
  const menu = [...kinds].some((kind) => /DIAL_?PLAN|IVR|AUTO_?ATTENDANT/.test(kind));
  return { disposition: menu && !kinds.has('LINE') ? 'ivr_abandoned' : 'no_answer', dispositionRaw: raw };
}

/** Q.850 causes of an unanswered leg. */
const CAUSES: Readonly<Record<string, Disposition>> = {
  '16': 'no_answer',
  '17': 'busy',
  '18': 'no_answer',
  '19': 'no_answer',
  '20': 'failed',
  '21': 'rejected',
  '26': 'canceled',
  '27': 'failed',
  '28': 'failed',
  '31': 'no_answer',
  '34': 'failed',
  '38': 'failed',
  '41': 'failed',
  '42': 'failed',
  '1': 'failed',
  '3': 'failed',
};

/** One user's part in a call. */
function readHistory(row: Fields, given: Given): RowResult {
  const legId = firstText(row, ['legId', 'originatorId']) ?? '';
  const callId = textOf(row['originatorId']) ?? legId;
  const start = readIso(textOf(row['startTime']) ?? '');
  if (start === null) return rowIssue('startTime', 'missing, or not a date between 2000 and 2099');
  const answer = readIso(textOf(row['answerTime']) ?? '');
  const cause = textOf(row['hangupCause']);
  const caller = asObject(row['caller']) ?? {};
  const callee = asObject(row['callee']) ?? {};
  const outbound = /^out/i.test(textOf(row['direction']) ?? '');
  const owner = readParty(textOf(row['ownerPhoneNumber']), given.config.country).number;
  const parties = partiesOf(
    textOf(caller['number']) ?? '',
    textOf(callee['number']),
    given.config,
    outbound ? 'outbound' : 'inbound',
  );
  const disposition =
    answer !== null ? 'answered' : cause === null ? 'no_answer' : dispositionFor(CAUSES, cause);
  return finish({
    ...common(given, callId, [legId]),
    eventId: `${legId}:history:${disposition}`.slice(0, 256),
    ...parties,
    ...(outbound ? { from: owner ?? parties.from } : { to: owner ?? parties.to }),
    occurredAt: start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    answeredAt: answer?.at,
    // Somebody else may have been rung as well, or have taken it.
    final: answer !== null || legId === callId,
    disposition,
    dispositionRaw: cause === null ? null : `hangupCause=${cause}`,
    agent: textOf(row['userKey'], 200),
    callerName: outbound ? null : textOf(caller['name'], 200),
  });
}

/** The dial plan step that tells a start and nothing else, not even when. */
function readNotify(row: Fields, given: Given): RowResult {
  const callId = textOf(row['CALL_ID']) ?? '';
  const caller = readParty(textOf(row['CALLER_ID_NUMBER']), given.config.country);
  return finish({
    ...common(given, callId, []),
    eventId: `${callId}:notify`,
    direction: 'inbound',
    from: caller.number,
    fromWithheld: caller.withheld,
    to:
      readParty(textOf(row['DIALED_NUMBER']), given.config.country).number ?? given.config.mainNumber ?? null,
    occurredAt: given.receivedAt,
    timePrecision: 'none',
    final: false,
    disposition: 'in_progress',
    callerName: textOf(row['CALLER_ID_NAME'], 200),
  });
}

function common(given: Given, callId: string, ids: readonly (string | null)[]): Record<string, unknown> {
  const links = ids.filter((id) => id !== null && id !== callId);
  return {
    surface: 'goto-connect',
    source: given.source === '' ? null : given.source,
    callId,
    linkedCallIds: [...new Set(links)].slice(0, 50),
    attribution: {},
  };
}

function conversationParties(
  about: Fields,
  people: readonly Fields[],
  given: Given,
): Pick<CallEvent, 'direction' | 'from' | 'fromWithheld' | 'to'> {
  const direction = (textOf(about['direction']) ?? '').toUpperCase();
  const outsiders = people.filter((each) => /PHONE_?NUMBER|EXTERNAL|PSTN/.test(kindOf(each)));
  const outsider = outsiders.map((each) => numberOf(each)).find((number) => number !== null) ?? null;
  const caller = numberOf(asObject(about['caller']) ?? {}) ?? textOf(about['callerNumber']);
  const dialled = firstText(about, ['dialString', 'dialedNumber', 'calleeNumber']);
  if (direction === 'OUTBOUND') return partiesOf(caller, dialled ?? outsider, given.config, 'outbound');
  return partiesOf(
    caller ?? outsider,
    dialled,
    given.config,
    direction === 'INTERNAL' ? 'internal' : 'inbound',
  );
}

function listOf(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, 50).map((each) => asObject(each) ?? {});
}

function kindOf(person: Fields): string {
  const type = asObject(person['type']);
  return (textOf(type === null ? person['type'] : type['value']) ?? '').toUpperCase();
}

function isPerson(person: Fields): boolean {
  return kindOf(person) === 'LINE';
}

/** Of a participant or of a state. */
function isConnected(thing: Fields): boolean {
  const status = asObject(thing['status']);
  const word = textOf(status === null ? (thing['status'] ?? thing['type']) : status['value']) ?? '';
  return /^(connected|active|hold|on_hold)$/i.test(word);
}

function numberOf(person: Fields): string | null {
  const type = asObject(person['type']) ?? {};
  return (
    firstText({ ...type, ...person }, ['number', 'phoneNumber']) ??
    textOf(asObject(type['caller'])?.['number'])
  );
}

function nameOf(person: Fields): string | null {
  return firstText({ ...asObject(person['type']), ...person }, ['name'], 200);
}
