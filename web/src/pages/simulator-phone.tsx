/** The caller's phone: it shows the call, buzzes when a text comes, and takes what you type as the caller. */
import { ActionIcon, Text, UnstyledButton } from '@mantine/core';
import {
  IconArrowUp,
  IconBattery3,
  IconChevronLeft,
  IconPhoneEnd,
  IconPhoneOutgoing,
  IconWifi,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { HandsetMessage, HandsetMessages, SimulatorState } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { prettyPhone } from '../lib/phone.ts';
import { useMay } from '../lib/session.tsx';
import { bareTime, dayOf, longDate } from '../lib/time.ts';
import { useAction } from '../ui/mutate.ts';

type Shop = SimulatorState['locations'][number];

export function Phone(props: {
  location: Shop;
  caller: string | null;
  ringing: boolean;
  rungAt: string | null;
}) {
  const { location, caller } = props;
  const now = useNow(1);
  return (
    <section className="rb-phone-place" aria-label={`Phone of the caller, ${prettyPhone(caller)}`}>
      {caller === null ? (
        <Frame now={now} zone={location.zone} buzz={null}>
          {props.ringing ? (
            <Calling location={location} />
          ) : (
            <div className="rb-phone-empty">
              <Text size="sm">
                This caller hides their number, so no text can reach this phone. The call goes to the callback
                list.
              </Text>
            </div>
          )}
        </Frame>
      ) : (
        <Handset {...props} caller={caller} now={now} />
      )}
      <p className="rb-phone-caption">{prettyPhone(caller)}</p>
    </section>
  );
}

function Handset(props: {
  location: Shop;
  caller: string;
  ringing: boolean;
  rungAt: string | null;
  now: string;
}) {
  const { location, caller, now } = props;
  const query = useQuery({ ...queries.handset(caller), refetchInterval: 1500 });
  const shop = useQuery(queries.location(location.key));
  const config = shop.data?.config;
  const numbers = new Set([
    location.number,
    ...(config?.numbers.map((each) => each.number) ?? []),
    ...(config?.sender === undefined ? [] : [config.sender.number]),
  ]);
  const messages = (query.data?.messages ?? []).filter(
    (each) => numbers.has(each.from) || numbers.has(each.to),
  );
  const incoming = messages.filter((each) => each.direction === 'to-handset');
  const answerTo = incoming.at(-1)?.from ?? config?.sender?.number ?? location.number;
  // Only what arrives while the phone is on screen makes it buzz.
  const [seen, setSeen] = useState<number | null>(null);
  const loaded = query.data !== undefined && shop.data !== undefined;
  if (loaded && seen === null) setSeen(incoming.length);
  const buzz = seen !== null && incoming.length > seen ? incoming.length : null;

  return (
    <Frame now={now} zone={location.zone} buzz={buzz}>
      {props.ringing ? (
        <Calling location={location} />
      ) : (
        <>
          <div className="rb-phone-head">
            <IconChevronLeft size={18} aria-hidden />
            <span>
              <strong>{location.name}</strong>
              <span>{prettyPhone(answerTo)}</span>
            </span>
          </div>
          <Texts messages={messages} rungAt={props.rungAt} location={location} now={now} />
          <TypeAsCaller
            caller={caller}
            to={answerTo}
            enabled={incoming.length > 0}
            service={askedFor(config?.services ?? [])}
            now={now}
          />
        </>
      )}
    </Frame>
  );
}

function Frame(props: { now: string; zone: string; buzz: number | null; children: React.ReactNode }) {
  return (
    <div className={props.buzz === null ? 'rb-phone' : 'rb-phone rb-phone-buzz'} key={props.buzz ?? 'still'}>
      <div className="rb-phone-screen">
        <div className="rb-phone-status" aria-hidden="true">
          <span>{bareTime(props.now, props.zone)}</span>
          <span className="rb-phone-island" />
          <span>
            <IconWifi size={14} />
            <IconBattery3 size={17} />
          </span>
        </div>
        {props.children}
      </div>
    </div>
  );
}

function Calling({ location }: { location: Shop }) {
  return (
    <div className="rb-phone-call" role="status">
      <span className="rb-phone-call-mark" aria-hidden="true">
        <IconPhoneOutgoing size={30} stroke={1.6} />
      </span>
      <strong>{location.name}</strong>
      <span>calling {prettyPhone(location.number)}</span>
      <span className="rb-phone-end" aria-hidden="true">
        <IconPhoneEnd size={26} />
      </span>
    </div>
  );
}

function Texts(props: {
  messages: readonly HandsetMessage[];
  rungAt: string | null;
  location: Shop;
  now: string;
}) {
  const zone = props.location.zone;
  const scroll = useRef<HTMLDivElement>(null);
  const count = props.messages.length;
  useLayoutEffect(() => {
    scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  }, [count, props.rungAt]);
  const rungDay = props.rungAt === null ? null : dayOf(props.rungAt, zone);
  const entries: ({ at: string; message: HandsetMessage } | { at: string; message: null })[] = [
    ...props.messages.map((message) => ({ at: message.at, message })),
    ...(props.rungAt === null ? [] : [{ at: props.rungAt, message: null }]),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <div
      className="rb-phone-texts"
      ref={scroll}
      tabIndex={0}
      role="log"
      aria-label="Texts on the caller's phone"
    >
      {entries.length === 0 && (
        <p className="rb-phone-hint">No texts yet. Ring the shop and hang up: the answer arrives here.</p>
      )}
      {entries.map((entry, index) => {
        const before = entries[index - 1];
        const newDay = before === undefined || dayOf(before.at, zone) !== dayOf(entry.at, zone);
        return (
          <div key={entry.message?.id ?? 'rung'} className="rb-phone-entry">
            {newDay && <p className="rb-phone-day">{longDate(entry.at, zone)}</p>}
            {entry.message === null ? (
              <p className="rb-phone-day">
                You called at {bareTime(entry.at, zone)}
                {rungDay === dayOf(props.now, zone) ? '' : `, ${longDate(entry.at, zone)}`}. Nobody answered.
              </p>
            ) : (
              <>
                <p
                  className={
                    entry.message.direction === 'to-handset' ? 'rb-text rb-text-them' : 'rb-text rb-text-me'
                  }
                >
                  {entry.message.body}
                </p>
                <p className="rb-text-time" data-side={entry.message.direction}>
                  {bareTime(entry.at, zone)}
                </p>
              </>
            )}
          </div>
        );
      })}
    </div>
  );
}

function TypeAsCaller(props: {
  caller: string;
  to: string;
  enabled: boolean;
  service: string | null;
  now: string;
}) {
  const mayWork = useMay('work');
  const [body, setBody] = useState('');
  const send = useAction({
    run: (text: string) =>
      post(`/simulator/handsets/${encodeURIComponent(props.caller)}/messages`, { to: props.to, body: text }),
    optimistic: (client, text) =>
      client.setQueryData<HandsetMessages>(queries.handset(props.caller).queryKey, (old) =>
        old === undefined
          ? undefined
          : {
              messages: [
                ...old.messages,
                {
                  id: 'sending',
                  direction: 'from-handset',
                  from: props.caller,
                  to: props.to,
                  body: text,
                  at: props.now,
                },
              ],
            },
      ),
  });
  const say = (text: string) => {
    if (text.trim() === '' || send.isPending) return;
    setBody('');
    send.mutate(text.trim());
  };
  const ideas = [
    ...(props.service === null ? [] : [`How much is ${props.service.toLowerCase()}?`]),
    'Thursday 10 works',
    'stop texting me please',
  ];
  if (!mayWork) return null;
  return (
    <form
      className="rb-phone-type"
      onSubmit={(event) => {
        event.preventDefault();
        say(body);
      }}
    >
      {props.enabled && (
        <div className="rb-phone-ideas">
          {ideas.map((idea) => (
            <UnstyledButton key={idea} className="rb-phone-idea" onClick={() => say(idea)}>
              {idea}
            </UnstyledButton>
          ))}
        </div>
      )}
      <div className="rb-phone-field">
        <input
          aria-label="Text as the caller"
          placeholder={props.enabled ? 'Text as the caller' : 'Wait for a text, or write first'}
          value={body}
          maxLength={10_000}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <ActionIcon
          type="submit"
          variant="filled"
          color="pine"
          radius="xl"
          size={32}
          aria-label="Send as the caller"
          disabled={body.trim() === ''}
        >
          <IconArrowUp size={18} />
        </ActionIcon>
      </div>
    </form>
  );
}

/** The largest job of the shop: what people ring about before they ask anything else. */
function askedFor(services: readonly { name: string; minutes: number; bookable: boolean }[]): string | null {
  const jobs = services.filter((each) => each.bookable).sort((a, b) => b.minutes - a.minutes);
  return jobs[0]?.name ?? null;
}
