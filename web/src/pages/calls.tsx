/** Every attempt to reach a location, newest first, with what came of it. The filters are the address. */
import { Button, Group, Select, TextInput } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { queries } from '../api/queries.ts';
import type { CallRow } from '../api/types.ts';
import { useNarrow } from '../lib/narrow.ts';
import { useSession, useSurfaceName } from '../lib/session.tsx';
import { addDays, startOfDay, zoneName } from '../lib/time.ts';
import { CLASS_IDS, plural, words } from '../lib/words.ts';
import { Caller } from '../ui/caller.tsx';
import { Page } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Empty, Listed, RowsLoading } from '../ui/states.tsx';
import { When } from '../ui/when.tsx';

const route = getRouteApi('/app/calls');
const STATES = ['missed', 'answered', 'recovered-by-caller', 'in-progress', 'undecided'];
const ANSWERS = [
  'sent',
  'scheduled',
  'deferred',
  'counsel',
  'held',
  'shadow',
  'cancelled',
  'sending',
  'none',
];

export function CallsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const zone = session.tenant.zone;
  const filter = useMemo(
    () => ({
      limit: 50,
      q: search.q,
      location: search.location,
      banner: search.banner,
      state: search.state,
      class: search.class,
      answer: search.answer,
      from: search.from === undefined ? undefined : startOfDay(search.from, zone),
      to: search.to === undefined ? undefined : startOfDay(addDays(search.to, 1), zone),
    }),
    [search, zone],
  );
  const query = useInfiniteQuery(queries.calls(filter));
  const set = (name: string, value: string | null) =>
    void navigate({
      search: (old) => {
        return Object.fromEntries(
          Object.entries({ ...old, focus: '', [name]: value ?? '' }).filter(([, each]) => each !== ''),
        );
      },
      replace: true,
    });
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const active = Object.keys(search).filter((name) => name !== 'focus' && name !== 'q').length;
  const filtered = active > 0 || search.q !== undefined;

  useEffect(() => {
    if (search.focus === 'search') document.querySelector<HTMLElement>('[data-search]')?.focus();
  }, [search.focus]);

  return (
    <Page
      title="Calls"
      wide
      lead="One row is one customer's try, however many systems saw it and however often they rang."
    >
      <div className="rb-filters" role="search" aria-label="Filter calls">
        <SearchBox
          label="Name or number"
          value={search.q ?? ''}
          onChange={(value) => set('q', value)}
          width={230}
        />
        {narrow && (
          <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {active === 0 ? 'Filters' : `Filters (${active})`}
          </Button>
        )}
        {(!narrow || open) && (
          <>
            <PlaceFilters location={search.location} banner={search.banner} set={set} />
            <Filter
              label="Ended as"
              value={search.state}
              options={STATES.map((id) => [id, words.state(id).label])}
              onChange={(value) => set('state', value)}
            />
            <Filter
              label="Class"
              value={search.class}
              options={CLASS_IDS.map((id) => [id, words.class(id).label])}
              onChange={(value) => set('class', value)}
            />
            <Filter
              label="Text-back"
              value={search.answer}
              options={ANSWERS.map((id) => [id, words.answer(id).label])}
              onChange={(value) => set('answer', value)}
            />
            <TextInput
              type="date"
              aria-label={`From day, ${zoneName(session.tenant.now, zone)}`}
              leftSection={<span className="rb-date-label">From</span>}
              leftSectionWidth={54}
              value={search.from ?? ''}
              onChange={(event) => set('from', event.currentTarget.value)}
              w={188}
            />
            <TextInput
              type="date"
              aria-label={`To day, ${zoneName(session.tenant.now, zone)}`}
              leftSection={<span className="rb-date-label">To</span>}
              leftSectionWidth={38}
              value={search.to ?? ''}
              onChange={(event) => set('to', event.currentTarget.value)}
              w={188}
            />
          </>
        )}
        {filtered && (
          <Button variant="subtle" onClick={() => void navigate({ search: {}, replace: true })}>
            Clear
          </Button>
        )}
      </div>
      <div className="rb-card">
        <Listed
          query={query}
          loading={<RowsLoading rows={9} height={72} />}
          empty={
            filtered ? (
              <Empty icon={IconPhoneOff} title="No call fits these filters">
                Take one away, or clear them all to see every call.
              </Empty>
            ) : (
              <Empty icon={IconPhoneOff} title="No calls yet">
                Calls appear here the moment a connected phone system reports them. Connect one on the Health
                page
                {session.tenant.simulated ? ', or ring a shop in the phone simulator' : ''}.
              </Empty>
            )
          }
        >
          {(items) => <CallRows items={items} />}
        </Listed>
      </div>
    </Page>
  );
}

/** On the page of one person the caller goes without saying. */
export function CallRows({
  items,
  ofOnePerson = false,
}: {
  items: readonly CallRow[];
  ofOnePerson?: boolean;
}) {
  const nameOf = useSurfaceName();
  return (
    <ul className="rb-list">
      {items.map((call) => (
        <li key={call.id}>
          <Link
            to="/calls/$id"
            params={{ id: call.id }}
            className={ofOnePerson ? 'rb-row rb-call-row rb-call-row-short' : 'rb-row rb-call-row'}
          >
            <span className="rb-call-cell rb-call-when">
              <When at={call.startedAt} zone={call.location.zone} />
              <span className="rb-dim">{seenBy(call, nameOf)}</span>
            </span>
            {!ofOnePerson && (
              <span className="rb-call-cell rb-call-who">
                <Caller phone={call.caller} name={call.callerName} />
                {call.calls > 1 && <span className="rb-dim">Rang {call.calls} times</span>}
              </span>
            )}
            <span className="rb-call-cell rb-call-where">
              <span>{call.location.name}</span>
              <span className="rb-dim">{call.location.bannerName}</span>
            </span>
            <span className="rb-call-cell rb-call-outcome">
              <Group gap={6}>
                <CallPills call={call} />
              </Group>
              {call.answerReason !== null && <span className="rb-dim">{call.answerReason}</span>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function CallPills({ call }: { call: CallRow }) {
  const state = words.state(call.state);
  const answer = words.answer(call.answer);
  const kind = words.class(call.primaryClass);
  return (
    <>
      {call.missed && call.primaryClass !== null ? (
        <Pill tone={kind.tone} label={kind.label} hint={kind.hint} />
      ) : (
        <Pill tone={state.tone} label={state.label} hint={state.hint} />
      )}
      {call.state === 'recovered-by-caller' && call.missed && call.primaryClass !== null && (
        <Pill tone="good" label={state.label} hint={state.hint} />
      )}
      {call.answer !== 'none' && <Pill tone={answer.tone} label={answer.label} hint={answer.hint} />}
    </>
  );
}

function seenBy(call: CallRow, nameOf: (surface: string) => string): string {
  return call.surfaces.length > 2
    ? plural(call.surfaces.length, 'system')
    : call.surfaces.map(nameOf).join(', ');
}

function PlaceFilters(props: {
  location: string | undefined;
  banner: string | undefined;
  set: (name: string, value: string | null) => void;
}) {
  const { data } = useQuery(queries.locations());
  const items = data?.items ?? [];
  const banners = [...new Map(items.map((each) => [each.banner.key, each.banner.name]))];
  const locations = items.filter((each) => props.banner === undefined || each.banner.key === props.banner);
  return (
    <>
      {banners.length > 1 && (
        <Filter
          label="Brand"
          value={props.banner}
          options={banners}
          onChange={(value) => props.set('banner', value)}
        />
      )}
      <Filter
        label="Location"
        value={props.location}
        options={locations.map((each) => [each.key, each.name])}
        onChange={(value) => props.set('location', value)}
        searchable
      />
    </>
  );
}

export function Filter(props: {
  label: string;
  value: string | undefined;
  options: readonly (readonly [string, string])[];
  onChange: (value: string | null) => void;
  searchable?: boolean;
  width?: number;
}) {
  return (
    <Select
      aria-label={props.label}
      placeholder={props.label}
      data={props.options.map(([value, label]) => ({ value, label }))}
      value={props.value ?? null}
      onChange={props.onChange}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${props.label.toLowerCase()}` }}
      searchable={props.searchable === true}
      nothingFoundMessage="Nothing found"
      w={props.width ?? 168}
    />
  );
}
