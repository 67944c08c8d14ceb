import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLoginToken, createServer, type RingbackServer } from '../../src/server/server.ts';
import type { Role } from '../../src/server/api/schemas/common.ts';
import { addCredential } from '../../src/store/accounts.ts';
import { hashToken, newToken } from '../../src/server/auth/secrets.ts';
import { testInstallation, type TestInstallation } from './installation.ts';

export const PUBLIC = 'https://calls.example.test';
export const ADMIN_KEY = 'admin-key-of-the-test-installation';

/** What came back, read once. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or null when it is none. */
  readonly json: unknown;
}

/** A client of the served installation: every way of asking goes through the server's own `fetch`. */
export interface Client {
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** The body of a 200 answer; anything else fails the test with the refusal in the message. */
  readonly ok: <T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<T>;
}

export interface Served extends TestInstallation {
  readonly server: RingbackServer;
  readonly raw: (path: string, init?: RequestInit) => Promise<Answer>;
  /** With an API key of this role. */
  readonly as: (tenantId: string, role: Role) => Promise<Client>;
  /** Logged in by a one-time link, with a session cookie, as a browser would. */
  readonly browser: (tenantId: string) => Promise<Client & { readonly cookie: string }>;
}

/** The whole product on a database of its own, webhooks and API included, without a port. */
export async function served(
  options: Parameters<typeof testInstallation>[0] & { webRoot?: string } = {},
): Promise<Served> {
  const installation = await testInstallation({ publicUrl: PUBLIC, ...options });
  const directory = await mkdtemp(join(tmpdir(), 'ringback-served-'));
  const { pipeline } = installation;
  const server = await createServer({
    pipeline,
    settings: {
      version: '0.0.0-test',
      host: '127.0.0.1',
      dataDirectory: directory,
      webRoot: options.webRoot ?? null,
      adminKey: ADMIN_KEY,
    },
  });
  const raw = async (path: string, init?: RequestInit): Promise<Answer> =>
    read(await server.fetch(new Request(PUBLIC + path, init)));
  const client = (fixed: Readonly<Record<string, string>>): Client => {
    const send: Client['send'] = (method, path, body, headers = {}) =>
      raw(path, {
        method,
        headers: { ...fixed, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    return {
      send,
      ok: async <T>(
        method: string,
        path: string,
        body?: unknown,
        headers?: Readonly<Record<string, string>>,
      ): Promise<T> => {
        const answer = await send(method, path, body, headers);
        if (answer.status !== 200)
          throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
        return answer.json as T;
      },
    };
  };
  return {
    ...installation,
    server,
    raw,
    as: async (tenantId, role) => {
      const key = newToken('rbk');
      await pipeline.store.tx(tenantId, (tx) =>
        addCredential(tx, {
          hash: hashToken(key),
          tenantId,
          accountId: null,
          kind: 'api-key',
          name: `test ${role}`,
          role,
          expiresAt: null,
        }),
      );
      return client({ authorization: `Bearer ${key}` });
    },
    browser: async (tenantId) => {
      const { token } = await createLoginToken(pipeline.store, pipeline.clock, { tenantId });
      const login = await raw('/api/v1/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
      const cookie = login.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      return { ...client({ cookie, origin: PUBLIC }), cookie };
    },
    close: async () => {
      await server.stop();
      await installation.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // not JSON: the test looks at the text
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** The error of an answer, for tests that expect one. */
export function errorOf(answer: Answer): {
  code: string;
  message: string;
  remedy: string;
  issues?: { path: string; message: string }[];
} {
  const body = answer.json as {
    error?: { code: string; message: string; remedy: string; issues?: { path: string; message: string }[] };
  } | null;
  if (body?.error === undefined)
    throw new Error(`expected a typed error, got ${answer.status}: ${answer.text.slice(0, 300)}`);
  return body.error;
}
