/**
 * The phone simulator: ring a shop as some caller through some phone systems, hang up, and watch what Ringback makes of
 * it. Everything behind the drawn phone is the real thing; only the air is made up.
 */
import {
  Alert,
  Button,
  Checkbox,
  Group,
  Progress,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { IconPhoneCall } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { MissedCallClass, RingAnswer, RingRequest, SimulatorState } from '../api/types.ts';
import { useNarrow } from '../lib/narrow.ts';
import { prettyPhone } from '../lib/phone.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { moment } from '../lib/time.ts';
import { words } from '../lib/words.ts';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { CardLoading, Loaded, Problem } from '../ui/states.tsx';
import { FastForward } from './simulator-time.tsx';
import { Phone } from './simulator-phone.tsx';
import { WhatHappens } from './simulator-story.tsx';

const route = getRouteApi('/app/simulator');
const WITHHELD = 'withheld';

export function SimulatorPage() {
  const session = useSession();
  const query = useQuery({
    ...queries.simulator(),
    refetchInterval: (current) =>
      current.state.data?.forwarding?.running === true || current.state.data?.history.running === true
        ? 1000
        : 15_000,
  });
  return (
    <Page
      title="Phone simulator"
      wide
      lead="Ring a shop, hang up before anyone answers, and see the text arrive. Then answer it as the caller."
    >
      {session.tenant.simulated ? (
        <Loaded
          query={query}
          loading={
            <div className="rb-sim">
              <CardLoading height={560} />
              <CardLoading height={640} />
              <CardLoading height={420} />
            </div>
          }
        >
          {(state) => <Simulator state={state} />}
        </Loaded>
      ) : (
        <Problem
          error={null}
          title="This organisation is real, so it has no simulator. Start one with ringback start --demo in another data directory."
        />
      )}
    </Page>
  );
}

interface Ring {
  readonly answer: RingAnswer;
  readonly request: RingRequest;
}

function Simulator({ state }: { state: SimulatorState }) {
  const search = route.useSearch();
  const mayWork = useMay('work');
  const narrow = useNarrow();
  const [locationKey, setLocationKey] = useState(() => firstShop(state, search.location)?.key ?? '');
  const [caller, setCaller] = useState(
    () => search.caller ?? neighbour(state, locationKey)?.number ?? WITHHELD,
  );
  const [surfaces, setSurfaces] = useState<string[]>(() => state.surfaces.slice(0, 3).map((each) => each.id));
  const [kind, setKind] = useState<MissedCallClass>('no-answer');
  const [voicemail, setVoicemail] = useState('');
  const [ring, setRing] = useState<Ring | null>(null);
  const location = state.locations.find((each) => each.key === locationKey);

  const call = useAction({
    run: (request: RingRequest) => post<RingAnswer>('/simulator/calls', request),
    done: (answer, request) => setRing({ answer, request }),
  });
  const leavesVoicemail = kind.startsWith('voicemail-left');
  const chosenClass = state.classes.find((each) => each.id === kind);
  const chosenCaller = state.callers.find((each) => each.number === caller);

  if (location === undefined) return <Problem error={null} title="There is no location to ring yet." />;
  return (
    <>
      {state.history.running && (
        <Alert color="slate" variant="light" mb="md" title="Two weeks of history are being played">
          <Group gap="sm" wrap="nowrap">
            <Progress value={state.history.progress * 100} style={{ flex: 1 }} aria-label="History played" />
            <Text size="sm">{Math.round(state.history.progress * 100)}%</Text>
          </Group>
          <Text size="sm" mt={6}>
            The clock jumps until it reaches today. Ring a shop afterwards to see it in real time.
          </Text>
        </Alert>
      )}
      <div className="rb-sim">
        <div className="rb-stack">
          <Section title="The call">
            <form
              onSubmit={(event) => {
                event.preventDefault();
                if (surfaces.length === 0) return;
                setRing(null);
                if (narrow) document.querySelector('.rb-phone-place')?.scrollIntoView({ block: 'center' });
                call.mutate({
                  surfaces,
                  locationKey: location.key,
                  caller: caller === WITHHELD ? null : caller,
                  class: kind,
                  ...(leavesVoicemail && voicemail.trim() !== '' ? { voicemail: voicemail.trim() } : {}),
                });
              }}
            >
              <Stack gap="sm">
                <Select
                  label="Shop"
                  description={`${location.brand} · ${prettyPhone(location.number)} · ${words.mode(location.mode).label.toLowerCase()}`}
                  data={state.locations.map((each) => ({ value: each.key, label: each.name }))}
                  value={location.key}
                  onChange={(value) => {
                    if (value === null) return;
                    setLocationKey(value);
                    const local = neighbour(state, value);
                    if (local !== undefined && caller !== WITHHELD) setCaller(local.number);
                    setRing(null);
                  }}
                  searchable
                  allowDeselect={false}
                  nothingFoundMessage="No such shop"
                />
                {location.mode === 'live' && textsWait(location, state.now) && (
                  <Text size="sm" c="dimmed" mt={-6}>
                    {location.textsFrom === null
                      ? 'The law lets no text go there for days.'
                      : `The law lets texts go there from ${moment(location.textsFrom, location.zone, state.now)}.`}
                  </Text>
                )}
                <Select
                  label="Caller"
                  description={
                    caller === WITHHELD
                      ? 'No number is sent, so nothing can be texted.'
                      : (chosenCaller?.description ?? '')
                  }
                  data={[
                    ...state.callers.map((each) => ({
                      value: each.number,
                      label: `${each.label} · ${prettyPhone(each.number)}`,
                    })),
                    ...(chosenCaller === undefined && caller !== WITHHELD
                      ? [{ value: caller, label: prettyPhone(caller) }]
                      : []),
                    { value: WITHHELD, label: 'Withheld number' },
                  ]}
                  value={caller}
                  onChange={(value) => {
                    if (value !== null) setCaller(value);
                    setRing(null);
                  }}
                  searchable
                  allowDeselect={false}
                />
                <Select
                  label="How it is missed"
                  description={chosenClass?.description ?? ''}
                  data={state.classes.map((each) => ({ value: each.id, label: each.name }))}
                  value={kind}
                  onChange={(value) => {
                    const found = state.classes.find((each) => each.id === value);
                    if (found !== undefined) setKind(found.id);
                  }}
                  allowDeselect={false}
                />
                {leavesVoicemail && (
                  <Textarea
                    label="Voicemail"
                    placeholder="Hi, this is Ana, please call me back about…"
                    autosize
                    minRows={2}
                    maxLength={2000}
                    value={voicemail}
                    onChange={(event) => setVoicemail(event.currentTarget.value)}
                  />
                )}
                <Checkbox.Group
                  label="Seen by"
                  description="Each sends its own webhooks about the same call."
                  value={surfaces}
                  onChange={setSurfaces}
                >
                  <SimpleGrid cols={2} spacing={8} mt={8}>
                    {state.surfaces.map((each) => (
                      <Checkbox key={each.id} value={each.id} label={each.name} />
                    ))}
                  </SimpleGrid>
                </Checkbox.Group>
                <Button
                  type="submit"
                  size="lg"
                  mt={4}
                  loading={call.isPending}
                  disabled={!mayWork || surfaces.length === 0}
                  leftSection={<IconPhoneCall size={20} aria-hidden />}
                >
                  Ring and hang up
                </Button>
                {!mayWork && (
                  <Text size="sm" c="dimmed">
                    Your role may look but not ring.
                  </Text>
                )}
              </Stack>
            </form>
          </Section>
          <FastForward state={state} zone={location.zone} />
        </div>
        <Phone
          key={`${caller} ${location.key}`}
          location={location}
          caller={caller === WITHHELD ? null : caller}
          ringing={call.isPending}
          rungAt={ring?.answer.endedAt ?? null}
        />
        <WhatHappens ring={ring} ringing={call.isPending} location={location} />
      </div>
    </>
  );
}

/** A live shop whose callers may be texted now, so that the first ring is answered; else any live one. */
function firstShop(
  state: SimulatorState,
  wanted: string | undefined,
): SimulatorState['locations'][number] | undefined {
  const live = state.locations.filter((each) => each.mode === 'live');
  const awake = (each: (typeof live)[number]) => !textsWait(each, state.now);
  return (
    state.locations.find((each) => each.key === wanted) ??
    live.find(
      (each) => awake(each) && neighbour(state, each.key)?.number.slice(0, 5) === each.number.slice(0, 5),
    ) ??
    live.find(awake) ??
    live[0] ??
    state.locations[0]
  );
}

function textsWait(location: SimulatorState['locations'][number], now: string): boolean {
  return location.textsFrom === null || Date.parse(location.textsFrom) > Date.parse(now);
}

/** A caller from the shop's own area code, else the first of the list. */
function neighbour(
  state: SimulatorState,
  locationKey: string,
): SimulatorState['callers'][number] | undefined {
  const area = state.locations.find((each) => each.key === locationKey)?.number.slice(0, 5);
  return state.callers.find((each) => each.number.slice(0, 5) === area) ?? state.callers[0];
}
