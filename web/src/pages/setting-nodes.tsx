/** The form of a nested setting, drawn from its shape: fields, lists, names with values, and choices between shapes. */
import { Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { SettingPart, SettingShape } from '../api/types.ts';
import { blank, opened, type Tree } from '../lib/setting-tree.ts';
import { labelOf, showValue } from '../lib/setting-values.ts';
import { without } from '../lib/without.ts';
import {
  AddButton,
  AskedNode,
  ChoiceNode,
  DateNode,
  Group,
  JsonNode,
  Row,
  SwitchNode,
  TextNode,
  type NodeProps,
} from './setting-boxes.tsx';

export function Node({ shape, ...props }: NodeProps & { shape: SettingShape }) {
  switch (shape.kind) {
    case 'switch':
      return shape.asked === true ? <AskedNode {...props} /> : <SwitchNode {...props} />;
    case 'date':
      return <DateNode {...props} />;
    case 'choice':
      return <ChoiceNode {...props} choices={shape.choices} />;
    case 'json':
      return <JsonNode {...props} />;
    case 'text':
    case 'word':
    case 'number':
      return <TextNode {...props} numeric={shape.kind === 'number'} />;
    case 'texts':
      return <ListNode {...props} of={{ kind: 'text' }} />;
    case 'list':
      return <ListNode {...props} of={shape.of} />;
    case 'map':
      return <MapNode {...props} of={shape.of} names={shape.names} />;
    case 'object':
      return <ObjectNode {...props} fields={shape.fields} shownWhole={shape.whole === true} />;
    case 'one-of':
      return <OptionNode {...props} options={shape.options} />;
  }
}

function ListNode({ of, ...props }: NodeProps & { of: SettingShape }) {
  const { label, path, readOnly, put } = props;
  const [fresh, setFresh] = useState<number | null>(props.focus === true ? 0 : null);
  const items = typeof props.tree === 'object' && props.tree && 'items' in props.tree ? props.tree.items : [];
  // One text alone travels without its list, so what is wrong with it is told of the whole.
  const issues =
    items.length === 1
      ? props.issues.map((each) => (each.path === path ? { ...each, path: `${path}.0` } : each))
      : props.issues;
  const add = (more: readonly Tree[]) => {
    setFresh(items.length);
    put({ items: [...items, ...more] });
  };
  return (
    <Group
      {...props}
      issues={issues}
      claimed={items.map((_, index) => `${path}.${index}`)}
      foot={
        !readOnly && (
          <AddButton
            name={items.length === 0 ? `Add to ${label.toLowerCase()}` : 'Add another'}
            hint={label}
            onClick={() => add([of.kind === 'object' ? blank(of) : opened(of)])}
          />
        )
      }
    >
      {items.map((item, index) => (
        <Row
          key={index}
          remove={`Remove ${label} ${index + 1}`}
          readOnly={readOnly}
          fixed={props.removable === true && items.length === 1}
          onRemove={() => {
            setFresh(null);
            put({ items: items.filter((_, at) => at !== index) });
          }}
          onPasteLines={
            of.kind === 'text' || of.kind === 'word'
              ? (lines) => put({ items: [...items.slice(0, index), ...lines, ...items.slice(index + 1)] })
              : undefined
          }
        >
          <Node
            shape={of}
            tree={item}
            put={(next) => put({ items: items.map((each, at) => (at === index ? next : each)) })}
            path={`${path}.${index}`}
            label={`${label} ${index + 1}`}
            quiet
            issues={issues}
            readOnly={readOnly}
            focus={fresh === index}
          />
        </Row>
      ))}
    </Group>
  );
}

function MapNode(props: NodeProps & { of: SettingShape; names: readonly string[] | null }) {
  const { of, names, label, path, issues, readOnly, put } = props;
  const [fresh, setFresh] = useState<number | null>(props.focus === true ? 0 : null);
  const entries =
    typeof props.tree === 'object' && props.tree && 'entries' in props.tree ? props.tree.entries : [];
  const set = (index: number, change: Partial<(typeof entries)[number]>) =>
    put({ entries: entries.map((each, at) => (at === index ? { ...each, ...change } : each)) });
  const free = names?.filter((name) => entries.every((each) => each.name !== name)) ?? null;
  return (
    <Group
      {...props}
      claimed={entries.flatMap((each, index) => [
        `${path}.#${index}`,
        ...(each.name.trim() === '' ? [] : [`${path}.${each.name.trim()}`]),
      ])}
      foot={
        !readOnly &&
        (free === null || free.length > 0) && (
          <AddButton
            name={entries.length === 0 ? `Add to ${label.toLowerCase()}` : 'Add another'}
            hint={label}
            onClick={() => {
              setFresh(entries.length);
              put({ entries: [...entries, { name: '', value: of.kind === 'switch' ? true : blank(of) }] });
            }}
          />
        )
      }
    >
      {entries.map((entry, index) => {
        const error = issues.find((each) => each.path === `${path}.#${index}`)?.message;
        return (
          <Row
            key={index}
            remove={`Remove ${entry.name === '' ? `${label} ${index + 1}` : entry.name}`}
            readOnly={readOnly}
            fixed={props.removable === true && entries.length === 1}
            onRemove={() => {
              setFresh(null);
              put({ entries: entries.filter((_, at) => at !== index) });
            }}
          >
            <div className="rb-pair">
              {free === null ? (
                <TextInput
                  aria-label={`${label}: name ${index + 1}`}
                  placeholder="Name"
                  error={error}
                  disabled={readOnly}
                  autoFocus={fresh === index}
                  value={entry.name}
                  onChange={(event) => set(index, { name: event.currentTarget.value })}
                />
              ) : (
                <Select
                  aria-label={`${label}: name ${index + 1}`}
                  placeholder="Name"
                  error={error}
                  disabled={readOnly}
                  searchable
                  data={[...(entry.name === '' ? [] : [entry.name]), ...free].map((name) => ({
                    value: name,
                    label: labelOf(name),
                  }))}
                  value={entry.name === '' ? null : entry.name}
                  onChange={(name) => set(index, { name: name ?? '' })}
                />
              )}
              <Node
                shape={of}
                tree={entry.value}
                put={(value) => set(index, { value })}
                path={`${path}.${entry.name.trim()}`}
                label={`${label}: value of ${entry.name === '' ? `row ${index + 1}` : entry.name}`}
                quiet
                placeholder="Value"
                issues={entry.name.trim() === '' ? [] : issues}
                readOnly={readOnly}
              />
            </div>
          </Row>
        );
      })}
    </Group>
  );
}

/** Objects of up to this many fields are shown whole; larger ones grow by what is added. */
const SHOWN_WHOLE = 4;

function ObjectNode({
  fields,
  shownWhole,
  ...props
}: NodeProps & { fields: readonly SettingPart[]; shownWhole: boolean }) {
  const { path, issues, readOnly, put, label } = props;
  const parts = typeof props.tree === 'object' && props.tree && 'parts' in props.tree ? props.tree.parts : {};
  const whole = shownWhole || fields.length <= SHOWN_WHOLE;
  const shown = fields.filter((field) => whole || field.required || parts[field.name] !== undefined);
  const rest = fields.filter((field) => !shown.includes(field));
  const [fresh, setFresh] = useState<string | null>(null);
  return (
    <Group
      {...props}
      claimed={shown.map((field) => `${path}.${field.name}`)}
      foot={
        !readOnly &&
        rest.length > 0 && (
          <Select
            className="rb-add-field"
            aria-label={`Add a field to ${label}`}
            placeholder={shown.length === 0 ? 'Add a field' : 'Add another field'}
            leftSection={<IconPlus size={15} aria-hidden />}
            searchable
            value={null}
            data={rest.map((field) => ({ value: field.name, label: labelOf(field.name) }))}
            nothingFoundMessage="No such field"
            onChange={(name) => {
              const field = rest.find((each) => each.name === name);
              if (field === undefined) return;
              setFresh(field.name);
              put({ parts: { ...parts, [field.name]: opened(field.shape) } });
            }}
          />
        )
      }
    >
      {shown.map((field) => (
        <Row
          key={field.name}
          remove={`Remove ${labelOf(field.name)}`}
          readOnly={readOnly}
          fixed={whole || field.required}
          onRemove={() => put({ parts: without(parts, field.name) })}
        >
          <Node
            shape={field.shape}
            tree={parts[field.name] ?? blank(field.shape)}
            put={(next) => put({ parts: { ...parts, [field.name]: next } })}
            path={`${path}.${field.name}`}
            label={labelOf(field.name)}
            description={field.description}
            placeholder={showValue(field.default)}
            issues={issues}
            readOnly={readOnly}
            focus={fresh === field.name}
            removable={!whole && !field.required}
          />
        </Row>
      ))}
    </Group>
  );
}

function OptionNode({
  options,
  ...props
}: NodeProps & { options: readonly { readonly label: string; readonly shape: SettingShape }[] }) {
  const { tree, put, label } = props;
  const chosen = typeof tree === 'object' && tree && 'option' in tree ? tree : null;
  const shape = chosen === null ? undefined : options[chosen.option]?.shape;
  // A wrapper of one list (`any`, `all`) needs no heading of its own.
  return (
    <Group {...props} claimed={[props.path]}>
      <Select
        aria-label={`${label}: kind`}
        placeholder="Not set"
        disabled={props.readOnly}
        data={options.map((each, index) => ({ value: String(index), label: each.label }))}
        value={chosen === null ? null : String(chosen.option)}
        clearable
        clearButtonProps={{ 'aria-label': `Clear ${label}` }}
        onChange={(value) => {
          const option = options[Number(value)];
          put(
            value === null || option === undefined
              ? null
              : { option: Number(value), value: startOf(option.shape) },
          );
        }}
      />
      {chosen !== null && shape !== undefined && (
        <Node
          {...props}
          shape={shape}
          tree={chosen.value}
          put={(value) => put({ option: chosen.option, value })}
          quiet
          description=""
          removable={false}
        />
      )}
    </Group>
  );
}

/** `any` begins with one empty test, so that nobody faces an empty box. */
function startOf(shape: SettingShape): Tree {
  if (shape.kind !== 'object') return blank(shape);
  return {
    parts: Object.fromEntries(
      shape.fields.filter((field) => field.required).map((field) => [field.name, opened(field.shape)]),
    ),
  };
}
