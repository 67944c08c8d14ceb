/** A list, table or deeper setting: its form, or its JSON for those who would rather write or paste that. */
import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { IconArrowBackUp, IconBraces, IconForms } from '@tabler/icons-react';
import { useState } from 'react';
import type { SettingField, SettingShape } from '../api/types.ts';
import { harvest, plant, unfit, type FieldIssue } from '../lib/setting-tree.ts';
import { labelOf, type NestedDraft } from '../lib/setting-values.ts';
import { Ticks } from '../ui/ticks.tsx';
import { Node } from './setting-nodes.tsx';

export function NestedSetting(props: {
  field: SettingField;
  /** What it is called, where its name says too little. */
  title?: string;
  stored: unknown;
  draft: NestedDraft | undefined;
  /** Undefined takes the changes of this setting back. */
  put: (draft: NestedDraft | undefined) => void;
  issues: readonly FieldIssue[];
  readOnly: boolean;
}) {
  const { field, stored, draft, put, issues, readOnly } = props;
  const shape: SettingShape = field.shape ?? { kind: 'json' };
  const [problem, setProblem] = useState<string | null>(null);
  const planted = plant(shape, stored);
  const tree = draft === undefined ? planted : 'tree' in draft ? draft.tree : unfit;
  const label = props.title ?? labelOf(field.name);
  const path = `settings.${field.name}`;
  const json = draft !== undefined && 'json' in draft ? draft.json : jsonOf(stored);

  const toJson = () => {
    setProblem(null);
    put({ json: jsonOf(tree === unfit ? stored : harvest(shape, tree, path).value) });
  };
  const toForm = () => {
    const read = harvest({ kind: 'json' }, json, path);
    const next = read.issues.length > 0 ? unfit : plant(shape, read.value);
    if (next !== unfit) {
      setProblem(null);
      put({ tree: next });
    } else
      setProblem(
        read.issues.length > 0
          ? 'This is not valid JSON, so there is no form for it yet.'
          : 'This has parts that the form does not know. Names are case-sensitive.',
      );
  };

  return (
    <div role="group" aria-label={label} className="rb-nested">
      <div className="rb-nested-head">
        <div>
          <Text size="sm" fw={540}>
            {label}
          </Text>
          <Text size="xs" c="dimmed">
            <Ticks text={field.description} />
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          {draft !== undefined && !readOnly && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              aria-label={`Undo changes of ${label}`}
              onClick={() => {
                setProblem(null);
                put(undefined);
              }}
            >
              Undo
            </Button>
          )}
          {shape.kind !== 'json' && !readOnly && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={
                tree === unfit ? <IconForms size={15} aria-hidden /> : <IconBraces size={15} aria-hidden />
              }
              aria-label={tree === unfit ? `Form of ${label}` : `JSON of ${label}`}
              onClick={tree === unfit ? toForm : toJson}
            >
              {tree === unfit ? 'Form' : 'JSON'}
            </Button>
          )}
        </Group>
      </div>
      {problem !== null && (
        <Alert color="apricot" variant="light" p="xs">
          {problem}
        </Alert>
      )}
      {tree === unfit ? (
        <Textarea
          aria-label={`${label} as JSON`}
          autosize
          minRows={3}
          maxRows={18}
          spellCheck={false}
          classNames={{ input: 'rb-code-input' }}
          disabled={readOnly}
          error={problemsOf(issues, path)}
          value={json}
          onChange={(event) => put({ json: event.currentTarget.value })}
        />
      ) : (
        <>
          {draft === undefined && stored === undefined && <Standard field={field} />}
          <Node
            shape={shape}
            tree={tree}
            put={(next) => put({ tree: next })}
            path={path}
            label={label}
            quiet
            issues={issues}
            readOnly={readOnly}
          />
        </>
      )}
    </div>
  );
}

/** What holds while nothing is set, where that is not simply nothing. */
function Standard({ field }: { field: SettingField }) {
  const shown =
    Array.isArray(field.default) && field.default.every((each) => typeof each === 'string')
      ? field.default.join(', ')
      : '';
  if (shown === '') return null;
  return (
    <Text size="xs" c="dimmed">
      While empty: {shown}
    </Text>
  );
}

function problemsOf(issues: readonly FieldIssue[], path: string): string | undefined {
  const own = issues.filter((each) => each.path === path || each.path.startsWith(`${path}.`));
  if (own.length === 0) return undefined;
  return own
    .map((each) =>
      each.path === path ? each.message : `${each.path.slice(path.length + 1)}: ${each.message}`,
    )
    .join('; ');
}

function jsonOf(value: unknown): string {
  return value === undefined || value === null ? '' : JSON.stringify(value, null, 2);
}
