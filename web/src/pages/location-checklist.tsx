/** What applies at this location, and what is missing: each line is something that a rule needs from people. */
import { Button, Text, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queries } from '../api/queries.ts';
import type { LocationChecklist } from '../api/types.ts';
import { plural } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { Disclosure } from '../ui/why.tsx';
import { useAttest } from './attestation-form.tsx';
import type { SettingsTab } from './location-settings.tsx';

type Line = LocationChecklist['items'][number];

const MARKS = {
  met: { icon: IconCircleCheck, word: 'In order', tone: 'good' },
  missing: { icon: IconCircleX, word: 'Missing', tone: 'bad' },
  expiring: { icon: IconAlertTriangle, word: 'Ends soon', tone: 'watch' },
} as const;
const ORDER: readonly Line['state'][] = ['missing', 'expiring', 'met'];

export function LocationChecklistCard({
  locationKey,
  goToSettings,
}: {
  locationKey: string;
  goToSettings: (tab: SettingsTab) => void;
}) {
  const attest = useAttest(locationKey);
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
                <ChecklistLine
                  key={line.id}
                  line={line}
                  settle={<Settle line={line} attest={attest} goToSettings={goToSettings} />}
                />
              ))}
            </ul>
            {attest.drawer}
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

/** The way to what settles the line: something to vouch for, a setting below, or another page. */
function Settle(props: {
  line: Line;
  attest: ReturnType<typeof useAttest>;
  goToSettings: (tab: SettingsTab) => void;
}) {
  const { line, attest, goToSettings } = props;
  const { attests, id, state, title } = line;
  if (attests !== null) {
    const action = attest.actionFor(attests.part, state);
    return action === null ? null : (
      <Button
        size="compact-sm"
        variant={state === 'met' ? 'subtle' : 'light'}
        aria-label={`${action}: ${title}`}
        onClick={() => attest.open(attests.part, attests.begin)}
      >
        {action}
      </Button>
    );
  }
  if (state === 'met') return null;
  if (id === 'notice' || id === 'escalation')
    return (
      <Button
        size="compact-sm"
        variant="light"
        aria-label={`Enter below: ${title}`}
        onClick={() => goToSettings(id)}
      >
        Enter below
      </Button>
    );
  const to = id.startsWith('list-') ? '/look-ups' : id === 'sender' ? '/configuration' : null;
  return to === null ? null : (
    <Link to={to} className="rb-link rb-small" aria-label={`${title}: open its page`}>
      Open its page
    </Link>
  );
}

function ChecklistLine({ line, settle }: { line: Line; settle: ReactNode }) {
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
      <div className="rb-check-settle">{settle}</div>
    </li>
  );
}
