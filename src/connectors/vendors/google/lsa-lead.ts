import type { CallEvent } from '../../../core/model/call-event.ts';
import { isZone } from '../../../core/model/primitives.ts';
import type { ParseContext, ParseResult } from '../../../ports/connector.ts';
import { asObject, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent, present } from '../../shared/event.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso, readLocal, shift } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * Leads of Google Local Services as the Google Ads API (local_services_lead) and the older Local Services API
 * (detailedLeadReports) give them, and what all rows of Google have in common. Field names: the Google Ads API reference,
 * https://developers.google.com/google-ads/api/reference/rpc/v26/LocalServicesLead, and the published client libraries of
 * localservices v1; read 2026-11-21.
 */
export interface LeadSettings {
  readonly mainNumber?: string | undefined;
  readonly talkedFromSeconds: number;
}

export function readLead(
  lead: Fields,
  settings: LeadSettings,
  context: ParseContext,
  zone: string,
): ParseResult<CallEvent> {
  const kind = field(lead, 'lead_type')?.toUpperCase() ?? '';
  if (kind !== 'PHONE_CALL') return ignored(`A ${kind.slice(0, 40) || 'nameless'} lead is not a call.`);
  const callId = field(lead, 'id') ?? field(lead, 'resource_name');
  if (callId === null) return malformed('localServicesLead.id', 'missing');
  const at = timeOf(field(lead, 'creation_date_time'), zone);
  if (at === null) return malformed('localServicesLead.creationDateTime', 'missing, or not a time');
  const contact = part(lead, 'contact_details');
  return draft(context, {
    callId,
    linkedCallIds: [],
    ...callerOf(field(contact, 'phone_number')),
    to: settings.mainNumber ?? null,
    ...lasted(at, null, settings),
    final: false,
    callerName: field(contact, 'consumer_name', 200),
    attribution: present({ source: 'google local services', campaign: field(lead, 'category_id') }),
  });
}

/** One lead of detailedLeadReports: it only counts connected calls. */
export function readReport(
  row: Fields,
  settings: LeadSettings,
  context: ParseContext,
): ParseResult<CallEvent> {
  const lead = part(row, 'phone_lead');
  const callId = field(row, 'lead_id') ?? field(row, 'google_ads_lead_id');
  if (callId === null)
    return malformed(
      'localServicesLeadConversation',
      'missing',
      'Ask for rows of local_services_lead_conversation.',
    );
  if (lead === null) return ignored('This lead did not come by phone, so it is not a call.');
  const zone = field(part(row, 'timezone'), 'id') ?? '';
  const at = timeOf(
    field(lead, 'charged_call_timestamp') ?? field(row, 'lead_creation_timestamp'),
    isZone(zone) ? zone : context.zone,
  );
  if (at === null) return malformed('leadCreationTimestamp', 'missing, or not a time');
  const seconds = /^(\d{1,5})(?:\.\d+)?s?$/.exec(
    field(lead, 'charged_connected_call_duration_seconds') ?? '',
  )?.[1];
  return draft(context, {
    callId,
    linkedCallIds: [field(row, 'google_ads_lead_id')].filter((id) => id !== null && id !== callId),
    ...callerOf(field(lead, 'consumer_phone_number')),
    to: settings.mainNumber ?? null,
    ...lasted(at, seconds === undefined ? null : Number(seconds), settings),
    attribution: present({ source: 'google local services', campaign: field(row, 'lead_category') }),
  });
}

export function draft(context: ParseContext, event: Record<string, unknown>): ParseResult<CallEvent> {
  const source = context.source === '' ? null : context.source;
  const eventId = `${String(event['callId'])}:${String(event['disposition'])}`;
  return oneEvent({ surface: 'google-lsa', source, eventId, direction: 'inbound', final: true, ...event });
}

export function callerOf(text: string | null): Pick<CallEvent, 'from' | 'fromWithheld'> {
  const party = readParty(text);
  // Google wipes the contact of old leads: that is not a caller who hid.
  return { from: party.number, fromWithheld: text !== null && party.withheld };
}

export function lasted(
  at: ReadInstant,
  seconds: number | null,
  settings: LeadSettings,
): Record<string, unknown> {
  const endedAt = seconds === null ? null : shift(at.at, seconds);
  const talked = seconds !== null && seconds >= settings.talkedFromSeconds;
  return {
    occurredAt: endedAt ?? at.at,
    timePrecision: at.precision,
    startedAt: at.at,
    endedAt,
    disposition: talked ? 'answered' : seconds === 0 ? 'no_answer' : 'unknown',
    dispositionRaw: seconds === null ? 'no duration' : `${seconds} s in all`,
  };
}

export function timeOf(text: string | null, zone: string): ReadInstant | null {
  return text === null ? null : (readIso(text) ?? readLocal(text, zone));
}

/** REST writes lowerCamelCase, client libraries keep snake_case. */
export function part(row: Fields, name: string): Fields | null {
  return (
    asObject(row[name]) ?? asObject(row[name.replaceAll(/_[a-z]/g, (two) => two.slice(1).toUpperCase())])
  );
}

export function field(of: Fields | null, name: string, limit = 256): string | null {
  const camel = name.replaceAll(/_[a-z]/g, (two) => two.slice(1).toUpperCase());
  return of === null ? null : (textOf(of[name], limit) ?? textOf(of[camel], limit));
}
