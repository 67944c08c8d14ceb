/** What a missed caller is sent, when, and how often: written here, previewed exactly as it would go out. */
import {
  Button,
  Code,
  Group,
  NumberInput,
  SegmentedControl,
  Slider,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError, post } from '../api/client.ts';
import type { Preview, PreviewRequest } from '../api/types.ts';
import { without } from '../lib/without.ts';
import { plural } from '../lib/words.ts';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/states.tsx';
import type { EditorProps } from './location-settings.tsx';

const VARIANTS = [
  { value: 'plain', label: 'Usual' },
  { value: 'after-hours', label: 'After hours' },
  { value: 'voicemail', label: 'Voicemail' },
  { value: 'busy', label: 'Busy' },
  { value: 'returning', label: 'Returning' },
] as const;
type Variant = (typeof VARIANTS)[number]['value'];

const FIELDS = ['shop', 'brand', 'location', 'caller', 'hours', 'assistant', 'booking_link', 'phone'];

export function TextbackEditor(props: EditorProps) {
  const { draft, change, detail, readOnly } = props;
  const { textback } = draft;
  const put = (part: Partial<typeof textback>) => change({ textback: { ...textback, ...part } });
  return (
    <div className="rb-two">
      <Message {...props} />
      <div className="rb-stack">
        <Section title="When">
          <Text size="sm" fw={540} id="delay-label">
            Wait after the miss:{' '}
            {textback.delaySeconds === 0 ? 'none' : plural(textback.delaySeconds, 'second')}
          </Text>
          <Slider
            mt={6}
            mb="xl"
            mx={22}
            min={0}
            max={60}
            step={5}
            value={textback.delaySeconds}
            disabled={readOnly}
            onChange={(delaySeconds) => put({ delaySeconds })}
            label={(value) => `${value} s`}
            marks={[
              { value: 0, label: 'at once' },
              { value: 20, label: '20 s' },
              { value: 40, label: '40 s' },
              { value: 60, label: '60 s' },
            ]}
            thumbLabel="Seconds to wait after the miss"
          />
          <Text size="sm" c="dimmed" mb="md">
            A short wait leaves time to ring back or to reach someone on the second try; then no text is sent.
          </Text>
          <Group grow align="flex-start">
            <NumberInput
              label="Redial is the same call within"
              suffix=" min"
              min={1}
              max={240}
              value={textback.redialWindowMinutes}
              disabled={readOnly}
              onChange={(value) => typeof value === 'number' && put({ redialWindowMinutes: value })}
            />
            <NumberInput
              label="Texts per person in 24 h"
              min={1}
              max={3}
              value={textback.perNumberPerDay}
              disabled={readOnly}
              onChange={(value) => typeof value === 'number' && put({ perNumberPerDay: value })}
            />
          </Group>
        </Section>
        <Section title="Nudges when nobody answers">
          <Text size="sm" c="dimmed" mb="sm">
            Each nudge needs its own permission and stops at any reply, booking, opt-out or takeover.
          </Text>
          <Stack gap="sm">
            {textback.nudges.map((nudge, index) => (
              <Group key={index} align="flex-end" wrap="nowrap">
                <NumberInput
                  label={index === 0 ? 'First nudge after' : 'Second nudge after'}
                  suffix=" hours"
                  min={3}
                  max={72}
                  value={Math.round((nudge.afterMinutes / 60) * 10) / 10}
                  disabled={readOnly}
                  style={{ flex: 1 }}
                  onChange={(value) =>
                    typeof value === 'number' &&
                    put({
                      nudges: textback.nudges.map((each, at) =>
                        at === index ? { ...each, afterMinutes: Math.round(value * 60) } : each,
                      ),
                    })
                  }
                />
                {!readOnly && (
                  <Button
                    variant="default"
                    px="sm"
                    aria-label={`Remove nudge ${index + 1}`}
                    onClick={() => put({ nudges: textback.nudges.filter((_, at) => at !== index) })}
                  >
                    <IconTrash size={16} aria-hidden />
                  </Button>
                )}
              </Group>
            ))}
            {textback.nudges.length === 0 && <Text size="sm">No nudges: one text, then silence.</Text>}
            {!readOnly && textback.nudges.length < 2 && (
              <div>
                <Button
                  variant="light"
                  leftSection={<IconPlus size={15} aria-hidden />}
                  onClick={() =>
                    put({
                      nudges: [
                        ...textback.nudges,
                        { afterMinutes: textback.nudges.length === 0 ? 240 : 1440 },
                      ],
                    })
                  }
                >
                  Add a nudge
                </Button>
              </div>
            )}
          </Stack>
        </Section>
        <Text size="xs" c="dimmed">
          Settings version {detail.version}
        </Text>
      </div>
    </div>
  );
}

function Message({ draft, change, detail, readOnly }: EditorProps) {
  const [variant, setVariant] = useState<Variant>('plain');
  const field = useRef<HTMLTextAreaElement>(null);
  const { textback } = draft;
  const own = variant === 'plain' ? textback.template : textback.templates[variant];
  const put = (text: string) => {
    if (variant === 'plain') {
      const rest = without(textback, 'template');
      change({ textback: text === '' ? rest : { ...rest, template: text } });
      return;
    }
    const others = without(textback.templates, variant);
    change({ textback: { ...textback, templates: text === '' ? others : { ...others, [variant]: text } } });
  };
  const insert = (name: string) => {
    const element = field.current;
    const text = own ?? '';
    const start = element?.selectionStart ?? text.length;
    const end = element?.selectionEnd ?? text.length;
    put(`${text.slice(0, start)}{${name}}${text.slice(end)}`);
    element?.focus();
  };
  return (
    <Section title="Message">
      <Stack gap="sm">
        <SegmentedControl
          data={VARIANTS.map(({ value, label }) => ({ value, label }))}
          value={variant}
          onChange={(value) => setVariant(value)}
          aria-label="Situation"
          size="xs"
          fullWidth
        />
        <Textarea
          ref={field}
          label="Text"
          description={
            own === undefined ? 'Empty: the text below is used. Write your own to replace it.' : undefined
          }
          autosize
          minRows={3}
          maxLength={480}
          disabled={readOnly}
          value={own ?? ''}
          placeholder={variant === 'plain' ? (detail.defaultTemplate ?? '') : 'Uses the usual text'}
          onChange={(event) => put(event.currentTarget.value)}
        />
        {!readOnly && (
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              Fill in:
            </Text>
            {FIELDS.map((name) => (
              <Button key={name} size="compact-xs" variant="default" onClick={() => insert(name)}>
                {`{${name}}`}
              </Button>
            ))}
          </Group>
        )}
        <LivePreview
          locationKey={detail.location.key}
          template={own}
          variant={variant}
          maxSegments={textback.maxSegments}
        />
        <NumberInput
          label="Longest text allowed"
          description="Texts are shortened politely to fit; the brand and STOP always stay."
          suffix={textback.maxSegments === 1 ? ' segment' : ' segments'}
          min={1}
          max={6}
          value={textback.maxSegments}
          disabled={readOnly}
          onChange={(value) =>
            typeof value === 'number' && change({ textback: { ...textback, maxSegments: value } })
          }
        />
      </Stack>
    </Section>
  );
}

function LivePreview(props: {
  locationKey: string;
  template: string | undefined;
  variant: Variant;
  maxSegments: number;
}) {
  const [template] = useDebouncedValue(props.template, 350);
  const request: PreviewRequest = { variant: props.variant, ...(template === undefined ? {} : { template }) };
  const query = useQuery({
    queryKey: [`/locations/${props.locationKey}/preview`, request],
    queryFn: () => post<Preview>(`/locations/${props.locationKey}/preview`, request),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (query.error instanceof ApiError) return <Problem error={query.error} />;
  const preview = query.data;
  return (
    <div className="rb-preview" aria-live="polite">
      <Text size="xs" c="dimmed" mb={6}>
        As the caller gets it
      </Text>
      <div className="rb-bubble-wrap rb-bubble-in" style={{ maxWidth: '100%' }}>
        <div className="rb-bubble" style={{ minHeight: 42 }}>
          {preview?.body ?? ' '}
        </div>
      </div>
      <Text size="xs" c="dimmed" mt={8}>
        {preview === undefined
          ? ' '
          : `${plural(preview.segments, 'segment')}, ${preview.encoding}, ${preview.body.length} characters`}
      </Text>
      {preview?.problems.map((each) => (
        <Text key={each} size="sm" c="var(--rb-apricot-ink)" mt={4}>
          {each}
        </Text>
      ))}
      {preview !== undefined && preview.segments > props.maxSegments && (
        <Text size="sm" c="var(--rb-apricot-ink)" mt={4}>
          Longer than the limit of <Code>{props.maxSegments}</Code>.
        </Text>
      )}
    </div>
  );
}
