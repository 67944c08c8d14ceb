/** What a page shows while it has nothing to show: loading, refused, or empty. None of them is ever a blank space. */
import { Alert, Button, Code, Group, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type { ComponentType, ReactNode } from 'react';
import { ApiError } from '../api/client.ts';

/** Skeleton lines with the height of the rows to come, so that nothing jumps when they arrive. */
export function RowsLoading(props: { rows?: number; height?: number }) {
  return (
    <div role="status" aria-label="Loading" className="rb-rows-loading">
      {Array.from({ length: props.rows ?? 6 }, (_, index) => (
        <div key={index} className="rb-row-loading" style={{ height: props.height ?? 64 }}>
          <Skeleton height={12} width={`${22 + ((index * 17) % 26)}%`} radius="xl" />
          <Skeleton height={10} width={`${38 + ((index * 23) % 34)}%`} radius="xl" mt={10} />
        </div>
      ))}
    </div>
  );
}

export function CardLoading(props: { height: number }) {
  return <Skeleton height={props.height} radius="lg" role="status" aria-label="Loading" />;
}

export function Problem(props: { error: unknown; retry?: () => void; title?: string }) {
  const error = props.error;
  const known = error instanceof ApiError ? error : null;
  return (
    <Alert
      color="brick"
      variant="light"
      role="alert"
      radius="lg"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={props.title ?? known?.message ?? 'This part of the page did not load.'}
    >
      <Stack gap={8} align="flex-start">
        {props.title !== undefined && <Text size="sm">{known?.message}</Text>}
        <Text size="sm">
          {known?.remedy ?? 'Reload the page. If it happens again, look at the Health page.'}
        </Text>
        {known !== null && known.issues.length > 0 && (
          <ul className="rb-issues">
            {known.issues.map((issue) => (
              <li key={issue.path + issue.message}>
                <Code>{issue.path}</Code> {issue.message}
                {issue.remedy === undefined ? '' : ` ${issue.remedy}`}
              </li>
            ))}
          </ul>
        )}
        <Group gap="sm">
          {props.retry !== undefined && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              onClick={props.retry}
            >
              Try again
            </Button>
          )}
          {known?.requestId !== null && known?.requestId !== undefined && (
            <Text size="xs">Request {known.requestId}</Text>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

/** An empty page says what would appear here and what makes it appear. */
export function Empty(props: {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  children: ReactNode;
  action?: ReactNode;
  compact?: boolean;
}) {
  const Icon = props.icon;
  return (
    <Stack
      align="center"
      gap="xs"
      className={props.compact === true ? 'rb-empty rb-empty-compact' : 'rb-empty'}
    >
      <ThemeIcon variant="light" color="pine" size={props.compact === true ? 40 : 52} radius="xl" aria-hidden>
        <Icon size={props.compact === true ? 20 : 26} stroke={1.6} />
      </ThemeIcon>
      <Text fw={620} ta="center">
        {props.title}
      </Text>
      <Text c="dimmed" size="sm" ta="center" maw={440} component="div">
        {props.children}
      </Text>
      {props.action !== undefined && <div style={{ marginTop: 6 }}>{props.action}</div>}
    </Stack>
  );
}

/** What is shown below was true once; whoever looks at it must know that nobody could ask since. */
function Stale(props: { error: unknown; retry: () => void }) {
  return (
    <div style={{ marginBottom: 18 }}>
      <Problem {...props} title="What you see below is from before" />
    </div>
  );
}

/** One query, three faces, and a fourth: an answer that could not be asked for again. */
export function Loaded<T>(props: {
  query: UseQueryResult<T>;
  loading: ReactNode;
  children: (value: T) => ReactNode;
}) {
  const { query } = props;
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Stale error={query.error} retry={() => void query.refetch()} />}
        {props.children(query.data)}
      </>
    );
  }
  if (query.isError) return <Problem error={query.error} retry={() => void query.refetch()} />;
  return <>{props.loading}</>;
}

/** An endless list: its pages flattened, its own loading, error and empty faces, and the way to more. */
export function Listed<T>(props: {
  query: UseInfiniteQueryResult<{ pages: { items: T[] }[] }>;
  loading: ReactNode;
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
}) {
  const { query } = props;
  if (query.data === undefined) {
    return query.isError ? (
      <Problem error={query.error} retry={() => void query.refetch()} />
    ) : (
      <>{props.loading}</>
    );
  }
  const items = query.data.pages.flatMap((page) => page.items);
  const stale = query.isError && <Stale error={query.error} retry={() => void query.refetch()} />;
  if (items.length === 0)
    return (
      <>
        {stale}
        {props.empty}
      </>
    );
  return (
    <>
      {stale}
      {props.children(items)}
      {query.hasNextPage && (
        <Group
          justify="center"
          p="md"
          ref={(element) => onceVisible(element, () => void query.fetchNextPage())}
        >
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </Group>
      )}
    </>
  );
}

/** Loads the next page as its button comes near the screen; the button stays for those who do not scroll. */
function onceVisible(element: HTMLElement | null, run: () => void): (() => void) | undefined {
  if (element === null) return undefined;
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) run();
    },
    { rootMargin: '300px' },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
