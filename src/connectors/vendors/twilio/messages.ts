import { z } from 'zod';
import type { DeliveryState } from '../../../core/model/conversation.ts';
import type { OutboundDeps } from '../../../ports/connector.ts';
import type { OutgoingText, Reconciliation, SendAnswer } from '../../../ports/messaging.ts';
import { callHttp, retryAfterMs, type HttpOutcome } from '../../shared/http-call.ts';
import { readRfc2822 } from '../../shared/time.ts';
import { TWILIO_MESSAGE_CODES } from './message-codes.ts';

/**
 * The Messages resource of Twilio's REST API as the connector `twilio` uses it: what an answer means, and what the list
 * of messages says about an answer that was lost. https://www.twilio.com/docs/messaging/api/message-resource, read
 * 2026-11-21. The list is not narrowed by `DateSent`: a text that is still queued has no sent date and would not be found.
 */
export interface TwilioAccess {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKeySid?: string | undefined;
  readonly apiKeySecret?: string | undefined;
  readonly apiUrl: string;
}

/** Tolerant: only what is read. Numbers come as text or number. */
const Resource = z.object({
  sid: z.string().min(2),
  status: z.string(),
  body: z.string().nullish(),
  date_created: z.string().nullish(),
  num_segments: z.coerce.number().int().positive().nullish().catch(null),
  error_code: z.coerce.number().int().positive().nullish().catch(null),
  direction: z.string().nullish(),
});
const Page = z.object({ messages: z.array(Resource), next_page_uri: z.string().nullish() });
const Refusal = z.object({
  code: z.coerce.number().int().nullish().catch(null),
  message: z.string().nullish().catch(null),
});

const STATE = {
  accepted: 'accepted',
  scheduled: 'accepted',
  queued: 'accepted',
  sending: 'accepted',
  sent: 'sent',
  delivered: 'delivered',
  partially_delivered: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
  read: 'read',
} as const satisfies Readonly<Record<string, DeliveryState>>;

/** The list may lag behind the send; before this has passed nothing is called absent. */
const LIST_LAG_MS = 60_000;
/** Our clock and Twilio's may differ; our other texts in that span are told apart by their ids. */
const CLOCK_SKEW_MS = 120_000;
const MAX_PAGES = 5;
const TRIAL_PREFIX = 'Sent from your Twilio trial account - ';

export function answerOf(outcome: HttpOutcome, now: Date): SendAnswer {
  if (outcome.kind === 'lost') return { status: 'unknown', detail: outcome.detail };
  if (outcome.kind === 'not-sent') {
    return {
      status: 'rejected',
      reason: 'unknown',
      code: 'no-connection',
      detail: outcome.detail,
      retryable: true,
    };
  }
  const { status } = outcome;
  if (status >= 500 || status === 408)
    return { status: 'unknown', detail: `Twilio answered ${status}; it may have taken the text` };
  if (status >= 200 && status < 300) {
    const resource = Resource.safeParse(parseJson(outcome.text));
    return resource.success
      ? taken(resource.data)
      : { status: 'unknown', detail: `Twilio answered ${status} with a body that could not be read` };
  }
  const refusal = Refusal.safeParse(parseJson(outcome.text)).data;
  return refused(status, refusal?.code ?? null, retryAfterMs(outcome.headers, now));
}

function taken(resource: z.infer<typeof Resource>): SendAnswer {
  const code = resource.error_code?.toString();
  return {
    status: 'accepted',
    providerId: resource.sid,
    state: stateOf(resource.status) ?? 'accepted',
    ...(typeof resource.num_segments === 'number' ? { segments: resource.num_segments } : {}),
    ...(code === undefined ? {} : { code, reason: TWILIO_MESSAGE_CODES[code]?.reason ?? 'unknown' }),
  };
}

function refused(status: number, code: number | null, retryAfter: number | undefined): SendAnswer {
  const known = code === null ? undefined : TWILIO_MESSAGE_CODES[code.toString()];
  const limited = known?.retryable === true || status === 429;
  const reason = limited ? 'rate-limited' : (known?.reason ?? byStatus(status));
  return {
    status: 'rejected',
    reason,
    code: code?.toString() ?? `http-${status}`,
    detail:
      known === undefined ? `Twilio refused the text (HTTP ${status})` : `${known.meaning}. ${known.remedy}`,
    retryable: limited,
    ...(limited && retryAfter !== undefined ? { retryAfterMs: retryAfter } : {}),
  };
}

function byStatus(status: number): 'credentials' | 'not-configured' | 'unknown' {
  if (status === 401 || status === 403) return 'credentials';
  return status === 404 || (status >= 300 && status < 400) ? 'not-configured' : 'unknown';
}

export async function findLostText(
  text: OutgoingText,
  access: TwilioAccess,
  deps: OutboundDeps,
): Promise<Reconciliation> {
  const ours = new Set(text.knownProviderIds ?? []);
  const from = Date.parse(text.intendedAt) - CLOCK_SKEW_MS;
  const query = new URLSearchParams({ To: text.to, From: text.from, PageSize: '1000' });
  let url: string | null = `${messagesUrl(access)}.json?${query.toString()}`;
  for (let page = 0; url !== null; page += 1) {
    if (page === MAX_PAGES)
      return { status: 'unknown', detail: `more than ${MAX_PAGES} pages of texts to this number` };
    const outcome = await callTwilio(access, deps, url);
    if (outcome.kind !== 'answered') return { status: 'unknown', detail: outcome.detail };
    const listed = outcome.status === 200 ? Page.safeParse(parseJson(outcome.text)) : null;
    if (listed?.success !== true)
      return { status: 'unknown', detail: `Twilio answered the list with ${outcome.status}` };
    const found = listed.data.messages.find((each) => !ours.has(each.sid) && isOurs(each, text.body, from));
    if (found !== undefined) return taken(found);
    url = nextPage(access, listed.data.next_page_uri ?? null);
  }
  const age = deps.now().getTime() - Date.parse(text.submittedAt ?? text.intendedAt);
  return age >= LIST_LAG_MS
    ? { status: 'absent' }
    : { status: 'unknown', detail: 'too early: the list may not show it yet' };
}

/** A time we cannot read counts as fitting: better settled than sent twice. */
function isOurs(resource: z.infer<typeof Resource>, body: string, from: number): boolean {
  const text = resource.body?.trim();
  if (resource.direction === 'inbound' || (text !== body.trim() && text !== `${TRIAL_PREFIX}${body.trim()}`))
    return false;
  const created = readRfc2822(resource.date_created ?? '');
  return created === null || Date.parse(created.at) >= from;
}

/** The next page is followed on our own host only: it is called with the account's credentials. */
function nextPage(access: TwilioAccess, uri: string | null): string | null {
  if (uri === null || uri === '') return null;
  const url = new URL(uri, access.apiUrl);
  return url.origin === new URL(access.apiUrl).origin ? url.href : null;
}

export function callTwilio(
  access: TwilioAccess,
  deps: OutboundDeps,
  url: string,
  form?: URLSearchParams,
): Promise<HttpOutcome> {
  const login =
    access.apiKeySid !== undefined && access.apiKeySecret !== undefined
      ? [access.apiKeySid, access.apiKeySecret]
      : [access.accountSid, access.authToken];
  return callHttp(deps, url, {
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(login.join(':')).toString('base64')}`,
    },
    ...(form === undefined ? {} : { body: form }),
  });
}

export function accountUrl(access: TwilioAccess): string {
  return `${access.apiUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${access.accountSid}`;
}

export function messagesUrl(access: TwilioAccess): string {
  return `${accountUrl(access)}/Messages`;
}

/** Null for a status that Twilio did not document when this was written. */
export function stateOf(status: string): DeliveryState | null {
  return Object.hasOwn(STATE, status) ? STATE[status as keyof typeof STATE] : null;
}

export function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
