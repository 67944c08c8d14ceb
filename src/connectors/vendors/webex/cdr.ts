import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { asObject, secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { readParty } from '../../shared/phone.ts';
import { readIso } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * Rows of Webex Calling's Detailed Call History (CDR feed and stream). One call writes a row per leg under one
 * Correlation ID. `Call outcome` is Success for a ring that nobody took: only the answer fields decide. An unanswered leg
 * of a queue or hunt group does not, and a leg answered after a redirection is told by the row of the other leg.
 * https://developer.webex.com/calling/docs/api/v1/reports-detailed-call-history and jeokrohn/wxc_sdk, read 2026-11-21.
 */
type Fields = Readonly<Record<string, unknown>>;

export interface CdrSettings {
  readonly mainNumber?: string | undefined;
}

const REASONS: Readonly<Record<string, Disposition>> = {
  normal: 'no_answer',
  noanswer: 'no_answer',
  noanswerfromuser: 'no_answer',
  nouserresponse: 'no_answer',
  sip408: 'no_answer',
  sip480: 'no_answer',
  temporarilyunavailable: 'no_answer',
  userabsent: 'no_answer',
  userbusy: 'busy',
  callrejected: 'rejected',
  sip603: 'rejected',
  usercallblock: 'blocked',
  admincallblock: 'blocked',
  sip487: 'canceled',
  unassignednumber: 'failed',
  unreachable: 'failed',
};
const QUEUES = new Set(['huntgroup', 'callcenterstandard', 'callcenterpremium', 'callqueue', 'routepoint']);
const GROUP_REASONS = new Set(['callqueue', 'huntgroup']);

/** Whether this object is a row, whatever way its field names are written. */
export function isCdr(fields: Fields): boolean {
  const row = namesOf(fields);
  return row['correlation_id'] !== undefined || row['report_id'] !== undefined;
}

export function readCdr(
  record: unknown,
  path: string,
  source: string,
  settings: CdrSettings,
): ParseResult<CallEvent> {
  const given = asObject(record);
  if (given === null) return malformed(path, 'not an object');
  const row = namesOf(given);
  const take = (name: string, limit = 256): string | null => textOf(row[name], limit);
  const callId = take('correlation_id') ?? take('call_id');
  if (callId === null) return malformed(`${path}.Correlation ID`, 'missing, and so is Call ID');
  const started = timeOf(row['start_time']);
  if (started === null)
    return malformed(`${path}.Start time`, 'missing, or not a date between 2000 and 2099');
  const originating = take('direction')?.toUpperCase() === 'ORIGINATING';
  const redirecting = readParty(take('redirecting_number')).number;
  if (
    take('call_type')?.toUpperCase() === 'SIP_ENTERPRISE' &&
    take('inbound_trunk') === null &&
    redirecting === null
  )
    return ignored('An internal call between users is not a customer’s call.');

  const forwarded = originating && redirecting !== null;
  const outbound = originating && !forwarded;
  const calling = readParty(take('calling_number') ?? take('calling_line_id'));
  const called = readParty(take('called_number') ?? take('dialed_digits')).number;
  const own =
    numberIn(row, ['user_number', 'called_line_id', 'site_main_number']) ?? settings.mainNumber ?? null;
  const outcome = outcomeOf(row, outbound, forwarded);
  const answered = outcome.disposition === 'answered' ? timeOf(row['answer_time']) : null;
  const ended = timeOf(row['release_time']);
  const ids = [
    'call_id',
    'local_call_id',
    'remote_call_id',
    'related_call_id',
    'transfer_related_call_id',
    'interaction_id',
    'network_call_id',
  ];
  const links = ids.map((name) => take(name)).filter((id) => id !== null && id !== callId);
  const queue = QUEUES.has(word(row['user_type']));
  const score = Number(take('caller_reputation_score') ?? Number.NaN);
  const label = take('caller_reputation_service_result');
  return oneEvent({
    surface: 'webex-calling',
    source: source === '' ? null : source,
    eventId: (
      take('report_id') ?? `${callId}:${take('call_id') ?? ''}:${take('direction') ?? ''}:${started.at}`
    ).slice(0, 256),
    callId,
    linkedCallIds: [...new Set(links)],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? (calling.number ?? own) : calling.number,
    fromWithheld: outbound ? false : calling.withheld,
    to: outbound ? called : forwarded ? redirecting : (called ?? own),
    forwardedFrom: forwarded ? null : redirecting,
    forwardedTo: forwarded ? called : null,
    occurredAt: ended?.at ?? started.at,
    timePrecision: (ended ?? started).precision,
    startedAt: started.at,
    answeredAt: answered?.at,
    endedAt: ended?.at,
    ringSeconds: secondsOf(row['ring_duration']),
    talkSeconds: outcome.disposition === 'answered' ? secondsOf(row['duration']) : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw,
    voicemail: outcome.disposition === 'voicemail' ? { left: false } : null,
    queue: queue ? take('user', 200) : null,
    agent: queue ? null : (take('user', 200) ?? take('user_uuid', 200)),
    spam:
      label !== null && /block/.test(label) ? { label, ...(Number.isFinite(score) ? { score } : {}) } : null,
    attribution: {},
    callerName: null,
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly raw: string;
}

function outcomeOf(row: Fields, outbound: boolean, forwarded: boolean): Outcome {
  const kind = word(row['user_type']);
  const reason = word(row['call_outcome_reason']);
  const indicator = word(row['answer_indicator']);
  const raw = ['user_type', 'call_outcome', 'call_outcome_reason', 'answer_indicator']
    .map((name) => textOf(row[name], 40) ?? '-')
    .join(', ');
  const answered = word(row['answered']) === 'true' || (row['answered'] === undefined && indicator === 'yes');
  const failed = unanswered(reason, word(row['call_outcome']));
  if (outbound) return { disposition: answered ? 'answered' : failed, final: true, raw };
  if (forwarded) return { disposition: answered ? 'answered' : failed, final: answered, raw };
  if (/block$/.test(word(row['caller_reputation_service_result'])))
    return { disposition: 'blocked', final: true, raw };
  if (kind.startsWith('voicemail')) return { disposition: 'voicemail', final: true, raw };
  const related = textOf(row['related_call_id']) ?? textOf(row['transfer_related_call_id']);
  if (kind.startsWith('automatedattendant'))
    return answered && related === null && !indicator.startsWith('yespost')
      ? { disposition: 'ivr_abandoned', final: true, raw }
      : { disposition: answered ? 'in_progress' : failed, final: !answered, raw };
  if (QUEUES.has(kind))
    return answered || indicator.startsWith('yespost')
      ? { disposition: 'in_progress', final: false, raw }
      : {
          disposition: failed === 'no_answer' || failed === 'canceled' ? 'queue_abandoned' : failed,
          final: true,
          raw,
        };
  if (answered) return { disposition: 'answered', final: true, raw };
  const elsewhere = word(row['answered_elsewhere']).startsWith('yes') || indicator.startsWith('yespost');
  if (elsewhere) return { disposition: 'in_progress', final: false, raw };
  const reasons = [word(row['original_reason']), word(row['redirect_reason']), word(row['related_reason'])];
  return { disposition: failed, final: !reasons.some((each) => GROUP_REASONS.has(each)), raw };
}

function unanswered(reason: string, outcome: string): Disposition {
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason] ?? 'unknown';
  if (outcome === 'failure') return 'failed';
  if (outcome === 'refusal') return 'rejected';
  return reason === '' ? 'no_answer' : 'unknown';
}

/** `Start time`, `startTime` and `start_time` are one name; empty and NA are nothing. */
function namesOf(fields: Fields): Fields {
  const row: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    const spaced = name.includes(' ') ? name : name.replaceAll(/([a-z])([A-Z])/g, '$1_$2');
    if (value !== '' && value !== 'NA' && value !== null)
      row[
        spaced
          .trim()
          .toLowerCase()
          .replaceAll(/[\s_]+/g, '_')
      ] = value;
  }
  return row;
}

function numberIn(row: Fields, names: readonly string[]): string | null {
  return names.map((name) => readParty(textOf(row[name])).number).find((number) => number !== null) ?? null;
}

function word(value: unknown): string {
  const text = typeof value === 'boolean' ? String(value) : (textOf(value) ?? '');
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function timeOf(value: unknown): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : readIso(text);
}
