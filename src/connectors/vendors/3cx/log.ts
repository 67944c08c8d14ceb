import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult } from '../../../ports/voice.ts';
import { asPage, fetchList } from '../../shared/list-page.ts';
import { accessToken, forgetToken } from '../../shared/oauth.ts';
import type { OAuthClient } from '../../shared/oauth.ts';

/**
 * Asks a 3CX (v20 and later) for its call log: client credentials at /connect/token, then the function GetCallLogData,
 * 500 rows at a time. Parameter names from the swagger of 3cx/xapi-tutorial; read 2026-11-21.
 */
interface ThreeCxAccess {
  readonly pbxUrl?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

const ROWS = 500;
const GRANT = { grant: 'client-credentials' } as const;

export async function fetchThreeCxLog(
  access: ThreeCxAccess,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { pbxUrl, clientId, clientSecret } = access;
  if (pbxUrl === undefined || clientId === undefined || clientSecret === undefined)
    return {
      result: 'not-configured',
      detail: 'pbxUrl, clientId and clientSecret are needed to ask for the call log.',
    };
  const base = pbxUrl.replace(/\/+$/, '');
  const client: OAuthClient = {
    vendor: '3CX',
    tokenUrl: `${base}/connect/token`,
    clientId,
    clientSecret,
    clientIn: 'form',
  };
  const token = await accessToken(client, GRANT, deps);
  if (token.result !== 'token') return token;
  const skip = /^\d{1,9}$/.test(position.cursor ?? '') ? Number(position.cursor) : 0;
  const page = await fetchList(deps, {
    vendor: '3CX',
    what: 'the call log',
    remedy:
      'Give the API client of 3CX access to the configuration API and the role of an owner of the department.',
    url: `${base}/xapi/v1/ReportCallLogData/Pbx.GetCallLogData(${parameters(position)})?$top=${ROWS}&$skip=${skip}&$orderby=SegmentId`,
    headers: { authorization: `Bearer ${token.token}` },
  });
  if (page.result !== 'list') {
    if (page.result === 'refused') forgetToken(client, GRANT);
    return page;
  }
  const rows = page.value['value'];
  const full = Array.isArray(rows) && rows.length === ROWS;
  return asPage(page, rows, full ? String(skip + ROWS) : null);
}

/** Every parameter of the function must be given; zero and the empty text mean all. */
function parameters(position: PollPosition): string {
  return Object.entries({
    periodFrom: position.from,
    periodTo: position.to,
    sourceType: '0',
    sourceFilter: "''",
    destinationType: '0',
    destinationFilter: "''",
    callsType: '0',
    callTimeFilterType: '0',
    callTimeFilterFrom: "'0:00:0'",
    callTimeFilterTo: "'0:00:0'",
    hidePcalls: 'true',
  })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join(',');
}
