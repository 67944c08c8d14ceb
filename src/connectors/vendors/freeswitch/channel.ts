import type { Issue } from '../../../core/model/errors.ts';
import type { IncomingRequest } from '../../../ports/connector.ts';
import { asObject, textOf } from '../../shared/body.ts';
import type { BodyResult } from '../../shared/body.ts';
import { isRow, readCsv, tellsOfBridges, variablesOf } from './rows.ts';
import { readXmlCdr } from './xml.ts';
import { plainText } from '../../shared/plain-text.ts';
import { readRecords } from '../../shared/records.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * The bodies of mod_json_cdr and mod_xml_cdr and the two of the event socket as one: a channel with its variables, decoded.
 * Source: mod_json_cdr.c (encode, encode-values) and the event socket's `event json` and `event plain`, read 2026-11-21.
 */
export interface Channel {
  /** Name of the event, null for a call record. */
  readonly event: string | null;
  readonly uuid: string | null;
  readonly cause: string | null;
  readonly direction: string | null;
  readonly timestamp: string | null;
  /** Null when the record does not say, empty when it says nothing. */
  readonly caller: string | null;
  readonly callerName: string | null;
  readonly callee: string | null;
  readonly get: (variable: string) => string | null;
  /** A header of the event itself; null for records. */
  readonly field: (name: string) => string | null;
  /** A record that cannot tell a menu that picked up from a person. */
  readonly isVague: boolean;
  /** Whether the dialplan ran an application whose name begins so. */
  readonly used: (application: string) => boolean;
}

export function readChannels(request: IncomingRequest): BodyResult<readonly Channel[]> {
  const records = recordsOf(request);
  if (!records.ok) return records;
  const channels = records.value.map((record) =>
    'Event-Name' in record ? fromEvent(record) : fromRecord(record),
  );
  const none = channels.every((channel) => channel === null);
  return none && channels.length > 0
    ? fail('variables', 'missing', 'Send the whole record of mod_json_cdr, or an event of the event socket.')
    : { ok: true, value: channels.filter((channel) => channel !== null) };
}

/** Whichever of its bodies it is, the text tells: modules and files are often labelled as a form. */
function recordsOf(request: IncomingRequest): BodyResult<readonly Fields[]> {
  const text = plainText(request);
  if (text === null) return readRecords({ ...request, method: 'POST' }, ['events', 'cdrs']);
  if (/^Event-Name: /m.test(text)) return { ok: true, value: readBlocks(text) };
  const rows = readCsv(text);
  if (rows !== null) return { ok: true, value: rows.slice(0, 5000) };
  const cdr = text.trimStart().startsWith('<') ? text : unwrapped(text);
  if (cdr === null) return fail('cdr', 'missing', 'Send the record as mod_json_cdr does.');
  if (cdr.trimStart().startsWith('<')) {
    const record = readXmlCdr(cdr);
    return record === null
      ? fail('cdr', 'this is no whole XML record of a call', 'Send the record as mod_xml_cdr does.')
      : { ok: true, value: [record] };
  }
  const json = { ...request, method: 'POST', headers: { 'content-type': 'application/json' } };
  return readRecords({ ...json, body: Buffer.from(cdr) }, ['events', 'cdrs']);
}

/** `cdr=` in a form, percent-encoded or as base64, holds the JSON or XML that is otherwise the body itself. */
function unwrapped(text: string): string | null {
  // Some senders put the XML behind the name as it is.
  const raw = /^\s*cdr=\s*(<[^]*)$/.exec(text)?.[1];
  if (raw !== undefined) return raw;
  const base64 = /^\s*(?:cdr=)?([A-Za-z0-9+/\s]{40,}={0,2})\s*$/.exec(text)?.[1];
  if (base64 !== undefined) return Buffer.from(base64, 'base64').toString('utf8');
  return new URLSearchParams(text.trim()).get('cdr');
}

/** `event plain`: blocks of headers with percent-encoded values, some of them around others. */
function readBlocks(text: string): readonly Fields[] {
  return text
    .split(/\r?\n\r?\n/)
    .slice(0, 5000)
    .map((block) =>
      Object.fromEntries(
        block.split(/\r?\n/).flatMap((line): [string, string][] => {
          const [, name, value] = /^([\w-]+): ?(.*)$/.exec(line) ?? [];
          return name === undefined || value === undefined ? [] : [[name, value]];
        }),
      ),
    )
    .filter((fields) => 'Event-Name' in fields);
}

/** Where else a moment is written when the variables lack it. */
const TIMES: Readonly<Record<string, string>> = {
  start_uepoch: 'created_time',
  answer_uepoch: 'answered_time',
  bridge_uepoch: 'bridged_time',
  end_uepoch: 'hangup_time',
};
const EVENT_TIMES: Readonly<Record<string, string>> = {
  start_uepoch: 'Caller-Channel-Created-Time',
  answer_uepoch: 'Caller-Channel-Answered-Time',
  bridge_uepoch: 'Caller-Channel-Bridged-Time',
  end_uepoch: 'Caller-Channel-Hangup-Time',
};

function fromRecord(record: Fields): Channel | null {
  const isFlat = isRow(record);
  const variables = isFlat ? variablesOf(record) : asObject(record['variables']);
  if (variables === null) return null;
  const times = asObject(list(record['callflow'])[0]?.['times']) ?? asObject(record['times']) ?? {};
  const get = (name: string): string | null =>
    decoded(
      textOf(variables[name], 2000) ??
        (secondsOnly(variables, name) ? null : textOf(times[TIMES[name] ?? ''])),
    );
  const flows = list(record['callflow']).map((flow) => asObject(flow['caller_profile']) ?? {});
  const profile = (name: string, flow: Fields | undefined): string | null =>
    flow !== undefined && Object.hasOwn(flow, name) ? (decoded(textOf(flow[name])) ?? '') : null;
  const applications = list(asObject(record['app_log'])?.['applications']).map((entry) =>
    textOf(entry['app_name']),
  );
  const used = [...applications, get('last_app'), get('current_application')].filter((name) => name !== null);
  return {
    event: null,
    // Records of older versions name it in the profile alone.
    uuid: get('uuid') ?? profile('uuid', flows[0]),
    cause: get('hangup_cause'),
    direction: textOf(asObject(record['channel_data'])?.['direction']),
    timestamp: null,
    caller:
      profile('caller_id_number', flows[0]) ??
      get('caller_id_number') ??
      get('effective_caller_id_number') ??
      get('sip_from_user'),
    callerName: profile('caller_id_name', flows[0]) ?? get('caller_id_name'),
    // The newest profile comes first; what the caller dialled is in the oldest.
    callee:
      get('sip_req_user') ??
      get('sip_to_user') ??
      profile('destination_number', flows.at(-1)) ??
      get('destination_number'),
    get,
    field: () => null,
    isVague: isFlat && !tellsOfBridges(record),
    used: (name) => used.some((app) => app.toLowerCase().startsWith(name)),
  };
}

function fromEvent(event: Fields): Channel {
  const field = (name: string): string | null => decoded(textOf(event[name], 2000));
  const get = (name: string): string | null =>
    field(`variable_${name}`) ??
    (secondsOnly(event, `variable_${name}`) ? null : field(EVENT_TIMES[name] ?? ''));
  const used = [get('last_app'), get('current_application')].filter((name) => name !== null);
  return {
    event: field('Event-Name') ?? '',
    uuid: field('Unique-ID'),
    cause: field('Hangup-Cause'),
    direction: field('Call-Direction'),
    timestamp: field('Event-Date-Timestamp'),
    caller:
      'Caller-Caller-ID-Number' in event ? (field('Caller-Caller-ID-Number') ?? '') : get('sip_from_user'),
    callerName: field('Caller-Caller-ID-Name'),
    callee: get('sip_req_user') ?? get('sip_to_user') ?? field('Caller-Destination-Number'),
    get,
    field,
    isVague: false,
    used: (name) => used.some((app) => app.toLowerCase().startsWith(name)),
  };
}

/** A variable that is given in whole seconds is not to be outdone by another clock. */
function secondsOnly(fields: Fields, name: string): boolean {
  return textOf(fields[name.replace(/_uepoch$/, '_epoch')]) !== null;
}

/** A lone percent sign is not an encoding, and then the text stays as it is. */
function decoded(text: string | null): string | null {
  if (text === null || !text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((entry: unknown) => asObject(entry) ?? {}) : [];
}

function fail(
  path: string,
  message: string,
  remedy: string,
): { readonly ok: false; readonly issues: readonly Issue[] } {
  return { ok: false, issues: [{ path, message, remedy }] };
}
