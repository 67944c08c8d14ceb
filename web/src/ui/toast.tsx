/** Short messages at the edge of the screen: what was done, the way back, and what went wrong with its remedy. */
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ApiError } from '../api/client.ts';

const CLOSE = { 'aria-label': 'Close' };

export function say(message: string): void {
  notifications.show({ message, color: 'pine', autoClose: 4000, closeButtonProps: CLOSE });
}

export function sayUndo(message: string, undo: () => void): void {
  const id = crypto.randomUUID();
  notifications.show({
    id,
    color: 'pine',
    autoClose: 8000,
    withCloseButton: true,
    closeButtonProps: CLOSE,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

export function sayProblem(error: unknown): void {
  const known = error instanceof ApiError ? error : null;
  notifications.show({
    color: 'brick',
    autoClose: 12_000,
    withCloseButton: true,
    closeButtonProps: CLOSE,
    title: known?.message ?? 'That did not work.',
    message: (
      <>
        {known?.issues.map((issue) => (
          <Text size="sm" key={issue.path + issue.message}>
            {issue.path}: {issue.message}
          </Text>
        ))}
        <Text size="sm">{known?.remedy ?? 'Try again in a moment.'}</Text>
      </>
    ),
  });
}
