/** The settings of a source, one field per setting of its connector. Secrets go in and never come out again. */
import { Button, Input, PasswordInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useState } from 'react';
import type { SettingField } from '../api/types.ts';
import type { FieldIssue } from '../lib/setting-tree.ts';
import { labelOf, randomSecret, showValue, type SettingsDraft } from '../lib/setting-values.ts';
import { without } from '../lib/without.ts';
import { Pill } from '../ui/pill.tsx';
import { Ticks } from '../ui/ticks.tsx';
import { NestedSetting } from './setting-nested.tsx';

interface FormProps {
  readonly fields: readonly SettingField[];
  /** As stored, without secrets. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly secretsSet: readonly string[];
  readonly draft: SettingsDraft;
  readonly change: (draft: SettingsDraft) => void;
  readonly issues: readonly FieldIssue[];
  readonly readOnly: boolean;
}

export function SettingsForm(props: FormProps) {
  // What deliveries are checked with first; the rest as the connector lists it.
  const sorted = [...props.fields].sort((a, b) => Number(b.authenticates) - Number(a.authenticates));
  return (
    <Stack gap="md">
      {sorted.map((field) => (
        <Field key={field.name} field={field} {...props} />
      ))}
      {sorted.length === 0 && <Text size="sm">This product needs no settings.</Text>}
    </Stack>
  );
}

function Field({
  field,
  values,
  secretsSet,
  draft,
  change,
  issues,
  readOnly,
}: FormProps & { field: SettingField }) {
  const issue = issues.find(
    (each) => each.path === `settings.${field.name}` || each.path.startsWith(`settings.${field.name}.`),
  );
  const typed = draft[field.name];
  const put = (value: string | boolean | null) => change({ ...draft, [field.name]: value });
  const common = {
    label: labelOf(field.name),
    error: issue?.message,
    disabled: readOnly,
  };
  const text = typeof typed === 'string' ? typed : typed === null ? '' : showValue(values[field.name]);
  switch (field.kind) {
    case 'secret':
      return (
        <SecretField
          field={field}
          label={common.label}
          error={issue?.message}
          readOnly={readOnly}
          isSet={secretsSet.includes(field.name)}
          typed={typeof typed === 'string' || typed === null ? typed : undefined}
          put={(value) => (value === undefined ? change(without(draft, field.name)) : put(value))}
        />
      );
    case 'switch':
      return (
        <Switch
          {...common}
          description={<Ticks text={field.description} />}
          checked={
            typeof typed === 'boolean'
              ? typed
              : values[field.name] === undefined
                ? field.default === true
                : values[field.name] === true
          }
          onChange={(event) => put(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          description={<Ticks text={field.description} />}
          data={field.choices}
          value={text === '' ? null : text}
          placeholder={standard(field)}
          clearable
          clearButtonProps={{ 'aria-label': `Clear ${common.label}` }}
          onChange={(value) => put(value)}
        />
      );
    case 'list':
    case 'table':
    case 'json':
      return (
        <NestedSetting
          field={field}
          stored={values[field.name]}
          draft={typeof typed === 'object' && typed !== null ? typed : undefined}
          put={(value) =>
            change(value === undefined ? without(draft, field.name) : { ...draft, [field.name]: value })
          }
          issues={issues}
          readOnly={readOnly}
        />
      );
    case 'number':
    case 'text':
      return (
        <TextInput
          {...common}
          description={<Ticks text={describe(field)} />}
          inputMode={field.kind === 'number' ? 'numeric' : 'text'}
          value={text}
          placeholder={standard(field)}
          onChange={(event) => put(event.currentTarget.value)}
        />
      );
  }
}

function SecretField(props: {
  field: SettingField;
  label: string;
  error: string | undefined;
  readOnly: boolean;
  isSet: boolean;
  typed: string | null | undefined;
  put: (value: string | null | undefined) => void;
}) {
  const { field, label, isSet, typed, put, readOnly } = props;
  const [shown, setShown] = useState(false);
  const description = field.authenticates
    ? `${field.description}. Deliveries are checked with it; without it every one is refused.`
    : field.description;
  if (isSet && typeof typed !== 'string')
    return (
      <Input.Wrapper
        label={label}
        labelElement="div"
        description={<Ticks text={description} />}
        error={props.error}
      >
        <div className="rb-secret-set">
          {typed === null ? (
            <Pill tone="warning" label="Will be removed when you save" />
          ) : (
            <Pill tone="good" label="Set, and never shown again" />
          )}
          {!readOnly && typed === undefined && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Replace ${label}`}
                onClick={() => put('')}
              >
                Replace
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                color="brick"
                aria-label={`Remove ${label}`}
                onClick={() => put(null)}
              >
                Remove
              </Button>
            </>
          )}
          {!readOnly && typed === null && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Keep ${label}`}
              onClick={() => put(undefined)}
            >
              Keep it
            </Button>
          )}
        </div>
      </Input.Wrapper>
    );
  return (
    <div>
      <div className="rb-secret">
        <PasswordInput
          label={label}
          description={<Ticks text={description} />}
          error={props.error}
          disabled={readOnly}
          visible={shown}
          onVisibilityChange={setShown}
          visibilityToggleButtonProps={{ 'aria-label': `Show ${label}` }}
          autoComplete="off"
          autoFocus={isSet}
          value={typeof typed === 'string' ? typed : ''}
          placeholder={isSet ? 'The new one. The old one holds until you save' : 'Not set'}
          onChange={(event) => put(event.currentTarget.value)}
        />
        {!readOnly && isOwn(field) && (
          <Button
            variant="default"
            leftSection={<IconDice5 size={16} aria-hidden />}
            onClick={() => {
              put(randomSecret());
              setShown(true);
            }}
          >
            Make one
          </Button>
        )}
      </div>
      {isSet && !readOnly && (
        <Button
          mt={6}
          size="compact-sm"
          variant="subtle"
          aria-label={`Keep the old ${label}`}
          onClick={() => {
            setShown(false);
            put(undefined);
          }}
        >
          Keep the old one
        </Button>
      )}
    </div>
  );
}

/** Secrets that the operator invents, rather than copies from the vendor. */
function isOwn(field: SettingField): boolean {
  return field.authenticates && /random|of your own/i.test(field.description);
}

function describe(field: SettingField): string {
  const range =
    field.minimum !== null && field.maximum !== null && field.maximum < Number.MAX_SAFE_INTEGER
      ? `From ${field.minimum} to ${field.maximum.toLocaleString('en-US')}.`
      : '';
  return [field.description, range].filter((each) => each !== '').join('. ');
}

/** What holds when the field is left empty. */
function standard(field: SettingField): string {
  const shown = showValue(field.default);
  return shown === '' || shown === '{}' || shown === '[]' ? '' : shown;
}
