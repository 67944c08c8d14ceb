import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult } from '../../../ports/voice.ts';
import { textOf } from '../../shared/body.ts';
import { asPage, basicAuth, fetchList } from '../../shared/list-page.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * The list of calls of Twilio's API, for callbacks that got lost: Twilio sends each once.
 * https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources, read 2026-11-21.
 */
const API = 'https://api.twilio.com';

export async function fetchCalls(
  config: { readonly accountSid?: string | undefined; readonly authToken?: string | undefined },
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { accountSid, authToken } = config;
  if (accountSid === undefined || authToken === undefined)
    return {
      result: 'not-configured',
      detail: 'No accountSid and authToken: lost callbacks of Twilio cannot be found.',
    };
  const path = `/2010-04-01/Accounts/${accountSid}/Calls.json`;
  const query = new URLSearchParams({
    'StartTime>': toTheSecond(position.from),
    'StartTime<': toTheSecond(position.to),
    PageSize: '200',
  });
  // The cursor came from outside: it may only lead further down the same list.
  const further = position.cursor?.startsWith(`${path}?`) === true ? position.cursor : null;
  const page = await fetchList(deps, {
    vendor: 'Twilio',
    what: 'the call list',
    remedy: 'Check accountSid and authToken of this source in the Twilio console.',
    url: API + (further ?? `${path}?${query.toString()}`),
    headers: { authorization: basicAuth(accountSid, authToken) },
  });
  if (page.result !== 'list') return page;
  const next = textOf(page.value['next_page_uri'], 4000);
  return asPage(page, page.value['calls'], next === position.cursor ? null : next);
}

function toTheSecond(at: string): string {
  return at.replace(/\.\d+Z$/, 'Z');
}

/** A call of the list under the names of a status callback; anything else as it is. */
export function asCallback(fields: Fields): Fields {
  if (fields['sid'] === undefined || fields['CallSid'] !== undefined) return fields;
  return {
    CallSid: fields['sid'],
    ParentCallSid: fields['parent_call_sid'],
    From: fields['from'],
    To: fields['to'],
    Direction: fields['direction'],
    CallStatus: fields['status'],
    Timestamp: textOf(fields['end_time']) ?? textOf(fields['start_time']) ?? textOf(fields['date_created']),
    StartTime: fields['start_time'],
    CallDuration: fields['duration'],
    AnsweredBy: fields['answered_by'],
    ForwardedFrom: fields['forwarded_from'],
    CallerName: fields['caller_name'],
  };
}
