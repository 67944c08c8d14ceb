/** One conversation: who speaks for the shop, what was said and delivered, and the box to answer. */
import { ActionIcon, Button, Group, Menu, Text, Textarea } from '@mantine/core';
import {
  IconArrowLeft,
  IconCalendarPlus,
  IconDotsVertical,
  IconPhoneOff,
  IconRobot,
  IconSend,
  IconUser,
  IconUserCheck,
} from '@tabler/icons-react';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { ThreadDetail, ThreadMessageAnswer, ThreadRow } from '../api/types.ts';
import { useNarrow } from '../lib/narrow.ts';
import { useNow } from '../lib/now.ts';
import { prettyPhone } from '../lib/phone.ts';
import { countSegments } from '../lib/segments.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { clockTime, moment } from '../lib/time.ts';
import { plural, sentence, words } from '../lib/words.ts';
import { Bubbles } from '../ui/bubbles.tsx';
import { Initial } from '../ui/caller.tsx';
import { changeRows, useAction } from '../ui/mutate.ts';
import { Pill } from '../ui/pill.tsx';
import { Loaded, RowsLoading } from '../ui/states.tsx';
import { sayUndo } from '../ui/toast.tsx';

export function Conversation({ id }: { id: string }) {
  const query = useQuery(queries.thread(id));
  return (
    <section className="rb-conversation" aria-label="Conversation">
      <Loaded
        query={query}
        loading={
          <div style={{ padding: 20 }}>
            <RowsLoading rows={5} />
          </div>
        }
      >
        {(detail) => <Open detail={detail} />}
      </Loaded>
    </section>
  );
}

function Open({ detail }: { detail: ThreadDetail }) {
  const { thread } = detail;
  const now = useNow(30);
  const mayWork = useMay('work');
  // On a phone the list with its heading is not on the screen, so this is the heading of the page.
  const narrow = useNarrow();
  const scroll = useRef<HTMLDivElement>(null);
  const count = detail.messages.length;
  useLayoutEffect(() => {
    scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  }, [count]);

  // Reading is marked once per arrival of something unread, and only by people who work here.
  const read = useAction({ run: () => post(`/threads/${thread.id}/read`) });
  const { mutate: markRead } = read;
  useEffect(() => {
    if (thread.unread > 0 && mayWork) markRead(undefined);
  }, [thread.id, thread.unread, mayWork, markRead]);

  const close = useAction({ run: () => post(`/threads/${thread.id}/close`) });
  const name = thread.name ?? prettyPhone(thread.phone);
  return (
    <>
      <header className="rb-conversation-head">
        <ActionIcon component={Link} to="/inbox" aria-label="Back to conversations" hiddenFrom="md" size="lg">
          <IconArrowLeft size={19} />
        </ActionIcon>
        <Initial name={thread.name} phone={thread.phone} />
        <div style={{ minWidth: 0, flex: 1 }}>
          <Text fw={620} lh={1.3} component={narrow ? 'h1' : 'h2'} size="md" m={0}>
            {name}
          </Text>
          <Text size="sm" c="dimmed" lh={1.35}>
            {thread.name === null ? '' : `${prettyPhone(thread.phone)} · `}
            {thread.location.name} · {clockTime(now, thread.location.zone)} there
          </Text>
        </div>
        <Group gap={6} wrap="nowrap">
          <span className="rb-wide-only">
            <Pill
              tone={words.consent(detail.consentState).tone}
              label={words.consent(detail.consentState).label}
            />
          </span>
          <Menu position="bottom-end" shadow="md" width={220}>
            <Menu.Target>
              <ActionIcon size="lg" aria-label="More about this conversation">
                <IconDotsVertical size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {thread.contactId !== null && (
                <Menu.Item
                  component={Link}
                  to={`/contacts/${thread.contactId}`}
                  leftSection={<IconUser size={16} />}
                >
                  Contact and history
                </Menu.Item>
              )}
              {thread.attemptId !== null && (
                <Menu.Item
                  component={Link}
                  to={`/calls/${thread.attemptId}`}
                  leftSection={<IconPhoneOff size={16} />}
                >
                  The missed call
                </Menu.Item>
              )}
              <Menu.Item
                component={Link}
                to={`/bookings?location=${thread.location.key}`}
                leftSection={<IconCalendarPlus size={16} />}
              >
                Calendar of {thread.location.name}
              </Menu.Item>
              {mayWork && thread.state === 'open' && (
                <Menu.Item onClick={() => close.mutate(undefined)}>Close conversation</Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </Group>
      </header>
      <Holder thread={thread} />
      <div
        className="rb-conversation-scroll"
        ref={scroll}
        tabIndex={0}
        role="region"
        aria-label={`Messages with ${name}`}
      >
        <div className="rb-conversation-inner" aria-live="polite">
          {detail.bookings.length > 0 && (
            <p className="rb-dim" style={{ textAlign: 'center', marginTop: 14 }}>
              {detail.bookings.map((booking) => (
                <Link
                  key={booking.id}
                  to="/bookings"
                  search={{ location: thread.location.key, booking: booking.id }}
                  className="rb-link"
                >
                  {sentence(booking.serviceKey)}, {moment(booking.startsAt, thread.location.zone, now)} (
                  {booking.state}){' '}
                </Link>
              ))}
            </p>
          )}
          <Bubbles messages={detail.messages} zone={thread.location.zone} marks={detail.holderChanges} />
        </div>
      </div>
      {mayWork && <Reply detail={detail} />}
    </>
  );
}

function useHolder(thread: ThreadRow) {
  const session = useSession();
  const put = (client: QueryClient, holder: ThreadRow['holder']) => {
    const heldBy = holder === 'human' ? session.account.name : null;
    client.setQueriesData<ThreadDetail>({ queryKey: [`/threads/${thread.id}`] }, (detail) =>
      detail === undefined ? undefined : { ...detail, thread: { ...detail.thread, holder, heldBy } },
    );
    changeRows<ThreadRow>(client, '/threads', (row) =>
      row.id === thread.id ? { ...row, holder, heldBy } : row,
    );
  };
  const handback = useAction({
    run: () => post(`/threads/${thread.id}/handback`),
    optimistic: (client) => put(client, 'assistant'),
    done: () => sayUndo('The assistant answers again.', () => takeover.mutate(undefined)),
  });
  const takeover = useAction({
    run: () => post(`/threads/${thread.id}/takeover`),
    optimistic: (client) => put(client, 'human'),
    done: () => sayUndo('You answer now; the assistant is silent.', () => handback.mutate(undefined)),
  });
  return { takeover, handback };
}

function Holder({ thread }: { thread: ThreadRow }) {
  const mayWork = useMay('work');
  const { takeover, handback } = useHolder(thread);
  const human = thread.holder === 'human';
  const text = human
    ? `${thread.heldBy ?? 'A person'} answers. The assistant is silent.`
    : thread.holder === 'assistant'
      ? 'The assistant answers.'
      : 'Nobody answers: the conversation has ended.';
  return (
    <div className="rb-holder" data-holder={thread.holder}>
      <Group gap={8} wrap="nowrap">
        {human ? <IconUserCheck size={17} aria-hidden /> : <IconRobot size={17} aria-hidden />}
        <span>{text}</span>
      </Group>
      {mayWork &&
        (human ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={handback.isPending}
            onClick={() => handback.mutate(undefined)}
          >
            Hand back
          </Button>
        ) : (
          <Button size="compact-sm" loading={takeover.isPending} onClick={() => takeover.mutate(undefined)}>
            Take over
          </Button>
        ))}
    </div>
  );
}

function Reply({ detail }: { detail: ThreadDetail }) {
  const { thread } = detail;
  const [body, setBody] = useState('');
  const count = countSegments(body);
  const human = thread.holder === 'human';
  const send = useAction({
    run: (text: string) => post<ThreadMessageAnswer>(`/threads/${thread.id}/messages`, { body: text }),
    done: () => setBody(''),
  });
  const blocked = !detail.mayText
    ? (detail.mayTextReason ?? 'This person cannot be texted now.')
    : human
      ? null
      : 'Take over to answer yourself.';
  const ready = blocked === null && body.trim() !== '' && !send.isPending;
  const submit = () => {
    if (ready) send.mutate(body.trim());
  };
  return (
    <form
      className="rb-reply"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="rb-reply-inner">
        <Textarea
          aria-label="Your reply"
          placeholder={blocked ?? 'Write as the shop'}
          disabled={blocked !== null}
          autosize
          minRows={2}
          maxRows={7}
          maxLength={1600}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
              event.preventDefault();
              submit();
            }
          }}
        />
        <div className="rb-reply-foot">
          <Text size="xs" c="dimmed" aria-live="polite">
            {blocked ?? (
              <>
                {count.used} of {count.room} · {plural(Math.max(1, count.segments), 'text')}
                {count.encoding === 'UCS-2'
                  ? ` · "${count.costly.slice(0, 4).join('')}" makes texts shorter`
                  : ''}
              </>
            )}
          </Text>
          <Button
            type="submit"
            disabled={!ready}
            loading={send.isPending}
            rightSection={<IconSend size={15} aria-hidden />}
          >
            Send
          </Button>
        </div>
      </div>
    </form>
  );
}
