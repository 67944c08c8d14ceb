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
import type { ComponentType } from 'react';
import type { TimelineEntry } from '../api/types.ts';
import { clockSeconds, dayOf, longDate } from '../lib/time.ts';
import { words } from '../lib/words.ts';
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

export function Story({ entries, zone }: { entries: readonly TimelineEntry[]; zone: string }) {
  if (entries.length === 0) {
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
              {entry.surface !== null && <span className="rb-dim"> · {words.surface(entry.surface)}</span>}
              {entry.detail !== '' && <div className="rb-timeline-detail">{entry.detail}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
