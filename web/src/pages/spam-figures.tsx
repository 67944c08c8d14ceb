/** How often the spam filter was right: what became known of the callers since tells. */
import { Text } from '@mantine/core';
import type { SpamLists } from '../api/types.ts';
import { Section } from '../ui/page.tsx';

type Figures = SpamLists['last30Days'];

export function SpamFigures({ figures, threshold }: { figures: Figures; threshold: number }) {
  const rate = figures.falseBlockRate;
  return (
    <Section title="The last 30 days">
      <dl className="rb-spam-numbers">
        <div>
          <dt>Held back as spam</dt>
          <dd>{figures.held.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>Released by your staff</dt>
          <dd>{figures.released.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>Turned out to be customers</dt>
          <dd>{figures.ofCustomers.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>False blocks</dt>
          <dd>{rate === null ? 'None yet' : `${(rate * 100).toFixed(1)}%`}</dd>
        </div>
      </dl>
      {figures.held === 0 ? (
        <Text size="sm" c="dimmed">
          No call was held back. A call is held from a score of {Math.round(threshold * 100)} of 100.
        </Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            A call is held from a score of {Math.round(threshold * 100)} of 100. A false block is a call of
            somebody who is a customer by now, or whom your staff released.
          </Text>
          <div className="rb-spam-shares">
            <Shares title="By score" rows={figures.byScore} all={figures.held} />
            <Shares title="By what weighed most" rows={figures.bySign} all={figures.held} />
          </div>
        </>
      )}
    </Section>
  );
}

function Shares({ title, rows, all }: { title: string; rows: Figures['byScore']; all: number }) {
  return (
    <table className="rb-spam-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="rb-hidden">{title}</span>
          </th>
          <th scope="col">Held</th>
          <th scope="col">False</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">
              {row.label}
              <span className="rb-spam-bar" aria-hidden>
                <span style={{ width: `${(row.held / all) * 100}%` }} />
              </span>
            </th>
            <td>{row.held}</td>
            <td data-bad={row.falseBlocks > 0 || undefined}>{row.falseBlocks}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
