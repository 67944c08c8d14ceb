/**
 * How a route of the API is written: one object that says who may call it, what comes in, what goes out and what it
 * does. The same object is mounted on the server and described in the OpenAPI document, so the two cannot disagree.
 */
import type { z } from 'zod';
import type { Organisation } from '../../core/model/directory.ts';
import type { Tx } from '../../store/database.ts';
import type { TenantClock } from '../../store/tenant-clock.ts';
import type { Principal } from '../auth/principal.ts';
import type { ServerDeps } from '../deps.ts';
import type { Role } from './schemas/common.ts';

export const READERS: readonly Role[] = ['viewer', 'agent', 'counsel', 'owner'];
/** Threads, callbacks, bookings, contacts. */
export const WORKERS: readonly Role[] = ['agent', 'owner'];
/** Counsel's queue and approvals. */
export const COUNSEL: readonly Role[] = ['counsel', 'owner'];
/** Consent may be recorded by everybody who hears it from a caller. */
export const LISTENERS: readonly Role[] = ['agent', 'counsel', 'owner'];
export const OWNERS: readonly Role[] = ['owner'];

/** What a route that works inside one transaction of its caller's tenant is given. */
export interface Call<Params, Query, Body> {
  readonly deps: ServerDeps;
  /** Bound to the tenant of the caller; commits when `run` returns, rolls back when it throws. */
  readonly tx: Tx;
  readonly principal: Principal;
  readonly clock: TenantClock;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly organisation: () => Promise<Organisation>;
  /** Runs after the commit: signals, never state. */
  readonly afterCommit: (effect: () => void) => void;
}

/** What a route is given that opens its own transactions, because its work does not fit into one. */
export type FreeCall<Params, Query, Body> = Omit<
  Call<Params, Query, Body>,
  'tx' | 'clock' | 'organisation' | 'afterCommit'
>;

interface Common<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Hono's notation, for example `/api/v1/calls/:id`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly roles: readonly Role[];
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
}

export interface TenantRoute<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> extends Common<Params, Query, Body, Answer> {
  readonly run: (call: Call<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<z.output<Answer>>;
}

export interface FreeRoute<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> extends Common<Params, Query, Body, Answer> {
  readonly runFree: (
    call: FreeCall<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<z.output<Answer>>;
}

/** A route with its types forgotten, as the mount and the document see it. */
export interface Route extends Common<z.ZodType, z.ZodType, z.ZodType, z.ZodType> {
  readonly run?: (call: Call<unknown, unknown, unknown>) => Promise<unknown>;
  readonly runFree?: (call: FreeCall<unknown, unknown, unknown>) => Promise<unknown>;
}

/** The usual route: one transaction, which also keeps the answer under its Idempotency-Key. */
export function defineRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodType,
>(route: TenantRoute<Params, Query, Body, Answer>): Route {
  // The mount has parsed params, query and body by the route's own schemas before it calls `run`.
  return route as unknown as Route;
}

/** For work that spans transactions (the simulator, the configuration): it must be safe to repeat by itself. */
export function defineFreeRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodType,
>(route: FreeRoute<Params, Query, Body, Answer>): Route {
  return route as unknown as Route;
}
