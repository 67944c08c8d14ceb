/** The settings of a source, one field per setting of its connector. Secrets go in and never come out again. */
import { Button, PasswordInput, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useState } from 'react';
import type { SettingField } from '../api/types.ts';
import { randomSecret, showValue, type FieldIssue, type SettingsDraft } from '../lib/setting-values.ts';
import { Ticks } from '../ui/ticks.tsx';

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
  const text = typeof typed === 'string' ? typed : typed === null ? '' : showValue(field, values[field.name]);
  switch (field.kind) {
    case 'secret':
      return (
        <SecretField
          field={field}
          label={common.label}
          error={issue?.message}
          readOnly={readOnly}
          isSet={secretsSet.includes(field.name)}
          typed={typed}
          put={put}
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
        <Textarea
          {...common}
          description={
            <Ticks text={[field.description, HOW[field.kind]].filter((each) => each !== '').join('. ')} />
          }
          autosize
          minRows={2}
          maxRows={12}
          value={text}
          placeholder={standard(field)}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          onChange={(event) => put(event.currentTarget.value)}
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

const HOW = {
  list: 'One per line.',
  table: 'One per line: name = value.',
  json: 'As JSON.',
} as const;

function SecretField(props: {
  field: SettingField;
  label: string;
  error: string | undefined;
  readOnly: boolean;
  isSet: boolean;
  typed: string | boolean | null | undefined;
  put: (value: string | null) => void;
}) {
  const { field, isSet, typed, put } = props;
  const [shown, setShown] = useState(false);
  const removed = typed === null;
  return (
    <div>
      <div className="rb-secret">
        <PasswordInput
          label={props.label}
          description={
            <Ticks
              text={
                field.authenticates
                  ? `${field.description}. Deliveries are checked with it; without it every one is refused.`
                  : field.description
              }
            />
          }
          error={props.error}
          disabled={props.readOnly}
          visible={shown}
          onVisibilityChange={setShown}
          visibilityToggleButtonProps={{ 'aria-label': `Show ${props.label}` }}
          autoComplete="off"
          value={typeof typed === 'string' ? typed : ''}
          placeholder={removed ? 'Will be removed' : isSet ? 'Set. Leave empty to keep it' : 'Not set'}
          onChange={(event) => put(event.currentTarget.value)}
        />
        {!props.readOnly && isOwn(field) && (
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
      {isSet && !props.readOnly && !removed && (typed === undefined || typed === '') && (
        <Button mt={6} size="compact-xs" variant="subtle" color="brick" onClick={() => put(null)}>
          Remove {props.label}
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
  const shown = showValue(field, field.default);
  return shown === '' || shown === '{}' || shown === '[]' ? '' : shown;
}

/** `signingKey` -> "Signing key"; the name itself stands in the docs and in ringback.yaml. */
function labelOf(name: string): string {
  const text = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return capital.replaceAll(/\b(api|id|url|sip|sms|iam)\b/gi, (word) => word.toUpperCase());
}
