/**
 * The tenant's clock in the browser. A simulated organisation's clock can be hours ahead, and this device's clock may
 * be wrong: so we keep the distance the server told us and let it tick.
 */
import { useMemo, useSyncExternalStore } from 'react';
import { useSession } from './session.tsx';

/** Tenant time as an RFC 3339 instant, renewed every `seconds`. */
export function useNow(seconds = 15): string {
  const { tenant, receivedAt } = useSession();
  const distance = useMemo(() => Date.parse(tenant.now) - receivedAt, [tenant.now, receivedAt]);
  const tick = useSyncExternalStore(subscribe, () => Math.floor(current / (seconds * 1000)) * seconds * 1000);
  return new Date(tick + distance).toISOString();
}

let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    current = Date.now();
    for (const each of listeners) each();
  }, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}
