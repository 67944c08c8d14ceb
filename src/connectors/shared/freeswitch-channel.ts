import type { Issue } from '../../core/model/errors.ts';
import type { IncomingRequest } from '../../ports/connector.ts';
import { asObject, mediaType, readForm, readText, textOf } from './body.ts';
import type { BodyResult } from './body.ts';
import { readRecords } from './row-list.ts';
import type { Fields } from './row-list.ts';

/**
 * The three bodies of mod_json_cdr and the two of the event socket as one: a channel with its variables, decoded. Source:
 * mod_json_cdr.c (encode, encode-values) and the event socket's `event json` and `event plain`, read 2026-11-21.
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
  /** Whether the dialplan ran an application whose name begins so. */
  readonly used: (application: string) => boolean;
}

export function readChannels(request: IncomingRequest): BodyResult<readonly Channel[]> {
  const unwrapped = unwrap(request);
  if (!unwrapped.ok) return unwrapped;
  const records = readRecords(unwrapped.value, ['events', 'cdrs']);
  if (!records.ok) return records;
  const channels = records.value.map((record) =>
    'Event-Name' in record ? fromEvent(record) : fromRecord(record),
  );
  const none = channels.every((channel) => channel === null);
  return none && channels.length > 0
    ? fail('variables', 'missing', 'Send the whole record of mod_json_cdr, or an event of the event socket.')
    : { ok: true, value: channels.filter((channel) => channel !== null) };
}

/** `cdr=` in a form, percent-encoded or as base64, holds the JSON that is otherwise the body itself. */
function unwrap(request: IncomingRequest): BodyResult<IncomingRequest> {
  const type = mediaType(request);
  const json = (text: string): BodyResult<IncomingRequest> =>
    text.trimStart().startsWith('<')
      ? fail('cdr', 'this is XML', 'Load mod_json_cdr instead of mod_xml_cdr.')
      : {
          ok: true,
          value: {
            ...request,
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(text),
          },
        };
  if (type === 'application/x-www-form-base64-encoded') {
    const text = readText(request);
    if (!text.ok) return text;
    return json(Buffer.from(text.value.trim().replace(/^cdr=/, ''), 'base64').toString('utf8'));
  }
  if (type === 'application/x-www-form-urlencoded') {
    const form = readForm(request);
    if (!form.ok) return form;
    const cdr = form.value.get('cdr');
    return cdr === null ? fail('cdr', 'missing', 'Send the record as mod_json_cdr does.') : json(cdr);
  }
  return { ok: true, value: { ...request, method: 'POST' } };
}

function fromRecord(record: Fields): Channel | null {
  const variables = asObject(record['variables']);
  if (variables === null) return null;
  const get = (name: string): string | null => decoded(textOf(variables[name], 2000));
  const flows = list(record['callflow']).map((flow) => asObject(flow['caller_profile']) ?? {});
  const profile = (name: string, flow: Fields | undefined): string | null =>
    flow !== undefined && Object.hasOwn(flow, name) ? (decoded(textOf(flow[name])) ?? '') : null;
  const applications = list(asObject(record['app_log'])?.['applications']).map((entry) =>
    textOf(entry['app_name']),
  );
  const used = [...applications, get('last_app'), get('current_application')].filter((name) => name !== null);
  return {
    event: null,
    uuid: get('uuid'),
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
    used: (name) => used.some((app) => app.toLowerCase().startsWith(name)),
  };
}

function fromEvent(event: Fields): Channel {
  const field = (name: string): string | null => decoded(textOf(event[name], 2000));
  const get = (name: string): string | null => field(`variable_${name}`);
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
    used: (name) => used.some((app) => app.toLowerCase().startsWith(name)),
  };
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
