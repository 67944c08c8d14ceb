/** Opening hours, day by day, and the special days that override them. */
import { ActionIcon, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useNow } from '../lib/now.ts';
import { addDays, dayOf, zoneName } from '../lib/time.ts';
import { Section } from '../ui/page.tsx';
import type { EditorProps } from './location-settings.tsx';

const DAYS = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
] as const;
interface Range {
  open: string;
  close: string;
}

export function HoursEditor({ draft, change, detail, readOnly }: EditorProps) {
  const now = useNow(60);
  const zone = detail.location.zone;
  const setDay = (day: (typeof DAYS)[number][0], ranges: Range[]) =>
    change({ hours: { ...draft.hours, [day]: ranges } });
  return (
    <div className="rb-two">
      <Section
        title="Every week"
        aside={
          <Text size="xs" c="dimmed">
            {zone} ({zoneName(now, zone)})
          </Text>
        }
      >
        {DAYS.map(([day, name]) => (
          <div key={day} className="rb-hours-row">
            <Switch
              label={name}
              checked={draft.hours[day].length > 0}
              disabled={readOnly}
              onChange={(event) =>
                setDay(day, event.currentTarget.checked ? [{ open: '09:00', close: '17:00' }] : [])
              }
            />
            {draft.hours[day].length === 0 ? (
              <Text size="sm" c="dimmed">
                Closed
              </Text>
            ) : (
              <Ranges
                name={name}
                ranges={draft.hours[day]}
                readOnly={readOnly}
                onChange={(ranges) => setDay(day, ranges)}
                {...(day === 'mon'
                  ? {
                      copy: () =>
                        change({
                          hours: {
                            ...draft.hours,
                            tue: draft.hours.mon,
                            wed: draft.hours.mon,
                            thu: draft.hours.mon,
                            fri: draft.hours.mon,
                          },
                        }),
                    }
                  : {})}
              />
            )}
          </div>
        ))}
      </Section>
      <Section title="Special days">
        <Text size="sm" c="dimmed" mb="sm">
          Holidays and one-off hours. They win over the week.
        </Text>
        <Stack gap="sm">
          {draft.exceptions.map((exception, index) => {
            const put = (part: Partial<typeof exception>) =>
              change({
                exceptions: draft.exceptions.map((each, at) => (at === index ? { ...each, ...part } : each)),
              });
            return (
              <div key={index} className="rb-surface">
                <Group gap="xs" wrap="nowrap" align="flex-end">
                  <TextInput
                    type="date"
                    label="Day"
                    value={exception.date}
                    disabled={readOnly}
                    onChange={(event) => put({ date: event.currentTarget.value })}
                  />
                  <TextInput
                    label="Note"
                    style={{ flex: 1 }}
                    value={exception.note ?? ''}
                    disabled={readOnly}
                    maxLength={200}
                    onChange={(event) => put({ note: event.currentTarget.value })}
                  />
                  {!readOnly && (
                    <ActionIcon
                      size={36}
                      variant="default"
                      aria-label={`Remove ${exception.date}`}
                      onClick={() => change({ exceptions: draft.exceptions.filter((_, at) => at !== index) })}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  )}
                </Group>
                <Group mt={10} gap="md" align="flex-start">
                  <Switch
                    label={exception.hours.length === 0 ? 'Closed all day' : 'Open'}
                    checked={exception.hours.length > 0}
                    disabled={readOnly}
                    onChange={(event) =>
                      put({ hours: event.currentTarget.checked ? [{ open: '09:00', close: '13:00' }] : [] })
                    }
                  />
                  {exception.hours.length > 0 && (
                    <Ranges
                      name={exception.date}
                      ranges={exception.hours}
                      readOnly={readOnly}
                      onChange={(hours) => put({ hours })}
                    />
                  )}
                </Group>
              </div>
            );
          })}
          {!readOnly && (
            <div>
              <Button
                variant="light"
                leftSection={<IconPlus size={15} aria-hidden />}
                onClick={() =>
                  change({
                    exceptions: [...draft.exceptions, { date: addDays(dayOf(now, zone), 1), hours: [] }],
                  })
                }
              >
                Add a day
              </Button>
            </div>
          )}
        </Stack>
      </Section>
    </div>
  );
}

function Ranges(props: {
  name: string;
  ranges: readonly Range[];
  readOnly: boolean;
  copy?: () => void;
  onChange: (ranges: Range[]) => void;
}) {
  const put = (index: number, part: Partial<Range>) =>
    props.onChange(props.ranges.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <Stack gap={6}>
      {props.ranges.map((range, index) => (
        <div key={index} className="rb-range">
          <TextInput
            type="time"
            w={134}
            aria-label={`${props.name} opens`}
            value={range.open}
            disabled={props.readOnly}
            onChange={(event) => put(index, { open: event.currentTarget.value })}
            error={range.open >= range.close}
          />
          <span className="rb-dim">to</span>
          {/* A browser's time field knows no 24:00, which is how midnight is written. */}
          <TextInput
            type="time"
            w={134}
            aria-label={`${props.name} closes`}
            value={range.close === '24:00' ? '00:00' : range.close}
            disabled={props.readOnly}
            onChange={(event) =>
              put(index, {
                close: event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value,
              })
            }
            error={range.open >= range.close}
          />
          {!props.readOnly && props.ranges.length > 1 && (
            <ActionIcon
              aria-label={`Remove ${range.open} to ${range.close}`}
              onClick={() => props.onChange(props.ranges.filter((_, at) => at !== index))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          )}
          {!props.readOnly &&
            index === props.ranges.length - 1 &&
            props.ranges.length < 4 &&
            range.close < '22:00' && (
              <ActionIcon
                aria-label={`Add a second opening on ${props.name}`}
                title="Add a second opening"
                onClick={() => props.onChange([...props.ranges, { open: range.close, close: '23:00' }])}
              >
                <IconPlus size={15} />
              </ActionIcon>
            )}
          {props.copy !== undefined && index === 0 && !props.readOnly && (
            <ActionIcon
              aria-label="Copy Monday to all weekdays"
              title="Copy to all weekdays"
              onClick={props.copy}
            >
              <IconCopy size={15} />
            </ActionIcon>
          )}
        </div>
      ))}
    </Stack>
  );
}
