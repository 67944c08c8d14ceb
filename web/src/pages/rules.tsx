/** The Gate: the rulebook by its anchors, how it decided lately, what is about to change, and a place to try it. */
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { plural } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { AttestationsCard } from './attestations.tsx';
import { RulesBook } from './rules-book.tsx';
import { RulesHistory } from './rules-history.tsx';
import { RulesJudges } from './rules-judges.tsx';
import { RulesTry } from './rules-try.tsx';
import { RulesWatch } from './rules-watch.tsx';

const route = getRouteApi('/app/rules');
const VIEWS = [
  { value: 'book', label: 'Rulebook' },
  { value: 'history', label: 'Last 30 days' },
  { value: 'watch', label: 'Changes' },
  { value: 'judges', label: 'Who judges' },
  { value: 'vouched', label: 'Vouched for' },
  { value: 'try', label: 'Try it' },
] as const;

export function RulesPage() {
  const { q, view } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(queries.rules());
  const shown = VIEWS.find((each) => each.value === view)?.value ?? 'book';
  const go = (next: { q?: string | undefined; view?: string | undefined }) =>
    void navigate({
      search: {
        ...(next.q === undefined || next.q === '' ? {} : { q: next.q }),
        ...(next.view === undefined || next.view === 'book' ? {} : { view: next.view }),
      },
      replace: true,
    });
  return (
    <Page
      title="Rules"
      lead={
        query.data === undefined
          ? ' '
          : `${plural(query.data.items.length, 'entry', 'entries')}, pack ${query.data.version}. The strictest answer wins; an unknown fact never allows.`
      }
      actions={
        <SearchBox
          label="Words, statute or id"
          value={q ?? ''}
          onChange={(value) => go({ q: value, view: 'book' })}
        />
      }
    >
      <Tabs
        value={shown}
        onChange={(value) => go({ q, view: value ?? 'book' })}
        keepMounted={false}
        className="rb-settings-tabs"
      >
        <Tabs.List aria-label="The Gate">
          {VIEWS.map((each) => (
            <Tabs.Tab key={each.value} value={each.value}>
              {each.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="book" pt="md">
          <RulesBook needle={q ?? ''} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          <RulesHistory />
        </Tabs.Panel>
        <Tabs.Panel value="watch" pt="md">
          <RulesWatch />
        </Tabs.Panel>
        <Tabs.Panel value="judges" pt="md">
          <RulesJudges />
        </Tabs.Panel>
        <Tabs.Panel value="vouched" pt="md">
          <AttestationsCard locationKey={null} />
        </Tabs.Panel>
        <Tabs.Panel value="try" pt="md">
          <RulesTry />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
