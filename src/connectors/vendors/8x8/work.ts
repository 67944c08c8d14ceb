import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { OutboundDeps, ParseContext, ParseResult } from '../../../ports/connector.ts';
import type { PollPosition, PollResult, VendorRefusal } from '../../../ports/voice.ts';
import { asObject, flagOf, textOf } from '../../shared/body.ts';
import { sha256Hex } from '../../shared/crypto.ts';
import { malformed, oneEvent } from '../../shared/event.ts';
import { callHttp } from '../../shared/http-call.ts';
import { asPage, fetchList } from '../../shared/list-page.ts';
import { firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readEpoch, readIso } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';

/**
 * 8x8 Work: call records and call legs of Analytics for Work; there is no webhook.
 * https://developer.8x8.com/analytics/docs/work-analytics-call-detail-records and /work-analytics-call-legs, read 2026-11-21.
 * A record is the whole call; a row with a legId is one device's part and never decides. `connectTime` is set when
 * voicemail picks up, so only `answered` counts. Flags are words, or a dash for no.
 */
export interface WorkAccess {
  readonly apiKey?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly pbxId: string;
  readonly mainNumber?: string | undefined;
}

const API = 'https://api.8x8.com/analytics/work';

export function readWorkRecord(
  row: Fields,
  config: WorkAccess,
  context: ParseContext,
): ParseResult<CallEvent> {
  const callId = textOf(row['callId']);
  if (callId === null) return malformed('callId', 'missing');
  const start = timeOf(row, 'startTime');
  const end = timeOf(row, 'disconnectedTime');
  const at = end ?? start;
  if (at === null) return malformed('startTimeUTC', 'missing, or not a date between 2000 and 2099');
  const leg = textOf(row['legId']);
  const way = textOf(row['direction'])?.toLowerCase() ?? '';
  const direction = way.startsWith('int') ? 'internal' : way.startsWith('out') ? 'outbound' : 'inbound';
  const caller = readParty(textOf(row['caller']));
  const callee = readParty(textOf(row['callee']));
  const dialled = readParty(textOf(row['dnis'])).number;
  const main = config.mainNumber ?? null;
  const { disposition, raw } = outcomeOf(row);
  const answered = disposition === 'answered';
  const ids = [leg, textOf(row['parentCallId']), textOf(row['transferToCallId']), textOf(row['sipCallId'])];
  return oneEvent({
    surface: '8x8',
    source: context.source === '' ? null : context.source,
    eventId: [callId, leg ?? 'record', raw, end?.at ?? 'open'].join(':').slice(0, 256),
    callId,
    linkedCallIds: [...new Set(ids.filter((id) => id !== null && id !== callId && id !== '0'))],
    direction,
    from: direction === 'outbound' ? (caller.number ?? main) : caller.number,
    fromWithheld: direction === 'inbound' && caller.withheld,
    to: direction === 'outbound' ? callee.number : (dialled ?? callee.number ?? main),
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: start?.at,
    answeredAt: answered ? timeOf(row, 'connectTime')?.at : null,
    endedAt: end?.at,
    talkSeconds: answered ? msOf(row['talkTimeMS']) : null,
    final: leg === null && end !== null,
    disposition: end === null && !answered ? 'in_progress' : disposition,
    dispositionRaw: raw,
    queue:
      textOf(row['calleeSvcName'], 200) ??
      ((msOf(row['waitTimeMS']) ?? 0) > 0 ? firstText(row, ['calleeName', 'callee'], 200) : null),
    attribution: {},
    callerName:
      direction === 'inbound' && !/^\+?\d+$/.test(textOf(row['callerName']) ?? '0')
        ? textOf(row['callerName'], 200)
        : null,
  });
}

function outcomeOf(row: Fields): { readonly disposition: Disposition; readonly raw: string } {
  const last = textOf(row['lastLegDisposition']) ?? '-';
  const said = ['answered', 'abandoned', 'missed'].filter((name) => isSaid(row[name]));
  const raw = `${last}, ${said.length === 0 ? 'no flag' : said.join('+')}`;
  const word = last.toLowerCase();
  // Voicemail is what the caller reached, whatever a queue or a menu before it counted.
  if (word.includes('voicemail')) return { disposition: 'voicemail', raw };
  // A record may carry both flags: a menu or a queue answered, and the person behind it did not.
  const untaken = said.includes('missed') && msOf(row['talkTimeMS']) === 0;
  if (said.includes('answered') && !untaken) return { disposition: 'answered', raw };
  if (said.includes('abandoned'))
    return { disposition: (msOf(row['waitTimeMS']) ?? 0) > 0 ? 'queue_abandoned' : 'canceled', raw };
  if (said.includes('missed')) return { disposition: word.includes('busy') ? 'busy' : 'no_answer', raw };
  if (word.includes('busy')) return { disposition: 'busy', raw };
  if (word.includes('reject')) return { disposition: 'rejected', raw };
  // Rows of which only some columns were kept have no flags.
  if (word === 'answered') return { disposition: 'answered', raw };
  if (word === 'missed' || word === 'no answer') return { disposition: 'no_answer', raw };
  return { disposition: 'unknown', raw };
}

function isSaid(value: unknown): boolean {
  const text = textOf(value);
  return flagOf(value) === true || (text !== null && text !== '-' && flagOf(text) !== false);
}

/** The `...UTC` twin in milliseconds first; zero and "0" mean that it never happened. */
function timeOf(row: Fields, name: string): ReadInstant | null {
  return readEpoch(row[`${name}UTC`]) ?? readIso(textOf(row[name]) ?? '');
}

function msOf(value: unknown): number | null {
  const ms = Number(textOf(value) ?? Number.NaN);
  return ms >= 0 && ms <= 86_400_000 ? ms / 1000 : null;
}

export async function fetchWorkPage(
  config: WorkAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { apiKey, username, password } = config;
  if (apiKey === undefined || username === undefined || password === undefined)
    return {
      result: 'not-configured',
      detail: 'No apiKey, username and password: 8x8 Work cannot be asked.',
    };
  const token = await tokenFor({ apiKey, username, password }, deps);
  if ('result' in token) return token;
  const query = new URLSearchParams({
    pbxId: config.pbxId,
    startTime: wallClock(position.from),
    endTime: wallClock(position.to),
    timeZone: 'UTC',
    pageSize: '50',
  });
  if (position.cursor !== null) query.set('scrollId', position.cursor);
  const page = await fetchList(deps, {
    vendor: '8x8',
    what: 'call records',
    remedy: REMEDY,
    url: `${API}/v2/call-records?${query.toString()}`,
    headers: { authorization: `Bearer ${token.token}`, '8x8-apikey': apiKey },
  });
  if (page.result !== 'list') {
    if (page.result === 'refused') tokens.clear();
    return page;
  }
  const next = textOf(asObject(page.value['meta'])?.['scrollId'], 2000);
  return asPage(page, page.value['data'], next === 'No Data' || next === position.cursor ? null : next);
}

const REMEDY =
  'Check apiKey, username and password: the user must have opened Analytics for Work in a browser once.';
const tokens = new Map<string, { readonly token: string; readonly until: number }>();

/** 8x8 wants its API key as a header beside user and password, which no standard grant has. */
async function tokenFor(
  access: { readonly apiKey: string; readonly username: string; readonly password: string },
  deps: OutboundDeps,
): Promise<{ readonly token: string } | VendorRefusal> {
  const key = sha256Hex(JSON.stringify([access.apiKey, access.username, access.password]));
  const now = deps.now().getTime();
  const kept = tokens.get(key);
  if (kept !== undefined && kept.until > now) return { token: kept.token };
  const outcome = await callHttp(deps, `${API}/v1/oauth/token`, {
    method: 'POST',
    headers: { '8x8-apikey': access.apiKey, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ username: access.username, password: access.password }).toString(),
  });
  const refusal = refusalOf(outcome, {
    vendor: '8x8',
    what: 'the access token',
    remedy: REMEDY,
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const answer = objectIn(outcome.kind === 'answered' ? outcome.text : null);
  const token = textOf(answer?.['access_token'], 8000);
  if (token === null) return { result: 'try-later', detail: '8x8 answered without an access token.' };
  const seconds = Number(textOf(answer?.['expires_in']) ?? 300);
  if (tokens.size > 1000) tokens.clear();
  tokens.set(key, {
    token,
    until: now + (Number.isFinite(seconds) ? Math.max(seconds - 60, 0) : 240) * 1000,
  });
  return { token };
}

function objectIn(text: string | null): Fields | null {
  try {
    return asObject(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

function wallClock(at: string): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
