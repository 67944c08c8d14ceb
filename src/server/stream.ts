import { AppError } from '../core/model/errors.ts';
import type { Signal } from '../store/signal.ts';

/** Tells open dashboards that something changed; they then fetch what they show. Many changes at once are one event. */
export interface Streams {
  readonly open: (tenantId: string) => Response;
  readonly close: () => void;
}

const DEBOUNCE_MS = 200;
const HEARTBEAT_MS = 20_000;
/** The session is checked when a stream opens, so a stream does not live for ever: the browser opens the next by itself. */
const LIFETIME_MS = 30 * 60_000;
const MOST = 1000;

export function openStreams(signal: Signal): Streams {
  const ends = new Set<() => void>();
  return {
    open: (tenantId) => {
      if (ends.size >= MOST)
        throw new AppError('rate-limited', 'too many open dashboards on this server', {
          retryAfterMs: 10_000,
        });
      let end: () => void = () => undefined;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          let timer: NodeJS.Timeout | null = null;
          const send = (text: string): void => {
            // A reader that does not read is dropped rather than buffered for.
            if ((controller.desiredSize ?? 0) < -100) end();
            else controller.enqueue(Buffer.from(text));
          };
          const off = signal.on(`change:${tenantId}`, () => {
            timer ??= setTimeout(() => {
              timer = null;
              send('event: change\ndata: {"topic":"change"}\n\n');
            }, DEBOUNCE_MS);
          });
          const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS).unref();
          const lifetime = setTimeout(() => end(), LIFETIME_MS).unref();
          end = () => {
            off();
            if (timer !== null) clearTimeout(timer);
            clearInterval(heartbeat);
            clearTimeout(lifetime);
            if (ends.delete(end)) {
              try {
                controller.close();
              } catch {
                // the browser closed it first
              }
            }
          };
          ends.add(end);
          send('retry: 2000\nevent: hello\ndata: {"topic":"hello"}\n\n');
        },
        cancel: () => end(),
      });
      return new Response(body, {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        },
      });
    },
    close: () => {
      for (const end of [...ends]) end();
    },
  };
}
