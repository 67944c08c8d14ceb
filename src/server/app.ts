import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { AppError } from '../core/model/errors.ts';
import { ALL_TENANTS } from '../store/database.ts';
import { removeCredential } from '../store/accounts.ts';
import { sql } from 'kysely';
import { authenticate, SESSION_COOKIE } from './auth/authenticate.ts';
import type { Logins, OpenedSession } from './auth/login.ts';
import type { ServerDeps } from './deps.ts';
import { DOCS_CSS, docsPage } from './docs-page.ts';
import { refusalOf } from './errors.ts';
import { readBytes, readJson } from './api/body.ts';
import { callEventsRoute } from './api/call-events.ts';
import { describedPaths } from './api/described.ts';
import { healthRoutes } from './api/health.ts';
import { mountCalendarFiles } from './api/ics.ts';
import { askingOf, mountRoutes, parse } from './api/mount.ts';
import { openApiDocument } from './api/openapi.ts';
import type { Route } from './api/route.ts';
import { apiRoutes } from './api/routes.ts';
import { LoginRequest } from './api/schemas/session.ts';
import { simulatorRoutes } from './api/simulator.ts';
import type { Deliveries } from './intake/deliveries.ts';
import { BODY_LIMIT, HOOK_METHODS, publicUrlOf, type Intake } from './intake/receive.ts';
import type { SourceHealthBook } from './intake/source-health.ts';
import type { Metrics } from './metrics.ts';
import { answerSelfTest, SELF_TEST_HEADER, SELF_TEST_PATH } from './self-test.ts';
import { serveDashboard } from './static.ts';
import type { Streams } from './stream.ts';

export interface AppParts {
  readonly deps: ServerDeps;
  readonly metrics: Metrics;
  readonly intake: Intake;
  readonly deliveries: Deliveries;
  readonly health: SourceHealthBook;
  readonly streams: Streams;
  readonly logins: Logins;
}

interface Env {
  Variables: { requestId: string };
}

/** Every route of the API: mounted, described, and walked through by the tests. */
export function routesOf(
  parts: Pick<AppParts, 'deps' | 'deliveries' | 'health' | 'intake'>,
): readonly Route[] {
  return [...apiRoutes, callEventsRoute(parts.deliveries), ...simulatorRoutes(parts), ...healthRoutes(parts)];
}

/** Every address of the server. Webhooks are also taken directly by `intake/node-door.ts`, with the same intake behind. */
export function createApp(parts: AppParts): Hono<Env> {
  const { deps } = parts;
  const app = new Hono<Env>();
  const routes = routesOf(parts);

  app.use(async (context, next) => {
    const requestId = randomUUID();
    context.set('requestId', requestId);
    const started = performance.now();
    await next();
    for (const [name, value] of SECURITY_HEADERS) context.res.headers.set(name, value);
    context.res.headers.set('x-request-id', requestId);
    if (deps.pipeline.publicUrl?.startsWith('https://') === true) {
      context.res.headers.set('strict-transport-security', 'max-age=31536000');
    }
    parts.metrics.request(context.req.method, context.res.status, (performance.now() - started) / 1000);
  });
  app.onError((error, context) => {
    const refusal = refusalOf(error, context.get('requestId'), deps.pipeline.log);
    for (const [name, value] of Object.entries(refusal.headers)) context.header(name, value);
    return context.json(refusal.body, refusal.status as 400);
  });

  mountSelfTest(app, deps);
  mountHooks(app, parts.intake);
  mountLogin(app, parts);
  mountCalendarFiles(app as unknown as Hono, deps);
  mountRoutes(app as unknown as Hono, deps, routes);
  app.get('/api/v1/stream', async (context) => {
    const principal = await authenticate(askingOf(context), deps);
    return parts.streams.open(principal.tenantId);
  });
  mountProbes(app, parts);

  const document = openApiDocument(deps.settings.version, routes, describedPaths);
  app.get('/api/openapi.json', (context) => context.json(document));
  app.get('/docs', (context) => context.html(docsPage(document)));
  app.get('/docs.css', (context) =>
    context.body(DOCS_CSS, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );

  app.all('*', async (context) => {
    const { path, method } = context.req;
    const isPage = (method === 'GET' || method === 'HEAD') && !/^\/(api|hooks|b)(\/|$)/.test(path);
    const page = isPage ? await serveDashboard(deps.settings.webRoot, path) : null;
    if (page !== null) return page;
    throw new AppError('not-found', `there is nothing at ${path.slice(0, 200)}`);
  });
  return app;
}

function mountSelfTest(app: Hono<Env>, { pipeline }: ServerDeps): void {
  app.post(SELF_TEST_PATH, async (context) => {
    const { req } = context;
    const url = new URL(req.url);
    const answer = answerSelfTest(pipeline.keeper, {
      url: publicUrlOf(
        {
          target: url.pathname + url.search,
          headers: { host: url.host, ...Object.fromEntries(req.raw.headers) },
        },
        pipeline.publicUrl,
      ),
      body: await readBytes(req.raw, BODY_LIMIT),
      header: req.header(SELF_TEST_HEADER),
      now: pipeline.clock.now(),
    });
    return context.json(answer, answer.ok ? 200 : 401);
  });
}

function mountHooks(app: Hono<Env>, intake: Intake): void {
  app.all('/hooks/:kind{voice|messaging}/:key/*', async (context) => {
    const { req } = context;
    const url = new URL(req.url);
    const body =
      req.method === 'GET' || req.method === 'HEAD'
        ? new Uint8Array(0)
        : await readBytes(req.raw, BODY_LIMIT);
    const reply = await intake.receive({
      kind: req.param('kind') === 'voice' ? 'voice' : 'messaging',
      key: req.param('key'),
      method: req.method,
      target: url.pathname + url.search,
      headers: { host: url.host, ...Object.fromEntries(req.raw.headers) },
      body,
      requestId: context.get('requestId'),
    });
    if (reply.status === 405) context.header('allow', HOOK_METHODS);
    return new Response(reply.body, { status: reply.status, headers: reply.headers });
  });
}

function mountLogin(app: Hono<Env>, { deps, logins }: AppParts): void {
  const { publicUrl, clock, store } = deps.pipeline;
  // Over the public address only; on this machine itself people may use plain http.
  const secureFor = (context: Context): boolean =>
    publicUrl?.startsWith('https://') === true &&
    (context.req.header('host') ?? new URL(context.req.url).host) === new URL(publicUrl).host;
  app.post('/api/v1/login', async (context) => {
    const { value } = await readJson(context.req.raw);
    const given = parse(LoginRequest, value, 'body') as LoginRequest;
    // Behind a proxy every address is the proxy's; the limit per account is the one that counts there.
    const address =
      (context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
        ?.remoteAddress ?? 'unknown';
    const session: OpenedSession =
      'token' in given ? await logins.byLink(given.token) : await logins.byPassword(given, address);
    setCookie(context, SESSION_COOKIE, session.token, {
      httpOnly: true,
      sameSite: 'Lax',
      secure: secureFor(context),
      path: '/',
      maxAge: Math.floor((session.expiresAt.getTime() - clock.now().getTime()) / 1000),
    });
    return context.json({ ok: true });
  });
  app.post('/api/v1/logout', async (context) => {
    const principal = await authenticate(askingOf(context), deps);
    if (principal.via === 'session')
      await removeCredential(store, principal.tenantId, principal.credentialHash);
    deleteCookie(context, SESSION_COOKIE, { path: '/', secure: secureFor(context) });
    return context.json({ ok: true });
  });
}

function mountProbes(app: Hono<Env>, { deps, metrics }: AppParts): void {
  app.get('/healthz', (context) => context.json({ ok: true, version: deps.settings.version }));
  app.get('/readyz', async (context) => {
    try {
      await deps.pipeline.store.tx(ALL_TENANTS, (tx) => sql`select 1`.execute(tx));
      return context.json({ ok: true });
    } catch {
      return context.json({ ok: false, reason: 'the database does not answer; webhooks are spooled' }, 503);
    }
  });
  app.get('/metrics', async (context) =>
    context.body(await metrics.scrape(), 200, { 'content-type': metrics.registry.contentType }),
  );
}

/** Nothing from other places, no framing, no sniffing. Inline styles are allowed because Mantine sets them at run time. */
const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  [
    'content-security-policy',
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  ],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
];
