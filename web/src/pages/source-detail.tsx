/** One source: is it heard, what to click at the vendor, its settings, and what went wrong last. */
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, patch, remove } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { RecentDelivery, SourceDetail, SourceUpdate } from '../api/types.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { goToFirstProblem } from '../lib/first-problem.ts';
import type { FieldIssue } from '../lib/setting-tree.ts';
import { readDraft, stillWrong, type SettingsDraft } from '../lib/setting-values.ts';
import { duration } from '../lib/time.ts';
import type { Tone } from '../lib/words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { say, sayUndo } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { Asked, LastRefusal, Standing, UnknownStatuses } from './health-sources.tsx';
import { BackToSources, LocationSelect, NoPublicAddress, shownBeside } from './source-connect.tsx';
import { About, Steps } from './source-parts.tsx';
import { SettingsForm } from './source-settings.tsx';

const route = getRouteApi('/app/sources/$key');

export function SourcePage() {
  const { key } = route.useParams();
  const query = useQuery(queries.source(key));
  const surfaces = useQuery(queries.surfaces());
  const { data } = query;
  return (
    <Page
      title={data === undefined ? 'Source' : (data.source.name ?? data.source.product)}
      before={<BackToSources />}
      wide
      lead={data === undefined ? ' ' : `${data.source.product} · ${data.source.key}`}
      actions={data === undefined ? undefined : <Standing source={data.source} />}
    >
      <Loaded query={query} loading={<CardLoading height={480} />}>
        {(detail) => (
          <Detail key={key} detail={detail} publicUrl={surfaces.data?.publicUrl ?? detail.source.url} />
        )}
      </Loaded>
    </Page>
  );
}

function Detail({ detail, publicUrl }: { detail: SourceDetail; publicUrl: string | null }) {
  const { source, surface } = detail;
  const url = source.url.startsWith('/') ? window.location.origin + source.url : source.url;
  return (
    <div className="rb-split">
      <div className="rb-stack">
        <FirstEvent detail={detail} />
        {detail.problems.length > 0 && (
          <Alert color="brick" variant="light" title="The settings do not fit">
            {detail.problems.map((problem) => (
              <Text key={problem} size="sm">
                {problem}
              </Text>
            ))}
          </Alert>
        )}
        {surface !== null && <Steps surface={surface} url={url} />}
        <Settings detail={detail} />
      </div>
      <div className="rb-stack">
        <NoPublicAddress publicUrl={source.url.startsWith('/') ? null : publicUrl} />
        {surface !== null && <About surface={surface} />}
        <Disconnect detail={detail} />
      </div>
    </div>
  );
}

/** Looks again every few seconds, so that whoever sets up the vendor sees at once that it works, or why not. */
function FirstEvent({ detail }: { detail: SourceDetail }) {
  const { source } = detail;
  const zone = useSession().tenant.zone;
  const refused = source.lastFailure !== null && source.lastFailure.at > (source.lastEventAt ?? '');
  const state = refused ? 'refused' : source.lastEventAt === null ? 'waiting' : 'arrived';
  return (
    <Section title="Is it heard?">
      <div className="rb-first-event">
        <span className="rb-beacon" data-state={state} aria-hidden />
        <div>
          <Text fw={600} role="status">
            {state === 'waiting' && 'Waiting for your first event'}
            {state === 'arrived' && (source.accepted === 1 ? 'Your first event arrived' : 'Events arrive')}
            {state === 'refused' && 'A delivery came and was refused'}
          </Text>
          <Text size="sm" c="dimmed">
            {state === 'waiting' ? (
              waitingHint(detail)
            ) : (
              <>
                {source.lastEventAt !== null && (
                  <>
                    Last event <When at={source.lastEventAt} zone={zone} /> ·{' '}
                  </>
                )}
                {source.accepted.toLocaleString('en-US')} accepted, {source.refused.toLocaleString('en-US')}{' '}
                refused
              </>
            )}
          </Text>
        </div>
      </div>
      <LastRefusal source={source} />
      <Asked source={source} />
      <Recent items={detail.recent} zone={zone} />
      <UnknownStatuses source={source} />
    </Section>
  );
}

function waitingHint({ source }: SourceDetail): string {
  if (source.poll !== null && source.delivery === 'poll')
    return `Ringback looks every ${duration(source.poll.everySeconds)}. Call one of your numbers and hang up; it shows here after the next look.`;
  return 'Do the steps below, then call one of your numbers and hang up. This page sees it by itself.';
}

const FATES: Readonly<Record<string, { readonly tone: Tone; readonly label: string }>> = {
  new: { tone: 'watch', label: 'Being read' },
  done: { tone: 'good', label: 'Understood' },
  ignored: { tone: 'neutral', label: 'Not a call' },
  malformed: { tone: 'bad', label: 'Could not be read' },
  unrouted: { tone: 'warning', label: 'No location fits' },
  quarantined: { tone: 'bad', label: 'Laid aside' },
};

function Recent({ items, zone }: { items: readonly RecentDelivery[]; zone: string }) {
  if (items.length === 0) return null;
  return (
    <div style={{ marginTop: 14 }}>
      <Text size="sm" fw={570}>
        Latest deliveries
      </Text>
      <ul className="rb-statuses">
        {items.map((item, index) => {
          const fate = FATES[item.state] ?? { tone: 'neutral' as const, label: item.state };
          return (
            <li key={`${item.at}-${index}`}>
              <When at={item.at} zone={zone} />
              <Pill tone={fate.tone} label={fate.label} />
              {item.reason !== null && <span className="rb-dim">{item.reason}</span>}
              {item.redacted !== null && <span className="rb-dim">Card data was cut out of it</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Settings({ detail }: { detail: SourceDetail }) {
  const { source, surface } = detail;
  const mayOwn = useMay('own');
  const [name, setName] = useState(source.name ?? '');
  const [location, setLocation] = useState(detail.location);
  const [draft, setDraft] = useState<SettingsDraft>({});
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const save = useAction({
    run: (update: SourceUpdate) => patch(`/sources/${source.key}`, update),
    before: (update): SourceUpdate => ({
      name: source.name,
      location: detail.location,
      ...(update.settings === undefined
        ? {}
        : {
            settings: Object.fromEntries(
              Object.keys(update.settings).map((each) => [each, detail.settings[each] ?? null]),
            ),
          }),
    }),
    done: (_answer, update, was) => {
      setDraft({});
      setIssues([]);
      const names = Object.keys(update.settings ?? {});
      const message = 'Saved. It holds from the next delivery on.';
      // What an old secret was is known to nobody, so there is no way back from a new one.
      if (names.some((each) => surface?.settings.find((field) => field.name === each)?.kind === 'secret'))
        say(message);
      else sayUndo(message, () => back.mutate(was));
    },
    refused: (error) => {
      if (!(error instanceof ApiError) || error.issues.length === 0 || surface === null) return false;
      setIssues(error.issues);
      goToFirstProblem();
      return error.issues.every((issue) => shownBeside(issue.path, surface));
    },
  });
  const back = useAction({
    run: (update: SourceUpdate) => patch(`/sources/${source.key}`, update),
    done: (_answer, update) => {
      setName(update.name ?? '');
      setLocation(update.location ?? null);
      setDraft({});
      say('The settings are as they were.');
    },
  });
  if (surface === null) return null;
  // An emptied secret field means "keep"; it is removed by its own button.
  const touched = Object.fromEntries(
    Object.entries(draft).filter(
      ([field, typed]) =>
        typed !== '' || surface.settings.find((each) => each.name === field)?.kind !== 'secret',
    ),
  );
  const changed =
    Object.keys(touched).length > 0 || name !== (source.name ?? '') || location !== detail.location;
  const submit = () => {
    const read = readDraft(surface.settings, touched);
    setIssues(read.issues);
    if (read.issues.length > 0) {
      goToFirstProblem();
      return;
    }
    save.mutate({
      name: name.trim() === '' ? null : name.trim(),
      location,
      ...(Object.keys(read.settings).length === 0 ? {} : { settings: read.settings }),
    });
  };
  /** Everything as it was, and a way back from that too. */
  const discard = () => {
    const was = { name, location, draft };
    setName(source.name ?? '');
    setLocation(detail.location);
    setDraft({});
    setIssues([]);
    sayUndo('Changes discarded.', () => {
      setName(was.name);
      setLocation(was.location);
      setDraft(was.draft);
    });
  };
  return (
    <>
      <Section title="Settings">
        <Stack gap="md">
          <TextInput
            label="Name"
            placeholder={source.product}
            maxLength={80}
            value={name}
            disabled={!mayOwn}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <LocationSelect value={location} onChange={setLocation} disabled={!mayOwn} />
          <SettingsForm
            fields={surface.settings}
            values={detail.settings}
            secretsSet={detail.secretsSet}
            draft={draft}
            change={(next) => {
              setIssues(stillWrong(surface.settings, issues, draft, next));
              setDraft(next);
            }}
            issues={issues}
            readOnly={!mayOwn}
          />
          {source.unsigned && (
            <Alert color="apricot" variant="light">
              Deliveries are accepted without a signature. Whoever knows the address can write here; change{' '}
              <code>unsigned</code> in <code>ringback.yaml</code>.
            </Alert>
          )}
        </Stack>
      </Section>
      {mayOwn && changed && (
        <Group justify="space-between" gap="sm" className="rb-savebar">
          <Text size="sm">Not saved yet</Text>
          <Group gap="xs">
            <Button variant="default" disabled={save.isPending} onClick={discard}>
              Discard
            </Button>
            <Button loading={save.isPending} onClick={submit}>
              Save
            </Button>
          </Group>
        </Group>
      )}
    </>
  );
}

function Disconnect({ detail }: { detail: SourceDetail }) {
  const { source } = detail;
  const mayOwn = useMay('own');
  const navigate = route.useNavigate();
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const gone = useAction({
    run: () => remove(`/sources/${source.key}`),
    done: () => {
      // This page is left, and nobody may ask for what is gone on the way.
      client.removeQueries({ queryKey: [`/sources/${source.key}`] });
      say(`${source.name ?? source.product} is disconnected.`);
      void navigate({ to: '/sources' });
    },
  });
  if (!mayOwn) return null;
  return (
    <Section title="Disconnect">
      <Text size="sm" mb="sm">
        Its address stops answering. Calls it brought stay.
      </Text>
      <Button variant="default" onClick={() => setAsking(true)}>
        Disconnect this source
      </Button>
      <Confirm
        opened={asking}
        title={`Disconnect ${source.name ?? source.product}?`}
        yes="Disconnect"
        danger
        busy={gone.isPending}
        onYes={() => gone.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        Deliveries to /hooks/voice/{source.key} are refused from now on, and the vendor is not asked any more.
        Take the address out at the vendor too.
      </Confirm>
    </Section>
  );
}
