/** The whole organisation as one file: edit it here, see what it would change, then apply it. The same as `ringback import`. */
import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { IconDownload, IconFileCheck, IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { ConfigApplied, ConfigChange, ConfigPlan } from '../api/types.ts';
import { useMay } from '../lib/session.tsx';
import { plural, sentence } from '../lib/words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';

export function ConfigurationPage() {
  const query = useQuery(queries.config());
  return (
    <Page
      title="Configuration"
      lead="Everything that is set up, as one ringback.yaml. Secrets show as references and stay as they are."
    >
      <Loaded query={query} loading={<CardLoading height={520} />}>
        {({ yaml }) => <Editor key={yaml} current={yaml} />}
      </Loaded>
    </Page>
  );
}

function Editor({ current }: { current: string }) {
  const mayEdit = useMay('own');
  const [text, setText] = useState(current);
  const [plan, setPlan] = useState<ConfigPlan | null>(null);
  const [asking, setAsking] = useState(false);
  const check = useAction<string, ConfigPlan>({
    run: (yaml) => post('/config/plan', { yaml }),
    done: setPlan,
  });
  const apply = useAction<string, ConfigApplied>({
    run: (yaml) => post('/config/apply', { yaml }),
    done: ({ applied }) => {
      setAsking(false);
      setPlan(null);
      say(applied === 0 ? 'Nothing to change.' : `${plural(applied, 'change')} applied.`);
    },
  });
  const dangers = plan?.changes.filter((change) => change.dangerous) ?? [];
  const ready = plan?.ok === true && plan.changes.length > 0;
  return (
    <div className="rb-split">
      <Section
        title="ringback.yaml"
        aside={
          <Button
            component="a"
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            href={`data:text/yaml;charset=utf-8,${encodeURIComponent(text)}`}
            download="ringback.yaml"
          >
            Download
          </Button>
        }
      >
        <Textarea
          aria-label="The configuration as YAML"
          value={text}
          readOnly={!mayEdit}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPlan(null);
          }}
          // Not measured to fit: with a hundred locations that takes seconds per key.
          rows={28}
          resize="vertical"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        />
        {mayEdit ? (
          <Group mt="md" gap="xs">
            <Button
              leftSection={<IconFileCheck size={16} aria-hidden />}
              loading={check.isPending}
              onClick={() => check.mutate(text)}
            >
              See what it would change
            </Button>
            <Button
              variant="default"
              disabled={text === current}
              onClick={() => {
                setText(current);
                setPlan(null);
              }}
            >
              Back to what is set up
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed" mt="md">
            Only an owner may change it.
          </Text>
        )}
      </Section>
      <Section title="What it would change" padded={false}>
        {plan === null ? (
          <Empty icon={IconFileText} title="Not checked yet" compact>
            Nothing is written before you have seen every change and agreed.
          </Empty>
        ) : (
          <Plan plan={plan} />
        )}
        {ready && (
          <div className="rb-card-body">
            <Button color={dangers.length > 0 ? 'brick' : 'pine'} onClick={() => setAsking(true)}>
              Apply {plural(plan.changes.length, 'change')}
            </Button>
          </div>
        )}
      </Section>
      <Confirm
        opened={asking}
        title="Apply this configuration?"
        yes="Apply"
        danger={dangers.length > 0}
        busy={apply.isPending}
        onYes={() => apply.mutate(text)}
        onClose={() => setAsking(false)}
      >
        {dangers.length === 0
          ? 'The changes take effect at once.'
          : `Look twice: ${dangers.map((change) => change.danger ?? change.text).join(' ')}`}
      </Confirm>
    </div>
  );
}

function Plan({ plan }: { plan: ConfigPlan }) {
  if (!plan.ok) {
    return (
      <Alert
        color="brick"
        variant="light"
        m="md"
        title={`${plural(plan.issues.length, 'problem')} in the file`}
      >
        <ul className="rb-stack" style={{ gap: 8 }}>
          {plan.issues.map((issue) => (
            <li key={issue.path + issue.message}>
              <Text size="sm">
                <b>{issue.path}</b>: {issue.message}
              </Text>
              {issue.remedy !== undefined && (
                <Text size="sm" c="dimmed">
                  {issue.remedy}
                </Text>
              )}
            </li>
          ))}
        </ul>
      </Alert>
    );
  }
  if (plan.changes.length === 0) {
    return (
      <Empty icon={IconFileCheck} title="Nothing to change" compact>
        The file says what is already set up.
      </Empty>
    );
  }
  return (
    <ul className="rb-list">
      {plan.changes.map((change) => (
        <ChangeLine key={change.path + change.text} change={change} />
      ))}
    </ul>
  );
}

function ChangeLine({ change }: { change: ConfigChange }) {
  return (
    <li className="rb-rule">
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm">{change.text}</Text>
        <Pill
          tone={change.dangerous ? 'bad' : change.action === 'remove' ? 'warning' : 'neutral'}
          label={sentence(change.action)}
        />
      </Group>
      {change.danger !== undefined && (
        <Text size="sm" c="dimmed">
          {change.danger}
        </Text>
      )}
    </li>
  );
}
