/** Missed calls by hour or by day: the part that was recovered stands at the foot of each bar. A table says the same. */
import type { Today } from '../api/types.ts';
import { plainDay } from '../lib/time.ts';

export function HoursChart({ hours }: { hours: Today['byHour'] }) {
  const byHour = new Map(hours.map((each) => [each.hour, each]));
  const bars = Array.from({ length: 24 }, (_, hour) => byHour.get(hour) ?? { hour, missed: 0, recovered: 0 });
  return (
    <Bars
      bars={bars.map(({ hour, ...counts }) => ({ name: hourName(hour), ...counts }))}
      axis={[...[0, 6, 12, 18].map(hourName), '12 AM']}
      unit="Hour"
    />
  );
}

export function DaysChart({ days }: { days: Today['byDay'] }) {
  const ends = [days[0], days.at(-1)].flatMap((each) => (each === undefined ? [] : [plainDay(each.day)]));
  return (
    <Bars
      bars={days.map(({ day, ...counts }) => ({ name: plainDay(day), ...counts }))}
      axis={ends}
      unit="Day"
    />
  );
}

interface Bar {
  readonly name: string;
  readonly missed: number;
  readonly recovered: number;
}

function Bars({ bars, axis, unit }: { bars: readonly Bar[]; axis: readonly string[]; unit: 'Hour' | 'Day' }) {
  const most = Math.max(4, ...bars.map((bar) => bar.missed));
  return (
    <>
      <div
        className="rb-hours"
        style={{ gridTemplateColumns: `repeat(${bars.length}, 1fr)` }}
        aria-hidden="true"
      >
        {bars.map((bar) => (
          <div
            key={bar.name}
            className="rb-hours-bar"
            title={`${bar.name}: ${bar.missed} missed, ${bar.recovered} recovered`}
          >
            <span
              className="rb-hours-missed"
              style={{ height: `${((bar.missed - bar.recovered) / most) * 100}%` }}
            />
            <span className="rb-hours-recovered" style={{ height: `${(bar.recovered / most) * 100}%` }} />
          </div>
        ))}
      </div>
      <div className="rb-hours-axis" aria-hidden="true">
        {axis.map((name, place) => (
          <span key={`${place} ${name}`}>{name}</span>
        ))}
      </div>
      <p className="rb-hours-key" aria-hidden="true">
        <span className="rb-dot rb-dot-good" /> recovered <span className="rb-dot rb-dot-bar" /> not recovered
        yet
      </p>
      <table className="rb-hidden">
        <caption>Missed and recovered calls by {unit.toLowerCase()}</caption>
        <thead>
          <tr>
            <th scope="col">{unit}</th>
            <th scope="col">Missed</th>
            <th scope="col">Recovered</th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter((bar) => bar.missed > 0)
            .map((bar) => (
              <tr key={bar.name}>
                <th scope="row">{bar.name}</th>
                <td>{bar.missed}</td>
                <td>{bar.recovered}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}

function hourName(hour: number): string {
  if (hour === 0) return '12 AM';
  if (hour === 12) return '12 PM';
  return hour < 12 ? `${hour} AM` : `${hour - 12} PM`;
}
