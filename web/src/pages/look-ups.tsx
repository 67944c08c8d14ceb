/** Lists about numbers: who answers each, what was answered, and which the shop runs without because somebody chose it. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post, remove } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { LookUpCheck, LookUpListShape, LookUpOverview, LookUpSourceShape } from '../api/types.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { plural, words, type Tone } from '../lib/words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { RunWithout, Terms, TryNumber } from './look-up-forms.tsx';
import { SourceForm } from './look-up-source.tsx';

export function LookUpsPage() {
  const query = useQuery(queries.lookUps());
  return (
    <Page
      title="Look-ups"
      wide
      lead="What lists and vendors know about a number before it is texted. Silence is never taken for “not on the list”."
    >
      <Loaded query={query} loading={<CardLoading height={520} />}>
        {(overview) => <Overview overview={overview} />}
      </Loaded>
    </Page>
  );
}

function Overview({ overview }: { overview: LookUpOverview }) {
  const mayOwn = useMay('own');
  const [adding, setAdding] = useState(false);
  return (
    <div className="rb-stack">
      {overview.simulated && (
        <Alert color="apricot">
          This organisation is simulated: its numbers are invented, so nobody outside is asked about them.
        </Alert>
      )}
      <Section title="Lists" padded={false}>
        <ul className="rb-list">
          {overview.lists.map((list) => (
            <ListRow key={list.list} list={list} overview={overview} />
          ))}
        </ul>
      </Section>
      <Section
        title="Sources"
        padded={false}
        aside={
          mayOwn && (
            <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
              Add a source
            </Button>
          )
        }
      >
        {overview.sources.length === 0 ? (
          <Empty icon={IconPlugConnected} title="Nobody is asked" compact>
            A source is a vendor with your key, or a file on the machine that Ringback runs on. Lists imported
            as files need none.
          </Empty>
        ) : (
          <ul className="rb-list">
            {overview.sources.map((source) => (
              <SourceRow key={source.key} source={source} overview={overview} />
            ))}
          </ul>
        )}
      </Section>
      {mayOwn && <TryNumber overview={overview} />}
      {adding && <SourceForm overview={overview} source={null} onClose={() => setAdding(false)} />}
    </div>
  );
}

const STATES: Readonly<Record<LookUpListShape['state'], { readonly tone: Tone; readonly label: string }>> = {
  asked: { tone: 'good', label: 'Asked' },
  imported: { tone: 'good', label: 'From a file' },
  without: { tone: 'watch', label: 'Run without, by choice' },
  undecided: { tone: 'warning', label: 'Nobody decided' },
};

function ListRow({ list, overview }: { list: LookUpListShape; overview: LookUpOverview }) {
  const zone = useSession().tenant.zone;
  const mayOwn = useMay('own');
  const [open, setOpen] = useState<'terms' | 'without' | 'back' | null>(null);
  const close = () => setOpen(null);
  const state = STATES[list.state];
  const takeBack = useAction({
    run: () => remove(`/look-ups/lists/${list.list}/without`),
    done: () => {
      say('Taken back. From now on the list counts again.');
      close();
    },
  });
  return (
    <li className="rb-lookup-row">
      <div className="rb-lookup-what">
        <Group gap={8}>
          <Text fw={570}>{list.title}</Text>
          <Pill tone={state.tone} label={state.label} />
        </Group>
        <Text size="sm" c="dimmed" mt={2}>
          {whoAnswers(list)}{' '}
          <Link to="/rules" search={{ q: list.rule }} className="rb-link">
            {list.rule}
          </Link>
        </Text>
        {list.choice !== null && (
          <Text size="sm" mt={4}>
            {list.choice.by} chose on {list.choice.on} to run without
            {list.choice.expiresOn === null ? '' : `, until ${list.choice.expiresOn}`}: “{list.choice.reason}”
            {list.choice.inForce ? '' : ' It has ended, and no longer counts.'}
          </Text>
        )}
        {list.state !== 'asked' && list.state !== 'imported' && (
          <Text size="sm" c="dimmed" mt={2}>
            {list.consequence}
          </Text>
        )}
      </div>
      <div className="rb-lookup-facts rb-small">
        {list.kept > 0 && (
          <span>
            {plural(list.current, 'answer')} kept
            {list.lastAnswerAt !== null && (
              <>
                , the last <When at={list.lastAnswerAt} zone={zone} />
              </>
            )}
          </span>
        )}
        {list.asking > 0 && <span>{plural(list.asking, 'number')} waiting for an answer</span>}
        {list.givenUp > 0 && (
          <span className="rb-lookup-bad">
            {plural(list.givenUp, 'number')} without an answer for an hour
          </span>
        )}
        {list.imported.map((file) => (
          <span key={file.name}>
            {file.name}
            {file.state === null ? '' : ` (${file.state})`}: {plural(file.numbers, 'number')} as of{' '}
            {file.asOf}
          </span>
        ))}
        {list.costPer1000 !== null && (
          <span>
            about {(list.costPer1000.minor / 100).toFixed(2)} {list.costPer1000.currency} per 1,000
          </span>
        )}
      </div>
      {mayOwn && (
        <Group gap={6} className="rb-lookup-actions">
          <Button size="compact-sm" variant="default" onClick={() => setOpen('terms')}>
            Terms
          </Button>
          {list.choice === null ? (
            <Button size="compact-sm" variant="subtle" onClick={() => setOpen('without')}>
              Run without
            </Button>
          ) : (
            <Button size="compact-sm" variant="subtle" onClick={() => setOpen('back')}>
              Take the choice back
            </Button>
          )}
        </Group>
      )}
      {open === 'terms' && <Terms list={list} overview={overview} onClose={close} />}
      {open === 'without' && <RunWithout list={list} onClose={close} />}
      <Confirm
        opened={open === 'back'}
        title={`Use the list again: ${list.title}`}
        yes="Take it back"
        busy={takeBack.isPending}
        onYes={() => takeBack.mutate(undefined)}
        onClose={close}
      >
        The choice to run without ends now. It stays in the record, with who took it back.
      </Confirm>
    </li>
  );
}

function whoAnswers(list: LookUpListShape): string {
  if (list.sources.length === 0) return 'Nobody is asked.';
  if (list.state === 'without') return `${list.sources.join(', ')}: not asked while the choice below holds.`;
  return `Asked of ${list.sources.join(', then ')}. An answer is relied on for ${plural(list.keepDays, 'day')}.`;
}

const STANDING: Readonly<
  Record<LookUpSourceShape['state'], { readonly tone: Tone; readonly label: string }>
> = {
  well: { tone: 'good', label: 'Answers' },
  'not-asked-yet': { tone: 'neutral', label: 'Not asked yet' },
  failing: { tone: 'warning', label: 'Does not answer' },
  refused: { tone: 'bad', label: 'Needs you' },
};

function SourceRow({ source, overview }: { source: LookUpSourceShape; overview: LookUpOverview }) {
  const zone = useSession().tenant.zone;
  const mayOwn = useMay('own');
  const [editing, setEditing] = useState(false);
  const state = STANDING[source.state];
  const check = useAction({
    run: () => post<LookUpCheck>(`/look-ups/sources/${source.key}/check`),
    done: (result) => say(result.ok ? result.detail : `${result.detail} ${result.remedy ?? ''}`),
  });
  const troubled = source.state === 'failing' || source.state === 'refused';
  const maturity = overview.connectors.find(({ id }) => id === source.connector);
  const checked = maturity === undefined ? null : words.maturity(maturity.maturity, maturity.checkedHow);
  return (
    <li className="rb-lookup-row">
      <div className="rb-lookup-what">
        <Group gap={8}>
          <Text fw={570}>{source.name ?? source.product}</Text>
          <Pill tone={state.tone} label={state.label} />
          {checked !== null && <Pill tone={checked.tone} label={checked.label} hint={maturity?.checkedHow} />}
        </Group>
        <Text size="sm" c="dimmed" mt={2}>
          {source.name === null ? source.key : `${source.product} · ${source.key}`}
        </Text>
        {source.problems.map((problem) => (
          <Text key={problem} size="sm" className="rb-lookup-bad" mt={2}>
            {problem}
          </Text>
        ))}
        {troubled && source.lastFailure !== null && (
          <Text size="sm" mt={4}>
            <span className="rb-lookup-bad">{source.lastFailure.detail}</span>{' '}
            {source.lastFailure.remedy ?? 'It is asked again by itself.'}
          </Text>
        )}
      </div>
      <div className="rb-lookup-facts rb-small">
        <span>
          {plural(source.answered, 'answer')} to {plural(source.asked, 'question')}
        </span>
        {source.lastAnswerAt !== null && (
          <span>
            Last answer <When at={source.lastAnswerAt} zone={zone} />
          </span>
        )}
        {source.failed > 0 && <span>{plural(source.failed, 'failure')}</span>}
      </div>
      {mayOwn && (
        <Group gap={6} className="rb-lookup-actions">
          <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
            Settings
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            loading={check.isPending}
            onClick={() => check.mutate(undefined)}
          >
            Check
          </Button>
        </Group>
      )}
      {editing && <SourceForm overview={overview} source={source} onClose={() => setEditing(false)} />}
    </li>
  );
}
