import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult } from '../../../ports/voice.ts';
import { readJsonText } from '../../shared/body.ts';
import { callWithToken } from '../../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../../shared/oauth.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';

/**
 * Asks Genesys Cloud for the detail records of voice conversations: POST /api/v2/analytics/conversations/details/query
 * with client credentials of the region's login host.
 * https://developer.genesys.cloud/analyticsdatamanagement/analytics/detail/conversation-query and
 * https://developer.genesys.cloud/authorization/platform-auth/use-client-credentials, read 2026-11-21: at most 100
 * conversations a page, the interval's conversations are those that were active in it.
 */
export interface GenesysAccess {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** Domain of the region, such as `mypurecloud.com`. */
  readonly region: string;
}

const PAGE = 100;

export async function fetchDetails(
  config: GenesysAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { clientId, clientSecret, region } = config;
  if (clientId === undefined || clientSecret === undefined)
    return { result: 'not-configured', detail: 'Set clientId and clientSecret to ask Genesys Cloud.' };
  const client: OAuthClient = {
    vendor: 'Genesys Cloud',
    tokenUrl: `https://login.${region}/oauth/token`,
    clientId,
    clientSecret,
  };
  const grant: OAuthGrant = { grant: 'client-credentials' };
  const pageNumber = /^\d{1,5}$/.test(position.cursor ?? '') ? Number(position.cursor) : 1;
  const outcome = await callWithToken(client, grant, deps, {
    url: `https://api.${region}/api/v2/analytics/conversations/details/query`,
    method: 'POST',
    body: {
      interval: `${position.from}/${position.to}`,
      order: 'asc',
      orderBy: 'conversationStart',
      paging: { pageSize: PAGE, pageNumber },
      segmentFilters: [
        { type: 'and', predicates: [{ type: 'dimension', dimension: 'mediaType', value: 'voice' }] },
      ],
    },
  });
  if ('result' in outcome) return outcome;
  const refusal = refusalOf(outcome, {
    vendor: 'Genesys Cloud',
    what: 'conversation details',
    remedy: 'Give the OAuth client a role with analytics > conversationDetail > view in every division.',
    now: deps.now(),
  });
  if (refusal !== null) return refusal;
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  const read = readJsonText(text);
  if (!read.ok)
    return { result: 'try-later', detail: 'Genesys Cloud answered with something that is not JSON.' };
  const page = read.value as { conversations?: unknown } | null;
  // Without a match the list is left out.
  const found = Array.isArray(page?.conversations) ? page.conversations.length : 0;
  return {
    result: 'page',
    body: found === 0 ? null : { contentType: 'application/json', text },
    next: found < PAGE ? null : String(pageNumber + 1),
  };
}
