/** People to ring: those a text cannot reach or should not. Done and dismissed can be taken back. */
import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPhone, IconPhoneCall } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { CallbackRow, CallbackUpdate, Session } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { prettyPhone } from '../lib/phone.ts';
import { pointedAt } from '../lib/pointed.ts';
import { useMay } from '../lib/session.tsx';
import { clockTime } from '../lib/time.ts';
import { Caller } from '../ui/caller.tsx';
import { changeRows, useAction } from '../ui/mutate.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Listed, RowsLoading } from '../ui/states.tsx';
import { say, sayUndo } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { CallbackAssignment } from './callback-assignment.tsx';
import { CallVerdictPill } from './call-verdict.tsx';

const route = getRouteApi('/app/callbacks');
const STATES = [
  { value: 'open', label: 'To ring' },
  { value: 'assign', label: 'To assign' },
  { value: 'done', label: 'Done' },
  { value: 'dismissed', label: 'Dismissed' },
];
const OUTCOMES = ['Reached them', 'Left a voicemail', 'No answer', 'Booked by phone', 'Wrong number'];

export function CallbacksPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = STATES.find((each) => each.value === search.state)?.value ?? 'open';
  const which = state === 'assign' ? { state: 'open', assignment: 'manual' } : { state };
  const query = useInfiniteQuery(queries.callbacks({ ...which, location: search.location, limit: 50 }));
  return (
    <Page
      title="Callback list"
      lead="Callers worth a call from a person, most urgent first."
      actions={
        <SegmentedControl
          data={STATES}
          value={state}
          onChange={(value) =>
            void navigate({ search: value === 'open' ? {} : { state: value }, replace: true })
          }
          aria-label="Which callbacks"
        />
      }
    >
      <div className="rb-card">
        <Listed
          query={query}
          loading={<RowsLoading rows={6} height={92} />}
          empty={
            state === 'assign' ? (
              <Empty icon={IconCheck} title="Nobody waits to be assigned">
                Where the rules do not agree that Ringback chooses who rings, the caller waits here for a
                person to choose.
              </Empty>
            ) : state === 'open' ? (
              <Empty icon={IconPhoneCall} title="Nobody to ring">
                Landlines, withheld numbers, urgent callers, people who asked for a call and those who never
                answered our texts come here, each with the reason.
              </Empty>
            ) : (
              <Empty icon={IconCheck} title="Nothing here yet">
                Callbacks you {state === 'done' ? 'finish' : 'dismiss'} are kept here with who did it and what
                came of it.
              </Empty>
            )
          }
        >
          {(items) => (
            <ul className="rb-list">
              {items.map((item) => (
                <li key={item.id} ref={pointedAt(search.id === item.id)}>
                  <Item item={item} />
                </li>
              ))}
            </ul>
          )}
        </Listed>
      </div>
    </Page>
  );
}

function Item({ item }: { item: CallbackRow }) {
  const now = useNow(30);
  const mayWork = useMay('work');
  const change = useCallbackChange(item);
  const calling = useAction({
    run: (id: string) => post<CallbackRow>(`/callbacks/${id}/call`),
    done: ({ verdict }) => {
      if (verdict === null || verdict.state === 'allowed') return;
      say(verdict.state === 'counsel' ? 'Counsel has the question now.' : verdict.why);
    },
  });
  return (
    <div className="rb-callback">
      <div>
        <div>
          {item.urgent && <span className="rb-urgent">Urgent</span>}{' '}
          <Caller phone={item.phone} name={item.name} />
        </div>
        <div>{item.reason}</div>
        {item.verdict !== null && <CallVerdictPill verdict={item.verdict} />}
        {item.state === 'open' && <CallbackAssignment item={item} />}
        {item.state === 'open' && item.calling !== null && (
          <div className="rb-dim">
            {item.calling.by} said they are calling, <When at={item.calling.at} zone={item.location.zone} />
          </div>
        )}
        <div className="rb-dim">
          {item.location.name}, {clockTime(now, item.location.zone)} there now · listed{' '}
          <When at={item.createdAt} zone={item.location.zone} />
          {item.attemptId !== null && (
            <>
              {' · '}
              <Link to="/calls/$id" params={{ id: item.attemptId }} className="rb-link">
                The call
              </Link>
            </>
          )}
        </div>
        {item.handledAt !== null && (
          <div className="rb-dim">
            {item.outcome ?? (item.state === 'done' ? 'Done' : 'Dismissed')} · {item.handledBy ?? 'someone'} ·{' '}
            <When at={item.handledAt} zone={item.location.zone} />
          </div>
        )}
      </div>
      <div className="rb-callback-actions">
        {item.phone !== null && item.state === 'open' && (
          <Button
            component="a"
            href={item.verdict?.state === 'allowed' ? `tel:${item.phone}` : undefined}
            leftSection={<IconPhone size={16} aria-hidden />}
            aria-label={`I am calling ${item.name ?? prettyPhone(item.phone)}`}
            disabled={!mayWork || item.verdict?.state !== 'allowed'}
            onClick={() => calling.mutate(item.id)}
          >
            I am calling
          </Button>
        )}
        {mayWork && item.phone !== null && item.verdict?.state === 'counsel' && (
          <Button variant="default" onClick={() => calling.mutate(item.id)}>
            Ask counsel
          </Button>
        )}
        {mayWork && item.state === 'open' && (
          <>
            <Menu position="bottom-end" shadow="md" width={200}>
              <Menu.Target>
                <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
                  Done
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Label>What came of it?</Menu.Label>
                {OUTCOMES.map((outcome) => (
                  <Menu.Item key={outcome} onClick={() => change({ state: 'done', outcome })}>
                    {outcome}
                  </Menu.Item>
                ))}
                <Menu.Divider />
                <Menu.Item onClick={() => change({ state: 'done' })}>Just done</Menu.Item>
              </Menu.Dropdown>
            </Menu>
            <Button variant="subtle" color="gray" onClick={() => change({ state: 'dismissed' })}>
              Dismiss
            </Button>
          </>
        )}
        {mayWork && item.state !== 'open' && (
          <Button variant="default" onClick={() => change({ state: 'open' })}>
            Put back
          </Button>
        )}
      </div>
    </div>
  );
}

/** The row leaves the list at once, the count goes down with it, and "Undo" brings both back. */
function useCallbackChange(item: CallbackRow): (update: CallbackUpdate) => void {
  const action = useAction({
    run: (update: CallbackUpdate) => post(`/callbacks/${item.id}`, update),
    optimistic: (client, update) => {
      if (update.state === item.state) return;
      changeRows<CallbackRow>(client, '/callbacks', (row) => (row.id === item.id ? null : row));
      const by = (item.state === 'open' ? -1 : 0) + (update.state === 'open' ? 1 : 0);
      client.setQueriesData<Session>({ queryKey: ['/session'] }, (session) =>
        session === undefined
          ? undefined
          : { ...session, openCallbacks: Math.max(0, session.openCallbacks + by) },
      );
    },
    done: (_answer, update) => {
      const who = item.name ?? prettyPhone(item.phone);
      if (update.state === 'open') return;
      sayUndo(update.state === 'done' ? `${who}: done.` : `${who}: dismissed.`, () =>
        undo.mutate({ state: 'open' }),
      );
    },
  });
  const undo = useAction({ run: (update: CallbackUpdate) => post(`/callbacks/${item.id}`, update) });
  return (update) => action.mutate(update);
}
