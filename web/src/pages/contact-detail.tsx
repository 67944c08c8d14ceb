/** One person: who they are, what they allowed, what happened, and the way to forget them for good. */
import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconArrowLeft, IconPhone, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { patch, post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { ContactDetail, ContactUpdate } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { prettyPhone } from '../lib/phone.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { moment } from '../lib/time.ts';
import { plural, sentence, words } from '../lib/words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { CallRows } from './calls.tsx';

const route = getRouteApi('/app/contacts/$id');

export function ContactDetailPage() {
  const { id } = route.useParams();
  const query = useQuery(queries.contact(id));
  const back = (
    <Link to="/contacts" className="rb-link rb-small rb-back">
      <IconArrowLeft size={15} aria-hidden /> Contacts
    </Link>
  );
  if (query.data === undefined) {
    return (
      <Page title="Contact" before={back} wide>
        <Loaded query={query} loading={<CardLoading height={420} />}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Detail key={query.data.contact.id} detail={query.data} back={back} />;
}

function Detail({ detail, back }: { detail: ContactDetail; back: React.ReactNode }) {
  const session = useSession();
  const mayWork = useMay('work');
  const mayOwn = useMay('own');
  const now = useNow(60);
  const { contact } = detail;
  const thread = detail.threads[0];
  return (
    <Page
      title={contact.erased ? 'Erased person' : (contact.name ?? prettyPhone(contact.phone))}
      before={back}
      wide
      lead={
        contact.erased
          ? 'Everything personal about this contact was destroyed; the proofs that remain name nobody.'
          : `${prettyPhone(contact.phone)} · ${plural(contact.attempts, 'call')}, last ${moment(contact.lastSeenAt, session.tenant.zone, now)}`
      }
      actions={
        contact.erased ? undefined : (
          <>
            {thread !== undefined && (
              <Button component={Link} to={`/inbox/${thread.id}`} variant="default">
                Conversation
              </Button>
            )}
            <Button
              component="a"
              href={`tel:${contact.phone}`}
              leftSection={<IconPhone size={16} aria-hidden />}
            >
              Call
            </Button>
          </>
        )
      }
    >
      <div className="rb-split">
        <div className="rb-stack">
          <Section title="Calls" padded={false}>
            {detail.calls.length === 0 ? (
              <Text p="md" c="dimmed">
                No calls on record.
              </Text>
            ) : (
              <CallRows items={detail.calls} ofOnePerson />
            )}
          </Section>
          {detail.bookings.length > 0 && (
            <Section title="Bookings">
              <ul className="rb-ledger">
                {detail.bookings.map((booking) => (
                  <li key={booking.id}>
                    <When at={booking.startsAt} zone={booking.location.zone} />
                    <div>
                      <Link
                        to="/bookings"
                        search={{ location: booking.location.key, booking: booking.id }}
                        className="rb-link"
                      >
                        {booking.serviceName}
                      </Link>{' '}
                      <span className="rb-dim">
                        {booking.location.name} · {booking.state}
                      </span>
                    </div>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {detail.leads.length > 0 && (
            <Section title="Leads">
              <ul className="rb-ledger">
                {detail.leads.map((lead) => (
                  <li key={lead.id}>
                    <When at={lead.createdAt} zone={session.tenant.zone} />
                    <div>
                      <Text size="sm" fw={560}>
                        {lead.intent ?? sentence(lead.outcome)}
                        {lead.hot ? ' · hot' : ''}
                      </Text>
                      <Text size="sm" c="dimmed">
                        {lead.summary ?? sentence(lead.outcome)}
                      </Text>
                    </div>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
        <div className="rb-stack">
          {!contact.erased && <Person contact={contact} mayWork={mayWork} />}
          <Section
            title="What they allowed"
            aside={
              contact.erased ? undefined : (
                <Link to="/consent/$phone" params={{ phone: contact.phone }} className="rb-link rb-small">
                  Ledger
                </Link>
              )
            }
          >
            {detail.consent.length === 0 ? (
              <Text size="sm" c="dimmed">
                Nothing on record with any of your brands.
              </Text>
            ) : (
              <ul className="rb-stack" style={{ gap: 12 }}>
                {detail.consent.map((each) => (
                  <li key={each.bannerKey}>
                    <Group gap={8}>
                      <Text size="sm" fw={560}>
                        {each.bannerName}
                      </Text>
                      <Pill tone={words.consent(each.state).tone} label={words.consent(each.state).label} />
                    </Group>
                    <Text size="sm" c="dimmed">
                      {each.explanation}
                    </Text>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          {mayOwn && !contact.erased && <Erase contact={contact} />}
        </div>
      </div>
    </Page>
  );
}

function Person({ contact, mayWork }: { contact: ContactDetail['contact']; mayWork: boolean }) {
  const [draft, setDraft] = useState({
    name: contact.name ?? '',
    email: contact.email ?? '',
    notes: contact.notes ?? '',
    existingCustomer: contact.existingCustomer,
    blocked: contact.blocked,
  });
  const save = useAction({
    run: (update: ContactUpdate) => patch(`/contacts/${contact.id}`, update),
    done: () => say('Saved.'),
  });
  const changed =
    draft.name !== (contact.name ?? '') ||
    draft.email !== (contact.email ?? '') ||
    draft.notes !== (contact.notes ?? '') ||
    draft.existingCustomer !== contact.existingCustomer ||
    draft.blocked !== contact.blocked;
  return (
    <Section title="Person">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({
            name: draft.name.trim() === '' ? null : draft.name.trim(),
            email: draft.email.trim() === '' ? null : draft.email.trim(),
            notes: draft.notes === '' ? null : draft.notes,
            existingCustomer: draft.existingCustomer,
            blocked: draft.blocked,
          });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            value={draft.name}
            disabled={!mayWork}
            maxLength={120}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            type="email"
            value={draft.email}
            disabled={!mayWork}
            onChange={(event) => setDraft({ ...draft, email: event.currentTarget.value })}
          />
          <Textarea
            label="Notes"
            autosize
            minRows={2}
            maxRows={8}
            value={draft.notes}
            disabled={!mayWork}
            maxLength={4000}
            onChange={(event) => setDraft({ ...draft, notes: event.currentTarget.value })}
          />
          <Checkbox
            label="Existing customer"
            checked={draft.existingCustomer}
            disabled={!mayWork}
            onChange={(event) => setDraft({ ...draft, existingCustomer: event.currentTarget.checked })}
          />
          <Checkbox
            label="Blocked"
            description="Never texted; their calls stay visible."
            checked={draft.blocked}
            disabled={!mayWork}
            onChange={(event) => setDraft({ ...draft, blocked: event.currentTarget.checked })}
          />
          {contact.lineType !== null && (
            <Text size="sm" c="dimmed">
              Line: {sentence(contact.lineType)}
            </Text>
          )}
          {mayWork && (
            <Group justify="flex-end">
              <Button type="submit" disabled={!changed} loading={save.isPending}>
                Save
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  );
}

function Erase({ contact }: { contact: ContactDetail['contact'] }) {
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const erase = useAction({
    run: () => post(`/contacts/${contact.id}/erase`, { confirm: 'erase', reason: reason.trim() }),
    done: () => {
      setOpened(false);
      say('Erased. The key to everything personal about this person is destroyed.');
    },
  });
  return (
    <Section title="Erase this person">
      <Text size="sm" c="dimmed" mb="sm">
        Destroys name, number, texts and facts for good, as privacy law asks. Proofs stay valid and name
        nobody. A number that opted out stays suppressed.
      </Text>
      <Button
        color="brick"
        variant="light"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        Erase
      </Button>
      <Confirm
        opened={opened}
        title={`Erase ${contact.name ?? prettyPhone(contact.phone)}?`}
        yes="Erase for good"
        danger
        busy={erase.isPending}
        ready={typed.trim().toLowerCase() === 'erase' && reason.trim().length >= 3}
        onYes={() => erase.mutate(undefined)}
        onClose={() => setOpened(false)}
      >
        <Stack gap="sm">
          <Text size="sm">
            This cannot be undone: not by you, not by us. Calls of{' '}
            <strong>{prettyPhone(contact.phone)}</strong> keep their times and outcomes only.
          </Text>
          <TextInput
            label="Why"
            placeholder="They asked by phone on…"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <TextInput
            label="Type erase to confirm"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
        </Stack>
      </Confirm>
    </Section>
  );
}
