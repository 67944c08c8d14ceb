/** Who must not be texted, and the way to write down a revocation that came by phone, mail or in person. */
import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { ConsentRequest } from '../api/types.ts';
import { prettyPhone, typedPhone } from '../lib/phone.ts';
import { useMay, useSession, useSurfaceName } from '../lib/session.tsx';
import { words } from '../lib/words.ts';
import { Caller } from '../ui/caller.tsx';
import { useAction } from '../ui/mutate.ts';
import { Page } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Empty, Listed, RowsLoading } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { AddConsent } from './consent-given.tsx';

const route = getRouteApi('/app/consent');

export function ConsentPage() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const nameOf = useSurfaceName();
  const mayChange = useMay('consent');
  const mayGive = useMay('counsel');
  const [adding, setAdding] = useState(false);
  const [giving, setGiving] = useState(false);
  const query = useInfiniteQuery(queries.suppressions({ q, limit: 50 }));
  const number = q === undefined ? null : typedPhone(q);
  return (
    <Page
      title="Suppressed and consent"
      lead="Numbers that get no texts, and why. STOP anywhere counts everywhere."
      actions={
        <>
          <SearchBox
            label="Name or number"
            value={q ?? ''}
            onChange={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
            width={220}
          />
          {mayGive && (
            <Button variant="default" onClick={() => setGiving(true)}>
              Add consent
            </Button>
          )}
          {mayChange && <Button onClick={() => setAdding(true)}>Add a revocation</Button>}
        </>
      }
    >
      {number !== null && (
        <Group className="rb-pause" mb="md" justify="space-between">
          <Text size="sm">Everything on record for {prettyPhone(number)}, suppressed or not:</Text>
          <Button
            component={Link}
            to={`/consent/${encodeURIComponent(number)}`}
            variant="default"
            size="compact-sm"
          >
            Open the ledger
          </Button>
        </Group>
      )}
      <div className="rb-card">
        <Listed
          query={query}
          loading={<RowsLoading rows={7} height={72} />}
          empty={
            <Empty
              icon={IconShieldCheck}
              title={q === undefined ? 'Nobody is suppressed' : 'No suppressed number fits'}
            >
              {q === undefined
                ? 'People who text STOP, ask by phone not to be contacted, or whose number cannot be reached are listed here with their own words.'
                : 'Type a whole number to open its ledger, whether it is suppressed or not.'}
            </Empty>
          }
        >
          {(items) => (
            <ul className="rb-list">
              {items.map((row) => {
                const kind = words.suppression(row.kind);
                return (
                  <li key={`${row.phone}${row.kind}`}>
                    <Link
                      to="/consent/$phone"
                      params={{ phone: row.phone }}
                      className="rb-row rb-suppressed-row"
                    >
                      <span className="rb-call-cell">
                        <Caller phone={row.phone} name={row.name} />
                        {row.words !== null && <span className="rb-quote">“{row.words}”</span>}
                      </span>
                      <span className="rb-call-cell rb-suppressed-since">
                        <Pill tone={kind.tone} label={kind.label} />
                        <span className="rb-dim">
                          <When at={row.since} zone={session.tenant.zone} /> · {nameOf(row.source)}
                        </span>
                        <span className="rb-dim">{row.bannerNames.join(', ')}</span>
                      </span>
                    </Link>
                  </li>
                );
              })}
            </ul>
          )}
        </Listed>
      </div>
      {giving && <AddConsent phone={number} onClose={() => setGiving(false)} />}
      {adding && <AddRevocation phone={number} onClose={() => setAdding(false)} />}
    </Page>
  );
}

const KINDS = [
  { value: 'opted-out', label: 'Wants no more texts' },
  { value: 'do-not-contact', label: 'Wants no contact at all' },
  { value: 'wrong-party', label: 'Is not the person we think' },
  { value: 're-opted-in', label: 'Wants texts again' },
];

const MEANS = [
  { value: 'phone', label: 'By phone' },
  { value: 'in-person', label: 'In person' },
  { value: 'mail', label: 'By letter' },
  { value: 'email', label: 'By e-mail' },
  { value: 'web', label: 'On a web page or in a chat' },
  { value: 'text', label: 'By text, to another number' },
  { value: 'other', label: 'Another way' },
];

export function AddRevocation({ phone, onClose }: { phone: string | null; onClose: () => void }) {
  const navigate = useNavigate();
  const { data } = useQuery(queries.locations());
  const banners = [...new Map((data?.items ?? []).map((each) => [each.banner.key, each.banner.name]))];
  const [typed, setTyped] = useState(phone === null ? '' : prettyPhone(phone));
  const [kind, setKind] = useState<ConsentRequest['kind']>('opted-out');
  const [banner, setBanner] = useState('all');
  const [means, setMeans] = useState<NonNullable<ConsentRequest['means']>>('phone');
  const [receivedOn, setReceivedOn] = useState('');
  const [note, setNote] = useState('');
  const number = typedPhone(typed);
  // Writing down a refusal is anybody's duty; taking somebody back in is counsel's or an owner's word.
  const mayTakeBack = useMay('counsel');
  const add = useAction({
    run: (request: ConsentRequest) => post(`/consent/${encodeURIComponent(number ?? '')}`, request),
    done: () => {
      say('Written down. It holds from this second.');
      onClose();
      if (number !== null) void navigate({ to: '/consent/$phone', params: { phone: number } });
    },
  });
  const ready = number !== null && note.trim().length >= 3;
  return (
    <Modal
      opened
      onClose={onClose}
      title="Write down what a person said"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready)
            add.mutate({
              kind,
              banner,
              source: 'staff',
              means,
              ...(receivedOn === '' ? {} : { receivedOn }),
              note: note.trim(),
            });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Number"
            type="tel"
            required
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={typed.trim() !== '' && number === null ? 'Not a number we know how to dial' : undefined}
            data-autofocus
          />
          <Select
            label="The person"
            data={KINDS.filter((each) => each.value !== 're-opted-in' || mayTakeBack)}
            value={kind}
            onChange={(value) => setKind((value ?? 'opted-out') as ConsentRequest['kind'])}
            allowDeselect={false}
          />
          <Select
            label="Towards"
            data={[
              { value: 'all', label: 'All brands' },
              ...banners.map(([value, label]) => ({ value, label })),
            ]}
            value={banner}
            onChange={(value) => setBanner(value ?? 'all')}
            allowDeselect={false}
          />
          <Select
            label="Told us"
            data={MEANS}
            value={means}
            onChange={(value) => setMeans((value ?? 'other') as typeof means)}
            allowDeselect={false}
          />
          <TextInput
            label="On which day"
            description="Leave empty for today."
            type="date"
            value={receivedOn}
            onChange={(event) => setReceivedOn(event.currentTarget.value)}
          />
          <Textarea
            label="How we know"
            description="What was said, when and to whom. It becomes part of the proof."
            required
            autosize
            minRows={2}
            maxLength={400}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              disabled={!ready}
              loading={add.isPending}
              leftSection={<IconShieldX size={16} aria-hidden />}
            >
              Write down
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
