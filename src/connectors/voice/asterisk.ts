import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { isAri, isOtherAri, readAri } from '../vendors/asterisk/ari.ts';
import { MAILBOX, TALKS } from '../vendors/asterisk/applications.ts';
import { isCel, readCel } from '../vendors/asterisk/cel.ts';
import { readDialEnd, readHangup, readNewChannel } from '../vendors/asterisk/channel.ts';
import type { ChannelContext } from '../vendors/asterisk/channel.ts';
import { readAsterisk } from '../vendors/asterisk/lines.ts';
import { readQueueEvent, withCallers } from '../vendors/asterisk/queue.ts';
import { secondsOf, textOf } from '../shared/body.ts';
import { COUNTRY_STEP, inCountry } from '../shared/country.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { isExtension, partiesOf, pbxFields } from '../shared/pbx.ts';
import { joinResults } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readEpoch, readIso, readLocal, shift } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';

/**
 * Asterisk and FreePBX: rows of the cdr table, AMI events (Cdr, DialEnd, QueueCallerAbandon, AgentConnect and others),
 * lines of queue_log and Master.csv, channel events (vendors/asterisk/cel.ts) and events of ARI (vendors/asterisk/ari.ts). https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Events/Cdr,
 * /Fundamentals/Key-Concepts/.. (CDR specification), /Operation/Logging/Queue-Logs; read 2026-11-21.
 *
 * Quirks: ANSWERED also means VoiceMail, Queue or a menu picked up, so the last application and the second channel are
 * asked who it was. Times are wall clock of the server unless usegmtime is set. Several rows share a linkedid and even a
 * uniqueid: one per phone that was tried. DialEnd and AgentRingNoAnswer are about one phone and decide nothing.
 */
const Config = z.strictObject({
  ...accessFields,
  ...pbxFields,
  timesInUtc: z.boolean().default(false).describe('usegmtime=yes is set in cdr.conf'),
  inboundContexts: z
    .array(z.string().min(1).max(80))
    .default([])
    .describe('Contexts where calls from outside begin, such as from-trunk'),
});
type Config = z.infer<typeof Config>;

const DISPOSITIONS = {
  ANSWERED: 'answered',
  'NO ANSWER': 'no_answer',
  NOANSWER: 'no_answer',
  BUSY: 'busy',
  FAILED: 'failed',
  CONGESTION: 'failed',
  CANCEL: 'canceled',
  // AST_CDR_* of cdr.h, in columns that hold a number.
  '0': 'no_answer',
  '1': 'no_answer',
  '2': 'failed',
  '4': 'busy',
  '8': 'answered',
  '16': 'failed',
} as const satisfies Record<string, Disposition>;

/** Contexts of FreePBX and of the sample dialplans in which a call from outside begins, and those of phones. */
const OUTSIDE =
  /^(from-(trunk|pstn|did|external|sip-external|digital|analog)|ext-did|incoming|inbound|public)/i;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'asterisk',
    name: 'Asterisk / FreePBX',
    family: 'sip',
    delivery: 'stream',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 5,
    maturity: 'documented',
    checkedHow:
      "Records written from Asterisk's documentation, read against manager events and call records that others recorded; the bridge is tested against a manager socket and a WebSocket of our own",
    lastChecked: '2026-11-21',
    docs: [
      'https://docs.asterisk.org/Asterisk_20_Documentation/API_Documentation/AMI_Events/Cdr',
      'https://docs.asterisk.org/Operation/Logging/Queue-Logs',
      'https://docs.asterisk.org/Configuration/Interfaces/Asterisk-REST-Interface-ARI',
    ],
    setup: [
      'In manager.conf add a user with read = cdr,call,agent and permit only the machine of the bridge; in cdr_manager.conf set enabled = yes and add the mapping linkedid => LinkedID.',
      'Set accessToken of this source to a long random text.',
      'Run `ringback bridge --ami HOST:5038 --user NAME --to {url}` beside the PBX; it posts the events with that token and loses none when Ringback is away.',
      'Where an ARI application takes the calls instead of the dialplan, run `ringback bridge --ari HOST:8088 --user NAME --to {url}` with a user of ari.conf that has read_only = yes; it reads the events as an application of its own, and takes no calls.',
      'Or post rows of the cdr table as JSON to {url}. Say in mainNumber which number the callers dial, where rows name only extensions.',
      COUNTRY_STEP,
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, settings, context) => {
    const config = inCountry(settings, context);
    const read = readAsterisk(request);
    if (!read.ok) return { result: 'malformed', issues: read.issues };
    const given = givenTo(request, config, context);
    const [cel, others] = [
      read.value.filter(isCel),
      withCallers(read.value.filter((record) => !isCel(record))),
    ];
    return joinResults(
      [
        ...others.map((record) => readRecord(record, request, config, context)),
        ...readCel(cel, given, given.zone, given.isOutside),
      ],
      'There was no record of a call in the delivery.',
    );
  },
});

function readRecord(
  record: Fields,
  request: IncomingRequest,
  config: Config,
  context: ParseContext,
): ParseResult<CallEvent> {
  const given = givenTo(request, config, context);
  const { source } = given;
  const event = textOf(record['Event']);
  if (isAri(record)) return readAri(record, given);
  if (isOtherAri(record)) return ignored('An event of ARI that is about no channel.');
  if (event === null) {
    return record['queuename'] === undefined
      ? readCdr(record, source, config, context)
      : readQueueEvent(record, given);
  }
  if (event === 'Cdr') return readCdr(record, source, config, context);
  if (event === 'DialEnd') return readDialEnd(record, given);
  if (event === 'Newchannel') return readNewChannel(record, given, given.isOutside);
  if (event === 'Hangup') return readHangup(record, given);
  return readQueueEvent(record, given);
}

/** What the readers of single records are told beside the record. */
function givenTo(
  request: IncomingRequest,
  config: Config,
  context: ParseContext,
): ChannelContext & { zone: string; isOutside: (dialContext: string) => boolean } {
  return {
    source: context.source === '' ? null : context.source,
    receivedAt: request.receivedAt,
    numbers: config,
    zone: config.timesInUtc ? 'UTC' : context.zone,
    isOutside: (dialContext) => isOutside(dialContext, config),
  };
}

/** The names of the cdr table and of the AMI event, which are spelled differently. */
function readCdr(
  record: Fields,
  source: string | null,
  config: Config,
  context: ParseContext,
): ParseResult<CallEvent> {
  const fields = new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
  const take = (...names: readonly string[]): string | null =>
    names.map((name) => textOf(fields.get(name))).find((text) => text !== null) ?? null;
  const raw = take('disposition');
  if (raw === null) return malformed('disposition', 'missing');
  const time = (...names: readonly string[]): ReadInstant | null => {
    const text = take(...names) ?? '';
    return readEpoch(text) ?? readIso(text) ?? readLocal(text, config.timesInUtc ? 'UTC' : context.zone);
  };
  const named = take('uniqueid', 'linkedid');
  // An id begins with the second in which its channel was made, perhaps after the name of the system.
  const start =
    time('start', 'starttime', 'calldate') ?? readEpoch(/(?:^|-)(\d{10})\.\d+$/.exec(named ?? '')?.[1] ?? '');
  if (start === null) return malformed('start', 'missing, or not a time');
  // Master.csv has no id unless loguniqueid is set: then the channel and its second stand for it.
  const channel = take('channel');
  const uniqueId = named ?? (channel === null ? null : `${channel}@${start.at}`.slice(0, 200));
  if (uniqueId === null)
    return malformed('uniqueid', 'missing, and so is channel', 'Set loguniqueid=yes, or send whole rows.');
  const lastApp = take('lastapp', 'lastapplication') ?? '';
  if (/^voicemailmain/i.test(lastApp)) return ignored('Somebody of the house listened to the mailbox.');
  const disposition = outcomeOf(raw, lastApp, take('dstchannel', 'destinationchannel') !== null);
  const [answer, end] = [time('answer', 'answertime'), time('end', 'endtime')];
  const duration = secondsOf(take('duration', 'durationsec'));
  const talked = disposition === 'answered';
  const caller = take('src', 'source', 'cnum') ?? '';
  const linked = [take('linkedid'), take('peeraccount') === null ? null : take('dstuniqueid')];
  const endedAt = end?.at ?? (duration === null ? null : shift(start.at, duration));
  const name = callerName(take('clid', 'callerid'));
  return oneEvent({
    surface: 'asterisk',
    source,
    eventId:
      `${uniqueId}:cdr:${take('sequence') ?? start.at}:${take('dstchannel', 'destinationchannel') ?? ''}`.slice(
        0,
        256,
      ),
    callId: uniqueId,
    linkedCallIds: linked.filter((id) => id !== null && id !== uniqueId),
    ...partiesOf(
      caller,
      take('did', 'dst', 'destination'),
      config,
      directionOf(take('dcontext', 'destinationcontext'), caller, config),
    ),
    occurredAt: endedAt ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    answeredAt: talked ? answer?.at : null,
    endedAt,
    talkSeconds: talked ? secondsOf(take('billsec', 'billableseconds')) : null,
    final: true,
    disposition,
    dispositionRaw: `${raw}${lastApp === '' ? '' : `, ${lastApp}`}`.slice(0, 200),
    queue: /^queue/i.test(lastApp) ? take('lastdata')?.split(',')[0]?.slice(0, 200) : null,
    agent: talked ? take('dstchannel', 'destinationchannel')?.slice(0, 200) : null,
    callerName: name === caller ? null : name,
    attribution: {},
  });
}

function outcomeOf(raw: string, lastApp: string, secondChannel: boolean): Disposition {
  const word = raw.toUpperCase();
  const mapped = Object.hasOwn(DISPOSITIONS, word)
    ? DISPOSITIONS[word as keyof typeof DISPOSITIONS]
    : 'unknown';
  if (mapped !== 'answered')
    return mapped === 'no_answer' && /^queue/i.test(lastApp) && !secondChannel ? 'queue_abandoned' : mapped;
  if (MAILBOX.test(lastApp)) return 'voicemail';
  if (secondChannel || (TALKS.test(lastApp) && !/^(queue|dial|followme)/i.test(lastApp))) return 'answered';
  if (/^queue/i.test(lastApp)) return 'queue_abandoned';
  // The PBX had picked up to play something, rang nobody or in vain, and the caller hung up.
  return /^(dial|followme)/i.test(lastApp) ? 'no_answer' : 'ivr_abandoned';
}

function directionOf(
  dialContext: string | null,
  caller: string,
  config: Config,
): CallEvent['direction'] | null {
  return dialContext !== null && !isExtension(caller) && isOutside(dialContext, config) ? 'inbound' : null;
}

function isOutside(dialContext: string, config: Config): boolean {
  return config.inboundContexts.includes(dialContext) || OUTSIDE.test(dialContext);
}

/** `"Maria Diaz" <3105550142>` is one field, and in AMI only the name. */
function callerName(text: string | null): string | null {
  const name = /^"([^"]*)"/.exec(text ?? '')?.[1] ?? (text ?? '').replace(/<[^>]*>$/, '').trim();
  return name === '' || /^[+\d\s()-]+$/.test(name) || /^(unknown|anonymous)$/i.test(name)
    ? null
    : name.slice(0, 200);
}
