import { asObject, readJsonText, textOf } from '../../shared/body.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * Twilio Event Streams: a sink of the kind webhook gets JSON arrays of CloudEvents 1.0, signed like every request of
 * Twilio, with bodySHA256 in the query. The events of calls (schema Voice.WebhookEvent) hold the callback that Twilio made
 * for the call, under `data.request.parameters`, with the same names.
 * https://www.twilio.com/docs/events/webhook-quickstart, /docs/events/event-types/voice/status-callback and the change of
 * names of 2024-02-28 (https://twilio.com/en-us/changelog/voice-status-callback-event-renamed-in-event-streams), read
 * 2026-11-21. Call summaries of Voice Insights come the same way, up to half an hour later
 * (/docs/voice/voice-insights/event-streams/call-insights-events, /docs/voice/voice-insights/api/call/call-summary-resource).
 */
export function isStreamed(fields: Fields): boolean {
  return (
    fields['specversion'] !== undefined && textOf(fields['type']) !== null && fields['data'] !== undefined
  );
}

/** The callback inside, or why there is none. */
export function unwrapped(event: Fields): { readonly callback: Fields } | { readonly skip: string } {
  const type = textOf(event['type'])?.replace(/^com\.twilio\./, '') ?? '';
  const told = type.slice(0, 100);
  if (type.startsWith('messaging.')) return { skip: `This is about a text message (${told}), not a call.` };
  if (type === 'eventstreams.test-event') return { skip: 'Twilio tests the sink; no call.' };
  // Sinks of the kind Kinesis write the data as text; whoever forwards such records changes nothing about it.
  const data = asObject(event['data']) ?? inText(event['data']) ?? {};
  const summary = SUMMARY.test(type) ? ofSummary(data) : null;
  if (summary !== null) return { callback: summary };
  const parameters = asObject(asObject(data['request'])?.['parameters']) ?? {};
  if (!CALLBACKS.test(type))
    return { skip: `An event ${told} is not about how a call went; its status callbacks tell that.` };
  const { sid, timestamp } = data;
  return {
    callback: {
      ...(sid === undefined ? {} : { CallSid: sid }),
      Timestamp: timestamp ?? event['time'],
      ...parameters,
    },
  };
}

/** A partial summary may still change. */
const SUMMARY = /^voice\.insights\.call-summary\.(predicted-)?complete$/;
const STATES: Readonly<Record<string, string>> = {
  noanswer: 'no-answer',
  fail: 'failed',
  undialed: 'failed',
};

/** A summary under the names of a status callback. */
function ofSummary(data: Fields): Fields | null {
  const sid = textOf(data['call_sid']);
  const state = textOf(data['call_state'])?.toLowerCase() ?? null;
  if (sid === null || state === null) return null;
  const from = asObject(data['from']);
  const to = asObject(data['to']);
  const properties = asObject(data['properties']) ?? {};
  return {
    CallSid: sid,
    ParentCallSid: data['parent_call_sid'] ?? properties['parent_call_sid'],
    From: from === null ? data['from'] : from['caller'],
    To: to === null ? data['to'] : to['callee'],
    Direction: textOf(properties['direction'] ?? data['direction'])?.replaceAll('_', '-'),
    CallStatus: STATES[state] ?? state,
    Timestamp: data['end_time'] ?? data['start_time'],
    StartTime: data['start_time'],
    CallDuration: data['connect_duration'] ?? data['duration'],
    AnsweredBy: data['answered_by'],
  };
}

/** The names before February 2024 have `webhook.` in front. */
const CALLBACKS =
  /^voice\.(webhook\.)?(status-callback\.call\.|twiml\.(call\.requested|dial\.|enqueue\.|record\.))/;

function inText(value: unknown): Fields | null {
  const read = typeof value === 'string' ? readJsonText(value) : null;
  return read?.ok === true ? asObject(read.value) : null;
}
