/** One attempt: what came of it in a sentence, its story, why each step was taken, the conversation, and the proof. */
import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconArrowLeft, IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import type { CallDetail } from '../api/types.ts';
import { prettyPhone } from '../lib/phone.ts';
import { clockSeconds, moment, zoneName } from '../lib/time.ts';
import { useSurfaceName } from '../lib/session.tsx';
import { plural, sentence, words } from '../lib/words.ts';
import { useNow } from '../lib/now.ts';
import { Bubbles } from '../ui/bubbles.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { Disclosure, Facts, Why } from '../ui/why.tsx';
import { CallPills } from './calls.tsx';
import { CallProof } from './call-proof.tsx';
import { Story } from './call-story.tsx';

const route = getRouteApi('/app/calls/$id');
const VIEWS = [
  { value: 'story', label: 'Story' },
  { value: 'why', label: 'Why?' },
  { value: 'texts', label: 'Texts' },
  { value: 'proof', label: 'Proof' },
];

export function CallDetailPage() {
  const { id } = route.useParams();
  const query = useQuery(queries.call(id));
  const back = (
    <Link to="/calls" className="rb-link rb-small rb-back">
      <IconArrowLeft size={15} aria-hidden /> Calls
    </Link>
  );
  if (query.data === undefined) {
    return (
      <Page title="Call" before={back} wide>
        <Loaded query={query} loading={<CallLoading />}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Detail call={query.data} back={back} />;
}

function Detail({ call, back }: { call: CallDetail; back: React.ReactNode }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const view = VIEWS.find((each) => each.value === search.view)?.value ?? 'story';
  const now = useNow(30);
  const { header } = call;
  const zone = header.location.zone;
  return (
    <Page
      title={header.callerName ?? prettyPhone(header.caller)}
      before={back}
      wide
      lead={
        <>
          {header.callerName !== null && <>{prettyPhone(header.caller)} · </>}
          called{' '}
          <Link to="/locations/$key" params={{ key: header.location.key }} className="rb-link">
            {header.location.name}
          </Link>{' '}
          on {prettyPhone(header.dialled)} · {moment(header.startedAt, zone, now)}
        </>
      }
      actions={
        header.threadId === null ? undefined : (
          <Button
            component={Link}
            to={`/inbox/${header.threadId}`}
            variant="default"
            leftSection={<IconMessages size={16} aria-hidden />}
          >
            Open conversation
          </Button>
        )
      }
    >
      <div className="rb-outcome">
        <p className="rb-outcome-sentence">{call.outcome}</p>
        <Group gap={7}>
          <CallPills call={header} />
          {header.calls > 1 && <Pill tone="neutral" label={`Rang ${header.calls} times`} />}
          {header.simulated && <Pill tone="warning" label="Simulated" />}
        </Group>
      </div>
      <div className="rb-split">
        <div className="rb-stack">
          <SegmentedControl
            data={VIEWS}
            value={view}
            onChange={(value) => void navigate({ search: { view: value }, replace: true })}
            aria-label="What to show"
            fullWidth
          />
          {view === 'story' && (
            <Section
              title="What happened"
              aside={
                <Text size="xs" c="dimmed">
                  Times in {zoneName(header.startedAt, zone)}
                </Text>
              }
            >
              <Story entries={call.timeline} zone={zone} />
            </Section>
          )}
          {view === 'why' && <Why decisions={call.decisions} zone={zone} />}
          {view === 'texts' && (
            <Section title="Texts">
              {call.messages.length === 0 ? (
                <Empty icon={IconMessages} title="No texts" compact>
                  {header.answerReason ?? 'Nothing was sent for this call.'}
                </Empty>
              ) : (
                <Bubbles messages={call.messages} zone={zone} />
              )}
            </Section>
          )}
          {view === 'proof' && <CallProof id={header.id} zone={zone} />}
        </div>
        <div className="rb-stack">
          <Surfaces call={call} />
          <Classes call={call} />
          <Crm call={call} />
        </div>
      </div>
    </Page>
  );
}

/** Which systems saw the call, and why their events were taken for one try. */
function Surfaces({ call }: { call: CallDetail }) {
  const nameOf = useSurfaceName();
  const zone = call.header.location.zone;
  const bySurface = Map.groupBy(call.events, (event) => event.surface);
  const confidence = call.confidence;
  return (
    <Section
      title={`Seen by ${plural(bySurface.size, 'system')}`}
      aside={
        confidence === null ? undefined : (
          <Pill
            tone={confidence === 'high' ? 'good' : confidence === 'medium' ? 'watch' : 'warning'}
            label={`${sentence(confidence)} confidence`}
          />
        )
      }
    >
      <Text size="sm" mb="sm">
        {call.explanation}
      </Text>
      <div className="rb-surfaces">
        {[...bySurface].map(([surface, events]) => (
          <div key={surface} className="rb-surface">
            <Group justify="space-between" gap="xs">
              <Text fw={570} size="sm">
                {events[0]?.sourceName ?? nameOf(surface)}
              </Text>
              <Text size="xs" c="dimmed">
                {plural(events.length, 'event')}
              </Text>
            </Group>
            <ul>
              {events.map((event) => (
                <li key={event.key} className="rb-dim">
                  {clockSeconds(event.occurredAt, zone)} · {sentence(event.disposition.replaceAll('_', ' '))}
                  {event.ringSeconds === null ? '' : `, rang ${Math.round(event.ringSeconds)} s`}
                  {event.final ? '' : ' (provisional)'}
                </li>
              ))}
            </ul>
            <Disclosure label="Vendor facts">
              <Facts value={events.map((event) => event.detail)} />
            </Disclosure>
          </div>
        ))}
      </div>
      {call.links.length > 0 && (
        <Disclosure label={`Why they were joined (${call.links.length})`}>
          <ul className="rb-stack" style={{ gap: 8 }}>
            {call.links.map((link) => (
              <li key={link.eventIds.join()}>
                <Text size="sm">{link.because}</Text>
                <Text size="xs" c="dimmed">
                  {sentence(link.rule)} · {Math.round(link.confidence * 100)}% sure
                </Text>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Section>
  );
}

function Classes({ call }: { call: CallDetail }) {
  if (call.classes.length === 0) return null;
  return (
    <Section title="What kind of miss">
      <ul className="rb-stack" style={{ gap: 10 }}>
        {call.classes.map((each) => (
          <li key={each.class}>
            <Group gap={8}>
              <Text size="sm" fw={each.primary ? 620 : 520}>
                {words.class(each.class).label}
              </Text>
              <Text size="xs" c="dimmed">
                {Math.round(each.confidence * 100)}%{each.primary ? ' · main class' : ''}
              </Text>
            </Group>
            <Text size="sm" c="dimmed">
              {each.because}
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Crm({ call }: { call: CallDetail }) {
  const { lead, contact, callback } = call;
  const now = useNow(30);
  const zone = call.header.location.zone;
  if (lead === null && contact === null && callback === null && call.bookings.length === 0) return null;
  return (
    <Section title="On record">
      <dl className="rb-lines">
        {contact !== null && (
          <div>
            <dt>Contact</dt>
            <dd>
              <Link to="/contacts/$id" params={{ id: contact.id }} className="rb-link">
                {contact.name ?? prettyPhone(contact.phone)}
              </Link>
              {contact.existingCustomer ? ' · customer' : ''}
              {contact.blocked ? ' · blocked' : ''}
            </dd>
          </div>
        )}
        {callback !== null && (
          <div>
            <dt>Callback</dt>
            <dd>
              <Link to="/callbacks" search={{ state: callback.state }} className="rb-link">
                {sentence(callback.state)}
              </Link>
              <br />
              {callback.reason}
            </dd>
          </div>
        )}
        {call.bookings.map((booking) => (
          <div key={booking.id}>
            <dt>Booking</dt>
            <dd>
              <Link
                to="/bookings"
                search={{ location: call.header.location.key, booking: booking.id }}
                className="rb-link"
              >
                {moment(booking.startsAt, zone, now)}
              </Link>
              <br />
              {sentence(booking.serviceKey)} · {booking.state}
            </dd>
          </div>
        ))}
        {lead !== null && (
          <>
            <div>
              <dt>Lead</dt>
              <dd>
                {sentence(lead.outcome)}
                {lead.hot ? ' · hot' : ''}
              </dd>
            </div>
            {lead.intent !== null && (
              <div>
                <dt>Wants</dt>
                <dd>{lead.intent}</dd>
              </div>
            )}
            {lead.summary !== null && (
              <div>
                <dt>Summary</dt>
                <dd>{lead.summary}</dd>
              </div>
            )}
            <div>
              <dt>Came from</dt>
              <dd>{sentence(lead.source)}</dd>
            </div>
            {Object.entries(lead.attribution).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </>
        )}
      </dl>
    </Section>
  );
}

function CallLoading() {
  return (
    <div className="rb-stack">
      <CardLoading height={104} />
      <div className="rb-split">
        <CardLoading height={460} />
        <div className="rb-stack">
          <CardLoading height={220} />
          <CardLoading height={180} />
        </div>
      </div>
    </div>
  );
}
