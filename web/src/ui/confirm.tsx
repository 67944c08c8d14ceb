/** A question before something that matters: one sentence of what will happen, and two clear answers. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export function Confirm(props: {
  opened: boolean;
  title: string;
  children: ReactNode;
  yes: string;
  danger?: boolean;
  busy?: boolean;
  ready?: boolean;
  onYes: () => void;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <Text size="md" component="div">
          {props.children}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button
            color={props.danger === true ? 'brick' : 'pine'}
            loading={props.busy === true}
            disabled={props.ready === false}
            onClick={props.onYes}
          >
            {props.yes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
