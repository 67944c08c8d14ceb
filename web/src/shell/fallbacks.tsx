/** What stands in while a page's code arrives, and when it breaks. */
import { Skeleton } from '@mantine/core';
import { Problem, RowsLoading } from '../ui/states.tsx';

export function PageWaiting() {
  return (
    <div className="rb-page">
      <Skeleton height={26} width={180} radius="xl" mb={10} />
      <Skeleton height={12} width={320} radius="xl" mb={28} />
      <RowsLoading />
    </div>
  );
}

export function PageFailure({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <div className="rb-page">
      <Problem error={error} title="This page broke." retry={reset} />
    </div>
  );
}
