/** Conversations: the list on the left, one conversation on the right; on a phone one at a time. */
import { SegmentedControl, Title } from '@mantine/core';
import { IconInbox, IconMessages } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { queries } from '../api/queries.ts';
import type { ThreadRow } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { prettyPhone } from '../lib/phone.ts';
import { ago } from '../lib/time.ts';
import { Initial } from '../ui/caller.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Empty, Listed, RowsLoading } from '../ui/states.tsx';
import { Conversation } from './conversation.tsx';

const listRoute = getRouteApi('/app/inbox');
const threadRoute = getRouteApi('/app/inbox/$id');

const SHOWS = [
  { value: 'all', label: 'All' },
  { value: 'unread', label: 'Unread' },
  { value: 'human', label: 'With a person' },
  { value: 'closed', label: 'Closed' },
];

export function InboxPage() {
  const search = listRoute.useSearch();
  return <Inbox openId={null} search={search} />;
}

export function ThreadPage() {
  const search = threadRoute.useSearch();
  const { id } = threadRoute.useParams();
  return <Inbox openId={id} search={search} />;
}

function Inbox({ openId, search }: { openId: string | null; search: { q?: string; show?: string } }) {
  const navigate = listRoute.useNavigate();
  useEffect(() => {
    document.title = 'Inbox · Ringback';
  }, []);
  const show = search.show ?? 'all';
  const query = useInfiniteQuery(
    queries.threads({
      limit: 50,
      q: search.q,
      state: show === 'closed' ? 'closed' : undefined,
      holder: show === 'human' ? 'human' : undefined,
      unread: show === 'unread' ? true : undefined,
    }),
  );
  const set = (change: { q?: string | undefined; show?: string | undefined }) => {
    const next = { ...search, ...change };
    void navigate({
      to: openId === null ? '/inbox' : `/inbox/${openId}`,
      search: {
        ...(next.q === undefined || next.q === '' ? {} : { q: next.q }),
        ...(next.show === undefined || next.show === 'all' ? {} : { show: next.show }),
      },
      replace: true,
    });
  };
  return (
    <div className="rb-inbox" data-open={openId !== null}>
      <section className="rb-inbox-list" aria-label="Conversations">
        <div className="rb-inbox-head">
          <Title order={1}>Inbox</Title>
          <SearchBox
            label="Name or number"
            value={search.q ?? ''}
            onChange={(q) => set({ q })}
            width="100%"
          />
          <SegmentedControl
            size="xs"
            data={SHOWS}
            value={show}
            onChange={(value) => set({ show: value })}
            aria-label="Which conversations"
            fullWidth
          />
        </div>
        <div className="rb-inbox-scroll">
          <Listed
            query={query}
            loading={<RowsLoading rows={8} height={66} />}
            empty={
              <Empty
                icon={IconInbox}
                title={show === 'all' && search.q === undefined ? 'No conversations yet' : 'Nothing here'}
                compact
              >
                {show === 'all' && search.q === undefined
                  ? 'When a caller we missed answers our text, the conversation appears here. The assistant replies until you take over.'
                  : 'No conversation fits this view.'}
              </Empty>
            }
          >
            {(items) => (
              <ul>
                {items.map((thread) => (
                  <li key={thread.id}>
                    <ThreadLink thread={thread} active={thread.id === openId} search={search} />
                  </li>
                ))}
              </ul>
            )}
          </Listed>
        </div>
      </section>
      {openId === null ? (
        <section className="rb-conversation" aria-label="Conversation">
          <div style={{ margin: 'auto' }}>
            <Empty icon={IconMessages} title="Choose a conversation">
              Read what was said, take over from the assistant when you want to answer yourself, and hand back
              when you are done.
            </Empty>
          </div>
        </section>
      ) : (
        <Conversation key={openId} id={openId} />
      )}
    </div>
  );
}

function ThreadLink(props: { thread: ThreadRow; active: boolean; search: { q?: string; show?: string } }) {
  const { thread } = props;
  const now = useNow(30);
  const last = thread.lastMessage;
  return (
    <Link
      to="/inbox/$id"
      params={{ id: thread.id }}
      search={props.search}
      className="rb-thread-link"
      data-active={props.active}
      data-unread={thread.unread > 0}
      aria-current={props.active ? 'true' : undefined}
    >
      <Initial name={thread.name} phone={thread.phone} />
      <span style={{ minWidth: 0 }}>
        <span className="rb-thread-top">
          <span className="rb-thread-name">{thread.name ?? prettyPhone(thread.phone)}</span>
          <time className="rb-thread-time" dateTime={last?.at ?? thread.updatedAt}>
            {ago(last?.at ?? thread.updatedAt, now)}
          </time>
        </span>
        <span className="rb-thread-last">
          <span>
            {last === null ? 'No messages' : `${last.direction === 'outbound' ? 'Us: ' : ''}${last.body}`}
          </span>
          {thread.unread > 0 && (
            <span className="rb-unread">
              {thread.unread}
              <span className="rb-hidden"> unread</span>
            </span>
          )}
        </span>
        <span className="rb-thread-last">
          <span>
            {thread.urgent && <span className="rb-urgent">Urgent</span>} {thread.location.name}
            {thread.holder === 'human' ? ` · with ${thread.heldBy ?? 'a person'}` : ''}
          </span>
        </span>
      </span>
    </Link>
  );
}
