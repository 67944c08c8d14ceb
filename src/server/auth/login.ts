import { AppError } from '../../core/model/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import {
  accountsByEmail,
  addAccount,
  addCredential,
  listAccounts,
  useLogin,
  type AccountRole,
} from '../../store/accounts.ts';
import type { Store } from '../../store/database.ts';
import { rateLimit, type RateLimit } from './rate-limit.ts';
import { hashToken, newToken, passwordFits } from './secrets.ts';

/** A fresh session: its token goes into the cookie, its hash is stored. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

export const SESSION_MS = 14 * 86_400_000;
const LINK_MS = 15 * 60_000;

/**
 * A one-time login link, printed where only the operator sees it. It logs in as the first owner of the organisation,
 * who is made when there is none yet.
 */
export async function createLoginToken(
  store: Store,
  clock: Clock,
  options: { readonly tenantId: string; readonly ttlMs?: number },
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const token = newToken('rbl');
  const expiresAt = new Date(clock.now().getTime() + (options.ttlMs ?? LINK_MS)).toISOString();
  await store.tx(options.tenantId, async (tx) => {
    const owners = (await listAccounts(tx, options.tenantId)).filter(
      (account) => account.role === 'owner' && !account.disabled,
    );
    const owner =
      owners[0] ??
      (await addAccount(tx, {
        tenantId: options.tenantId,
        email: 'owner@localhost',
        name: 'Owner',
        role: 'owner',
        passwordHash: null,
      }));
    await addCredential(tx, {
      hash: hashToken(token),
      tenantId: options.tenantId,
      accountId: owner.id,
      kind: 'login',
      name: 'login link',
      role: owner.role,
      expiresAt,
    });
  });
  return { token, expiresAt };
}

export interface Logins {
  readonly byLink: (token: string) => Promise<OpenedSession>;
  readonly byPassword: (
    given: { email: string; password: string; tenant?: string | undefined },
    address: string,
  ) => Promise<OpenedSession>;
}

export function openLogins(store: Store, clock: Clock): Logins {
  const perAccount = rateLimit({ failures: 10, windowMs: 15 * 60_000 });
  const perAddress = rateLimit({ failures: 50, windowMs: 15 * 60_000 });
  return {
    byLink: async (token) => {
      const used = await useLogin(store, hashToken(token), clock.now());
      if (used === null)
        throw new AppError(
          'unauthorized',
          'this login link was used already or has run out; start the command again for a new one',
        );
      return openSession(store, clock, used);
    },
    byPassword: async (given, address) => {
      const now = clock.now();
      const name = given.email.toLowerCase();
      refuseWhenBusy(perAccount, name, now);
      refuseWhenBusy(perAddress, address, now);
      const candidates = (await accountsByEmail(store, name, given.tenant)).filter(
        (account) => !account.disabled,
      );
      const fitting = [];
      if (candidates.length === 0) await passwordFits(given.password, null);
      for (const account of candidates)
        if (await passwordFits(given.password, account.passwordHash)) fitting.push(account);
      const [account] = fitting;
      if (account === undefined) {
        perAccount.failed(name, now);
        perAddress.failed(address, now);
        throw new AppError('unauthorized', 'the address and the password do not belong together');
      }
      if (fitting.length > 1) {
        throw new AppError('invalid-input', 'this address belongs to several organisations', {
          issues: [{ path: 'tenant', message: 'missing', remedy: 'Name the key of the organisation.' }],
        });
      }
      perAccount.forget(name);
      return openSession(store, clock, {
        tenantId: account.tenantId,
        accountId: account.id,
        role: account.role,
      });
    },
  };
}

async function openSession(
  store: Store,
  clock: Clock,
  who: { readonly tenantId: string; readonly accountId: string | null; readonly role: AccountRole },
): Promise<OpenedSession> {
  const token = newToken('rbs');
  const expiresAt = new Date(clock.now().getTime() + SESSION_MS);
  await store.tx(who.tenantId, (tx) =>
    addCredential(tx, {
      hash: hashToken(token),
      ...who,
      kind: 'session',
      name: null,
      expiresAt: expiresAt.toISOString(),
    }),
  );
  return { token, expiresAt };
}

function refuseWhenBusy(limit: RateLimit, name: string, now: Date): void {
  const waitMs = limit.waitMs(name, now);
  if (waitMs > 0)
    throw new AppError('rate-limited', 'too many failed logins', { retryable: true, retryAfterMs: waitMs });
}
