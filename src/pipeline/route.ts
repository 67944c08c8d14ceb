import type { Organisation } from '../core/model/directory.ts';
import { mayUseMessaging } from '../core/organisation/outside.ts';
import type { MessagingProvider, OutgoingText } from '../ports/messaging.ts';
import type { OutboundText } from '../store/messages.ts';
import type { SourceRecord } from '../store/sources.ts';
import { configFor, type Pipeline } from './context.ts';

/** Which provider carries a text, what it is told, and for how long we listen. Shared by `send` and `reconcile`. */
export interface Route {
  readonly source: SourceRecord;
  readonly provider: MessagingProvider;
  readonly config: unknown;
}

/** The provider that carries a text. A simulated organisation never gets one that leads outside, whatever its source says. */
export async function routeOf(
  pipeline: Pipeline,
  organisation: Organisation,
  text: OutboundText,
): Promise<Route | null> {
  const source = text.sourceId === null ? null : await pipeline.sources.byId(text.sourceId);
  if (
    source === null ||
    source.tenantId !== organisation.tenant.id ||
    !mayUseMessaging(organisation.tenant, source.connector)
  )
    return null;
  const provider = pipeline.connectors.messaging.get(source.connector);
  const config = provider === undefined ? null : configFor(provider, source);
  return provider === undefined || config === null ? null : { source, provider, config };
}

export function outgoingText(
  pipeline: Pipeline,
  tenantId: string,
  text: OutboundText,
  source: SourceRecord,
  submittedAt: string,
): OutgoingText {
  return {
    tenantId,
    messageId: text.id,
    from: text.sender,
    to: text.recipient,
    body: text.body,
    intendedAt: text.intendedAt,
    submittedAt,
    ...(pipeline.publicUrl === null
      ? {}
      : { statusCallbackUrl: `${pipeline.publicUrl}/hooks/messaging/${source.key}` }),
  };
}

/** Calls with a time limit that holds even for a connector that does not look at its signal. */
export async function withinTime<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new DOMException('no answer in time', 'TimeoutError')), ms);
  const late = new Promise<never>((_, fail) => {
    limit.signal.addEventListener(
      'abort',
      () => setTimeout(() => fail(new DOMException('no answer in time', 'TimeoutError')), 250),
      { once: true },
    );
  });
  try {
    return await Promise.race([call(limit.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
