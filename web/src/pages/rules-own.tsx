/** The operator's own policies: what is set up, and a form for another one. They are tried out before they are kept. */
import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { patch } from '../api/client.ts';
import type { PolicyView } from '../api/types.ts';
import { present } from '../lib/policy-settings.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { readDraft, type SettingsDraft } from '../lib/setting-values.ts';
import { useAction } from '../ui/mutate.ts';
import { Section } from '../ui/page.tsx';
import { say } from '../ui/toast.tsx';
import { SettingsForm } from './source-settings.tsx';

type Own = PolicyView['own'][number];

const EXAMPLE = `@because("We do not nudge people who never bought from us.")
forbid (principal, action == Ringback::Action::"sms.nudge", resource)
unless { context.facts has "recipient.lastTransactionDaysAgo" };`;

export function OwnPolicies({ view }: { view: PolicyView }) {
  const mayOwn = useMay('own');
  const [adding, setAdding] = useState(false);
  const save = useAction({
    run: (own: readonly Own[]) => patch('/policy', { own }),
    done: () => {
      setAdding(false);
      say('Saved. It holds from the next action on.');
    },
  });
  return (
    <Section title="Policies of your own">
      <Stack gap="md">
        <Text size="sm">
          They are evaluated beside the rulebook and can only hold back: deny, ask counsel, or wait. What they
          permit changes nothing, and one that cannot be evaluated goes to counsel.
        </Text>
        <ul className="rb-list">
          {view.installation.own.map(({ id, title, engine }) => (
            <li key={id} className="rb-own-policy">
              <strong>{title}</strong> <span className="rb-dim">operator:{id}</span>
              <div className="rb-dim">{engine} · set up for the whole installation</div>
            </li>
          ))}
          {view.own.map((one) => (
            <li key={one.id} className="rb-own-policy">
              <Group justify="space-between" wrap="nowrap">
                <div>
                  <strong>{one.title ?? one.id}</strong> <span className="rb-dim">operator:{one.id}</span>
                  <div className="rb-dim">
                    {view.engines.find(({ id }) => id === one.use)?.name ?? one.use} · by {one.author}
                    {one.expires === undefined ? '' : ` · until ${one.expires}`}
                  </div>
                </div>
                {mayOwn && (
                  <Button
                    variant="subtle"
                    color="gray"
                    onClick={() => save.mutate(view.own.filter(({ id }) => id !== one.id))}
                  >
                    Take out
                  </Button>
                )}
              </Group>
              {typeof one.settings['text'] === 'string' && (
                <pre className="rb-own-text">{one.settings['text']}</pre>
              )}
            </li>
          ))}
          {view.relaxed.map(({ rule, author, reason, expires }) => (
            <li key={rule} className="rb-own-policy">
              <strong>Relaxed: {rule}</strong> <span className="rb-dim">product policy, no law</span>
              <div className="rb-dim">
                {reason} · by {author} · until {expires} · changed in the configuration
              </div>
            </li>
          ))}
        </ul>
        {mayOwn && !adding && (
          <Group>
            <Button variant="default" onClick={() => setAdding(true)}>
              Add a policy
            </Button>
          </Group>
        )}
        {adding && (
          <NewPolicy
            view={view}
            pending={save.isPending}
            add={(one) => save.mutate([...view.own, one])}
            cancel={() => setAdding(false)}
          />
        )}
      </Stack>
    </Section>
  );
}

function NewPolicy(props: {
  readonly view: PolicyView;
  readonly pending: boolean;
  readonly add: (one: Own) => void;
  readonly cancel: () => void;
}) {
  const able = props.view.engines.filter(({ own }) => own !== null);
  const author = useSession().account.name;
  const [use, setUse] = useState(able.some(({ id }) => id === 'cedar') ? 'cedar' : (able[0]?.id ?? ''));
  const [id, setId] = useState('');
  const [title, setTitle] = useState('');
  const [text, setText] = useState(EXAMPLE);
  const [draft, setDraft] = useState<SettingsDraft>({});
  const fields = able.find((each) => each.id === use)?.own ?? [];
  const inText = fields.some(({ name }) => name === 'text');
  const read = readDraft(fields, draft);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (read.issues.length > 0) return;
        const settings = present({ ...read.settings, ...(inText && { text }) });
        props.add({ id, ...(title.length > 2 && { title }), use, author, settings });
      }}
    >
      <Stack gap="md">
        <Select
          label="Written in"
          data={able.map((each) => ({ value: each.id, label: each.name }))}
          value={use}
          allowDeselect={false}
          onChange={(value) => setUse(value ?? use)}
        />
        <TextInput
          label="Name"
          description="Small letters, digits and hyphens. Among the findings it is operator:name."
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
          required
        />
        <TextInput label="Title" value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        {inText ? (
          <Textarea
            label="Policy"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={6}
            classNames={{ input: 'rb-code-input' }}
            spellCheck={false}
            required
          />
        ) : (
          <SettingsForm
            fields={fields}
            values={{}}
            secretsSet={[]}
            draft={draft}
            change={setDraft}
            issues={read.issues}
            readOnly={false}
          />
        )}
        <Group>
          <Button type="submit" loading={props.pending}>
            Try it out and keep it
          </Button>
          <Button variant="subtle" color="gray" onClick={props.cancel}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
