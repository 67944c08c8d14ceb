/** Connecting one phone product: its address first, because vendors try it while you set them up. */
import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowLeft, IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { SourceCreate, SurfaceShape } from '../api/types.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { goToFirstProblem } from '../lib/first-problem.ts';
import type { FieldIssue } from '../lib/setting-tree.ts';
import { readDraft, stillWrong, type SettingsDraft } from '../lib/setting-values.ts';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { About, Steps } from './source-parts.tsx';
import { SettingsForm } from './source-settings.tsx';

const route = getRouteApi('/app/sources/connect/$surface');

export function ConnectPage() {
  const { surface: id } = route.useParams();
  const query = useQuery(queries.surface(id));
  const sources = useQuery(queries.sources());
  const missing = query.error instanceof ApiError && query.error.code === 'not-found';
  return (
    <Page
      title={query.data === undefined ? 'Connect' : `Connect ${query.data.surface.name}`}
      before={<BackToSources />}
      wide
      lead="Save it first, then set up the vendor: many vendors try the address at once."
    >
      {missing ? (
        <Empty icon={IconPlugConnected} title="There is no such product">
          <Link to="/sources" className="rb-link">
            See all products
          </Link>
        </Empty>
      ) : (
        <Loaded query={query} loading={<CardLoading height={480} />}>
          {({ surface, publicUrl }) =>
            sources.data === undefined ? (
              <Loaded query={sources} loading={<CardLoading height={480} />}>
                {() => null}
              </Loaded>
            ) : (
              <Connect
                key={surface.id}
                surface={surface}
                publicUrl={publicUrl}
                taken={sources.data.items.map((each) => each.key)}
              />
            )
          }
        </Loaded>
      )}
    </Page>
  );
}

export function BackToSources() {
  return (
    <Link to="/sources" className="rb-link rb-small rb-back">
      <IconArrowLeft size={15} aria-hidden /> Sources
    </Link>
  );
}

function Connect(props: { surface: SurfaceShape; publicUrl: string | null; taken: readonly string[] }) {
  const { surface, publicUrl } = props;
  const mayOwn = useMay('own');
  const session = useSession();
  const navigate = route.useNavigate();
  const [key, setKey] = useState(() => freeKey(`${session.tenant.key}-${surface.id}`, props.taken));
  const [name, setName] = useState('');
  const [location, setLocation] = useState<string | null>(null);
  const [draft, setDraft] = useState<SettingsDraft>({});
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const save = useAction({
    run: (body: SourceCreate) => post('/sources', body),
    done: () => {
      say(`${surface.name} is connected. Now set up the vendor.`);
      void navigate({ to: '/sources/$key', params: { key } });
    },
    refused: (error) => {
      if (!(error instanceof ApiError) || error.issues.length === 0) return false;
      setIssues(error.issues);
      goToFirstProblem();
      return error.issues.every((issue) => shownBeside(issue.path, surface));
    },
  });
  const submit = () => {
    const read = readDraft(surface.settings, draft);
    setIssues(read.issues);
    if (read.issues.length > 0) {
      goToFirstProblem();
      return;
    }
    save.mutate({
      key,
      connector: surface.id,
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(location === null ? {} : { location }),
      settings: Object.fromEntries(Object.entries(read.settings).filter(([, value]) => value !== null)),
    });
  };
  const url = `${publicUrl ?? window.location.origin}/hooks/voice/${key}`;
  return (
    <div className="rb-split">
      <div className="rb-stack">
        {!mayOwn && <Alert color="apricot">Only owners connect products. You see what it would take.</Alert>}
        <Section title="This source">
          <Stack gap="md">
            <TextInput
              label="Key"
              description="Last part of its address; lower-case letters, digits and hyphens. It does not change later."
              value={key}
              disabled={!mayOwn}
              error={
                issues.find((issue) => issue.path === 'key' || issue.path.startsWith('sources.'))?.message
              }
              onChange={(event) => setKey(event.currentTarget.value.toLowerCase())}
            />
            <TextInput
              label="Name"
              description="As you call it; the product’s name when empty."
              placeholder={surface.name}
              maxLength={80}
              value={name}
              disabled={!mayOwn}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <LocationSelect value={location} onChange={setLocation} disabled={!mayOwn} />
          </Stack>
        </Section>
        <Section title="Settings">
          <SettingsForm
            fields={surface.settings}
            values={{}}
            secretsSet={[]}
            draft={draft}
            change={(next) => {
              setIssues(stillWrong(surface.settings, issues, draft, next));
              setDraft(next);
            }}
            issues={issues}
            readOnly={!mayOwn}
          />
        </Section>
        {mayOwn && (
          <Group justify="space-between" gap="sm" className="rb-savebar">
            <Text size="sm" c="dimmed">
              Secrets are stored encrypted and not shown again.
            </Text>
            <Button loading={save.isPending} disabled={key === ''} onClick={submit}>
              Save and wait for the first event
            </Button>
          </Group>
        )}
      </div>
      <div className="rb-stack">
        <NoPublicAddress publicUrl={publicUrl} />
        <Steps surface={surface} url={url} />
        <About surface={surface} />
      </div>
    </div>
  );
}

export function NoPublicAddress({ publicUrl }: { publicUrl: string | null }) {
  const session = useSession();
  if (publicUrl !== null || session.tenant.simulated) return null;
  return (
    <Alert color="apricot" variant="light" title="This installation has no public address yet">
      The address below is the one your browser uses; a vendor on the internet may not reach it. Set
      RINGBACK_PUBLIC_URL and start again.
    </Alert>
  );
}

export function LocationSelect(props: {
  value: string | null;
  onChange: (key: string | null) => void;
  disabled: boolean;
}) {
  const query = useQuery(queries.locations());
  return (
    <Select
      label="Location"
      description="Only when every call of this source belongs to one shop; otherwise the number dialled tells."
      placeholder="Told by the number dialled"
      data={(query.data?.items ?? []).map((each) => ({ value: each.key, label: each.name }))}
      value={props.value}
      onChange={props.onChange}
      disabled={props.disabled}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear location' }}
      nothingFoundMessage="No location fits"
    />
  );
}

/** Issues that stand beside their field need no message at the edge of the screen. */
export function shownBeside(path: string, surface: SurfaceShape): boolean {
  return (
    path === 'key' ||
    path.startsWith('sources.') ||
    surface.settings.some(
      (field) => path === `settings.${field.name}` || path.startsWith(`settings.${field.name}.`),
    )
  );
}

function freeKey(wish: string, taken: readonly string[]): string {
  const base = wish.slice(0, 58);
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    const key = `${base}-${number}`;
    if (!taken.includes(key)) return key;
  }
}
