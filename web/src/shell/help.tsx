/** What the keyboard can do, and the switch that turns single keys off. */
import { Kbd, Modal, Stack, Switch, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { GO_TO, setShortcuts, shortcutsOn } from '../lib/keyboard.ts';

export function HelpDialog(props: { opened: boolean; onClose: () => void }) {
  const [on, setOn] = useState(shortcutsOn);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title="Keyboard"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <Table verticalSpacing={6} withRowBorders={false}>
          <Table.Tbody>
            <Table.Tr>
              <Table.Td w={110}>
                <Kbd>/</Kbd>
              </Table.Td>
              <Table.Td>Search on this page</Table.Td>
            </Table.Tr>
            <Table.Tr>
              <Table.Td>
                <Kbd>?</Kbd>
              </Table.Td>
              <Table.Td>This list</Table.Td>
            </Table.Tr>
            {GO_TO.map((each) => (
              <Table.Tr key={each.key}>
                <Table.Td>
                  <Kbd>g</Kbd> <Kbd>{each.key}</Kbd>
                </Table.Td>
                <Table.Td>{each.label}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label="Keyboard shortcuts"
          description="Turn off if you speak to your computer or other tools need these keys."
          checked={on}
          onChange={(event) => {
            setShortcuts(event.currentTarget.checked);
            setOn(event.currentTarget.checked);
          }}
        />
        <Text size="sm" c="dimmed">
          Times are always in the zone of the location they belong to, and the zone stands beside them.
        </Text>
      </Stack>
    </Modal>
  );
}
