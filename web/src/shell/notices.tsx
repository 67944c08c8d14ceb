/** The bell: hot leads, escalations and problems as they came, newest first. */
import { ActionIcon, Button, Group, Indicator, Popover, ScrollArea, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell, IconBellCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { NotificationList, NotificationShape } from '../api/types.ts';
import { prettyNumbersIn } from '../lib/phone.ts';
import { useSession } from '../lib/session.tsx';
import { useAction } from '../ui/mutate.ts';
import { Empty, Loaded, RowsLoading } from '../ui/states.tsx';
import { When } from '../ui/when.tsx';

export function Notices() {
  const session = useSession();
  const [opened, handlers] = useDisclosure(false);
  const unread = session.unreadNotifications;
  return (
    <Popover
      opened={opened}
      onChange={handlers.set}
      position="bottom-end"
      width={380}
      shadow="lg"
      trapFocus
      returnFocus
    >
      <Indicator disabled={unread === 0} color="apricot.4" size={9} offset={6}>
        <Popover.Target>
          <ActionIcon
            size="lg"
            aria-label={unread === 0 ? 'Notices' : `Notices, ${unread} unread`}
            onClick={handlers.toggle}
          >
            <IconBell size={19} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label="Notices">
        {opened && <NoticeList close={handlers.close} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function NoticeList({ close }: { close: () => void }) {
  const session = useSession();
  const query = useQuery(queries.notifications());
  const navigate = useNavigate();
  const read = useAction({
    run: (ids: string[] | 'all') => post('/notifications/read', { ids }),
    optimistic: (client, ids) => {
      client.setQueriesData<NotificationList>({ queryKey: ['/notifications'] }, (list) =>
        list === undefined
          ? undefined
          : {
              ...list,
              items: list.items.map((item) =>
                ids === 'all' || ids.includes(item.id)
                  ? { ...item, readAt: item.readAt ?? session.tenant.now }
                  : item,
              ),
            },
      );
    },
  });
  const open = (item: NotificationShape) => {
    if (item.readAt === null) read.mutate([item.id]);
    if (item.link !== null) {
      close();
      void navigate({ href: item.link });
    }
  };
  return (
    <>
      <Group justify="space-between" p="sm" pb={6}>
        <Title order={2} fz="md">
          Notices
        </Title>
        {session.unreadNotifications > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => read.mutate('all')}>
            Mark all as read
          </Button>
        )}
      </Group>
      <ScrollArea.Autosize mah={420} type="auto">
        <Loaded query={query} loading={<RowsLoading rows={4} />}>
          {(list) =>
            list.items.length === 0 ? (
              <Empty icon={IconBellCheck} title="Nothing to tell" compact>
                Hot leads, urgent callers and problems are announced here the moment they happen.
              </Empty>
            ) : (
              <ul className="rb-notices">
                {list.items.map((item) => (
                  <li key={item.id}>
                    <button
                      type="button"
                      className="rb-notice"
                      data-unread={item.readAt === null}
                      onClick={() => open(item)}
                    >
                      <Text size="sm" fw={item.readAt === null ? 620 : 500}>
                        {item.urgent && <span className="rb-urgent">Urgent</span>}{' '}
                        {prettyNumbersIn(item.subject)}
                      </Text>
                      <Text size="sm" c="dimmed" lineClamp={2}>
                        {prettyNumbersIn(item.body)}
                      </Text>
                      <Text size="xs" c="dimmed" mt={2}>
                        <When at={item.createdAt} zone={session.tenant.zone} />
                      </Text>
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </ScrollArea.Autosize>
    </>
  );
}
