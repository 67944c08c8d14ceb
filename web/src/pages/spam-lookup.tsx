/** Why is this number held back? And the way to release it when that is wrong. */
import { Button, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { patch } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { SpamCaller } from '../api/types.ts';
import { prettyPhone, typedPhone } from '../lib/phone.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { useAction } from '../ui/mutate.ts';
import { Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Loaded } from '../ui/states.tsx';
import { say, sayUndo } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';
import { person } from './spam-words.ts';

const route = getRouteApi('/app/spam');

export function SpamLookup() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(q ?? '');
  const asked = q === undefined ? null : typedPhone(q);
  const number = typedPhone(typed);
  return (
    <Section title="Why is a number held?">
      <form
        className="rb-spam-ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (number !== null) void navigate({ search: { q: number } });
        }}
      >
        <TextInput
          label="Number"
          inputMode="tel"
          placeholder="(310) 555-0142"
          value={typed}
          error={typed.trim().length > 6 && number === null ? 'Not a number we know how to dial' : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconSearch size={16} aria-hidden />}
          disabled={number === null}
        >
          Look up
        </Button>
      </form>
      {asked !== null && <Answer phone={asked} />}
    </Section>
  );
}

function Answer({ phone }: { phone: string }) {
  const query = useQuery(queries.spamCaller(phone));
  return (
    <Loaded query={query} loading={<CardLoading height={160} />}>
      {(caller) => <Standing caller={caller} />}
    </Loaded>
  );
}

function Standing({ caller }: { caller: SpamCaller }) {
  const mayWork = useMay('work');
  const zone = useSession().tenant.zone;
  const hold = useAction({
    run: (phone: string) => patch(`/spam-callers/${encodeURIComponent(phone)}`, { released: false }),
    done: () => say('It is judged by its signs again.'),
  });
  const release = useAction({
    run: (phone: string) => patch(`/spam-callers/${encodeURIComponent(phone)}`, { released: true }),
    done: (_answer, phone) =>
      sayUndo(`${prettyPhone(phone)} is released. It holds from the next call on.`, () => hold.mutate(phone)),
  });
  return (
    <div className="rb-spam-answer">
      <div className="rb-spam-verdict">
        <Text fw={600}>{prettyPhone(caller.phone)}</Text>
        <Pill tone={caller.held ? 'bad' : 'good'} label={caller.held ? 'Held back' : 'Not held'} />
      </div>
      <Text size="sm">{caller.why}</Text>
      {caller.released !== null && (
        <Text size="sm" c="dimmed">
          Released <When at={caller.released.at} zone={zone} />
          {caller.released.by === null ? '' : ` by ${person(caller.released.by)}`}
        </Text>
      )}
      {caller.reasons.length > 0 && (
        <ul className="rb-spam-reasons">
          {caller.reasons.map((reason) => (
            <li key={reason.because}>
              <Pill
                tone={reason.weight > 0 ? 'warning' : 'good'}
                label={reason.weight > 0 ? 'For spam' : 'Against'}
              />
              <span>{reason.because}</span>
            </li>
          ))}
        </ul>
      )}
      <Text size="sm" c="dimmed">
        {Math.round(caller.score * 100)} of 100 by what is known of the number. What the phone system and the
        network say of a call is added when it rings.
      </Text>
      {caller.calls.length > 0 && (
        <div>
          <Text size="sm" fw={570}>
            Its latest calls
          </Text>
          <ul className="rb-spam-calls">
            {caller.calls.map((call) => (
              <li key={call.id}>
                <Link to="/calls/$id" params={{ id: call.id }} className="rb-link rb-small">
                  <When at={call.startedAt} zone={zone} /> · {call.location}
                </Link>
                {call.held && <Pill tone="bad" label="Held" />}
                <Text size="sm" c="dimmed">
                  {call.because}
                </Text>
              </li>
            ))}
          </ul>
        </div>
      )}
      {mayWork && caller.released !== null && (
        <div>
          <Button variant="default" loading={hold.isPending} onClick={() => hold.mutate(caller.phone)}>
            Take the release back
          </Button>
        </div>
      )}
      {mayWork && caller.held && !caller.blocked && (
        <div>
          <Button loading={release.isPending} onClick={() => release.mutate(caller.phone)}>
            This is no spam
          </Button>
        </div>
      )}
    </div>
  );
}
