/** Who is to ring, and the choice of somebody else; where the rules did not agree to the routing, why a person has to choose. */
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { CallbackRow } from '../api/types.ts';
import { useMay } from '../lib/session.tsx';
import { useAction } from '../ui/mutate.ts';

export function CallbackAssignment({ item }: { item: CallbackRow }) {
  const mayWork = useMay('work');
  const [opened, setOpened] = useState(false);
  const place = useQuery({ ...queries.location(item.location.key), enabled: opened });
  const assign = useAction({
    run: (rep: string | null) => post(`/callbacks/${item.id}/assign`, { rep }),
  });
  const { state, rep, reason } = item.assignment;
  if (state === 'none' || item.attemptId === null) return null;
  const reps = place.data?.config.reps ?? [];
  return (
    <div className="rb-dim">
      {state === 'manual' ? (
        <>To be assigned by hand: {reason}</>
      ) : (
        <>For {rep === null ? item.location.name : rep.name}</>
      )}
      {mayWork && (
        <Menu position="bottom-start" shadow="md" width={220} opened={opened} onChange={setOpened}>
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-sm"
              rightSection={<IconChevronDown size={12} aria-hidden />}
              aria-label={`${state === 'manual' ? 'Assign' : 'Change'} who is to ring ${item.name ?? item.phone ?? ''}`}
            >
              {state === 'manual' ? 'Assign' : 'Change'}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {reps.map(({ key, name }) => (
              <Menu.Item key={key} disabled={key === rep?.key} onClick={() => assign.mutate(key)}>
                {name}
              </Menu.Item>
            ))}
            {reps.length > 0 && <Menu.Divider />}
            <Menu.Item onClick={() => assign.mutate(null)}>Whoever is free</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
