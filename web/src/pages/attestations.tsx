/** What is vouched for, at one location or at every one: how each part stands, and the way to change it. */
import { Button, Select, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import type { AttestationShape } from '../api/types.ts';
import { authorsOf, documentsOf, wordsOf } from '../lib/attested.ts';
import { useMay } from '../lib/session.tsx';
import type { Tone } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { useAttest, type Attest } from './attestation-form.tsx';

export function AttestationsCard({ locationKey }: { locationKey: string | null }) {
  const query = useQuery(queries.attestations(locationKey));
  const attest = useAttest(locationKey);
  const mayOwn = useMay('own');
  return (
    <Loaded query={query} loading={<CardLoading height={160} />}>
      {({ items }) => {
        const there = items.filter(({ state }) => state !== 'absent');
        const absent = items.filter(({ state }) => state === 'absent');
        return (
          <Section title={locationKey === null ? 'Vouched for at every location' : 'Vouched for here'}>
            <Text size="sm" c="dimmed" mb="sm">
              Agreements, prompts, registrations and looks that no message can show. Whoever enters one stands
              for it by name; from the day after it ends it counts as missing.
              {locationKey === null && ' A location may have its own in place of these.'}
            </Text>
            {there.length === 0 ? (
              <Text size="sm">Nothing yet.</Text>
            ) : (
              <ul className="rb-vouched">
                {there.map((item) => (
                  <Line key={item.part} item={item} here={locationKey !== null} attest={attest} />
                ))}
              </ul>
            )}
            {mayOwn && absent.length > 0 && (
              <Select
                mt="md"
                className="rb-add-vouched"
                aria-label="Vouch for something else"
                placeholder="Vouch for something else"
                leftSection={<IconPlus size={15} aria-hidden />}
                searchable
                value={null}
                data={absent.map(({ part, title }) => ({ value: part, label: title }))}
                nothingFoundMessage="Nothing of that name"
                onChange={(part) => {
                  if (part !== null) attest.open(part, {});
                }}
              />
            )}
            {attest.drawer}
          </Section>
        );
      }}
    </Loaded>
  );
}

function Line({ item, here, attest }: { item: AttestationShape; here: boolean; attest: Attest }) {
  const value = item.own ?? item.organisation;
  const authors = authorsOf(value);
  const documents = documentsOf(value);
  const action = attest.actionFor(item.part, item.state === 'on-file' ? 'met' : 'expiring');
  return (
    <li>
      <div>
        <Text fw={570} size="sm">
          {item.title}
        </Text>
        <Text size="sm" c="dimmed">
          {wordsOf(value)}
          {documents.length > 0 && `. Document: ${documents.join(', ')}`}
          {authors.length > 0 && `. Entered by ${authors.join(', ')}`}
        </Text>
      </div>
      <div className="rb-vouched-side">
        {here && item.own === null && <Pill tone="neutral" label="The organisation’s" />}
        <Pill {...standing(item)} />
        {action !== null && (
          <Button
            size="compact-sm"
            variant={action === 'Renew' ? 'light' : 'subtle'}
            aria-label={`${action}: ${item.title}, on file`}
            onClick={() => attest.open(item.part, {})}
          >
            {action}
          </Button>
        )}
      </div>
    </li>
  );
}

function standing({ state, endsOn }: AttestationShape): { tone: Tone; label: string } {
  switch (state) {
    case 'ended':
      return { tone: 'bad', label: `Ended on ${endsOn ?? ''}` };
    case 'ends-soon':
      return { tone: 'warning', label: `Ends on ${endsOn ?? ''}` };
    case 'absent':
    case 'on-file':
      return { tone: 'good', label: endsOn === null ? 'On file' : `On file until ${endsOn}` };
  }
}
