import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { asObject, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { partiesOf } from '../../shared/pbx.ts';
import type { Fields } from '../../shared/records.ts';
import { readEpoch, readIso, readLocal, secondsBetween } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';
import { MAILBOX } from './applications.ts';
import { missOf } from './channel.ts';
import type { ChannelContext } from './channel.ts';

/**
 * Channel Event Logging: rows of the cel table, AMI events named CEL and lines of cel_custom, each about one moment of one
 * channel. The rows of one call (linkedid) that came in one delivery are read together; of a single row only the caller's
 * own channel says something, or a phone that joined a bridge.
 * https://docs.asterisk.org/Configuration/Reporting/Channel-Event-Logging-CEL and /AMI_Events/CEL, read 2026-11-21.
 *
 * Quirks: ANSWER of the caller's channel may be a menu, so a person is an ANSWER of another channel that is no Local one (a
 * Local channel is more dialplan, perhaps a mailbox). `extra` of HANGUP names what became of the last dial, if any phone
 * was dialled; older versions wrote it as `cause,source,status`.
 */
export function isCel(record: Fields): boolean {
  return (
    textOf(record['Event']) === 'CEL' ||
    (textOf(record['eventtype']) !== null && record['disposition'] === undefined)
  );
}

/** One result for each call that the rows tell of. */
export function readCel(
  records: readonly Fields[],
  context: ChannelContext,
  zone: string,
  isOutside: (dialContext: string) => boolean,
): readonly ParseResult<CallEvent>[] {
  const calls = new Map<string, Row[]>();
  const bad: ParseResult<CallEvent>[] = [];
  for (const record of records) {
    const row = rowOf(record, zone);
    if (typeof row === 'string') bad.push(malformed(row, 'missing'));
    else calls.set(row.linkedId, [...(calls.get(row.linkedId) ?? []), row]);
  }
  return [...bad, ...[...calls.values()].map((rows) => readCall(rows, context, isOutside))];
}

interface Row {
  readonly type: string;
  readonly id: string;
  readonly linkedId: string;
  readonly at: ReadInstant | null;
  readonly application: string;
  readonly isLocal: boolean;
  readonly channel: string;
  readonly take: (...names: readonly string[]) => string | null;
}

function rowOf(record: Fields, zone: string): Row | string {
  const fields = new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
  const take = (...names: readonly string[]): string | null =>
    names.map((name) => textOf(fields.get(name), 2000)).find((text) => text !== null) ?? null;
  const id = take('uniqueid', 'unique_id');
  if (id === null) return 'uniqueid';
  const time = take('eventtime', 'timestamp') ?? '';
  const channel = take('channame', 'channel') ?? '';
  return {
    type: (take('eventname', 'eventtype') ?? '').toUpperCase(),
    id: id.slice(0, 200),
    linkedId: (take('linkedid') ?? id).slice(0, 200),
    at: readEpoch(time) ?? readIso(time) ?? readLocal(time, zone),
    application: take('appname', 'application') ?? '',
    isLocal: /^local\//i.test(channel),
    channel,
    take,
  };
}

function readCall(
  unordered: readonly Row[],
  context: ChannelContext,
  isOutside: (dialContext: string) => boolean,
): ParseResult<CallEvent> {
  const rows = [...unordered].sort((a, b) => instantOf(a) - instantOf(b));
  const own = rows.filter((row) => row.id === row.linkedId);
  const begin = own.find((row) => row.type === 'CHAN_START');
  if (begin?.isLocal === true)
    return ignored(
      'A call that was made for somebody of the house: the rows do not say whom it was to reach.',
    );
  const local = rows.some((row) => row.isLocal);
  const person = rows.find((row) => isPerson(row)) ?? (local ? undefined : own.find(isBridged));
  const hangup = own.find((row) => row.type === 'HANGUP');
  const end = hangup ?? own.find((row) => row.type === 'CHAN_END' || row.type === 'LINKEDID_END');
  const decisive = end ?? person ?? begin;
  if (decisive === undefined || (begin === undefined && person === undefined && hangup === undefined))
    return ignored(
      `${rows.map((row) => row.type.slice(0, 30))[0] ?? 'CEL'} does not say who called or how a call ended.`,
    );

  const outcome = outcomeOf({ rows, own, begin, person, hangup });
  const final = end !== undefined && outcome !== 'in_progress';
  const first = begin ?? own[0] ?? decisive;
  const dialled = [first.take('exten'), first.take('cid_dnid', 'calleriddnid')].find(
    (text) => text !== null && /^[+*#]?\d+$/.test(text),
  );
  const callers = own.map((row) => row.take('cid_num', 'calleridnum') ?? row.take('cid_ani', 'calleridani'));
  const caller = callers.find((text) => text !== null) ?? (end === undefined ? null : '');
  const name = own.map((row) => row.take('cid_name', 'calleridname')).find((text) => text !== null) ?? '';
  const parties = partiesOf(
    caller,
    dialled ?? null,
    context.numbers,
    isOutside(first.take('context') ?? '') || own.length === 0 ? 'inbound' : null,
  );
  const talked = outcome === 'answered';
  return oneEvent({
    surface: 'asterisk',
    source: context.source,
    eventId: `${decisive.linkedId}:cel:${outcome}:${String(final)}`.slice(0, 256),
    callId: decisive.linkedId,
    linkedCallIds: [...new Set(rows.map((row) => row.id))]
      .filter((id) => id !== decisive.linkedId)
      .slice(0, 20),
    ...parties,
    // Numbers of a phone that was rung are not those of the call.
    ...(own.length === 0 ? { from: null, to: null } : {}),
    occurredAt: decisive.at?.at ?? context.receivedAt,
    timePrecision: decisive.at?.precision ?? 'none',
    startedAt: (begin?.at ?? readEpoch(/(?:^|-)(\d{10})\.\d+$/.exec(decisive.linkedId)?.[1] ?? ''))?.at,
    answeredAt: talked ? person?.at?.at : null,
    endedAt: end?.at?.at,
    talkSeconds: talked ? secondsBetween(person?.at ?? null, end?.at ?? null) : null,
    final,
    disposition: outcome,
    dispositionRaw: [decisive.type, ...hangupOf(hangup)].join(', ').slice(0, 200),
    agent: talked ? person?.channel.slice(0, 200) : null,
    callerName: /[a-z]/i.test(name) && !/^(unknown|anonymous)$/i.test(name) ? name.slice(0, 200) : null,
    attribution: {},
  });
}

interface Story {
  readonly rows: readonly Row[];
  readonly own: readonly Row[];
  readonly begin: Row | undefined;
  readonly person: Row | undefined;
  readonly hangup: Row | undefined;
}

function outcomeOf({ rows, own, begin, person, hangup }: Story): Disposition {
  if (person !== undefined) return 'answered';
  const ended = hangup ?? (begin === undefined ? undefined : own.find((row) => row.type === 'CHAN_END'));
  if (ended === undefined) return 'in_progress';
  if (rows.some((row) => MAILBOX.test(row.application) && !/^voicemailmain/i.test(row.application)))
    return 'voicemail';
  const [cause = '', status = ''] = hangupOf(hangup);
  if (Object.hasOwn(DIALLED, status)) return DIALLED[status as keyof typeof DIALLED];
  // Somebody was dialled and taken, and these rows would name the phone had it been one.
  if (status === 'ANSWER')
    return rows.some((row) => row.type === 'ANSWER') && begin !== undefined ? 'ivr_abandoned' : 'answered';
  // A lone HANGUP of a channel that dialled nobody: a menu, or nothing at all; the call record tells.
  if (begin === undefined) return cause === '17' || cause === '21' ? missOf(cause) : 'in_progress';
  if (own.some((row) => /^queue$/i.test(row.application))) return 'queue_abandoned';
  return own.some((row) => row.type === 'ANSWER') ? 'ivr_abandoned' : missOf(cause);
}

/** DIALSTATUS of the last dial, https://docs.asterisk.org/.../Dialplan_Applications/Dial. */
const DIALLED = {
  NOANSWER: 'no_answer',
  BUSY: 'busy',
  CANCEL: 'canceled',
  CHANUNAVAIL: 'failed',
  CONGESTION: 'failed',
  INVALIDARGS: 'failed',
  DONTCALL: 'rejected',
  TORTURE: 'rejected',
} as const satisfies Record<string, Disposition>;

/** The phone of somebody picked up, joined the caller, or fetched the call. */
function isPerson(row: Row): boolean {
  if (row.type === 'PICKUP') return true;
  if (row.id === row.linkedId || row.isLocal) return false;
  return (
    (row.type === 'ANSWER' && !MAILBOX.test(row.application)) ||
    (row.type === 'BRIDGE_ENTER' && /^app(dial2?|queue)$/i.test(row.application))
  );
}

/** Somebody fetched the call from the phone that rang: their channel is of another call until the two are joined. */
function isBridged(row: Row): boolean {
  return row.type === 'BRIDGE_ENTER' && /^(dial|queue)$/i.test(row.application);
}

/** Cause and status, from `{"hangupcause":16,"dialstatus":"NOANSWER"}` or from `16,SIP/101-2,NOANSWER`. */
function hangupOf(row: Row | undefined): readonly string[] {
  const text = row?.take('extra', 'eventextra') ?? '';
  if (!text.startsWith('{')) {
    const [cause = '', , status = ''] = text.split(',');
    return text === '' ? [] : [cause, status];
  }
  try {
    const extra = asObject(JSON.parse(text)) ?? {};
    return [textOf(extra['hangupcause']) ?? '', textOf(extra['dialstatus']) ?? ''];
  } catch {
    return [];
  }
}

function instantOf(row: Row): number {
  return row.at === null ? 0 : Date.parse(row.at.at);
}
