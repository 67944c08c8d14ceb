/** Asks who is logged in before anything else; without a session the way leads to the login page and back. */
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { ApiError } from '../api/client.ts';
import { useLiveUpdates } from '../api/live.ts';
import { queries } from '../api/queries.ts';
import { SessionContext } from '../lib/session.tsx';
import { Problem } from '../ui/states.tsx';
import { PageWaiting } from './fallbacks.tsx';
import { Shell } from './shell.tsx';

export function Frame() {
  const query = useQuery({
    ...queries.session(),
    refetchInterval: ({ state }) => (state.status === 'error' ? 5000 : 60_000),
  });
  const router = useRouter();
  const { data, dataUpdatedAt, error } = query;
  useLiveUpdates(data !== undefined);
  const session = useMemo(
    () => (data === undefined ? null : { ...data, receivedAt: dataUpdatedAt }),
    [data, dataUpdatedAt],
  );
  const loggedOut = error instanceof ApiError && error.status === 401;
  // Once per loss of the session: the address to come back to is read at that moment, not while the way is under way.
  useEffect(() => {
    if (!loggedOut) return;
    void router.navigate({ to: '/login', search: { next: router.state.location.href }, replace: true });
  }, [loggedOut, router]);
  if (session === null || loggedOut) {
    return error === null || loggedOut ? (
      <PageWaiting />
    ) : (
      <div className="rb-page">
        <Problem error={error} retry={() => void query.refetch()} />
      </div>
    );
  }
  return (
    <SessionContext value={session}>
      <Shell />
    </SessionContext>
  );
}
