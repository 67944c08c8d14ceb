/** A password of one's own, so that the next login needs no one-time link. */
import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { useSession } from '../lib/session.tsx';
import { useAction } from '../ui/mutate.ts';
import { say } from '../ui/toast.tsx';

const SHORTEST = 10;

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { account } = useSession();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const set = useAction({
    run: () => post('/session/password', { password }),
    done: () => {
      say('Password set. Sessions elsewhere have ended.');
      onClose();
    },
  });
  const ready = password.length >= SHORTEST && again === password;
  return (
    <Modal opened onClose={onClose} title="Set a password" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) set.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            For {account.name}
            {account.email === null ? '' : ` (${account.email})`}. Logging in anywhere else ends.
          </Text>
          <input
            type="text"
            name="username"
            autoComplete="username"
            value={account.email ?? ''}
            readOnly
            hidden
          />
          <PasswordInput
            label="New password"
            description={`At least ${SHORTEST} characters`}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            data-autofocus
          />
          <PasswordInput
            label="Once more"
            autoComplete="new-password"
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            error={again !== '' && again !== password ? 'The two differ' : undefined}
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={!ready} loading={set.isPending}>
              Set password
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
