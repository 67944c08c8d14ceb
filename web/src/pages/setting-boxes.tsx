/** Single fields of a nested setting's form, and the boxes and rows that hold several. */
import { ActionIcon, Button, Radio, Select, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FieldIssue, Tree } from '../lib/setting-tree.ts';
import { without } from '../lib/without.ts';
import { Ticks } from '../ui/ticks.tsx';

export interface NodeProps {
  readonly tree: Tree;
  readonly put: (tree: Tree) => void;
  readonly path: string;
  readonly label: string;
  /** Said under the label; the setting itself says it above its form. */
  readonly description?: string;
  /** The label is only read out, where a row or a heading shows it already. */
  readonly quiet?: boolean;
  readonly placeholder?: string;
  readonly issues: readonly FieldIssue[];
  readonly readOnly: boolean;
  readonly focus?: boolean;
  /** The whole can be taken away beside it, so its only row needs no button for that. */
  readonly removable?: boolean;
}

function leafProps({ label, description, quiet, placeholder, issues, path, readOnly }: NodeProps) {
  return {
    ...(quiet === true ? { 'aria-label': label } : { label }),
    ...(description === undefined || description === '' ? {} : { description: <Ticks text={description} /> }),
    ...(placeholder === undefined ? {} : { placeholder }),
    error: issues.find((each) => isAt(each.path, path))?.message,
    disabled: readOnly,
  };
}

export function TextNode({ numeric, ...props }: NodeProps & { numeric: boolean }) {
  return (
    <TextInput
      {...leafProps(props)}
      inputMode={numeric ? 'decimal' : 'text'}
      value={typeof props.tree === 'string' ? props.tree : ''}
      autoFocus={props.focus === true}
      onChange={(event) => props.put(event.currentTarget.value)}
    />
  );
}

export function JsonNode(props: NodeProps) {
  return (
    <Textarea
      {...leafProps(props)}
      autosize
      minRows={2}
      maxRows={12}
      classNames={{ input: 'rb-code-input' }}
      value={typeof props.tree === 'string' ? props.tree : ''}
      onChange={(event) => props.put(event.currentTarget.value)}
    />
  );
}

export function SwitchNode(props: NodeProps) {
  return (
    <Switch
      {...without(leafProps(props), 'placeholder')}
      checked={props.tree === true}
      onChange={(event) => props.put(event.currentTarget.checked)}
    />
  );
}

/** Yes or no, in words that somebody chose: for what people vouch for, "not said" is not a no. */
export function AskedNode({ placeholder, ...props }: NodeProps) {
  const standard = placeholder === 'true' || placeholder === 'false' ? placeholder : null;
  return (
    <Radio.Group
      {...leafProps(props)}
      value={typeof props.tree === 'boolean' ? String(props.tree) : standard}
      onChange={(value) => props.put(value === 'true')}
    >
      <div className="rb-asked">
        <Radio value="true" label="Yes" disabled={props.readOnly} />
        <Radio value="false" label="No" disabled={props.readOnly} />
      </div>
    </Radio.Group>
  );
}

export function DateNode(props: NodeProps) {
  return (
    <TextInput
      {...leafProps(props)}
      type="date"
      className="rb-date-input"
      value={typeof props.tree === 'string' ? props.tree : ''}
      autoFocus={props.focus === true}
      onChange={(event) => props.put(event.currentTarget.value)}
    />
  );
}

export function ChoiceNode({ choices, ...props }: NodeProps & { choices: readonly string[] }) {
  return (
    <Select
      {...leafProps(props)}
      data={choices.map((each) => ({ value: each, label: each.replaceAll('_', ' ') }))}
      value={typeof props.tree === 'string' && props.tree !== '' ? props.tree : null}
      placeholder={props.placeholder ?? 'Choose'}
      clearable
      searchable={choices.length > 8}
      clearButtonProps={{ 'aria-label': `Clear ${props.label}` }}
      onChange={(value) => props.put(value ?? '')}
    />
  );
}

/** A titled box around what belongs together, with what is wrong that none of its fields says itself. */
export function Group(
  props: NodeProps & { claimed: readonly string[]; foot?: ReactNode; children: ReactNode },
) {
  const { label, description, quiet, path, issues, claimed } = props;
  const own = issues.filter(
    (each) => isAt(each.path, path) && !claimed.some((child) => isAt(each.path, child)),
  );
  return (
    <div role="group" aria-label={label} className={quiet === true ? 'rb-nest-quiet' : 'rb-nest'}>
      {quiet !== true && (
        <div>
          <Text size="sm" fw={540}>
            {label}
          </Text>
          {description !== undefined && description !== '' && (
            <Text size="xs" c="dimmed">
              <Ticks text={description} />
            </Text>
          )}
        </div>
      )}
      {props.children}
      {own.map((issue) => (
        <Text key={issue.path + issue.message} size="xs" className="rb-nest-issue">
          {issue.path === path ? '' : `${issue.path.slice(path.length + 1)}: `}
          {issue.message}
        </Text>
      ))}
      {props.foot}
    </div>
  );
}

export function Row(props: {
  remove: string;
  readOnly: boolean;
  /** It stays; only what is in it can be changed. */
  fixed?: boolean;
  onRemove: () => void;
  onPasteLines?: ((lines: readonly string[]) => void) | undefined;
  children: ReactNode;
}) {
  const { onPasteLines } = props;
  return (
    <div
      className="rb-nest-row"
      onPaste={(event) => {
        if (onPasteLines === undefined || props.readOnly) return;
        const lines = event.clipboardData
          .getData('text')
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter((line) => line !== '');
        if (lines.length < 2) return;
        event.preventDefault();
        onPasteLines(lines);
      }}
    >
      <div>{props.children}</div>
      {!props.readOnly && props.fixed !== true && (
        <ActionIcon size="lg" aria-label={props.remove} onClick={props.onRemove}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

export function AddButton({ name, hint, onClick }: { name: string; hint: string; onClick: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="light"
      className="rb-nest-add"
      leftSection={<IconPlus size={14} aria-hidden />}
      aria-label={`${name} (${hint})`}
      onClick={onClick}
    >
      {name}
    </Button>
  );
}

function isAt(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`);
}
