/** A look-up source: which vendor or file, with which key, and for which lists. Keys go in and never come out again. */
import { Anchor, Button, Checkbox, Drawer, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiError, patch, post, remove } from '../api/client.ts';
import type { LookUpOverview, LookUpSourceShape } from '../api/types.ts';
import { goToFirstProblem } from '../lib/first-problem.ts';
import { useSession } from '../lib/session.tsx';
import type { FieldIssue } from '../lib/setting-tree.ts';
import { readDraft, stillWrong, type SettingsDraft } from '../lib/setting-values.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Ticks } from '../ui/ticks.tsx';
import { say } from '../ui/toast.tsx';
import { SettingsForm } from './source-settings.tsx';

/** `source` null: a new one. */
export function SourceForm(props: {
  overview: LookUpOverview;
  source: LookUpSourceShape | null;
  onClose: () => void;
}) {
  const { overview, source, onClose } = props;
  const session = useSession();
  const [connectorId, setConnectorId] = useState(source?.connector ?? overview.connectors[0]?.id ?? '');
  const connector = overview.connectors.find(({ id }) => id === connectorId);
  const [key, setKey] = useState<string | null>(null);
  const [name, setName] = useState(source?.name ?? '');
  const [lists, setLists] = useState<readonly string[] | null>(null);
  const [draft, setDraft] = useState<SettingsDraft>({});
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [removing, setRemoving] = useState(false);
  const usedKey = source?.key ?? key ?? freeKey(`${session.tenant.key}-${connectorId}`, overview);
  const usedLists = lists ?? connector?.lists ?? [];
  const fields = connector?.settings ?? [];
  const refused = (error: unknown): boolean => {
    if (!(error instanceof ApiError) || error.issues.length === 0) return false;
    setIssues(error.issues);
    goToFirstProblem();
    return true;
  };
  const save = useAction({
    run: (settings: Record<string, unknown>) =>
      source === null
        ? post('/look-ups/sources', {
            key: usedKey,
            connector: connectorId,
            ...(name.trim() === '' ? {} : { name: name.trim() }),
            settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)),
            lists: usedLists,
          })
        : patch(`/look-ups/sources/${source.key}`, {
            name: name.trim() === '' ? null : name.trim(),
            settings,
          }),
    done: () => {
      say(source === null ? 'Added. Press Check to see whether it answers.' : 'Saved.');
      onClose();
    },
    refused,
  });
  const drop = useAction({
    run: () => remove(`/look-ups/sources/${usedKey}`),
    done: () => {
      say('Removed. What it answered is kept until it ends.');
      onClose();
    },
  });
  const submit = () => {
    const read = readDraft(fields, draft);
    setIssues(read.issues);
    if (read.issues.length > 0) goToFirstProblem();
    else save.mutate(read.settings);
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={source === null ? 'Add a look-up source' : (source.name ?? source.product)}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        {source === null && (
          <Select
            label="Vendor or file"
            data={overview.connectors.map((each) => ({ value: each.id, label: each.name }))}
            value={connectorId}
            onChange={(value) => {
              setConnectorId(value ?? '');
              setDraft({});
              setIssues([]);
              setLists(null);
            }}
            allowDeselect={false}
          />
        )}
        {connector !== undefined && (
          <div>
            <ol className="rb-steps">
              {connector.setup.map((step) => (
                <li key={step}>
                  <Text size="sm">
                    <Ticks text={step} />
                  </Text>
                </li>
              ))}
            </ol>
            <Text size="sm" c="dimmed" mt={6}>
              {connector.checkedHow} Documentation last read on {connector.lastChecked}:{' '}
              {connector.docs.map((link, index) => (
                <span key={link}>
                  {index > 0 && ', '}
                  <Anchor href={link} target="_blank" rel="noreferrer" size="sm">
                    {link.replace(/^https:\/\//, '')}
                  </Anchor>
                </span>
              ))}
            </Text>
          </div>
        )}
        {source === null && (
          <TextInput
            label="Key"
            description="Lower-case letters, digits and hyphens. It does not change later."
            value={usedKey}
            onChange={(event) => setKey(event.currentTarget.value.toLowerCase())}
            error={issues.find((issue) => issue.path === 'key' || issue.path.startsWith('sources.'))?.message}
          />
        )}
        <TextInput
          label="Name"
          description="As you call it; the product’s name when empty."
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SettingsForm
          fields={fields}
          values={source?.settings ?? {}}
          secretsSet={source?.secretsSet ?? []}
          draft={draft}
          change={(next) => {
            setIssues(stillWrong(fields, issues, draft, next));
            setDraft(next);
          }}
          issues={issues}
          readOnly={false}
        />
        {source === null && connector !== undefined && (
          <Checkbox.Group
            label="Ask it for"
            description="After the sources that these lists already have. The Terms of each list say in which order."
            value={[...usedLists]}
            onChange={setLists}
          >
            <Stack gap={6} mt={6}>
              {connector.lists.map((list) => (
                <Checkbox
                  key={list}
                  value={list}
                  label={overview.lists.find((each) => each.list === list)?.title ?? list}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <Group justify="space-between" gap="xs">
          {source === null ? (
            <Text size="sm" c="dimmed">
              Keys are stored encrypted and not shown again.
            </Text>
          ) : (
            <Button variant="subtle" color="brick" onClick={() => setRemoving(true)}>
              Remove
            </Button>
          )}
          <Button loading={save.isPending} disabled={usedKey === ''} onClick={submit}>
            {source === null ? 'Add' : 'Save'}
          </Button>
        </Group>
      </Stack>
      <Confirm
        opened={removing}
        title="Remove this source"
        yes="Remove"
        danger
        busy={drop.isPending}
        onYes={() => drop.mutate(undefined)}
        onClose={() => setRemoving(false)}
      >
        It is asked no more, and leaves every list that named it. Its key is forgotten.
      </Confirm>
    </Drawer>
  );
}

function freeKey(wanted: string, overview: LookUpOverview): string {
  const base = wanted.slice(0, 60);
  const taken = new Set(overview.sources.map(({ key }) => key));
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}
