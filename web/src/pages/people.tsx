/** Who may log in, with which role, and the keys that programs use. Owners only. */
import {
  ActionIcon,
  Alert,
  Button,
  Code,
  CopyButton,
  Group,
  Modal,
  PasswordInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconCopy, IconKey, IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post, remove } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type {
  AccountCreate,
  AccountShape,
  AccountUpdate,
  ApiKeyCreate,
  ApiKeyCreated,
  Role,
} from '../api/types.ts';
import { useMay, useSession } from '../lib/session.tsx';
import { sentence } from '../lib/words.ts';
import { Initial } from '../ui/caller.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { useAction } from '../ui/mutate.ts';
import { Page, Section } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { CardLoading, Empty, Loaded } from '../ui/states.tsx';
import { say, sayUndo } from '../ui/toast.tsx';
import { When } from '../ui/when.tsx';

const ROLES: readonly { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads everything' },
  { value: 'agent', label: 'Agent: answers callers, books' },
  { value: 'counsel', label: 'Counsel: decides questions, consent' },
  { value: 'owner', label: 'Owner: everything' },
];

export function PeoplePage() {
  const mayOwn = useMay('own');
  return (
    <Page
      title="People and keys"
      lead="Everyone here sees the whole organisation; the role says what they may do."
    >
      {mayOwn ? (
        <div className="rb-stack">
          <Accounts />
          <Keys />
        </div>
      ) : (
        <Alert color="apricot">Only owners see and change who may log in.</Alert>
      )}
    </Page>
  );
}

function Accounts() {
  const query = useQuery(queries.accounts());
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="People"
      padded={false}
      aside={
        <Button
          variant="light"
          leftSection={<IconUserPlus size={16} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Add a person
        </Button>
      }
    >
      <Loaded query={query} loading={<CardLoading height={180} />}>
        {(list) => (
          <ul className="rb-list">
            {list.items.map((account) => (
              <li key={account.id}>
                <Account account={account} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {adding && <AddPerson onClose={() => setAdding(false)} />}
    </Section>
  );
}

function Account({ account }: { account: AccountShape }) {
  const session = useSession();
  const change = useAction({
    run: (update: AccountUpdate) => patch(`/accounts/${account.id}`, update),
    done: (_answer, update) => {
      if (update.disabled === true)
        sayUndo(`${account.name} cannot log in any more.`, () => change.mutate({ disabled: false }));
      else say('Saved.');
    },
  });
  const self = account.id === session.account.id;
  return (
    <div className="rb-row rb-person-row">
      <Initial name={account.name} phone={null} />
      <span className="rb-call-cell">
        <span className="rb-caller">
          {account.name}
          {self ? ' (you)' : ''}
        </span>
        <span className="rb-dim">{account.email}</span>
      </span>
      <Group gap={8} justify="flex-end">
        {account.disabled && <Pill tone="bad" label="Disabled" />}
        {!account.hasPassword && <Pill tone="neutral" label="No password yet" />}
        <Select
          aria-label={`Role of ${account.name}`}
          data={ROLES.map((role) => ({ value: role.value, label: sentence(role.value) }))}
          value={account.role}
          disabled={self || account.disabled}
          allowDeselect={false}
          w={124}
          onChange={(role) => {
            if (role !== null) change.mutate({ role });
          }}
        />
        {!self && (
          <Button variant="default" onClick={() => change.mutate({ disabled: !account.disabled })}>
            {account.disabled ? 'Let in again' : 'Disable'}
          </Button>
        )}
      </Group>
    </div>
  );
}

function AddPerson({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState<AccountCreate>({ name: '', email: '', role: 'agent', password: '' });
  const add = useAction({
    run: (person: AccountCreate) => post('/accounts', person),
    done: (_answer, person) => {
      say(`${person.name} can log in now.`);
      onClose();
    },
  });
  const ready = draft.name.trim() !== '' && draft.email.includes('@') && draft.password.length >= 10;
  return (
    <Modal opened onClose={onClose} title="Add a person" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) add.mutate({ ...draft, name: draft.name.trim(), email: draft.email.trim() });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            maxLength={80}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
            data-autofocus
          />
          <TextInput
            label="E-mail"
            type="email"
            required
            value={draft.email}
            onChange={(event) => setDraft({ ...draft, email: event.currentTarget.value })}
          />
          <Select
            label="Role"
            data={[...ROLES]}
            value={draft.role}
            allowDeselect={false}
            onChange={(role) => {
              if (role !== null) setDraft({ ...draft, role });
            }}
          />
          <PasswordInput
            label="First password"
            description="At least 10 characters. They can set their own after logging in."
            required
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => setDraft({ ...draft, password: event.currentTarget.value })}
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={!ready} loading={add.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Keys() {
  const session = useSession();
  const query = useQuery(queries.apiKeys());
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<{ id: string; name: string } | null>(null);
  const drop = useAction({
    run: (id: string) => remove(`/api-keys/${id}`),
    done: () => {
      setRemoving(null);
      say('The key opens nothing any more.');
    },
  });
  return (
    <Section
      title="Keys for programs"
      padded={false}
      aside={
        <Button
          variant="light"
          leftSection={<IconKey size={16} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Make a key
        </Button>
      }
    >
      <Loaded query={query} loading={<CardLoading height={120} />}>
        {(list) =>
          list.items.length === 0 ? (
            <Empty icon={IconKey} title="No keys" compact>
              Programs send a key as <Code>Authorization: Bearer</Code>, for example to report calls to{' '}
              <Code>/api/v1/call-events</Code>.
            </Empty>
          ) : (
            <ul className="rb-list">
              {list.items.map((key) => (
                <li key={key.id}>
                  <div className="rb-row rb-key-row">
                    <span className="rb-call-cell">
                      <span className="rb-caller">{key.name}</span>
                      <span className="rb-dim">
                        {sentence(key.role)}, made <When at={key.createdAt} zone={session.tenant.zone} />
                      </span>
                    </span>
                    <ActionIcon
                      size="lg"
                      aria-label={`Remove ${key.name}`}
                      onClick={() => setRemoving({ id: key.id, name: key.name })}
                    >
                      <IconTrash size={17} />
                    </ActionIcon>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && <MakeKey onClose={() => setAdding(false)} />}
      <Confirm
        opened={removing !== null}
        title={`Remove ${removing?.name ?? ''}?`}
        yes="Remove key"
        danger
        busy={drop.isPending}
        onYes={() => {
          if (removing !== null) drop.mutate(removing.id);
        }}
        onClose={() => setRemoving(null)}
      >
        Programs that use this key are refused from now on.
      </Confirm>
    </Section>
  );
}

function MakeKey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [made, setMade] = useState<ApiKeyCreated | null>(null);
  const make = useAction({
    run: (key: ApiKeyCreate) => post<ApiKeyCreated>('/api-keys', key),
    done: (key) => setMade(key),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={made === null ? 'Make a key' : 'Copy the key now'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {made === null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') make.mutate({ name: name.trim(), role });
          }}
        >
          <Stack gap="sm">
            <TextInput
              label="What it is for"
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <Select
              label="Role"
              data={[...ROLES]}
              value={role}
              allowDeselect={false}
              onChange={(value) => {
                if (value !== null) setRole(value);
              }}
            />
            <Group justify="flex-end">
              <Button type="submit" disabled={name.trim() === ''} loading={make.isPending}>
                Make it
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="sm">
          <Text size="sm">It is shown this once; we keep only its hash.</Text>
          <div className="rb-url">
            <span>{made.key}</span>
          </div>
          <Group justify="flex-end">
            <CopyButton value={made.key}>
              {({ copied, copy }) => (
                <Button leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
