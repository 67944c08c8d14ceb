/** All locations, findable among many, and the big switches that stop texts at once. */
import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconAlertTriangle, IconBuildingStore, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { LocationList, LocationRow, Session, SwitchRequest } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { clockTime } from '../lib/time.ts';
import { plural, words } from '../lib/words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Page } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Empty, Loaded, RowsLoading } from '../ui/states.tsx';
import { sayUndo } from '../ui/toast.tsx';

const route = getRouteApi('/app/locations');
const MODES = [
  { value: 'all', label: 'All' },
  { value: 'live', label: 'Live' },
  { value: 'shadow', label: 'Shadow' },
  { value: 'off', label: 'Off' },
];

export function LocationsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(queries.locations());
  const set = (name: 'q' | 'mode', value: string) =>
    void navigate({
      search: (old) => {
        const next = { ...old, [name]: value };
        return Object.fromEntries(Object.entries(next).filter(([, each]) => each !== '' && each !== 'all'));
      },
      replace: true,
    });
  return (
    <Page
      title="Locations"
      wide
      lead="New locations start in shadow: they decide and record, and send nothing until you switch them on."
    >
      <Loaded
        query={query}
        loading={
          <div className="rb-card">
            <RowsLoading rows={10} height={62} />
          </div>
        }
      >
        {(list) => {
          const shown = list.items.filter(
            (each) =>
              fits(each, search.q ?? '') && (search.mode === undefined || each.effectiveMode === search.mode),
          );
          return (
            <>
              <Pauses items={list.items} />
              <Group mb="md" gap="sm" justify="space-between">
                <SearchBox
                  label="Name, city, state or number"
                  value={search.q ?? ''}
                  onChange={(value) => set('q', value)}
                  width={300}
                />
                <Group gap="sm">
                  <Text size="sm" c="dimmed" aria-live="polite">
                    {plural(shown.length, 'location')}
                  </Text>
                  <SegmentedControl
                    data={MODES}
                    value={search.mode ?? 'all'}
                    onChange={(value) => set('mode', value)}
                    aria-label="Which locations"
                  />
                </Group>
              </Group>
              <div className="rb-card">
                {shown.length === 0 ? (
                  <Empty
                    icon={IconBuildingStore}
                    title={list.items.length === 0 ? 'No locations yet' : 'No location fits'}
                  >
                    {list.items.length === 0 ? (
                      <>
                        Describe your brands and shops in <code>ringback.yaml</code> and run{' '}
                        <code>ringback import</code>. They start in shadow.
                      </>
                    ) : (
                      'Search by name, city, state or number, or show all.'
                    )}
                  </Empty>
                ) : (
                  <LocationRows items={shown} />
                )}
              </div>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function LocationRows({ items }: { items: readonly LocationRow[] }) {
  const now = useNow(30);
  return (
    <ul className="rb-list">
      {items.map((each) => {
        const mode = words.mode(each.effectiveMode);
        const paused = each.effectiveMode !== each.mode;
        return (
          <li key={each.key}>
            <Link to="/locations/$key" params={{ key: each.key }} className="rb-row rb-location-row">
              <span className="rb-call-cell">
                <span className="rb-caller">{each.name}</span>
                <span className="rb-dim">{each.banner.name}</span>
              </span>
              <span className="rb-call-cell">
                <span>
                  {each.city}, {each.state} <span className="rb-dim">{clockTime(now, each.zone)}</span>
                </span>
                {each.problems.length > 0 && (
                  <span className="rb-problem">
                    <IconAlertTriangle size={14} aria-hidden /> {each.problems[0]}
                    {each.problems.length > 1 ? ` and ${each.problems.length - 1} more` : ''}
                  </span>
                )}
              </span>
              <span>
                {paused ? (
                  <Pill tone="bad" label="Paused" hint={`Set to ${each.mode}, paused by a switch.`} />
                ) : (
                  <Pill tone={mode.tone} label={mode.label} hint={mode.hint} />
                )}
              </span>
              <span className="rb-location-nums rb-dim">
                {each.missed7d} missed, {each.texted7d} texted
                <br />
                in 7 days
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function fits(each: LocationRow, q: string): boolean {
  const text = [each.name, each.banner.name, each.city, each.state, each.key, each.mainNumber ?? '']
    .join(' ')
    .toLowerCase();
  const digits = q.replaceAll(/\D/g, '');
  return (
    q
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word)) ||
    (digits.length >= 3 && (each.mainNumber ?? '').includes(digits))
  );
}

function Pauses({ items }: { items: readonly LocationRow[] }) {
  const session = useSession();
  const banners = [...new Map(items.map((each) => [each.banner.key, each.banner]))].map(
    ([, banner]) => banner,
  );
  return (
    <div className="rb-pauses">
      <PauseSwitch
        title="Everything"
        detail={plural(items.length, 'location')}
        paused={session.tenant.paused}
        request={{ scope: 'tenant' }}
        sentence={`No text goes out anywhere: ${plural(items.length, 'location')} of ${plural(banners.length, 'brand')}, replies and nudges included. Calls are still heard and recorded.`}
      />
      {banners.map((banner) => (
        <PauseSwitch
          key={banner.key}
          title={banner.name}
          detail={plural(items.filter((each) => each.banner.key === banner.key).length, 'location')}
          paused={banner.paused}
          request={{ scope: 'banner', key: banner.key }}
          sentence={`No text goes out for any location of ${banner.name}, replies and nudges included. Calls are still heard and recorded.`}
        />
      ))}
    </div>
  );
}

type SwitchTarget = { scope: 'tenant' } | { scope: 'banner' | 'location'; key: string };

export function PauseSwitch(props: {
  title: string;
  detail: string;
  paused: boolean;
  request: SwitchTarget;
  sentence: string;
}) {
  const mayOwn = useMay('own');
  const [asking, setAsking] = useState(false);
  const flip = useAction({
    run: (paused: boolean) => post('/switches', { ...props.request, paused } satisfies SwitchRequest),
    optimistic: (client, paused) => {
      if (props.request.scope === 'tenant') {
        client.setQueriesData<Session>({ queryKey: ['/session'] }, (session) =>
          session === undefined ? undefined : { ...session, tenant: { ...session.tenant, paused } },
        );
        return;
      }
      const { scope, key } = props.request;
      client.setQueriesData<LocationList>({ queryKey: ['/locations'] }, (list) =>
        list === undefined
          ? undefined
          : {
              ...list,
              items: list.items.map((each) =>
                scope === 'banner' && each.banner.key === key
                  ? { ...each, banner: { ...each.banner, paused } }
                  : scope === 'location' && each.key === key
                    ? { ...each, paused }
                    : each,
              ),
            },
      );
    },
    done: (_answer, paused) => {
      setAsking(false);
      if (paused) sayUndo(`${props.title} paused.`, () => flip.mutate(false));
    },
  });
  return (
    <div className="rb-pause" data-paused={props.paused}>
      <div>
        <Text fw={600}>{props.title}</Text>
        <Text size="sm" c={props.paused ? 'inherit' : 'dimmed'}>
          {props.paused ? 'Paused: nothing is sent' : props.detail}
        </Text>
      </div>
      {mayOwn &&
        (props.paused ? (
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={flip.isPending}
            onClick={() => flip.mutate(false)}
            aria-label={`Resume ${props.title}`}
          >
            Resume
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            onClick={() => setAsking(true)}
            aria-label={`Pause ${props.title}`}
          >
            Pause
          </Button>
        ))}
      <Confirm
        opened={asking}
        title={`Pause ${props.title.toLowerCase() === 'everything' ? 'everything' : props.title}?`}
        yes="Pause now"
        danger
        busy={flip.isPending}
        onYes={() => flip.mutate(true)}
        onClose={() => setAsking(false)}
      >
        {props.sentence}
      </Confirm>
    </div>
  );
}
