import { sql } from 'kysely';
import { ALL_TENANTS, type Store, type Tx } from './database.ts';
import { newId } from './ids.ts';

/** People who log in, and the hashes of what they log in with. Tokens themselves are never stored. */
export type AccountRole = 'owner' | 'agent' | 'counsel' | 'viewer';

export interface AccountRow {
  readonly id: string;
  readonly tenantId: string;
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly passwordHash: string | null;
  readonly disabled: boolean;
  readonly createdAt: string;
}

export interface CredentialRow {
  readonly hash: Buffer;
  readonly tenantId: string;
  readonly accountId: string | null;
  readonly kind: 'login' | 'session' | 'api-key';
  readonly name: string | null;
  /** The role of the account where there is one: a change holds for sessions that are open. */
  readonly role: AccountRole;
  readonly email: string | null;
  readonly expiresAt: string | null;
  readonly usedAt: string | null;
}

export interface NewCredential {
  readonly hash: Buffer;
  readonly tenantId: string;
  readonly accountId: string | null;
  readonly kind: CredentialRow['kind'];
  readonly name: string | null;
  readonly role: AccountRole;
  readonly expiresAt: string | null;
}

export async function addCredential(tx: Tx, credential: NewCredential): Promise<void> {
  await tx
    .insertInto('credential')
    .values({
      hash: credential.hash,
      tenant_id: credential.tenantId,
      account_id: credential.accountId,
      kind: credential.kind,
      name: credential.name,
      role: credential.role,
      expires_at: credential.expiresAt,
    })
    .execute();
}

/** The living credential with this hash: not run out, its account not disabled. Served by the primary key. */
export async function findCredential(
  store: Store,
  hash: Buffer,
  kinds: readonly CredentialRow['kind'][],
  now: Date,
): Promise<CredentialRow | null> {
  return store.tx(ALL_TENANTS, async (tx) => {
    const row = await tx
      .selectFrom('credential as c')
      .leftJoin('account as a', 'a.id', 'c.account_id')
      .select([
        'c.hash',
        'c.tenant_id',
        'c.account_id',
        'c.kind',
        'c.name',
        'c.role',
        'c.expires_at',
        'c.used_at',
      ])
      .select(['a.name as account_name', 'a.email', 'a.role as account_role', 'a.disabled'])
      .where('c.hash', '=', hash)
      .where('c.kind', 'in', [...kinds])
      .executeTakeFirst();
    if (row === undefined || row.disabled === true) return null;
    if (row.expires_at !== null && Date.parse(row.expires_at) <= now.getTime()) return null;
    return {
      hash: row.hash,
      tenantId: row.tenant_id,
      accountId: row.account_id,
      kind: row.kind as CredentialRow['kind'],
      name: row.account_name ?? row.name,
      role: (row.account_role ?? row.role) as AccountRole,
      email: row.email,
      expiresAt: row.expires_at,
      usedAt: row.used_at,
    };
  });
}

/** Uses up a one-time login; null when it is unknown, used or run out. Two browsers cannot both win. */
export async function useLogin(
  store: Store,
  hash: Buffer,
  now: Date,
): Promise<{ tenantId: string; accountId: string | null; role: AccountRole } | null> {
  return store.tx(ALL_TENANTS, async (tx) => {
    const row = await tx
      .updateTable('credential')
      .set({ used_at: now.toISOString() })
      .where('hash', '=', hash)
      .where('kind', '=', 'login')
      .where('used_at', 'is', null)
      .where('expires_at', '>', now.toISOString())
      .returning(['tenant_id', 'account_id', 'role'])
      .executeTakeFirst();
    return row === undefined
      ? null
      : { tenantId: row.tenant_id, accountId: row.account_id, role: row.role as AccountRole };
  });
}

export async function extendCredential(
  store: Store,
  tenantId: string,
  hash: Buffer,
  expiresAt: string,
): Promise<void> {
  await store.tx(tenantId, (tx) =>
    tx.updateTable('credential').set({ expires_at: expiresAt }).where('hash', '=', hash).execute(),
  );
}

export async function removeCredential(store: Store, tenantId: string, hash: Buffer): Promise<void> {
  await store.tx(tenantId, (tx) => tx.deleteFrom('credential').where('hash', '=', hash).execute());
}

/** Sessions and links that ran out serve nobody. */
export async function sweepCredentials(store: Store, now: Date): Promise<void> {
  await store.tx(ALL_TENANTS, (tx) =>
    tx
      .deleteFrom('credential')
      .where('expires_at', '<', new Date(now.getTime() - 86_400_000).toISOString())
      .execute(),
  );
}

/** Accounts with this address, over all organisations or in the one named. */
export async function accountsByEmail(
  store: Store,
  email: string,
  tenantKey: string | undefined,
): Promise<AccountRow[]> {
  return store.tx(ALL_TENANTS, async (tx) => {
    let query = tx
      .selectFrom('account')
      .innerJoin('tenant', 'tenant.id', 'account.tenant_id')
      .selectAll('account')
      .where(sql<string>`lower(account.email)`, '=', email.toLowerCase());
    if (tenantKey !== undefined) query = query.where('tenant.key', '=', tenantKey);
    return (await query.execute()).map(accountOf);
  });
}

export async function listAccounts(tx: Tx, tenantId: string): Promise<AccountRow[]> {
  return (
    await tx
      .selectFrom('account')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .orderBy('created_at')
      .execute()
  ).map(accountOf);
}

export async function addAccount(
  tx: Tx,
  account: {
    readonly tenantId: string;
    readonly email: string;
    readonly name: string;
    readonly role: AccountRole;
    readonly passwordHash: string | null;
  },
): Promise<AccountRow> {
  const row = await tx
    .insertInto('account')
    .values({
      id: newId(),
      tenant_id: account.tenantId,
      email: account.email.toLowerCase(),
      name: account.name,
      role: account.role,
      password_hash: account.passwordHash,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return accountOf(row);
}

export async function changeAccount(
  tx: Tx,
  tenantId: string,
  id: string,
  changes: {
    readonly name?: string | undefined;
    readonly role?: AccountRole | undefined;
    readonly disabled?: boolean | undefined;
    readonly passwordHash?: string | undefined;
  },
): Promise<AccountRow | null> {
  const row = await tx
    .updateTable('account')
    .set({
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.role !== undefined && { role: changes.role }),
      ...(changes.disabled !== undefined && { disabled: changes.disabled }),
      ...(changes.passwordHash !== undefined && { password_hash: changes.passwordHash }),
      tenant_id: tenantId,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : accountOf(row);
}

/** Ends every session of an account, for a changed password or a disabled account. */
export async function endSessions(tx: Tx, tenantId: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom('credential')
    .where('tenant_id', '=', tenantId)
    .where('account_id', '=', accountId)
    .where('kind', 'in', ['session', 'login'])
    .execute();
}

export async function listApiKeys(
  tx: Tx,
  tenantId: string,
): Promise<{ id: string; name: string; role: AccountRole; createdAt: string }[]> {
  const rows = await tx
    .selectFrom('credential')
    .select(['hash', 'name', 'role', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'api-key')
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: keyId(row.hash),
    name: row.name ?? '',
    role: row.role as AccountRole,
    createdAt: row.created_at,
  }));
}

export async function removeApiKey(tx: Tx, tenantId: string, id: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('credential')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'api-key')
    .where(sql<string>`encode(substring(hash for 8), 'hex')`, '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** How a key is named without showing it: the first bytes of its hash. */
export const keyId = (hash: Buffer): string => hash.subarray(0, 8).toString('hex');

function accountOf(row: {
  id: string;
  tenant_id: string;
  email: string;
  name: string;
  role: string;
  password_hash: string | null;
  disabled: boolean;
  created_at: string;
}): AccountRow {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    email: row.email,
    name: row.name,
    role: row.role as AccountRole,
    passwordHash: row.password_hash,
    disabled: row.disabled,
    createdAt: row.created_at,
  };
}
