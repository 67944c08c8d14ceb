import { randomUUID } from 'node:crypto';
import { AppError } from '../../core/model/errors.ts';
import type { HandshakeReply, IncomingRequest, Verdict } from '../../ports/connector.ts';
import type { VoiceSurface } from '../../ports/voice.ts';
import type { MessagingProvider } from '../../ports/messaging.ts';
import { contentHashOf } from '../../store/inbox.ts';
import type { SourceRecord } from '../../store/sources.ts';
import { configFor } from '../../pipeline/context.ts';
import type { ServerDeps } from '../deps.ts';
import { refusalOf } from '../errors.ts';
import type { Deliveries } from './deliveries.ts';
import { secretsOf, shownUrl, withoutSecrets } from './hide-secrets.ts';
import type { SourceHealthBook } from './source-health.ts';

/** A vendor at the door. */
export interface Knock {
  readonly kind: 'voice' | 'messaging';
  readonly key: string;
  readonly method: string;
  /** Path and query exactly as they came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Made up when absent and needed: only refusals name it. */
  readonly requestId?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface IntakeMetrics {
  readonly delivery: (kind: string, outcome: string) => void;
}

export interface Intake {
  readonly receive: (knock: Knock) => Promise<Reply>;
  /** Keeps for Health what the door would not even read. */
  readonly turnedAway: (knock: Omit<Knock, 'body'>, error: AppError) => Promise<void>;
}

export const BODY_LIMIT = 1024 * 1024;
export const HOOK_METHODS = 'GET, POST, OPTIONS';

/**
 * The way in: known source, handshake, signature over the raw bytes, durable, and only then 2xx. Whether the body makes
 * sense is not asked here: what is signed is stored, and `hear` says on Health what it could not read.
 */
export function createIntake(
  deps: ServerDeps,
  parts: {
    readonly deliveries: Deliveries;
    readonly health: SourceHealthBook;
    readonly metrics: IntakeMetrics;
  },
): Intake {
  const { pipeline } = deps;
  const { deliveries, health, metrics } = parts;

  const admit = async (knock: Knock): Promise<Reply> => {
    const receivedAt = pipeline.clock.now().toISOString();
    if (knock.method !== 'POST' && knock.method !== 'GET' && knock.method !== 'OPTIONS') {
      throw new AppError(
        'wrong-method',
        `${knock.method} is not accepted here; webhooks come as POST or GET`,
      );
    }
    const source = await pipeline.sources.byKey(knock.key);
    if (source === null || source.kind !== knock.kind) {
      health.unknown(knock.target.split('?', 1)[0]?.slice(0, 120) ?? '', receivedAt);
      throw new AppError(
        'unknown-source',
        source === null
          ? 'no source has this address'
          : `this source takes ${source.kind} deliveries: its address is /hooks/${source.kind}/${source.key}`,
      );
    }
    if (knock.method === 'OPTIONS') return ASKED;
    const url = publicUrlOf(knock, pipeline.publicUrl);
    let secrets: readonly string[] = [];
    const fail = (code: AppError['code'], detail: string): never => {
      health.refused(source, { at: receivedAt, code, detail, url: shownUrl(url, source.key, secrets) });
      throw new AppError(code, detail);
    };
    const request: IncomingRequest = {
      method: knock.method,
      url,
      headers: knock.headers,
      body: knock.body,
      receivedAt,
    };
    const connector = connectorOf(source);
    if (connector === null)
      return fail('unknown-source', `this version has no ${source.kind} connector named ${source.connector}`);
    const config = configFor<unknown>(connector, source);
    if (config === null)
      return fail('invalid-config', `the settings of source ${source.key} do not fit ${source.connector}`);
    secrets = secretsOf(connector, config);

    const handshake = attempt(() => shakeHands(connector, request, config));
    if (handshake !== null && handshake !== undefined) {
      health.accepted(source, receivedAt);
      return handshake;
    }
    if (!source.unsigned) {
      const verdict = attempt(() => connector.verify(request, config, pipeline.clock.now())) ?? UNREADABLE;
      if (!verdict.ok) return fail(verdict.code, verdict.detail);
    }
    await deliveries.store({
      tenantId: source.tenantId,
      sourceId: source.id,
      kind: knock.kind,
      contentHash: contentHashOf(knock.method, knock.target, knock.body),
      method: knock.method,
      url: withoutSecrets(url, secrets),
      headers: keptHeaders(knock.headers, secrets),
      body: knock.body,
      receivedAt,
    });
    health.accepted(source, receivedAt);
    return connector.acknowledge === undefined
      ? DONE
      : {
          status: 200,
          headers: { 'content-type': connector.acknowledge.contentType },
          body: connector.acknowledge.body,
        };
  };

  const connectorOf = (source: SourceRecord): VoiceSurface | MessagingProvider | null => {
    if (source.kind === 'voice') return pipeline.connectors.voice.get(source.connector) ?? null;
    return pipeline.connectors.messaging.get(source.connector) ?? null;
  };

  /** A connector that throws on hostile bytes is our bug; the vendor gets a refusal and the operator a log line. */
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      pipeline.log.error({ error: String(error) }, 'a connector threw at the door');
      return undefined;
    }
  };

  return {
    turnedAway: async (knock, error) => {
      metrics.delivery(knock.kind, error.code);
      const source = await pipeline.sources.byKey(knock.key).catch(() => null);
      if (source === null || source.kind !== knock.kind) return;
      const connector = connectorOf(source);
      const config = connector === null ? null : configFor<unknown>(connector, source);
      const secrets = connector === null || config === null ? [] : secretsOf(connector, config);
      health.refused(source, {
        at: pipeline.clock.now().toISOString(),
        code: error.code,
        detail: error.message,
        url: shownUrl(publicUrlOf(knock, pipeline.publicUrl), source.key, secrets),
      });
    },
    receive: async (knock) => {
      try {
        const reply = await admit(knock);
        metrics.delivery(knock.kind, 'accepted');
        return reply;
      } catch (error) {
        const refusal = refusalOf(error, knock.requestId ?? randomUUID(), pipeline.log);
        metrics.delivery(knock.kind, refusal.body.error.code);
        return {
          status: refusal.status,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            ...(refusal.status === 405 && { allow: HOOK_METHODS }),
            // Some vendors, Bandwidth for one, show their basic credentials only when they are asked for them.
            ...(refusal.status === 401 && { 'www-authenticate': 'Basic realm="webhooks", charset="UTF-8"' }),
            ...refusal.headers,
          },
          body: JSON.stringify(refusal.body),
        };
      }
    },
  };
}

const DONE: Reply = {
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: '{"ok":true}',
};
/** GoTo asks an address whether it takes webhooks before it makes the channel. */
const ASKED: Reply = { ...DONE, headers: { ...DONE.headers, allow: HOOK_METHODS } };
const UNREADABLE: Verdict = {
  ok: false,
  code: 'signature-invalid',
  detail: 'The delivery could not be read.',
};

function shakeHands(
  connector: VoiceSurface | MessagingProvider,
  request: IncomingRequest,
  config: unknown,
): HandshakeReply | null {
  return connector.kind === 'voice' ? (connector.handshake?.(request, config) ?? null) : null;
}

/**
 * The URL the vendor called: on the operator's configured public address whenever there is one. Only without one is the
 * request itself asked, so that a first try through a tunnel works; a forged Host fits no signature anyway.
 */
export function publicUrlOf(knock: Pick<Knock, 'target' | 'headers'>, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl + knock.target;
  const scheme = knock.headers['x-forwarded-proto']?.split(',', 1)[0]?.trim() === 'https' ? 'https' : 'http';
  return `${scheme}://${knock.headers['host'] ?? 'localhost'}${knock.target}`;
}

/** Headers of the transport say nothing about the delivery, and ones that hold secrets are never stored. */
const DROPPED = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'forwarded',
  'host',
  'keep-alive',
  'proxy-authorization',
  'transfer-encoding',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]);

function keptHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || DROPPED.has(name)) continue;
    if (!secrets.some((secret) => value.includes(secret))) kept[name] = value;
  }
  return kept;
}
