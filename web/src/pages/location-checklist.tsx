/** What applies at this location, and what is missing: each line is something that a rule needs from people. */
import { Text, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import type { LocationChecklist } from '../api/types.ts';
import { plural } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { Disclosure } from '../ui/why.tsx';

type Line = LocationChecklist['items'][number];

const MARKS = {
  met: { icon: IconCircleCheck, word: 'In order', tone: 'good' },
  missing: { icon: IconCircleX, word: 'Missing', tone: 'bad' },
  expiring: { icon: IconAlertTriangle, word: 'Ends soon', tone: 'watch' },
} as const;
const ORDER: readonly Line['state'][] = ['missing', 'expiring', 'met'];

export function LocationChecklistCard({ locationKey }: { locationKey: string }) {
  const query = useQuery(queries.locationChecklist(locationKey));
  return (
    <Loaded query={query} loading={<CardLoading height={220} />}>
      {({ items, applies }) => {
        const missing = items.filter((line) => line.state === 'missing').length;
        const sorted = items.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
        return (
          <Section
            title="What applies here and what is missing"
            aside={
              <Text size="sm" c="dimmed">
                {missing === 0 ? 'Everything is in order' : `${missing} missing`}
              </Text>
            }
          >
            <ul className="rb-checklist">
              {sorted.map((line) => (
                <ChecklistLine key={line.id} line={line} />
              ))}
            </ul>
            <Disclosure label={`${plural(applies.length, 'rule')} asked for a text to a caller from here`}>
              <ul className="rb-rule-ids">
                {applies.map((rule) => (
                  <li key={rule.rule}>
                    <Link to="/rules" search={{ q: rule.rule }} className="rb-link rb-small">
                      {rule.title}
                    </Link>
                  </li>
                ))}
              </ul>
            </Disclosure>
          </Section>
        );
      }}
    </Loaded>
  );
}

function ChecklistLine({ line }: { line: Line }) {
  const mark = MARKS[line.state];
  return (
    <li>
      <mark.icon size={19} stroke={1.8} aria-hidden className={`rb-check-${mark.tone}`} />
      <div>
        <Text fw={570} size="sm">
          <VisuallyHidden component="span">{mark.word}: </VisuallyHidden>
          {line.title}
        </Text>
        <Text size="sm" c="dimmed">
          {line.detail}{' '}
          <Link to="/rules" search={{ q: line.rule }} className="rb-link">
            {line.rule}
          </Link>
        </Text>
      </div>
    </li>
  );
}
