import { timingSafeEqual } from 'node:crypto';
import { AppError } from '../../core/model/errors.ts';
import { extendCredential, findCredential } from '../../store/accounts.ts';
import { ALL_TENANTS, isDatabaseDown } from '../../store/database.ts';
import { listTenants } from '../../store/organisation.ts';
import type { ServerDeps } from '../deps.ts';
import { SESSION_MS } from './login.ts';
import type { Principal } from './principal.ts';
import { hashToken } from './secrets.ts';

export const SESSION_COOKIE = 'ringback_session';
/** A session in use is prolonged, but not written on every request. */
const EXTEND_AFTER_MS = 3_600_000;

/** What of a request says who is asking. */
export interface Asking {
  readonly method: string;
  readonly url: string;
  readonly header: (name: string) => string | undefined;
  readonly cookie: (name: string) => string | undefined;
}

/** Who is asking, or a refusal: an API key wins over a cookie, and a cookie counts for writes only from our own pages. */
export async function authenticate(asking: Asking, deps: ServerDeps): Promise<Principal> {
  const authorization = asking.header('authorization');
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined)
      throw new AppError('unauthorized', 'the Authorization header is not `Bearer <key>`');
    return byKey(token, asking, deps);
  }
  const session = asking.cookie(SESSION_COOKIE);
  if (session === undefined || session === '') throw new AppError('unauthorized', 'nobody is logged in');
  if (asking.method !== 'GET' && asking.method !== 'HEAD')
    refuseForeignOrigin(asking, deps.pipeline.publicUrl);
  return bySession(session, deps);
}

/**
 * Keys that were good a moment ago stay good while the database is away: calls that another system hands in are
 * spooled like webhooks, and a key removed meanwhile could do nothing else without the database.
 */
const RECENT_MS = 10 * 60_000;
const recent = new WeakMap<object, Map<string, { readonly principal: Principal; readonly at: number }>>();

async function byKey(token: string, asking: Asking, deps: ServerDeps): Promise<Principal> {
  const { store, clock } = deps.pipeline;
  const known = recent.get(store) ?? new Map<string, { principal: Principal; at: number }>();
  recent.set(store, known);
  const name = `${hashToken(token).toString('hex')} ${asking.header('x-ringback-tenant') ?? ''}`;
  try {
    const principal = (await byAdminKey(token, asking, deps)) ?? (await byApiKey(token, deps));
    if (known.size > 1000) known.clear();
    known.set(name, { principal, at: clock.now().getTime() });
    return principal;
  } catch (error) {
    const last = known.get(name);
    if (!isDatabaseDown(error)) known.delete(name);
    else if (last !== undefined && clock.now().getTime() - last.at < RECENT_MS) return last.principal;
    throw error;
  }
}

async function bySession(token: string, deps: ServerDeps): Promise<Principal> {
  const { store, clock } = deps.pipeline;
  const now = clock.now();
  const hash = hashToken(token);
  const found = await findCredential(store, hash, ['session'], now);
  if (found === null) throw new AppError('unauthorized', 'the session has ended');
  const left = Date.parse(found.expiresAt ?? '') - now.getTime();
  if (SESSION_MS - left > EXTEND_AFTER_MS) {
    await extendCredential(store, found.tenantId, hash, new Date(now.getTime() + SESSION_MS).toISOString());
  }
  return {
    tenantId: found.tenantId,
    accountId: found.accountId,
    name: found.name ?? 'Owner',
    email: found.email,
    role: found.role,
    via: 'session',
    credentialHash: hash,
  };
}

async function byApiKey(token: string, deps: ServerDeps): Promise<Principal> {
  const hash = hashToken(token);
  const found = await findCredential(deps.pipeline.store, hash, ['api-key'], deps.pipeline.clock.now());
  if (found === null) throw new AppError('unauthorized', 'this API key is not known');
  return {
    tenantId: found.tenantId,
    accountId: null,
    name: found.name ?? 'API key',
    email: null,
    role: found.role,
    via: 'api-key',
    credentialHash: hash,
  };
}

/** RINGBACK_ADMIN_KEY belongs to the installation: the header names the organisation, else the first one is meant. */
async function byAdminKey(token: string, asking: Asking, deps: ServerDeps): Promise<Principal | null> {
  const { adminKey } = deps.settings;
  if (adminKey === null) return null;
  const hash = hashToken(token);
  if (!timingSafeEqual(hash, hashToken(adminKey))) return null;
  const wanted = asking.header('x-ringback-tenant');
  const tenants = await deps.pipeline.store.tx(ALL_TENANTS, listTenants);
  const tenant = wanted === undefined ? tenants[0] : tenants.find((each) => each.key === wanted);
  if (tenant === undefined) {
    throw new AppError(
      'not-found',
      wanted === undefined
        ? 'there is no organisation yet; import one first'
        : 'there is no organisation with the key in X-Ringback-Tenant',
    );
  }
  return {
    tenantId: tenant.id,
    accountId: null,
    name: 'Admin key',
    email: null,
    role: 'owner',
    via: 'admin-key',
    credentialHash: hash,
  };
}

/**
 * Against forged requests from other sites: the cookie is SameSite=Lax, and a write must also come from one of our own
 * addresses. Browsers send Origin with every write.
 */
function refuseForeignOrigin(asking: Asking, publicUrl: string | null): void {
  const origin = asking.header('origin');
  const site = asking.header('sec-fetch-site');
  if (origin === undefined && site === 'same-origin') return;
  const own = [
    new URL(asking.url).host,
    asking.header('host'),
    publicUrl === null ? undefined : new URL(publicUrl).host,
  ];
  const from = origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
  if (from === null || !own.includes(from)) {
    throw new AppError('forbidden', 'this write did not come from a page of this server (Origin header)');
  }
}
