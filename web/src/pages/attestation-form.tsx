/** Vouching for something: its form, who vouches, and the way back after it was saved. */
import { Alert, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiError, patch } from '../api/client.ts';
import { attestationPath, queries } from '../api/queries.ts';
import type { AttestationShape, AttestationUpdate, AttestationView } from '../api/types.ts';
import { authorsOf, beginning, unsigned } from '../lib/attested.ts';
import { goToFirstProblem } from '../lib/first-problem.ts';
import { useMay, useSession } from '../lib/session.tsx';
import type { FieldIssue } from '../lib/setting-tree.ts';
import { readDraft, stillWrong, type NestedDraft } from '../lib/setting-values.ts';
import { useAction } from '../ui/mutate.ts';
import { Problem } from '../ui/states.tsx';
import { sayUndo } from '../ui/toast.tsx';
import { NestedSetting } from './setting-nested.tsx';

type Begin = Readonly<Record<string, unknown>>;
interface Change {
  readonly part: string;
  readonly value: unknown;
  readonly version: string;
}

export interface Attest {
  readonly open: (part: string, begin: Begin) => void;
  /** What the button of a line says; null where this login may change nothing. */
  readonly actionFor: (part: string, state: 'met' | 'missing' | 'expiring') => string | null;
  readonly drawer: ReactNode;
}

/** Of one location, or of the organisation when none is named. */
export function useAttest(locationKey: string | null): Attest {
  const mayOwn = useMay('own');
  const { data } = useQuery(queries.attestations(locationKey));
  const [opened, setOpened] = useState<{ part: string; begin: Begin } | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const send = ({ part, value, version }: Change) =>
    patch<AttestationView>(attestationPath(locationKey), {
      version,
      changes: { [part]: value },
    } satisfies AttestationUpdate);
  const restore = useAction({ run: send });
  const save = useAction({
    run: send,
    before: ({ part }) => data?.items.find((each) => each.part === part)?.own ?? null,
    done: ({ version, items }, { part, value }, before) => {
      const title = items.find((each) => each.part === part)?.title ?? part;
      setOpened(null);
      setProblem(null);
      sayUndo(value === null ? `${title}: withdrawn.` : `${title}: on file.`, () =>
        restore.mutate({ part, value: before, version }),
      );
    },
    refused: (error) => {
      if (!(error instanceof ApiError)) return false;
      setProblem(error);
      return true;
    },
  });
  const item = data?.items.find(({ part }) => part === opened?.part);
  return {
    open: (part, begin) => {
      setProblem(null);
      setOpened({ part, begin });
    },
    actionFor: (part, state) => {
      const known = data?.items.find((each) => each.part === part);
      if (!mayOwn || known === undefined) return null;
      // In order without anybody's word.
      if (known.state === 'absent') return state === 'met' ? null : 'Add';
      return state === 'met' ? 'Change' : state === 'expiring' || known.state !== 'on-file' ? 'Renew' : 'Add';
    },
    drawer:
      data !== undefined && item !== undefined && opened !== null ? (
        <AttestationDrawer
          key={item.part}
          item={item}
          begin={opened.begin}
          here={locationKey !== null}
          busy={save.isPending}
          problem={problem}
          save={(value) => save.mutate({ part: item.part, value, version: data.version })}
          onClose={() => setOpened(null)}
        />
      ) : null,
  };
}

function AttestationDrawer(props: {
  item: AttestationShape;
  begin: Begin;
  here: boolean;
  busy: boolean;
  problem: ApiError | null;
  save: (value: unknown) => void;
  onClose: () => void;
}) {
  const { item, here, problem, busy } = props;
  const { account } = useSession();
  const { field } = item;
  const [draft, setDraft] = useState<NestedDraft | undefined>(() => beginning(item, props.begin));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [told, setTold] = useState<ApiError | null>(null);
  // What the server said stands beside its field until that field is edited.
  if (problem !== told) {
    setTold(problem);
    setIssues(beside(problem));
    if (problem !== null) goToFirstProblem();
  }
  const put = (next: NestedDraft | undefined) => {
    setIssues(stillWrong([field], issues, drafted(item, draft), drafted(item, next)));
    setDraft(next);
  };
  const submit = () => {
    const read = readDraft([field], drafted(item, draft ?? beginningAsStored(item)));
    const wrong = [...read.issues];
    // Where nothing is asked, opening the form and saving it is the whole statement.
    const value = read.settings[field.name] ?? (asksNothing(item) ? {} : null);
    if (wrong.length === 0 && value === null)
      wrong.push({ path: `settings.${field.name}`, message: 'fill it in, or withdraw it' });
    setIssues(wrong);
    if (wrong.length > 0) goToFirstProblem();
    else props.save(value);
  };
  const authors = authorsOf(item.own ?? item.organisation);
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      size="lg"
      title={here ? 'Vouch for this location' : 'Vouch for every location'}
      className="rb-vouching"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          {here && item.own === null && item.organisation !== null && (
            <Alert color="apricot" variant="light">
              This is what the organisation vouches for, for every location. Saved here, it is this location’s
              own, and later changes of the organisation’s no longer reach it.
            </Alert>
          )}
          <NestedSetting
            field={field}
            title={item.title}
            stored={unsigned(item.own ?? item.organisation)}
            draft={draft}
            put={put}
            issues={issues}
            readOnly={false}
          />
          {problem !== null && beside(problem).length === 0 && <Problem error={problem} />}
          <Text size="sm" c="dimmed">
            Put on file under your name: {account.name}.
            {authors.length > 0 && ` What stands there was entered by ${authors.join(', ')}.`}
          </Text>
          <Group justify="space-between" gap="xs">
            {item.own === null ? (
              <span />
            ) : (
              <Button variant="subtle" color="brick" disabled={busy} onClick={() => props.save(null)}>
                Withdraw
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={props.onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={busy}>
                Put on file
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function drafted(item: AttestationShape, draft: NestedDraft | undefined): Record<string, NestedDraft> {
  return draft === undefined ? {} : { [item.field.name]: draft };
}

/** Saved without a touch: at a location that makes the organisation's words its own. */
function beginningAsStored(item: AttestationShape): NestedDraft {
  return { json: JSON.stringify(unsigned(item.own ?? item.organisation) ?? {}) };
}

function asksNothing({ field: { shape } }: AttestationShape): boolean {
  return shape?.kind === 'object' && shape.fields.every(({ required }) => !required);
}

function beside(problem: ApiError | null): readonly FieldIssue[] {
  return (problem?.issues ?? [])
    .filter(({ path }) => path.startsWith('changes.'))
    .map(({ path, message, remedy }) => ({
      path: path.replace(/^changes\./, 'settings.'),
      message: remedy === undefined ? message : `${message}. ${remedy}`,
    }));
}
