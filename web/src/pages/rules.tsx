/** The rulebook as it is in force: what each rule asks, where it comes from, and when it is due for review. */
import { Code, Group, Text } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { plural, sentence, words } from '../lib/words.ts';
import { Page, Section } from '../ui/page.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Pill } from '../ui/pill.tsx';
import { Disclosure } from '../ui/why.tsx';
import { Empty, Loaded, RowsLoading } from '../ui/states.tsx';

const route = getRouteApi('/app/rules');

export function RulesPage() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(queries.rules());
  return (
    <Page
      title="Rules"
      lead={
        query.data === undefined
          ? ' '
          : `${plural(query.data.items.length, 'rule')}, pack ${query.data.version}. The strictest answer wins; an unknown fact never allows.`
      }
      actions={
        <SearchBox
          label="Words, statute or id"
          value={q ?? ''}
          onChange={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
        />
      }
    >
      <Loaded
        query={query}
        loading={
          <div className="rb-card">
            <RowsLoading rows={8} height={92} />
          </div>
        }
      >
        {(book) => {
          const needle = (q ?? '').toLowerCase();
          const shown = book.items.filter((rule) =>
            [rule.id, rule.title, rule.citation, rule.summary, rule.group]
              .join(' ')
              .toLowerCase()
              .includes(needle),
          );
          const groups = Map.groupBy(shown, (rule) => rule.group);
          if (shown.length === 0) {
            return (
              <div className="rb-card">
                <Empty icon={IconScale} title="No rule fits">
                  Search by a word of the title, a statute such as 47 CFR, or the id of the rule.
                </Empty>
              </div>
            );
          }
          return (
            <div className="rb-stack">
              {[...groups].map(([group, rules]) => (
                <Section key={group} title={sentence(group)} padded={false}>
                  <ul className="rb-list">
                    {rules.map((rule) => (
                      <li key={rule.id} className="rb-rule">
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
                            rule.jurisdictions.length === 0 ? null : rule.jurisdictions.join(', '),
                            rule.inForceFrom === null ? null : `in force since ${rule.inForceFrom}`,
                            rule.reviewBy === null ? null : `review by ${rule.reviewBy}`,
                            `confidence ${rule.confidence}`,
                          ]
                            .filter((part) => part !== null)
                            .join(' · ')}
                        </Text>
                        <Disclosure label="What it answers and what it leaves out">
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
                          <Text size="sm" mt="xs" c="dimmed">
                            Not covered: {rule.notCovered}
                          </Text>
                          {rule.actions.length > 0 && (
                            <Text size="sm" mt={4} c="dimmed">
                              Asked for: {rule.actions.join(', ')}
                            </Text>
                          )}
                        </Disclosure>
                      </li>
                    ))}
                  </ul>
                </Section>
              ))}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
