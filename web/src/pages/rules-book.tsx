/** Every entry of the rulebook under its anchor: what it asks, where it comes from, and under which names it is known. */
import { Code, Group, Text } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import type { RuleShape } from '../api/types.ts';
import { plural, sentence, words } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Empty, Loaded, RowsLoading } from '../ui/states.tsx';
import { Disclosure } from '../ui/why.tsx';

export const ANCHORS: Readonly<Record<string, string>> = {
  'voice-layer': 'Calls and recordings',
  'outbound-and-suppression': 'Outbound and suppression',
  vertical: 'Trades',
  franchise: 'Franchise and many locations',
  'privacy-and-ai': 'Privacy and AI',
};

const RUNS: Readonly<Record<RuleShape['runs'], string>> = {
  action: 'Judges actions',
  location: 'Looked at once per location',
  vendor: 'Looked at per vendor',
  retention: 'For how long things are kept',
  reference: 'For reference',
};

export function RulesBook({ needle }: { needle: string }) {
  const query = useQuery(queries.rules());
  return (
    <Loaded
      query={query}
      loading={
        <div className="rb-card">
          <RowsLoading rows={8} height={92} />
        </div>
      }
    >
      {(book) => {
        const shown = book.items.filter((rule) => fits(rule, needle));
        if (shown.length === 0)
          return (
            <div className="rb-card">
              <Empty icon={IconScale} title="No rule fits">
                Search by a word of the title, a statute such as 47 CFR, a name it is known by, or its id.
              </Empty>
            </div>
          );
        const groups = Map.groupBy(shown, (rule) => rule.group);
        return (
          <div className="rb-stack">
            {Object.keys(ANCHORS).flatMap((anchor) => {
              const rules = groups.get(anchor);
              return rules === undefined
                ? []
                : [
                    <Section
                      key={anchor}
                      title={ANCHORS[anchor] ?? sentence(anchor)}
                      padded={false}
                      aside={
                        <Text size="sm" c="dimmed">
                          {plural(rules.length, 'entry', 'entries')}
                        </Text>
                      }
                    >
                      <ul className="rb-list">
                        {rules.map((rule) => (
                          <Entry key={rule.id} rule={rule} />
                        ))}
                      </ul>
                    </Section>,
                  ];
            })}
          </div>
        );
      }}
    </Loaded>
  );
}

/** Every word of the search somewhere in the entry, the names people know it by included. */
function fits(rule: RuleShape, needle: string): boolean {
  const text = [rule.id, rule.title, rule.citation, rule.summary, rule.group, ...rule.aliases]
    .join(' ')
    .toLowerCase();
  return needle
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function Entry({ rule }: { rule: RuleShape }) {
  return (
    <li className="rb-rule">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{rule.title}</Text>
        <Code>{rule.id}</Code>
      </Group>
      <Text size="sm">{rule.summary}</Text>
      <Text size="xs" c="dimmed">
        {rule.citation}
      </Text>
      <Text size="xs" c="dimmed">
        {[
          RUNS[rule.runs],
          rule.jurisdictions.length === 0 ? null : rule.jurisdictions.join(', '),
          rule.inForceFrom === null ? null : `in force since ${rule.inForceFrom}`,
          rule.inForceTo === null ? null : `until ${rule.inForceTo}`,
          rule.reviewBy === null ? null : `review by ${rule.reviewBy}`,
          `confidence ${rule.confidence}`,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </Text>
      {rule.aliases.length > 0 && (
        <Text size="xs" c="dimmed">
          Also known as: {rule.aliases.join('; ')}
        </Text>
      )}
      <Disclosure label="What it answers and what it leaves out">
        {rule.branches.length > 0 && (
          <ul className="rb-findings">
            {rule.branches.map((branch) => (
              <li key={branch.decision + branch.because} className="rb-branch">
                <Pill
                  tone={words.verdict(branch.decision).tone}
                  label={words.verdict(branch.decision).label}
                />
                <Text size="sm">{branch.because}</Text>
              </li>
            ))}
          </ul>
        )}
        <Text size="sm" mt="xs" c="dimmed">
          Not covered: {rule.notCovered}
        </Text>
        <Text size="sm" mt={4} c="dimmed">
          Kept as proof: {rule.evidence}
        </Text>
        {rule.actions.length > 0 && (
          <Text size="sm" mt={4} c="dimmed">
            Asked for: {rule.actions.join(', ')}
          </Text>
        )}
      </Disclosure>
    </li>
  );
}
