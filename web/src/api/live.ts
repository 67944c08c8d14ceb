/**
 * Live updates. The server only says that something changed; the pages then ask again. Changes that come close
 * together cause one round of questions, and a lost connection is opened again by the browser itself.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

const QUIET_MS = 400;

export function useLiveUpdates(enabled: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!enabled) return;
    const stream = new EventSource('/api/v1/stream');
    let timer: ReturnType<typeof setTimeout> | undefined;
    let opened = false;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== '/rules' });
      }, QUIET_MS);
    };
    stream.addEventListener('change', refresh);
    stream.onmessage = refresh;
    stream.onopen = () => {
      setConnected(true);
      // What happened while the line was down is not repeated, so ask for everything once.
      if (opened) refresh();
      opened = true;
    };
    stream.onerror = () => setConnected(false);
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [client, enabled]);
}

/** False while the line to the server is down. */
export function useConnected(): boolean {
  return useSyncExternalStore(subscribe, () => connected);
}

let connected = true;
const listeners = new Set<() => void>();

function setConnected(value: boolean): void {
  if (connected === value) return;
  connected = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
