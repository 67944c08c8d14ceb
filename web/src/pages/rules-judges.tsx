/** Who judges beside the rulebook: a policy engine with a say, and policies of one's own that can only hold back. */
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { patch } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { PolicyView } from '../api/types.ts';
import { present, secretsIn } from '../lib/policy-settings.ts';
import { useMay } from '../lib/session.tsx';
import type { FieldIssue } from '../lib/setting-tree.ts';
import { readDraft, type SettingsDraft } from '../lib/setting-values.ts';
import { useAction } from '../ui/mutate.ts';
import { Section } from '../ui/page.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { OwnPolicies } from './rules-own.tsx';
import { SettingsForm } from './source-settings.tsx';

const INSTALLATION = 'installation';
const NATIVE = 'native';

export function RulesJudges() {
  const query = useQuery(queries.policy());
  return (
    <Loaded query={query} loading={<CardLoading height={320} />}>
      {(view) => (
        <div className="rb-stack">
          {/* Another setting is another form: what was typed belongs to the one before. */}
          <EngineSection key={JSON.stringify(view.engine)} view={view} />
          <OwnPolicies view={view} />
        </div>
      )}
    </Loaded>
  );
}

function EngineSection({ view }: { view: PolicyView }) {
  const mayOwn = useMay('own');
  const [use, setUse] = useState(view.engine?.use ?? INSTALLATION);
  const [role, setRole] = useState<'second-opinion' | 'decider'>(view.engine?.role ?? 'second-opinion');
  const [draft, setDraft] = useState<SettingsDraft>({});
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const engine = view.engines.find(({ id }) => id === use);
  const stored = view.engine?.use === use ? view.engine.settings : {};
  const save = useAction({
    run: (change: object) => patch('/policy', change),
    done: () => say('Saved. It holds from the next action on.'),
  });
  const submit = () => {
    if (use === INSTALLATION) {
      save.mutate({ engine: null });
      return;
    }
    const read = readDraft(engine?.settings ?? [], draft);
    setIssues(read.issues);
    if (read.issues.length > 0) return;
    save.mutate({ engine: { use, role, settings: present({ ...stored, ...read.settings }) } });
  };
  const inherited = view.installation.engine;
  return (
    <Section title="Policy engine">
      <Stack gap="md">
        <Text size="sm">
          The rulebook always judges. An engine can judge beside it: as a second opinion, what it judges
          otherwise goes to counsel; as decider, its word counts where it is stricter. It gets the facts that
          the rules ask for, never a name, a number or a text. When it cannot be asked, a person decides.
        </Text>
        <Select
          label="Engine"
          data={[
            {
              value: INSTALLATION,
              label:
                inherited === null
                  ? 'As the installation says: the rulebook alone'
                  : `As the installation says: ${inherited.name}, ${inherited.role}`,
            },
            { value: NATIVE, label: 'The rulebook alone' },
            ...view.engines.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={use}
          allowDeselect={false}
          disabled={!mayOwn}
          onChange={(value) => {
            setUse(value ?? INSTALLATION);
            setDraft({});
            setIssues([]);
          }}
        />
        {engine !== undefined && (
          <>
            <Select
              label="Its role"
              data={[
                { value: 'second-opinion', label: 'Second opinion' },
                { value: 'decider', label: 'Decider' },
              ]}
              value={role}
              allowDeselect={false}
              disabled={!mayOwn}
              onChange={(value) => setRole(value === 'decider' ? 'decider' : 'second-opinion')}
            />
            <SettingsForm
              fields={engine.settings}
              values={stored}
              secretsSet={secretsIn(stored)}
              draft={draft}
              change={setDraft}
              issues={issues}
              readOnly={!mayOwn}
            />
          </>
        )}
        <Text size="sm" className="rb-dim">
          An engine must hold the rules of version {view.rules}; <code>ringback policy export</code> writes
          them.
        </Text>
        {mayOwn && (
          <Group>
            <Button onClick={submit} loading={save.isPending}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}
