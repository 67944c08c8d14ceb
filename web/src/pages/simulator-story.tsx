/**
 * Beside the phone: the webhooks as they came, how they became one attempt, and the time from hang-up to the text; and a
 * way to the moment where it goes on, when that is hours away.
 */
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconArrowDown, IconPhoneOff, IconPlayerTrackNext, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { post } from '../api/client.ts';
import type { CallDetail, FastForwardAnswer, RingAnswer, RingRequest, SimulatorState } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { clockSeconds, moment } from '../lib/time.ts';
import { useMay, useSurfaceName } from '../lib/session.tsx';
import { plural } from '../lib/words.ts';
import { useAction } from '../ui/mutate.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Empty } from '../ui/states.tsx';
import { CallPills } from './calls.tsx';

type Shop = SimulatorState['locations'][number];
/** A text-back counts as prompt within this, by the product's own promise. */
const PROMISE_SECONDS = 60;

export function WhatHappens(props: {
  ring: { answer: RingAnswer; request: RingRequest } | null;
  ringing: boolean;
  location: Shop;
}) {
  if (props.ring === null) {
    return (
      <Section title="What happens">
        <Empty icon={IconWebhook} title={props.ringing ? 'Ringing…' : 'Several systems, one call'} compact>
          {props.ringing
            ? 'The phone rings at the shop. Nobody picks up.'
            : 'Every phone system reports the call in its own words. Ring the shop and watch their webhooks become one attempt, judged once, answered once.'}
        </Empty>
      </Section>
    );
  }
  return <Story answer={props.ring.answer} location={props.location} />;
}

function Story({ answer, location }: { answer: RingAnswer; location: Shop }) {
  const nameOf = useSurfaceName();
  const id = answer.attemptIds[0] ?? null;
  const query = useQuery({ ...queries.call(id ?? ''), enabled: id !== null, refetchInterval: 1000 });
  const call = query.data;
  const systems = [...new Set(answer.deliveries.map((each) => each.surface))];
  return (
    <div className="rb-stack">
      <StopWatch endedAt={answer.endedAt} call={call} />
      <Section
        title={plural(answer.deliveries.length, 'webhook')}
        aside={
          <Text size="xs" c="dimmed">
            {plural(systems.length, 'system')}
          </Text>
        }
      >
        <ol className="rb-hooks">
          {answer.deliveries.map((delivery, index) => (
            <li
              key={`${delivery.surface}${delivery.at}${delivery.what}`}
              style={{ animationDelay: `${index * 90}ms` }}
            >
              <span
                className={`rb-hook-mark rb-hook-${systems.indexOf(delivery.surface) % 4}`}
                aria-hidden="true"
              />
              <span>
                <strong>{nameOf(delivery.surface)}</strong> {delivery.what}
              </span>
              <span className="rb-dim">
                {clockSeconds(delivery.at, location.zone)} ·{' '}
                {delivery.status < 300 ? 'stored' : `refused (${delivery.status})`}
              </span>
            </li>
          ))}
        </ol>
        <p className="rb-hooks-join" aria-hidden="true">
          <IconArrowDown size={18} />
        </p>
        <div className="rb-hooks-one">
          {call === undefined ? (
            <Text size="sm">Being joined…</Text>
          ) : (
            <>
              <Group justify="space-between" gap="xs" mb={6}>
                <Text fw={640}>
                  {answer.attemptIds.length === 1 ? '1 attempt' : plural(answer.attemptIds.length, 'attempt')}
                </Text>
                <Anchor component={Link} to={`/calls/${call.header.id}?view=why`} size="sm" fw={570}>
                  Why?
                </Anchor>
              </Group>
              <Group gap={6} mb={6}>
                <CallPills call={call.header} />
              </Group>
              <Text size="sm">{call.explanation}</Text>
            </>
          )}
        </div>
      </Section>
      {call !== undefined && <Outcome call={call} location={location} />}
    </div>
  );
}

function StopWatch({ endedAt, call }: { endedAt: string; call: CallDetail | undefined }) {
  const now = useNow(0.25);
  const text = call?.messages.find(
    (message) =>
      message.kind === 'textback' &&
      message.acceptedAt !== null &&
      Date.parse(message.acceptedAt) >= Date.parse(endedAt),
  );
  const stopped = text?.acceptedAt ?? null;
  const answer = call?.header.answer;
  const pending = call === undefined || answer === 'scheduled' || answer === 'sending' || answer === 'none';
  const seconds = Math.max(0, (Date.parse(stopped ?? now) - Date.parse(endedAt)) / 1000);
  const title =
    stopped !== null
      ? 'from hang-up to the text, accepted by the carrier'
      : pending
        ? 'since hang-up; the text is on its way'
        : 'no text for this call now';
  return (
    <section
      className="rb-card rb-stopwatch"
      aria-label="Time from hang-up to text"
      data-stopped={stopped !== null}
    >
      {stopped === null && !pending ? (
        <span className="rb-stopwatch-value rb-stopwatch-none">
          <IconPhoneOff size={30} stroke={1.5} aria-hidden />
        </span>
      ) : (
        <span className="rb-stopwatch-value" role="timer">
          {seconds.toFixed(1)}
          <span> s</span>
        </span>
      )}
      <span className="rb-stopwatch-text">{title}</span>
      <span className="rb-stopwatch-bar" aria-hidden="true">
        <span
          style={{
            width: `${stopped === null && !pending ? 0 : Math.min(100, (seconds / PROMISE_SECONDS) * 100)}%`,
          }}
        />
      </span>
      <span className="rb-stopwatch-scale" aria-hidden="true">
        <span>0 s</span>
        <span>promise: {PROMISE_SECONDS} s</span>
      </span>
    </section>
  );
}

/** The simulated clock runs on to the moment, and a little over, so that it is seen to happen. */
function GoThere({ at, zone }: { at: string; zone: string }) {
  const now = useNow(1);
  const mayWork = useMay('work');
  const forward = useAction({
    run: (seconds: number) => post<FastForwardAnswer>('/simulator/fast-forward', { seconds }),
  });
  const seconds = Math.ceil((Date.parse(at) - Date.parse(now)) / 1000) + PROMISE_SECONDS;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlayerTrackNext size={14} aria-hidden />}
      loading={forward.isPending}
      disabled={!mayWork || seconds <= 0}
      onClick={() => forward.mutate(seconds)}
    >
      Go to {moment(at, zone, now)}
    </Button>
  );
}

function Outcome({ call, location }: { call: CallDetail; location: Shop }) {
  const now = useNow(5);
  const { header } = call;
  return (
    <Section title="What came of it">
      <Text size="sm">{call.outcome}</Text>
      {header.answerReason !== null &&
        header.answer !== 'sent' &&
        !call.outcome.includes(header.answerReason) && (
          <Text size="sm" mt={6} c="dimmed">
            {header.answerReason}
          </Text>
        )}
      {header.answerDueAt !== null && (header.answer === 'scheduled' || header.answer === 'deferred') && (
        <Group gap="sm" mt={6}>
          <Text size="sm">Next look: {moment(header.answerDueAt, location.zone, now)}</Text>
          {header.answer === 'deferred' && <GoThere at={header.answerDueAt} zone={location.zone} />}
        </Group>
      )}
      {call.bookings.map((booking) => (
        <Group key={booking.id} gap={8} mt={8}>
          <Pill
            tone={booking.state === 'confirmed' ? 'good' : 'watch'}
            label={booking.state === 'confirmed' ? 'Booked' : 'Held'}
          />
          <Anchor component={Link} to={`/bookings?location=${location.key}&booking=${booking.id}`} size="sm">
            {moment(booking.startsAt, location.zone, now)}
          </Anchor>
        </Group>
      ))}
      <Group gap="md" mt="sm">
        <Anchor component={Link} to={`/calls/${header.id}`} size="sm">
          The call
        </Anchor>
        {header.threadId !== null && (
          <Anchor component={Link} to={`/inbox/${header.threadId}`} size="sm">
            Conversation
          </Anchor>
        )}
        {header.caller !== null && (
          <Anchor component={Link} to={`/consent/${encodeURIComponent(header.caller)}`} size="sm">
            Consent
          </Anchor>
        )}
      </Group>
    </Section>
  );
}
