import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult } from '../../../ports/voice.ts';
import { asPage, fetchList } from '../../shared/list-page.ts';

/**
 * RecentCalls of a jambonz account, newest first: for calls whose status hook got lost, because jambonz sends each once
 * unless its address asks for more, and for those that the SBC turned away before any application heard of them.
 * https://docs.jambonz.org/reference/rest-platform-management/recent-calls/list-recent-calls and the code of
 * jambonz-api-server, time-series and sbc-inbound, read 2026-11-21.
 *
 * Quirks: `start` and `end` look at when a call was attempted, but its row is only written once it is over. `count` lies
 * between 25 and 500. There is no page link. An inbound call that nobody answered has no call_sid.
 */
const PAGE = 200;

export async function fetchRecent(
  config: {
    readonly apiUrl?: string | undefined;
    readonly accountSid?: string | undefined;
    readonly apiKey?: string | undefined;
  },
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { apiUrl, accountSid, apiKey } = config;
  if (apiUrl === undefined || accountSid === undefined || apiKey === undefined)
    return {
      result: 'not-configured',
      detail: 'No apiUrl, accountSid and apiKey: calls whose status hook got lost cannot be found.',
    };
  // The cursor was kept elsewhere in the meantime.
  const number = /^[1-9]\d{0,5}$/.test(position.cursor ?? '') ? Number(position.cursor) : 1;
  const query = new URLSearchParams({
    page: String(number),
    count: String(PAGE),
    start: position.from,
    end: position.to,
  });
  // People copy the address with or without its version.
  const base = apiUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
  const page = await fetchList(deps, {
    vendor: 'jambonz',
    what: 'the recent calls',
    remedy: 'Check apiUrl, accountSid and apiKey of this source: the key belongs to that account.',
    url: `${base}/v1/Accounts/${encodeURIComponent(accountSid)}/RecentCalls?${query.toString()}`,
    headers: { authorization: `Bearer ${apiKey}` },
  });
  if (page.result !== 'list') return page;
  const rows = page.value['data'];
  if (!Array.isArray(rows))
    return { result: 'try-later', detail: 'jambonz answered with something that is no list of calls.' };
  return asPage(page, rows, rows.length < PAGE ? null : String(number + 1));
}
