/** Who is logged in, for every component below the frame, and what this role may do. */
import { createContext, use } from 'react';
import type { Session } from '../api/types.ts';
import { sentence } from './words.ts';

export interface LiveSession extends Session {
  /** When this browser received it, in its own milliseconds. */
  readonly receivedAt: number;
}

export const SessionContext = createContext<LiveSession | null>(null);

export function useSession(): LiveSession {
  const session = use(SessionContext);
  if (session === null) throw new Error('This part of the page needs a session around it.');
  return session;
}

/** What a phone or text product is called; an id that this build does not know is spelled out. */
export function useSurfaceName(): (id: string) => string {
  const { surfaceNames } = useSession();
  return (id) => surfaceNames[id] ?? sentence(id);
}

/** `work`: callbacks, conversations, bookings, contacts. `counsel`: counsel queue and consent. `own`: settings and switches. */
export type Permission = 'work' | 'counsel' | 'consent' | 'own';

const GRANTS: Readonly<Record<Session['account']['role'], readonly Permission[]>> = {
  viewer: [],
  agent: ['work', 'consent'],
  counsel: ['counsel', 'consent'],
  owner: ['work', 'counsel', 'consent', 'own'],
};

export function useMay(permission: Permission): boolean {
  return GRANTS[useSession().account.role].includes(permission);
}
