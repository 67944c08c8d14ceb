import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import { asObject, secondsOf, textOf } from '../../shared/body.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso, shift } from '../../shared/time.ts';

/**
 * Call-log records and voicemail messages of RingCentral (instant event and message store).
 * Fields and values of `result`: the RingCentral Java SDK's CallLogRecord;
 * https://developers.ringcentral.com/guide/notifications/event-filters/voicemail-message; read 2026-11-21.
 */
export interface RingCentralSettings {
  readonly mainNumber?: string | undefined;
  readonly extensionNumbers: Readonly<Record<string, string>>;
  readonly platformExtensionIds: readonly string[];
}

const RESULTS: Readonly<Record<string, Disposition>> = {
  accepted: 'answered',
  callaccepted: 'answered',
  callconnected: 'answered',
  answered: 'answered',
  missed: 'no_answer',
  noanswer: 'no_answer',
  answerednotaccepted: 'no_answer',
  voicemail: 'voicemail',
  senttovoicemail: 'voicemail',
  busy: 'busy',
  rejected: 'rejected',
  declined: 'rejected',
  reply: 'rejected',
  hangup: 'canceled',
  stopped: 'canceled',
  abandoned: 'queue_abandoned',
  blocked: 'blocked',
  inprogress: 'in_progress',
  resultinprogress: 'in_progress',
  callfailed: 'failed',
  callfailure: 'failed',
  internalerror: 'failed',
  ipphoneoffline: 'failed',
  nocallingcredit: 'failed',
  notallowed: 'failed',
  restrictednumber: 'failed',
  wrongnumber: 'failed',
  internationaldisabled: 'failed',
  internationalrestricted: 'failed',
  suspendedaccount: 'failed',
  carrierisnotactive: 'failed',
  edgetrunkmisconfigured: 'failed',
};

export function isCallLogRecord(record: Fields): boolean {
  return typeof record['result'] === 'string' && record['startTime'] !== undefined;
}

export function readCallLogRecord(
  record: Fields,
  config: RingCentralSettings,
  source: string,
): ParseResult<CallEvent> {
  if (textOf(record['type'])?.toLowerCase() === 'fax') return ignored('A fax is not a call.');
  const ids = ['telephonySessionId', 'sessionId', 'id', 'partyId'].flatMap(
    (name) => textOf(record[name]) ?? [],
  );
  const message = asObject(record['message']);
  const callId = ids[0];
  if (callId === undefined) return malformed('id', 'missing, and so are sessionId and telephonySessionId');
  const start = readIso(textOf(record['startTime']) ?? '');
  if (start === null) return malformed('startTime', 'missing, or not a date between 2000 and 2099');
  const outbound = textOf(record['direction'])?.toLowerCase() === 'outbound';
  const from = partyOf(record, 'from');
  const to = partyOf(record, 'to');
  const internal =
    from.number === null && from.extension !== null && to.number === null && to.extension !== null;
  const result = textOf(record['result'], 100) ?? '';
  const said = resultOf(result);
  // Documented: something picked up and nobody pressed 1 to take the call, such as the mailbox of a mobile.
  const untaken = !outbound && said === 'answered' && /^connected$/i.test(textOf(record['reason']) ?? '');
  const mapped = untaken ? 'no_answer' : said;
  const disposition = textOf(message?.['type']) === 'VoiceMail' ? 'voicemail' : mapped;
  const final = disposition !== 'in_progress';
  const seconds = secondsOf(record['duration']);
  const endedAt = final && seconds !== null ? shift(start.at, seconds) : null;
  const extension = textOf(asObject(record['extension'])?.['id']) ?? to.extensionId;
  const reason = textOf(record['reason'], 90);
  const queued = disposition === 'canceled' && !outbound && hasQueueLeg(record);
  const name = outbound ? null : from.name;
  return oneEvent({
    surface: 'ringcentral',
    source: source === '' ? null : source,
    eventId: [textOf(record['id']) ?? callId, 'log', textOf(record['lastModifiedTime']) ?? result]
      .join(':')
      .slice(0, 256),
    callId,
    linkedCallIds: [...new Set([...ids, textOf(message?.['id'])])].filter(
      (id) => id !== null && id !== callId,
    ),
    direction: internal ? 'internal' : outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to: to.number ?? (outbound || internal ? null : ourNumber(config, extension)),
    occurredAt: endedAt ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    endedAt,
    final,
    disposition: queued ? 'queue_abandoned' : disposition,
    dispositionRaw: reason === null || reason === result ? result : `${result}, ${reason}`,
    voicemail:
      disposition === 'voicemail' && message !== null
        ? voicemailOf(textOf(message['uri'], 2000), null)
        : null,
    agent: disposition === 'answered' && !outbound ? (to.name ?? extension) : null,
    recordingUrl: textOf(asObject(record['recording'])?.['contentUri'], 2000),
    attribution: {},
    callerName: name,
  });
}

export function isVoicemail(record: Fields): boolean {
  return textOf(record['type'])?.toLowerCase() === 'voicemail';
}

/** A voicemail message has no call id of its own: a call-log record links to it by the message's id. */
export function readVoicemail(
  record: Fields,
  config: RingCentralSettings,
  source: string,
): ParseResult<CallEvent> {
  const id = textOf(record['id']);
  if (id === null) return malformed('body.id', 'missing');
  const at = readIso(textOf(record['creationTime']) ?? '');
  if (at === null) return malformed('body.creationTime', 'missing, or not a date between 2000 and 2099');
  const from = partyOf(record, 'from');
  const to = partyOf({ to: Array.isArray(record['to']) ? record['to'][0] : record['to'] }, 'to');
  const attachments = Array.isArray(record['attachments']) ? record['attachments'] : [];
  const sound = attachments
    .map((entry: unknown) => asObject(entry) ?? {})
    .find((entry) => textOf(entry['type']) !== 'AudioTranscription');
  return oneEvent({
    surface: 'ringcentral',
    source: source === '' ? null : source,
    eventId: `${id}:voicemail`,
    callId: id,
    linkedCallIds: [],
    direction: 'inbound',
    from: from.number,
    fromWithheld: from.withheld,
    to: to.number ?? ourNumber(config, to.extensionId),
    occurredAt: at.at,
    timePrecision: at.precision,
    final: true,
    disposition: 'voicemail',
    dispositionRaw: textOf(record['messageStatus'], 100),
    voicemail: voicemailOf(textOf(sound?.['uri'], 2000), secondsOf(sound?.['vmDuration'])),
    attribution: {},
    callerName: from.name,
  });
}

function resultOf(result: string): Disposition {
  const word = result.toLowerCase().replaceAll(/[^a-z]/g, '');
  return Object.hasOwn(RESULTS, word) ? (RESULTS[word] ?? 'unknown') : 'unknown';
}

/** The caller went away while a call queue hunted for someone. */
function hasQueueLeg(record: Fields): boolean {
  const legs = Array.isArray(record['legs']) ? record['legs'].slice(0, 100) : [];
  return legs.some((leg: unknown) => {
    const fields = asObject(leg);
    return textOf(fields?.['legType']) === 'Hunting' || textOf(fields?.['action']) === 'Hunting';
  });
}

interface LogParty {
  readonly number: string | null;
  readonly withheld: boolean;
  readonly extension: string | null;
  readonly extensionId: string | null;
  readonly name: string | null;
}

function partyOf(record: Fields, side: 'from' | 'to'): LogParty {
  const party = asObject(record[side]);
  const written = textOf(party?.['phoneNumber']);
  const extensionId = textOf(party?.['extensionId']);
  const read = readParty(written);
  const extension = textOf(party?.['extensionNumber']) ?? extensionId;
  return {
    number: read.number,
    // Who calls from an extension hides nothing.
    withheld: read.withheld && !(written === null && extension !== null),
    extension,
    extensionId,
    name: textOf(party?.['name'], 200),
  };
}

export function ourNumber(config: RingCentralSettings, extensionId: string | null): string | null {
  return config.extensionNumbers[extensionId ?? ''] ?? config.mainNumber ?? null;
}

function voicemailOf(url: string | null, seconds: number | null): CallEvent['voicemail'] {
  return { left: true, ...(url === null ? {} : { url }), ...(seconds === null ? {} : { seconds }) };
}
