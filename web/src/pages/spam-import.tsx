/** Importing a list of spam callers: choose a file, see what it would change, then apply it. */
import { Alert, Button, FileInput, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconFileCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiError, post } from '../api/client.ts';
import type { SpamListImported, SpamListPlan, SpamListUpload } from '../api/types.ts';
import { prettyPhone } from '../lib/phone.ts';
import { plural } from '../lib/words.ts';
import { useAction } from '../ui/mutate.ts';
import { say } from '../ui/toast.tsx';
import { listNameOf } from './spam-words.ts';

/** What the API takes; larger files go through the command line. */
const LARGEST = 4_000_000;

export function ImportSpamList(props: { name: string; taken: readonly string[]; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [csv, setCsv] = useState<string | null>(null);
  const [name, setName] = useState(props.name);
  const [source, setSource] = useState('');
  const [plan, setPlan] = useState<SpamListPlan | null>(null);
  const [problems, setProblems] = useState<readonly { path: string; message: string }[]>([]);
  const refused = (error: unknown): boolean => {
    if (!(error instanceof ApiError) || error.issues.length === 0) return false;
    setProblems(error.issues);
    return true;
  };
  const look = useAction<SpamListUpload, SpamListPlan>({
    run: (body) => post('/spam-lists/plan', body),
    done: setPlan,
    refused,
  });
  const apply = useAction<SpamListUpload, SpamListImported>({
    run: (body) => post('/spam-lists', body),
    done: ({ list, numbers }) => {
      say(`The list ${list} has ${plural(numbers, 'number')} now.`);
      props.onClose();
    },
    refused,
  });
  const again = () => {
    setPlan(null);
    setProblems([]);
  };
  const body = (): SpamListUpload => ({
    list: name,
    csv: csv ?? '',
    ...(source.trim() === '' ? {} : { source: source.trim() }),
  });
  const choose = async (next: File | null) => {
    again();
    setFile(next);
    setCsv(null);
    if (next === null) return;
    if (next.size > LARGEST) {
      setProblems([
        {
          path: 'file',
          message: 'larger than 4 MB; import it with `ringback import --spam-list FILE` on the server',
        },
      ]);
      return;
    }
    setCsv(await next.text());
    if (name === '') setName(listNameOf(next.name));
    if (source === '') setSource(next.name);
  };
  const problemOf = (path: string): string | undefined =>
    problems.find((each) => each.path === path)?.message;
  const others = problems.filter((each) => !['list', 'source', 'file'].includes(each.path));
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.name === '' ? 'Import a list of spam callers' : `Replace the list ${props.name}`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <FileInput
          label="File"
          description="CSV with a column phone, and label if there is one; or one number per line."
          placeholder="Choose a file"
          accept=".csv,.txt,text/csv,text/plain"
          clearable
          clearButtonProps={{ 'aria-label': 'Clear the file' }}
          value={file}
          error={problemOf('file')}
          onChange={(next) => void choose(next)}
        />
        <TextInput
          label="Name"
          description={
            props.taken.includes(name)
              ? 'There is a list of this name: it becomes what the file says.'
              : 'Stands wherever a call is explained by the list.'
          }
          placeholder="ftc-2026-11"
          value={name}
          disabled={props.name !== ''}
          error={problemOf('list')}
          onChange={(event) => {
            again();
            setName(event.currentTarget.value.toLowerCase());
          }}
        />
        <TextInput
          label="Where it comes from"
          maxLength={200}
          value={source}
          error={problemOf('source')}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        {others.length > 0 && (
          <Alert color="brick" variant="light" title="The file cannot be read">
            {others.slice(0, 8).map((each) => (
              <Text size="sm" key={each.path + each.message}>
                {each.path}: {each.message}
              </Text>
            ))}
          </Alert>
        )}
        {plan !== null && <Plan plan={plan} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          {plan === null ? (
            <Button
              leftSection={<IconFileCheck size={16} aria-hidden />}
              disabled={csv === null || name === ''}
              loading={look.isPending}
              onClick={() => {
                setProblems([]);
                look.mutate(body());
              }}
            >
              See what it would change
            </Button>
          ) : (
            <Button loading={apply.isPending} onClick={() => apply.mutate(body())}>
              Apply
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function Plan({ plan }: { plan: SpamListPlan }) {
  const same = plan.added === 0 && plan.removed === 0 && plan.relabelled === 0;
  return (
    <div className="rb-spam-plan" role="status">
      <Text fw={570}>
        {same
          ? 'Nothing would change'
          : `${plan.exists ? 'The list would change' : 'A new list'}: ${plural(plan.numbers, 'number')}`}
      </Text>
      <ul>
        {plan.added > 0 && (
          <li>
            {plural(plan.added, 'number')} new: {some(plan.examples.added, plan.added)}
          </li>
        )}
        {plan.removed > 0 && (
          <li>
            {plural(plan.removed, 'number')} taken off: {some(plan.examples.removed, plan.removed)}
          </li>
        )}
        {plan.kept > 0 && (
          <li>
            {plural(plan.kept, 'number')} stay
            {plan.relabelled === 0 ? '' : `, ${plan.relabelled} with another label`}
          </li>
        )}
        <li>
          {plan.calledLately === 0
            ? 'None of them rang in the last 30 days'
            : `${plural(plan.calledLately, 'number')} of them rang in the last 30 days`}
        </li>
        {plan.customers > 0 && (
          <li>
            <b>{plural(plan.customers, 'number')}</b> of people you know as customers, who are answered all
            the same
          </li>
        )}
        {plan.refused > 0 && (
          <li>
            {plural(plan.refused, 'line')} cannot be read:{' '}
            {plan.leftOut
              .slice(0, 3)
              .map((each) => `line ${each.line}, ${each.message}`)
              .join('; ')}
            {plan.refused > 3 ? ' and more' : ''}
          </li>
        )}
      </ul>
    </div>
  );
}

function some(examples: readonly string[], all: number): string {
  return examples.map(prettyPhone).join(', ') + (all > examples.length ? ' and more' : '');
}
