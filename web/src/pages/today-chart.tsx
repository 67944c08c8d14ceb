/** Missed calls by hour: the part that was recovered stands at the foot of each bar. A table says the same. */
import type { Today } from '../api/types.ts';

export function HoursChart({ hours }: { hours: Today['byHour'] }) {
  const byHour = new Map(hours.map((each) => [each.hour, each]));
  const bars = Array.from({ length: 24 }, (_, hour) => byHour.get(hour) ?? { hour, missed: 0, recovered: 0 });
  const most = Math.max(4, ...bars.map((bar) => bar.missed));
  return (
    <>
      <div className="rb-hours" aria-hidden="true">
        {bars.map((bar) => (
          <div
            key={bar.hour}
            className="rb-hours-bar"
            title={`${hourName(bar.hour)}: ${bar.missed} missed, ${bar.recovered} recovered`}
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
        {[0, 6, 12, 18].map((hour) => (
          <span key={hour}>{hourName(hour)}</span>
        ))}
        <span>12 AM</span>
      </div>
      <p className="rb-hours-key" aria-hidden="true">
        <span className="rb-dot rb-dot-good" /> recovered <span className="rb-dot rb-dot-bar" /> not recovered
        yet
      </p>
      <table className="rb-hidden">
        <caption>Missed and recovered calls by hour</caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col">Missed</th>
            <th scope="col">Recovered</th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter((bar) => bar.missed > 0)
            .map((bar) => (
              <tr key={bar.hour}>
                <th scope="row">{hourName(bar.hour)}</th>
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
