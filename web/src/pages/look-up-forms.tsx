/** What an owner decides about one list: its terms, or to run without it; and a number to try. */
import {
  Alert,
  Button,
  Group,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { ApiError, patch, post } from '../api/client.ts';
import type { LookUpListShape, LookUpListUpdate, LookUpOverview, TriedNumber } from '../api/types.ts';
import { typedPhone } from '../lib/phone.ts';
import { sentence } from '../lib/words.ts';
import { useAction } from '../ui/mutate.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { say } from '../ui/toast.tsx';

interface Issue {
  readonly path: string;
  readonly message: string;
}

function useIssues() {
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  return {
    issues,
    of: (field: string) => issues.find(({ path }) => path === field || path.startsWith(`${field}.`))?.message,
    refused: (error: unknown): boolean => {
      if (!(error instanceof ApiError) || error.issues.length === 0) return false;
      setIssues(error.issues);
      return true;
    },
  };
}

export function Terms(props: { list: LookUpListShape; overview: LookUpOverview; onClose: () => void }) {
  const { list, overview, onClose } = props;
  const able = overview.sources.filter((source) => source.lists.includes(list.list));
  const [sources, setSources] = useState<string[]>(list.sources);
  const [keepDays, setKeepDays] = useState(String(list.keepDays));
  const [perMinute, setPerMinute] = useState(String(list.requestsPerMinute));
  const [cost, setCost] = useState(
    list.costPer1000 === null ? '' : (list.costPer1000.minor / 100).toFixed(2),
  );
  const wrong = useIssues();
  const save = useAction({
    run: (body: LookUpListUpdate) => patch(`/look-ups/lists/${list.list}`, body),
    done: () => {
      say('Saved. It holds for the next question.');
      onClose();
    },
    refused: wrong.refused,
  });
  return (
    <Modal opened onClose={onClose} title={list.title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({
            // A simulated organisation shows none, and keeps those it has.
            ...(sources.join() === list.sources.join() ? {} : { sources }),
            keepDays: Number(keepDays),
            requestsPerMinute: Number(perMinute),
            costPer1000:
              cost.trim() === ''
                ? null
                : { minor: Math.round(Number(cost) * 100), currency: list.costPer1000?.currency ?? 'USD' },
          });
        }}
      >
        <Stack gap="sm">
          <MultiSelect
            label="Sources, in the order in which they are asked"
            description={
              able.length === 0
                ? 'No source answers this list yet. Add one below the lists.'
                : 'The next is asked where one fails or cannot tell.'
            }
            data={able.map(({ key, name, product }) => ({
              value: key,
              label: `${name ?? product} (${key})`,
            }))}
            value={sources}
            onChange={setSources}
            error={wrong.of('sources')}
            disabled={able.length === 0 && sources.length === 0}
          />
          <TextInput
            label="Days that an answer is relied on"
            description={`At most ${list.mostDays}.`}
            inputMode="numeric"
            value={keepDays}
            onChange={(event) => setKeepDays(event.currentTarget.value)}
            error={wrong.of('keepDays')}
          />
          <TextInput
            label="Questions per minute"
            description="What the vendor allows. More wait their turn."
            inputMode="numeric"
            value={perMinute}
            onChange={(event) => setPerMinute(event.currentTarget.value)}
            error={wrong.of('requestsPerMinute')}
          />
          <TextInput
            label="Price of 1,000 answers"
            description={`In ${list.costPer1000?.currency ?? 'USD'}; only a note to yourselves. Leave empty if you do not know.`}
            inputMode="decimal"
            value={cost}
            onChange={(event) => setCost(event.currentTarget.value)}
            error={wrong.of('costPer1000')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function RunWithout({ list, onClose }: { list: LookUpListShape; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [expiresOn, setExpiresOn] = useState('');
  const wrong = useIssues();
  const choose = useAction({
    run: () =>
      post(`/look-ups/lists/${list.list}/without`, {
        reason: reason.trim(),
        ...(expiresOn === '' ? {} : { expiresOn }),
      }),
    done: () => {
      say('Written down under your name.');
      onClose();
    },
    refused: wrong.refused,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Run without: ${list.title}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          choose.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{list.consequence}</Text>
          {list.sources.length > 0 && (
            <Alert color="apricot">
              {list.sources.join(', ')} will not be asked while this choice holds. Answers already kept still
              count.
            </Alert>
          )}
          <Textarea
            label="Why"
            description="Goes on record with your name and today’s date, and into every judgement of the Gate."
            required
            autosize
            minRows={2}
            maxLength={400}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={wrong.of('reason')}
            data-autofocus
          />
          <TextInput
            label="Last day"
            description="Leave empty to let it hold until somebody takes it back."
            type="date"
            value={expiresOn}
            onChange={(event) => setExpiresOn(event.currentTarget.value)}
            error={wrong.of('expiresOn')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={choose.isPending} disabled={reason.trim().length < 3}>
              Run without, under my name
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function TryNumber({ overview }: { overview: LookUpOverview }) {
  const asked = overview.lists.filter(({ sources }) => sources.length > 0);
  const [list, setList] = useState<string | null>(asked[0]?.list ?? null);
  const [typed, setTyped] = useState('');
  const [since, setSince] = useState('');
  const [result, setResult] = useState<TriedNumber | null>(null);
  const wrong = useIssues();
  const phone = typedPhone(typed);
  const ask = useAction({
    run: () =>
      post<TriedNumber>('/look-ups/try', {
        phone,
        list,
        ...(list === 'reassigned' && since !== '' ? { knownSince: since } : {}),
      }),
    done: setResult,
    refused: wrong.refused,
  });
  if (asked.length === 0 || overview.simulated) return null;
  return (
    <Section title="Try a number">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (phone !== null) ask.mutate(undefined);
        }}
      >
        <div className="rb-lookup-try">
          <Select
            label="List"
            data={asked.map((each) => ({ value: each.list, label: each.title }))}
            value={list}
            onChange={setList}
            error={wrong.of('list')}
            allowDeselect={false}
          />
          <TextInput
            label="Number"
            type="tel"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={
              typed.trim() !== '' && phone === null ? 'Not a number we know how to dial' : wrong.of('phone')
            }
          />
          {list === 'reassigned' && (
            <TextInput
              label="Consent given on"
              type="date"
              value={since}
              onChange={(event) => setSince(event.currentTarget.value)}
              error={wrong.of('knownSince')}
            />
          )}
          <Button
            type="submit"
            variant="default"
            loading={ask.isPending}
            disabled={phone === null || (list === 'reassigned' && since === '')}
          >
            Ask now
          </Button>
        </div>
      </form>
      <Text size="sm" c="dimmed" mt={8}>
        The vendor bills it like any question, and the answer is kept and on record.
      </Text>
      {result !== null && (
        <ul className="rb-lookup-results" aria-live="polite">
          {result.asked.map((each) => (
            <li key={each.source}>
              <Pill
                tone={each.status === 'answered' ? 'good' : each.status === 'unknown' ? 'watch' : 'bad'}
                label={each.answer === null ? RESULT[each.status] : sentence(each.answer)}
              />
              <Text size="sm">
                {each.source}
                {each.validDays === null ? '' : `, to be relied on for ${each.validDays} days`}
                {each.detail === null ? '' : `: ${each.detail}`} {each.remedy ?? ''}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const RESULT = { answered: 'Answered', unknown: 'Cannot tell', unavailable: 'No answer' } as const;
