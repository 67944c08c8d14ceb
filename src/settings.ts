import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from './core/model/errors.ts';

/**
 * Everything the environment may say, in one schema: `.env.example` is generated from it. What an organisation is
 * (locations, hours, sources) does not live here but in ringback.yaml and the database.
 */
export const Environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a URL such as postgres://user:password@host:5432/ringback')
    .optional()
    .describe('Your PostgreSQL 15 or later. Without it Ringback runs its own inside the data directory.'),
  RINGBACK_DATA: z
    .string()
    .default('.ringback')
    .describe('Data directory: embedded database, spool, secret key.'),
  RINGBACK_PORT: z.coerce
    .number('a number from 0 to 65535')
    .int('a number from 0 to 65535')
    .min(0, 'a number from 0 to 65535')
    .max(65535, 'a number from 0 to 65535')
    .default(8080)
    .describe('Port of dashboard, API and webhooks.'),
  RINGBACK_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on. Use 0.0.0.0 behind a proxy or in a container.'),
  RINGBACK_PUBLIC_URL: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe(
      'The address vendors reach, for example https://calls.example.com. Signatures are checked against it.',
    ),
  RINGBACK_SECRET_KEY: z
    .string()
    .optional()
    .describe(
      '32 bytes in base64 or hex that seal secrets. Without it a key is made in the data directory; several machines need the same.',
    ),
  RINGBACK_ADMIN_KEY: z
    .string()
    .min(16)
    .optional()
    .describe('Bootstraps an API key with the role owner (Authorization: Bearer).'),
  RINGBACK_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Log level.'),
  RINGBACK_SMTP_URL: z
    .string()
    .optional()
    .describe('SMTP for notices, for example smtps://user:password@mail.example.com.'),
  RINGBACK_SMTP_FROM: z
    .string()
    .optional()
    .describe('Sender of notices, for example Ringback <ringback@example.com>.'),
  RINGBACK_ALLOW_PRIVATE_WEBHOOKS: z
    .enum(['0', '1'])
    .default('0')
    .describe('1 allows outgoing webhooks to private addresses (your own network).'),
  RINGBACK_POLICY_FILE: z
    .string()
    .optional()
    .describe(
      'YAML with policies of your own, which can only hold back, and the policy engine that has a say, if any; see docs/policy-engines.md.',
    ),
});

export interface Settings {
  readonly databaseUrl: string | null;
  readonly data: string;
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | null;
  readonly adminKey: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly smtpUrl: string | null;
  readonly smtpFrom: string | null;
  readonly allowPrivateWebhooks: boolean;
  readonly secretKey: string | null;
  readonly policyFile: string | null;
}

export function readSettings(
  env: NodeJS.ProcessEnv,
  overrides: { data?: string; port?: number } = {},
): Settings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    throw new AppError('invalid-config', 'the environment has values that Ringback cannot use', {
      issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    });
  }
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL ?? null,
    data: resolve(overrides.data ?? value.RINGBACK_DATA),
    port: overrides.port ?? value.RINGBACK_PORT,
    host: value.RINGBACK_HOST,
    publicUrl: value.RINGBACK_PUBLIC_URL ?? null,
    adminKey: value.RINGBACK_ADMIN_KEY ?? null,
    logLevel: value.RINGBACK_LOG,
    smtpUrl: value.RINGBACK_SMTP_URL ?? null,
    smtpFrom: value.RINGBACK_SMTP_FROM ?? null,
    allowPrivateWebhooks: value.RINGBACK_ALLOW_PRIVATE_WEBHOOKS === '1',
    secretKey: value.RINGBACK_SECRET_KEY ?? null,
    policyFile: value.RINGBACK_POLICY_FILE ?? null,
  };
}

/** The instance key: from the environment, else from the data directory, where it is made once. */
export async function instanceKey(settings: Settings): Promise<Uint8Array> {
  if (settings.secretKey !== null) {
    const text = settings.secretKey.trim();
    const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
    if (bytes.length !== 32) {
      throw new AppError('invalid-config', 'RINGBACK_SECRET_KEY must be 32 bytes in base64 or hex', {
        issues: [{ path: 'RINGBACK_SECRET_KEY', message: `it holds ${bytes.length} bytes` }],
      });
    }
    return bytes;
  }
  const file = join(settings.data, 'secret.key');
  try {
    return Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
    await mkdir(settings.data, { recursive: true });
    const key = randomBytes(32);
    await writeFile(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  }
}
