/**
 * The settings of a location as one draft: every section edits it, one bar saves it. When someone else saved meanwhile
 * the server refuses, and the draft stays on the screen until the person decides.
 */
import { Alert, Button, Group, Tabs, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, patch } from '../api/client.ts';
import type { LocationConfig, LocationDetail, LocationUpdate } from '../api/types.ts';
import { useMay } from '../lib/session.tsx';
import { useAction } from '../ui/mutate.ts';
import { Problem } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { EscalationEditor, NoticeEditor, SenderFacts } from './settings-contacts.tsx';
import { HoursEditor } from './settings-hours.tsx';
import { ServicesEditor } from './settings-services.tsx';
import { TextbackEditor } from './settings-textback.tsx';

const SECTIONS = [
  'textback',
  'hours',
  'exceptions',
  'services',
  'greetingNotice',
  'escalation',
  'thresholds',
] as const;
type SectionName = (typeof SECTIONS)[number];
export type SettingsTab = 'textback' | 'hours' | 'services' | 'notice' | 'escalation';
export type Draft = Pick<LocationConfig, SectionName>;
export interface EditorProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly detail: LocationDetail;
  readonly readOnly: boolean;
}

export function LocationSettings({
  detail,
  tab,
  setTab,
}: {
  detail: LocationDetail;
  tab: SettingsTab;
  setTab: (tab: SettingsTab) => void;
}) {
  const mayOwn = useMay('own');
  const [base, setBase] = useState(() => ({ version: detail.version, config: detail.config }));
  const [draft, setDraft] = useState<Draft>(() => draftOf(detail.config));
  const [problem, setProblem] = useState<ApiError | null>(null);
  const changed = SECTIONS.filter(
    (name) => JSON.stringify(draft[name]) !== JSON.stringify(draftOf(base.config)[name]),
  );
  const dirty = changed.length > 0;

  // News from the server replaces an untouched form; a touched one is never overwritten.
  if (detail.version !== base.version && !dirty) {
    setBase({ version: detail.version, config: detail.config });
    setDraft(draftOf(detail.config));
  }
  const stale = dirty && detail.version !== base.version;

  const save = useAction({
    run: (version: number) => {
      const changes: LocationUpdate['changes'] = Object.fromEntries(
        changed.map((name) => [name, draft[name] ?? null]),
      );
      return patch<LocationDetail>(`/locations/${detail.location.key}`, {
        version,
        changes,
      } satisfies LocationUpdate);
    },
    done: (saved) => {
      setBase({ version: saved.version, config: saved.config });
      setDraft(draftOf(saved.config));
      setProblem(null);
      say('Settings saved. They hold from the next call on.');
    },
    refused: (error) => {
      if (!(error instanceof ApiError)) return false;
      setProblem(error);
      return true;
    },
  });
  useBlocker({
    shouldBlockFn: () => dirty && !window.confirm('Leave without saving the settings?'),
    enableBeforeUnload: dirty,
  });
  const discard = () => {
    setBase({ version: detail.version, config: detail.config });
    setDraft(draftOf(detail.config));
    setProblem(null);
  };
  const props: EditorProps = {
    draft,
    change: (part) => setDraft({ ...draft, ...part }),
    detail,
    readOnly: !mayOwn,
  };

  return (
    <div id="location-settings">
      <Tabs
        value={tab}
        onChange={(value) => setTab((value ?? 'textback') as SettingsTab)}
        keepMounted={false}
        variant="default"
        className="rb-settings-tabs"
      >
        <Tabs.List aria-label="Settings">
          <Tabs.Tab value="textback">Text-back</Tabs.Tab>
          <Tabs.Tab value="hours">Hours</Tabs.Tab>
          <Tabs.Tab value="services">Services</Tabs.Tab>
          <Tabs.Tab value="notice">Notice and sender</Tabs.Tab>
          <Tabs.Tab value="escalation">Escalation</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="textback" pt="md">
          <TextbackEditor {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="hours" pt="md">
          <HoursEditor {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="services" pt="md">
          <ServicesEditor {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="notice" pt="md">
          <div className="rb-two">
            <NoticeEditor {...props} />
            <SenderFacts detail={detail} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="escalation" pt="md">
          <EscalationEditor {...props} />
        </Tabs.Panel>
      </Tabs>
      {problem !== null && (
        <div style={{ marginTop: 16 }}>
          <Problem error={problem} />
        </div>
      )}
      {stale && (
        <Alert color="apricot" mt="md" title="Someone else saved these settings meanwhile">
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={discard}>
              Show theirs, drop mine
            </Button>
            <Button size="xs" variant="light" onClick={() => save.mutate(detail.version)}>
              Save mine over theirs
            </Button>
          </Group>
        </Alert>
      )}
      {dirty && (
        <div className="rb-savebar" role="region" aria-label="Unsaved settings">
          <Text size="sm">Unsaved changes: {changed.map((name) => NAMES[name]).join(', ')}</Text>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" onClick={discard}>
              Discard
            </Button>
            <Button loading={save.isPending} disabled={stale} onClick={() => save.mutate(base.version)}>
              Save
            </Button>
          </Group>
        </div>
      )}
    </div>
  );
}

const NAMES: Readonly<Record<SectionName, string>> = {
  textback: 'text-back',
  hours: 'hours',
  exceptions: 'special days',
  services: 'services',
  greetingNotice: 'notice',
  escalation: 'escalation',
  thresholds: 'thresholds',
};

function draftOf(config: LocationConfig): Draft {
  return {
    textback: config.textback,
    hours: config.hours,
    exceptions: config.exceptions,
    services: config.services,
    greetingNotice: config.greetingNotice,
    escalation: config.escalation,
    thresholds: config.thresholds,
  };
}
