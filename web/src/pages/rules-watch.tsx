/** What is about to change: rules that flip by themselves on a day, reviews that are due, matters that are pending. */
import { Code, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import type { RuleWatch } from '../api/types.ts';
import { plural } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { Disclosure } from '../ui/why.tsx';

type Change = RuleWatch['items'][number];

const KINDS: Readonly<
  Record<Change['kind'], { tone: 'good' | 'watch' | 'bad' | 'neutral' | 'counsel'; label: string }>
> = {
  flips: { tone: 'watch', label: 'Flips by itself' },
  review: { tone: 'neutral', label: 'Review due' },
  overdue: { tone: 'bad', label: 'Overdue' },
  pending: { tone: 'counsel', label: 'Pending' },
};

export function RulesWatch() {
  const query = useQuery(queries.ruleWatch());
  return (
    <Loaded query={query} loading={<CardLoading height={320} />}>
      {(watch) => (
        <Section title="What is about to change" padded={false}>
          <ul className="rb-list">
            {watch.items.map((change) => (
              <li key={`${change.on ?? ''} ${change.what}`} className="rb-rule">
                <div className="rb-watch-head">
                  <Text fw={600}>{change.on ?? 'No date yet'}</Text>
                  <Pill {...KINDS[change.kind]} />
                </div>
                <Text size="sm">{change.what}</Text>
                {change.rules.length > 4 ? (
                  <Disclosure label={plural(change.rules.length, 'entry', 'entries')}>
                    <Rules ids={change.rules} />
                  </Disclosure>
                ) : (
                  <Rules ids={change.rules} />
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Loaded>
  );
}

function Rules({ ids }: { ids: readonly string[] }) {
  return (
    <div className="rb-rule-ids">
      {ids.map((id) => (
        <Link key={id} to="/rules" search={{ q: id }} className="rb-link">
          <Code>{id}</Code>
        </Link>
      ))}
    </div>
  );
}
