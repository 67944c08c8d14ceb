import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult } from '../../../ports/voice.ts';
import { readJsonText } from '../../shared/body.ts';
import { callWithToken } from '../../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../../shared/oauth.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';

/**
 * Asks NICE CXone for contacts that were completed or changed since a moment, oldest change first, so that rows which
 * arrive while the pages are read only ever lengthen the end.
 */
export interface NiceAccess {
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly apiBase: string;
  readonly apiVersion: string;
}

/** A row takes about two kilobytes. */
const PAGE = 500;

export async function fetchCompletedContacts(
  config: NiceAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const access = credentialsOf(config);
  if (access === null)
    return { result: 'not-configured', detail: 'Set accessKeyId and accessKeySecret to ask NICE CXone.' };
  const skip = /^\d{1,7}$/.test(position.cursor ?? '') ? Number(position.cursor) : 0;
  const query = new URLSearchParams({
    updatedSince: position.from,
    orderBy: 'lastUpdateTime asc',
    top: String(PAGE),
    skip: String(skip),
  });
  const url = `${config.apiBase.replace(/\/+$/, '')}/incontactapi/services/v${config.apiVersion}/contacts/completed?${query.toString()}`;
  const outcome = await callWithToken(access.client, access.grant, deps, { url });
  if ('result' in outcome) return outcome;
  const refusal = refusalOf(outcome, {
    vendor: 'NICE CXone',
    what: 'completed contacts',
    remedy: 'Check that the API user may read reports, and that apiBase and apiVersion fit your cluster.',
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  // 204 says that nothing was completed.
  if (text.trim() === '') return { result: 'page', body: null, next: null };
  const rows = rowsIn(text);
  if (rows === null) return { result: 'try-later', detail: 'NICE CXone answered without completedContacts.' };
  return {
    result: 'page',
    body: rows === 0 ? null : { contentType: 'application/json', text },
    next: rows < PAGE ? null : String(skip + rows),
  };
}

function rowsIn(text: string): number | null {
  const read = readJsonText(text);
  const rows = read.ok ? (read.value as { completedContacts?: unknown } | null)?.completedContacts : null;
  return Array.isArray(rows) ? rows.length : null;
}

/** An access key alone has its own token address; with a registered application it is the password of a grant. */
function credentialsOf(
  config: NiceAccess,
): { readonly client: OAuthClient; readonly grant: OAuthGrant } | null {
  const { accessKeyId, accessKeySecret, clientId, clientSecret } = config;
  if (accessKeyId === undefined || accessKeySecret === undefined) return null;
  if (clientId === undefined) {
    const tokenUrl = config.tokenUrl ?? 'https://na1.nice-incontact.com/authentication/v1/token/access-key';
    const fields = { accessKeyId, accessKeySecret };
    return {
      client: { vendor: 'NICE CXone', tokenUrl, clientId: accessKeyId },
      grant: { grant: 'json', fields },
    };
  }
  const tokenUrl = config.tokenUrl ?? 'https://cxone.niceincontact.com/auth/token';
  return {
    client: { vendor: 'NICE CXone', tokenUrl, clientId, clientSecret },
    grant: { grant: 'password', username: accessKeyId, password: accessKeySecret },
  };
}
