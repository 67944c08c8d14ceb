import type { Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import type { z } from 'zod';
import { AppError, type Issue } from '../../core/model/errors.ts';
import type { Organisation } from '../../core/model/directory.ts';
import { PG, pgCode } from '../../store/database.ts';
import { tenantClock } from '../../store/tenant-clock.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { Principal } from '../auth/principal.ts';
import type { ServerDeps } from '../deps.ts';
import { invalidInput } from '../errors.ts';
import { readJson } from './body.ts';
import { beginIdempotent, finishIdempotent } from './idempotency.ts';
import type { Route } from './route.ts';

/**
 * Puts routes on the server: who is asking, may they, is the input in order, then the work in one transaction of their
 * tenant. Nothing in here knows a single route.
 */
export function mountRoutes(app: Hono, deps: ServerDeps, routes: readonly Route[]): void {
  for (const route of routes) {
    app.on(route.method.toUpperCase(), route.path, async (context) => {
      const principal = await authenticate(askingOf(context), deps);
      if (!route.roles.includes(principal.role)) {
        throw new AppError(
          'forbidden',
          `the role ${principal.role} may not do this; it takes ${route.roles.join(' or ')}`,
        );
      }
      const params = parse(route.params, context.req.param(), 'path');
      const query = parse(route.query, queryOf(context), 'query');
      const { value, bytes } =
        route.body === undefined ? { value: undefined, bytes: EMPTY } : await readJson(context.req.raw);
      const body = parse(route.body, value, 'body');
      const { status, answer, replayed } = await perform(
        route,
        deps,
        principal,
        { params, query, body },
        context,
        bytes,
      );
      if (replayed) context.header('idempotency-replayed', 'true');
      context.header('cache-control', 'no-store');
      return context.json(answer as object, status);
    });
  }
  // A path that exists with other methods: say so instead of "not found".
  for (const [path, methods] of Map.groupBy(routes, (route) => route.path)) {
    const allow = methods.map((route) => route.method.toUpperCase()).join(', ');
    app.all(path, (context) => {
      context.header('allow', allow);
      throw new AppError('wrong-method', `${context.req.method} is not accepted here; use ${allow}`);
    });
  }
}

interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

async function perform(
  route: Route,
  deps: ServerDeps,
  principal: Principal,
  input: Input,
  context: Context,
  bytes: Uint8Array,
): Promise<{ status: 200; answer: unknown; replayed: boolean }> {
  const { params, query, body } = input;
  if (route.runFree !== undefined) {
    const answer = await route.runFree({ deps, principal, params, query, body });
    return { status: 200, answer, replayed: false };
  }
  const { run } = route;
  if (run === undefined) throw new AppError('internal', `the route ${route.path} does nothing`);
  const writes = route.method !== 'get';
  const key = writes ? context.req.header('idempotency-key') : undefined;
  return withRetry(async () => {
    const effects: (() => void)[] = [];
    const result = await deps.pipeline.store.tx(principal.tenantId, async (tx) => {
      const earlier =
        key === undefined
          ? null
          : await beginIdempotent(tx, principal.tenantId, key, `${route.method} ${context.req.path}`, bytes);
      if (earlier !== null) return { answer: earlier, replayed: true };
      const clock = await tenantClock(tx, principal.tenantId, deps.pipeline.clock);
      const answer = await run({
        deps,
        tx,
        principal,
        clock,
        params,
        query,
        body,
        organisation: once(() => deps.pipeline.organisations.load(tx, principal.tenantId)),
        afterCommit: (effect) => void effects.push(effect),
      });
      if (key !== undefined) await finishIdempotent(tx, principal.tenantId, key, answer);
      return { answer, replayed: false };
    });
    for (const effect of effects) effect();
    if (writes && !result.replayed) deps.pipeline.signal.wake(`change:${principal.tenantId}`);
    return { status: 200 as const, ...result };
  });
}

/** A deadlock or a serialization failure is nobody's fault: the transaction did nothing, so it is simply run again. */
async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const code = pgCode(error);
      if (tries >= 3 || (code !== PG.deadlock && code !== PG.serialization)) throw error;
    }
  }
}

function once(load: () => Promise<Organisation>): () => Promise<Organisation> {
  let loading: Promise<Organisation> | undefined;
  return () => (loading ??= load());
}

const EMPTY = new Uint8Array(0);

export function askingOf(context: Context): Parameters<typeof authenticate>[0] {
  return {
    method: context.req.method,
    url: context.req.url,
    header: (name) => context.req.header(name),
    cookie: (name) => getCookie(context, name),
  };
}

/** Repeated query fields: the last one counts, as browsers' own URL tools have it. */
function queryOf(context: Context): Record<string, string> {
  return Object.fromEntries(new URL(context.req.url).searchParams);
}

export function parse(
  schema: z.ZodType | undefined,
  value: unknown,
  where: 'path' | 'query' | 'body',
): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    // An id that is none belongs to nothing: that is "not found", not a form to correct.
    if (where === 'path') throw new AppError('not-found', 'there is nothing at this address');
    throw invalidInput(
      where === 'query'
        ? 'the query has fields that are not right'
        : 'the body has fields that are not right',
      issuesOf(parsed.error),
    );
  }
  const unstorable = findUnstorable(parsed.data, '');
  if (unstorable !== null) {
    throw invalidInput('a text has characters that cannot be stored', [
      {
        path: unstorable,
        message: 'contains a NUL character or half of a surrogate pair',
        remedy: 'Remove it.',
      },
    ]);
  }
  return parsed.data;
}

export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue) => namedFields(issue, [])).slice(0, 50);
}

type ZodIssue = z.core.$ZodIssue;

/**
 * Where several shapes are possible, what is wrong is told by the shape that was meant: the one that got furthest into
 * the value. "Invalid input" for the whole would name no field.
 */
function namedFields(issue: ZodIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.filter((each) => !each.some((inner) => isOtherKind(inner)));
    const [shape] = (meant.length > 0 ? meant : issue.errors).toSorted((a, b) => a.length - b.length);
    if (shape !== undefined && meant.length > 0) return shape.flatMap((inner) => namedFields(inner, path));
  }
  return [{ path: path.map(String).join('.') || '(whole)', message: issue.message }];
}

/** The value is of another kind altogether (a list where an object belongs): this shape was not meant. */
function isOtherKind(issue: ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

/** PostgreSQL text cannot hold these, so they are refused by name instead of failing later. */
function findUnstorable(value: unknown, path: string): string | null {
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed() ? path || '(whole)' : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('\0') || !key.isWellFormed()) return path || '(whole)';
    const found = findUnstorable(inner, path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
