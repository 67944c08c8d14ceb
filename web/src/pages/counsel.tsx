/** What waits for counsel: the whole evidence, one decision, a note that stays on record. */
import { Button, Group, Radio, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { CounselRow, CounselWord } from '../api/types.ts';
import { prettyPhone } from '../lib/phone.ts';
import { pointedAt } from '../lib/pointed.ts';
import { useNow } from '../lib/now.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { addDays } from '../lib/time.ts';
import { plural, sentence } from '../lib/words.ts';
import { changeRows, useAction } from '../ui/mutate.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Listed, RowsLoading } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { Disclosure, Findings } from '../ui/why.tsx';

const route = getRouteApi('/app/counsel');
const STATES = [
  { value: 'open', label: 'Waiting' },
  { value: 'approved', label: 'Approved' },
  { value: 'refused', label: 'Refused' },
  { value: 'expired', label: 'Expired' },
];

export function CounselPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = STATES.find((each) => each.value === search.state)?.value ?? 'open';
  const query = useInfiniteQuery(queries.counsel({ state, limit: 50 }));
  return (
    <Page
      title="Counsel queue"
      lead="Questions the rules do not answer alone. Nothing is sent until someone decides."
      actions={
        <SegmentedControl
          data={STATES}
          value={state}
          onChange={(value) =>
            void navigate({ search: value === 'open' ? {} : { state: value }, replace: true })
          }
          aria-label="Which items"
        />
      }
    >
      <Listed
        query={query}
        loading={
          <div className="rb-card">
            <RowsLoading rows={4} height={150} />
          </div>
        }
        empty={
          <div className="rb-card">
            <Empty icon={IconGavel} title={state === 'open' ? 'Nothing waits for counsel' : 'Nothing here'}>
              {state === 'open'
                ? 'When a rule says "ask counsel", for example because a location plays no notice, the question comes here with every fact. A standing approval answers it for all later calls of that location.'
                : 'Decided items are kept here with the note and the name of who decided.'}
            </Empty>
          </div>
        }
      >
        {(items) => (
          <ul className="rb-stack">
            {items.map((item) => (
              <li key={item.id} ref={pointedAt(search.id === item.id)}>
                <Item item={item} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}

function Item({ item }: { item: CounselRow }) {
  const session = useSession();
  const mayDecide = useMay('counsel');
  const zone = item.location?.zone ?? session.tenant.zone;
  const deciding = item.findings.filter((finding) => finding.decision === 'route-to-counsel');
  const others = item.findings.filter((finding) => finding.decision !== 'route-to-counsel');
  return (
    <article className="rb-card" aria-label={item.reason}>
      <div className="rb-card-body" style={{ paddingTop: 16 }}>
        <Text fw={600} fz="lg" lh={1.35}>
          {item.reason}
        </Text>
        <Text size="sm" c="dimmed" mb="sm">
          {sentence(item.action)} · {item.location?.name ?? 'Whole organisation'}
          {item.caller === null ? '' : ` · ${prettyPhone(item.caller)}`} ·{' '}
          <When at={item.createdAt} zone={zone} />
          {item.attemptId !== null && (
            <>
              {' · '}
              <Link
                to="/calls/$id"
                params={{ id: item.attemptId }}
                search={{ view: 'why' }}
                className="rb-link"
              >
                Whole evidence
              </Link>
            </>
          )}
        </Text>
        <Findings findings={deciding.length > 0 ? deciding : item.findings} zone={zone} />
        {deciding.length > 0 && others.length > 0 && (
          <Disclosure label={plural(others.length, 'other rule')}>
            <Findings findings={others} zone={zone} />
          </Disclosure>
        )}
        {item.state === 'open' ? (
          mayDecide ? (
            <Decide item={item} />
          ) : (
            <Text size="sm" c="dimmed" mt="sm">
              Owners and counsel can decide this.
            </Text>
          )
        ) : (
          <Text size="sm" mt="sm">
            <strong>{sentence(item.state)}</strong> by {item.decidedBy ?? 'the clock'}
            {item.decidedAt === null ? (
              ''
            ) : (
              <>
                , <When at={item.decidedAt} zone={zone} />
              </>
            )}
            {item.note === null ? '' : `: ${item.note}`}
          </Text>
        )}
      </div>
    </article>
  );
}

/** Nobody is bound to it; it is what stands there when nobody chooses. */
const A_YEAR_OF_DAYS = 365;
const SCOPES = ['location', 'brand', 'organisation'] as const;

function Decide({ item }: { item: CounselRow }) {
  const [choice, setChoice] = useState<CounselWord['decision']>('approve-once');
  const [scope, setScope] = useState<NonNullable<CounselWord['scope']>>('location');
  const [note, setNote] = useState('');
  const now = useNow(60);
  const [expiresOn, setExpiresOn] = useState(() => addDays(now.slice(0, 10), A_YEAR_OF_DAYS));
  const decide = useAction({
    run: (decision: CounselWord) => post(`/counsel/${item.id}`, decision),
    optimistic: (client) =>
      changeRows<CounselRow>(client, '/counsel', (row) => (row.id === item.id ? null : row)),
    done: (_answer, decision) =>
      say(
        decision.decision === 'refuse'
          ? 'Refused. Nothing is sent.'
          : 'Approved. The rules are asked again now.',
      ),
  });
  const ready = note.trim().length >= 3 && (choice !== 'standing' || expiresOn !== '');
  return (
    <form
      className="rb-decide"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        decide.mutate({
          decision: choice,
          note: note.trim(),
          ...(choice === 'standing' ? { scope, expiresOn } : {}),
        });
      }}
    >
      <Stack gap="sm">
        <Radio.Group label="Decision" value={choice} onChange={(value) => setChoice(value)}>
          <Group mt={6} gap="lg">
            <Radio value="approve-once" label="Approve this once" />
            <Radio value="standing" label="Approve from now on" disabled={item.location === null} />
            <Radio value="refuse" label="Refuse" />
          </Group>
        </Radio.Group>
        {choice === 'standing' && (
          <Group gap="lg" align="flex-start">
            <Radio.Group
              label="Where"
              value={scope}
              onChange={(value) => setScope(SCOPES.find((each) => each === value) ?? 'location')}
            >
              <Stack mt={6} gap={6}>
                <Radio value="location" label={`${item.location?.name ?? 'This location'} only`} />
                <Radio value="brand" label="Every location of the brand" />
                <Radio value="organisation" label="The whole organisation" />
              </Stack>
            </Radio.Group>
            <TextInput
              type="date"
              label="Until"
              description="Then counsel is asked again"
              required
              value={expiresOn}
              onChange={(event) => setExpiresOn(event.currentTarget.value)}
              w={220}
            />
          </Group>
        )}
        <Textarea
          label="Note"
          required
          placeholder="Why this is right"
          autosize
          minRows={2}
          maxLength={400}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group>
          <Button
            type="submit"
            disabled={!ready}
            loading={decide.isPending}
            color={choice === 'refuse' ? 'brick' : 'pine'}
          >
            {choice === 'refuse' ? 'Refuse' : 'Approve'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
