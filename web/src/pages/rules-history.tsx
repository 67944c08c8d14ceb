/** How the rules decided in the last thirty days, by kind of action, anchor and rule, as numbers and as bars. */
import { Text } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import type { RuleDistribution } from '../api/types.ts';
import { plural, sentence } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { ANCHORS } from './rules-book.tsx';

type Counts = RuleDistribution['rules'][number]['counts'];

const KINDS: Readonly<Record<string, string>> = {
  gate: 'Texts and calls that go out',
  'gate.write': 'Callers written into the records',
  'gate.record': 'Recordings and voicemails',
  'gate.model': 'Texts shown to a language model',
  'gate.callback': 'Call-backs by a person',
  'gate.route': 'Call-backs given to a rep or another location',
  'gate.export': 'Reports and exports',
};

export function RulesHistory() {
  const query = useQuery(queries.ruleDistribution());
  const book = useQuery(queries.rules());
  const titles = new Map(book.data?.items.map((rule) => [rule.id, rule.title]));
  return (
    <Loaded query={query} loading={<CardLoading height={420} />}>
      {(told) =>
        told.decisions === 0 ? (
          <div className="rb-card">
            <Empty icon={IconChartBar} title="No decision in the last 30 days">
              Every text, call-back, recording and export is judged here first; the answers are counted as
              they come.
            </Empty>
          </div>
        ) : (
          <div className="rb-stack">
            <Text size="sm" c="dimmed">
              {plural(told.decisions, 'decision')} in the last 30 days. A rule counts once for each decision
              it had a say in.
            </Text>
            <Table
              title="By kind of action"
              rows={told.kinds.map(({ kind, counts }) => [KINDS[kind] ?? sentence(kind), counts])}
            />
            <Table
              title="By anchor"
              rows={told.anchors.map(({ anchor, counts }) => [ANCHORS[anchor] ?? 'Product policy', counts])}
            />
            <Table
              title="By rule"
              rows={told.rules
                .toSorted((a, b) => stops(b.counts) - stops(a.counts) || total(b.counts) - total(a.counts))
                .map(({ rule, counts }) => [titles.get(rule) ?? sentence(rule), counts])}
            />
          </div>
        )
      }
    </Loaded>
  );
}

const stops = (counts: Counts): number => counts.deny + counts.counsel + counts.defer;
const total = (counts: Counts): number => stops(counts) + counts.pass;
const COLUMNS = [
  { key: 'pass', label: 'Pass' },
  { key: 'defer', label: 'Later' },
  { key: 'counsel', label: 'Counsel' },
  { key: 'deny', label: 'No' },
] as const;

function Table({ title, rows }: { title: string; rows: readonly (readonly [string, Counts])[] }) {
  return (
    <Section title={title} padded={false}>
      <table className="rb-tally">
        <thead>
          <tr>
            <th scope="col">{title.replace('By ', '').replace(/^./, (letter) => letter.toUpperCase())}</th>
            {COLUMNS.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, counts]) => (
            <tr key={name}>
              <th scope="row">
                {name}
                <Bar counts={counts} />
              </th>
              {COLUMNS.map(({ key }) => (
                <td key={key} className={counts[key] === 0 ? 'rb-dim' : undefined}>
                  {counts[key].toLocaleString('en-US')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** The numbers beside it say the same, so it is a picture and nothing more. */
function Bar({ counts }: { counts: Counts }) {
  const all = total(counts);
  return (
    <span className="rb-tally-bar" aria-hidden>
      {COLUMNS.map(({ key }) =>
        counts[key] === 0 ? null : (
          <span key={key} className={`rb-tally-${key}`} style={{ width: `${(counts[key] / all) * 100}%` }} />
        ),
      )}
    </span>
  );
}
