/** One location: its switch, what would keep texts from going out, and its settings. */
import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { LocationDetail } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { prettyPhone } from '../lib/phone.ts';
import { useMay } from '../lib/session.tsx';
import { clockTime } from '../lib/time.ts';
import { words } from '../lib/words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { AttestationsCard } from './attestations.tsx';
import { LocationChecklistCard } from './location-checklist.tsx';
import { LocationSettings, type SettingsTab } from './location-settings.tsx';
import { PauseSwitch } from './locations.tsx';

const route = getRouteApi('/app/locations/$key');

export function LocationDetailPage() {
  const { key } = route.useParams();
  const query = useQuery(queries.location(key));
  const back = (
    <Link to="/locations" className="rb-link rb-small rb-back">
      <IconArrowLeft size={15} aria-hidden /> Locations
    </Link>
  );
  if (query.data === undefined) {
    return (
      <Page title="Location" before={back} wide>
        <Loaded query={query} loading={<CardLoading height={480} />}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Detail key={key} detail={query.data} back={back} />;
}

function Detail({ detail, back }: { detail: LocationDetail; back: React.ReactNode }) {
  const { location } = detail;
  const now = useNow(30);
  const [tab, setTab] = useState<SettingsTab>('textback');
  return (
    <Page
      title={location.name}
      before={back}
      wide
      lead={
        <>
          {location.banner.name} · {location.city}, {location.state} · {prettyPhone(location.mainNumber)} ·{' '}
          {clockTime(now, location.zone)} there
        </>
      }
    >
      <div className="rb-stack">
        <Mode detail={detail} />
        <LocationChecklistCard
          locationKey={location.key}
          goToSettings={(to) => {
            setTab(to);
            document.getElementById('location-settings')?.scrollIntoView();
          }}
        />
        <AttestationsCard locationKey={location.key} />
        <LocationSettings detail={detail} tab={tab} setTab={setTab} />
      </div>
    </Page>
  );
}

const CHOICES = ['live', 'shadow', 'off'] as const;
type Mode = (typeof CHOICES)[number];

function Mode({ detail }: { detail: LocationDetail }) {
  const { location } = detail;
  const mayOwn = useMay('own');
  const [asked, setAsked] = useState<Mode | null>(null);
  const change = useAction({
    run: (mode: Mode) => post(`/locations/${location.key}/mode`, { mode }),
    optimistic: (client, mode) =>
      client.setQueriesData<LocationDetail>({ queryKey: [`/locations/${location.key}`] }, (old) =>
        old === undefined ? undefined : { ...old, location: { ...old.location, mode } },
      ),
    done: (_answer, mode) => {
      setAsked(null);
      say(`${location.name} is ${words.mode(mode).label.toLowerCase()} now.`);
    },
  });
  const delay = detail.config.textback.delaySeconds;
  const sentences: Readonly<Record<Mode, string>> = {
    live: `From now on, people who call ${location.name} and are missed get a text ${delay === 0 ? 'at once' : `${delay} seconds later`}, when the rules allow it.`,
    shadow: `${location.name} keeps deciding and recording what it would do, and sends nothing. Open conversations get no further automatic replies.`,
    off: `${location.name} only records calls. Nothing is decided and nothing is sent.`,
  };
  return (
    <Section title="Switch">
      <div className="rb-mode-choices" role="radiogroup" aria-label={`Mode of ${location.name}`}>
        {CHOICES.map((mode) => (
          <button
            key={mode}
            type="button"
            role="radio"
            aria-checked={location.mode === mode}
            disabled={!mayOwn}
            className="rb-mode-choice"
            onClick={() => {
              if (location.mode !== mode) setAsked(mode);
            }}
          >
            <strong>{words.mode(mode).label}</strong>
            <span className="rb-dim">{words.mode(mode).hint}</span>
          </button>
        ))}
      </div>
      <div style={{ marginTop: 12 }}>
        <PauseSwitch
          title={location.name}
          detail="Stops texts here without changing the mode"
          paused={location.paused}
          request={{ scope: 'location', key: location.key }}
          sentence={`No text goes out for ${location.name} until someone resumes. Calls are still heard and recorded.`}
        />
      </div>
      {location.effectiveMode !== location.mode && !location.paused && (
        <Alert color="brick" mt="sm" variant="light">
          Set to {location.mode}, but{' '}
          {location.banner.paused ? location.banner.name : 'the whole organisation'} is paused: nothing is
          sent.
        </Alert>
      )}
      {location.problems.length > 0 && (
        <Alert
          color="apricot"
          mt="sm"
          variant="light"
          icon={<IconAlertTriangle size={18} aria-hidden />}
          title="What keeps texts from going out"
        >
          <ul>
            {location.problems.map((problem) => (
              <li key={problem}>
                <Text size="sm">{problem}</Text>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <Confirm
        opened={asked !== null}
        title={asked === null ? '' : `Switch ${location.name} to ${words.mode(asked).label.toLowerCase()}?`}
        yes={asked === null ? '' : `Switch to ${words.mode(asked).label.toLowerCase()}`}
        danger={asked === 'off'}
        busy={change.isPending}
        onYes={() => {
          if (asked !== null) change.mutate(asked);
        }}
        onClose={() => setAsked(null)}
      >
        {asked === null ? '' : sentences[asked]}
        {asked === 'live' && location.problems.length > 0 && (
          <Text size="sm" mt="sm" c="var(--rb-apricot-ink)">
            Texts will still be held until this is settled: {location.problems.join(' ')}
          </Text>
        )}
      </Confirm>
    </Section>
  );
}
