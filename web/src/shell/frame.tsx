/** Asks who is logged in before anything else; without a session the way leads to the login page and back. */
import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ApiError } from '../api/client.ts';
import { useLiveUpdates } from '../api/live.ts';
import { queries } from '../api/queries.ts';
import { SessionContext } from '../lib/session.tsx';
import { Problem } from '../ui/states.tsx';
import { PageWaiting } from './fallbacks.tsx';
import { Shell } from './shell.tsx';

export function Frame() {
  const query = useQuery({ ...queries.session(), refetchInterval: 60_000 });
  const href = useRouterState({ select: (state) => state.location.href });
  const { data, dataUpdatedAt, error } = query;
  useLiveUpdates(data !== undefined);
  const session = useMemo(
    () => (data === undefined ? null : { ...data, receivedAt: dataUpdatedAt }),
    [data, dataUpdatedAt],
  );
  if (error instanceof ApiError && error.status === 401)
    return <Navigate to="/login" search={{ next: href }} replace />;
  if (session === null) {
    return error === null ? (
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
