/** The simulated clock: an hour passes in a second or two, and everything that falls due in it really happens. */
import { Button, Progress, SimpleGrid, Text } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import { post } from '../api/client.ts';
import type { FastForwardAnswer, SimulatorState } from '../api/types.ts';
import { useNow } from '../lib/now.ts';
import { useMay } from '../lib/session.tsx';
import { clockTime, longDate, moment, secondsUntilTomorrow } from '../lib/time.ts';
import { useAction } from '../ui/mutate.ts';
import { Section } from '../ui/page.tsx';

export function FastForward({ state, zone }: { state: SimulatorState; zone: string }) {
  const now = useNow(1);
  const mayWork = useMay('work');
  const forward = useAction({
    run: (seconds: number) => post<FastForwardAnswer>('/simulator/fast-forward', { seconds }),
  });
  const running = state.forwarding?.running === true || forward.isPending;
  const busy = running || state.history.running || !mayWork;
  const steps = [
    { label: '10 min', seconds: () => 600 },
    { label: '1 hour', seconds: () => 3600 },
    { label: 'Tomorrow', seconds: () => secondsUntilTomorrow(now, zone, 9) },
  ];
  return (
    <Section title="The clock">
      <Text fw={620} fz="xl" lh={1.2}>
        {clockTime(now, zone)}
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {longDate(now, zone)}, at the shop
      </Text>
      <SimpleGrid cols={3} spacing={8}>
        {steps.map((step) => (
          <Button
            key={step.label}
            variant="default"
            px={6}
            disabled={busy}
            leftSection={
              step.label.startsWith('Tom') ? undefined : <IconPlayerTrackNext size={15} aria-hidden />
            }
            title={step.label === 'Tomorrow' ? 'Until 9 AM tomorrow at the shop' : undefined}
            onClick={() => forward.mutate(step.seconds())}
          >
            {step.label}
          </Button>
        ))}
      </SimpleGrid>
      <div className="rb-sim-forward" aria-live="polite">
        {running && (
          <>
            <Progress
              value={Math.max(3, (state.forwarding?.progress ?? 0) * 100)}
              animated
              aria-label="Time passed"
            />
            <Text size="sm" c="dimmed" mt={4}>
              {state.forwarding?.target === null || state.forwarding?.target === undefined
                ? 'Time passes…'
                : `Until ${moment(state.forwarding.target, zone, now)}; nudges, reminders and waiting texts happen on the way.`}
            </Text>
          </>
        )}
      </div>
    </Section>
  );
}
