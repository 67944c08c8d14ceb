/**
 * Today: first what needs a person, then six honest numbers, when calls were missed, and why some got no text. The numbers
 * may be those of the last week or month, because a day that has just begun says little.
 */
import { Button, Group, SegmentedControl, Skeleton, Text, UnstyledButton } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowRight,
  IconCalendar,
  IconCircleCheck,
  IconGavel,
  IconMessage,
  IconPhoneCall,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ComponentType } from 'react';
import { queries } from '../api/queries.ts';
import type { NeedsPerson, Today } from '../api/types.ts';
import { prettyNumbersIn } from '../lib/phone.ts';
import { useSession } from '../lib/session.tsx';
import { duration, longDate, shortDate, zoneName } from '../lib/time.ts';
import { plural } from '../lib/words.ts';
import { GoLink } from '../ui/go-link.tsx';
import { Page, Section } from '../ui/page.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { When } from '../ui/when.tsx';
import { DaysChart, HoursChart } from './today-chart.tsx';

const route = getRouteApi('/app/');
const PERIODS = [
  { value: '1', label: 'Today' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
];

export function TodayPage() {
  const asked = route.useSearch().days;
  const navigate = route.useNavigate();
  const days = PERIODS.find((each) => each.value === asked)?.value ?? '1';
  const query = useQuery({ ...queries.today({ days }), placeholderData: keepPreviousData });
  const session = useSession();
  const zone = query.data?.zone ?? session.tenant.zone;
  return (
    <Page
      title="Today"
      wide
      lead={query.data === undefined ? ' ' : counted(query.data, zone)}
      actions={
        <Group gap="sm">
          <SegmentedControl
            data={PERIODS}
            value={days}
            onChange={(value) =>
              void navigate({ search: value === '1' ? {} : { days: value }, replace: true })
            }
            aria-label="Days that are counted"
          />
          {session.tenant.simulated && (
            <Button component={Link} to="/simulator" rightSection={<IconArrowRight size={16} aria-hidden />}>
              Ring a shop
            </Button>
          )}
        </Group>
      }
    >
      <Loaded query={query} loading={<TodayLoading />}>
        {(today) => (
          <>
            <Numbers today={today} />
            <div className="rb-today-grid">
              <NeedsList items={today.needsPerson} />
              <div className="rb-today-side">
                <SwitchState today={today} />
                <Section
                  title={today.days === 1 ? 'Missed by hour' : 'Missed by day'}
                  aside={
                    <Text size="xs" c="dimmed">
                      {zoneName(today.now, zone)}
                    </Text>
                  }
                >
                  {today.days === 1 ? <HoursChart hours={today.byHour} /> : <DaysChart days={today.byDay} />}
                </Section>
                <Reasons today={today} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function counted(today: Today, zone: string): string {
  const name = zoneName(today.now, zone);
  return today.days === 1
    ? `${longDate(today.now, zone)}. Counted since midnight ${name}.`
    : `Counted since ${shortDate(today.since, zone)}, midnight ${name}.`;
}

function Numbers({ today }: { today: Today }) {
  const n = today.numbers;
  const of = (count: number) => (n.missed === 0 ? '' : `${Math.round((count / n.missed) * 100)}% of missed`);
  const cards: { label: string; value: number; note: string }[] = [
    {
      label: 'Missed',
      value: n.missed,
      note: n.waiting === 0 ? 'none waiting for an answer' : `${n.waiting} still waiting`,
    },
    {
      label: 'Texted back',
      value: n.texted,
      note: n.medianSecondsToText === null ? of(n.texted) : `median ${duration(n.medianSecondsToText)}`,
    },
    {
      label: 'Replied',
      value: n.replied,
      note: n.texted === 0 ? '' : `${Math.round((n.replied / n.texted) * 100)}% of texted`,
    },
    { label: 'Booked', value: n.booked, note: 'from a missed call' },
    { label: 'Got through later', value: n.recoveredByCaller, note: 'rang again' },
    {
      label: 'Not texted',
      value: n.notTexted,
      note: n.notTexted === 0 ? 'nobody left out' : 'each with its reason',
    },
  ];
  return (
    <dl
      className="rb-numbers"
      aria-label={today.days === 1 ? 'Numbers of today' : `Numbers of the last ${today.days} days`}
    >
      {cards.map((card) => (
        <div key={card.label} className="rb-number">
          <dt>{card.label}</dt>
          <dd>
            <span className="rb-number-value">{card.value.toLocaleString('en-US')}</span>
            <span className="rb-number-note">{card.note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const NEED_ICONS: Readonly<Record<NeedsPerson['type'], ComponentType<{ size?: number; stroke?: number }>>> = {
  callback: IconPhoneCall,
  thread: IconMessage,
  counsel: IconGavel,
  booking: IconCalendar,
  problem: IconAlertTriangle,
};

const SHOWN_AT_FIRST = 9;

function NeedsList({ items }: { items: readonly NeedsPerson[] }) {
  const session = useSession();
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, SHOWN_AT_FIRST);
  return (
    <Section
      title="Needs a person"
      padded={false}
      aside={
        items.length > 0 ? (
          <Text size="sm" c="dimmed">
            {plural(items.length, 'thing')}
          </Text>
        ) : undefined
      }
    >
      {items.length === 0 ? (
        <Empty icon={IconCircleCheck} title="Nobody is waiting for you">
          Urgent callers, people who want a call instead of a text, conversations someone took over and
          questions for counsel appear here, most urgent first.
        </Empty>
      ) : (
        <ul className="rb-needs">
          {shown.map((item) => {
            const Icon = NEED_ICONS[item.type];
            return (
              <li key={`${item.type}${item.id}`}>
                <GoLink href={item.link} className="rb-need">
                  <span
                    className={`rb-need-icon rb-need-${item.urgent ? 'urgent' : item.type}`}
                    aria-hidden="true"
                  >
                    <Icon size={18} stroke={1.8} />
                  </span>
                  <span className="rb-need-text">
                    <span className="rb-need-title">
                      {item.urgent && <span className="rb-urgent">Urgent</span>} {prettyNumbersIn(item.title)}
                    </span>
                    <span className="rb-need-detail">{prettyNumbersIn(item.detail)}</span>
                  </span>
                  <span className="rb-need-side">
                    <When at={item.at} zone={item.zone ?? session.tenant.zone} />
                    {item.locationName !== null && <span>{item.locationName}</span>}
                  </span>
                </GoLink>
              </li>
            );
          })}
          {items.length > shown.length && (
            <li>
              <UnstyledButton className="rb-needs-all" onClick={() => setAll(true)}>
                Show all {items.length}
              </UnstyledButton>
            </li>
          )}
        </ul>
      )}
    </Section>
  );
}

function SwitchState({ today }: { today: Today }) {
  const s = today.switches;
  const total = s.liveLocations + s.shadowLocations + s.offLocations;
  const parts = [
    { label: 'live', count: s.liveLocations, tone: 'good' },
    { label: 'shadow', count: s.shadowLocations, tone: 'watch' },
    { label: 'off', count: s.offLocations, tone: 'neutral' },
  ];
  return (
    <Section
      title="Switches"
      aside={
        <Link to="/locations" className="rb-link rb-small">
          Locations
        </Link>
      }
    >
      <Text size="md" fw={570}>
        {s.tenantPaused
          ? 'Everything is paused: no text goes out.'
          : s.liveLocations === 0
            ? 'No location is live: nothing is sent.'
            : `${plural(s.liveLocations, 'location')} of ${total} may text callers.`}
      </Text>
      <div className="rb-switchbar" aria-hidden="true">
        {parts.map((part) =>
          part.count === 0 ? null : (
            <span key={part.label} className={`rb-switchbar-${part.tone}`} style={{ flexGrow: part.count }} />
          ),
        )}
      </div>
      <Group gap="md">
        {parts.map((part) => (
          <Text key={part.label} size="sm" c="dimmed">
            <span className={`rb-dot rb-dot-${part.tone}`} aria-hidden="true" /> {part.count} {part.label}
          </Text>
        ))}
      </Group>
    </Section>
  );
}

function Reasons({ today }: { today: Today }) {
  const most = Math.max(1, ...today.reasons.map((reason) => reason.count));
  return (
    <Section title="Why nothing was sent">
      {today.reasons.length === 0 ? (
        <Text size="sm" c="dimmed">
          Every missed caller that could be texted was texted. When one is not, the reason is listed here.
        </Text>
      ) : (
        <ul className="rb-reasons">
          {today.reasons.map((reason) => (
            <li key={reason.code}>
              <span className="rb-reason-text">{reason.text}</span>
              <span className="rb-reason-count">{reason.count}</span>
              <span className="rb-reason-bar" aria-hidden="true">
                <span style={{ width: `${(reason.count / most) * 100}%` }} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Link to="/calls" search={{ answer: 'held' }} className="rb-link rb-small">
        See these calls
      </Link>
    </Section>
  );
}

function TodayLoading() {
  return (
    <>
      <Skeleton height={104} radius="lg" mb="lg" />
      <div className="rb-today-grid">
        <CardLoading height={420} />
        <div className="rb-today-side">
          <CardLoading height={130} />
          <CardLoading height={190} />
          <CardLoading height={170} />
        </div>
      </div>
    </>
  );
}
