/** The story of a call, line by line, day by day, in the zone of the shop. */
import {
  IconBell,
  IconCalendar,
  IconMessage,
  IconPhone,
  IconScale,
  IconShieldCheck,
  IconTimeline,
  IconUser,
} from '@tabler/icons-react';
import { Checkbox } from '@mantine/core';
import { useState, type ComponentType } from 'react';
import type { TimelineEntry } from '../api/types.ts';
import { clockSeconds, dayOf, longDate } from '../lib/time.ts';
import { useSurfaceName } from '../lib/session.tsx';
import { plural } from '../lib/words.ts';
import { Empty } from '../ui/states.tsx';

const ICONS: Readonly<Record<TimelineEntry['type'], ComponentType<{ size?: number; stroke?: number }>>> = {
  event: IconPhone,
  decision: IconScale,
  message: IconMessage,
  booking: IconCalendar,
  consent: IconShieldCheck,
  notice: IconBell,
  staff: IconUser,
};

/** Inner steps are for those who check; what callers and people did, and what stood in the way, is the story. */
function isPlot(entry: TimelineEntry): boolean {
  if (entry.type === 'consent') return false;
  return entry.type !== 'decision' || entry.tone === 'warning' || entry.tone === 'bad';
}

export function Story({ entries: all, zone }: { entries: readonly TimelineEntry[]; zone: string }) {
  const nameOf = useSurfaceName();
  const [everything, setEverything] = useState(false);
  const plot = all.filter(isPlot);
  const entries = everything || plot.length === 0 ? all : plot;
  const hidden = all.length - plot.length;
  if (all.length === 0) {
    return (
      <Empty icon={IconTimeline} title="Nothing yet" compact>
        Events, decisions and texts appear here in the order they happened.
      </Empty>
    );
  }
  const first = entries[0];
  const severalDays =
    first !== undefined && entries.some((entry) => dayOf(entry.at, zone) !== dayOf(first.at, zone));
  return (
    <>
      {hidden > 0 && (
        <Checkbox
          mb="md"
          size="xs"
          checked={everything}
          onChange={(event) => setEverything(event.currentTarget.checked)}
          label={`Show ${plural(hidden, 'inner step')} too: judgements and consent`}
        />
      )}
      <ol className="rb-timeline">
        {entries.map((entry, index) => {
          const Icon = ICONS[entry.type];
          const before = entries[index - 1];
          const newDay =
            severalDays && (before === undefined || dayOf(before.at, zone) !== dayOf(entry.at, zone));
          return (
            <li key={entry.id}>
              {newDay && <span className="rb-timeline-day">{longDate(entry.at, zone)}</span>}
              <time className="rb-timeline-time" dateTime={entry.at}>
                {clockSeconds(entry.at, zone)}
              </time>
              <span className={`rb-timeline-dot rb-timeline-${entry.tone}`} aria-hidden="true">
                <Icon size={12} stroke={2} />
              </span>
              <div>
                <span className="rb-timeline-title">{entry.title}</span>
                {entry.surface !== null && !entry.title.includes(nameOf(entry.surface)) && (
                  <span className="rb-dim"> · {nameOf(entry.surface)}</span>
                )}
                {entry.detail !== '' && <div className="rb-timeline-detail">{entry.detail}</div>}
              </div>
            </li>
          );
        })}
      </ol>
    </>
  );
}
