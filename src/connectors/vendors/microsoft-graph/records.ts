import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { asObject, flagOf, secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { readParty } from '../../shared/phone.ts';
import { readBareUtc, readIso } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * What Microsoft Graph knows about telephone calls of Teams: rows of the PSTN log (Calling Plan, Operator Connect), rows
 * of the Direct Routing log, and call records with their sessions. None has a "missed" flag.
 * https://learn.microsoft.com/graph/api/resources/callrecords-api-overview, /callrecords-pstncalllogrow,
 * /callrecords-directroutinglogrow and /callrecords-callrecord, read 2026-11-21.
 *
 * A row of type `ucap_in` or `ByotInUcap` was picked up by an auto attendant or a call queue: only the sessions of the
 * call record tell whether a person came to the line, so such a row is provisional. Direct Routing masks the customer's
 * number with asterisks unless the trunk is set not to.
 */
type Fields = Readonly<Record<string, unknown>>;

export interface GraphSettings {
  readonly mainNumber?: string | undefined;
  readonly userNumbers: Readonly<Record<string, string>>;
}

/** `failureInfo` reasons and SIP answers, by what they say. */
const SIP: Readonly<Record<string, Disposition>> = {
  '486': 'busy',
  '600': 'busy',
  '480': 'no_answer',
  '408': 'no_answer',
  '487': 'canceled',
  '603': 'rejected',
  '607': 'blocked',
  '608': 'blocked',
};

export function readGraphRecord(
  record: unknown,
  path: string,
  source: string,
  settings: GraphSettings,
): ParseResult<CallEvent> {
  const given = asObject(record);
  if (given === null) return malformed(path, 'not an object');
  const row = withGraphNames(given);
  if (
    row['sessions'] !== undefined ||
    row['modalities'] !== undefined ||
    row['participants_v2'] !== undefined ||
    row['organizer_v2'] !== undefined
  )
    return readCallRecord(row, path, source, settings);
  if (textOf(row['callType']) !== null) return readLogRow(row, path, source, settings);
  return malformed(`${path}.callType`, 'missing, and this is no call record either');
}

/** Columns of the files that the Teams admin center exports, by the names that Graph gives them. */
const COLUMNS: Readonly<Record<string, string>> = {
  usageid: 'id',
  callid: 'callId',
  correlationid: 'correlationId',
  sharedcorrelationid: 'otherPartyCorrelationId',
  calltype: 'callType',
  callerid: 'callerNumber',
  callernumber: 'callerNumber',
  calleenumber: 'calleeNumber',
  destinationnumber: 'calleeNumber',
  invitetime: 'inviteDateTime',
  starttime: 'startDateTime',
  endtime: 'endDateTime',
  failuretime: 'failureDateTime',
  duration: 'duration',
  durationseconds: 'duration',
  success: 'successfulCall',
  finalsipcode: 'finalSipCode',
  finalsipphrase: 'finalSipCodePhrase',
  upn: 'userPrincipalName',
  userdisplayname: 'userDisplayName',
  displayname: 'userDisplayName',
};

function withGraphNames(row: Fields): Fields {
  if (row['callType'] !== undefined || row['sessions'] !== undefined) return row;
  const named = Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
    const key = name.toLowerCase().replaceAll(/\(.*\)|[^a-z]/g, '');
    const column = Object.hasOwn(COLUMNS, key) ? COLUMNS[key] : undefined;
    return column === undefined || value === '' ? [] : [[column, value]];
  });
  return { ...row, ...Object.fromEntries(named) };
}

function readLogRow(
  row: Fields,
  path: string,
  source: string,
  settings: GraphSettings,
): ParseResult<CallEvent> {
  const direct =
    row['finalSipCode'] !== undefined ||
    row['inviteDateTime'] !== undefined ||
    row['successfulCall'] !== undefined;
  const callId =
    textOf(row[direct ? 'correlationId' : 'callId']) ?? textOf(row['callId']) ?? textOf(row['id']);
  if (callId === null) return malformed(`${path}.${direct ? 'correlationId' : 'callId'}`, 'missing');
  const type = textOf(row['callType'], 60) ?? '';
  if (/conf/i.test(type)) return ignored('A row of a conference bridge is not a customer’s call.');
  const outbound = /_?out/i.test(type.replace(/^by/i, ''));
  const started = timeOf(row['inviteDateTime']) ?? timeOf(row['startDateTime']);
  if (started === null)
    return malformed(`${path}.startDateTime`, 'missing, or not a date between 2000 and 2099');
  const talked = timeOf(row['startDateTime']);
  const ended = timeOf(row['endDateTime']) ?? timeOf(row['failureDateTime']);
  const seconds = secondsOf(row['duration']) ?? 0;
  const outcome = direct ? routed(row, type, seconds) : charged(type, seconds);
  const caller = readParty(textOf(row['callerNumber']));
  const callee = readParty(textOf(row['calleeNumber']));
  const own = ownNumber([row['userId'], row['userPrincipalName']], settings);
  const answered = outcome.disposition === 'answered';
  const id = textOf(row['id']);
  return oneEvent({
    surface: 'msteams-phone',
    source: source === '' ? null : source,
    eventId: `${(id ?? callId).slice(0, 200)}:${direct ? 'direct-routing' : 'pstn'}`,
    callId,
    linkedCallIds: [...new Set([id, textOf(row['callId']), textOf(row['otherPartyCorrelationId'])])].filter(
      (link) => link !== null && link !== callId,
    ),
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? (caller.number ?? own) : caller.number,
    fromWithheld: outbound ? false : caller.withheld,
    to: outbound ? callee.number : (callee.number ?? own),
    occurredAt: (ended ?? started).at,
    timePrecision: (ended ?? started).precision,
    startedAt: started.at,
    answeredAt: answered && direct ? talked?.at : null,
    endedAt: ended?.at,
    talkSeconds: answered ? seconds : null,
    ...outcome,
    agent: textOf(row['userDisplayName'], 200) ?? textOf(row['userPrincipalName'], 200),
    attribution: {},
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly dispositionRaw: string;
}

function charged(type: string, seconds: number): Outcome {
  const dispositionRaw = `${type}, ${seconds} s`;
  if (!/^(user|ucap|oboin|oboout|byot)/i.test(type))
    return { disposition: 'unknown', final: true, dispositionRaw };
  if (/^ucap_?in/i.test(type)) return { disposition: 'in_progress', final: false, dispositionRaw };
  return { disposition: seconds > 0 ? 'answered' : 'no_answer', final: true, dispositionRaw };
}

function routed(row: Fields, type: string, seconds: number): Outcome {
  const code = textOf(row['finalSipCode'], 10) ?? '';
  const dispositionRaw = [type, code, textOf(row['finalSipCodePhrase'], 80)]
    .filter((word) => word !== null && word !== '')
    .join(', ');
  const success = flagOf(row['successfulCall']);
  if (success ?? seconds > 0)
    return /ucap/i.test(type) && /in/i.test(type)
      ? { disposition: 'in_progress', final: false, dispositionRaw }
      : { disposition: 'answered', final: true, dispositionRaw };
  const known = Object.hasOwn(SIP, code) ? SIP[code] : undefined;
  const failed = /^[3-6]\d\d$/.test(code) ? 'failed' : code === '' || code === '0' ? 'no_answer' : 'unknown';
  return { disposition: known ?? failed, final: true, dispositionRaw };
}

function readCallRecord(
  row: Fields,
  path: string,
  source: string,
  settings: GraphSettings,
): ParseResult<CallEvent> {
  const callId = textOf(row['id']);
  if (callId === null) return malformed(`${path}.id`, 'missing');
  if (!Array.isArray(row['sessions']))
    return ignored('The call record came without its sessions, which tell who was reached.');
  const sessions = row['sessions'].slice(0, 200).map((each) => sessionOf(asObject(each) ?? {}));
  // Agents' sessions of a queue have the queue as caller; the customer's has a telephone on one side.
  const customer =
    sessions.find((each) => each.callerPhone !== null && each.calleePhone === null) ??
    sessions.find((each) => each.calleePhone !== null);
  if (customer === undefined) return ignored('No telephone took part: a call or meeting inside Teams.');
  const started = timeOf(row['startDateTime']) ?? customer.start;
  if (started === null)
    return malformed(`${path}.startDateTime`, 'missing, or not a date between 2000 and 2099');
  const outbound = customer.callerPhone === null;
  const ended = timeOf(row['endDateTime']);
  const human = sessions.find((each) => (outbound ? each === customer : each.user !== null) && each.talked);
  const outcome = outcomeOf(sessions, customer, outbound, human !== undefined);
  const users = sessions.map((each) => each.user).filter((user) => user !== null);
  const own = ownNumber(users, settings);
  const caller = readParty(customer.callerPhone);
  return oneEvent({
    surface: 'msteams-phone',
    source: source === '' ? null : source,
    eventId: `${callId.slice(0, 200)}:record:${textOf(row['version']) ?? '1'}`,
    callId,
    linkedCallIds: [],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? own : caller.number,
    fromWithheld: outbound ? false : caller.withheld,
    to: outbound ? readParty(customer.calleePhone).number : own,
    occurredAt: (ended ?? started).at,
    timePrecision: (ended ?? started).precision,
    startedAt: started.at,
    endedAt: ended?.at,
    talkSeconds: human?.seconds,
    ...outcome,
    voicemail: outcome.disposition === 'voicemail' ? { left: false } : null,
    agent: human?.user,
    attribution: {},
  });
}

interface Session {
  readonly callerPhone: string | null;
  readonly calleePhone: string | null;
  readonly user: string | null;
  readonly role: string;
  readonly failure: string | null;
  readonly start: ReadInstant | null;
  readonly seconds: number;
  readonly talked: boolean;
}

function sessionOf(session: Fields): Session {
  const caller = asObject(session['caller']) ?? {};
  const callee = asObject(session['callee']) ?? {};
  const user = identityOf(callee, 'user');
  const start = timeOf(session['startDateTime']);
  const end = timeOf(session['endDateTime']);
  const failure = asObject(session['failureInfo']);
  const seconds =
    start === null || end === null ? 0 : Math.max(0, (Date.parse(end.at) - Date.parse(start.at)) / 1000);
  const early = failure !== null && textOf(failure['stage']) !== 'midcall';
  const role = [caller, callee]
    .map((side) => textOf(asObject(side['userAgent'])?.['role']) ?? '')
    .join(' ')
    .toLowerCase();
  return {
    callerPhone: identityOf(caller, 'phone'),
    calleePhone: identityOf(callee, 'phone'),
    user,
    role,
    failure: failure === null ? null : (textOf(failure['reason'], 150) ?? 'failed'),
    start,
    seconds,
    talked:
      seconds > 0 && !early && !/voicemail|messaging|autoattendant|callqueue/.test(role.split(' ')[1] ?? ''),
  };
}

function identityOf(endpoint: Fields, kind: 'user' | 'phone'): string | null {
  for (const name of ['associatedIdentity', 'identity']) {
    const identity = asObject(endpoint[name]);
    const inner = asObject(identity?.[kind]);
    if (inner !== null) return textOf(inner['id']) ?? textOf(inner['displayName']) ?? 'anonymous';
    if (kind === 'phone' && identity !== null && /phone/i.test(textOf(identity['@odata.type']) ?? ''))
      return textOf(identity['id']) ?? 'anonymous';
    if (kind === 'user' && identity !== null && /userIdentity/i.test(textOf(identity['@odata.type']) ?? ''))
      return textOf(identity['id']);
  }
  return null;
}

function outcomeOf(
  sessions: readonly Session[],
  customer: Session,
  outbound: boolean,
  answered: boolean,
): Outcome {
  const failure = customer.failure ?? sessions.find((each) => each.failure !== null)?.failure ?? null;
  const roles = sessions.map((each) => each.role).join(' ');
  const dispositionRaw = (failure ?? 'call record').slice(0, 200);
  const made = (disposition: Disposition): Outcome => ({ disposition, final: true, dispositionRaw });
  if (answered) return made('answered');
  if (outbound) return made(failure === null ? 'no_answer' : byWords(failure));
  if (/voicemail|messaging/.test(roles)) return made('voicemail');
  if (/callqueue/.test(roles)) return made('queue_abandoned');
  if (/autoattendant/.test(roles)) return made('ivr_abandoned');
  return made(failure === null ? 'no_answer' : byWords(failure));
}

function byWords(reason: string): Disposition {
  if (/busy/i.test(reason)) return 'busy';
  if (/declin|reject/i.test(reason)) return 'rejected';
  if (/cancel|hung up|terminated/i.test(reason)) return 'canceled';
  if (/block/i.test(reason)) return 'blocked';
  if (/no answer|not answer|timeout|timed out|unavailable|no response|did not respond/i.test(reason))
    return 'no_answer';
  return 'failed';
}

function ownNumber(ids: readonly unknown[], settings: GraphSettings): string | null {
  const id = ids
    .map((each) => textOf(each))
    .find((each) => each !== null && Object.hasOwn(settings.userNumbers, each));
  return (typeof id === 'string' ? settings.userNumbers[id] : undefined) ?? settings.mainNumber ?? null;
}

/** Graph writes 0001-01-01 for times that never came; the reader refuses it as it does every date before 2000. */
function timeOf(value: unknown): ReadInstant | null {
  const text = textOf(value);
  // The exported files write UTC without saying so.
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}
