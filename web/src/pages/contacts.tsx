/** People who called, as the built-in CRM knows them. */
import { Group } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { prettyPhone } from '../lib/phone.ts';
import { useSession } from '../lib/session.tsx';
import { plural } from '../lib/words.ts';
import { Initial } from '../ui/caller.tsx';
import { Page } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Empty, Listed, RowsLoading } from '../ui/states.tsx';
import { When } from '../ui/when.tsx';

const route = getRouteApi('/app/contacts');

export function ContactsPage() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const query = useInfiniteQuery(queries.contacts({ q, limit: 50 }));
  return (
    <Page
      title="Contacts"
      lead="One person per phone number, with everything that happened between you."
      actions={
        <SearchBox
          label="Name, number or e-mail"
          value={q ?? ''}
          onChange={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
        />
      }
    >
      <div className="rb-card">
        <Listed
          query={query}
          loading={<RowsLoading rows={9} height={64} />}
          empty={
            <Empty icon={IconAddressBook} title={q === undefined ? 'No contacts yet' : `Nobody fits "${q}"`}>
              {q === undefined
                ? 'Everyone who calls and is missed becomes a contact by phone number. Lists can be imported with ringback import --contacts.'
                : 'Search by part of a name, a number or an e-mail address.'}
            </Empty>
          }
        >
          {(items) => (
            <ul className="rb-list">
              {items.map((contact) => (
                <li key={contact.id}>
                  <Link to="/contacts/$id" params={{ id: contact.id }} className="rb-row rb-contact-row">
                    <Initial name={contact.name} phone={contact.phone} />
                    <span className="rb-call-cell">
                      <span className="rb-caller">{contact.name ?? prettyPhone(contact.phone)}</span>
                      <span className="rb-dim">
                        {contact.name === null ? 'Name not known' : prettyPhone(contact.phone)}
                      </span>
                    </span>
                    <span className="rb-call-cell">
                      <span className="rb-dim">{contact.email ?? ''}</span>
                      <Group gap={6}>
                        {contact.existingCustomer && <Pill tone="good" label="Customer" />}
                        {contact.blocked && <Pill tone="bad" label="Blocked" />}
                      </Group>
                    </span>
                    <span className="rb-call-cell rb-dim" style={{ textAlign: 'right' }}>
                      <When at={contact.lastSeenAt} zone={session.tenant.zone} relative />
                      <span>{plural(contact.attempts, 'call')}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Listed>
      </div>
    </Page>
  );
}
