import type { OutboundDeps } from '../../../ports/connector.ts';
import type { ActiveSubscription, VendorRefusal, WantedSubscription } from '../../../ports/voice.ts';
import { asObject, readJsonText, textOf } from '../../shared/body.ts';
import type { HttpOutcome } from '../../shared/http-call.ts';
import { callWithToken } from '../../shared/oauth.ts';
import type { OAuthClient, OAuthGrant } from '../../shared/oauth.ts';
import { readIso } from '../../shared/time.ts';
import { goneOr, refusalOf } from '../../shared/vendor-answer.ts';

/**
 * The webhook of the Vonage Integration Platform for the calls of Vonage Business Communications: it runs out after about
 * ten days, is renewed by its id, and marked as failed when five deliveries in a row were not taken, until it is renewed.
 * POST /self/webhooks, PUT /self/webhooks/{id}/renew, DELETE /self/webhooks/{id}, vgis.yml in Nexmo/api-specification;
 * token by password with @vbc.prod after the user's name,
 * https://developer.vonage.com/en/vonage-business-cloud/getting-started/create-an-access-token; read 2026-11-21.
 */
export interface BusinessAccess {
  readonly businessSigningKey?: string | undefined;
  readonly businessUser?: string | undefined;
  readonly businessPassword?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly businessTokenUrl: string;
}

const WEBHOOKS = 'https://api.vonage.com/t/vbc.prod/vis/v1/self/webhooks';
const REMEDY =
  'Check businessUser, businessPassword, clientId and clientSecret of this source, and that the application is subscribed to the VonageIntegrationSuite.';

export async function ensureBusinessWebhook(
  access: BusinessAccess,
  given: WantedSubscription,
  deps: OutboundDeps,
): Promise<({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal> {
  const { businessSigningKey } = access;
  if (businessSigningKey === undefined)
    return {
      result: 'not-configured',
      detail:
        'Only for Vonage Business Communications: set businessSigningKey, without it no event is believed.',
    };
  // Nothing about a living one can be changed but its end.
  if (given.current !== null && given.changed !== true) {
    const path = `/${encodeURIComponent(given.current.id)}/renew`;
    const renewed = await call(access, deps, 'PUT', path);
    if (!(isAnswer(renewed) && [404, 410].includes(renewed.status))) return activeOr(renewed, deps);
  }
  const wanted = {
    url: given.url,
    events: ['CALL'],
    signingAlgo: 'HMAC_SHA256',
    signingKey: businessSigningKey,
    metadataPolicy: 'BODY',
  };
  return activeOr(await call(access, deps, 'POST', '', wanted), deps);
}

export async function cancelBusinessWebhook(
  access: BusinessAccess,
  current: ActiveSubscription,
  deps: OutboundDeps,
): Promise<{ readonly result: 'gone' } | VendorRefusal> {
  const outcome = await call(access, deps, 'DELETE', `/${encodeURIComponent(current.id)}`);
  return goneOr(outcome, {
    vendor: 'Vonage',
    what: 'the end of the webhook',
    remedy: REMEDY,
    now: deps.now(),
  });
}

function activeOr(
  outcome: HttpOutcome | VendorRefusal,
  deps: OutboundDeps,
): ({ readonly result: 'active' } & ActiveSubscription) | VendorRefusal {
  if (!('kind' in outcome)) return outcome;
  const asked = { vendor: 'Vonage', what: 'the webhook', remedy: REMEDY, now: deps.now() };
  const refusal = refusalOf(outcome, asked);
  if (refusal !== null) return refusal;
  const read = readJsonText(isAnswer(outcome) ? (outcome.text ?? '') : '');
  const answer = read.ok ? asObject(read.value) : null;
  const id = textOf(answer?.['id']);
  return id === null
    ? { result: 'try-later', detail: 'Vonage answered without the id of the webhook.' }
    : { result: 'active', id, expiresAt: readIso(textOf(answer?.['expireAt']) ?? '')?.at ?? null };
}

async function call(
  access: BusinessAccess,
  deps: OutboundDeps,
  method: string,
  path: string,
  body?: unknown,
): Promise<HttpOutcome | VendorRefusal> {
  const { businessUser, businessPassword, clientId, clientSecret } = access;
  if (
    businessUser === undefined ||
    businessPassword === undefined ||
    clientId === undefined ||
    clientSecret === undefined
  )
    return {
      result: 'not-configured',
      detail:
        'Vonage Business Communications needs businessUser, businessPassword, clientId and clientSecret.',
    };
  const client: OAuthClient = {
    vendor: 'Vonage',
    tokenUrl: access.businessTokenUrl,
    clientId,
    clientSecret,
    clientIn: 'form',
  };
  const username = businessUser.includes('@') ? businessUser : `${businessUser}@vbc.prod`;
  const grant: OAuthGrant = {
    grant: 'password',
    username,
    password: businessPassword,
    fields: { scope: 'openid' },
  };
  return callWithToken(client, grant, deps, { url: WEBHOOKS + path, method, body });
}

function isAnswer(
  outcome: HttpOutcome | VendorRefusal,
): outcome is Extract<HttpOutcome, { kind: 'answered' }> {
  return 'kind' in outcome && outcome.kind === 'answered';
}
