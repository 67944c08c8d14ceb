/** Sources on the Health page: heard or not, asked or not, and what the vendor says that nobody understands. */
import { Button, Group, Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { post } from '../api/client.ts';
import type { PollHealth, SourceHealth, SubscriptionHealth } from '../api/types.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { duration } from '../lib/time.ts';
import { sentence, words } from '../lib/words.ts';
import { Address } from '../ui/address.tsx';
import { useAction } from '../ui/mutate.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Empty } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { Disclosure } from '../ui/why.tsx';

export function Sources({ sources }: { sources: readonly SourceHealth[] }) {
  const zone = useSession().tenant.zone;
  return (
    <Section title="Sources" padded={false}>
      {sources.length === 0 ? (
        <Empty icon={IconPlugConnected} title="No phone system is connected" compact>
          <Link to="/sources" className="rb-link">
            Connect one
          </Link>
          ; its page says what to click at the vendor and waits for the first event with you.
        </Empty>
      ) : (
        sources.map((source) => (
          <div key={source.key} className="rb-source">
            <Group justify="space-between" gap="xs">
              <Text fw={600}>
                {source.kind === 'voice' ? (
                  <Link to="/sources/$key" params={{ key: source.key }} className="rb-link">
                    {source.name ?? source.product}
                  </Link>
                ) : (
                  (source.name ?? source.product)
                )}{' '}
                <span className="rb-dim">
                  {source.kind} · {source.key}
                </span>
              </Text>
              <Standing source={source} />
            </Group>
            <Text size="sm" c="dimmed">
              {source.lastEventAt === null ? (
                'No event yet'
              ) : (
                <>
                  Last event <When at={source.lastEventAt} zone={zone} />
                </>
              )}{' '}
              · {source.accepted.toLocaleString('en-US')} accepted, {source.refused.toLocaleString('en-US')}{' '}
              refused
              {source.delivery === null ? '' : ` · comes by ${words.delivered(source.delivery)}`}
              {source.maturity === null ? '' : ` · checked: ${source.maturity}`}
              {source.unsigned ? ' · unsigned deliveries accepted' : ''}
            </Text>
            <Address label="Address to paste at the vendor" value={source.url} />
            <LastRefusal source={source} />
            <Asked source={source} />
            <UnknownStatuses source={source} />
            {source.setup.length > 0 && (
              <Disclosure label="How to set it up">
                <ol className="rb-setup">
                  {source.setup.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
              </Disclosure>
            )}
          </div>
        ))
      )}
    </Section>
  );
}

/** In one pill: the worst that is true. */
export function Standing({ source }: { source: SourceHealth }) {
  const { poll, subscription } = source;
  if (poll?.state === 'refused' || subscription?.state === 'refused')
    return <Pill tone="bad" label="The vendor refuses us" />;
  if (poll?.state === 'not-configured' && poll.role === 'primary')
    return <Pill tone="warning" label="Settings are missing" />;
  if (failedLast(source)) return <Pill tone="warning" label="Last delivery refused" />;
  if ((poll?.failures ?? 0) > 0 || (subscription?.failures ?? 0) > 0)
    return <Pill tone="warning" label="The vendor does not answer" />;
  if (source.lastEventAt !== null) return <Pill tone="good" label="Receiving" />;
  if (poll?.lastSuccessAt != null) return <Pill tone="good" label="Looked, nothing yet" />;
  return <Pill tone="watch" label="Waiting for the first event" />;
}

function failedLast(source: SourceHealth): boolean {
  return source.lastFailure !== null && source.lastFailure.at > (source.lastEventAt ?? '');
}

export function LastRefusal({ source }: { source: SourceHealth }) {
  const zone = useSession().tenant.zone;
  if (source.lastFailure === null) return null;
  return (
    <div className="rb-finding rb-edge-warning" style={{ marginTop: 8 }}>
      <Text size="sm" fw={570}>
        Last refusal: {sentence(source.lastFailure.code)}, <When at={source.lastFailure.at} zone={zone} />
      </Text>
      <Text size="sm">{source.lastFailure.detail}</Text>
      <Text size="sm">{source.lastFailure.remedy}</Text>
      {source.lastFailure.computedUrl !== null && source.lastFailure.code.startsWith('signature-') && (
        <Address label="The address we checked the signature for" value={source.lastFailure.computedUrl} />
      )}
    </div>
  );
}

/** What Ringback asks this vendor for by itself. */
export function Asked({ source }: { source: SourceHealth }) {
  const { poll, subscription } = source;
  if (poll === null && subscription === null) return null;
  return (
    <dl className="rb-lines" style={{ marginTop: 10 }}>
      {poll !== null && <Looks source={source} poll={poll} />}
      {subscription !== null && <Subscribed source={source} subscription={subscription} />}
    </dl>
  );
}

function Looks({ source, poll }: { source: SourceHealth; poll: PollHealth }) {
  const zone = useSession().tenant.zone;
  return (
    <div>
      <dt>
        {poll.role === 'primary' ? `Looks at the ${poll.what}` : `Checks the ${poll.what} for lost pushes`}
      </dt>
      <dd>
        every {duration(poll.everySeconds)}
        {poll.lastSuccessAt !== null && (
          <>
            , last <When at={poll.lastSuccessAt} zone={zone} />
          </>
        )}
        {poll.nextAt !== null && (
          <>
            , next <When at={poll.nextAt} zone={zone} />
          </>
        )}
        {poll.pages > 0 && `, page ${poll.pages + 1} now`}
        <TaskTrouble source={source} task={poll} optional={poll.role === 'reconciliation'} />
      </dd>
    </div>
  );
}

function Subscribed({ source, subscription }: { source: SourceHealth; subscription: SubscriptionHealth }) {
  const zone = useSession().tenant.zone;
  return (
    <div>
      <dt>Subscription at the vendor</dt>
      <dd>
        {!subscription.active ? (
          'none yet'
        ) : subscription.endsAt === null ? (
          'active, without an end'
        ) : (
          <>
            ends <When at={subscription.endsAt} zone={zone} />
          </>
        )}
        {subscription.nextAt !== null && (
          <>
            , renewed <When at={subscription.nextAt} zone={zone} />
          </>
        )}
        <TaskTrouble source={source} task={subscription} optional />
      </dd>
    </div>
  );
}

function TaskTrouble(props: {
  source: SourceHealth;
  task: PollHealth | SubscriptionHealth;
  /** Something that may be left out: what is missing is told calmly. */
  optional: boolean;
}) {
  const { source, task } = props;
  const zone = useSession().tenant.zone;
  const mayOwn = useMay('own');
  const retry = useAction({
    run: () => post(`/sources/${source.key}/retry`),
    done: () => say('The vendor is asked again.'),
  });
  if (task.lastFailure === null) return null;
  // A success followed: history, told quietly.
  if (task.state === 'going' && task.failures === 0)
    return task.lastFailure.at === null ? null : (
      <Text size="sm" c="dimmed">
        Last failure <When at={task.lastFailure.at} zone={zone} />: {task.lastFailure.detail}
      </Text>
    );
  if (task.state === 'not-configured')
    return (
      <Text size="sm" mt={4} c={props.optional ? 'dimmed' : 'var(--rb-apricot-ink)'}>
        {props.optional ? 'Not set up: ' : ''}
        {task.lastFailure.detail}
      </Text>
    );
  return (
    <div
      className={`rb-finding ${task.state === 'refused' ? 'rb-edge-bad' : 'rb-edge-warning'}`}
      style={{ marginTop: 6 }}
    >
      <Text size="sm">
        {task.lastFailure.detail}{' '}
        {task.lastFailure.at !== null && (
          <span className="rb-dim">
            <When at={task.lastFailure.at} zone={zone} />
          </span>
        )}
      </Text>
      <Text size="sm">
        {task.state === 'refused'
          ? `${task.lastFailure.remedy ?? ''} Nothing is asked again until then.`
          : `Failed ${task.failures} in a row; tried again by itself.`}
      </Text>
      {mayOwn && (
        <Button
          mt={6}
          size="compact-sm"
          variant="default"
          loading={retry.isPending}
          onClick={() => retry.mutate(undefined)}
        >
          Try again now
        </Button>
      )}
    </div>
  );
}

export function UnknownStatuses({ source }: { source: SourceHealth }) {
  const zone = useSession().tenant.zone;
  if (source.unknownStatuses.length === 0) return null;
  return (
    <div className="rb-finding rb-edge-warning" style={{ marginTop: 8 }}>
      <Text size="sm" fw={570}>
        Statuses that Ringback does not know
      </Text>
      <Text size="sm" c="dimmed">
        These calls are kept and not decided. An update may know the word; please report it if not.
      </Text>
      <ul className="rb-statuses">
        {source.unknownStatuses.slice(0, 10).map((each) => (
          <li key={each.raw}>
            <code>{each.raw === '' ? 'none given' : each.raw}</code>
            <span className="rb-dim">
              {each.seen.toLocaleString('en-US')} times, last <When at={each.lastAt} zone={zone} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
