import { frameCounts } from '../../store/queries-today.ts';
import {
  addAccount,
  addCredential,
  changeAccount,
  endSessions,
  keyId,
  listAccounts,
  listApiKeys,
  removeApiKey,
} from '../../store/accounts.ts';
import { AppError } from '../../core/model/errors.ts';
import { hashPassword, hashToken, newToken } from '../auth/secrets.ts';
import { notFound } from '../errors.ts';
import { defineRoute, OWNERS, READERS, type Route } from './route.ts';
import { IdParam } from './lookups.ts';
import {
  AccountCreate,
  AccountList,
  AccountShape,
  AccountUpdate,
  ApiKeyCreate,
  ApiKeyCreated,
  ApiKeyIdParam,
  ApiKeyList,
} from './schemas/accounts.ts';
import { Ok } from './schemas/common.ts';
import { PasswordRequest, Session } from './schemas/session.ts';
import { recordStaff } from './staff-record.ts';
import { surfaceNames } from './surface-names.ts';
import type { AccountRow } from '../../store/accounts.ts';

const TAG = 'Session and accounts';

/** Who is logged in, and who may. */
export const sessionRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/session',
    tag: TAG,
    summary: 'Who is logged in, and the counts in the frame of every page',
    roles: READERS,
    answer: Session,
    run: async ({ tx, principal, organisation, clock, deps }) => {
      const { tenant } = await organisation();
      const { accountId, name, email, role } = principal;
      return {
        account: { id: accountId ?? principal.via, name, email, role },
        tenant: {
          key: tenant.key,
          name: tenant.name,
          zone: tenant.zone,
          simulated: tenant.simulated,
          paused: tenant.paused,
          now: clock.now().toISOString(),
          clockOffsetMs: clock.offsetMs,
        },
        version: deps.settings.version,
        surfaceNames: surfaceNames(deps.pipeline.connectors),
        ...(await frameCounts(tx, principal.tenantId)),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/session/password',
    tag: TAG,
    summary: 'Sets the password of the account that is logged in; its other sessions end',
    roles: READERS,
    body: PasswordRequest,
    answer: Ok,
    run: async (call) => {
      const { tx, principal, body } = call;
      if (principal.accountId === null) throw new AppError('forbidden', 'an API key has no password');
      await changeAccount(tx, principal.tenantId, principal.accountId, {
        passwordHash: await hashPassword(body.password),
      });
      await tx
        .deleteFrom('credential')
        .where('tenant_id', '=', principal.tenantId)
        .where('account_id', '=', principal.accountId)
        .where('kind', '=', 'session')
        .where('hash', '<>', principal.credentialHash)
        .execute();
      await recordStaff(call, 'password', { body: { account: principal.accountId } });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/accounts',
    tag: TAG,
    summary: 'The people who may log in',
    roles: OWNERS,
    answer: AccountList,
    run: async ({ tx, principal }) => ({
      items: (await listAccounts(tx, principal.tenantId)).map(shape),
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/accounts',
    tag: TAG,
    summary: 'Adds a person',
    roles: OWNERS,
    body: AccountCreate,
    answer: AccountShape,
    run: async (call) => {
      const { tx, principal, body } = call;
      const taken = (await listAccounts(tx, principal.tenantId)).some(
        (account) => account.email === body.email.toLowerCase(),
      );
      if (taken) throw new AppError('conflict', 'there is an account with this address already');
      const account = await addAccount(tx, {
        tenantId: principal.tenantId,
        email: body.email,
        name: body.name,
        role: body.role,
        passwordHash: await hashPassword(body.password),
      });
      await recordStaff(call, 'account', {
        body: { account: account.id, role: account.role, change: 'added' },
      });
      return shape(account);
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/accounts/:id',
    tag: TAG,
    summary: 'Changes name, role or password of a person, or disables the account; its sessions end',
    roles: OWNERS,
    params: IdParam,
    body: AccountUpdate,
    answer: AccountShape,
    run: async (call) => {
      const { tx, principal, params, body } = call;
      const accounts = await listAccounts(tx, principal.tenantId);
      const current = accounts.find((account) => account.id === params.id);
      if (current === undefined) throw notFound('account');
      const losesOwner =
        current.role === 'owner' &&
        (body.disabled === true || (body.role !== undefined && body.role !== 'owner'));
      if (
        losesOwner &&
        !accounts.some(
          (account) => account.id !== current.id && account.role === 'owner' && !account.disabled,
        )
      ) {
        throw new AppError('conflict', 'this is the last owner; make somebody else an owner first');
      }
      const { name, role, disabled, password } = body;
      const changed = await changeAccount(tx, principal.tenantId, params.id, {
        name,
        role,
        disabled,
        ...(password !== undefined && { passwordHash: await hashPassword(password) }),
      });
      if (changed === null) throw notFound('account');
      if (disabled === true || password !== undefined) await endSessions(tx, principal.tenantId, params.id);
      await recordStaff(call, 'account', {
        body: { account: params.id, fields: Object.keys(body), change: 'changed' },
      });
      return shape(changed);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/api-keys',
    tag: TAG,
    summary: 'API keys, without the keys themselves',
    roles: OWNERS,
    answer: ApiKeyList,
    run: async ({ tx, principal }) => ({
      items: await listApiKeys(tx, principal.tenantId),
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/api-keys',
    tag: TAG,
    summary: 'Makes an API key; it is shown this once',
    roles: OWNERS,
    body: ApiKeyCreate,
    answer: ApiKeyCreated,
    run: async (call) => {
      const { tx, principal, body, clock } = call;
      const key = newToken('rbk');
      const hash = hashToken(key);
      await addCredential(tx, {
        hash,
        tenantId: principal.tenantId,
        accountId: null,
        kind: 'api-key',
        name: body.name,
        role: body.role,
        expiresAt: null,
      });
      await recordStaff(call, 'api-key', {
        body: { key: keyId(hash), name: body.name, role: body.role, change: 'made' },
      });
      return { id: keyId(hash), name: body.name, role: body.role, createdAt: clock.now().toISOString(), key };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/api-keys/:id',
    tag: TAG,
    summary: 'Ends an API key',
    roles: OWNERS,
    params: ApiKeyIdParam,
    answer: Ok,
    run: async (call) => {
      if (!(await removeApiKey(call.tx, call.principal.tenantId, call.params.id))) throw notFound('API key');
      await recordStaff(call, 'api-key', { body: { key: call.params.id, change: 'ended' } });
      return { ok: true as const };
    },
  }),
];

function shape(account: AccountRow): AccountShape {
  const { id, email, name, role, disabled, createdAt } = account;
  return { id, email, name, role, disabled, hasPassword: account.passwordHash !== null, createdAt };
}
