import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, secondsOf, textOf } from '../shared/body.ts';
import { COUNTRY_STEP, inCountry } from '../shared/country.ts';
import { ignored, malformed, oneEvent, present } from '../shared/event.ts';
import { readAccounting } from '../vendors/kamailio/lines.ts';
import { partiesOf, pbxFields } from '../shared/pbx.ts';
import { plainText } from '../shared/plain-text.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readEpoch, readIso, readLocal, shift } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';

/**
 * Accounting of Kamailio and OpenSIPS: rows of `acc`, `missed_calls` and `acc_cdrs` as JSON (from the database, or from
 * acc_json), OpenSIPS' E_ACC_EVENT, E_ACC_MISSED_EVENT and E_ACC_CDR, and the "ACC:" lines of syslog.
 * https://www.kamailio.org/docs/modules/5.8.x/modules/acc.html, https://opensips.org/html/docs/modules/3.4.x/acc.html,
 * read 2026-11-21. The lab suite hears a real Kamailio through `examples/kamailio`.
 *
 * Quirks: a row has no numbers unless extra columns are set (the sample sets them); `time` is the server's wall clock
 * without a zone; a row is about one transaction, so a forked call writes several, told together by the Call-ID. With
 * serial forking a row of missed_calls is not the end: say so in the settings, and `acc` decides.
 */
const Config = z.strictObject({
  ...accessFields,
  ...pbxFields,
  callerField: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Extra column with the caller, such as src_user'),
  calleeField: z.string().min(1).max(64).optional().describe('Extra column with the number dialled'),
  serialForking: z
    .boolean()
    .default(false)
    .describe('Further phones are tried after one failed: missed_calls then says nothing about the end'),
});
type Config = z.infer<typeof Config>;

const CALLER = [
  'caller',
  'src_user',
  'from_user',
  'src',
  'from',
  'cli',
  'caller_id',
  'from_uri',
  'src_username',
];
const CALLEE = [
  'callee',
  'did',
  'dst_ouser',
  'dst_user',
  'to_user',
  'dst',
  'to',
  'callee_id',
  'to_uri',
  'ruri',
  'dst_ousername',
  'dst_username',
];
const MISSED = new Set(['missed_calls', 'missed', 'call missed', 'E_ACC_MISSED_EVENT']);
const CDRS = new Set(['acc_cdrs', 'cdrs', 'call ended', 'E_ACC_CDR']);

export default defineVoiceSurface<Config>({
  meta: {
    id: 'kamailio',
    name: 'Kamailio / OpenSIPS',
    family: 'sip',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 5,
    maturity: 'live',
    checkedHow:
      'The lab suite runs a real Kamailio with PostgreSQL accounting and SIPp on both ends; OpenSIPS from its documentation',
    lastChecked: '2026-11-21',
    docs: [
      'https://www.kamailio.org/docs/modules/5.8.x/modules/acc.html',
      'https://opensips.org/html/docs/modules/3.4.x/acc.html',
    ],
    setup: [
      'Add the extra columns caller and callee to acc and missed_calls, as examples/kamailio/kamailio.cfg and ringback.sql do.',
      'Set accessToken of this source to a long random text.',
      'Run examples/kamailio/forward.sh beside the database: it passes new rows to `ringback bridge --to {url}`, which posts them with that token.',
      'With OpenSIPS post E_ACC_MISSED_EVENT and E_ACC_CDR as JSON to {url} instead. Ringback checks the token.',
      COUNTRY_STEP,
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, settings, context) => {
    const config = inCountry(settings, context);
    const text = plainText(request);
    const rows = text === null ? null : readAccounting(text);
    const read = rows === null ? readRecords(request, ['events']) : { ok: true as const, value: rows };
    if (!read.ok) return { result: 'malformed', issues: read.issues };
    return joinResults(
      read.value.map((record) => readRow(record, request, config, context)),
      'There was no row of accounting in the delivery.',
    );
  },
});

function readRow(
  record: Fields,
  request: IncomingRequest,
  config: Config,
  context: ParseContext,
): ParseResult<CallEvent> {
  // OpenSIPS' event_stream and event_jsonrpc put the fields under params and name the event beside them.
  const params = asObject(record['params']) ?? asObject(record['row']) ?? asObject(record['data']);
  const row: Fields = params ?? record;
  const first = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const text = textOf(row[name]);
      if (text !== null) return text;
    }
    return null;
  };
  const table = textOf(params === null ? record['table'] : (record['table'] ?? record['method'])) ?? '';
  const isCdr =
    CDRS.has(table) ||
    (row['duration'] !== undefined &&
      (row['start_time'] !== undefined || row['call_start_time'] !== undefined));
  const method = first('method')?.toUpperCase() ?? 'INVITE';
  if (!isCdr && method !== 'INVITE')
    return ignored(`A ${method.slice(0, 20)} transaction says nothing about who answered.`);

  const callId = first('callid', 'call_id', 'sip_call_id');
  if (callId === null) return malformed('callid', 'missing', 'Send the whole row of acc or missed_calls.');
  const at = timeOf(
    row,
    isCdr
      ? ['start_time', 'call_start_time', 'created', 'setup_time', 'time']
      : ['time', 'timestamp', 'acc_time'],
    context,
  );
  const code = first('sip_code', 'code');
  if (!isCdr && (code === null || !/^\d{3}$/.test(code)))
    return malformed('sip_code', 'missing, or not three digits');
  const reason = first('sip_reason', 'reason');
  const talkSeconds = isCdr ? secondsOf(row['duration']) : null;
  const endedAt = isCdr ? timeOf(row, ['end_time'], context) : null;
  const outcome = isCdr ? cdrOutcome(talkSeconds, code) : outcomeOf(Number(code), MISSED.has(table), config);
  // OpenSIPS tells when the call began and how long it took to be answered. In the table `cdrs` of Kamailio's documentation,
  // which has no setuptime, `created` is when the row was written.
  const setup = secondsOf(row['setuptime']);
  const begin =
    setup === null && row['call_start_time'] !== undefined ? null : timeOf(row, ['created'], context);
  const picked =
    isCdr && begin !== null && setup !== null && row['call_start_time'] === undefined
      ? shift(begin.at, setup)
      : null;
  const talkFrom = picked ?? at?.at ?? null;
  const ended =
    endedAt?.at ?? (talkFrom !== null && talkSeconds !== null ? shift(talkFrom, talkSeconds) : null);
  const occurredAt = isCdr ? ended : at?.at;
  return oneEvent({
    surface: 'kamailio',
    source: context.source === '' ? null : context.source,
    eventId: [callId, isCdr ? 'cdr' : code, first('to_tag') ?? '', at?.at ?? ''].join(':').slice(0, 256),
    callId,
    linkedCallIds: [],
    ...partiesOf(
      callerOf(row, config),
      first(...(config.calleeField === undefined ? CALLEE : [config.calleeField])),
      config,
      directionOf(first('direction')),
    ),
    occurredAt: occurredAt ?? at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: (timeOf(row, ['invite_time'], context) ?? (isCdr ? begin : null))?.at,
    answeredAt: outcome.disposition !== 'answered' ? null : (picked ?? at?.at),
    endedAt: isCdr ? ended : outcome.final && outcome.disposition !== 'answered' ? at?.at : null,
    talkSeconds: outcome.disposition === 'answered' ? talkSeconds : null,
    ...outcome,
    dispositionRaw: `${code ?? ''} ${reason ?? ''}`.trim().slice(0, 200) || null,
    attestation: first('attestation', 'attest')
      ?.toUpperCase()
      .match(/^[ABC]$/)?.[0],
    verstat: first('verstat'),
    attribution: present({ traceId: first('trace_id') }),
  });
}

/** Null when no column holds the caller; empty when the column does and the caller hid. */
function callerOf(row: Fields, config: Config): string | null {
  const names = config.callerField === undefined ? CALLER : [config.callerField];
  const given = names.filter((name) => Object.hasOwn(row, name));
  return (
    given.map((name) => textOf(row[name])).find((text) => text !== null) ?? (given.length > 0 ? '' : null)
  );
}

/** A final answer of SIP, RFC 3261 section 21, RFC 8197 (607) and RFC 8688 (608). */
function outcomeOf(
  code: number,
  missedTable: boolean,
  config: Config,
): { readonly disposition: Disposition; readonly final: boolean } {
  if (code < 200) return { disposition: 'in_progress', final: false };
  if (code < 300) return { disposition: 'answered', final: true };
  // A challenge: the caller's phone calls again with its password.
  if (code === 401 || code === 407) return { disposition: 'in_progress', final: false };
  return { disposition: missOf(code), final: !(missedTable && config.serialForking) };
}

function missOf(code: number): Disposition {
  if (code === 408 || code === 480) return 'no_answer';
  if (code === 486 || code === 600) return 'busy';
  if (code === 487) return 'canceled';
  if (code === 403 || code === 603) return 'rejected';
  if (code === 607 || code === 608) return 'blocked';
  return code >= 400 ? 'failed' : 'unknown';
}

/**
 * OpenSIPS writes a CDR of every dialog, with a code. Kamailio writes none, and with cdr_on_failed (5.3 on) also a row of no
 * duration for a dialog that nobody took; an answered one lasts some milliseconds at least.
 */
function cdrOutcome(
  seconds: number | null,
  code: string | null,
): { readonly disposition: Disposition; readonly final: boolean } {
  if (code !== null && !code.startsWith('2')) return { disposition: missOf(Number(code)), final: true };
  if (seconds === 0 && code === null) return { disposition: 'no_answer', final: true };
  return { disposition: seconds === null ? 'unknown' : 'answered', final: true };
}

function directionOf(text: string | null): CallEvent['direction'] | null {
  const word = text?.toLowerCase();
  return word === 'inbound' || word === 'outbound' || word === 'internal' ? word : null;
}

function timeOf(row: Fields, names: readonly string[], context: ParseContext): ReadInstant | null {
  for (const name of names) {
    const text = textOf(row[name]);
    // What an unset column of acc_cdrs holds.
    if (text === null || text.startsWith('2000-01-01 00:00:00')) continue;
    const read = readEpoch(text) ?? readIso(text) ?? readLocal(text, context.zone);
    if (read !== null) return read;
  }
  return null;
}
