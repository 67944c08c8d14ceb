/** Is everything all right, and if not: where, since when, and what to do. */
import { Button, Code, Group, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { Health } from '../api/types.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { duration, fullMoment } from '../lib/time.ts';
import { plural, sentence } from '../lib/words.ts';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { Disclosure, Facts } from '../ui/why.tsx';
import { Sources } from './health-sources.tsx';

export function HealthPage() {
  const query = useQuery(queries.health());
  const failing = query.data?.checks.filter((check) => !check.ok).length ?? 0;
  return (
    <Page
      title="Health"
      wide
      lead={
        query.data === undefined || query.isError
          ? ' '
          : query.data.ok
            ? 'Everything works. Checked again every few seconds while this page is open.'
            : `${plural(failing, 'thing')} to fix. Nothing that was received is lost.`
      }
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={query.isFetching && query.data !== undefined}
          onClick={() => void query.refetch()}
        >
          Check now
        </Button>
      }
    >
      <Loaded
        query={query}
        loading={
          <div className="rb-split">
            <CardLoading height={420} />
            <CardLoading height={360} />
          </div>
        }
      >
        {(health) => (
          <div className="rb-split">
            <div className="rb-stack">
              <Checks health={health} />
              <Sources sources={health.sources} />
              <Trouble health={health} />
              <DeadJobs health={health} />
            </div>
            <div className="rb-stack">
              <Queues health={health} />
              <Versions health={health} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Checks({ health }: { health: Health }) {
  const sorted = [...health.checks].sort((a, b) => Number(a.ok) - Number(b.ok));
  return (
    <Section title="Checks">
      <ul className="rb-checks">
        {sorted.map((check) => (
          <li key={check.name}>
            {check.ok ? (
              <IconCircleCheck size={20} className="rb-ok" role="img" aria-label="All right" />
            ) : (
              <IconAlertTriangle size={20} className="rb-fix" role="img" aria-label="To fix" />
            )}
            <div>
              <Text size="sm" fw={570}>
                {sentence(check.name)}
              </Text>
              <Text size="sm" c="dimmed">
                {capital(check.detail)}
              </Text>
              {!check.ok && check.remedy !== undefined && (
                <Text size="sm" mt={2}>
                  {check.remedy}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Trouble({ health }: { health: Health }) {
  const session = useSession();
  const mayOwn = useMay('own');
  const retry = useAction({
    run: (id: number) => post(`/health/inbox/${id}/retry`),
    done: () => say('Read again.'),
  });
  if (health.inbox.trouble.length === 0) return null;
  return (
    <Section
      title="Deliveries we could not read"
      aside={
        <Text size="sm" c="dimmed">
          Kept, nothing lost
        </Text>
      }
    >
      <ul className="rb-ledger">
        {health.inbox.trouble.map((item) => (
          <li key={item.id}>
            <div>
              <Text size="sm" fw={570}>
                {item.sourceKey}
              </Text>
              <Text size="xs" c="dimmed">
                {fullMoment(item.receivedAt, session.tenant.zone)}
              </Text>
            </div>
            <div>
              <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
                <Text size="sm">
                  {sentence(item.state)} <Code>{item.preview.slice(0, 120)}</Code>
                </Text>
                {mayOwn && (
                  <Button size="compact-sm" variant="default" onClick={() => retry.mutate(item.id)}>
                    Read again
                  </Button>
                )}
              </Group>
              <Disclosure label="What was wrong">
                <Facts value={item.detail} />
              </Disclosure>
              {item.redacted !== null && (
                <Text size="xs" c="dimmed">
                  Card data was cut out of the stored delivery.
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function DeadJobs({ health }: { health: Health }) {
  const session = useSession();
  const mayOwn = useMay('own');
  const retry = useAction({
    run: (id: number) => post(`/health/jobs/${id}/retry`),
    done: () => say('Waiting again.'),
  });
  if (health.deadJobs.length === 0) return null;
  return (
    <Section title="Work that gave up">
      <ul className="rb-ledger">
        {health.deadJobs.map((job) => (
          <li key={job.id}>
            <div>
              <Text size="sm" fw={570}>
                {sentence(job.kind)}
              </Text>
              <Text size="xs" c="dimmed">
                {fullMoment(job.dueAt, session.tenant.zone)}, {plural(job.tries, 'try', 'tries')}
              </Text>
            </div>
            <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
              <Text size="sm">{job.error ?? 'No reason was kept.'}</Text>
              {mayOwn && (
                <Button size="compact-sm" variant="default" onClick={() => retry.mutate(job.id)}>
                  Try again
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Queues({ health }: { health: Health }) {
  return (
    <Section title="Queues">
      <Table.ScrollContainer minWidth={260} scrollAreaProps={{ type: 'auto' }}>
        <Table verticalSpacing={6} horizontalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Work</Table.Th>
              <Table.Th ta="right">Later</Table.Th>
              <Table.Th ta="right">Due</Table.Th>
              <Table.Th ta="right">Now</Table.Th>
              <Table.Th ta="right">Oldest</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr>
              <Table.Td>Inbox</Table.Td>
              <Table.Td ta="right">0</Table.Td>
              <Table.Td ta="right">{health.inbox.waiting}</Table.Td>
              <Table.Td ta="right">0</Table.Td>
              <Table.Td ta="right">{oldest(health.inbox.oldestSeconds)}</Table.Td>
            </Table.Tr>
            {health.queues.map((queue) => (
              <Table.Tr key={queue.kind}>
                <Table.Td>{sentence(queue.kind)}</Table.Td>
                <Table.Td ta="right">{Math.max(0, queue.waiting - queue.due)}</Table.Td>
                <Table.Td ta="right">{queue.due}</Table.Td>
                <Table.Td ta="right">{queue.running}</Table.Td>
                <Table.Td ta="right">{oldest(queue.oldestDueSeconds)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" mt="xs">
        {health.spool.entries === 0
          ? 'The spool is empty: the database takes every delivery.'
          : `${plural(health.spool.entries, 'delivery', 'deliveries')} wait in the spool file for the database.`}
      </Text>
    </Section>
  );
}

function oldest(seconds: number | null): string {
  return seconds === null ? '' : duration(seconds);
}

function Versions({ health }: { health: Health }) {
  const zone = useSession().tenant.zone;
  const rows: [string, string][] = [
    ['Ringback', health.versions.ringback],
    ['Node', health.versions.node],
    ['PostgreSQL', health.versions.postgres],
    ['Time zone data', health.versions.tzdata],
    ['Rule pack', health.versions.rulePack],
    ['Server clock', fullMoment(health.clock.server, zone)],
    ['Clock drift to database', `${Math.round(health.clock.driftMs)} ms`],
    ['Audit log', `${health.audit.treeSize.toLocaleString('en-US')} records`],
    [
      'Last checkpoint',
      health.audit.lastCheckpointAt === null ? 'none yet' : fullMoment(health.audit.lastCheckpointAt, zone),
    ],
    ['Not yet sequenced', health.audit.unsequenced.toLocaleString('en-US')],
  ];
  return (
    <Section title="Versions and clocks">
      <dl className="rb-lines">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
